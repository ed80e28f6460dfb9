"""A place in an act as people cite it: «п. 34, 35–36; прил. 6, табл. 2», «34, 35–36-тармақ; 6-қосымша», ``item 34; annex 6``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from effrules.diagnostics.glyphs import shown
from effrules.model.basis import Citation
from effrules.model.inventory import ItemClass
from effrules.model.places import DetailKind, Mark, MarkKind, Place, Stretch, grouped, points_text
from effrules.words import Language, Template, Text, day_text, given, template

WORDS: dict[str, Template] = {
    "item": template("item {n}"),
    "items": template("items {n}"),
    "sub-item": template("item {n}, sub-item {sub}"),
    "sub-items": template("item {n}, sub-items {sub}"),
    "annex": template("annex {n}"),
    "annexes": template("annexes {n}"),
    "only annex": template("the annex"),
    "table": template("table {n}"),
    "tables": template("tables {n}"),
    "line": template("line {n}"),
    "lines": template("lines {n}"),
    "column": template("column {n}"),
    "columns": template("columns {n}"),
    "edition": template("edition of {day}"),
    "enacting": template("enacting act: {place}"),
}  # fmt: skip
PLURAL = {"item": "items", "annex": "annexes", "table": "tables", "line": "lines", "column": "columns"}


CLASS_WORDS: dict[ItemClass, Template] = {
    ItemClass.SCORES: template("decide scores", context="items"),
    ItemClass.DEFINITIONS: template("definitions"),
    ItemClass.PROCEDURE: template("procedure"),
    ItemClass.FORM: template("forms"),
    ItemClass.UNEXPRESSED: template("not expressed", context="items"),
    ItemClass.REPEALED: template("repealed", context="items"),
}


def class_words(item_class: ItemClass, language: Language) -> str:
    """What some items of an act are."""
    return CLASS_WORDS[item_class].told(language)


def place_words(place: Place, language: Language, order: tuple[str, ...] = ()) -> str:
    """A place in words; the rules' own words, where they have any, in the language, else in the first of ``order``."""
    return "; ".join(_parts(place, language, order))


def edition_words(day: date, language: Language) -> str:
    """Which edition of an act."""
    return _said("edition", language, day=day_text(day, language))


def citation_words(
    citation: Citation, language: Language, order: tuple[str, ...] = (), called: str = ""
) -> str:
    """A citation in a line: what the source is called, by default its identifier, and the place in it, the rules' own words in quotes."""
    source = called or shown(citation.called.get(language.value, order) or citation.source)
    place = citation.place
    parts = _parts(place, language, order)
    if place.words.texts:
        parts[-1] = f'"{parts[-1]}"' if language is Language.EN else f"«{parts[-1]}»"
    if not parts:
        return source
    return f"{source}{', ' if place.marks else ' '}{'; '.join(parts)}"


def cited_text(citation: Citation) -> Text:
    """A citation in a finding: in English as the rules write it, else in words, by the short title of the source."""
    told = {language.value: citation_words(citation, language) for language in Language}
    return given({**told, Language.EN.value: str(citation)})


def _parts(place: Place, language: Language, order: tuple[str, ...]) -> list[str]:
    made = []
    for _, enacting, marks in grouped(place.marks):
        words = marks_words(marks, language)
        made.append(_said("enacting", language, place=words) if enacting else words)
    own = place.words.get(language.value, order)
    return [*made, *([shown(own)] if own else [])]


def marks_words(marks: Iterable[Mark], language: Language) -> str:
    """Marks of one kind in words: those that have nothing inside them share one word (``items 1, 3–4``)."""
    made: list[str] = []
    plain: list[Stretch] = []
    marks = list(marks)
    between = "; " if any(mark.details or mark.points for mark in marks) else ", "

    def close(kind: MarkKind) -> None:
        if plain:
            made.append(_numbered(kind.value, plain, language))
            plain.clear()

    for mark in marks:
        if mark.numbers is not None and not mark.points and not mark.details:
            plain.append(mark.numbers)
            continue
        close(mark.kind)
        made.append(_with_details(mark, language))
    if plain:
        close(mark.kind)
    return between.join(made)


def _with_details(mark: Mark, language: Language) -> str:
    match mark.kind:
        case MarkKind.ITEM:
            one = len(mark.points) == 1 and mark.points[0].is_one
            key = "sub-item" if one else "sub-items"
            return _said(key, language, n=mark.numbers, sub=points_text(mark.points))
        case MarkKind.ANNEX:
            annex = (
                _said("only annex", language)
                if mark.numbers is None
                else _numbered("annex", [mark.numbers], language)
            )
            return ", ".join([annex, *(_detail(one.kind, one.numbers, language) for one in mark.details)])
        case _:
            assert_never(mark.kind)


def _detail(kind: DetailKind, numbers: Iterable[Stretch], language: Language) -> str:
    return _numbered(kind.value, list(numbers), language)


def _numbered(word: str, numbers: list[Stretch], language: Language) -> str:
    one = len(numbers) == 1 and numbers[0].is_one
    return _said(word if one else PLURAL[word], language, n=", ".join(map(str, numbers)))


def _said(key: str, language: Language, **values: object) -> str:
    return WORDS[key].told(language, **values)
