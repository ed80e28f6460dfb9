"""Ways to a goal as a page: how things stand, what may move, the ways with their costs; or the best that can be had, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.data.sheets import cell
from effrules.model.numbers import display, exact_text, finite_places
from effrules.model.real import Num
from effrules.report.blocks import pieces as b
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.texts import loud_lines
from effrules.seek.goals import Graded, Placed, Score
from effrules.seek.movable import Limit, Movable
from effrules.seek.seeking import Change, Sought, Way
from effrules.seek.single import Shown
from effrules.seek.trying import Outcome
from effrules.words import Language, Message, Number, counted, number, phrase

NONE = "-"
COST_PLACES = 4

SHOWN = {
    Shown.PROVEN: phrase("Proven least: the score can only rise, or only fall, with this field, and a step less does not reach it."),
    Shown.TRIED: phrase("Proven least: every step on the way was tried, and none reaches it."),
    Shown.FOUND: phrase("The least that was found: not every step on the way was tried."),
    Shown.TIGHT: phrase("The cheapest that was found with these figures; a step less of any one of them does not reach it. Others together could cost less."),
}  # fmt: skip

LIMITS = {
    Limit.FIELD: phrase("the field admits no more"),
    Limit.REPORTED: phrase("no end of the field: nothing, or twice what is reported furthest out"),
    Limit.STATED: phrase("as is stated"),
    Limit.HOLDS: phrase("beyond it something does not hold that must hold of the data"),
}


def page(found: Sought, language: Language, *, is_priced: bool, what_if: Sequence[str] = ()) -> b.Page:
    """The whole page."""
    told = _Told(found, language, is_priced)
    title = told.told(told.title())
    return b.Page(language, title, tuple(told.blocks(what_if)))


@frozen
class _Told:
    found: Sought
    language: Language
    is_priced: bool

    @property
    def naming(self) -> Naming:
        return Naming(self.found.program, self.language)

    def told(self, message: Message) -> str:
        return message.in_(self.language)

    def line(self, message: Message) -> b.Line:
        return b.words(self.told(message))

    def title(self) -> Message:
        body = self.naming.body(self.found.subject)
        match self.found.goal:
            case Score(node, points):
                return phrase("{body}: how to reach {points} points, {node}", body=body, points=Number(exact_text(points)), node=self.node(node))  # fmt: skip
            case Placed(node, _, place):
                return phrase(
                    "{body}: how to reach place {place}, {node}", body=body, place=place, node=self.node(node)
                )
            case Graded(node, _, name):
                return phrase("{body}: how to reach the grade {grade}, {node}", body=body, grade=self.naming.grade(node, name), node=self.node(node))  # fmt: skip
            case _:
                assert_never(self.found.goal)

    def blocks(self, what_if: Sequence[str]) -> Iterator[b.Block]:
        found = self.found
        yield b.Heading(self.line(self.title()), 1)
        yield b.Note(self.line(phrase(
            "WHAT IF, not a result: the figures below are not those that were reported. Each way was worked out exactly, with the figures of all other bodies as they stand."
        )), b.Kind.LOUD)  # fmt: skip
        for one in loud_lines(found.program, what_if, self.language):
            yield b.Note(b.words(one), b.Kind.LOUD)
        yield b.Paragraph(self.line(phrase("As things stand: {outcome}.", outcome=self.outcome(found.base))))
        if found.is_reached:
            yield b.Paragraph(
                self.line(phrase("The goal is reached as things stand; nothing has to change."))
            )
            return
        if found.ways:
            many = max(len(way.changes) for way in found.ways) > found.settings.figures
            if many:
                yield b.Paragraph(self.line(counted(
                    "No way was found that changes {n} figure at most; these change more.",
                    "No way was found that changes {n} figures at most; these change more.", n=found.settings.figures,
                )))  # fmt: skip
            for at, way in enumerate(found.ways, 1):
                yield from self.way(
                    way, phrase("Way {number}: it costs {cost}", number=at, cost=self.cost(way.cost))
                )
        else:
            yield from self.none()
        yield from self.free()

    def way(self, way: Way, title: Message, *, limits: bool = False) -> Iterator[b.Block]:
        yield b.Heading(self.line(title), 2)
        columns = [
            b.Column(
                self.told(phrase("Figure", context="column of what is sought")), is_text=True, is_long=True
            ),
            b.Column(self.told(phrase("Is", context="column of what is sought"))),
            b.Column(self.told(phrase("Would be", context="column of what is sought"))),
            b.Column(self.told(phrase("Change", context="column of what is sought"))),
            b.Column(self.told(phrase("Cost"))),
        ]
        if limits:
            columns.append(b.Column(self.told(phrase("Why no further")), is_text=True, is_long=True))
        yield b.Table(tuple(columns), tuple(self.row(one, limits) for one in way.changes), is_named=True)
        yield b.Paragraph(self.line(phrase("Then: {outcome}.", outcome=self.outcome(way.outcome))))
        if way.moves_others:
            yield b.Paragraph(
                self.line(phrase("Bodies are compared with each other here, so scores of others move, too."))
            )
        if way.shown is not None:
            yield b.Note(self.line(SHOWN[way.shown]), b.Kind.SMALL)

    def row(self, one: Change, limits: bool) -> tuple[b.Line, ...]:
        moved = one.steps * one.figure.step
        sign = "+" if moved > 0 else ""
        made = [
            self.figure(one.figure), self.value(one.figure.value, one.figure), self.value(one.value, one.figure),
            f"{sign}{self.value(moved, one.figure)}", number(str(self.cost(one.figure.cost(one.steps))), self.language),
        ]  # fmt: skip
        if limits:
            made.append(NONE if one.limit is None else self.told(LIMITS[one.limit]))
        return tuple(map(b.words, made))

    def none(self) -> Iterator[b.Block]:
        found = self.found
        if found.best is None:
            told = phrase("It cannot be reached: no figure that may move raises the score.") if found.is_best else phrase("No way was found: no figure that may move was seen to raise the score.")  # fmt: skip
            yield b.Paragraph(self.line(told))
            return
        told = phrase("It cannot be reached within the limits of the figures: no figures within them give more than this.") if found.is_best else phrase("No way was found within the limits of the figures. This is the best that was found; that nothing gives more is not proven.")  # fmt: skip
        yield b.Paragraph(self.line(told))
        title = phrase("The best: it costs {cost}", cost=self.cost(found.best.cost))
        yield from self.way(found.best, title, limits=True)

    def free(self) -> Iterator[b.Block]:
        """What may move, and what it costs."""
        found = self.found
        by_field: dict[tuple[str, str], list[Movable]] = {}
        for one in found.figures:
            by_field.setdefault(one.cell, []).append(one)
        columns = (
            b.Column(
                self.told(phrase("Field", context="column of what is sought")), is_text=True, is_long=True
            ),
            b.Column(self.told(phrase("Figures"))),
            b.Column(self.told(phrase("Step"))),
            b.Column(self.told(phrase("From", context="column of what is sought"))),
            b.Column(self.told(phrase("To", context="column of what is sought"))),
            b.Column(self.told(phrase("Cost of a step")), is_text=True),
        )
        rows = tuple(
            tuple(map(b.words, (
                self.field(own[0]), str(len(own)), self.value(own[0].step, own[0]),
                self.value(min(one.low for one in own), own[0]), self.value(max(one.high for one in own), own[0]),
                self.prices(own),
            )))
            for own in by_field.values()
        )  # fmt: skip
        told = counted(
            "Of {all} fields {n} figure could move", "Of {all} fields {n} figures could move", n=len(found.figures), all=len(by_field)
        )  # fmt: skip
        costs = (
            phrase("Costs are as stated; fields without a cost stay.") if self.is_priced
            else phrase("No costs are stated: it costs 1 to move a figure across its whole field, or, where the field has no two ends, by as much as it is reported with.")
        )  # fmt: skip
        how = phrase("A field without an end of its own is left between nothing and twice what lies furthest out of all that is reported in it. Other figures, and whatever is no number, stay as they are.")  # fmt: skip
        blocks = (
            b.Paragraph(self.line(costs)),
            b.Table(columns, rows, is_named=True),
            b.Note(self.line(how), b.Kind.SMALL),
        )
        yield b.Folded(self.line(told), blocks, 2)
        yield b.Note(
            self.line(
                counted("The engine was asked {n} time.", "The engine was asked {n} times.", n=found.tries)
            ),
            b.Kind.SMALL,
        )

    # -- Names and numbers -------------------------------------------------------------------------------------------

    def node(self, name: str) -> str:
        return self.naming.node(self.found.program.nodes[name])

    def outcome(self, one: Outcome) -> Message:
        """What a body has, in words."""
        goal = self.found.goal
        if one.score is None:
            return phrase("no score")
        points = phrase("{score} points", score=Number(self.score(one.score, goal.node)))
        if one.place is not None:
            points = phrase("{score}, place {place}", score=points, place=one.place)
        if one.grade is not None:
            return phrase("{score}, {grade}", score=points, grade=self.naming.grade(goal.node, one.grade))
        return points

    def score(self, value: Num, node: str) -> str:
        return figure(value, self.found.program.nodes[node].rounding).text

    def cost(self, value: fmpq) -> Number:
        places = finite_places(value)
        text = display(value, COST_PLACES if places is None else min(places, COST_PLACES))
        return Number(text)

    def prices(self, figures: Sequence[Movable]) -> str:
        """What a step costs, of the cheapest and of the dearest figure."""
        found = sorted({one.cost(1) for one in figures})
        ends = [number(str(self.cost(one)), self.language) for one in (found[0], found[-1])]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"

    def value(self, value: fmpq, of: Movable) -> str:
        return number(cell(value, of.field.type), self.language)

    def field(self, of: Movable) -> str:
        """What a field is called, with its table."""
        schema = self.found.program.schema
        owner = schema.table_named(of.row.table)
        assert owner is not None, "a row lies in a table"
        title = self.naming.title(of.field.titles, of.field.own_name)
        form = of.field.form
        if owner is schema.subject and form is None:
            return title
        above = (
            self.naming.title(owner.titles, owner.name)
            if form is None
            else self.naming.title(form.titles, form.name)
        )
        return f"{above}: {title}"

    def figure(self, of: Movable) -> str:
        """A figure: its field, and whose row it is where there are several."""
        if of.row is self.found.subject:
            return self.field(of)
        return f"{self.field(of)} ({self.naming.row(of.row.label, of.row.table)})"
