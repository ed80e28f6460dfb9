"""Of what no basis is stated: in a sentence, and as an assumption in each language."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from effrules.model.grounds import Figure, FigureKind
from effrules.model.schema import Titles
from effrules.model.thing_words import NAMED, TOTAL, WEIGHTS
from effrules.words import Message, Template, phrase, several, template

KINDS = (
    "total", "block", "direction", "criterion", "rounding", "define", "figures", "calendar", "weights", "adjustment", "rating", "rank",
)  # fmt: skip
"""What needs a basis."""

ROUNDING = template("the rounding of `{name}`")
RATING = phrase("the rating")

BARE = {"total": phrase("total"), "weights": phrase("weights"), "rating": phrase("rating")}
"""What has an article in a sentence, as a text of the rules would call it."""
BARE_ROUNDING = template("rounding of `{name}`")

FIGURES: dict[FigureKind, Message] = {
    FigureKind.FORMULA: phrase("formula", context="a figure"),
    FigureKind.NOT_APPLICABLE: phrase("not applicable", context="a figure"),
    FigureKind.MULTIPLIED: phrase("multiplied", context="a figure"),
    FigureKind.OTHERS: phrase("mean of the others", context="a figure"),
    FigureKind.ONLY: phrase("only where", context="a figure"),
    FigureKind.MAXIMUM: phrase("maximum", context="a figure"),
    FigureKind.ROUNDING: phrase("rounding", context="a figure"),
    FigureKind.LOWEST: phrase("never below", context="a figure"),
    FigureKind.HIGHEST: phrase("never above", context="a figure"),
    FigureKind.NONE: phrase("absence", context="a figure"),
    FigureKind.AMOUNT: phrase("amount", context="a figure"),
    FigureKind.CAP: phrase("cap", context="a figure"),
    FigureKind.LEAVING: phrase("leaving at least", context="a figure"),
    FigureKind.REACHING: phrase("reaching at most", context="a figure"),
    FigureKind.WEIGHT: phrase("weight", context="a figure"),
    FigureKind.EQUAL: phrase("weights", context="a figure"),
    FigureKind.REDISTRIBUTION: phrase("when not applicable", context="a figure"),
    FigureKind.ROW: phrase("row", context="a figure"),
    FigureKind.GRADE: phrase("grade", context="a figure"),
    FigureKind.PLACES: phrase("places", context="a figure"),
    FigureKind.READING: phrase("reading", context="a figure"),
}
"""What a figure is called, as the rules call it."""


def figure_told(figure: Figure) -> Message:
    """A figure in a sentence: ``formula``, ``weight published``."""
    called = FIGURES[figure.kind]
    return phrase("{figure} {about}", figure=called, about=figure.about) if figure.about else called


@frozen
class Thing:
    """A declaration that needs a basis: the keyword that declares it, and its name."""

    kind: str
    name: str = ""

    @property
    def told(self) -> Message:
        """It in a sentence."""
        match self.kind:
            case "total":
                return TOTAL
            case "weights":
                return WEIGHTS
            case "rating":
                return RATING
            case "rounding":
                return ROUNDING.of(name=self.name)
            case "adjustment":
                return phrase("`{name}`", name=self.name)
            case _:
                named: Template = NAMED[self.kind]
                return named.of(name=self.name)

    def unstated(self, figures: Iterable[Figure]) -> Titles:
        """That no basis is stated for it, or for some figures of it, in each language."""
        listed = several([figure_told(figure) for figure in figures])
        of_rounding = self.kind == "rounding"
        what = BARE_ROUNDING.of(name=self.name) if of_rounding else BARE.get(self.kind, self.told)
        if listed.items:
            what = phrase("{what} ({figures})", what=what, figures=listed)
        return Titles(said=phrase("no basis is stated: {what}", what=what))
