"""What was probably meant where a text cannot be read: the slips of people who write orders, not programs.

A keyword in Russian or Kazakh, a decimal comma, a date with points, the quotes of a word processor, a percent
sign left out. Each gives a better place for the finding, and what to write instead.
"""

from __future__ import annotations

import re

from attrs import frozen

from effrules.source import Source, Span
from effrules.words import Message, phrase

KEYWORDS = {
    "drop": "исключить исключи удалить упразднить алып тастау жою",
    "change": "изменить измени внести өзгерту",
    "add": "добавить дополнить включить қосу толықтыру",
    "replace": "заменить ауыстыру",
    "rename": "переименовать",
    "move": "переместить перенести көшіру",
    "weights": "веса вес весы салмақ салмақтар салмағы",
    "block": "блок блогы",
    "direction": "направление бағыт бағыты",
    "criterion": "критерий показатель өлшемшарт критерийі көрсеткіш",
    "penalty": "штраф вычет айыппұл",
    "bonus": "бонус надбавка үстеме көтермелеу",
    "total": "итог итого всего қорытынды жиыны барлығы",
    "rating": "рейтинг степень рейтингі",
    "rank": "место ранг орын",
    "table": "таблица кесте",
    "form": "форма нысан",
    "subject": "субъект орган субъектісі",
    "source": "источник основание дереккөз",
    "figures": "коэффициенты показатели көрсеткіштер",
    "define": "определить определение анықтау анықтама",
    "methodology": "методика әдістеме әдістемесі",
    "version": "версия редакция нұсқа",
    "amends": "изменяет",
    "short": "кратко краткое қысқаша",
    "title": "название наименование атауы тақырып",
    "because": "потому причина поскольку себебі өйткені",
    "cite": "ссылка согласно сілтеме",
    "item": "пункт пункты п тармақ тармағы",
    "annex": "приложение прил қосымша қосымшасы",
    "assumed": "допущение предположение жорамал",
    "when": "если когда егер",
    "then": "тогда то онда",
    "otherwise": "иначе әйтпесе",
    "points": "балл балла баллов баллы",
    "from": "от бастап",
    "to": "до дейін",
    "below": "ниже менее төмен",
    "above": "выше более жоғары",
    "and": "и және",
    "or": "или немесе",
    "not": "не емес",
    "yes": "да иә",
    "no": "нет жоқ",
    "round": "округлить дөңгелектеу",
    "out of": "из",
    "example": "пример мысал",
    "property": "свойство требование қасиет талап",
}
"""The keywords of the rule files, each with the Russian and Kazakh words that people write in its place."""

MEANT = {word: keyword for keyword, words in KEYWORDS.items() for word in words.split()}

QUOTED = re.compile(r"[«“„‟❝‘‚]([^«»“”„‟❝❞‘’‚\n]*+)[»”“‟❞’]?")
DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
DECIMAL_COMMA = re.compile(r"(\d++),(\d++)")
WORD = re.compile(r"\w++")


@frozen
class Slip:
    """Where it lies and what to write."""

    place: Span
    label: Message
    help_text: Message


def slip(source: Source, start: int, end: int, expected: set[str]) -> Slip | None:
    """The slip at a stretch of a text that cannot stand where it stands; ``expected``: the tokens that could."""
    return (
        _quotes(source, start, end)
        or _date(source, start)
        or _comma(source, start)
        or _percent(source, start, expected)
        or _keyword(source, start)
    )


def _quotes(source: Source, start: int, end: int) -> Slip | None:
    """Quotes of a word processor, here or right behind a code of a language."""
    text = source.text
    behind = end
    while behind < len(text) and text[behind] in " \t\u00a0":
        behind += 1
    match = QUOTED.match(text, start) or (QUOTED.match(text, behind) if end - start == 2 else None)
    if match is None:
        return None
    straight = match[1].replace('"', '\\"')
    words = phrase('texts stand in straight quotes: "{text}"', text=straight)
    return Slip(Span(source, match.start(), match.end()), phrase("these quotes are not read"), words)


def _date(source: Source, start: int) -> Slip | None:
    match = DOTTED_DATE.match(source.text, _first_of_number(source.text, start))
    if match is None:
        return None
    day, month, year = match.groups()
    words = phrase("a date is written year-month-day: {day}", day=f"{year}-{month:0>2}-{day:0>2}")
    return Slip(Span(source, match.start(), match.end()), phrase("a date with points"), words)


def _comma(source: Source, start: int) -> Slip | None:
    """A comma between two digits."""
    text = source.text
    if text[start : start + 1] != ",":
        return None
    match = DECIMAL_COMMA.match(text, _first_of_number(text, start))
    if match is None:
        return None
    place = Span(source, match.start(), match.end())
    return Slip(
        place,
        phrase("a decimal comma"),
        phrase("the decimal sign is a point: {number}", number=f"{match[1]}.{match[2]}"),
    )


def _percent(source: Source, start: int, expected: set[str]) -> Slip | None:
    """A weight that is a bare number: only ``/`` could follow it."""
    if expected != {"SLASH"}:
        return None
    text = source.text
    end = len(text[:start].rstrip())
    first = _first_of_number(text, end)
    number = text[first:end]
    if not number:
        return None
    words = phrase(
        "a weight is a percentage or a ratio: write `{number}%` or a ratio such as `1/3`", number=number
    )
    return Slip(Span(source, first, end), phrase("no percent sign"), words)


def _first_of_number(text: str, end: int) -> int:
    """Where the digits and points begin that end here."""
    first = end
    while first > 0 and (text[first - 1].isdigit() or text[first - 1] in "._"):
        first -= 1
    return first


def _keyword(source: Source, start: int) -> Slip | None:
    """Words of another language, one after the other, that stand for keywords."""
    text = source.text
    translated: list[str] = []
    at = end = start
    while (match := WORD.match(text, at)) is not None and match.group().lower() in MEANT:
        keyword = MEANT[match.group().lower()]
        if keyword not in translated[-1:]:  # some keywords are two words in Kazakh
            translated.append(keyword)
        at = end = match.end()
        while at < len(text) and text[at] in " \t\u00a0":
            at += 1
    if not translated:
        return None
    words = phrase("keywords are English: write `{words}`", words=" ".join(translated))
    return Slip(Span(source, start, end), phrase("not a keyword"), words)
