"""``effrules verify``: whether a run gives the same again, and whether a trace is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from effrules.cli.speaking import say

if TYPE_CHECKING:
    from effrules.audit.independence import Checked
    from effrules.audit.verdict import Compared, Difference, Unchecked

NOT_ALL = 3
"""The exit code where nothing differs, but something could not be checked."""


@click.command(short_help="Prove that a run gives the same again, or that a trace is right.")
@click.argument("document", metavar="RECORD|TRACE",
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--rules", metavar="RULES", help="The rules, where they are not where the record says.")
@click.option("--data", type=click.Path(path_type=Path), metavar="DATA",
              help="The data, where they are not where the record says.")  # fmt: skip
@click.option("--digest", "published", metavar="DIGEST",
              help="The digest that was published: the document must have it.")  # fmt: skip
@click.option("--within", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER",
              help="What a record names may lie anywhere in FOLDER; by default only in the record's own folder.")  # fmt: skip
@click.option("--independent", is_flag=True,
              help="Check every step of every body with the checker that shares no code with the engine, too.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
def command(
    document: Path, rules: str | None, data: Path | None, published: str | None, within: Path | None, independent: bool,
    form: str,
) -> None:  # fmt: skip
    """Verify a run record (of `effrules run -o`) or a trace (of `effrules trace -o FILE.json`).

    For a record: its own digest, every rule file, data file and result file, and every result, calculated anew. It is
    the same, digit for digit, or all that differs is named, causes first. For a trace: every step, by an independent
    checker; with --rules and --data, every cell, too. The exit code is 1 when anything differs, and 3 when nothing does,
    but something could not be checked.

    \b
    effrules verify results.record.json
    effrules verify results.record.json --digest sha256:0123...
    effrules verify --independent trace.json
    """
    from effrules.audit.record import FORMAT, own_digest, read_document
    from effrules.audit.shapes import WrongShape
    from effrules.independent import FORMAT as TRACE_FORMAT

    try:
        content = read_document(document)
    except OSError as why:
        raise click.BadParameter(f"`{document}`: {why.strerror}.", param_hint="RECORD|TRACE") from None
    except WrongShape as why:
        raise click.BadParameter(
            f"`{document}` is neither a run record nor a trace: {why}.", param_hint="RECORD|TRACE"
        ) from None
    stated = content.get("format") if isinstance(content, dict) else None
    if published is not None and not published.startswith("sha256:"):
        published = f"sha256:{published.lower()}"
    if stated == FORMAT:
        told = _record(document, content, rules, data, published, within, independent)
    elif stated == TRACE_FORMAT:
        from effrules.audit.independence import check_trace

        checked = check_trace(content, rules, data, published)
        told = Told(document, "trace", own_digest(content), checked.differences, checked.unchecked, _changed(content),
                    None, checked, data is not None)  # fmt: skip
    else:
        raise click.BadParameter(
            f"`{document}` is neither a run record ({FORMAT}) nor a trace ({TRACE_FORMAT}).",
            param_hint="RECORD|TRACE",
        )
    say(_json(told) if form == "json" else _text(told))
    if told.differences:
        raise click.exceptions.Exit(1)
    if told.unchecked:
        raise click.exceptions.Exit(NOT_ALL)


@frozen
class Told:
    """All that is said of a document. ``looked``: the data were at hand, so that cells could be looked up."""

    document: Path
    kind: str
    digest: str
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...]
    notes: tuple[str, ...]
    compared: Compared | None
    independent: Checked | None
    looked: bool = True


def _record(
    path: Path, content: dict[str, Any], rules: str | None, data: Path | None, published: str | None,
    within: Path | None, independent: bool,
) -> Told:  # fmt: skip
    from effrules.audit.record import SCHEMA, from_document, own_digest
    from effrules.audit.rerun import inputs_of
    from effrules.audit.schemas import wrong
    from effrules.audit.shapes import WrongShape
    from effrules.audit.verdict import About, Difference
    from effrules.audit.verification import verify
    from effrules.report.outputs import beside, with_outputs

    def misshapen(at: str, why: str) -> Difference:
        words = f"the record was edited, or is not whole: {why}"
        return Difference(About.RECORD, at, words)

    own = own_digest(content)
    shape = tuple(misshapen(at, f"{at}: {why}") for at, why in wrong(content, SCHEMA))
    try:
        record = from_document(content)
    except WrongShape as why:
        found = shape or (misshapen("shape", str(why)),)
        return Told(path, "record", own, found, (), (), None, None)
    if shape:
        return Told(path, "record", own, shape, (), (), None, None)
    folder = path.parent
    bound = folder if within is None else within
    verdict = verify(content, record, folder, rules, data, published, within=bound)
    verdict = with_outputs(verdict, record, folder, bound, vouched=published == own)
    again, checked = verdict.again, None
    differences, unchecked = verdict.differences, (*verdict.unchecked, *beside(record, path))
    if independent and again is not None and again.results is not None:
        from effrules.audit.independence import check_run

        checked = check_run(record, again, inputs_of(record.options, folder, rules, data).data)
        differences += checked.differences
        unchecked += checked.unchecked
    return Told(path, "record", own, differences, unchecked, verdict.notes, verdict.compared, checked)


def _changed(trace: dict[str, Any]) -> tuple[str, ...]:
    """That a trace is not one of the rules as they stand."""
    changes = trace.get("what_if")
    if not isinstance(changes, list) or not changes:
        return ()
    from effrules.diagnostics.glyphs import shown

    return (f"what if: not the result of the rules as they stand ({shown('; '.join(map(str, changes)))})",)


def _json(told: Told) -> str:
    import json

    from effrules.audit.shapes import to_plain

    document = {
        "document": str(told.document),
        "kind": told.kind,
        "same": not told.differences,
        "whole": not told.unchecked,
        "digest": told.digest,
        "compared": to_plain(told.compared),
        "differences": to_plain(told.differences),
        "unchecked": to_plain(told.unchecked),
        "notes": list(told.notes),
        "independent": to_plain(told.independent),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _unread(told: Told) -> bool:
    """Whether the files of a record were not read at all."""
    return any(one.what == "run" for one in told.unchecked)


def _text(told: Told) -> str:
    from effrules.diagnostics.glyphs import shown

    if told.differences:
        count = len(told.differences)
        causes = "" if count == 1 else ", causes first"
        lines = [f"Not the same: {told.document} ({_many(count, 'difference')}{causes})"]
        for number, difference in enumerate(told.differences, 1):
            lines += _lines(number, difference)
    elif told.unchecked:
        lines = [f"Not all could be checked: {told.document} (nothing differs in what was)"]
    elif told.kind == "trace":
        lines = [f"Confirmed, step by step: {told.document}"]
    else:
        lines = [f"The same, digit for digit: {told.document}"]
    lines += [f"  not checked: {shown(one.words)}" for one in told.unchecked]
    if told.compared is not None and not told.differences and not _unread(told):
        of = told.compared
        files = [_many(of.rule_files, "rule file"), _many(of.data_files, "data file"),
                 _many(of.result_files, "result file")]  # fmt: skip
        lines.append(f"  {', '.join(files)}: unchanged to the byte")
        values = _many(of.values, "score, penalty, grade or place", "scores, penalties, grades and places")
        held = "; the result files hold them" if of.result_files else ""
        lines.append(f"  {_many(of.bodies, 'body', 'bodies')} scored anew: {values}{held}")
    if told.independent is not None:
        of_traces = told.independent
        seen = f", {of_traces.cells:,} cells looked up" if of_traces.cells else ""
        lines.append(
            f"  independent checker: {_many(of_traces.traces, 'trace')}, {_many(of_traces.confirmed, 'step')} worked out"
            f" anew, {of_traces.given:,} cells and numbers taken as given{seen}"
        )
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


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"
