"""Values and types as findings tell them."""

from __future__ import annotations

from flint import fmpq

from effrules.model.numbers import finite_places, percent_text


def percent(value: fmpq) -> str:
    """A share in percent, exactly: ``95%``; as a ratio where the percentage has no end: ``1/3``."""
    return str(value) if finite_places(value * 100) is None else percent_text(value)


def a(kind: object) -> str:
    """A type with its article: ``a share``."""
    word = str(kind)
    return {"share": "a share", "number": "a number", "text": "a text", "date": "a date"}.get(word, word)
