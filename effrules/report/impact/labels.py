"""What an edit is called where there is little room: which part of the rules, and what became of it."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.compare.difference import Difference
from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place, Thing
from effrules.compare.impact.attribution import Player
from effrules.compare.matching.names import Space
from effrules.model import program as p
from effrules.model.numbers import exact_text, is_finite_decimal, percent_text
from effrules.model.rounding import Rounding
from effrules.report.difference.quoting import cell_text, formula_text
from effrules.report.difference.words import rounding_text, word
from effrules.report.impact.words import say
from effrules.report.naming import Naming
from effrules.words import Language, number

MOST_EDITS = 3
"""Of a group so many edits are named; of a larger one the first."""

MOST_SHARES = 3
"""Of weights so many are named; then it is the weights in general."""


@frozen
class Labels:
    """Names of edits in one language; titles of both sides serve."""

    difference: Difference
    language: Language

    def player(self, player: Player) -> str:
        """What a cause of change is called."""
        edits = [edit for edit in player.edits if edit.bearing is Bearing.SCORES] or list(player.edits)
        if player.is_data:
            if not edits:
                return say("the data", self.language)
            return say("the data with", self.language, edits=self._several(edits))
        return self._several(edits)

    def _several(self, edits: list[e.Edit]) -> str:
        named = [self.edit(edit) for edit in edits[:MOST_EDITS]]
        if len(edits) <= MOST_EDITS:
            return "; ".join(named)
        return say("and more", self.language, edit=named[0], n=len(edits) - 1)

    def edit(self, edit: e.Edit) -> str:
        """What an edit is called."""
        return f"{self.thing(edit)}: {self._what(edit)}"

    # -- Which part -------------------------------------------------------------------------------------------

    def thing(self, edit: e.Edit) -> str:
        """The thing that an edit is about, by its title on the side that has it."""
        place = edit.place
        if isinstance(edit, e.Weights):
            return self.node(edit.node)
        for side in (self.difference.new, self.difference.old):
            found = self._titled(place, side)
            if found is not None:
                return found
        return place.name or say("total", self.language)

    def node(self, name: str) -> str:
        """A node's title on the side that has it."""
        for side in (self.difference.new, self.difference.old):
            if name in side.nodes:
                return Naming(side, self.language).node(side.nodes[name])
        return name

    def _titled(self, place: Place, side: p.Program) -> str | None:
        naming = Naming(side, self.language)
        name = place.name
        match place.thing:
            case Thing.TOTAL | Thing.BLOCK | Thing.DIRECTION | Thing.CRITERION:
                node = side.nodes.get(name or "total")
                return None if node is None else naming.node(node)
            case Thing.PENALTY | Thing.BONUS:
                found = next((a for a in side.adjustments if a.name == name), None)
                return None if found is None else naming.title(found.titles, name)
            case Thing.DEFINITION:
                definition = side.definitions.get(name)
                return None if definition is None else naming.title(definition.titles, name)
            case Thing.FIGURES | Thing.ROW:
                figures = side.figures.get(place.inside or name)
                return None if figures is None else naming.title(figures.titles, place.inside or name)
            case Thing.RATING:
                return say("rating", self.language)
            case Thing.RANKING:
                return say("place", self.language)
            case Thing.METHODOLOGY:
                return naming.methodology()
            case (
                Thing.SOURCE | Thing.SUBJECT | Thing.TABLE | Thing.FIELD | Thing.WEIGHTS | Thing.PROPERTY
                | Thing.EXAMPLE | Thing.INSTITUTION | Thing.STAGE | Thing.SPOT_CHECK | Thing.RECOMMENDATION
            ):  # fmt: skip
                return None
            case _:
                assert_never(place.thing)

    # -- What became of it ------------------------------------------------------------------------------------

    def _what(self, edit: e.Edit) -> str:
        match edit:
            case e.Presence(before=before):
                return say("added" if before is None else "dropped", self.language)
            case e.Rename(before=before, after=after):
                return f"{say('renamed', self.language)}: {before} → {after}"
            case e.Move(before=before, after=after):
                return f"{say('moved', self.language)}: {self.node(before)} → {self.node(after)}"
            case e.Order():
                return say("order", self.language)
            case e.Total(after=after):
                return say("added" if after is None else "dropped", self.language)
            case e.Formula(of=of):
                key = "formula" if of in (e.FormulaOf.SCORE, e.FormulaOf.BODY) else of.value
                return say(key, self.language)
            case e.Signature():
                return say("formula", self.language)
            case e.Incidents():
                return say("incidents", self.language)
            case e.Number(of=of, before=before, after=after):
                naming = Naming(self.difference.new, self.language)
                whom = f" ({naming.condition(formula_text(edit.condition))})" if edit.condition else ""
                return f"{say(of.value, self.language)}{whom}: {self._points(before)} → {self._points(after)}"
            case e.Target(before=before, after=after):
                return f"{say('target', self.language)}: {self.node(before)} → {self.node(after)}"
            case e.Rounding(before=before, after=after):
                return f"{say('rounding', self.language)} {self._digits(before)} → {self._digits(after)}"
            case e.Applicability():
                return say("not applicable", self.language)
            case e.Weights():
                return self._weights(edit)
            case e.Redistribution(before=before, after=after):
                return f"{say('redistribution', self.language)}: {before.value} → {after.value}"
            case e.Clauses():
                return say("weights", self.language)
            case e.Reported() | e.Option() | e.Owner() | e.Demands():
                return say("reported", self.language)
            case e.Row(before=before, after=after):
                return f"{word('row', self.language)} {cell_text((after or before or ('',))[0])}"
            case e.Columns():
                return say("figures", self.language)
            case e.Grades():
                return say("bands", self.language)
            case e.Places():
                return say("ranking", self.language)
            case e.Scale(before=before, after=after):
                old, new = (f"{exact_text(low)}-{exact_text(high)}" for low, high in (before, after))
                return f"{say('scale', self.language)}: {old} → {new}"
            case (
                e.Assessors()
                | e.Promise()
                | e.Case()
                | e.Stated()
                | e.Period()
                | e.Version()
                | e.Words()
                | e.Rests()
            ):
                return say("other", self.language)
            case _:
                assert_never(edit)

    def _digits(self, rounding: Rounding | None) -> str:
        return "-" if rounding is None else rounding_text(rounding, self.language)

    def _points(self, value: fmpq | None) -> str:
        return "-" if value is None else number(exact_text(value), self.language)

    def _weights(self, edit: e.Weights) -> str:
        names = self.difference.sides.pairs.names
        before = {names.of(Space.NODE, weight.part): weight.share for weight in edit.before}
        after = {weight.part: weight.share for weight in edit.after}
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if len(changed) > MOST_SHARES:
            return say("weights", self.language)
        shares = ", ".join(
            f"{self.node(name)} {self._share(before.get(name))} → {self._share(after.get(name))}"
            for name in changed
        )
        return f"{say('weights', self.language)}: {shares}"

    def _share(self, value: fmpq | None) -> str:
        if value is None:
            return "-"
        return number(percent_text(value), self.language) if is_finite_decimal(value) else exact_text(value)
