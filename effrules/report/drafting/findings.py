"""What whoever drafts an act must know and the act does not say, as findings."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.compare.edits.change import MEANING
from effrules.compare.edits.edit import Edit, Version
from effrules.diagnostics import Finding, Note, Severity
from effrules.diagnostics.making import warning
from effrules.report.drafting.act import Assumed
from effrules.report.drafting.revisions import OUTSIDE
from effrules.words import counted, phrase


def assumed_findings(assumed: Sequence[Assumed], *, strict: bool) -> tuple[Finding, ...]:
    """What stands in the act as if a source gave it: a warning, or where the act must not have any, an error."""
    if not assumed:
        return ()
    message = counted(
        "{n} assumption stands in the act without a mark",
        "{n} assumptions stand in the act without a mark",
        n=len(assumed),
    )
    notes = [Note("note", phrase("item {n}: {reason}", n=one.number, reason=one.reason)) for one in assumed]
    notes.append(
        Note(
            "help",
            phrase(
                "an act says what holds, not where it comes from: put what is assumed into an act that is cited, or let it stand knowingly; the document without `--style order` marks each"
            ),
        )
    )
    code, severity = ("E801", Severity.ERROR) if strict else ("W801", Severity.WARNING)
    return (Finding(code, severity, message, None, "", tuple(notes)),)


def unsaid_findings(apart: Sequence[Edit]) -> tuple[Finding, ...]:
    """Edits that a paper does not say: those of what no act says, counted, and each of those that should have been worded."""
    unsaid = [edit for edit in apart if edit.bearing not in OUTSIDE and not isinstance(edit, Version)]
    outside = len(apart) - len(unsaid)
    notes = [Note("in", edit.path) for edit in unsaid]
    if outside:
        told = counted(
            "{n} edit is of what no act says: sources and assumptions, worked examples, demands on the rules, the name of the version",
            "{n} edits are of what no act says: sources and assumptions, worked examples, demands on the rules, the name of the version",
            n=outside,
        )
        notes.append(Note("note", told))
    if not notes:
        return ()
    if not unsaid:
        return (Finding("W803", Severity.NOTE, notes[0].text),)
    message = counted(
        "{n} edit leaves no trace in the text of the act",
        "{n} edits leave no trace in the text of the act",
        n=len(unsaid),
    )
    if any(edit.bearing in MEANING for edit in unsaid):
        way_out = phrase("word what it changes by hand, or say it in the rules by what the act shows")
        return (warning("W802", message, None, "", *notes, way_out=way_out),)
    return (Finding("W803", Severity.NOTE, message, None, "", tuple(notes)),)
