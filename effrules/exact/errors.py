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
from effrules.diagnostics import Finding, Note, Place, Related
from effrules.diagnostics.lookalikes import hint
from effrules.diagnostics.making import error as _error
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.aggregates import AggregateKind
from effrules.model.basis import Assumption
from effrules.model.calendars import Calendar
from effrules.model.figures import figure
from effrules.model.numbers import decimal_text
from effrules.model.real import DomainError, Num, TooLong, Undecided
from effrules.model.types import Value
from effrules.model.walk import walk
from effrules.words import Number, Text, both, given, phrase, several

_MOST_CELLS = 6


class Failure(Exception):
    """Carries a finding from where it arises to the node that is being worked out.

    ``settled``: the finding says already for whom it is, or it is nobody's in particular.
    """

    def __init__(self, finding: Finding, settled: bool = False) -> None:
        super().__init__(str(finding.message))
        self.finding = finding
        self.settled = settled


class OutOfSteps(Failure):
    """A node took more steps than it may. Nobody else's value fails for it: it is not remembered."""


def shown(value: object) -> Text:
    """A value in a message: an exact decimal where it has one of up to six places."""
    match value:
        case None:
            return phrase("missing", context="a value")
        case bool():
            return phrase("yes", context="a value") if value else phrase("no", context="a value")
        case fmpq():
            return Number(decimal_text(value, 6))
        case str():
            return f'"{value}"'
        case _ if isinstance(value, Num):
            return Number(figure(value).exact)
        case _:
            return str(value)


def called(row: Row) -> Text:
    """A row as people know it: its label, or its table and key, or its table and whose it is."""
    if row.label:
        return row.label
    if row.key:
        return f'{row.table} "{row.key}"'
    if row.owner is not None:
        return phrase("a row of `{table}` of {owner}", table=row.table, owner=called(row.owner))
    return phrase("a row of `{table}`", table=row.table)


def node_called(node: p.ScoreNode) -> Text:
    """A node of the tree of scores, by its kind and name."""
    match node.kind:
        case p.NodeKind.TOTAL:
            return phrase("the total")
        case p.NodeKind.BLOCK:
            return phrase("block `{name}`", name=node.name)
        case p.NodeKind.DIRECTION:
            return phrase("direction `{name}`", name=node.name)
        case p.NodeKind.CRITERION:
            return phrase("criterion `{name}`", name=node.name)


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
        if isinstance(inner, p.AnyField) and inner.row.slot not in inside:
            row = environment.get(inner.row.slot)
            for _ in range(inner.levels):
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
            related[
                Related(cell, phrase("`{name}` is {value}", name=name, value=shown(row.values.get(name))))
            ] = None
    notes = tuple(Note("row", called(row)) for row in rows)
    return notes, tuple(related)[:_MOST_CELLS]


def for_whom(finding: Finding, subject: Row, what: Text) -> Finding:
    """A finding with the subject and the node (or adjustment) that was being worked out."""
    return evolve(finding, notes=(*finding.notes, Note("for", called(subject)), Note("in", what)))


# -- Numbers ------------------------------------------------------------------------------------------------


def division_by_zero(divided: p.Arithmetic, environment: Environment) -> Finding:
    """A divisor that is zero for the data at hand."""
    notes, related = _at_hand(divided.right, environment)
    return _error(
        "E701", phrase("a division by zero"), divided.span, phrase("the divisor is 0 here"), *notes,
        Note("help", phrase("say what holds then: `when ... is 0 then ... otherwise ...`, or make it not applicable")),
        related=related,
    )  # fmt: skip


def no_weight_at_all(average: p.Expression, environment: Environment) -> Finding:
    """A weighted average whose weights add up to zero."""
    notes, related = _at_hand(average, environment)
    return _error(
        "E701",
        phrase("a weighted average over weights that add up to 0"),
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
            "E724", phrase("this number has too many digits to be worked with"), _span(expression), why.told, *notes, _shorter(why),
            related=related,
        )  # fmt: skip
    return _error(
        "E702",
        phrase("this has no value: {why}", why=why.told),
        _span(expression),
        "",
        *notes,
        related=related,
    )


def _shorter(why: TooLong) -> Note:
    if why.fraction:
        return Note(
            "help",
            phrase(
                "round on the way (`... rounded to 20 decimals, half up`); a power with a great exponent can be written as `exp(n * ln(x))`, which keeps no fraction"
            ),
        )
    return Note("help", phrase("look at the exponent, or work with the logarithm of the number"))


def undecided(expression: p.Expression, environment: Environment, why: Undecided) -> Finding:
    """A decision about irrational numbers that neither the digits tried nor a proof settles."""
    notes, related = _at_hand(expression, environment)
    return _error(
        "E703",
        phrase("this cannot be decided"),
        _span(expression),
        _open(why),
        *notes,
        _way_out(why),
        related=related,
    )


def _open(why: Undecided) -> Text:
    """What is known, and what is not."""
    digits = Number(f"{why.digits:,}")
    if why.limit is not None:
        return phrase(
            "it agrees with {limit} to {digits} digits; that it is that number could neither be shown nor ruled out",
            limit=shown(why.limit), digits=digits,
        )  # fmt: skip
    return phrase(
        "two numbers agree to {digits} digits; neither that they are equal nor which is greater could be shown",
        digits=digits,
    )


def _untold(one: Row, other: Row, digits: int) -> Text:
    return phrase(
        "{rows} agree to {digits} digits; neither a tie nor an order could be shown",
        rows=both([called(one), called(other)]), digits=Number(f"{digits:,}"),
    )  # fmt: skip


def _way_out(why: Undecided) -> Note:
    if why.limit is not None:
        return Note(
            "help",
            phrase(
                "if it should be exactly {limit}, write the formula so that roots, powers and logarithms do not have to cancel; or round it, to another number of digits than now",
                limit=shown(why.limit),
            ),
        )
    return Note(
        "help",
        phrase(
            "round both before they are compared, or write them so that roots, powers and logarithms do not have to cancel"
        ),
    )


_STANDINGS = {
    p.StandingKind.POSITION: phrase("position", context="among others"),
    p.StandingKind.PERCENTILE: phrase("percentile", context="among others"),
    p.StandingKind.Z_SCORE: phrase("z-score", context="among others"),
    p.StandingKind.MIN_MAX: phrase("min-max", context="among others"),
}


def standing_undecided(standing: p.Standing, one: Row, other: Row, why: Undecided) -> Finding:
    """Two rows whose values can neither be told apart nor shown to be equal."""
    return _error(
        "E703", phrase("the {standing} cannot be decided", standing=_STANDINGS[standing.kind]), standing.span,
        _untold(one, other, why.digits), Note("help", phrase("round what is compared (`... rounded to 20 decimals, half up`)")),
    )  # fmt: skip


def no_such_day(expression: p.Arithmetic, why: Text) -> Finding:
    """A calculation with dates that gives no day."""
    return _error("E704", phrase("this gives no date: {why}", why=why), expression.span)


# -- Data ---------------------------------------------------------------------------------------------------


def missing(field: p.AnyField, environment: Environment) -> Finding:
    """A missing value that is used as if it were there; one of a form that a body has not filled in."""
    form, _, own = field.field.rpartition(".")
    row = _row_of(field, environment)
    if form and row.places.get(field.field) is None:
        return _error(
            "E726", phrase("`{form}` has no row of {owner}", form=form, owner=called(row)), _span(field), phrase("`{own}` is needed here", own=own),
            Note("help", phrase("hand in the form; if some may have none, the rules say `form {form} of ..., may be missing`", form=form)),
        )  # fmt: skip
    return missing_in(environment[field.row.slot], field.field, field, environment)


def _row_of(field: p.AnyField, environment: Environment) -> Row:
    row = environment[field.row.slot]
    for _ in range(field.levels):
        row = row.owner
    assert isinstance(row, Row)
    return row


def missing_in(row: Row, name: str, expression: p.Expression, environment: Environment) -> Finding:
    """A missing value of a row."""
    notes, related = _at_hand(expression, environment)
    return _error(
        "E705", phrase("`{name}` is missing, and nothing says what then", name=name), _span(expression), phrase("missing here"), *(notes or (Note("row", called(row)),)),
        Note("help", phrase("leave such rows out (`where {name} is known`), or state a value (`{name} if missing then ...`)", name=name)), related=related,
    )  # fmt: skip


def same_missing(row: Row, name: str, rows: p.Rows) -> Finding:
    """``with the same FIELD`` where the field is missing."""
    cell = row.places.get(name)
    related = () if cell is None else (Related(cell, phrase("missing here")),)
    return _error(
        "E705",
        phrase("`{name}` is missing, so there are no rows with the same", name=name),
        rows.span,
        "",
        Note("row", called(row)),
        related=related,
    )


_AGGREGATES = {
    AggregateKind.SUM: phrase("sum", context="of rows"),
    AggregateKind.AVERAGE: phrase("average", context="of rows"),
    AggregateKind.WEIGHTED_AVERAGE: phrase("weighted average", context="of rows"),
    AggregateKind.GEOMETRIC_MEAN: phrase("geometric mean", context="of rows"),
    AggregateKind.LARGEST: phrase("largest", context="of rows"),
    AggregateKind.SMALLEST: phrase("smallest", context="of rows"),
    AggregateKind.MEDIAN: phrase("median", context="of rows"),
    AggregateKind.STANDARD_DEVIATION: phrase("standard deviation", context="of rows"),
}


def no_rows(expression: p.Expression, kind: AggregateKind | None, table: str) -> Finding:
    """An aggregate over no rows that is not defined then; a share where there is no ``kind``."""
    what = phrase("share", context="of rows") if kind is None else _AGGREGATES[kind]
    return _error(
        "E706", phrase("the {what} of no rows of `{table}` is not defined, and nothing says what then", what=what, table=table), _span(expression), "",
        Note("help", phrase("add `if none then ...`, or make the criterion `not applicable when no ...`")),
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
        phrase("the figures `{figures}` have no {key}", figures=lookup.figures, key=shown(key)),
        lookup.span,
        "",
        *notes,
        *help_notes,
        related=related,
    )


def not_among(standing: p.Standing, row: Row) -> Finding:
    """A standing asked for a row that is not one of those it is compared with."""
    return _error(
        "E708", phrase("the {standing} of a row that is not among those compared", standing=_STANDINGS[standing.kind]), standing.span, "", Note("row", called(row)),
        Note("help", phrase("ask for it only where the row satisfies the `where` of the rows compared")),
    )  # fmt: skip


def all_equal(standing: p.Standing) -> Finding:
    """A z-score or min-max among equal values."""
    return _error(
        "E709", phrase("the {standing} is not defined where all values are equal", standing=_STANDINGS[standing.kind]), standing.span, "",
        Note("help", phrase("add `if all equal then ...`")),
    )  # fmt: skip


def outside_of_calendar(
    node: p.WorkingDays, day: date, calendar: Calendar, environment: Environment
) -> Finding:
    """A date that a calendar is not for."""
    notes, related = _at_hand(node, environment)
    return _error(
        "E725", phrase("{day} lies outside of the calendar `{calendar}`, which is from {first} to {last}", day=day, calendar=node.calendar, first=calendar.first, last=calendar.last),
        node.span, "", *notes,
        Note("help", phrase("look at the date; or amend the calendar, so that it reaches as far")), related=related,
    )  # fmt: skip


# -- Bands and points ---------------------------------------------------------------------------------------


def no_band(banded: p.Banded, value: object, environment: Environment) -> Finding:
    """A value in no band."""
    notes, related = _at_hand(banded.operand, environment)
    return _error(
        "E710",
        phrase("no band is for {value}", value=shown(value)),
        banded.span,
        "",
        *notes,
        Note("help", phrase("add `otherwise`")),
        related=related,
    )


def points_not_monotone(
    interpolate: p.Interpolate, ends: Iterable[object], environment: Environment
) -> Finding:
    """Points of an interpolation that go to and fro for the data at hand."""
    related = tuple(dict.fromkeys(r for at, _ in interpolate.points for r in _at_hand(at, environment)[1]))
    notes = tuple(dict.fromkeys(n for at, _ in interpolate.points for n in _at_hand(at, environment)[0]))
    return _error(
        "E711", phrase("the points of an interpolation must run strictly up or strictly down"), interpolate.span,
        phrase("here they are {points}", points=several(shown(end) for end in ends)), *notes, related=related[:_MOST_CELLS],
    )  # fmt: skip


def beyond_points(
    interpolate: p.Interpolate, value: object, before: bool, environment: Environment
) -> Finding:
    """A value beyond the points of an interpolation, where nothing is stated."""
    notes, related = _at_hand(interpolate.operand, environment)
    told = (
        phrase("{value} lies before the first point, and nothing says what holds there", value=shown(value))
        if before
        else phrase(
            "{value} lies after the last point, and nothing says what holds there", value=shown(value)
        )
    )
    return _error("E712", told, interpolate.span, "", *notes, related=related)


# -- The tree of scores -------------------------------------------------------------------------------------


def not_applicable(score: p.ScoreOf, subject: Row, assessed: Row) -> Finding:
    """A score that does not exist is used as if it did."""
    whose = () if subject is assessed else (Note("row", called(subject)),)
    return _error(
        "E713", phrase("`{node}` is not applicable, and nothing says what then", node=score.node), score.span, "", *whose,
        Note("help", phrase("say `when {node} is applicable then ... otherwise ...`, or `where {node} is applicable`", node=score.node)),
    )  # fmt: skip


def no_parts(parts: p.PartsAggregate) -> Finding:
    """An aggregate of parts of which none is applicable."""
    return _error(
        "E713",
        phrase("no part of `{node}` is applicable, and nothing says what then", node=parts.node),
        parts.span,
    )


def out_of_range(node: p.ScoreNode, value: Num, by: p.Expression | None) -> Finding:
    """A criterion's score that leaves its scale; ``by``: the formula or the clause around it that made it so."""
    return _error(
        "E714", phrase("`{node}` comes out as {value} points, outside its range {minimum} to {maximum}", node=node.name, value=shown(value), minimum=shown(node.minimum), maximum=shown(node.maximum)),
        node.span if by is None else _span(by), "",
        Note("help", phrase("cap it where the rules do: `but at most ...`, `but at least ...`")),
    )  # fmt: skip


def no_weights(clauses: tuple[p.WeightsClause, ...]) -> Finding:
    """A subject that no weights clause is for."""
    return _error(
        "E715", phrase("no weights clause is for this subject"), clauses[-1].span if clauses else None
    )


def several_weights(clauses: tuple[p.WeightsClause, ...]) -> Finding:
    """A subject that more than one weights clause is for."""
    others = tuple(Related(clause.span, phrase("and this one")) for clause in clauses[1:])
    return _error(
        "E715",
        phrase("more than one weights clause is for this subject"),
        clauses[0].span,
        "",
        related=others,
    )


def node_without_weights(node: p.ScoreNode, clause: p.WeightsClause) -> Finding:
    """A weighted node that the weights clause does not have."""
    return _error(
        "E716",
        phrase("the weights do not give the parts of `{node}`", node=node.name),
        clause.span,
        "",
        related=(Related(node.span, phrase("weighted here")),),
    )


def redistribution_not_stated(node: str, part: str, clause: p.WeightsClause) -> Finding:
    """A part is not applicable, and the rules do not say what becomes of its weight."""
    return _error(
        "E717", phrase("`{part}` is not applicable, and nothing says what becomes of its weight in `{node}`", part=part, node=node), clause.span, "",
        Note("help", phrase("say `when not applicable: share out in proportion` (or `share out equally`, `count as zero`, `count as full`)")),
    )  # fmt: skip


def nothing_to_share_by(node: str, clause: p.WeightsClause) -> Finding:
    """Only parts of weight 0 are left, so the weight of the others cannot be shared out in proportion."""
    return _error(
        "E718",
        phrase(
            "only parts of weight 0% are left of `{node}`: nothing can be shared out in proportion", node=node
        ),
        clause.span,
    )


def negative_adjustment(adjustment: p.Adjustment, amount: Num) -> Finding:
    """A penalty or bonus of less than nothing."""
    name, amount_ = adjustment.name, shown(amount)
    return _error(
        "E719",
        phrase("the penalty `{name}` comes out as {amount} points, below 0", name=name, amount=amount_)
        if adjustment.kind is p.AdjustmentKind.PENALTY
        else phrase("the bonus `{name}` comes out as {amount} points, below 0", name=name, amount=amount_),
        _span(adjustment.amount),
    )


def no_grade(rating: p.Rating, value: Num) -> Finding:
    """A score that no grade is for."""
    return _error(
        "E720",
        phrase("no grade is for a `{node}` of {value} points", node=rating.node, value=shown(value)),
        rating.span,
    )


def rounding_undefined(node: p.ScoreNode, why: DomainError) -> Finding:
    """A score that cannot be rounded or adjusted, or that has too many digits."""
    if isinstance(why, TooLong):
        return _error(
            "E724",
            phrase("the score of `{node}` has too many digits to be worked with", node=node.name),
            node.span,
            why.told,
            _shorter(why),
        )
    return _error(
        "E702", phrase("the score of `{node}` has no value: {why}", node=node.name, why=why.told), node.span
    )


def rounding_undecided(node: p.ScoreNode, why: Undecided) -> Finding:
    """A rounding, range or limit of an irrational score that no number of digits tried decides."""
    return _error(
        "E703",
        phrase("the score of `{node}` cannot be decided", node=node.name),
        node.span,
        _open(why),
        _way_out(why),
    )


def places_undecided(
    ranking: p.Ranking, group: tuple[object, ...], ones: Iterable[Row], digits: int
) -> Finding:
    """Two irrational scores that cannot be told apart or known equal."""
    whom = (Note("for", several(shown(value) for value in group)),) if group else ()
    first, second = ones
    return _error(
        "E703",
        phrase("the places of `{ranking}` cannot be decided", ranking=ranking.name),
        ranking.span,
        _untold(first, second, digits),
        *whom,
        Note("help", phrase("rank by rounded scores, or round the node that is compared")),
    )


# -- The run ------------------------------------------------------------------------------------------------


def too_deep(node: p.ScoreNode) -> Finding:
    """Formulas nested too deeply to be followed."""
    return _error(
        "E721",
        phrase("the formulas of `{node}` are nested too deeply", node=node.name),
        node.span,
        "",
        Note("help", phrase("split the formula, or shorten the chain of definitions")),
    )


def too_many_steps(most: int) -> Finding:
    """A value that takes more steps than anything of that size should."""
    return _error(
        "E361",
        phrase("this takes more than {most} steps", most=Number(f"{most:,}")),
        None,
        "",
        Note(
            "help",
            phrase(
                "look for definitions that use others twice with different arguments, and for comparisons inside comparisons"
            ),
        ),
    )


def no_such_subject(key: str, table: str, known: Iterable[str]) -> Finding:
    """A subject that was asked for is not in the data."""
    meant = hint(key, known)
    help_notes = (Note("help", meant),) if meant else ()
    return _error(
        "E722",
        phrase("there is no {table} {key} in the data", table=table, key=shown(key)),
        None,
        "",
        *help_notes,
    )


def rests_on_assumption(assumption: Assumption) -> Finding:
    """Under ``strict``: the rules rest on something that the sources do not give."""
    reason = given(dict(assumption.reason.texts))
    told = (
        phrase("the rules rest on an assumption about `{subject}`", subject=assumption.subject)
        if assumption.subject
        else phrase("the rules rest on an assumption")
    )
    return _error("E723", told, assumption.span, reason if str(reason) else "")
