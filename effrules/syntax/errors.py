"""The findings of the syntax room, one small function each. Codes E100 to E199."""

from __future__ import annotations

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.lookalikes import hint
from effrules.diagnostics.making import error as _error
from effrules.source import Source, Span
from effrules.syntax.notation import DESCRIBED, token_words
from effrules.syntax.pieces import BadText
from effrules.syntax.slips import slip
from effrules.words import Text, any_of, phrase

FORMULA = frozenset({
    "NUMBER", "PERCENT", "DATE", "STRING", "YES", "NO", "LPAR", "MINUS", "AGGREGATE", "STANDING", "_COUNT_OF", "_SHARE_OF",
    "_WEIGHTED_AVERAGE_OF", "_WEIGHTED", "BY_BANDS", "_INTERPOLATE", "_CHECKLIST", "_ITS_MAXIMUM", "QUANTIFIER", "_NOT", "_WHEN", "NAME", "TOTAL",
})  # fmt: skip
"""What a formula may begin with."""

OPERATOR = frozenset({
    "PLUS", "MINUS", "TIMES", "SLASH", "COMPARISON", "_AND", "_OR", "_IS", "_BUT", "_ROUNDED", "_IF_MISSING", "DOT", "LPAR",
    "BEFORE_ROUNDING",
})  # fmt: skip
"""What a formula may go on with."""

DECLARATION = frozenset({
    "_METHODOLOGY", "_SOURCE", "_UNIT", "_SUBJECT", "_TABLE", "_FORM", "_FIGURES", "_FIGURE", "_CALENDAR", "_DEFINE", "NODE_KIND", "_WEIGHTS",
    "ADJUSTMENT_KIND", "TOTAL", "_RATING", "_RANK", "_PROPERTY", "_EXAMPLE", "PROCEDURE_KIND", "_DROP", "_ADD", "_REPLACE", "_CHANGE", "_RENAME",
    "_MOVE", "$END",
})  # fmt: skip
"""What a declaration may begin with, or the file end with."""


def _words(tokens: set[str]) -> list[str]:
    """The words that some tokens are written with."""
    written = [token_words().get(token, token.strip("_").lower()) for token in tokens]
    return [word for one in written for word in (one.split("|") if one != "|" else [one])]


def _expected(tokens: set[str]) -> Text:
    """What may stand at a place, in few words: single words, and kinds of things in place of long lists."""
    kinds: list[Text] = []
    if {"_SUBJECT", "_DROP"} <= tokens:
        kinds.append(phrase("the next declaration"))
        tokens = tokens - DECLARATION
    if {"PLUS", "TIMES"} <= tokens:
        kinds.insert(0, phrase("an operator"))
        tokens = tokens - OPERATOR
    if {"LPAR", "NUMBER"} <= tokens:
        kinds.insert(0, phrase("a formula"))
        tokens = tokens - FORMULA
    described = {DESCRIBED[token] for token in tokens if token in DESCRIBED}
    words: list[Text] = [
        *sorted(f"`{word}`" for word in set(_words(tokens - set(DESCRIBED)))),
        *sorted(described, key=str),
    ]
    if len(words) > 12:
        words = [*words[:12], "..."]
    return any_of([*words, *kinds])


def unexpected_word(place: Span, word: str, expected: set[str]) -> Finding:
    """A word (or number, or sign) that cannot stand where it stands."""
    meant_otherwise = slip(place.source, place.start, place.end, expected)
    if meant_otherwise is not None:
        message = phrase("`{word}` cannot stand here", word=meant_otherwise.place.text)
        note = Note("help", meant_otherwise.help_text)
        return _error("E101", message, meant_otherwise.place, meant_otherwise.label, note)
    words = [w for w in _words(expected) if w.isalpha()]
    meant = "" if word in words else hint(word, words, 0.7)
    if meant:
        return _error(
            "E101",
            phrase("`{word}` cannot stand here", word=word),
            place,
            phrase("not expected here"),
            Note("help", meant),
        )
    if expected == {"NAME"} and place.source.text[: place.start].rstrip()[-1:].isdigit():
        notes = [Note("help", phrase("write the unit after the number, for example `points`"))]
    else:
        notes = [Note("expected", _expected(expected))] if expected else []
    return _error(
        "E101", phrase("`{word}` cannot stand here", word=word), place, phrase("not expected here"), *notes
    )


def unexpected_character(source: Source, at: int, expected: set[str]) -> Finding:
    """A character that begins nothing that can stand here."""
    text = source.text
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    word = text[at : max(end, at + 1)]
    place = Span(source, at, max(end, at + 1))
    if word == '"':
        line = text[at:].partition("\n")[0].rstrip()
        way = phrase('`\\"` is a quote inside the text; a backslash before its end is written `\\\\`')
        notes = (Note("help", way),) if '\\"' in line else ()
        said = phrase("a text in quotes is not closed on its line")
        return _error("E101", said, place, phrase("opened here"), *notes)
    return unexpected_word(place, word if word.isprintable() else repr(word), expected)


def unfinished(place: Span, expected: set[str], opened: Span | None) -> Finding:
    """The text ends, or the next declaration begins, before this one is complete; ``opened``: a bracket without its end."""
    notes = [Note("expected", _expected(expected))] if expected else []
    if opened is not None:
        closing = {"{": "}", "(": ")"}[opened.text]
        notes.append(
            Note(
                "help",
                phrase(
                    "the `{opening}` of line {line} has no `{closing}`",
                    opening=opened.text,
                    line=opened.line,
                    closing=closing,
                ),
            )
        )
    return _error(
        "E102",
        phrase("the declaration is not complete"),
        place,
        phrase("something is missing after this"),
        *notes,
    )


def bad_text(bad: BadText) -> Finding:
    """Something that the grammar lets through but that has no meaning."""
    notes = (Note("help", bad.help_text),) if bad.help_text else ()
    return _error(bad.code, bad.message, bad.span, "", *notes)


def stray_backslash(place: Span) -> Finding:
    """A backslash in a text before something that needs none."""
    behind = place.text[1:]
    if behind in "nrt":
        way = phrase(
            "a text has no new lines and no tabs: put a blank there, or write two texts; a backslash itself is written `\\\\`"
        )
    else:
        way = phrase(
            "leave it out: `{sign}` stands for itself; a backslash itself is written `\\\\`", sign=behind
        )
    return _error(
        "E113", phrase("`{text}` means nothing in a text", text=place.text), place, "", Note("help", way)
    )


def nested_too_deep(place: Span) -> Finding:
    """Nesting beyond what anybody could read."""
    return _error(
        "E109",
        phrase("this is nested too deep"),
        place,
        "",
        Note("help", phrase("name a part with `define` and use the name")),
    )
