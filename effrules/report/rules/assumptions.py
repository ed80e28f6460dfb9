"""The assumptions of rules in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effrules.diagnostics.glyphs import wrapped
from effrules.model.basis import Assumption
from effrules.words import Language, phrase, several

WHAT_IF = phrase("(what if)")
"""In place of words of the rules, where there are none."""


def assumption_lines(
    assumptions: Iterable[Assumption], width: int = 0, language: Language = Language.EN
) -> Iterator[str]:
    """Each assumption with its place and reason."""
    for assumption in assumptions:
        about = f"{assumption.subject}: " if assumption.subject else ""
        reason = assumption.reason.get(language.value) or assumption.reason.get("en") or ""
        yield f"  {assumption.span or WHAT_IF.in_(language)}"
        if assumption.alternatives:
            told = phrase("alternatives: {names}", names=several(assumption.alternatives))
            reason = f"{reason} ({told.in_(language)})"
        for line in wrapped(about + reason, max(width - 6, 20) if width else 0):
            yield f"      {line}"
