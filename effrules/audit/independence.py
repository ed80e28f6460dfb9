"""Traces checked by ``effrules.independent``, which shares no code with the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen

from effrules.audit.cells import Seen, look_up
from effrules.audit.files import files_of_rules
from effrules.audit.record import Column, ColumnKind, Record, own_digest
from effrules.audit.regular import fingerprint
from effrules.audit.rerun import Rerun
from effrules.audit.verdict import About, Difference, Unchecked
from effrules.data.files import files_of
from effrules.independent import Replay, replay, verdict

TOTAL = Column(ColumnKind.NODE, "total")


@frozen
class Checked:
    """What the independent checker did: traces looked at, steps worked out anew, leaves taken as given, cells looked up.

    ``undecided`` counts steps that the recorded digits of irrational numbers leave open.
    """

    traces: int
    confirmed: int
    given: int
    cells: int
    undecided: int
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...] = ()


def check_trace(
    document: dict[str, Any], rules: str | None = None, data: Path | None = None, published: str | None = None
) -> Checked:
    """A trace's JSON: every step; its digest against a published one; the files that it names against those given."""
    found = replay(document, _folder(data))
    seen = Seen(0, ()) if data is None else look_up(document, data)
    differences = [*_problems(found), *_wrong(seen)]
    own = own_digest(document)
    if published is not None and published != own:
        words = "this is not the trace whose digest was published"
        differences.append(Difference(About.RECORD, "published digest", words, published, own))
    if rules is not None:
        differences += _files(document.get("rules"), About.RULES, files_of_rules(rules))
    if data is not None:
        differences += _files(document.get("data"), About.DATA, files_of(data) if data.exists() else ())
    return _checked(1, found, differences, seen.count)


def check_run(
    record: Record, again: Rerun, data: Path, progress: Callable[[int, int], None] | None = None
) -> Checked:
    """Every body of a run: its derivation is written down, checked step by step, and ends in the total of the record.

    A step that many bodies rest on is written down and checked once. ``progress`` is told how many steps are checked, and of how many.
    """
    from effrules.trace.json_text import together
    from effrules.trace.tracing import trace

    assert again.program is not None
    assert again.dataset is not None
    derivations = trace(again.program, again.dataset, only=record.options.only or None)
    made = together(derivations)
    found = replay(made, _folder(data), progress=progress)
    seen = look_up(made, data)
    whose = partial(_whose, made)
    differences = [*_problems(found, whose), *_wrong(seen, whose)]
    totals = _totals(record)
    for body in made["bodies"]:
        key = body["subject"]["key"]
        then, now = totals.get(key), found.steps[body["root"]]["value"]
        if now is not None and then != now:
            words = f"{key}: the record has {then or 'nothing'} as the total; its derivation ends in {now}"
            differences.append(Difference(About.TRACE, f"{key}, total", words, then, now))
    return _checked(len(made["bodies"]), found, differences, seen.count)


def _whose(made: dict[str, Any], step: str) -> str:
    """The first body whose derivation rests on a step, to begin a sentence with."""
    steps = {one["id"]: one for one in made["steps"]}
    for body in made["bodies"]:
        ahead = [body["root"], *body["ratings"], *body["places"]]
        reached = set(ahead)
        while ahead:
            new = [ref for ref in steps[ahead.pop()]["from"] if ref not in reached]
            reached.update(new)
            ahead += new
        if step in reached:
            return f"{body['subject']['key']}, "
    return ""


def _folder(data: Path | None) -> Path | None:
    """Where CSV files lie, if there are any."""
    if data is None or data.is_dir():
        return data
    return data.parent if data.suffix.lower() == ".csv" else None


def _totals(record: Record) -> dict[str, str | None]:
    columns = record.results.columns
    if TOTAL not in columns:
        return {}
    at = columns.index(TOTAL) + 1
    return {str(row[0]): row[at] for row in record.results.rows}


def _checked(traces: int, found: Replay, differences: list[Difference], cells: int) -> Checked:
    return Checked(
        traces,
        found.confirmed,
        found.given,
        found.cells_seen + cells,
        len(found.undecided),
        tuple(differences),
    )


def _nobody(_: str) -> str:
    return ""


def _problems(found: Replay, whose: Callable[[str], str] = _nobody) -> Iterator[Difference]:
    for (step, _), words in zip(found.problems, verdict(found), strict=False):
        body = whose(step)
        yield Difference(About.TRACE, f"{body}{step or 'the trace'}", f"{body}{words}")


def _wrong(seen: Seen, whose: Callable[[str], str] = _nobody) -> Iterator[Difference]:
    for step, words in seen.wrong:
        body = whose(step)
        yield Difference(About.TRACE, f"{body}{step}", f"{body}{step}: {words}")


def _files(listed: object, about: About, there: tuple[Path, ...]) -> Iterator[Difference]:
    """The files that a trace names and that are not among those that are there, by their contents."""
    known = {fingerprint(path)[1]: path.name for path in there if path.is_file()}
    for file in listed if isinstance(listed, list) else ():
        name, sha256 = (file.get("file"), file.get("sha256")) if isinstance(file, dict) else (None, None)
        if sha256 not in known:
            words = f"{about.value} {name} is not there as it was when the trace was made"
            yield Difference(about, str(name), words, str(sha256))
