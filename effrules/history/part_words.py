"""What the parts of a declaration are called where two drafts change them."""

from __future__ import annotations

from effrules.history.part_keys import PartKey, PartKind
from effrules.words import Message, phrase

PARTS: dict[PartKind, Message] = {
    PartKind.NAME: phrase("the name"),
    PartKind.LEVEL: phrase("the level"),
    PartKind.PARENT: phrase("what it stands in"),
    PartKind.TITLE: phrase("the title"),
    PartKind.NOTE: phrase("the note"),
    PartKind.SHORT: phrase("the short title"),
    PartKind.VERSION_TITLE: phrase("the title of the version"),
    PartKind.FORMULA: phrase("the formula"),
    PartKind.NOT_APPLICABLE: phrase("when it is not applicable"),
    PartKind.MULTIPLIED: phrase("when it is multiplied"),
    PartKind.OTHERS: phrase("when it is the mean of the others"),
    PartKind.ONLY: phrase("the only where"),
    PartKind.MAXIMUM: phrase("the maximum"),
    PartKind.ROUNDING: phrase("the rounding"),
    PartKind.ASSESSED: phrase("who assesses it"),
    PartKind.LOWEST: phrase("the never below"),
    PartKind.HIGHEST: phrase("the never above"),
    PartKind.NONE: phrase("the absence"),
    PartKind.BASIS: phrase("the basis"),
    PartKind.WEIGHT: phrase("the weight"),
    PartKind.WEIGHTS: phrase("the weights"),
    PartKind.WHOM: phrase("for whom they are"),
    PartKind.REDISTRIBUTION: phrase("what happens when a part is not applicable"),
    PartKind.AMOUNT: phrase("the amount"),
    PartKind.TARGET: phrase("the target"),
    PartKind.CAP: phrase("the cap"),
    PartKind.LEAVING: phrase("the leaving at least"),
    PartKind.REACHING: phrase("the reaching at most"),
    PartKind.PARAMETERS: phrase("the parameters"),
    PartKind.TYPE: phrase("the gives"),
    PartKind.OWNER: phrase("the owner"),
    PartKind.FIELD: phrase("the field"),
    PartKind.DEMAND: phrase("the must hold"),
    PartKind.COLUMN: phrase("the column"),
    PartKind.ROW: phrase("the row"),
    PartKind.GRADE: phrase("the grade"),
    PartKind.PLACES: phrase("how places are given"),
    PartKind.READING: phrase("the reading"),
    PartKind.PROMISE: phrase("the promise"),
    PartKind.URL: phrase("the url"),
    PartKind.EDITION: phrase("the edition"),
    PartKind.AT_HAND: phrase("the not at hand"),
    PartKind.INVENTORY: phrase("the inventory"),
    PartKind.CASE: phrase("the case"),
    PartKind.LANGUAGES: phrase("the languages"),
    PartKind.IN_FORCE: phrase("the in force"),
    PartKind.SCALE: phrase("the scale"),
    PartKind.DRAFT: phrase("the draft"),
    PartKind.STATED: phrase("the clause"),
}

WHOLE = frozenset({
    PartKind.NOT_APPLICABLE, PartKind.MULTIPLIED, PartKind.OTHERS, PartKind.ASSESSED, PartKind.PARENT, PartKind.WHOM,
    PartKind.REDISTRIBUTION, PartKind.CASE, PartKind.PLACES, PartKind.PROMISE,
})  # fmt: skip
"""Parts that are told without which of their kind they are."""


def part_told(part: PartKey) -> Message:
    """A part in a sentence: ``the formula``."""
    if part.kind is PartKind.WEIGHTS:
        return phrase("what the parts of `{node}` weigh", node=part.about)
    called = PARTS[part.kind]
    if not part.about or part.kind in WHOLE:
        return called
    return phrase("{part} `{about}`", part=called, about=part.about)
