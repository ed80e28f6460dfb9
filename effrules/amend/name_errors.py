"""The findings about names that nothing bears, and about what needs itself."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error as _error
from effrules.diagnostics.making import near as _near
from effrules.source import Span


def unknown(place: Span, what: str, word: str, known: Iterable[str]) -> Finding:
    """A name that nothing bears."""
    message = f"nothing is called `{word}` here" if what == "name" else f"there is no {what} `{word}`"
    return _error("E301", message, place, "not known", *_near(word, known))


def cycle(place: Span | None, path: Iterable[str]) -> Finding:
    """Scores or definitions that need each other."""
    return _error(
        "E310",
        "these need each other: " + " -> ".join(f"`{p}`" for p in path),
        place,
        "",
        Note("help", "nothing can depend on itself: state one of them without the others"),
    )
