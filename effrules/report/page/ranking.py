"""The ranked tables: for each group its bodies with their places, scores, grades and bars; and the chart of the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cmp_to_key

from attrs import evolve, frozen

from effrules.exact.results import SubjectResult
from effrules.model import program as p
from effrules.model.figures import figure
from effrules.model.real import Num, Undecided, compare
from effrules.report.page.bodies import Bodies, Body, score_of
from effrules.report.page.contributions import made_of
from effrules.report.page.names import Names
from effrules.report.page.said import Said, Shown, words
from effrules.report.page.shapes import Dot, Piece, Zone, along, pieces
from effrules.report.results.ranked import grouped, shown_nodes
from effrules.words import Language


class Shape(Enum):
    """What the cells of a column look like."""

    PLACE = "place"
    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    BAR = "bar"


@frozen
class Heading:
    """A column of the ranked tables. ``colour`` is that of the part that it is about, 0 for none; ``main``: what the result is."""

    title: Said
    shape: Shape
    colour: int = 0
    main: bool = False
    by: str = ""
    """The order of bodies (``--sort``) that goes by this column; empty where none does."""
    order: str = ""
    """Which way the table goes by it at first: ``ascending`` or ``descending``."""


@frozen
class Cell:
    """A cell: what it says, and where it comes when the rows are sorted by its column (``None``: last in any case)."""

    said: Said | Shown
    order: int | None = None


Column = tuple[Heading, list[Cell]]
"""A column: its heading, and a cell for each body."""


@frozen
class ChartCell:
    """A bar of the chart: its length in thousandths of the scale, and the number beside it; ``None`` without a score."""

    length: int | None
    label: Shown | Said
    colour: int


@frozen
class RankedRow:
    """A body in a ranked table."""

    body: Body
    cells: tuple[Cell, ...]
    bar: tuple[Piece, ...]
    chart: tuple[ChartCell, ...]


@frozen
class RankedGroup:
    """The bodies that are ranked among each other; ``title`` is empty where all are."""

    title: Said | None
    rows: tuple[RankedRow, ...]


@frozen
class Scale:
    """The scale of a block that stands in the place of the total, with its grades."""

    zones: tuple[Zone, ...]
    grades: tuple[Said, ...]
    low: Shown
    high: Shown


@frozen
class RankedTables:
    """All ranked tables. ``parts`` are the parts of the total, in the order of their colours (from 1).

    Not ``with_total``: the rules give none, and the parts stand for themselves, each on its own one of the ``scales``.
    """

    headings: tuple[Heading, ...]
    groups: tuple[RankedGroup, ...]
    parts: tuple[Said, ...]
    stacked: bool
    zones: tuple[Zone, ...]
    grades: tuple[Said, ...]
    with_total: bool = True
    scales: tuple[Scale, ...] = ()


def ranked_tables(
    bodies: Sequence[Body], results: Sequence[SubjectResult], maker: Bodies, names: Names, sort: str
) -> RankedTables:
    """The tables of some bodies, whose results are given in the same order."""
    return _Tables(bodies, results, maker, names).made(sort)


def dots(group: RankedGroup, body: Body, head: int | None = None) -> tuple[Dot, ...]:
    """The bodies of a group on the scale of the total, or of a block that stands in its place; the one that it is about comes last, on top."""

    def place(of: Body) -> int | None:
        return of.at if head is None else of.heads[head].at

    others = sorted(
        {at for row in group.rows if row.body is not body and (at := place(row.body)) is not None}
    )
    own = place(body)
    here = () if own is None else (Dot(own, here=True),)
    return (*(Dot(at, here=False) for at in others), *here)


class _Tables:
    def __init__(
        self, bodies: Sequence[Body], results: Sequence[SubjectResult], maker: Bodies, names: Names
    ) -> None:
        self.maker = maker
        self.names = names
        self.program = maker.program
        self.bodies = {result.key: body for result, body in zip(results, bodies, strict=True)}
        self.parts = [(colour, self.program.nodes[part]) for part, colour in maker.colours.items()]
        self.shown = [node for _, node in shown_nodes(self.program) if node.parent == "total"]
        self.stacked = any(self._made(result) is not None for result in results)

    def made(self, sort: str) -> RankedTables:
        results = self.maker.derivations.results
        in_languages = [
            grouped(results, self.program, self.names.naming[language], sort) for language in Language
        ]
        groups = []
        for title_kk, title_ru, (title_en, subjects) in zip(
            *([title for title, _ in one] for one in in_languages[:2]), in_languages[2], strict=True
        ):
            title = Said(title_kk, title_ru, title_en) if title_en else None
            groups.append(RankedGroup(title, tuple(self._rows(subjects))))
        return RankedTables(
            tuple(self._headings(sort)), tuple(groups), tuple(self.names.nodes[node.name] for _, node in self.parts), self.stacked,
            self._zones("total"), tuple(self._grades("total")), self.program.gives_total,
            () if self.program.gives_total else tuple(map(self._scale, self.program.heads)),
        )  # fmt: skip

    def _headings(self, sort: str) -> Iterator[Heading]:
        """The headings, with the one that the tables go by at first."""
        up = sort in ("place", "name")
        for heading, _ in self._columns(()):
            yield (
                evolve(heading, order="ascending" if up else "descending") if heading.by == sort else heading
            )

    def _columns(self, subjects: Sequence[SubjectResult]) -> list[Column]:
        """The columns of a group of bodies. Where there is no total, places and grades stand beside what they are by."""
        program = self.program
        body = Heading(self.names.all(lambda naming: naming.subject()), Shape.NAME, by="name")
        called = [self.names.body(subject.subject) for subject in subjects]
        alphabet = {name: at for at, name in enumerate(sorted(set(called), key=str.casefold))}
        named = body, [Cell(_text(name), alphabet[name]) for name in called]
        adjustments = [self._adjusted(adjustment, subjects) for adjustment in program.adjustments]
        nodes = {node.name: self._node(node, subjects) for node in self.shown}
        if program.gives_total:
            places = [self._place(ranking, subjects) for ranking in program.rankings]
            total = (
                Heading(words("total"), Shape.NUMBER, main=True, by="total"),
                self._scores(program.root, subjects),
            )
            ratings = [self._rating(rating, subjects) for rating in program.ratings]
            bar = [(Heading(words("parts"), Shape.BAR), [Cell(_text("")) for _ in subjects])]
            return [
                *places,
                named,
                total,
                *ratings,
                *(bar if self.stacked else ()),
                *nodes.values(),
                *adjustments,
            ]
        made = [named]
        below = [name for name in program.nodes if name not in program.heads]
        for name in (*program.heads, *below):
            made += [nodes[name]] if name in nodes else []
            made += [
                self._place(ranking, subjects) for ranking in program.rankings if ranking.keys[0].node == name
            ]
            made += [self._rating(rating, subjects) for rating in program.ratings if rating.node == name]
        return [*made, *adjustments]

    def _place(self, ranking: p.Ranking, subjects: Sequence[SubjectResult]) -> Column:
        """The places of a ranking."""
        places = [subject.places.get(ranking.name) for subject in subjects]
        cells = [Cell(_text("-")) if q is None else Cell(_text(str(q.number)), q.number) for q in places]
        first = ranking is self.program.rankings[0]
        return Heading(self.names.column(ranking), Shape.PLACE, by="place" if first else ""), cells

    def _rating(self, rating: p.Rating, subjects: Sequence[SubjectResult]) -> Column:
        grades = [subject.ratings.get(rating.node) for subject in subjects]
        order = {grade.name: at for at, grade in enumerate(rating.grades)}
        cells = [
            Cell(_text("-")) if grade is None else Cell(self.names.grade(rating.node, grade), order[grade])
            for grade in grades
        ]
        return Heading(self.names.rating(rating), Shape.TEXT), cells

    def _node(self, node: p.ScoreNode, subjects: Sequence[SubjectResult]) -> Column:
        colour = self.maker.colours.get(node.name, 0)
        main = node.name in self.program.heads
        return Heading(self.names.column(node), Shape.NUMBER, colour, main=main, by=node.name), self._scores(
            node, subjects
        )

    def _adjusted(self, adjustment: p.Adjustment, subjects: Sequence[SubjectResult]) -> Column:
        outcomes = [subject.adjustments[adjustment.name] for subject in subjects]
        order_of = _orders([outcome.taken if outcome.applies else None for outcome in outcomes])
        column = []
        for outcome, at in zip(outcomes, order_of, strict=True):
            taken = figure(outcome.taken)
            sign = "" if taken.exact == "0" else "\u2212" if adjustment.sign < 0 else "+"
            shown = Shown(("≈" if taken.rounded else "") + sign + taken.text, taken.exact)
            column.append(Cell(shown, at) if outcome.applies else Cell(words("n/a")))
        return Heading(self.names.column(adjustment), Shape.NUMBER), column

    def _rows(self, subjects: Sequence[SubjectResult]) -> list[RankedRow]:
        columns = [cells for _, cells in self._columns(subjects)]
        return [
            RankedRow(self.bodies[subject.key], tuple(cells), self._bar(subject), tuple(self._chart(subject)))
            for subject, *cells in zip(subjects, *columns, strict=True)
        ]

    def _scores(self, node: p.ScoreNode, subjects: Sequence[SubjectResult]) -> list[Cell]:
        outcomes = [subject.nodes[node.name] for subject in subjects]
        orders = _orders([outcome.value for outcome in outcomes])
        return [Cell(score_of(node, outcome), at) for outcome, at in zip(outcomes, orders, strict=True)]

    def _made(self, subject: SubjectResult) -> tuple[tuple[int, Num], ...] | None:
        """What the parts of the total add to it, by colour."""
        step = self.maker.node_step(self.maker.derivations.subjects[subject.key], "total")
        made = made_of(step, self.maker.steps)
        if made is None:
            return None
        return tuple((self.maker.colours[one.part], one.points) for one in made.contributions)

    def _bar(self, subject: SubjectResult) -> tuple[Piece, ...]:
        root = self.program.root
        return pieces(self._made(subject) or (), root.minimum, root.minimum, root.maximum)

    def _chart(self, subject: SubjectResult) -> list[ChartCell]:
        made = []
        whole = [(0, self.program.root)] if self.program.gives_total else []
        for colour, node in (*whole, *self.parts):
            outcome = subject.nodes[node.name]
            maximum = node.maximum if outcome.maximum is None else outcome.maximum
            length = None if outcome.value is None else along(outcome.value, node.minimum, maximum)
            label = score_of(node, outcome)
            made.append(
                ChartCell(
                    length, Shown(label.text, label.exact) if isinstance(label, Shown) else label, colour
                )
            )
        return made

    def _scale(self, name: str) -> Scale:
        node = self.program.nodes[name]
        low, high = figure(node.minimum).exact, figure(node.maximum).exact
        return Scale(self._zones(name), tuple(self._grades(name)), Shown(low, low), Shown(high, high))

    def _zones(self, name: str) -> tuple[Zone, ...]:
        """The grades of a node on its scale, from the lowest score up."""
        node = self.program.nodes[name]
        made = []
        for index, grade in enumerate(self._grades_of(name)):
            low = 0 if grade.low is None else along(grade.low, node.minimum, node.maximum)
            high = along(node.maximum if grade.high is None else grade.high, node.minimum, node.maximum)
            made.append(Zone(low, max(high - low, 0), index))
        return tuple(sorted(made, key=lambda zone: zone.at))

    def _grades(self, name: str) -> list[Said]:
        return [self.names.title(grade.titles, grade.name) for grade in self._grades_of(name)]

    def _grades_of(self, name: str) -> tuple[p.RatingGrade, ...]:
        return next((rating.grades for rating in self.program.ratings if rating.node == name), ())


def _text(text: str) -> Said:
    return Said(text, text, text)


def _orders(values: Sequence[Num | None]) -> list[int | None]:
    """Where each value comes, the lowest first; equal values come to the same."""
    known = [value for value in values if value is not None]
    ordered = sorted(known, key=cmp_to_key(_compared))
    firsts: list[Num] = []
    for value in ordered:
        if not firsts or _compared(firsts[-1], value) != 0:
            firsts.append(value)
    return [
        None if v is None else next(at for at, first in enumerate(firsts) if _compared(first, v) == 0)
        for v in values
    ]


def _compared(left: Num, right: Num) -> int:
    try:
        return compare(left, right)
    except Undecided:
        return 0
