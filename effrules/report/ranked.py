"""Results as ranked tables, one for each group, free of any rendering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cmp_to_key

from attrs import frozen

from effrules.exact.results import NodeResult, NodeState, ReasonKind, Results, SubjectResult
from effrules.model import program as p
from effrules.model.assumptions import assumptions_by_ranking, assumptions_by_rating
from effrules.model.real import compare
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.wording import Language, number, word


class Part(Enum):
    """What a column holds; where columns do not fit, the details go into tables of their own."""

    PLACE = "place"
    NAME = "name"
    MAIN = "main"
    DETAIL = "detail"


@frozen
class Column:
    """A column: its title, and the short heading that stands for it where titles do not fit."""

    title: str
    short: str
    part: Part
    is_text: bool = False


@frozen
class Group:
    """The bodies that are ranked among each other."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@frozen
class Ranked:
    """Everything that a table of results says, in words and texts of numbers."""

    title: str
    what_if: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    without: tuple[str, ...]


def ranked(
    results: Results,
    program: p.Program,
    language: Language = Language.EN,
    sort: str = "place",
    what_if: Sequence[str] = (),
    rules: str = "",
) -> Ranked:
    """The tables of results. ``sort``: ``place``, ``name``, or the name of a node (highest first)."""
    work = _Work(results, program, Naming(program, language), language)
    header = program.header
    title = f"{work.naming.methodology()}, {word('version', language)} {header.version}"
    loud = (word("what if", language), *what_if) if what_if else ()
    groups = work.groups(sort)
    return Ranked(title, loud, work.columns(), groups, work.notes(rules), tuple(work.without()))


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
class _Work:
    results: Results
    program: p.Program
    naming: Naming
    language: Language

    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of the table."""
        rankings = assumptions_by_ranking(self.program)
        made = []
        for index, ranking in enumerate(self.program.rankings):
            place = word("place", self.language)
            title = place if index == 0 else f"{place}: {self.naming.title(ranking.titles, ranking.name)}"
            mark = "*" if rankings[ranking.name] else ""
            made.append(Column(title + mark, f"#{index + 1 if index else ''}{mark}", Part.PLACE))
        made.append(Column(self.naming.subject(), self.naming.subject(), Part.NAME, is_text=True))
        total = self.naming.node(self.program.root)
        made.append(Column(total, word("total", self.language), Part.MAIN))
        for rating in self.program.ratings:
            title = word("rating", self.language)
            if rating.node != "total":
                title += f": {self.naming.node(self.program.nodes[rating.node])}"
            made.append(Column(title, title, Part.MAIN, is_text=True))
        for short, node in shown_nodes(self.program):
            part = Part.MAIN if node.parent == "total" else Part.DETAIL
            made.append(Column(self.naming.node(node), short, part))
        for index, adjustment in enumerate(self.program.adjustments, 1):
            title = self.naming.title(adjustment.titles, adjustment.name)
            made.append(Column(title, f"{'P' if adjustment.sign < 0 else 'B'}{index}", Part.MAIN))
        return tuple(made)

    def groups(self, sort: str) -> tuple[Group, ...]:
        """The groups in the order of the values of their fields, subjects sorted in each."""
        within = self.program.rankings[0].within if self.program.rankings else ()
        grouped: dict[tuple[object, ...], list[SubjectResult]] = {}
        for result in self.results.subjects:
            grouped.setdefault(tuple(result.subject.values.get(name) for name in within), []).append(result)
        order = {values: self._order(within, values) for values in grouped}
        return tuple(
            Group(
                self.naming.group(within, values),
                tuple(self.row(result) for result in self.sorted(grouped[values], sort)),
            )
            for values in sorted(grouped, key=order.__getitem__)
        )

    def _order(self, fields: tuple[str, ...], values: tuple[object, ...]) -> tuple[tuple[int, str], ...]:
        """Choices in their declared order, other values in that of their text, missing ones last."""
        keys = []
        for name, value in zip(fields, values, strict=True):
            field = self.program.schema.subject.field_named(name)
            names = [choice for choice, _ in field.choice_titles] if field is not None else []
            at = len(names) + 1 if value is None else names.index(value) if value in names else len(names)
            keys.append((at, str(value)))
        return tuple(keys)

    def sorted(self, subjects: list[SubjectResult], sort: str) -> list[SubjectResult]:
        """Subjects by place, name, or a node's score; those without one last, equal ones in the data's order."""
        match sort:
            case "name":
                return sorted(subjects, key=lambda result: self.naming.body(result.subject).casefold())
            case "place":
                if not self.program.rankings:
                    return subjects
                first = self.program.rankings[0].name
                return sorted(subjects, key=lambda result: _number(result.places.get(first)))
            case _:
                with_score = [s for s in subjects if s.nodes[sort].value is not None]
                without = [s for s in subjects if s.nodes[sort].value is None]

                def descending(left: SubjectResult, right: SubjectResult) -> int:
                    one, other = left.nodes[sort].value, right.nodes[sort].value
                    assert one is not None and other is not None  # noqa: PT018 - both were chosen for it
                    return compare(other, one)

                return [*sorted(with_score, key=cmp_to_key(descending)), *without]

    def row(self, result: SubjectResult) -> tuple[str, ...]:
        """The texts of a subject's cells."""
        made = []
        for ranking in self.program.rankings:
            place = result.places.get(ranking.name)
            made.append("-" if place is None else str(place.number))
        made += [self.naming.body(result.subject), self.score(self.program.root, result.total)]
        grounds = assumptions_by_rating(self.program) if self.program.ratings else {}
        for rating in self.program.ratings:
            grade = result.ratings.get(rating.node)
            mark = "*" if grounds[rating.node] and grade is not None else ""
            made.append("-" if grade is None else self.naming.grade(rating.node, grade) + mark)
        made += [self.score(node, result.nodes[node.name]) for _, node in shown_nodes(self.program)]
        for adjustment in self.program.adjustments:
            outcome = result.adjustments[adjustment.name]
            if not outcome.applies:
                made.append(word("n/a", self.language))
                continue
            taken = figure(outcome.taken)
            sign = "" if taken.exact == "0" else "-" if adjustment.sign < 0 else "+"
            made.append(("≈" if taken.rounded else "") + number(sign + taken.text, self.language))
        return tuple(made)

    def score(self, node: p.ScoreNode, result: NodeResult) -> str:
        """A score, or why there is none, in a word."""
        if result.value is None:
            key = {NodeState.NOT_APPLICABLE: "n/a", NodeState.FAILED: "failed"}.get(result.state, "no score")
            return word(key, self.language)
        shown = figure(result.value, node.rounding)
        return number(shown.marked, self.language) + ("*" if result.assumed else "")

    def notes(self, rules: str) -> tuple[str, ...]:
        """What the marks mean, and how much rests on assumptions."""
        scored = [r for s in self.results.subjects for r in s.nodes.values() if r.value is not None]
        assumed = sum(result.assumed for result in scored)
        count = len(self.results.assumptions)
        if count:
            key = "one assumption" if count == 1 else "assumptions"
            made = [word(key, self.language, n=count, k=assumed, m=len(scored)) + "."]
            if rules:
                made[0] += " " + word("list with", self.language, rules=rules)
        else:
            made = [word("no assumptions", self.language)]
        if any("≈" in cell for group in self.groups("place") for row in group.rows for cell in row):
            made.append(word("rounded", self.language) + ".")
        return tuple(made)

    def without(self) -> list[str]:
        """The subjects that have no total, and why."""
        return [
            f"{self.naming.body(result.subject)}: {self.why(result.total)}"
            for result in self.results.subjects
            if result.total.value is None
        ]

    def why(self, result: NodeResult) -> str:
        """Why a node has no score."""
        if result.finding is not None:
            return f"{result.finding.code}: {result.finding.message}"
        if result.reason is None:
            return word("no score", self.language)
        node = self.program.nodes[result.reason.node]
        key = {
            ReasonKind.CONDITION: "its condition",
            ReasonKind.ABOVE: "above",
            ReasonKind.NOTHING_LEFT: "nothing left",
        }[result.reason.kind]
        words = self.naming.title(result.reason.titles, word(key, self.language))
        return f"{self.naming.node(node)} {word('not applicable', self.language)}: {words}"


def why(result: NodeResult, program: p.Program, language: Language = Language.EN) -> str:
    """Why a node has no score, in words."""
    nobody = Results(program.header, ())
    return _Work(nobody, program, Naming(program, language), language).why(result)


def _number(place: object) -> float | int:
    return getattr(place, "number", None) or float("inf")


def legend(columns: Sequence[Column]) -> Mapping[str, str]:
    """What the short headings stand for."""
    return {c.short: c.title for c in columns if c.short != c.title and c.part is not Part.PLACE}
