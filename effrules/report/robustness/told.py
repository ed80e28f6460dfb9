"""Names and numbers of a simulation in one language."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model import program as p
from effrules.model.numbers import display, exact_text
from effrules.model.real import Num
from effrules.report.blocks.pieces import Line, words
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.simulate.study import BodyRange, HeadRange, Robustness
from effrules.simulate.weights import Group, Way
from effrules.words import Language, Message, Number, number, phrase

NONE = "-"

CLOSE = fmpq(1, 2000)
"""Below so much, a share that is not nothing is told as less than 0.1 %."""


@frozen
class Told:
    """What is the same for every table and sentence."""

    found: Robustness
    language: Language

    @property
    def naming(self) -> Naming:
        return Naming(self.found.program, self.language)

    def told(self, message: Message) -> str:
        """A sentence."""
        return message.in_(self.language)

    def line(self, message: Message) -> Line:
        """The same as a line."""
        return words(self.told(message))

    def node(self, name: str) -> str:
        """What a node is called."""
        return self.naming.node(self.found.program.nodes[name])

    def body(self, one: BodyRange) -> str:
        """What a body is called."""
        return self.naming.body(one.subject)

    def score(self, value: Num | None, node: str) -> str:
        """A score, as results show it."""
        if value is None:
            return NONE
        return number(figure(value, self.found.program.nodes[node].rounding).text, self.language)

    def grade(self, head: HeadRange, name: str | None) -> str:
        """A grade's title."""
        return NONE if name is None else self.naming.grade(head.node, name)

    def chance(self, count: int) -> str:
        """A share of all draws in percent; what is nearly all or nearly none is not told as all or none."""
        return number(chance_text(count, self.found.asked.draws), self.language)

    def share(self, value: float) -> str:
        """A share of a variance in percent, to whole ones: estimates are no finer, and may lie outside."""
        return f"{max(0, min(100, round(100 * value)))}%"

    # -- What is varied ----------------------------------------------------------------------------------------------

    def factor(self, group: Group) -> str:
        """What a group of weights is called."""
        told = phrase("weights: {node}", node=self.node(group.node))
        who = self.who(group)
        return self.told(told) if not who else self.told(phrase("{told} ({who})", told=told, who=who))

    def who(self, group: Group) -> str:
        """For whom its clause is, where there are several."""
        clause: p.WeightsClause = self.found.program.weights[group.clause]
        span = None if clause.condition is None else clause.condition.span
        return "" if span is None else self.naming.condition(" ".join(span.text.split()))

    def spread(self, group: Group) -> Message:
        """How its weights are drawn."""
        amount = group.spread.amount
        if group.spread.way is Way.DIRICHLET:
            return phrase(
                "Dirichlet around the stated weights, concentration {amount}",
                amount=Number(exact_text(amount)),
            )
        return phrase("evenly between bounds")


def chance_text(count: int, draws: int) -> str:
    """A share of draws in percent with one decimal: ``<0.1%`` and ``>99.9%`` for what happens hardly ever, and nearly always."""
    share = fmpq(count, draws) if draws else fmpq(0)
    if 0 < share < CLOSE:
        return "<0.1%"
    if 1 - CLOSE < share < 1:
        return ">99.9%"
    return f"{display(share * 100, 1)}%"
