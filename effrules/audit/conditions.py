"""What a reader of a verified document must know beside that it holds: it may hold and still not be the result of the law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from effrules.audit.record import Record
from effrules.diagnostics.glyphs import shown
from effrules.model.program import Program
from effrules.words import Text, counted, phrase, template

WHAT_IF = template("what if: not the result of the rules as they stand ({changes})")


def of_run(record: Record, program: Program | None) -> Iterator[Text]:
    """Under what conditions a run was made: by changed rules, of some bodies only, with failed scores, by a draft."""
    options = record.options
    changes = (*options.settings, *(f"--with {overlay.given}" for overlay in options.overlays))
    if changes:
        yield WHAT_IF.of(changes=shown("; ".join(changes)))
    for one in () if program is None else program.drafts:
        yield _draft(one.version)
    if options.only:
        yield phrase(
            "it holds {bodies} only, not all that were assessed", bodies=shown(", ".join(options.only))
        )
    failed = sum(any((cell or "").startswith("failed:") for cell in row) for row in record.results.rows)
    if failed:
        yield counted(
            "it is not whole: scores of {n} body failed",
            "it is not whole: scores of {n} bodies failed",
            n=failed,
        )
    if options.shortest_decimal:
        yield _shortest(options.shortest_decimal)


def of_trace(trace: dict[str, Any]) -> Iterator[Text]:
    """The same of a trace that has the shape of one; nothing where it has another."""
    changes = trace.get("what_if")
    if isinstance(changes, list) and changes:
        yield WHAT_IF.of(changes=shown("; ".join(map(str, changes))))
    try:
        drafts = [one["version"] for one in trace["methodology"]["texts"] if one["draft"] is True]
        columns = {f"{one['table']}.{one['field']}" for one in trace["steps"] if one.get("shortest")}
    except (KeyError, TypeError, AttributeError):
        return
    yield from (_draft(str(one)) for one in drafts)
    if columns:
        yield _shortest(sorted(columns))


def _draft(version: str) -> Text:
    return phrase("a draft, not law: version {version}", version=shown(version))


def _shortest(columns: tuple[str, ...] | list[str]) -> Text:
    return phrase(
        "numbers of {columns} were read with 15 digits (--shortest-decimal)",
        columns=shown(", ".join(columns)),
    )
