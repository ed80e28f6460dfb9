"""Numbers and days as a language writes them."""

from __future__ import annotations

from datetime import date

from effrules.words.language import Language

_NO_BREAK = "\u00a0"


def number(text: str, language: Language) -> str:
    """A number that is written with a decimal point, as the language's readers write it."""
    return text if language is Language.EN else text.replace(".", ",")


def grouped(count: int, language: Language) -> str:
    """A whole number in groups of three digits: 1,200, or with a no-break space from five digits on: 12 000."""
    if language is Language.EN:
        return f"{count:,}"
    return f"{count:,}".replace(",", _NO_BREAK if abs(count) >= 10_000 else "")


def day_text(day: date, language: Language) -> str:
    """A day: 2014-12-31, or 31.12.2014."""
    return day.isoformat() if language is Language.EN else f"{day.day:02}.{day.month:02}.{day.year}"
