"""The ranked tables: for each group its bodies with places, scores and grades, a dot plot of them, and a heat table of directions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cmp_to_key

from attrs import evolve, frozen
from flint import fmpq

from effrules.exact.results import SubjectResult
from effrules.model import program as p
from effrules.model.figures import figure
from effrules.model.real import Num, Undecided, compare
from effrules.report.blocks.charts.drawn import Heat
from effrules.report.page.bodies import Bodies
from effrules.report.page.body import Body
from effrules.report.page.directions import Directions
from effrules.report.page.names import Names
from effrules.report.page.said import Said, Shown, phrased, words
from effrules.report.page.shapes import WIDTH, Dot, Zone, along, near
from effrules.report.results.ranked import grouped, shown_nodes
from effrules.words import Language, phrase


class Shape(Enum):
    """What the cells of a column look like."""

    PLACE = "place"
    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    DOTS = "dots"


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
    """A cell: what it says, and where it comes when the rows are sorted by its column (``None``: last in any case).

    ``grade`` is that of its score.
    """

    said: Said | Shown
    order: int | None = None
    grade: Said | None = None


Column = tuple[Heading, list[Cell]]
"""A column: its heading, and a cell for each body."""


@frozen
class Mark:
    """A dot of a row: where it lies in the drawing, in thousandths of its width, and the colour (0: the total)."""

    at: int
    colour: int


@frozen
class RankedRow:
    """A body in a ranked table; ``marks`` are its total and the parts of it, the total on top."""

    body: Body
    cells: tuple[Cell, ...]
    marks: tuple[Mark, ...]


@frozen
class RankedGroup:
    """The bodies that are ranked among each other; ``title`` is empty where all are. ``heat``: their directions, the lowest first."""

    title: Said | None
    rows: tuple[RankedRow, ...]
    heat: Heat[Said | Shown] | None


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

    ``window`` is the stretch of the scale that dots are drawn on, ``limits`` where grades begin there. Not ``with_total``: the rules give none, and the parts stand for themselves, each on its own one of the ``scales``.
    """

    headings: tuple[Heading, ...]
    groups: tuple[RankedGroup, ...]
    parts: tuple[Said, ...]
    window: tuple[Shown, Shown] | None
    limits: tuple[int, ...]
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
        self.directions = Directions(self.program, names)
        shares = [share for result in results for share, _ in self._shares(result)]
        self.low = fmpq((min(shares) * 10).floor(), 10) if shares and self.program.gives_total else fmpq(1)
        """Where the drawing of dots begins, as a share of the scale; 1: nothing is drawn."""

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
            groups.append(
                RankedGroup(title, tuple(self._rows(subjects)), self.directions.heat(subjects, self.bodies))
            )
        return RankedTables(
            tuple(self._headings(sort)), tuple(groups), tuple(self.names.nodes[node.name] for _, node in self.parts), self._window(), self._limits(),
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
        high = {program.root.name, *program.heads, *program.root.parts}
        adjustments = [self._adjusted(one, subjects) for one in program.adjustments if one.target in high]
        nodes = {node.name: self._node(node, subjects) for node in self.shown}
        if program.gives_total:
            places = [self._place(ranking, subjects) for ranking in program.rankings]
            total = (
                Heading(words("total"), Shape.NUMBER, main=True, by="total"),
                self._scores(program.root, subjects),
            )
            drawn = [
                (
                    Heading(phrased(phrase("Total and parts")), Shape.DOTS),
                    [Cell(_text("")) for _ in subjects],
                )
            ]
            return [*places, named, total, *(drawn if self.low < 1 else ()), *nodes.values(), *adjustments]
        made = [named]
        below = [name for name in program.nodes if name not in program.heads]
        for name in (*program.heads, *below):
            made += [nodes[name]] if name in nodes else []
            made += [
                self._place(ranking, subjects) for ranking in program.rankings if ranking.keys[0].node == name
            ]
        return [*made, *adjustments]

    def _place(self, ranking: p.Ranking, subjects: Sequence[SubjectResult]) -> Column:
        """The places of a ranking."""
        places = [subject.places.get(ranking.name) for subject in subjects]
        cells = [Cell(_text("-")) if q is None else Cell(_text(str(q.number)), q.number) for q in places]
        first = ranking is self.program.rankings[0]
        return Heading(self.names.column(ranking), Shape.PLACE, by="place" if first else ""), cells

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
            shown = Shown(sign + taken.text, taken.exact)
            column.append(Cell(shown, at) if outcome.applies else Cell(words("n/a")))
        return Heading(self.names.column(adjustment), Shape.NUMBER), column

    def _rows(self, subjects: Sequence[SubjectResult]) -> list[RankedRow]:
        columns = [cells for _, cells in self._columns(subjects)]
        return [
            RankedRow(self.bodies[subject.key], tuple(cells), tuple(self._marks(subject)))
            for subject, *cells in zip(subjects, *columns, strict=True)
        ]

    def _scores(self, node: p.ScoreNode, subjects: Sequence[SubjectResult]) -> list[Cell]:
        """The scores of a node, with their grades."""
        outcomes = [subject.nodes[node.name] for subject in subjects]
        orders = _orders([outcome.value for outcome in outcomes])
        grades = [subject.ratings.get(node.name) for subject in subjects]
        return [
            Cell(
                self.maker.score(node, outcome),
                at,
                None if grade is None else self.names.grade(node.name, grade),
            )
            for outcome, at, grade in zip(outcomes, orders, grades, strict=True)
        ]

    def _shares(self, subject: SubjectResult) -> Iterator[tuple[fmpq, int]]:
        """The total and its parts as shares of their scales, with their colours."""
        for colour, node in (*self.parts, (0, self.program.root)):
            outcome = subject.nodes[node.name]
            maximum = node.maximum if outcome.maximum is None else outcome.maximum
            if outcome.value is not None and maximum > node.minimum:
                share = (near(outcome.value) - node.minimum) / (maximum - node.minimum)
                yield max(fmpq(0), min(fmpq(1), share)), colour

    def _marks(self, subject: SubjectResult) -> Iterator[Mark]:
        for share, colour in self._shares(subject) if self.low < 1 else ():
            yield Mark(self._at(share), colour)

    def _at(self, share: fmpq) -> int:
        return int(((share - self.low) / (1 - self.low) * WIDTH).floor())

    def _window(self) -> tuple[Shown, Shown] | None:
        root = self.program.root
        if self.low >= 1:
            return None
        low = figure(root.minimum + (root.maximum - root.minimum) * self.low).exact
        high = figure(root.maximum).exact
        return Shown(low, low), Shown(high, high)

    def _limits(self) -> tuple[int, ...]:
        """Where the grades of the total begin in the drawing."""
        root = self.program.root
        lows = [one.low for one in self._grades_of("total") if one.low is not None]
        shares = [(low - root.minimum) / (root.maximum - root.minimum) for low in lows]
        return tuple(self._at(share) for share in shares if self.low < share < 1)

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
