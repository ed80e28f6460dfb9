"""The words around versions and what they did, in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics.glyphs import shown
from effrules.history.log import Verb
from effrules.history.parts import PartKey, PartKind
from effrules.model.basis import Citation
from effrules.model.schema import Titles
from effrules.report.difference import words as diff_words
from effrules.report.place_words import citation_words
from effrules.report.wording import Language

WORDS: dict[str, tuple[str, str, str]] = {
    "written": ("жазылды", "написано", "written"),
    "replaced": ("ауыстырылды", "заменено", "replaced"),
    "weight": ("салмағы", "вес", "weight"),
    "weights of parts": ("бөліктерінің салмақтары", "веса частей", "weights of its parts"),
    "weights": ("салмақтар", "веса", "weights"),
    "level": ("деңгейі", "уровень", "level"),
    "basis": ("негізі", "основание", "basis"),
    "no total": ("жиынтық балл жоқ", "общего балла нет", "no total"),
    "parts of node": ("{node} бөліктері", "части {node}", "parts of {node}"),
    "cap of each": ("әрқайсысы ең көбі", "каждый не более", "at most each"),
    "multiplied": ("көбейту", "умножение", "multiplied"),
    "mean of the others": ("басқалардың орташасы", "среднее других", "mean of the others"),
    "column": ("баған", "столбец", "column"),
    "one grade": ("баға", "оценка", "grade"),
    "reading": ("шкаланы оқу", "чтение шкалы", "reading"),
    "rounding first": ("алдын ала дөңгелектеу", "предварительное округление", "rounding first"),
    "between lines": ("жолдардың арасында", "между строками", "between lines"),
    "at shared ends": ("ортақ шектерде", "на общих границах", "at shared ends"),
    "unit": ("өлшем бірлігі", "единица", "unit"),
    "figure": ("көрсеткіш", "показатель", "figure"),
    "asked": ("сұралған нұсқа", "запрошенная версия", "the version asked for"),
    "amends": ("{version} нұсқасын өзгертеді", "изменяет {version}", "amends {version}"),
    "replaces": ("{version} нұсқасының орнына", "вместо {version}", "replaces {version}"),
    "in force": ("күшінде: {days}", "действует: {days}", "in force {days}"),
    "draft": ("жоба", "проект", "a draft"),
    "no days": ("мерзімі айтылмаған", "срок не указан", "no days stated"),
    "declares": ("Жазылғаны: {things}.", "Содержит: {things}.", "Declares {things}."),
    "also": ("Сондай-ақ: {things}.", "А также: {things}.", "Also declares {things}."),
    "nothing": ("Өзгерту жоқ.", "Изменений нет.", "No edits."),
    "unreadable": (
        "Мәтінін оқу мүмкін болмады: effrules check {place}",
        "Текст не прочитан: effrules check {place}",
        "Its text cannot be read: effrules check {place}",
    ),
    "in place of": ("{version} нұсқасымен салыстырғанда:", "По сравнению с {version}:", "Against {version}:"),
    "against errors": (
        "{version} нұсқасымен салыстырылмады: ережелерде қате бар.",
        "Сравнения с {version} нет: в правилах есть ошибки.",
        "Not compared with {version}: there are errors in the rules.",
    ),
    "to": ("→ {name}", "→ {name}", "to {name}"),
    "was": ("бұрын {name}", "прежде {name}", "was {name}"),
    "before": ("болды", "было", "was"),
    "after": ("болды енді", "стало", "is"),
    "gone": ("енді жоқ", "больше нет", "gone"),
    "stands": (
        "{version} нұсқасындағы қалпы, әр бөлігін жазған нұсқасымен:",
        "Как стоит в версии {version}, каждая часть с версией, которая её написала:",
        "As it stands in version {version}, each part with the version that wrote it:",
    ),
    "is gone": (
        "{version} нұсқасында жоқ.",
        "В версии {version} этого нет.",
        "It is not in version {version}.",
    ),
    "earlier names": ("бұрынғы атаулары: {names}", "прежние имена: {names}", "earlier names: {names}"),
    "because": ("себебі", "причина", "because"),
    "by": ("{what} арқылы", "через {what}", "by {what}"),
    "restated": (
        "{what}, өзгеріссіз қайта жазылған",
        "{what}, записано заново без изменений",
        "{what}, written again unchanged",
    ),
    "in version": ("{name}, {version} нұсқасы", "{name}, версия {version}", "{name}, version {version}"),
}
"""Each word and sentence in the three languages."""

LABELS: dict[PartKind, str] = {
    PartKind.NAME: "name",
    PartKind.LEVEL: "level",
    PartKind.PARENT: "parent",
    PartKind.TITLE: "heading",
    PartKind.NOTE: "note",
    PartKind.FORMULA: "formula",
    PartKind.NOT_APPLICABLE: "not applicable when",
    PartKind.MULTIPLIED: "multiplied",
    PartKind.OTHERS: "mean of the others",
    PartKind.ONLY: "only where",
    PartKind.MAXIMUM: "maximum",
    PartKind.ROUNDING: "rounding",
    PartKind.ASSESSED: "assessed by",
    PartKind.LOWEST: "never below",
    PartKind.HIGHEST: "never above",
    PartKind.NONE: "no total",
    PartKind.BASIS: "basis",
    PartKind.WEIGHT: "weight",
    PartKind.WEIGHTS: "weights of parts",
    PartKind.WHOM: "clauses",
    PartKind.REDISTRIBUTION: "when left out",
    PartKind.AMOUNT: "amount",
    PartKind.TARGET: "target",
    PartKind.CAP: "cap",
    PartKind.LEAVING: "lowest",
    PartKind.REACHING: "highest",
    PartKind.PARAMETERS: "parameters",
    PartKind.TYPE: "type",
    PartKind.OWNER: "owner",
    PartKind.FIELD: "field",
    PartKind.DEMAND: "must hold",
    PartKind.COLUMN: "column",
    PartKind.ROW: "row",
    PartKind.GRADE: "one grade",
    PartKind.PLACES: "places",
    PartKind.READING: "reading",
    PartKind.PROMISE: "promise",
    PartKind.URL: "address",
    PartKind.EDITION: "edition",
    PartKind.AT_HAND: "not at hand",
    PartKind.INVENTORY: "inventory",
    PartKind.CASE: "case",
    PartKind.LANGUAGES: "languages",
    PartKind.IN_FORCE: "period",
    PartKind.SCALE: "scale",
    PartKind.DRAFT: "draft",
}
"""What each part is called."""


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language; what a comparison has a word for is called the same here."""
    if key not in WORDS:
        return diff_words.word(key, language, **values)
    text = WORDS[key][list(Language).index(language)]
    return text.format(**values) if values else text


def verb(done: Verb, language: Language) -> str:
    """What was done."""
    return word(done.value, language)


def kind(called: str, language: Language) -> str:
    """What a thing is, as the rules call it."""
    return word(called, language) if called in WORDS or called in diff_words.WORDS else called


def thing(called: str, name: str, language: Language) -> str:
    """A thing with its name, where it has one."""
    if called == "total":
        return kind(called, language)
    return f"{kind(called, language)} {shown(name)}".strip()


def label(key: PartKey, owner: str, language: Language) -> str:
    """A part with what it is about; ``owner`` is the kind of the declaration that it is part of."""
    if key == PartKey(PartKind.CAP, "each"):
        return word("cap of each", language)
    if owner == "weights" and key.kind is PartKind.WEIGHTS:
        return word("parts of node", language, node=shown(key.about))
    return f"{word(LABELS[key.kind], language)} {shown(key.about)}".strip()


def reason(because: Titles, cited: Iterable[Citation], language: Language, order: tuple[str, ...]) -> str:
    """A reason with its citations: ``five directions are left (thesis "1.2")``; empty where there is none."""
    words = shown(because.get(language.value, order) or "")
    sources = "; ".join(citation_words(citation, language, order) for citation in cited)
    if not sources:
        return words
    return f"{words} ({sources})".strip()
