"""The findings about names that nothing bears, and about what needs itself."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error, near, warning
from effrules.source import Span


def unknown(place: Span, what: str, word: str, known: Iterable[str]) -> Finding:
    """A name that nothing bears."""
    message = f"nothing is called `{word}` here" if what == "name" else f"there is no {what} `{word}`"
    return error("E301", message, place, "not known", *near(word, known))


def cycle(place: Span | None, path: Iterable[str]) -> Finding:
    """Scores or definitions that need each other."""
    return error(
        "E310",
        "these need each other: " + " -> ".join(f"`{p}`" for p in path),
        place,
        "",
        Note("help", "nothing can depend on itself: state one of them without the others"),
    )


def looks_alike(place: Span | None, told: str) -> Finding:
    """A name or a title with a letter of another alphabet, or two names that look the same."""
    return warning(
        "W480", told, place, "", Note("help", "use letters of one alphabet, and names that can be told apart")
    )
