"""What whoever drafts an act must know and the act does not say, as findings."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.diagnostics import Finding, Note, Severity
from effrules.report.drafting.act import Assumed
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
