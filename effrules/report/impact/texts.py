"""Names and numbers of an impact in one language."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.compare.impact.impacts import WHOLE, BodyImpact, Impact, Pair
from effrules.compare.impact.shapley import Part
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num, sign
from effrules.model.rounding import Rounding
from effrules.report.figures import drawn, figure
from effrules.report.impact.labels import Labels
from effrules.report.impact.words import say
from effrules.report.naming import Naming
from effrules.words import Language, number

MOST_NAMES = 12
"""In a sentence so many bodies are named; then how many more there are."""


class Texts:
    """What is the same for every sentence and table is found once."""

    def __init__(self, impact: Impact, language: Language) -> None:
        self.impact = impact
        self.language = language
        self.labels = Labels(impact.difference, language)
        self.old = Naming(impact.difference.old, language)
        self.new = Naming(impact.difference.new, language)
        self.sides = impact.difference.old, impact.difference.new
        names = impact.of.old, impact.of.new
        of = [side.nodes.get(name or "") for side, name in zip(self.sides, names, strict=True)]
        self.roundings = [None if node is None else node.rounding for node in of]
        self.rounding = _finer(*self.roundings)
        self.players = [self.labels.player(effect.player) for effect in impact.effects]

    def say(self, key: str, **values: object) -> str:
        """A word or a sentence."""
        return say(key, self.language, **values)

    def total(self, body: BodyImpact, side: int, *, marked: bool = False) -> str:
        """The old (0) or the new (1) score of a body; ``marked`` where it is rounded for show only."""
        value = body.total(side)
        if value is None:
            return "-"
        shown = figure(value, self.roundings[side])
        return number(shown.marked if marked else shown.text, self.language)

    @property
    def of(self) -> str:
        """The node that it is about, where that is not the total."""
        return "" if self.impact.of == WHOLE else self.labels.node(self.impact.of.name)

    def signed(self, value: Num | None, *, marked: bool = False) -> str:
        """A change or a part, with its sign; ``marked`` where it is rounded for show only."""
        if value is None:
            return "-"
        shown = figure(value, self.rounding)
        plus = "+" if sign(value) > 0 and not shown.text.startswith("-") else ""
        return number(("≈" if marked and shown.rounded else "") + plus + shown.text, self.language)

    def name(self, body: BodyImpact) -> str:
        if body.new is not None:
            return self.new.body(body.new.subject)
        assert body.old is not None, "a body is on some side"
        return self.old.body(body.old.subject)

    def grade(self, body: BodyImpact, rating: Pair, side: int) -> str | None:
        """What the old (0) or the new (1) grade is called."""
        node, grade = (rating.old, rating.new)[side], body.grades(rating)[side]
        return None if node is None or grade is None else (self.old, self.new)[side].grade(node, grade)

    def grade_moved(self, body: BodyImpact, rating: Pair) -> int:
        """1: a better grade, -1: a worse one, 0: the same, or grades that cannot be compared."""
        if rating.old is None or rating.new is None or None in (grades := body.grades(rating)):
            return 0
        order = grades_of(self.sides[1], rating.new)
        if order != grades_of(self.sides[0], rating.old):
            return 0
        before, after = (order.index(grade or "") for grade in grades)
        return (after > before) - (after < before)

    def groups(self) -> list[tuple[str, list[BodyImpact]]]:
        """The bodies that are ranked among each other, with the title of each group; all of them where there is no group."""
        within = next((one.within for one in self.sides[1].rankings if one.within), ())
        made: dict[tuple[object, ...], list[BodyImpact]] = {}
        for body in self.impact.bodies:
            result = body.new if body.new is not None else body.old
            values = result.subject.values if result is not None else {}
            made.setdefault(tuple(values.get(name) for name in within), []).append(body)
        return [(self.new.group(within, values), bodies) for values, bodies in made.items()]

    def names(self, bodies: Sequence[BodyImpact]) -> str:
        named = [self.name(body) for body in bodies[:MOST_NAMES]]
        if len(bodies) > MOST_NAMES:
            return self.say("and more", edit=", ".join(named), n=len(bodies) - MOST_NAMES)
        return ", ".join(named)

    def which(self, mask: int) -> str:
        """The numbers of players: ``3`` or ``2+5``."""
        return "+".join(str(at + 1) for at in range(len(self.players)) if mask >> at & 1)

    def label(self, mask: int) -> str:
        """Players by number and name."""
        named = [f"{at + 1}. {name}" for at, name in enumerate(self.players) if mask >> at & 1]
        return self.say("together").join(named)


def grades_of(program: p.Program, node: str) -> list[str]:
    """The names of a rating's grades, the lowest first."""
    rating = next(rating for rating in program.ratings if rating.node == node)
    lows = sorted(grade.low for grade in rating.grades if grade.low is not None)
    return [
        grade.name
        for grade in sorted(rating.grades, key=lambda g: -1 if g.low is None else lows.index(g.low))
    ]


def by_size(parts: Sequence[Part]) -> list[Part]:
    """Parts, the largest in either direction first."""
    return sorted(parts, key=lambda part: -drawn(real.absolute(part.amount)))


def _finer(left: Rounding | None, right: Rounding | None) -> Rounding | None:
    """The rounding to more decimals: a change is shown to its digits."""
    if left is None or right is None or left.significant or right.significant:
        return None
    return left if left.digits >= right.digits else right
