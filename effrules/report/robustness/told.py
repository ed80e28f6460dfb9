"""Names and numbers of a simulation in one language."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.numbers import display, exact_text, percent_text
from effrules.model.real import Num
from effrules.report.blocks.pieces import Line, words
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.simulate.factors import Assumption, Factor
from effrules.simulate.noise import Noise, Shape
from effrules.simulate.study import BodyRange, HeadRange, Robustness
from effrules.simulate.weights import Group, Way
from effrules.words import Language, Message, Number, number, phrase, several

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

    def factor(self, factor: Factor) -> str:
        """What is varied, in a word or two."""
        match factor:
            case Group(node=node):
                told, who = phrase("weights: {node}", node=self.node(node)), self.who(factor)
                return self.told(phrase("{told} ({who})", told=told, who=who) if who else told)
            case Noise(table, field):
                return self.told(phrase("figures: {field}", field=self.field(table, field)))
            case Assumption(name):
                return self.told(phrase("assumption: {name}", name=shown(name)))
            case _:
                assert_never(factor)

    def field(self, table: str, name: str) -> str:
        """What a field is called, with its table."""
        schema = self.found.program.schema
        owner = schema.table_named(table)
        field = None if owner is None else owner.field_named(name)
        assert owner is not None and field is not None, "a field that is varied is there"  # noqa: PT018
        title = self.naming.title(field.titles, field.own_name)
        if owner is schema.subject and field.form is None:
            return title
        above = field.form.titles if field.form is not None else owner.titles
        return f"{self.naming.title(above, table if field.form is None else field.form.name)}: {title}"

    def who(self, group: Group) -> str:
        """For whom its clause is, where there are several."""
        clause: p.WeightsClause = self.found.program.weights[group.clause]
        span = None if clause.condition is None else clause.condition.span
        return "" if span is None else self.naming.condition(" ".join(span.text.split()))

    def how(self, factor: Factor) -> Message:
        """How a factor is drawn."""
        match factor:
            case Group():
                return self.spread(factor)
            case Noise(_, _, shape, amount, is_share):
                text = Number(percent_text(amount) if is_share else exact_text(amount))
                if shape is Shape.NORMAL:
                    return phrase("off normally, with a standard deviation of {amount}", amount=text)
                return phrase("off by up to {amount} either way, evenly", amount=text)
            case Assumption(_, alternatives):
                names = several(shown(name) for name in alternatives)
                return phrase("as it stands, or by {drafts}, each as likely", drafts=names)
            case _:
                assert_never(factor)

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
