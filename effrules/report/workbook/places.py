"""The tables by which places are given: who is ranked with whom, by which scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from effrules.model.real import Num, compare
from effrules.report.workbook.conditions import all_told_apart, guard
from effrules.report.workbook.doubles import Double, kept
from effrules.report.workbook.made import Fixed, Formula, Made, Stuck, Why, either
from effrules.trace import steps as s
from effrules.trace.steps import Ref

if TYPE_CHECKING:
    from effrules.report.workbook.context import Context

HEAD = 2
"""So many rows stand above the first table."""

WORST = "9E+306"
"""Stands for a score that is not there, with the sign by which it comes last."""


@frozen
class Member:
    """One who is ranked: the step of the place, if it is traced, and the scores by each key with their steps."""

    subject: str
    place: Ref | None
    scores: tuple[Num | None, ...]
    keys: tuple[Ref | None, ...]


@define
class Table:
    """Who is ranked with each other; ``row`` is the first one's row, from 0."""

    first: s.Place
    members: list[Member] = field(factory=list)
    row: int = 0

    @property
    def last(self) -> int:
        """The row of the last one."""
        return self.row + len(self.members) - 1

    def ranks(self) -> list[int]:
        """The place of each: 1 + the number of better ones, or of better sets of equal ones."""
        found = []
        for own in self.members:
            better = [other.scores for other in self.members if self._is_better(other, own)]
            found.append(1 + len(set(better) if self.first.dense else better))
        return found

    def _is_better(self, other: Member, own: Member) -> bool:
        for highest, a, b in zip(self.first.highest_first, other.scores, own.scores, strict=True):
            order = (
                int(a is None) - int(b is None)
                if a is None or b is None
                else compare(b, a)
                if highest
                else compare(a, b)
            )
            if order:
                return order < 0
        return False


@define
class Places:
    """All tables of places; ``sheet`` is what stands before a cell's address. ``cells``: what stands in each, after formulas are made."""

    sheet: str
    tables: dict[tuple[str, tuple[str, ...]], Table]
    at: dict[Ref, tuple[Table, int]]

    def made(self, at: Context, step: s.Place) -> Made:
        """The place of a body: its cell in the table."""
        table, number = self.at[step.id]
        self.told_apart(at, table)
        own = at.cell(step.keys[0])
        place = f"{self.sheet}B{table.row + number + 1}"
        held = None if step.value is None else kept(step.value)  # type: ignore[arg-type]
        conditions = () if step.condition is None else (step.condition,)
        return Formula(guard(at, conditions, either(at.scored(own), place, '""')), held)

    def told_apart(self, at: Context, table: Table) -> list[int]:
        """By which decimals the scores of each key are compared. Raises Stuck where doubles may compare otherwise."""
        found = []
        for key in range(len(table.first.keys)):
            held = [
                double for member in table.members if (double := self.double(at, member, key)) is not None
            ]
            if any(member.scores[key] is not None for member in table.members) and not held:
                raise Stuck(Why.WIDE)
            found.append(all_told_apart(held) if held else 0)
        return found

    def double(self, at: Context, member: Member, key: int) -> Double | None:
        """What the cell of a score holds; ``None`` where there is none."""
        ref, value = member.keys[key], member.scores[key]
        if value is None:
            return None
        found = at.double(ref) if ref is not None else kept(value)
        if found is None:
            raise Stuck(Why.WIDE)
        return found

    def rows(self, at: Context, table: Table) -> Iterator[tuple[Member, Made, list[str | Num | None]]]:
        """Each of a table with the formula of the place, and what stands in the cells of the scores: a formula (a text), or a number."""
        try:
            digits = self.told_apart(at, table)
        except Stuck as stuck:
            for member in table.members:
                yield (
                    member,
                    Fixed(stuck.why),
                    [self.score(at, table, member, key) for key in range(len(member.scores))],
                )
            return
        dense = table.first.dense
        count = len(table.first.keys)
        for number, member in enumerate(table.members):
            row = table.row + number + 1
            better = self.better(table, row, digits)
            if dense:
                equals = _range(table, 2 + count)
                text = f"1+ROUND(SUMPRODUCT(({better})/{equals}),0)"
            else:
                text = f"1+SUMPRODUCT(--(({better})>0))"
            yield member, Formula(text), [self.score(at, table, member, key) for key in range(count)]

    def better(self, table: Table, row: int, digits: Sequence[int]) -> str:
        """For each of a table whether it is better than that of a row: by the first key, among equals by the next."""
        terms, equal = [], ""
        for key, highest in enumerate(table.first.highest_first):
            own, others = f"{_letter(2 + key)}{row}", _range(table, 2 + key)
            apart = f"ROUND({others}-{own},{digits[key]})"
            terms.append(f"{equal}({apart}{'>' if highest else '<'}0)")
            equal += f"({apart}=0)*"
        return "+".join(terms)

    def equals(self, table: Table, row: int, digits: Sequence[int]) -> str:
        """How many of a table are equal to that of a row."""
        alike = "*".join(
            f"(ROUND({_range(table, 2 + key)}-{_letter(2 + key)}{row},{digits[key]})=0)"
            for key in range(len(digits))
        )
        return f"SUMPRODUCT(--(({alike})>0))"

    def score(self, at: Context, table: Table, member: Member, key: int) -> str | Num | None:
        """What stands in the cell of a score."""
        ref = member.keys[key]
        sign = "-" if table.first.highest_first[key] else ""
        if ref is None:
            return member.scores[key]
        cell = at.cell(ref)
        place = None if member.place is None else at.steps[member.place]
        conditions = (place.condition,) if isinstance(place, s.Place) and place.condition is not None else ()
        return guard(at, conditions, either(at.scored(str(cell)), cell, f"{sign}{WORST}"))


def _letter(column: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def _range(table: Table, column: int) -> str:
    return f"{_letter(column)}${table.row + 1}:{_letter(column)}${table.last + 1}"


def places_of(sheet: str, steps: Sequence[s.Step], refs: Sequence[Ref]) -> Places:
    """The tables of the places that are traced."""
    tables: dict[tuple[str, tuple[str, ...]], Table] = {}
    traced: Mapping[tuple[str, tuple[str, ...], str], s.Place] = {
        (step.ranking, step.group, _subject(step, steps)): step
        for ref in refs
        if isinstance(step := steps[ref], s.Place)
    }
    row = HEAD
    at: dict[Ref, tuple[Table, int]] = {}
    for (ranking, group, _), step in traced.items():
        if (ranking, group) in tables:
            continue
        table = tables[ranking, group] = Table(step, row=row + 2)
        own = [(_subject(step, steps), tuple(steps[key].value for key in step.keys))]
        everybody = own + [(rival.subject, rival.scores) for rival in step.rivals]
        for subject, scores in everybody:
            found = traced.get((ranking, group, subject))
            keys = tuple(None for _ in step.keys) if found is None else found.keys
            table.members.append(Member(subject, None if found is None else found.id, scores, keys))  # type: ignore[arg-type]
        table.members.sort(key=lambda member: _order(member, traced.get((ranking, group, member.subject))))
        for number, member in enumerate(table.members):
            if member.place is not None:
                at[member.place] = table, number
        row = table.last + 1
    return Places(sheet, tables, at)


def _order(member: Member, place: s.Place | None) -> tuple[bool, float]:
    return (place is None, 0.0 if place is None else float(int(place.value.p)))  # type: ignore[union-attr]


def _subject(step: s.Place, steps: Sequence[s.Step]) -> str:
    key = steps[step.keys[0]]
    assert isinstance(key, s.ScoreOf)
    node = steps[key.node]
    assert isinstance(node, s.Node)
    return node.subject
