"""Hypothesis strategies of well-formed syntax trees, built bottom-up: everything that the grammar can write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from attrs import evolve
from flint import fmpq
from hypothesis import strategies as st

from effrules.model.aggregates import AggregateKind
from effrules.model.calendars import Weekday
from effrules.model.inventory import ItemClass
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.places import Detail, DetailKind, Mark, MarkKind, Numeral, Place, Stretch
from effrules.model.printed import Side
from effrules.model.procedure import Counted as DaysCounted
from effrules.model.procedure import DayOfYear, Month, Occasion, YearOf
from effrules.model.program import Direction, Quantifier
from effrules.model.rounding import Counted, Rounding, RoundingMode
from effrules.model.schema import UNTAGGED, Titles
from effrules.model.standings import StandingKind, Ties
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.tree.kinds import REDISTRIBUTIONS

NOWHERE = Span(Source("made up", ""), 0, 0)

Draw = Callable[[st.SearchStrategy], object]

NAMES = ["alpha", "beta", "t", "plan", "value", "points", "share", "көрсеткіш", "план_1", "Δ"]
TEXTS = ["", "a", 'say "yes"', "back\\slash", "-- no comment", "Жоспар { }", "%"]
LANGUAGES = [UNTAGGED, "kk", "ru", "en"]

names = st.sampled_from(NAMES).map(lambda text: ast.Name(text, span=NOWHERE))
plain_names = st.sampled_from(NAMES[:4]).map(lambda text: ast.Name(text, span=NOWHERE))
units = st.sampled_from(["points", "days", "KZT"]).map(lambda text: ast.Name(text, span=NOWHERE))
texts = st.sampled_from(TEXTS)
aggregates = st.sampled_from([kind for kind in AggregateKind if kind is not AggregateKind.WEIGHTED_AVERAGE])
decimals = st.builds(
    lambda mantissa, places: fmpq(mantissa, 10**places), st.integers(0, 10**9), st.integers(0, 12)
)
rationals = st.builds(fmpq, st.integers(0, 400), st.integers(1, 60))
signed = st.builds(lambda value, minus: -value if minus else value, decimals, st.booleans())
dates = st.dates(date(1991, 12, 16), date(2100, 1, 1))
roundings = st.builds(Rounding, st.integers(1, 9), st.sampled_from(RoundingMode), st.booleans()) | st.builds(
    Rounding, st.integers(2, 9), st.sampled_from(RoundingMode), st.just(False), st.sampled_from(Counted)
)
any_titles = st.lists(st.tuples(st.sampled_from(LANGUAGES), texts), max_size=3, unique_by=lambda t: t[0]).map(
    lambda found: Titles(tuple(found))
)
some_titles = any_titles.map(lambda titles: titles if titles.texts else Titles(((UNTAGGED, "x"),)))
tuples = lambda inner, least=0, most=3: st.lists(inner, min_size=least, max_size=most).map(tuple)  # noqa: E731


def made(kind: type, *fields: st.SearchStrategy) -> st.SearchStrategy:
    """Nodes of a kind with such fields."""
    return st.builds(lambda *values: kind(*values, span=NOWHERE), *fields)


def maybe(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Something or nothing."""
    return st.none() | inner


# -- Expressions ------------------------------------------------------------------------------------------------

literals = st.one_of(
    made(ast.Number, decimals, maybe(units)),
    made(ast.Number, decimals.map(lambda value: value / 100), st.none(), st.just(True)),
    made(ast.DateLiteral, dates),
    made(ast.TextLiteral, texts),
    made(ast.YesNoLiteral, st.booleans()),
    made(ast.Reference, tuples(names, 1)),
    made(ast.BeforeRounding, names),
    made(ast.PartsOf, aggregates, st.booleans()),
)


def row_sources(inner: st.SearchStrategy) -> st.SearchStrategy:
    """The rows of a table."""
    same = made(ast.SameField, plain_names, maybe(plain_names))
    return made(ast.RowSource, plain_names, maybe(plain_names), tuples(same, most=2), maybe(inner))


def no_text(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Expressions that are no text: a keyword with a text and a colon behind it is taken for a name with its title."""
    stand_in = ast.DateLiteral(date(2015, 12, 31), span=NOWHERE)
    return inner.map(lambda node: stand_in if isinstance(node, ast.TextLiteral) else node)


def ranges(inner: st.SearchStrategy) -> st.SearchStrategy:
    """A stretch of values with at least one end."""
    closed = st.booleans()
    inner = no_text(inner)
    none, never = st.none(), st.just(False)
    return st.one_of(
        made(ast.RangeOf, inner, closed, inner, closed),
        made(ast.RangeOf, inner, closed, none, never),
        made(ast.RangeOf, none, never, inner, closed),
        inner.map(lambda value: ast.RangeOf(value, True, value, True, span=NOWHERE)),
    )


def larger(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Every kind of expression that holds others."""
    rows = row_sources(inner)
    case = st.tuples(inner, inner)
    point = st.one_of(
        made(ast.PointOf, no_text(inner), inner),
        made(ast.PointOf, st.sampled_from(ast.Beyond), inner),
    )
    return st.one_of(
        made(ast.Binary, st.sampled_from(ArithmeticOperator) | st.sampled_from(Comparison), inner, inner),
        made(ast.Negative, inner),
        made(ast.AllOf, tuples(inner, 2)),
        made(ast.AnyOf, tuples(inner, 2)),
        made(ast.Opposite, inner),
        made(ast.Between, inner, inner, inner),
        made(ast.IsOneOf, inner, tuples(plain_names, 1)),
        made(ast.IsState, inner, st.sampled_from(ast.State), st.booleans()),
        made(ast.Choice, tuples(case, 1, 2), inner),
        made(ast.Bounded, inner, st.booleans(), inner),
        made(ast.Rounded, inner, roundings),
        made(ast.InsteadOfMissing, inner, inner),
        made(ast.CallOf, names, tuples(inner), maybe(names)),
        made(ast.AggregateOf, aggregates, inner, st.none(), rows, st.booleans(), maybe(inner)),
        made(
            ast.AggregateOf,
            st.just(AggregateKind.WEIGHTED_AVERAGE),
            inner,
            inner,
            rows,
            st.booleans(),
            maybe(inner),
        ),
        made(ast.CountOf, rows, st.booleans()),
        made(ast.ShareOfRows, rows, st.booleans(), maybe(inner), maybe(inner)),
        made(ast.StandingOf, st.sampled_from(StandingKind), inner, rows, maybe(st.booleans()), maybe(inner)),
        made(ast.WorkingDaysOf, inner, inner, plain_names),
        made(
            ast.StandingOf,
            st.just(StandingKind.POSITION),
            inner,
            rows,
            st.booleans(),
            maybe(inner),
            st.sampled_from([Ties.DENSE, Ties.AVERAGE]),
        ),
        made(ast.Quantification, st.sampled_from(Quantifier), rows, maybe(inner)),
        made(
            ast.BandsOf,
            st.sampled_from(ast.Given),
            inner,
            tuples(made(ast.BandOf, maybe(ranges(inner)), inner), 1),
            st.booleans(),
            tuples(line_readings, most=2),
        ),
        made(ast.InterpolateOf, inner, tuples(point, 1)),
        made(ast.CheckListOf, tuples(made(ast.ItemOf, some_titles, inner, inner), 1)),
    )


numerals = st.builds(
    Numeral,
    st.tuples(st.integers(0, 99)) | st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.just(()) | st.tuples(st.integers(1, 9)),
)
stretches = st.builds(
    lambda one, other: Stretch(min(one, other), max(one, other)), numerals, numerals
) | numerals.map(lambda one: Stretch(one, one))
plain_points = st.integers(1, 30).map(lambda n: Numeral((n,)))
points = st.lists(plain_points.map(lambda one: Stretch(one, one)), max_size=3).map(tuple)
details = st.lists(
    st.builds(Detail, st.sampled_from(DetailKind), st.lists(stretches, min_size=1, max_size=2).map(tuple)),
    max_size=2,
)
item_marks = st.builds(
    lambda numbers, inside: Mark(MarkKind.ITEM, numbers, inside if numbers.is_one else ()), stretches, points
)
annex_marks = st.builds(
    lambda numbers, inside: Mark(MarkKind.ANNEX, numbers, details=tuple(inside)),
    st.none() | stretches,
    details,
)
marks = st.tuples(st.lists(item_marks, max_size=3), st.lists(annex_marks, max_size=3), st.booleans()).map(
    lambda made: tuple(evolve(mark, enacting=made[2]) for mark in (*made[0], *made[1]))
)
places = st.builds(Place, marks, any_titles)
one_list = marks.map(lambda found: tuple(mark for mark in found if mark.kind is found[0].kind)).filter(bool)
lines = made(ast.Listed, one_list, st.sampled_from(ItemClass), some_titles)
editions = made(ast.Edition, dates)
absent = made(ast.NotAtHand, some_titles)
cites = made(ast.Cite, plain_names, places)
untagged = st.none() | texts
other_places = st.builds(
    lambda found, words: Place(found, Titles() if words is None else Titles(((UNTAGGED, words),))),
    marks,
    untagged,
)
assumed = made(
    ast.Assumed,
    maybe(plain_names),
    some_titles,
    st.lists(st.sampled_from(NAMES[:4]), max_size=2, unique=True).map(tuple),
)
contradicted = made(
    ast.Contradicted, made(ast.Cite, plain_names, other_places), maybe(made(ast.ScoreValue, signed, units)), st.dictionaries(
        st.sampled_from(["kk", "ru", "en"]), texts, min_size=1
    ).map(lambda told: Titles(tuple(told.items())))
)  # fmt: skip
bases = cites | assumed | contradicted
basis = tuples(bases, most=2)
sides = st.sampled_from(Side)
abouts = st.sampled_from(ast.About)
line_readings = made(ast.ReadingOf, abouts, sides, st.none(), basis) | made(
    ast.ReadingOf, st.just(ast.About.BETWEEN), st.none(), roundings, basis
)
grade_readings = made(ast.ReadingOf, abouts, sides, st.none(), basis)

expressions = st.recursive(literals, larger, max_leaves=8)
small = st.recursive(literals, larger, max_leaves=3)

# -- Clauses -----------------------------------------------------------------------------------------------------

node_names = st.one_of(
    made(ast.NodeName, maybe(st.sampled_from(ast.Level)), plain_names),
    st.just(ast.NodeName(None, ast.Name("total", span=NOWHERE), span=NOWHERE)),
)
score_values = made(ast.ScoreValue, signed, units)


def _titles_of(*more: ast.TitleKind) -> st.SearchStrategy[ast.TitleClause]:
    kinds = st.sampled_from((ast.TitleKind.TITLE, ast.TitleKind.NOTE, *more))
    return made(ast.TitleClause, kinds, some_titles)


title_clauses = _titles_of()
assessed = made(ast.Assessed, tuples(st.tuples(plain_names, any_titles), 1), maybe(small))
scores = made(ast.Score, small)
not_applicable = made(ast.NotApplicable, small, any_titles)
placed = st.builds(lambda one, late: evolve(one, after_penalties=late), roundings, st.booleans())
rounds = made(ast.RoundClause, maybe(node_names), placed, basis)
halved = st.builds(
    lambda condition, reason, own: ast.Multiplied(
        ast.Number(fmpq(1, 2), None, span=NOWHERE), condition, reason, own, True, span=NOWHERE
    ),
    small, any_titles, basis,
)  # fmt: skip
multiplied = halved | made(
    ast.Multiplied,
    made(ast.Number, decimals | rationals, st.none())
    | made(ast.Number, decimals.map(lambda value: value / 100), st.none(), st.just(True)),
    small,
    any_titles,
    basis,
)
means_of_others = made(
    ast.MeanOfOthers,
    small,
    maybe(st.booleans()),
    tuples(plain_names, most=2),
    st.none() | score_values | st.just(ast.Name("not applicable", span=NOWHERE)),
    any_titles,
    basis,
)
nevers = made(ast.Never, st.booleans(), score_values)


def apart(clauses: tuple[object, ...]) -> tuple[object, ...]:
    """The clauses with the bases first: behind a rounding one would be taken for the rounding's own."""
    return tuple(sorted(clauses, key=lambda clause: not isinstance(clause, ast.BasisClause)))


simple_clauses = st.one_of(
    title_clauses, bases, assessed, scores, not_applicable, rounds, made(ast.OutOf, score_values), multiplied,
    means_of_others,
)  # fmt: skip


def nodes_of(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Blocks, directions and criteria with such clauses."""
    return made(
        ast.NodeDeclaration, st.sampled_from(ast.Level), plain_names, any_titles, tuples(inner).map(apart)
    )


node_clauses = st.recursive(simple_clauses, nodes_of, max_leaves=4)
no_totals = made(ast.NoTotal, any_titles)
total_clauses = st.one_of(title_clauses, bases, assessed, scores, rounds, not_applicable, nevers, no_totals)

# -- Declarations --------------------------------------------------------------------------------------------------

simple_types = st.one_of(
    made(
        ast.TypeName,
        st.sampled_from([kind for kind in ast.TypeKind if kind not in ("money", "choice", "name")]),
    ),
    made(ast.TypeName, st.just(ast.TypeKind.MONEY), units),
    made(ast.TypeName, st.just(ast.TypeKind.NAME), plain_names),
)
choice_types = made(
    ast.TypeName, st.just(ast.TypeKind.CHOICE), st.none(), tuples(st.tuples(plain_names, any_titles), 1)
)
named_choices = made(
    ast.TypeName,
    st.just(ast.TypeKind.CHOICE),
    st.none(),
    tuples(plain_names.map(lambda name: (name, Titles())), 1),
)
bounds = st.one_of(
    made(ast.Number, signed, st.none()),
    made(ast.Number, decimals, st.none(), st.just(True)),
    made(ast.DateLiteral, dates),
)
constraints = st.one_of(
    made(
        ast.Constraint,
        st.sampled_from([ast.ConstraintKind(word) for word in ("above", "below", "at least", "at most")]),
        st.tuples(bounds),
    ),
    made(ast.Constraint, st.just(ast.ConstraintKind.BETWEEN), st.tuples(bounds, bounds)),
    made(
        ast.Constraint,
        st.sampled_from([ast.ConstraintKind(word) for word in ("unique", "whole", "may be missing")]),
        st.just(()),
    ),
    made(
        ast.Constraint,
        st.sampled_from([ast.ConstraintKind.LOOKUP, ast.ConstraintKind.EARLIER]),
        st.just(()),
        plain_names,
    ),
)
fields = made(ast.FieldDeclaration, plain_names, any_titles, simple_types | choice_types, tuples(constraints))
cells = st.one_of(bounds, made(ast.TextLiteral, texts), made(ast.YesNoLiteral, st.booleans()), plain_names)
figure_rows = made(ast.FigureRow, tuples(cells, 1))
simple_parameters = made(ast.ParameterDeclaration, plain_names, any_titles, simple_types)
choice_parameters = made(ast.ParameterDeclaration, plain_names, any_titles, named_choices)
parameters = st.builds(
    lambda first, last: (*first, *last), tuples(simple_parameters, most=2), tuples(choice_parameters, most=1)
)  # the names of a choice reach as far as there are commas: such a parameter comes last
figures = made(
    ast.FiguresDeclaration, plain_names, any_titles, tuples(fields, 1), tuples(figure_rows, 1), basis
)
defines = made(
    ast.Define, plain_names, any_titles, parameters, maybe(simple_types | named_choices), small, basis
)
single_figures = made(
    ast.Define, plain_names, any_titles, st.just(()), st.none(), small, basis, st.just(True)
)
week = st.sampled_from(Weekday)
day_kinds = st.sampled_from(ast.DayKind)


def _last_day(first: date, more: int | None) -> date | None:
    """The last of a few days that a clause of a calendar names: no act speaks of more than some years."""
    return None if more is None else first + timedelta(more)


def _days_off(kind: ast.DayKind, first: date, more: int | None, titles: Titles) -> ast.CalendarDay:
    return ast.CalendarDay(kind, first, _last_day(first, more), titles, span=NOWHERE)


def _days_dropped(kind: ast.DayKind, first: date, more: int | None) -> ast.DropDay:
    return ast.DropDay(kind, first, _last_day(first, more), span=NOWHERE)


more_days = maybe(st.integers(-9, 3_600))


calendar_clauses = st.one_of(
    made(ast.Weekend, tuples(week, 1)),
    made(ast.Stretch, dates, dates),
    st.builds(_days_off, day_kinds, dates, more_days, any_titles),
    bases,
)
drop_days = st.builds(_days_dropped, day_kinds, dates, more_days)
drop_clauses = made(ast.DropClause, st.sampled_from(ast.ClauseKind))
calendars = made(ast.CalendarDeclaration, plain_names, any_titles, tuples(calendar_clauses))
equal = maybe(st.sampled_from(ast.Equal))
entries = made(ast.WeightEntry, plain_names, maybe(rationals), st.none())
groups = made(ast.WeightGroup, equal, tuples(made(ast.WeightEntry, plain_names, maybe(rationals), maybe(
    made(ast.WeightGroup, equal, tuples(entries))
))))  # fmt: skip
redistributions = maybe(st.sampled_from(list(REDISTRIBUTIONS)))


@st.composite
def weights(draw: st.DrawFn) -> ast.Weights:
    """A weights clause; a condition needs a subject before it."""
    subject = draw(maybe(plain_names))
    where = None if subject is None else draw(maybe(small))
    return ast.Weights(subject, where, draw(groups), draw(redistributions), draw(basis), span=NOWHERE)


@st.composite
def adjustments(draw: st.DrawFn) -> ast.AdjustmentDeclaration:
    """A penalty or a bonus with clauses of its kind."""
    amount = made(ast.Amount, small, row_sources(small), st.none()) | made(
        ast.Amount, small, st.none(), maybe(small), maybe(small)
    )
    clauses = st.one_of(
        title_clauses, bases, amount, made(ast.Adjusted, node_names), made(ast.Cap, small, st.booleans()),
        made(ast.Floor, st.booleans(), score_values),
    )  # fmt: skip
    kind = draw(st.sampled_from(ast.AdjustmentKind))
    return ast.AdjustmentDeclaration(
        kind, draw(plain_names), draw(any_titles), draw(tuples(clauses)), span=NOWHERE
    )


grade_ends = made(ast.Number, signed, units)
grades = made(ast.Grade, plain_names, any_titles, ranges(grade_ends))
ratings = made(
    ast.RatingDeclaration,
    maybe(node_names),
    tuples(grades),
    any_titles,
    basis,
    tuples(grade_readings, most=2),
)
rank_keys = made(ast.RankKeyOf, node_names, st.booleans(), st.booleans())


@st.composite
def ranks(draw: st.DrawFn) -> ast.RankDeclaration:
    """A ranking; titles belong to a name."""
    name = draw(maybe(plain_names))
    return ast.RankDeclaration(
        draw(plain_names), name, draw(any_titles) if name else Titles(), draw(maybe(small)), draw(tuples(plain_names)),
        draw(tuples(rank_keys, 1)), draw(st.booleans()), draw(basis), span=NOWHERE,
    )  # fmt: skip


verbs = st.sampled_from(Direction)
promises = st.one_of(
    made(ast.AlwaysHolds, small),
    made(ast.OneMoreNever, row_sources(small), verbs, node_names),
    made(ast.MoveNever, st.booleans(), plain_names, plain_names, verbs, node_names, maybe(small)),
    made(ast.FieldNeverAffects, plain_names, plain_names, node_names),
)
row_names = st.sampled_from(["A", "Б", "MoH 1", "of"])
example_rows = made(
    ast.ExampleRowOf,
    plain_names,
    maybe(row_names),
    maybe(row_names),
    tuples(st.tuples(plain_names, cells | made(ast.MissingCell))),
)
outcomes = st.one_of(
    made(ast.Outcome, st.just(ast.OutcomeKind.NUMBER), rationals | signed, maybe(units)),
    made(ast.Outcome, st.just(ast.OutcomeKind.PERCENT), decimals.map(lambda value: value / 100)),
    made(ast.Outcome, st.just(ast.OutcomeKind.NAME), st.none(), plain_names),
    made(ast.Outcome, st.sampled_from([ast.OutcomeKind.NOT_APPLICABLE, ast.OutcomeKind.NO_SCORE])),
)
bare_nodes = plain_names.map(lambda name: ast.NodeName(None, name, span=NOWHERE))
expects = st.one_of(
    made(ast.Expect, st.just(ast.Expected.SCORE), node_names, row_names, outcomes),
    made(ast.Expect, st.just(ast.Expected.RATING), maybe(node_names), row_names, outcomes),
    made(ast.Expect, st.just(ast.Expected.PLACE), maybe(bare_nodes), row_names, outcomes),
)
examples = made(ast.ExampleDeclaration, texts, tuples(example_rows), tuples(expects))
header_clauses = st.one_of(
    _titles_of(ast.TitleKind.VERSION),
    made(ast.LanguagesClause, tuples(st.sampled_from(["kk", "ru", "en"]).map(
        lambda text: ast.Name(text, span=NOWHERE)
    ), 1)),
    made(ast.InForce, dates, maybe(dates)),
    made(ast.Scale, signed, signed, units),
)  # fmt: skip
relations = st.one_of(st.just((None, None)), st.tuples(texts, st.none()), st.tuples(st.none(), texts))
headings = st.builds(
    lambda name, version, relation, clauses: ast.Methodology(name, version, *relation, clauses, span=NOWHERE),
    plain_names, texts, relations, tuples(header_clauses),
)  # fmt: skip
source_clauses = st.builds(
    lambda titles, others: (*titles, *others),
    tuples(_titles_of(ast.TitleKind.SHORT)),
    tuples(lines | editions | absent),
)
sources = made(ast.SourceDeclaration, plain_names, source_clauses, texts)
forms = made(
    ast.TableDeclaration,
    plain_names,
    plain_names,
    any_titles,
    tuples(fields),
    st.just(True),
    st.booleans(),
    maybe(small),
    tuples(made(ast.MustHold, small, some_titles)),
)
tables = made(ast.TableDeclaration, plain_names, maybe(plain_names), any_titles, tuples(fields)) | forms
totals = made(ast.TotalDeclaration, tuples(total_clauses).map(apart))
properties = made(ast.PropertyDeclaration, plain_names, any_titles, promises)
days = dates | st.builds(
    DayOfYear, st.none() | st.integers(1, 28), st.sampled_from(Month), st.sampled_from(YearOf)
)
references = made(ast.Reference, tuples(plain_names, 1))
small_in_text = references | made(
    ast.Binary, st.just(ArithmeticOperator.ADD), references, made(ast.Number, decimals, maybe(units))
)
filled_texts = st.lists(
    st.tuples(
        st.sampled_from(LANGUAGES),
        st.lists(texts | small_in_text, max_size=3),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
).map(
    lambda found: tuple(ast.FilledText(language, in_one(pieces), span=NOWHERE) for language, pieces in found)
)


def in_one(pieces: list) -> tuple:
    """Pieces of a text as they are read: none empty, no two texts behind each other."""
    joined: list = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def adds(*occasions: Occasion) -> st.SearchStrategy:
    """A row that is added, or one more in a field."""
    of = st.sampled_from(occasions)
    values = tuples(st.tuples(plain_names, cells | made(ast.MissingCell)))
    one = (of, plain_names, st.just(()), plain_names)
    per_day = made(ast.Adds, *one, st.sampled_from(DaysCounted), maybe(plain_names))
    return made(ast.Adds, of, plain_names, values) | made(ast.Adds, *one) | per_day


stated = {
    ast.ThingKind.INSTITUTION: made(ast.IsSubject, texts),
    ast.ThingKind.STAGE: st.one_of(
        made(ast.StageKindClause, plain_names),
        made(ast.DoneBy, tuples(plain_names, 1)),
        made(ast.ByCommission, st.booleans()),
        made(ast.ForNodes, tuples(node_names, 1)),
        made(ast.DayFrom, days),
        made(ast.DayTo, days),
        made(ast.Window, st.integers(1, 366), st.sampled_from(DaysCounted), plain_names, maybe(plain_names)),
        made(ast.WithDocuments),
        made(ast.YearsRunning, maybe(st.integers(1, 9)), st.integers(1, 9)),
        made(ast.Covers, tuples(st.tuples(plain_names, maybe(plain_names)), 1)),
        adds(Occasion.LATE, Occasion.ABSENT, Occasion.INCOMPLETE),
    ),
    ast.ThingKind.SPOT_CHECK: st.one_of(
        made(ast.Covers, tuples(st.tuples(plain_names, maybe(plain_names)), 1)),
        made(ast.Tolerance, made(ast.Number, decimals, st.none(), st.booleans())),
        adds(Occasion.MISMATCH),
    ),
    ast.ThingKind.RECOMMEND: st.one_of(
        made(ast.ForNodes, tuples(node_names, 1)),
        made(ast.RecommendedWhen, small),
        made(ast.TextClause, filled_texts),
    ),
}
procedures = st.sampled_from(list(stated)).flatmap(
    lambda kind: made(
        ast.ProcedureDeclaration,
        st.just(kind),
        plain_names,
        any_titles,
        tuples(stated[kind] | title_clauses | bases),
    )
)
stated_drops = made(
    ast.DropClause, st.sampled_from([w for w in ast.StatedWord if w not in ("kind", "when", "text")])
)
closed_declared = st.one_of(
    sources, tables, figures, calendars, nodes_of(node_clauses), weights(), adjustments(), totals, ratings, procedures
)  # fmt: skip
declared = st.one_of(
    closed_declared,
    made(ast.UnitDeclaration, plain_names, any_titles),
    defines,
    single_figures,
    ranks(),
    properties,
)

# -- Amendments ------------------------------------------------------------------------------------------------------

because = made(ast.Because, some_titles)
reasons = tuples(because | cites, most=3)
after_because = st.one_of(
    st.just(()), st.builds(lambda first, rest: (first, *rest), because, tuples(cites, most=2))
)
node_kinds = st.sampled_from(ast.Level)
things = st.one_of(
    made(
        ast.Thing,
        st.sampled_from([kind for kind in ast.ThingKind if kind not in ("weights", "total", "rating", "rank", "example")]),
        plain_names,
    ),
    made(ast.Thing, st.sampled_from([ast.ThingKind.WEIGHTS, ast.ThingKind.RATING, ast.ThingKind.RANK]), st.none()),
    made(ast.Thing, st.just(ast.ThingKind.RANK), plain_names),
    made(ast.Thing, st.just(ast.ThingKind.EXAMPLE), texts.map(lambda text: ast.Name(text, span=NOWHERE))),
)  # fmt: skip


def changes(kind: st.SearchStrategy, name: st.SearchStrategy, parts: st.SearchStrategy) -> st.SearchStrategy:
    """Changes of such a thing."""
    return made(ast.Change, made(ast.Thing, kind, name), parts, reasons)


amendments = st.one_of(
    made(ast.Drop, things, reasons),
    made(ast.Add, maybe(node_names), closed_declared, reasons),
    made(ast.Add, maybe(node_names), declared, after_because),
    made(ast.Replace, declared, after_because),
    made(ast.Rename, things, plain_names, any_titles, reasons),
    made(ast.Move, node_kinds, plain_names, node_names, reasons),
    changes(node_kinds, plain_names, tuples(node_clauses | drop_clauses).map(apart)),
    st.sampled_from(list(stated)).flatmap(
        lambda kind: changes(st.just(kind), plain_names, tuples(stated[kind] | stated_drops | title_clauses | bases))
    ),
    changes(st.just(ast.ThingKind.CALENDAR), plain_names, tuples(calendar_clauses | drop_days)),
    changes(st.just(ast.ThingKind.TOTAL), st.none(), tuples(total_clauses).map(apart)),
    changes(
        st.sampled_from([ast.ThingKind.SUBJECT, ast.ThingKind.TABLE, ast.ThingKind.FORM]), plain_names, tuples(fields | made(ast.DropField, plain_names) | made(ast.MustHold, small, some_titles) | made(ast.DropMustHold))
    ),
    changes(
        st.just(ast.ThingKind.FIGURES), plain_names,
        st.builds(lambda a, b: (*a, *b), tuples(figure_rows), tuples(made(ast.DropRow, cells))),
    ),
    changes(st.just(ast.ThingKind.WEIGHTS), st.none(), st.tuples(weights())),
)  # fmt: skip

rule_files = made(ast.RuleFile, tuples(st.one_of(headings, declared, examples, amendments)))
