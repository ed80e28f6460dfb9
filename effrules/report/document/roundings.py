"""Roundings in words."""

from __future__ import annotations

from effrules.model.rounding import Rounding
from effrules.report.document.document_words import say
from effrules.report.wording import counted_of, when_rounded
from effrules.words import Language


def rounding_text(rounding: Rounding, language: Language) -> str:
    """To how many digits, and which way where a number lies between two."""
    if rounding.significant:
        digits = say("to significant", language, n=rounding.digits)
    elif rounding.said == 0:
        digits = say("to whole", language)
    else:
        digits = say("to one decimal" if rounding.said == 1 else "to decimals", language, n=rounding.said)
    mode = say(rounding.mode.value, language)
    return f"{digits}{counted_of(rounding, language)}, {mode}{when_rounded(rounding, language)}"
