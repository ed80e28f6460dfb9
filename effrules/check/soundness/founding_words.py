"""In the words of each language: of what no basis is stated."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from effrules.model.grounds import Figure, FigureKind
from effrules.model.schema import Titles

THINGS: dict[str, tuple[str, str, str]] = {
    "total": ("жиынтық балл", "общий балл", "the total"),
    "block": ("блок {name}", "блок {name}", "block {name}"),
    "direction": ("бағыт {name}", "направление {name}", "direction {name}"),
    "criterion": ("өлшемшарт {name}", "критерий {name}", "criterion {name}"),
    "rounding": ("{name} дөңгелектеуі", "округление {name}", "the rounding of {name}"),
    "definition": ("анықтама {name}", "определение {name}", "definition {name}"),
    "figures": ("көрсеткіштер кестесі {name}", "таблица показателей {name}", "figures {name}"),
    "calendar": ("күнтізбе {name}", "календарь {name}", "calendar {name}"),
    "weights": ("салмақтар", "веса", "the weights"),
    "adjustment": ("{name}", "{name}", "{name}"),
    "rating": ("баға", "оценка", "the rating"),
    "ranking": ("орындар {name}", "места {name}", "ranking {name}"),
}
"""What a declaration is called, by its kind: in Kazakh, Russian, English."""

FIGURES: dict[FigureKind, tuple[str, str]] = {
    FigureKind.FORMULA: ("формула", "формула"),
    FigureKind.NOT_APPLICABLE: ("қолданылмайтын жағдай", "когда не применяется"),
    FigureKind.MULTIPLIED: ("көбейту", "умножение"),
    FigureKind.OTHERS: ("басқалардың орташасы", "среднее других"),
    FigureKind.ONLY: ("кімге ғана қатысты", "только для кого"),
    FigureKind.MAXIMUM: ("ең жоғары балл", "наибольший балл"),
    FigureKind.ROUNDING: ("дөңгелектеу", "округление"),
    FigureKind.LOWEST: ("ешқашан төмен емес", "никогда не ниже"),
    FigureKind.HIGHEST: ("ешқашан жоғары емес", "никогда не выше"),
    FigureKind.NONE: ("жиынтық балл жоқ", "общего балла нет"),
    FigureKind.AMOUNT: ("мөлшері", "размер"),
    FigureKind.CAP: ("барлығы ең көбі", "всего не более"),
    FigureKind.LEAVING: ("одан төмен түсірмейді", "не ниже"),
    FigureKind.REACHING: ("одан жоғары көтермейді", "не выше"),
    FigureKind.WEIGHT: ("салмағы", "вес"),
    FigureKind.EQUAL: ("бөліктерінің салмақтары", "веса частей"),
    FigureKind.REDISTRIBUTION: ("бөлігі қолданылмаса", "если часть не применяется"),
    FigureKind.ROW: ("жол", "строка"),
    FigureKind.GRADE: ("баға", "оценка"),
    FigureKind.PLACES: ("орындар ережесі", "правило мест"),
    FigureKind.READING: ("шкаланы оқу", "чтение шкалы"),
}
"""What a figure is called in Kazakh and Russian; in English as the rules call it."""


@frozen
class Thing:
    """A declaration that needs a basis: its kind, a key of ``THINGS``, and its name."""

    kind: str
    name: str = ""

    def __str__(self) -> str:
        return THINGS[self.kind][2].format(name=f"`{self.name}`")

    def unstated(self, figures: Iterable[Figure]) -> Titles:
        """That no basis is stated for it, or for some figures of it, in each language."""
        listed = list(figures)
        english = THINGS[self.kind][2].removeprefix("the ").format(name=self.name)
        kazakh, russian = (words.format(name=self.name) for words in THINGS[self.kind][:2])
        if listed:
            english += f" ({', '.join(map(str, listed))})"
            kazakh += f" ({', '.join(f'{FIGURES[f.kind][0]} {f.about}'.strip() for f in listed)})"
            russian += f" ({', '.join(f'{FIGURES[f.kind][1]} {f.about}'.strip() for f in listed)})"
        return Titles((
            ("kk", f"негізі көрсетілмеген: {kazakh}"),
            ("ru", f"основание не указано: {russian}"),
            ("en", f"no basis is stated: {english}"),
        ))  # fmt: skip


__all__ = ["Thing"]
