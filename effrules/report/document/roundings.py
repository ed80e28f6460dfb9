"""Roundings in words."""

from __future__ import annotations

from effrules.model.rounding import Rounding
from effrules.report.document.document_words import say
from effrules.report.wording import Language


def rounding_text(rounding: Rounding, language: Language) -> str:
    """To how many digits, and which way where a number lies between two."""
    if rounding.significant:
        digits = say("to significant", language, n=rounding.digits)
    elif rounding.digits == 0:
        digits = say("to whole", language)
    else:
        digits = say("to one decimal" if rounding.digits == 1 else "to decimals", language, n=rounding.digits)
    return f"{digits}, {say(rounding.mode.value, language)}"
