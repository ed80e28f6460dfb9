"""Ways to a goal as JSON (``effrules.goal-seek/1``): figures, scores and costs exactly."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict, assert_never

from effrules.audit.shapes import laid_out
from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.model.numbers import exact_text
from effrules.report.results.json_text import NumberRecord, number_record
from effrules.report.texts import RulesRecord, rules_record
from effrules.seek.goals import Goal, Graded, Placed, Score
from effrules.seek.movable import Limit, Movable
from effrules.seek.seeking import Sought, Way
from effrules.seek.trying import Outcome

Tally = Annotated[int, AtLeast(0)]


class GoalRecord(TypedDict):
    """What is sought, of the score of a node: one of the three."""

    node: str
    score: str | None
    place: int | None
    grade: str | None


class OutcomeRecord(TypedDict):
    """What the body has."""

    score: NumberRecord | None
    place: int | None
    grade: str | None


class FigureRecord(TypedDict):
    """A figure that may move, in its field's own unit."""

    number: Tally
    table: str
    field: str
    row: Annotated[str, "Whose row it is; empty for the body itself."]
    value: str
    step: str
    lowest: str
    highest: str
    why_not_lower: Annotated[str, OneOf(Limit)]
    why_not_higher: Annotated[str, OneOf(Limit)]
    price: Annotated[str, "What a unit costs."]


class ChangeRecord(TypedDict):
    """A figure that would have to be another one."""

    figure: Annotated[Tally, "The number of the figure."]
    to: str
    steps: int
    cost: str
    limit: Annotated[str | None, "Why it is not moved further, where it is moved as far as it goes."]


class WayRecord(TypedDict):
    """A way, and what comes out."""

    changes: list[ChangeRecord]
    outcome: OutcomeRecord
    cost: str
    shown: Annotated[
        str | None,
        "What shows that nothing less will do: proven, tried (each step), found, tight (of several figures).",
    ]
    moves_others: Annotated[bool, "Scores of other bodies move, too."]


class GoalSeekDocument(TypedDict):
    """Ways for a body to a score, a place or a grade (`effrules goal-seek`), the cheapest first."""

    format: Literal["effrules.goal-seek/1"]
    kind: Annotated[Literal["what if"], "It is no result."]
    rules: RulesRecord
    subject: str
    goal: GoalRecord
    stated: Annotated[OutcomeRecord, "As things stand."]
    is_reached: Annotated[bool, "As things stand."]
    costs: Annotated[
        Literal["stated", "shares"],
        "Whether costs are stated; else it costs 1 to move a figure across its field, or by as much as it is.",
    ]
    most_figures: Annotated[Tally, "So many figures a way was to change at most."]
    figures: list[FigureRecord]
    ways: list[WayRecord]
    best: Annotated[WayRecord | None, "Where there is no way, the best that was found."]
    is_best: Annotated[bool, "No figures within their limits give more than that."]
    tries: Tally


def document(found: Sought, what_if: list[str], *, is_priced: bool) -> GoalSeekDocument:
    """What was found as plain lists and dictionaries."""
    return {
        "format": "effrules.goal-seek/1",
        "kind": "what if",
        "rules": rules_record(found.program, what_if),
        "subject": found.subject.key,
        "goal": _goal(found.goal),
        "stated": _outcome(found.base, found),
        "is_reached": found.is_reached,
        "costs": "stated" if is_priced else "shares",
        "most_figures": found.settings.figures,
        "figures": [_figure(at, one, found) for at, one in enumerate(found.figures)],
        "ways": [_way(one, found) for one in found.ways],
        "best": None if found.best is None else _way(found.best, found),
        "is_best": found.is_best,
        "tries": found.tries,
    }  # fmt: skip


def json_text(found: Sought, what_if: list[str], *, is_priced: bool) -> str:
    """The same as text."""
    return laid_out(document(found, what_if, is_priced=is_priced)) + "\n"


def _goal(goal: Goal) -> GoalRecord:
    match goal:
        case Score(node, points):
            return {"node": node, "score": exact_text(points), "place": None, "grade": None}
        case Placed(node, _, place):
            return {"node": node, "score": None, "place": place, "grade": None}
        case Graded(node, _, name):
            return {"node": node, "score": None, "place": None, "grade": name}
        case _:
            assert_never(goal)


def _outcome(one: Outcome, found: Sought) -> OutcomeRecord:
    rounding = found.program.nodes[found.goal.node].rounding
    return {"score": number_record(one.score, rounding), "place": one.place, "grade": one.grade}


def _figure(at: int, one: Movable, found: Sought) -> FigureRecord:
    return {
        "number": at,
        "table": one.row.table,
        "field": one.field.name,
        "row": "" if one.row is found.subject else one.row.label,
        "value": exact_text(one.value),
        "step": exact_text(one.step),
        "lowest": exact_text(one.low),
        "highest": exact_text(one.high),
        "why_not_lower": one.limits[0].value,
        "why_not_higher": one.limits[1].value,
        "price": exact_text(one.price),
    }


def _way(way: Way, found: Sought) -> WayRecord:
    return {
        "changes": [
            {
                "figure": found.figures.index(one.figure), "to": exact_text(one.value), "steps": one.steps,
                "cost": exact_text(one.figure.cost(one.steps)), "limit": None if one.limit is None else one.limit.value,
            }
            for one in way.changes
        ],
        "outcome": _outcome(way.outcome, found),
        "cost": exact_text(way.cost),
        "shown": None if way.shown is None else way.shown.value,
        "moves_others": way.moves_others,
    }  # fmt: skip
