"""Traces checked by ``effrules.independent``, which shares no code with the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen

from effrules.audit.at_hand import data_at_hand, rules_at_hand, rules_of
from effrules.audit.files import Inputs, files_of_rules
from effrules.audit.record import Column, ColumnKind, Record, own_digest
from effrules.audit.regular import fingerprint
from effrules.audit.rerun import Rerun
from effrules.audit.schemas import wrong
from effrules.audit.tracing import alike, anew, digests, first_difference
from effrules.audit.verdict import About, Difference, Unchecked
from effrules.data.files import files_of
from effrules.independent import Replay, Rules, replay, verdict
from effrules.trace.json_text import SCHEMA, together
from effrules.trace.tracing import trace
from effrules.words import Text, counted, phrase

WITH = "--with "
"""How a trace begins to name an amendment that was laid on top."""

TOTAL = Column(ColumnKind.NODE, "total")


@frozen
class Checked:
    """What the independent checker did.

    Traces looked at, steps worked out anew, leaves taken as given, cells looked up, texts found in the rules.

    ``undecided`` counts steps that the recorded digits of irrational numbers leave open.
    """

    traces: int
    confirmed: int
    given: int
    cells: int
    quoted: int
    undecided: int
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...] = ()


@frozen
class Given:
    """What a trace is compared with: rules, data, amendments laid on top (``--with``), earlier results; None and empty: nothing."""

    rules: str | None = None
    data: Path | None = None
    overlays: tuple[Path, ...] = ()
    earlier: Path | None = None


def check_trace(made: dict[str, Any], given: Given, published: str | None = None) -> Checked:
    """A trace's JSON: its shape, every step, its digest against a published one; with rules and data at hand, all that it says.

    Two passes: the independent checker works every step out and looks the leaves up; then the engine makes its own trace
    of the same files, and nothing in the two may differ.
    """
    misshapen = [Difference(About.RECORD, at, phrase("the trace was edited, or is not whole: {at}: {why}", at=at, why=why))
                 for at, why in wrong(made, SCHEMA)]  # fmt: skip
    data = None if given.data is None else data_at_hand(given.data)
    lacking = _lacking(made, given)
    found = replay(made, data, None if lacking else _rules(given))
    differences = [*misshapen, *_problems(found)]
    own = own_digest(made)
    if published is not None and published != own:
        words = phrase("this is not the trace whose digest was published")
        differences.append(Difference(About.RECORD, "published digest", words, published, own))
    if given.rules is not None and not lacking:
        differences += _files(made.get("rules"), About.RULES, files_of_rules(given.rules, given.overlays))
    if given.data is not None:
        there = files_of(given.data) if given.data.exists() else ()
        earlier = () if given.earlier is None else (given.earlier,)
        differences += _files(made.get("data"), About.DATA, (*there, *earlier))
    unchecked = [*_undecided(found), *_unread(found)]
    if given.rules is None or given.data is None:
        unchecked += _not_given(given)
    elif lacking:
        unchecked.append(Unchecked(About.RULES, "what_if", lacking))
    elif not misshapen:
        differences += _second_pass(made, given)
    return _checked(1, found, differences, unchecked)


def _lacking(made: dict[str, Any], given: Given) -> Text:
    """What was laid on top of the rules of a trace and not named, or the other way round; empty where all is named."""
    changes = made.get("what_if")
    laid = [str(one) for one in changes if str(one).startswith(WITH)] if isinstance(changes, list) else []
    if [Path(change.removeprefix(WITH)).name for change in laid] == [path.name for path in given.overlays]:
        return ""
    if laid:
        return phrase(
            "that the trace is that of the rules: an amendment is laid on top of them; name it with --with"
        )
    return phrase(
        "that the trace is that of the rules: no amendment is laid on top of them, and --with names one"
    )


def _not_given(given: Given) -> Iterator[Unchecked]:
    if given.data is None:
        words = phrase("the cells of the data were taken as given: --data was not said")
        yield Unchecked(About.DATA, "data", words)
    if given.rules is None:
        words = phrase(
            "that the steps and numbers are those of the rules was taken as given: --rules was not said"
        )
        yield Unchecked(About.RULES, "rules", words)


def _undecided(found: Replay) -> Iterator[Unchecked]:
    """Steps that the recorded digits of irrational numbers leave open."""
    count = len(found.undecided)
    if count:
        words = counted(
            "{n} step were not decided by the recorded digits of irrational numbers",
            "{n} steps were not decided by the recorded digits of irrational numbers",
            n=count,
        )
        yield Unchecked(About.TRACE, "undecided", words)


def _second_pass(stated: dict[str, Any], given: Given) -> Iterator[Difference]:
    """What the engine's own trace has otherwise."""
    assert given.rules is not None
    assert given.data is not None
    what_if = [str(change) for change in stated["what_if"]]
    settings = [change for change in what_if if not change.startswith(WITH)]
    shortest = sorted(
        {
            f"{step['table']}.{step['field']}"
            for step in stated["steps"]
            if step["op"] == "cell" and step.get("shortest")
        }
    )
    subject, node = stated["subject"]["key"], stated["node"]
    inputs = Inputs(given.rules, given.data, given.overlays, given.earlier)
    made = anew(subject, node, inputs, settings, shortest, what_if)
    if made.document is None:
        yield Difference(
            About.RUN,
            "run",
            phrase("the engine cannot make this trace of these rules and data: {why}", why=made.why),
        )
        return
    found = first_difference(stated, alike(stated, made.document, given.data.is_file()))
    if found is not None:
        at, there, own = found
        at = at.lstrip(".")
        if at != "digest":
            yield Difference(
                About.TRACE,
                at,
                phrase("the engine's own trace has something else at {at}", at=at),
                _brief(there),
                _brief(own),
            )


def _brief(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"


def check_run(
    record: Record, again: Rerun, data: Path, progress: Callable[[int, int], None] | None = None
) -> Checked:
    """Every body of a run: its derivation is written down, checked step by step, and ends in the total of the record.

    A step that many bodies rest on is written down and checked once. ``progress`` is told how many steps are checked, and of how many.
    """
    assert again.program is not None
    assert again.dataset is not None
    derivations = trace(again.program, again.dataset, only=record.options.only or None)
    made = together(derivations, record.options.settings)
    found = replay(made, data_at_hand(data), rules_of(again.sources), progress)
    differences = [*_problems(found, partial(_whose, made))]
    totals = _totals(record)
    for body in made["bodies"]:
        key = body["subject"]["key"]
        then, now = totals.get(key), found.steps[body["root"]]["value"]
        if now is not None and then != now:
            words = phrase(
                "{body}: the record has {then} as the total; its derivation ends in {now}",
                body=key,
                then=then or phrase("nothing"),
                now=now,
            )
            differences.append(Difference(About.TRACE, f"{key}, total", words, then, now))
    return _checked(len(made["bodies"]), found, differences, [*_undecided(found), *_unread(found)])


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


def check_digests(
    record: Record, again: Rerun, progress: Callable[[int, int], None] | None = None
) -> Iterator[Difference]:
    """Whether the traces of all bodies have the digests that a record has of them."""
    if record.traces is None or again.program is None or again.dataset is None:
        return
    stated = {one.subject: one.digest for one in record.traces}
    made: dict[str, str] = {}
    for one in digests(again.program, again.dataset, record.options, record.files):
        made[one.subject] = one.digest
        if progress is not None:
            progress(len(made), len(stated))
    if len(stated) != len(record.traces) or list(stated) != list(made):
        words = phrase("the traces that the record names are not those of the bodies that were scored")
        yield Difference(About.TRACE, "traces", words)
    wrong_ones = [key for key in made if key in stated and stated[key] != made[key]]
    if wrong_ones:
        key = wrong_ones[0]
        words = phrase("the trace of {key} has another digest", key=key)
        yield Difference(About.TRACE, key, words, stated[key], made[key], len(wrong_ones) - 1)


def _rules(given: Given) -> Rules | None:
    """The rule files that are at hand; None where there are none, or one cannot be read: the second pass tells of it."""
    if given.rules is None:
        return None
    inputs = Inputs(given.rules, given.data or Path(), given.overlays)
    try:
        return rules_at_hand(inputs)
    except OSError:
        return None


def _unread(found: Replay) -> Iterator[Unchecked]:
    """Cells that could not be looked up."""
    for file, count in found.unread.items():
        words = counted(
            "{n} cell of {file} could not be looked up by the independent checker",
            "{n} cells of {file} could not be looked up by the independent checker",
            n=count,
            file=file,
        )
        yield Unchecked(About.DATA, file, words)


def _totals(record: Record) -> dict[str, str | None]:
    columns = record.results.columns
    if TOTAL not in columns:
        return {}
    at = columns.index(TOTAL) + 1
    return {str(row[0]): row[at] for row in record.results.rows}


def _checked(
    traces: int, found: Replay, differences: list[Difference], unchecked: list[Unchecked]
) -> Checked:
    return Checked(
        traces,
        found.confirmed,
        found.given,
        found.cells_seen,
        found.quoted,
        len(found.undecided),
        tuple(differences),
        tuple(unchecked),
    )


def _nobody(_: str) -> str:
    return ""


def _problems(found: Replay, whose: Callable[[str], str] = _nobody) -> Iterator[Difference]:
    for (step, _), words in zip(found.problems, verdict(found), strict=False):
        body = whose(step)
        yield Difference(About.TRACE, f"{body}{step or 'the trace'}", f"{body}{words}")


def _digests(files: Iterable[Path]) -> Iterator[str]:
    """The digests of files; one that cannot be read, or is too large to be data, has none."""
    for path in files:
        with suppress(OSError):
            yield fingerprint(path)[1]


def _files(listed: object, about: About, there: tuple[Path, ...]) -> Iterator[Difference]:
    """The files that a trace names and that are not among those that are there, by their contents."""
    known = set(_digests(there))
    for file in listed if isinstance(listed, list) else ():
        name, sha256 = (file.get("file"), file.get("sha256")) if isinstance(file, dict) else (None, None)
        if sha256 not in known:
            words = phrase(
                "{about} {name} is not there as it was when the trace was made",
                about=about.called,
                name=str(name),
            )
            yield Difference(about, str(name), words, str(sha256))
