"""What is sought and what may move, as it is written on the command line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from attrs import evolve, frozen
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import Finding
from effrules.exact.results import Results
from effrules.exact.tree_errors import no_such_subject
from effrules.model import program as p
from effrules.model.number_fields import field_of, numeric
from effrules.model.numbers import parse_decimal
from effrules.model.reading import Cell
from effrules.model.schema import named
from effrules.model.types import Quantity
from effrules.model.values.demands import NotKnown
from effrules.model.values.occurring import Occurring
from effrules.seek import errors
from effrules.seek.goals import Goal, Graded, Placed, Score
from effrules.seek.movable import Movable, Stated, fields_read, movables, scale_of
from effrules.seek.trying import ranking_of
from effrules.source import Source, Span
from effrules.words import Message, Text, phrase

FIELD, COST = "field", "cost"
"""The columns of a table of costs."""


@frozen
class Written:
    """What is written behind each option; ``costs`` is a table of costs, with the name of its file."""

    points: fmpq | None = None
    place: int | None = None
    grade: str | None = None
    change: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    step: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    costs: tuple[str, str] | None = None


@frozen(eq=False)
class Asked:
    """Who is to reach what, and which figures may move. ``is_priced``: costs are stated."""

    subject: Row
    goal: Goal
    figures: tuple[Movable, ...]
    is_priced: bool


def asked(
    program: p.Program, dataset: Dataset, base: Results, key: str, node: str, written: Written
) -> tuple[Asked | None, tuple[Finding, ...]]:
    """What is asked for, of the body of that key and the score of a node; or every reason why not."""
    subject = next((one for one in dataset.subjects if one.key == key), None)
    if subject is None:
        known = [one.key for one in dataset.subjects]
        return None, (no_such_subject(key, named(program.schema.subject), known),)
    found: list[Finding] = []
    goal = _goal(program, base, subject, node, written, found)
    if goal is not None and base.of(key).nodes[node].value is None:
        found.append(errors.no_score(key, node))
    fields = _fields(program, node, goal, written, found)
    priced = bool(written.cost or written.costs)
    stated = _stated(program, fields, written, found)
    if priced:
        fields = tuple(one for one in fields if stated.get(one, Stated()).cost is not None)
    if found or goal is None:
        return None, tuple(found)
    figures = tuple(movables(program.schema, dataset, subject, fields, stated))
    if not any(one.most(1) or one.most(-1) for one in figures):
        return None, (errors.nothing_to_move(key),)
    return Asked(subject, goal, figures, priced), ()


def _goal(
    program: p.Program, base: Results, subject: Row, node: str, written: Written, found: list[Finding]
) -> Goal | None:
    if written.points is not None:
        found.extend(_beyond(program, node, written.points, ""))
        return Score(node, written.points)
    if written.place is not None:
        ranking = ranking_of(program, node)
        own = None if ranking is None else base.of(subject.key).places.get(ranking.name)
        if ranking is None or own is None:
            found.append(errors.no_place(subject.key, node))
            return None
        if written.place > own.among:
            found.append(errors.no_such_place(written.place, own.among, node))
        return Placed(node, ranking, written.place)
    assert written.grade is not None, "something is sought"
    rating = next((one for one in program.ratings if one.node == node), None)
    names = [] if rating is None else [one.name for one in rating.grades]
    if rating is None or written.grade not in names:
        found.append(errors.no_grade(written.grade, node, names))
        return None
    goal = Graded(node, rating, written.grade)
    if goal.points is not None:
        found.extend(_beyond(program, node, goal.points, written.grade))
    return goal


def _beyond(program: p.Program, node: str, points: fmpq, grade: str) -> Iterator[Finding]:
    """That no score of a node can be so high, where the rules show it, whatever is reported."""
    try:
        possible = Occurring(program).score(node).final
    except NotKnown:
        return
    high = possible.high
    if isinstance(high, fmpq) and (points > high or (points == high and possible.high_open)):
        yield errors.beyond(node, points, high, grade)


def _fields(
    program: p.Program, node: str, goal: Goal | None, written: Written, found: list[Finding]
) -> tuple[Cell, ...]:
    """The fields whose figures may move: what is named, else all that the score reads, but for results of earlier years."""
    keys = goal.ranking.keys if isinstance(goal, Placed) else ()
    read = fields_read(program, {node, *(key.node for key in keys)})
    named = set(_named(program, "--change", written.change, read, found))
    kept = set(_named(program, "--keep", written.keep, read, found))
    earlier = {
        (table.name, one.name)
        for table in program.schema.tables
        for one in table.fields
        if one.earlier is not None
    }
    return tuple(one for one in read if one not in kept and (one in named if named else one not in earlier))


def _named(
    program: p.Program, option: str, texts: Iterable[str], read: Sequence[Cell], found: list[Finding]
) -> Iterator[Cell]:
    for text in texts:
        cell = _cell(program, Span(Source(option, text), 0, len(text)), text, read, found)
        if cell is not None:
            yield cell


def _cell(
    program: p.Program, where: Span, name: str, read: Sequence[Cell], found: list[Finding]
) -> Cell | None:
    """The field of that name that the score reads."""
    field = field_of(program.schema, name)
    cell = None if field is None else (field[0], field[1].name)
    if cell in read:
        return cell
    why = (
        phrase("there is no field of that name") if field is None
        else phrase("the field holds no number") if not isinstance(field[1].type, Quantity)
        else phrase("the score does not go by the figures of this field")
    )  # fmt: skip
    known = [one for one in numeric(program.schema) if _read(program, one) in read]
    found.append(errors.unknown(where, name, known, why))
    return None


def _read(program: p.Program, name: str) -> Cell | None:
    field = field_of(program.schema, name)
    return None if field is None else (field[0], field[1].name)


def _stated(
    program: p.Program, fields: Sequence[Cell], written: Written, found: list[Finding]
) -> dict[Cell, Stated]:
    """What is said of fields, in the fields' own units."""
    stated: dict[Cell, Stated] = {}
    options: tuple[tuple[str, tuple[str, ...], str, Message], ...] = (
        ("--within", written.within, "within", errors.HOW_WITHIN),
        ("--step", written.step, "step", errors.HOW_STEP),
        ("--cost", written.cost, "cost", errors.HOW_COST),
    )
    said: list[tuple[Span, str, str, str, Message]] = []
    for option, texts, what, how in options:
        for text in texts:
            name, _, value = text.partition("=")
            said.append((Span(Source(option, text), 0, len(text)), name, value, what, how))
    said += _table(written.costs, found)
    for where, name, value, what, how in said:
        cell = _cell(program, where, name, fields, found)
        if cell is None:
            continue
        field = field_of(program.schema, name)
        assert field is not None, "it was found"
        scale = scale_of(field[1])
        numbers = [_number(one, 1 if what == "cost" else scale) for one in value.split("..")]
        before = stated.get(cell, Stated())
        if (
            None in numbers
            or len(numbers) != (2 if what == "within" else 1)
            or getattr(before, what) is not None
        ):
            found.append(errors.not_understood(where, f"{name}={value}", how))
            continue
        first, last = numbers[0], numbers[-1]
        assert first is not None
        assert last is not None
        match what:
            case "within" if first <= last:
                stated[cell] = evolve(before, within=(first, last))
            case "step" if first > 0 and (not field[1].domain.whole or first.q == 1):
                stated[cell] = evolve(before, step=first)
            case "cost" if first >= 0:
                stated[cell] = evolve(before, cost=first * scale)
            case _:
                found.append(errors.not_understood(where, f"{name}={value}", how))
    return stated


def _number(text: str, scale: int) -> fmpq | None:
    """A number as it stands in the data of a field: bare, or in percent."""
    text = text.strip()
    value = parse_decimal(text.removesuffix("%").strip())
    return None if value is None else value / (100 if text.endswith("%") else scale)


def _table(
    costs: tuple[str, str] | None, found: list[Finding]
) -> Iterator[tuple[Span, str, str, str, Message]]:
    """The rows of a table of costs."""
    if costs is None:
        return
    source = Source(*costs)

    def refused(why: Text) -> None:
        found.append(errors.costs_unread(Span(source, 0, 0), why))

    try:
        rows = list(csv.reader(StringIO(costs[1].removeprefix("\ufeff")), strict=True))
    except csv.Error:
        return refused(phrase("it is no CSV"))
    headings = [one.strip() for one in rows[0]] if rows else []
    if sorted(headings) != sorted((FIELD, COST)):
        return refused(phrase("its first line must name the columns field and cost"))
    at = 0
    for row in rows:
        line = ",".join(row)
        start = source.text.find(line, at)
        at = max(at, start)
        if row is not rows[0] and any(row):
            where = Span(source, max(start, 0), max(start, 0) + len(line))
            cells = dict(zip(headings, row, strict=False))
            yield where, cells.get(FIELD, "").strip(), cells.get(COST, ""), "cost", errors.HOW_COST
    return None
