"""What parts of an act, and the act itself, are called in the papers that change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from effrules.report.document.numbers import quoted
from effrules.report.drafting.act import Act, Element
from effrules.report.drafting.order_words import say
from effrules.report.drafting.outline import FORMULAS, Level
from effrules.words import Language

ITSELF = {Language.RU: ("Методика ", "Методику "), Language.KK: (" әдістемесі", " әдістемесіне")}
"""How a title that says «Методика» stands where something is done to it: its first word in Russian, its last one in Kazakh."""


def into(act: Act) -> str:
    """The act as that into which something is brought, without quotation marks where its title says that it is a methodology."""
    said = into_itself(act)
    return said or say("the act itself", act.language, title=quoted(act.title, act.language))


def into_itself(act: Act) -> str:
    """The title of an act that says that it is a methodology, in the case in which something is brought into it; else empty."""
    match act.language:
        case Language.RU if act.title.startswith(ITSELF[Language.RU][0]):
            return act.title.replace(*ITSELF[Language.RU], 1)
        case Language.KK if act.title.endswith(ITSELF[Language.KK][0]):
            return act.title.removesuffix(ITSELF[Language.KK][0]) + ITSELF[Language.KK][1]
        case Language.RU | Language.KK | Language.EN:
            return ""
        case _:
            assert_never(act.language)


def within(act: Act, element: Element) -> str:
    """The number of what an element is numbered in: an annex or a chapter."""
    return "" if element.part.within is None else act.numbers.of[element.part.within]


def called(act: Act, element: Element) -> str:
    """An element: ``item 6``, ``item 2 of Annex 1``, ``the heading of Chapter 2``."""
    return say(_key(element), act.language, **_numbers(act, element))


def inside(act: Act, element: Element) -> str:
    """Within an element: ``in item 6``."""
    return say(f"in {_key(element)}", act.language, **_numbers(act, element))


def capital(text: str) -> str:
    """A text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def listing(numbers: Sequence[str], language: Language) -> str:
    """Numbers one behind the other: ``6, 7 and 8``."""
    if len(numbers) == 1:
        return numbers[0]
    return say("and", language, most=", ".join(numbers[:-1]), last=numbers[-1])


def _key(element: Element) -> str:
    match element.part.level:
        case Level.CHAPTER | Level.SECTION:
            return f"heading of {element.part.level.value}"
        case Level.ANNEX:
            return "annex"
        case Level.ITEM:
            return "item of annex" if element.part.within == FORMULAS else "item"


def _numbers(act: Act, element: Element) -> dict[str, str]:
    made = {"n": element.number}
    if element.part.within is not None:
        made["within"] = within(act, element)
    return made
