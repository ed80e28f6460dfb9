"""What a reader of a verified document must know beside that it holds: it may hold and still not be the result of the law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from effrules.audit.record import Record
from effrules.diagnostics.counted import many
from effrules.diagnostics.glyphs import shown
from effrules.model.program import Program

WHAT_IF = "what if: not the result of the rules as they stand"


def of_run(record: Record, program: Program | None) -> Iterator[str]:
    """Under what conditions a run was made: by changed rules, of some bodies only, with failed scores, by a draft."""
    options = record.options
    changes = (*options.settings, *(f"--with {overlay.given}" for overlay in options.overlays))
    if changes:
        yield f"{WHAT_IF} ({shown('; '.join(changes))})"
    for one in () if program is None else program.drafts:
        yield _draft(one.version)
    if options.only:
        yield f"it holds {shown(', '.join(options.only))} only, not all that were assessed"
    failed = sum(any((cell or "").startswith("failed:") for cell in row) for row in record.results.rows)
    if failed:
        yield f"it is not whole: scores of {many(failed, 'body', 'bodies')} failed"
    if options.shortest_decimal:
        yield _shortest(options.shortest_decimal)


def of_trace(trace: dict[str, Any]) -> Iterator[str]:
    """The same of a trace that has the shape of one; nothing where it has another."""
    changes = trace.get("what_if")
    if isinstance(changes, list) and changes:
        yield f"{WHAT_IF} ({shown('; '.join(map(str, changes)))})"
    try:
        drafts = [one["version"] for one in trace["methodology"]["texts"] if one["draft"] is True]
        columns = {f"{one['table']}.{one['field']}" for one in trace["steps"] if one.get("shortest")}
    except (KeyError, TypeError, AttributeError):
        return
    yield from (_draft(str(one)) for one in drafts)
    if columns:
        yield _shortest(sorted(columns))


def _draft(version: str) -> str:
    return f"a draft, not law: version {shown(version)}"


def _shortest(columns: tuple[str, ...] | list[str]) -> str:
    return f"numbers of {shown(', '.join(columns))} were read with 15 digits (--shortest-decimal)"
