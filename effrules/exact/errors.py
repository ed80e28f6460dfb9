"""The findings of a run, one small function each; their sentences live nowhere else. Codes: E7xx.

A finding is raised as a :class:`Failure` where it arises; the node that was being worked out takes it and adds
for whom it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import evolve
from flint import fmpq

from effrules.data.dataset import Row
from effrules.diagnostics import Finding, Note, Place, Related, Severity
from effrules.diagnostics.lookalikes import hint
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.basis import Assumption
from effrules.model.calendars import Calendar
from effrules.model.figures import figure
from effrules.model.numbers import decimal_text
from effrules.model.real import DomainError, Num, TooLong, Undecided
from effrules.model.types import Value
from effrules.model.walk import walk

_MOST_CELLS = 6


class Failure(Exception):
    """Carries a finding from where it arises to the node that is being worked out.

    ``settled``: the finding says already for whom it is, or it is nobody's in particular.
    """

    def __init__(self, finding: Finding, settled: bool = False) -> None:
        super().__init__(finding.message)
        self.finding = finding
        self.settled = settled


class OutOfSteps(Failure):
    """A node took more steps than it may. Nobody else's value fails for it: it is not remembered."""


def shown(value: object) -> str:
    """A value in a message: an exact decimal where it has one of up to six places."""
    match value:
        case None:
            return "missing"
        case bool():
            return "yes" if value else "no"
        case fmpq():
            return decimal_text(value, 6)
        case str():
            return f'"{value}"'
        case _ if isinstance(value, Num):
            return figure(value).exact
        case _:
            return str(value)


def called(row: Row) -> str:
    """A row as people know it: its label, or its table and key, or its table and whose it is."""
    if row.label:
        return row.label
    if row.key:
        return f'{row.table} "{row.key}"'
    return f"a row of `{row.table}`" + (f" of {called(row.owner)}" if row.owner is not None else "")


def _error(
    code: str, message: str, place: Place, label: str = "", *notes: Note, related: tuple[Related, ...] = ()
) -> Finding:
    return Finding(code, Severity.ERROR, message, place, label, notes, related)


def _span(expression: p.Expression) -> Place:
    for inner in walk(expression):
        span = getattr(inner, "span", None)
        if span is not None:
            return span  # type: ignore[no-any-return]
    return None


def _fields(expression: p.Expression, environment: Environment) -> Iterable[tuple[Row, str]]:
    """The fields that an expression reads of rows at hand, without those inside its own loops."""
    inside = {
        inner.rows.variable.slot
        for inner in walk(expression)
        if hasattr(inner, "rows") and isinstance(inner.rows, p.Rows)
    }
    for inner in walk(expression):
        if isinstance(inner, p.FieldOf | p.OwnerFieldOf) and inner.row.slot not in inside:
            row = environment.get(inner.row.slot)
            for _ in range(inner.levels if isinstance(inner, p.OwnerFieldOf) else 0):
                row = row.owner if row is not None else None
            if isinstance(row, Row):
                yield row, inner.field


def _at_hand(
    expression: p.Expression, environment: Environment
) -> tuple[tuple[Note, ...], tuple[Related, ...]]:
    """The rows and cells that an expression was evaluated on."""
    rows: dict[Row, None] = {}
    related: dict[Related, None] = {}
    for row, name in _fields(expression, environment):
        if row.owner is not None:
            rows[row] = None
        cell = row.places.get(name)
        if cell is not None:
            related[Related(cell, f"`{name}` is {shown(row.values.get(name))}")] = None
    notes = tuple(Note("row", called(row)) for row in rows)
    return notes, tuple(related)[:_MOST_CELLS]


def for_whom(finding: Finding, subject: Row, what: str) -> Finding:
    """A finding with the subject and the node (or adjustment) that was being worked out."""
    return evolve(finding, notes=(*finding.notes, Note("for", called(subject)), Note("in", what)))


# -- Numbers ------------------------------------------------------------------------------------------------


def division_by_zero(divided: p.Arithmetic, environment: Environment) -> Finding:
    """A divisor that is zero for the data at hand."""
    notes, related = _at_hand(divided.right, environment)
    return _error(
        "E701", "a division by zero", divided.span, "the divisor is 0 here", *notes,
        Note("help", "say what holds then: `when ... is 0 then ... otherwise ...`, or make it not applicable"),
        related=related,
    )  # fmt: skip


def no_weight_at_all(average: p.Expression, environment: Environment) -> Finding:
    """A weighted average whose weights add up to zero."""
    notes, related = _at_hand(average, environment)
    return _error(
        "E701",
        "a weighted average over weights that add up to 0",
        _span(average),
        "",
        *notes,
        related=related,
    )


def undefined(expression: p.Expression, environment: Environment, why: DomainError) -> Finding:
    """A function or operation that has no value there, or one of too many digits."""
    notes, related = _at_hand(expression, environment)
    if isinstance(why, TooLong):
        return _error(
            "E724", "this number has too many digits to be worked with", _span(expression), str(why), *notes, _shorter(why),
            related=related,
        )  # fmt: skip
    return _error("E702", f"this has no value: {why}", _span(expression), "", *notes, related=related)


def _shorter(why: TooLong) -> Note:
    if why.fraction:
        return Note(
            "help",
            "round on the way (`... rounded to 20 decimals, half up`); a power with a great exponent can be written as "
            "`exp(n * ln(x))`, which keeps no fraction",
        )
    return Note("help", "look at the exponent, or work with the logarithm of the number")


def undecided(expression: p.Expression, environment: Environment, why: Undecided) -> Finding:
    """A decision about irrational numbers that neither the digits tried nor a proof settles."""
    notes, related = _at_hand(expression, environment)
    return _error(
        "E703",
        "this cannot be decided",
        _span(expression),
        _open(why),
        *notes,
        _way_out(why),
        related=related,
    )


def _open(why: Undecided) -> str:
    """What is known, and what is not."""
    if why.limit is not None:
        return (
            f"it agrees with {shown(why.limit)} to {why.digits:,} digits; "
            "that it is that number could neither be shown nor ruled out"
        )
    return (
        f"two numbers agree to {why.digits:,} digits; "
        "neither that they are equal nor which is greater could be shown"
    )


def _way_out(why: Undecided) -> Note:
    if why.limit is not None:
        return Note(
            "help",
            f"if it should be exactly {shown(why.limit)}, write the formula so that roots, powers and logarithms do not "
            "have to cancel; or round it, to another number of digits than now",
        )
    return Note(
        "help",
        "round both before they are compared, or write them so that roots, powers and logarithms do not have to cancel",
    )


def standing_undecided(standing: p.Standing, one: Row, other: Row, why: Undecided) -> Finding:
    """Two rows whose values can neither be told apart nor shown to be equal."""
    return _error(
        "E703", f"the {standing.kind.value} cannot be decided", standing.span,
        f"{called(one)} and {called(other)} agree to {why.digits:,} digits; neither a tie nor an order could be shown",
        Note("help", "round what is compared (`... rounded to 20 decimals, half up`)"),
    )  # fmt: skip


def no_such_day(expression: p.Arithmetic, why: str) -> Finding:
    """A calculation with dates that gives no day."""
    return _error("E704", f"this gives no date: {why}", expression.span)


# -- Data ---------------------------------------------------------------------------------------------------


def missing(field: p.FieldOf | p.OwnerFieldOf, environment: Environment) -> Finding:
    """A missing value that is used as if it were there; one of a form that a body has not filled in."""
    form, _, own = field.field.rpartition(".")
    row = _row_of(field, environment)
    if form and row.places.get(field.field) is None:
        return _error(
            "E726", f"`{form}` has no row of {called(row)}", _span(field), f"`{own}` is needed here",
            Note("help", f"hand in the form; if some may have none, the rules say `form {form} of ..., may be missing`"),
        )  # fmt: skip
    return missing_in(environment[field.row.slot], field.field, field, environment)


def _row_of(field: p.FieldOf | p.OwnerFieldOf, environment: Environment) -> Row:
    row = environment[field.row.slot]
    for _ in range(field.levels if isinstance(field, p.OwnerFieldOf) else 0):
        row = row.owner
    assert isinstance(row, Row)
    return row


def missing_in(row: Row, name: str, expression: p.Expression, environment: Environment) -> Finding:
    """A missing value of a row."""
    notes, related = _at_hand(expression, environment)
    return _error(
        "E705", f"`{name}` is missing, and nothing says what then", _span(expression), "missing here", *(notes or (Note("row", called(row)),)),
        Note("help", f"leave such rows out (`where {name} is known`), or state a value (`{name} if missing then ...`)"), related=related,
    )  # fmt: skip


def same_missing(row: Row, name: str, rows: p.Rows) -> Finding:
    """``with the same FIELD`` where the field is missing."""
    cell = row.places.get(name)
    related = () if cell is None else (Related(cell, "missing here"),)
    return _error(
        "E705",
        f"`{name}` is missing, so there are no rows with the same",
        rows.span,
        "",
        Note("row", called(row)),
        related=related,
    )


def no_rows(expression: p.Expression, what: str, table: str) -> Finding:
    """An aggregate over no rows that is not defined then."""
    return _error(
        "E706", f"the {what} of no rows of `{table}` is not defined, and nothing says what then", _span(expression), "",
        Note("help", "add `if none then ...`, or make the criterion `not applicable when no ...`"),
    )  # fmt: skip


def no_such_key(
    lookup: p.FigureOf, key: Value | Num, known: Iterable[Value], environment: Environment
) -> Finding:
    """A key that a table of figures does not have."""
    notes, related = _at_hand(lookup.key, environment)
    meant = hint(key, [k for k in known if isinstance(k, str)]) if isinstance(key, str) else ""
    help_notes = (Note("help", meant),) if meant else ()
    return _error(
        "E707",
        f"the figures `{lookup.figures}` have no {shown(key)}",
        lookup.span,
        "",
        *notes,
        *help_notes,
        related=related,
    )


def not_among(standing: p.Standing, row: Row) -> Finding:
    """A standing asked for a row that is not one of those it is compared with."""
    return _error(
        "E708", f"the {standing.kind.value} of a row that is not among those compared", standing.span, "", Note("row", called(row)),
        Note("help", "ask for it only where the row satisfies the `where` of the rows compared"),
    )  # fmt: skip


def all_equal(standing: p.Standing) -> Finding:
    """A z-score or min-max among equal values."""
    return _error(
        "E709", f"the {standing.kind.value} is not defined where all values are equal", standing.span, "",
        Note("help", "add `if all equal then ...`"),
    )  # fmt: skip


def outside_of_calendar(
    node: p.WorkingDays, day: date, calendar: Calendar, environment: Environment
) -> Finding:
    """A date that a calendar is not for."""
    notes, related = _at_hand(node, environment)
    return _error(
        "E725", f"{day} lies outside of the calendar `{node.calendar}`, which is from {calendar.first} to {calendar.last}",
        node.span, "", *notes,
        Note("help", "look at the date; or amend the calendar, so that it reaches as far"), related=related,
    )  # fmt: skip


# -- Bands and points ---------------------------------------------------------------------------------------


def no_band(banded: p.Banded, value: object, environment: Environment) -> Finding:
    """A value in no band."""
    notes, related = _at_hand(banded.operand, environment)
    return _error(
        "E710",
        f"no band is for {shown(value)}",
        banded.span,
        "",
        *notes,
        Note("help", "add `otherwise`"),
        related=related,
    )


def points_not_monotone(
    interpolate: p.Interpolate, ends: Iterable[object], environment: Environment
) -> Finding:
    """Points of an interpolation that go to and fro for the data at hand."""
    related = tuple(dict.fromkeys(r for at, _ in interpolate.points for r in _at_hand(at, environment)[1]))
    notes = tuple(dict.fromkeys(n for at, _ in interpolate.points for n in _at_hand(at, environment)[0]))
    return _error(
        "E711", "the points of an interpolation must run strictly up or strictly down", interpolate.span,
        "here they are " + ", ".join(shown(end) for end in ends), *notes, related=related[:_MOST_CELLS],
    )  # fmt: skip


def beyond_points(
    interpolate: p.Interpolate, value: object, before: bool, environment: Environment
) -> Finding:
    """A value beyond the points of an interpolation, where nothing is stated."""
    notes, related = _at_hand(interpolate.operand, environment)
    side = "before the first" if before else "after the last"
    return _error(
        "E712",
        f"{shown(value)} lies {side} point, and nothing says what holds there",
        interpolate.span,
        "",
        *notes,
        related=related,
    )


# -- The tree of scores -------------------------------------------------------------------------------------


def not_applicable(score: p.ScoreOf, subject: Row, assessed: Row) -> Finding:
    """A score that does not exist is used as if it did."""
    whose = () if subject is assessed else (Note("row", called(subject)),)
    return _error(
        "E713", f"`{score.node}` is not applicable, and nothing says what then", score.span, "", *whose,
        Note("help", f"say `when {score.node} is applicable then ... otherwise ...`, or `where {score.node} is applicable`"),
    )  # fmt: skip


def no_parts(parts: p.PartsAggregate) -> Finding:
    """An aggregate of parts of which none is applicable."""
    return _error("E713", f"no part of `{parts.node}` is applicable, and nothing says what then", parts.span)


def out_of_range(node: p.ScoreNode, value: Num, by: p.Expression | None) -> Finding:
    """A criterion's score that leaves its scale; ``by``: the formula or the clause around it that made it so."""
    return _error(
        "E714", f"`{node.name}` comes out as {shown(value)} points, outside its range {shown(node.minimum)} to {shown(node.maximum)}",
        node.span if by is None else _span(by), "",
        Note("help", "cap it where the rules do: `but at most ...`, `but at least ...`"),
    )  # fmt: skip


def no_weights(clauses: tuple[p.WeightsClause, ...]) -> Finding:
    """A subject that no weights clause is for."""
    return _error("E715", "no weights clause is for this subject", clauses[-1].span if clauses else None)


def several_weights(clauses: tuple[p.WeightsClause, ...]) -> Finding:
    """A subject that more than one weights clause is for."""
    others = tuple(Related(clause.span, "and this one") for clause in clauses[1:])
    return _error(
        "E715", "more than one weights clause is for this subject", clauses[0].span, "", related=others
    )


def node_without_weights(node: p.ScoreNode, clause: p.WeightsClause) -> Finding:
    """A weighted node that the weights clause does not have."""
    return _error(
        "E716",
        f"the weights do not give the parts of `{node.name}`",
        clause.span,
        "",
        related=(Related(node.span, "weighted here"),),
    )


def redistribution_not_stated(node: str, part: str, clause: p.WeightsClause) -> Finding:
    """A part is not applicable, and the rules do not say what becomes of its weight."""
    return _error(
        "E717", f"`{part}` is not applicable, and nothing says what becomes of its weight in `{node}`", clause.span, "",
        Note("help", "say `when not applicable: share out in proportion` (or `share out equally`, `count as zero`, `count as full`)"),
    )  # fmt: skip


def nothing_to_share_by(node: str, clause: p.WeightsClause) -> Finding:
    """Only parts of weight 0 are left, so the weight of the others cannot be shared out in proportion."""
    return _error(
        "E718",
        f"only parts of weight 0% are left of `{node}`: nothing can be shared out in proportion",
        clause.span,
    )


def negative_adjustment(adjustment: p.Adjustment, amount: Num) -> Finding:
    """A penalty or bonus of less than nothing."""
    return _error(
        "E719",
        f"the {adjustment.kind.value} `{adjustment.name}` comes out as {shown(amount)} points, below 0",
        _span(adjustment.amount),
    )


def no_grade(rating: p.Rating, value: Num) -> Finding:
    """A score that no grade is for."""
    return _error("E720", f"no grade is for a `{rating.node}` of {shown(value)} points", rating.span)


def rounding_undefined(node: p.ScoreNode, why: DomainError) -> Finding:
    """A score that cannot be rounded or adjusted, or that has too many digits."""
    if isinstance(why, TooLong):
        return _error(
            "E724",
            f"the score of `{node.name}` has too many digits to be worked with",
            node.span,
            str(why),
            _shorter(why),
        )
    return _error("E702", f"the score of `{node.name}` has no value: {why}", node.span)


def rounding_undecided(node: p.ScoreNode, why: Undecided) -> Finding:
    """A rounding, range or limit of an irrational score that no number of digits tried decides."""
    return _error(
        "E703", f"the score of `{node.name}` cannot be decided", node.span, _open(why), _way_out(why)
    )


def places_undecided(
    ranking: p.Ranking, group: tuple[object, ...], ones: Iterable[Row], digits: int
) -> Finding:
    """Two irrational scores that cannot be told apart or known equal."""
    whom = (Note("for", ", ".join(shown(value) for value in group)),) if group else ()
    first, second = map(called, ones)
    return _error(
        "E703",
        f"the places of `{ranking.name}` cannot be decided",
        ranking.span,
        f"{first} and {second} agree to {digits:,} digits; neither a tie nor an order could be shown",
        *whom,
        Note("help", "rank by rounded scores, or round the node that is compared"),
    )


# -- The run ------------------------------------------------------------------------------------------------


def too_deep(node: p.ScoreNode) -> Finding:
    """Formulas nested too deeply to be followed."""
    return _error(
        "E721",
        f"the formulas of `{node.name}` are nested too deeply",
        node.span,
        "",
        Note("help", "split the formula, or shorten the chain of definitions"),
    )


def too_many_steps(most: int) -> Finding:
    """A value that takes more steps than anything of that size should."""
    return _error(
        "E361",
        f"this takes more than {most:,} steps",
        None,
        "",
        Note(
            "help",
            "look for definitions that use others twice with different arguments, and for comparisons inside comparisons",
        ),
    )


def no_such_subject(key: str, table: str, known: Iterable[str]) -> Finding:
    """A subject that was asked for is not in the data."""
    meant = hint(key, known)
    help_notes = (Note("help", meant),) if meant else ()
    return _error("E722", f"there is no {table} {shown(key)} in the data", None, "", *help_notes)


def rests_on_assumption(assumption: Assumption) -> Finding:
    """Under ``strict``: the rules rest on something that the sources do not give."""
    about = f" about `{assumption.subject}`" if assumption.subject else ""
    reason = assumption.reason.get("en") or ""
    return _error("E723", f"the rules rest on an assumption{about}", assumption.span, reason)
