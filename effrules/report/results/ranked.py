"""Results as blocks: a ranked table for each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from attrs import frozen

from effrules.exact.results import NodeResult, Place, ReasonKind, Results, SubjectResult
from effrules.model import program as p
from effrules.model.assumptions import assumptions_by_ranking, assumptions_by_rating
from effrules.model.real import Undecided, compare
from effrules.model.types import Choice
from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.texts import loud_lines, rules_line
from effrules.report.wording import unscored, word
from effrules.words import Language, in_language, number, phrase


@frozen
class Ranked:
    """Everything that a table of results says, in words and texts of numbers."""

    title: str
    what_if: tuple[str, ...]
    groups: tuple[tuple[str, b.Table], ...]
    """The bodies that are ranked among each other, under their title."""
    notes: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def blocks(self) -> tuple[b.Block, ...]:
        """What is loud, a heading, a table for each group, what its marks mean."""
        tables = tuple(table for _, table in self.groups)
        return (
            *(b.Note(b.words(line), b.Kind.LOUD) for line in self.what_if),
            b.Heading(b.words(self.title), 1),
            *(block for title, table in self.groups for block in _headed(title, table)),
            b.Shorts(tables),
            *(b.listed(map(b.words, lines)) for lines in (self.notes, self.without) if lines),
        )


def _headed(title: str, table: b.Table) -> tuple[b.Block, ...]:
    return (b.Heading(b.words(title), 2), table) if title else (table,)


def ranked(
    results: Results,
    program: p.Program,
    language: Language = Language.EN,
    sort: str = "place",
    what_if: Sequence[str] = (),
    rules: str = "",
) -> Ranked:
    """The tables of results. ``sort``: ``place``, ``name``, or the name of a node (highest first)."""
    work = _Work(results, program, language)
    title = word("named", language, name=work.naming.methodology(), version=work.naming.version())
    loud = loud_lines(program, what_if, language)
    groups = work.groups(sort)
    notes = work.notes(groups, rules, bool(what_if))
    return Ranked(title, loud, groups, notes, tuple(work.without()))


def shown_nodes(program: p.Program) -> list[tuple[str, p.ScoreNode]]:
    """The nodes that tables show, with their numbers (``1``, ``1.1``): blocks and directions, else what there is."""
    found: list[tuple[str, p.ScoreNode]] = []

    def below(parent: p.ScoreNode, prefix: str, criteria: bool) -> None:
        for index, name in enumerate(parent.parts, 1):
            node = program.nodes[name]
            if node.kind is not p.NodeKind.CRITERION or parent.parent is None or criteria:
                found.append((f"{prefix}{index}", node))
                below(node, f"{prefix}{index}.", criteria)

    below(program.root, "", criteria=False)
    if len(found) == 1:
        found.clear()
        below(program.root, "", criteria=True)
    return found


@frozen
class _Shown:
    """A column, and what stands in it for a body."""

    column: b.Column
    text: Callable[[SubjectResult], str]


class _Work:
    """What is the same for every row is found once."""

    def __init__(self, results: Results, program: p.Program, language: Language) -> None:
        self.results = results
        self.program = program
        self.language = language
        self.naming = Naming(program, language)
        self.shown = shown_nodes(program)
        self.rating_grounds = assumptions_by_rating(program) if program.ratings else {}
        self.place_grounds = assumptions_by_ranking(program) if program.rankings else {}

    @cached_property
    def columns(self) -> tuple[_Shown, ...]:
        """The columns, in the order of the table."""
        program = self.program
        body = b.Column(self.naming.subject(), is_text=True, is_long=True, is_key=True)
        named = _Shown(body, lambda result: self.naming.body(result.subject))
        ratings = list(map(self.rating, program.ratings))
        details = [
            self.node(node, short, is_detail=True) for short, node in self.shown if node.parent != "total"
        ]
        if program.gives_total:
            places = [self.place(at, ranking, is_key=True) for at, ranking in enumerate(program.rankings)]
            total = self.node(program.root, word("total", self.language))
            nodes = [self.node(node, short, is_detail=node.parent != "total") for short, node in self.shown]
            return (*places, named, total, *ratings, *nodes, *self.adjustments())
        made = [named]
        for short, node in self.shown:
            if node.parent == "total":
                made.append(self.node(node, short))
                made += self.beside(node.name)
        below = [name for name in program.nodes if name not in program.heads]
        made += [column for name in below for column in self.beside(name)]
        return (*made, *details, *self.adjustments())

    def beside(self, name: str) -> list[_Shown]:
        """The places and grades by a node, for rules that give no total: they stand beside its score."""
        made = [
            self.place(at, ranking)
            for at, ranking in enumerate(self.program.rankings)
            if ranking.keys[0].node == name
        ]
        return [*made, *(self.rating(rating) for rating in self.program.ratings if rating.node == name)]

    def place(self, at: int, ranking: p.Ranking, *, is_key: bool = False) -> _Shown:
        """The column of a ranking, the ``at``-th."""
        title = self.naming.column(ranking)
        mark = "*" if self.place_grounds[ranking.name] else ""

        def text(result: SubjectResult) -> str:
            place = result.places.get(ranking.name)
            return "-" if place is None else str(place.number)

        short = f"#{at + 1 if at else ''}{mark}"
        return _Shown(b.Column(title + mark, short=short, is_key=is_key), text)

    def rating(self, rating: p.Rating) -> _Shown:
        """The column of a rating."""
        title = self.naming.rating(rating)

        def text(result: SubjectResult) -> str:
            grade = result.ratings.get(rating.node)
            mark = "*" if self.rating_grounds[rating.node] and grade is not None else ""
            return "-" if grade is None else self.naming.grade(rating.node, grade) + mark

        return _Shown(b.Column(title, is_text=True), text)

    def node(self, node: p.ScoreNode, short: str, *, is_detail: bool = False) -> _Shown:
        """The column of a node."""
        column = b.Column(self.naming.column(node), short=short, is_detail=is_detail)
        return _Shown(column, lambda result: self.score(node, result.nodes[node.name]))

    def adjustments(self) -> list[_Shown]:
        """The columns of penalties and bonuses."""
        made = []
        for index, adjustment in enumerate(self.program.adjustments, 1):
            title = self.naming.column(adjustment)
            short = (
                phrase("P{n}", context="short heading of a penalty", n=index)
                if adjustment.sign < 0
                else phrase("B{n}", context="short heading of a bonus", n=index)
            )
            column = b.Column(title, short=short.in_(self.language))
            made.append(_Shown(column, partial(self.taken, adjustment)))
        return made

    def taken(self, adjustment: p.Adjustment, result: SubjectResult) -> str:
        """What a penalty took or a bonus gave, with its sign."""
        outcome = result.adjustments[adjustment.name]
        if not outcome.applies:
            return word("n/a", self.language)
        taken = figure(outcome.taken)
        sign = "" if taken.exact == "0" else "-" if adjustment.sign < 0 else "+"
        near = "≈" if taken.brief.startswith("≈") else ""
        return near + number(sign + taken.brief.removeprefix("≈"), self.language)

    def groups(self, sort: str) -> tuple[tuple[str, b.Table], ...]:
        """The groups, subjects sorted in each."""
        columns = tuple(shown.column for shown in self.columns)
        return tuple(
            (title, b.Table(columns, tuple(map(self.row, subjects))))
            for title, subjects in grouped(self.results, self.program, self.naming, sort)
        )

    def row(self, result: SubjectResult) -> tuple[b.Line, ...]:
        """A subject's cells."""
        return tuple(b.words(shown.text(result)) for shown in self.columns)

    def score(self, node: p.ScoreNode, result: NodeResult) -> str:
        """A score, or why there is none, in a word."""
        if result.value is None:
            return word(unscored(result.state), self.language)
        shown = figure(result.value, node.rounding)
        return number(shown.brief, self.language) + ("*" if result.assumed else "")

    def notes(
        self, groups: tuple[tuple[str, b.Table], ...], rules: str, what_if: bool = False
    ) -> tuple[str, ...]:
        """What the marks mean, and how much rests on assumptions; those of a what-if are listed with the results only."""
        scored = [r for s in self.results.subjects for r in s.nodes.values() if r.value is not None]
        assumed = sum(result.assumed for result in scored)
        count = len(self.results.assumptions)
        if count:
            key = "one assumption" if count == 1 else "assumptions"
            made = [word(key, self.language, n=count, k=assumed, m=len(scored)) + "."]
            if rules:
                made[0] += " " + word(
                    "list of what if" if what_if else "list with", self.language, rules=rules
                )
        else:
            made = [word("no assumptions", self.language)]
        none = self.naming.no_total()
        if none:
            made.insert(0, none)
        if any("≈" in plain(cell) for _, table in groups for row in table.rows for cell in row):
            made.append(word("rounded", self.language) + ".")
        if self.program.texts:
            made.append(rules_line(self.program, self.language))
        return tuple(made)

    def without(self) -> list[str]:
        """The subjects that have no score, and why."""
        return [
            f"{self.naming.body(result.subject)}: {why_none(result, self.naming)}"
            for result in self.results.subjects
            if not result.has_score
        ]


def grouped(
    results: Results, program: p.Program, naming: Naming, sort: str = "place"
) -> list[tuple[str, list[SubjectResult]]]:
    """The bodies that are ranked among each other, each group with its title, sorted."""
    within = program.rankings[0].within if program.rankings else ()
    found: dict[tuple[object, ...], list[SubjectResult]] = {}
    for result in results.subjects:
        found.setdefault(tuple(result.subject.values.get(name) for name in within), []).append(result)
    return [
        (naming.group(within, values), _sorted(found[values], program, naming, sort))
        for values in sorted(found, key=lambda values: _order(program, within, values))
    ]


def _order(
    program: p.Program, fields: tuple[str, ...], values: tuple[object, ...]
) -> tuple[tuple[int, str], ...]:
    """Choices in their declared order, other values in that of their text, missing ones last."""
    keys = []
    for name, value in zip(fields, values, strict=True):
        field = program.schema.subject.field_named(name)
        names = field.type.names if field is not None and isinstance(field.type, Choice) else ()
        at = len(names) + 1 if value is None else names.index(str(value)) if value in names else len(names)
        keys.append((at, str(value)))
    return tuple(keys)


def _sorted(
    subjects: list[SubjectResult], program: p.Program, naming: Naming, sort: str
) -> list[SubjectResult]:
    """By place, name, or a node's score; those without one last, equal ones in the data's order."""
    match sort:
        case "name":
            return sorted(subjects, key=lambda result: naming.body(result.subject).casefold())
        case "place":
            if not program.rankings:
                return subjects
            first = program.rankings[0].name
            return sorted(subjects, key=lambda result: _number(result.places.get(first)))
        case _:
            scored = [s for s in subjects if s.nodes[sort].value is not None]
            without = [s for s in subjects if s.nodes[sort].value is None]
            return [*sorted(scored, key=lambda result: _Descending(result, sort)), *without]


def why(result: NodeResult, naming: Naming) -> str:
    """Why a node has no score, in words; nothing for one that has a score."""
    if result.value is not None:
        return ""
    if result.finding is not None:
        return f"{result.finding.code}: {in_language(result.finding.message, naming.language)}"
    if result.reason is None:
        return word("no score", naming.language)
    if result.reason.kind is ReasonKind.NO_TOTAL:
        return naming.no_total()
    key = {
        ReasonKind.CONDITION: "its condition",
        ReasonKind.ABOVE: "above",
        ReasonKind.NOTHING_LEFT: "nothing left",
    }[result.reason.kind]
    words = naming.title(result.reason.titles, word(key, naming.language))
    node = naming.node(naming.program.nodes[result.reason.node])
    return f"{node} {word('not applicable', naming.language)}: {words}"


def why_none(result: SubjectResult, naming: Naming) -> str:
    """Why what a result stands for has no score, in words; of several nodes each reason once."""
    return "; ".join(dict.fromkeys(filter(None, (why(result.nodes[name], naming) for name in result.heads))))


class _Descending:
    """A subject as it is compared by the score of a node: the highest first."""

    def __init__(self, result: SubjectResult, node: str) -> None:
        value = result.nodes[node].value
        assert value is not None, "only scored bodies are compared"
        self.value = value

    def __lt__(self, other: _Descending) -> bool:
        try:
            return compare(other.value, self.value) < 0
        except Undecided:
            return False


def _number(place: Place | None) -> tuple[bool, int]:
    return (place is None, 0 if place is None else place.number)
