"""Traces checked by ``effrules.independent``, which shares no code with the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from effrules.audit.cells import Known, Seen, look_up
from effrules.audit.files import files_of_rules
from effrules.audit.record import Column, ColumnKind, Record, own_digest
from effrules.audit.regular import fingerprint
from effrules.audit.rerun import Rerun
from effrules.audit.verdict import About, Difference, Unchecked
from effrules.data.files import files_of
from effrules.independent import Replay, Sheets, replay, verdict

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
    differences = [*_problems(found, ""), *_wrong(seen, "")]
    own = own_digest(document)
    if published is not None and published != own:
        words = "this is not the trace whose digest was published"
        differences.append(Difference(About.RECORD, "published digest", words, published, own))
    if rules is not None:
        differences += _files(document.get("rules"), About.RULES, files_of_rules(rules))
    if data is not None:
        differences += _files(document.get("data"), About.DATA, files_of(data) if data.exists() else ())
    return _checked([found], differences, seen.count)


def check_run(record: Record, again: Rerun, data: Path) -> Checked:
    """Every body of a run: its derivation is written down, checked step by step, and ends in the total of the record."""
    from effrules.trace.json_text import document
    from effrules.trace.tracing import trace

    assert again.program is not None
    assert again.dataset is not None
    derivations = trace(again.program, again.dataset, only=record.options.only or None)
    totals = _totals(record)
    replays: list[Replay] = []
    cells = 0
    sheets: Sheets = {}
    known: Known = {}
    differences: list[Difference] = []
    for key in derivations.subjects:
        made = document(derivations.of(key))
        found = replay(made, _folder(data), sheets)
        replays.append(found)
        seen = look_up(made, data, known)
        cells += seen.count
        differences += [*_problems(found, f"{key}, "), *_wrong(seen, f"{key}, ")]
        then = totals.get(key)
        now = next(step["value"] for step in made["steps"] if step["id"] == made["root"])
        if now is not None and then != now:
            words = f"{key}: the record has {then or 'nothing'} as the total; its derivation ends in {now}"
            differences.append(Difference(About.TRACE, f"{key}, total", words, then, now))
    return _checked(replays, differences, cells)


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


def _checked(replays: list[Replay], differences: list[Difference], cells: int) -> Checked:
    return Checked(
        len(replays),
        sum(found.confirmed for found in replays),
        sum(found.given for found in replays),
        sum(found.cells_seen for found in replays) + cells,
        sum(len(found.undecided) for found in replays),
        tuple(differences),
    )


def _problems(found: Replay, whose: str) -> Iterator[Difference]:
    for (step, _), words in zip(found.problems, verdict(found), strict=False):
        yield Difference(About.TRACE, f"{whose}{step or 'the trace'}", f"{whose}{words}")


def _wrong(seen: Seen, whose: str) -> Iterator[Difference]:
    for step, words in seen.wrong:
        yield Difference(About.TRACE, f"{whose}{step}", f"{whose}{step}: {words}")


def _files(listed: object, about: About, there: tuple[Path, ...]) -> Iterator[Difference]:
    """The files that a trace names and that are not among those that are there, by their contents."""
    known = {fingerprint(path)[1]: path.name for path in there if path.is_file()}
    for file in listed if isinstance(listed, list) else ():
        name, sha256 = (file.get("file"), file.get("sha256")) if isinstance(file, dict) else (None, None)
        if sha256 not in known:
            words = f"{about.value} {name} is not there as it was when the trace was made"
            yield Difference(about, str(name), words, str(sha256))
