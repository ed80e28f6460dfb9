"""The findings of the syntax room, one small function each. Codes E100 to E199."""

from __future__ import annotations

import difflib

from effrules.diagnostics import Finding, Note, Severity
from effrules.source import Source, Span
from effrules.syntax.expressions import BadText
from effrules.syntax.notation import token_words


def _error(code: str, message: str, place: Span, label: str = "", *notes: Note) -> Finding:
    return Finding(code, Severity.ERROR, message, place, label, notes)


def _expected(tokens: set[str]) -> str:
    words = sorted({token_words().get(token, token.strip("_").lower()) for token in tokens})
    if len(words) > 8:
        words = [*words[:8], "..."]
    return ", ".join(
        f"`{word}`" if not word.startswith("a ") and not word.startswith("the ") else word for word in words
    )


def unexpected_word(place: Span, word: str, expected: set[str]) -> Finding:
    """A word (or number, or sign) that cannot stand where it stands."""
    known = [token_words().get(token, "") for token in expected]
    near = difflib.get_close_matches(word, [w for w in known if w.isalpha()], 1, 0.7)
    notes = [Note("expected", _expected(expected))] if expected else []
    if near:
        notes.insert(0, Note("help", f"did you mean `{near[0]}`?"))
    return _error("E101", f"`{word}` cannot stand here", place, "not expected here", *notes)


def unexpected_character(source: Source, at: int, expected: set[str]) -> Finding:
    """A character that begins nothing that can stand here."""
    text = source.text
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    word = text[at : max(end, at + 1)]
    place = Span(source, at, max(end, at + 1))
    if word == '"':
        return _error("E101", "a text in quotes is not closed on its line", place, "opened here")
    return unexpected_word(place, word if word.isprintable() else repr(word), expected)


def unfinished(place: Span, expected: set[str]) -> Finding:
    """The text ends, or the next declaration begins, before this one is complete."""
    notes = (Note("expected", _expected(expected)),) if expected else ()
    return _error("E102", "the declaration is not complete", place, "something is missing after this", *notes)


def bad_text(bad: BadText) -> Finding:
    """Something that the grammar lets through but that has no meaning."""
    notes = (Note("help", bad.help_text),) if bad.help_text else ()
    return _error(bad.code, bad.message, bad.span, "", *notes)


def nested_too_deep(place: Span) -> Finding:
    """Nesting beyond what anybody could read."""
    return _error(
        "E109",
        "this is nested too deep",
        place,
        "",
        Note("help", "name a part with `define` and use the name"),
    )
