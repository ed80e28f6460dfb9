"""What ``effrules verify`` says of a document: for people, and for machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from effrules.disk import given

if TYPE_CHECKING:
    from effrules.audit.independence import Checked
    from effrules.audit.verdict import Compared, Difference, Unchecked


@frozen
class Told:
    """All that is said of a document. ``signed``: by whom."""

    document: Path
    kind: str
    digest: str
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...]
    notes: tuple[str, ...]
    compared: Compared | None
    independent: Checked | None
    signed: tuple[str, ...] = ()


def as_json(told: Told) -> str:
    """What is said, as ``effrules.verify/1``."""
    from effrules.report.results.verify_json import json_text

    return json_text(
        given(told.document), told.kind, told.digest, told.differences, told.unchecked, told.notes, told.compared,
        told.independent, told.signed,
    )  # fmt: skip


def _unread(told: Told) -> bool:
    """Whether the files of a record were not read at all."""
    return any(one.what == "run" for one in told.unchecked)


def as_text(told: Told) -> str:
    """What is said, for people."""
    from effrules.diagnostics.counted import many
    from effrules.diagnostics.glyphs import shown

    if told.differences:
        count = len(told.differences)
        causes = "" if count == 1 else ", causes first"
        lines = [f"Not the same: {given(told.document)} ({many(count, 'difference')}{causes})"]
        for number, difference in enumerate(told.differences, 1):
            lines += _lines(number, difference)
    elif told.unchecked:
        lines = [f"Not all could be checked: {given(told.document)} (nothing differs in what was)"]
    elif told.kind == "trace":
        lines = [f"Confirmed, step by step: {given(told.document)}"]
    else:
        lines = [f"The same, digit for digit: {given(told.document)}"]
    lines += [f"  not checked: {shown(one.words)}" for one in told.unchecked]
    if told.compared is not None and not told.differences and not _unread(told):
        of = told.compared
        files = [many(of.rule_files, "rule file"), many(of.data_files, "data file"),
                 many(of.result_files, "result file")]  # fmt: skip
        lines.append(f"  {', '.join(files)}: unchanged to the byte")
        values = many(of.values, "score, penalty, grade or place", "scores, penalties, grades and places")
        held = "; the result files hold them" if of.result_files else ""
        lines.append(f"  {many(of.bodies, 'body', 'bodies')} scored anew: {values}{held}")
    if told.independent is not None:
        of_traces = told.independent
        seen = f", {of_traces.cells:,} cells looked up" if of_traces.cells else ""
        seen += f", {of_traces.quoted:,} texts found in the rules" if of_traces.quoted else ""
        lines.append(
            f"  independent checker: {many(of_traces.traces, 'trace')}, {many(of_traces.confirmed, 'step')} worked out"
            f" anew, {of_traces.given:,} cells and numbers taken as given{seen}"
        )
    lines += [f"  signed by: {shown(name)}" for name in told.signed]
    lines += [f"  note: {note}" for note in told.notes]
    lines.append(f"  digest of the {told.kind}: {told.digest}")
    return "\n".join(lines) + "\n"


def _lines(number: int, difference: Difference) -> list[str]:
    from effrules.diagnostics.glyphs import shown

    lines = [f"  {number}. {shown(difference.words)}"]
    pair = (("then", difference.then), ("now ", difference.now))
    of_cells = ", " in difference.what and any(value is not None for _, value in pair)
    for word, value in pair:
        if value is not None:
            lines.append(f"     {word} {_short(shown(value))}")
        elif of_cells:
            lines.append(f"     {word} nothing")
    return lines


def _short(value: str) -> str:
    """A long fraction with what it comes to."""
    from effrules.data.earlier import exact_number
    from effrules.model.numbers import decimal_text

    number = exact_number(value) if "/" in value and len(value) > 16 else None
    return value if number is None else f"{decimal_text(number, 6)} = {value}"
