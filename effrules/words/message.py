"""A sentence as data: an English template, and the values that stand in it.

In a template ``{name}`` stands for a value and ``{{`` for a brace. What a value may be says :data:`Value`; a value that is a
message is told in the language of the whole, a number as the language writes it, and a text, which is a name or a piece of the
rules, as it is. ``{day:year}`` and ``{day:number}`` are the year of a day, and its number in the month.

``phrase``, ``counted`` and ``template`` take their English words as literals, since ``make words`` reads them from the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeAlias, assert_never

from attrs import frozen

from effrules.words.language import Language, form_of
from effrules.words.numbers import day_text, grouped, number

PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\w+)(?::(year|number))?\}")

COUNT = "n"
"""The placeholder of the number that decides on the form of a plural."""


@frozen
class Number:
    """A number as it is written in English, with a decimal point: ``12.5``, ``0.1%``."""

    text: str

    def __str__(self) -> str:
        return self.text

    def in_(self, language: Language) -> str:
        """The number as the language writes it."""
        return number(self.text, language)


@frozen
class Message:
    """A sentence, or a part of one, that can be told in each language.

    ``text`` is the English template; ``plural`` the one for a number ``n`` that is not 1, where it counts. ``context`` tells
    apart two uses of the same English words that are different words elsewhere.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        return self.in_(Language.EN)

    def in_(self, language: Language) -> str:
        """The sentence in a language; in English where the catalogue has none."""
        return _filled(self.words(language), dict(self.values), language, bool(self.plural))

    @property
    def count(self) -> int:
        """The number that decides on the form, where the sentence counts; else 0."""
        count = dict(self.values).get(COUNT) if self.plural else None
        return count if isinstance(count, int) else 0

    def words(self, language: Language) -> str:
        """The template in a language, in the form that the number takes; its places are not filled in."""
        if language is not Language.EN:
            from effrules.words.catalogue import translations

            forms = translations(language).get((self.context, self.text), ())
            if forms:
                return forms[form_of(self.count, language) if self.plural else 0]
        return self.plural if self.plural and form_of(self.count, Language.EN) else self.text


@frozen
class Joined:
    """Several things in one sentence: ``a, b and c``. ``last`` is what joins two of them: a template of ``most`` and ``last``."""

    items: tuple[Text, ...]
    last: Template | None = None

    def __str__(self) -> str:
        return self.in_(Language.EN)

    def in_(self, language: Language) -> str:
        """The list in a language."""
        told = [in_language(item, language) for item in self.items]
        if self.last is None or len(told) < 2:
            return ", ".join(told)
        return self.last.of(most=", ".join(told[:-1]), last=told[-1]).in_(language)


@frozen
class Given:
    """A text that the rules give in several languages: a title, a reason. Where they lack the one that is spoken, another."""

    texts: tuple[tuple[str, str], ...]
    """By code of the language; the first counts where neither the language nor English is there."""

    def __str__(self) -> str:
        return self.in_(Language.EN)

    def in_(self, language: Language) -> str:
        """The text in a language, else in English, else the first; "" where there is none."""
        known = dict(self.texts)
        return known.get(language.value) or known.get(Language.EN.value) or next(iter(known.values()), "")


Text: TypeAlias = Message | Joined | Given | Number | str
"""What can be told: a sentence in all languages, a list, what the rules say, or a text that is the same in each."""

Value: TypeAlias = Text | int | date
"""What can stand in a sentence."""


@frozen
class Template:
    """A message whose values are not known yet."""

    text: str
    context: str = ""

    def of(self, **values: Value) -> Message:
        """The message with its values. Raises ValueError where they are not those of the template."""
        if placeholders(self.text) != set(values):
            raise ValueError(f"{self.text!r} takes {sorted(placeholders(self.text))}, not {sorted(values)}")
        return Message(self.text, tuple(values.items()), context=self.context)

    def in_(self, language: Language) -> str:
        """The template itself in a language, its places not filled in."""
        if language is Language.EN:
            return self.text
        return Message(self.text, context=self.context).words(language)

    def told(self, language: Language, /, **values: object) -> str:
        """The sentence in a language; each value as text. Raises KeyError where one is lacking."""
        first, *others = _pieces(self.in_(language))
        if not others:
            return first[0]
        made = [first[0]]
        for text, name in others:
            made += (str(values[name]), text)
        return "".join(made)

    def __str__(self) -> str:
        return self.text


def phrase(text: str, /, *, context: str = "", **values: Value) -> Message:
    """A sentence, from its English words and the values in them.

    >>> str(phrase("the source `{name}` is not known", name="order_2027"))
    'the source `order_2027` is not known'
    """
    return Message(text, tuple(values.items()), context=context)


def counted(one: str, more: str, /, *, n: int, context: str = "", **values: Value) -> Message:
    """A sentence that counts: its words for 1, for other numbers, and the number, which stands for ``{n}`` in groups of three digits.

    >>> str(counted("{n} example", "{n} examples", n=1200))
    '1,200 examples'
    """
    return Message(one, ((COUNT, n), *values.items()), more, context)


def template(text: str, /, *, context: str = "") -> Template:
    """A sentence whose values come later: for tables of words."""
    return Template(text, context)


def several(items: Iterable[Text]) -> Joined:
    """``a, b, c``."""
    return Joined(tuple(items))


def both(items: Iterable[Text]) -> Joined:
    """``a, b and c``."""
    return Joined(tuple(items), template("{most} and {last}"))


def any_of(items: Iterable[Text]) -> Joined:
    """``a, b or c``."""
    return Joined(tuple(items), template("{most} or {last}"))


def given(texts: Mapping[str, str]) -> Given:
    """What the rules say, by codes of languages."""
    return Given(tuple(texts.items()))


def in_language(text: Text, language: Language) -> str:
    """What a text says in a language."""
    return text if isinstance(text, str) else text.in_(language)


def placeholders(text: str) -> set[str]:
    """The names of the values that a template takes."""
    return {match[1] for match in PLACEHOLDER.finditer(text) if match[1]}


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a template, each with the name of the value before them; the first have none before them."""
    made = [("", "")]
    at = 0
    for match in PLACEHOLDER.finditer(text):
        before, name = made[-1]
        words = before + text[at : match.start()]
        at = match.end()
        if match[1] is None:
            made[-1] = (words + match[0][0], name)
        else:
            made[-1] = (words, name)
            made.append(("", match[1]))
    made[-1] = (made[-1][0] + text[at:], made[-1][1])
    return tuple(made)


def _filled(text: str, values: Mapping[str, Value], language: Language, counts: bool) -> str:
    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0][0]
        value = values[name]
        if match[2] and isinstance(value, date):
            return str(value.year if match[2] == "year" else value.day)
        if counts and name == COUNT and isinstance(value, int):
            return grouped(value, language)
        return _told(value, language)

    return PLACEHOLDER.sub(put, text) if "{" in text or "}" in text else text


def _told(value: Value, language: Language) -> str:
    match value:
        case str():
            return value
        case int():
            return str(value)
        case Number():
            return number(value.text, language)
        case date():
            return day_text(value, language)
        case Message() | Joined() | Given():
            return value.in_(language)
        case _:
            assert_never(value)
