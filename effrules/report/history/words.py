"""The words around versions and what they did, in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from effrules.diagnostics.glyphs import shown
from effrules.history.log import PartChange, Verb
from effrules.history.part_keys import PartKey, PartKind
from effrules.model.basis import Citation
from effrules.model.place_words import citation_words
from effrules.model.schema import Titles
from effrules.model.things import ThingKind
from effrules.report.difference import words as diff_words
from effrules.words import Language, Template, template

WORDS: dict[str, Template] = {
    "written": template("written"),
    "replaced": template("replaced"),
    "weight": template("weight"),
    "weights of parts": template("weights of its parts"),
    "weights": template("weights"),
    "level": template("level"),
    "basis": template("basis"),
    "no total": template("no total"),
    "parts of node": template("parts of {node}"),
    "cap of each": template("at most each"),
    "multiplied": template("multiplied"),
    "mean of the others": template("mean of the others"),
    "clause": template("clause"),
    "column": template("column"),
    "one grade": template("grade"),
    "reading": template("reading"),
    "rounding first": template("rounding first"),
    "between lines": template("between lines"),
    "at shared ends": template("at shared ends"),
    "unit": template("unit"),
    "figure": template("figure"),
    "asked": template("the version asked for"),
    "amends": template("amends {version}"),
    "replaces": template("replaces {version}"),
    "in force": template("in force {days}"),
    "draft": template("a draft"),
    "no days": template("no days stated"),
    "declares": template("Declares {things}."),
    "also": template("Also declares {things}."),
    "nothing": template("No edits."),
    "unreadable": template("Its text cannot be read: effrules check {place}"),
    "in place of": template("Against {version}:"),
    "against errors": template("Not compared with {version}: there are errors in the rules."),
    "to": template("to {name}"),
    "was": template("was {name}"),
    "before": template("was"),
    "after": template("is"),
    "gone": template("gone"),
    "stands": template("As it stands in version {version}, each part with the version that wrote it:"),
    "is gone": template("It is not in version {version}."),
    "earlier names": template("earlier names: {names}"),
    "because": template("because"),
    "by": template("by {what}"),
    "restated": template("{what}, written again unchanged"),
    "in version": template("{name}, version {version}"),
}
"""Each word and sentence in the three languages."""

LABELS: dict[PartKind, str] = {
    PartKind.NAME: "name",
    PartKind.LEVEL: "level",
    PartKind.PARENT: "parent",
    PartKind.TITLE: "heading",
    PartKind.NOTE: "note",
    PartKind.SHORT: "short title",
    PartKind.VERSION_TITLE: "version title",
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
    PartKind.STATED: "clause",
}
"""What each part is called."""


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language; what a comparison has a word for is called the same here."""
    if key not in WORDS:
        return diff_words.word(key, language, **values)
    return WORDS[key].told(language, **values)


def verb(done: Verb, language: Language) -> str:
    """What was done."""
    return word(done.value, language)


def kind(called: str, language: Language) -> str:
    """What a thing is, as the rules call it."""
    return word(called, language) if called in WORDS or called in diff_words.WORDS else called


def thing(called: ThingKind, name: str, language: Language) -> str:
    """A thing with its name, where it has one."""
    if called is ThingKind.TOTAL:
        return kind(called, language)
    return f"{kind(called, language)} {shown(name)}".strip()


def label(key: PartKey, owner: ThingKind | None, language: Language) -> str:
    """A part with what it is about; ``owner`` is the kind of the declaration that it is part of."""
    if key == PartKey(PartKind.CAP, "each"):
        return word("cap of each", language)
    if owner is ThingKind.WEIGHTS and key.kind is PartKind.WEIGHTS:
        return word("parts of node", language, node=shown(key.about))
    return f"{word(LABELS[key.kind], language)} {shown(key.about)}".strip()


def part(change: PartChange, owner: ThingKind | None, language: Language, order: tuple[str, ...]) -> str:
    """A part of a declaration: in Kazakh and Russian by its title, where it has one."""
    there = change.after or change.before
    node = there.nodes[0] if there is not None and there.nodes else None
    title = getattr(node, "titles", Titles()).get(language.value, order)
    if language is Language.EN or not title or not change.key.about:
        return label(change.key, owner, language)
    return f"{word(LABELS[change.key.kind], language)} «{shown(title)}»"


def titled(titles: Mapping[str, Titles], name: str, language: Language, order: tuple[str, ...]) -> str:
    """What a version or a source is called, else its name."""
    return shown(titles.get(name, Titles()).get(language.value, order) or name)


def reason(
    because: Titles,
    cited: Iterable[Citation],
    language: Language,
    order: tuple[str, ...],
    called: Mapping[str, Titles],
) -> str:
    """A reason with its citations, by what sources are ``called``: ``five directions are left (thesis "1.2")``; empty where there is none."""
    words = shown(because.get(language.value, order) or "")
    sources = "; ".join(
        citation_words(citation, language, order, titled(called, citation.source, language, order))
        for citation in cited
    )
    if not sources:
        return words
    return f"{words} ({sources})".strip()
