"""The section of each body: its scores part by part, penalties, parts that are not applicable, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact.results import NodeResult, NodeState, SubjectResult
from effrules.model import program as p
from effrules.model.figures import figure
from effrules.model.numbers import decimal_text
from effrules.model.real import Num
from effrules.report.derivation.step_words import StepWords
from effrules.report.page.body import AdjustmentLine, Body, Case, Head, LeftOut, Line, PlaceLine
from effrules.report.page.losing import Losing, Lost, weighting_of
from effrules.report.page.names import Names
from effrules.report.page.said import Said, Shown, everywhere, plain, shown_number, words
from effrules.report.page.shapes import along
from effrules.report.results.ranked import why
from effrules.report.wording import unscored
from effrules.trace import steps as s
from effrules.trace.derivation import Derivations, Roots
from effrules.trace.losses import losses_of
from effrules.trace.referring import references
from effrules.trace.selections import called
from effrules.words import Language

State = str | Shown | Said


class Bodies:
    """Makes the sections of bodies; what is the same for all is worked out once."""

    def __init__(
        self,
        derivations: Derivations,
        names: Names,
        step_words: Mapping[Language, StepWords],
        star: bool | None = None,
    ) -> None:
        self.star = star
        self.derivations = derivations
        self.steps = derivations.steps
        self.program = derivations.program
        self.names = names
        self.losing = Losing(self.program, names, derivations.results)
        self.step_words = step_words
        self.colours = {part: index for index, part in enumerate(self.program.root.parts, 1)}
        self.rests_on = _clauses_below(self.steps)
        self.assumed = [ref for ref, clause in enumerate(derivations.clauses) if clause.assumptions]

    def body(self, result: SubjectResult, index: int) -> Body:
        """The section of a body; ``index`` is its number in the data."""
        roots = self.derivations.subjects[result.key]
        root = self.program.root
        first = self.program.rankings[0] if self.program.rankings else None
        group = None
        if first is not None and first.within:
            values = tuple(result.subject.values.get(name) for name in first.within)
            group = self.names.all(lambda naming: naming.group(first.within, values))
        total = result.total
        lost = list(self._lost(roots))
        shown_roots = (roots.nodes["total"], *roots.ratings.values(), *roots.places.values())
        return Body(
            id=f"b{index + 1}",
            key=plain(result.key).en,
            name=self.names.body(result.subject),
            group=group,
            total=self.score(root, total),
            scored=result.has_score,
            ratings=tuple(self._ratings(result, roots, self.program.ratings)),
            places=tuple(self._places(result, roots, self.program.rankings)),
            heads=() if self.program.gives_total else tuple(self.heads(result, roots)),
            lines=self._lines(result, roots, {node: n for one in lost for node, n in one.points.items()}),
            adjustments=tuple(self._adjustment(a, result, roots) for a in self.program.adjustments),
            left_out=tuple(self._left_out(result, roots)),
            assumptions=self._assumptions(shown_roots),
            roots=shown_roots,
            at=self._along(root.name, result),
            falls=tuple(one.chart for one in lost),
        )

    def node_step(self, roots: Roots, name: str) -> s.Node:
        """The step of a node."""
        step = self.steps[roots.nodes[name]]
        assert isinstance(step, s.Node)
        return step

    def score(self, node: p.ScoreNode, result: NodeResult) -> Shown | Said:
        """A score, with a star where it is one of the few."""
        return score_of(node, result, self.star)

    def _anchor(self, step: s.Node) -> str:
        """The place of a node's clause on the page."""
        return "" if step.clause is None else f"c{step.clause}"

    def _note(self, step: s.Step, language: Language) -> str:
        return self.step_words[language].note(step, self.steps)

    def heads(self, result: SubjectResult, roots: Roots) -> Iterator[Head]:
        """What the result stands for where there is no total: each with its score, grades and places."""
        for name in result.heads:
            node = self.program.nodes[name]
            yield Head(
                self.names.nodes[name],
                self.score(node, result.nodes[name]),
                self.colours[name],
                tuple(self._ratings(result, roots, self.program.ratings_of(name))),
                tuple(self._places(result, roots, self.program.rankings_of(name))),
                self._along(name, result),
            )

    def _along(self, name: str, result: SubjectResult) -> int | None:
        """Where a node's score lies on its scale."""
        node, value = self.program.nodes[name], result.nodes[name].value
        return None if value is None else along(value, node.minimum, node.maximum)

    def _ratings(
        self, result: SubjectResult, roots: Roots, ratings: Sequence[p.Rating]
    ) -> list[tuple[Said, Said, int | None]]:
        made: list[tuple[Said, Said, int | None]] = []
        for rating in ratings:
            grade = result.ratings.get(rating.node)
            title = self.names.rating(rating)
            if grade is not None:
                made.append((title, self.names.grade(rating.node, grade), roots.ratings.get(rating.node)))
        return made

    def _places(self, result: SubjectResult, roots: Roots, rankings: Sequence[p.Ranking]) -> list[PlaceLine]:
        made = []
        for ranking in rankings:
            place = result.places.get(ranking.name)
            if place is not None:
                group = None
                if ranking.within:
                    group = self.names.all(lambda naming, r=ranking, q=place: naming.group(r.within, q.group))  # type: ignore[misc]
                title = self.names.title(ranking.titles, ranking.name)
                made.append(
                    PlaceLine(
                        title, group, place.number, place.among, place.shared, roots.places.get(ranking.name)
                    )
                )
        return made

    def _lost(self, roots: Roots) -> Iterator[Lost]:
        """Where the total lost points; of a body without one, where the highest parts did that have a score."""
        ahead = ["total"] if self.program.gives_total else list(self.program.heads)
        while ahead:
            name = ahead.pop(0)
            found = losses_of(roots.nodes[name], self.steps, self.program)
            if found is not None:
                yield self.losing.of(found, is_whole=name == "total")
            elif self.program.nodes[name].kind in (p.NodeKind.TOTAL, p.NodeKind.BLOCK):
                ahead = [*self.program.nodes[name].parts, *ahead]

    def _lines(self, result: SubjectResult, roots: Roots, lost: Mapping[str, Num]) -> tuple[Line, ...]:
        made: list[Line] = []

        def below(name: str, number: str, depth: int, colour: int) -> None:
            node = self.program.nodes[name]
            outcome = result.nodes[name]
            maximum = node.maximum if outcome.maximum is None else outcome.maximum
            step = self.node_step(roots, name)
            weight, stated = self._shares(node, roots)
            points = lost.get(name) if outcome.value is not None else None
            made.append(
                Line(
                    number, self._anchor(step) if number else "", depth, self.names.nodes[name], node.kind.value, step.id, weight, stated,
                    self.score(node, outcome), outcome.value is not None, figure(maximum).exact,
                    None if points is None else shown_number(figure(points)),
                    0 if outcome.value is None else along(outcome.value, node.minimum, maximum), colour,
                )
            )  # fmt: skip
            for index, part in enumerate(node.parts, 1):
                below(
                    part,
                    f"{number}.{index}" if number else str(index),
                    depth + 1,
                    self.colours.get(part, colour),
                )

        if self.program.gives_total:
            below("total", "", 0, 0)
        else:
            for index, part in enumerate(self.program.heads, 1):
                below(part, str(index), 1, self.colours[part])
        return tuple(made)

    def _shares(self, node: p.ScoreNode, roots: Roots) -> tuple[Shown | None, Shown | None]:
        """A part's weight as used, and as the rules state it where that differs."""
        if node.parent is None:
            return None, None
        weighting = weighting_of(self.node_step(roots, node.parent), self.steps)
        if weighting is None:
            return None, None
        shares = {share.part: share.share for share in weighting.used}
        by_rules = {share.part: share.share for share in weighting.stated}
        if node.name not in shares:  # the body does not have the part
            return None, None
        moved = by_rules[node.name] != shares[node.name]
        return _percent(shares[node.name]), _percent(by_rules[node.name]) if moved else None

    def _adjustment(self, adjustment: p.Adjustment, result: SubjectResult, roots: Roots) -> AdjustmentLine:
        outcome = result.adjustments[adjustment.name]
        step = self._incidents(adjustment, roots)
        cases: list[Case] = []
        if step is not None and step.rows is not None and step.amounts:
            rows = {called(row): row for row in _rows_below(result.subject, step.rows.table)}
            for taken, amount in zip(step.rows.taken, step.amounts, strict=True):
                value = self.steps[amount].value
                points = None if value is None else shown_number(figure(value))  # type: ignore[arg-type]
                cases.append(Case(plain(taken.row), self._values(rows.get(taken.row)), points))
        return AdjustmentLine(
            self.names.title(adjustment.titles, adjustment.name), self.names.nodes[adjustment.target], adjustment.sign,
            outcome.applies, tuple(cases), outcome.incidents, shown_number(figure(outcome.amount)),
            shown_number(figure(outcome.capped)), shown_number(figure(outcome.taken)),
        )  # fmt: skip

    def _incidents(self, adjustment: p.Adjustment, roots: Roots) -> s.Incidents | None:
        """The step of what a penalty or bonus comes to, if its node got so far."""
        ref = self.node_step(roots, adjustment.target).result
        while ref is not None:
            step = self.steps[ref]
            match step:
                case s.Adjust():
                    if step.adjustment == adjustment.name:
                        found = self.steps[step.amount]
                        return found if isinstance(found, s.Incidents) else None
                    ref = step.score
                case s.Round() | s.Bounded():
                    ref = step.operand
                case _:
                    return None
        return None

    def _values(self, row: Row | None) -> tuple[tuple[Said, Said], ...]:
        """The values of a row, with the titles of their fields."""
        if row is None:
            return ()
        table = self.program.schema.table_named(row.table)
        if table is None:
            return ()
        return tuple(
            (
                self.names.title(field.titles, field.own_name),
                self.names.value(field, row.values.get(field.name)),
            )
            for field in table.fields
            if not field.is_form
        )

    def _left_out(self, result: SubjectResult, roots: Roots) -> list[LeftOut]:
        """The parts that are not applicable though what they belong to is."""
        made = []
        for name, outcome in result.nodes.items():
            node = self.program.nodes[name]
            above = None if node.parent is None else result.nodes[node.parent]
            if (
                outcome.state is not NodeState.NOT_APPLICABLE
                or above is None
                or above.state is NodeState.NOT_APPLICABLE
            ):
                continue
            weight: tuple[Said, ...] = ()
            weighting = (
                None if node.parent is None else weighting_of(self.node_step(roots, node.parent), self.steps)
            )
            if weighting is not None:
                weight = (everywhere(partial(self._note, weighting)),)
            reason = self.names.all(partial(why, outcome))
            made.append(LeftOut(self.names.nodes[name], reason, weight))
        return made

    def _assumptions(self, roots: Sequence[int]) -> tuple[int, ...]:
        """The clauses with assumptions that some steps rest on."""
        found = 0
        for ref in roots:
            found |= self.rests_on[ref]
        return tuple(ref for ref in self.assumed if found >> ref & 1)


def score_of(node: p.ScoreNode, result: NodeResult, star: bool | None = None) -> Shown | Said:
    """A score, or in a word why there is none; ``star``: which have a star, those that rest on an assumption or the others."""
    if result.value is None:
        return words(unscored(result.state))
    return shown_number(figure(result.value, node.rounding), assumed=star is result.assumed)


def _clauses_below(steps: Sequence[s.Step]) -> list[int]:
    """For each step the clauses that it rests on, one bit for each."""
    found: list[int] = []
    for step in steps:
        bits = 0 if step.clause is None else 1 << step.clause
        for ref in references(step):
            bits |= found[ref]
        found.append(bits)
    return found


def _rows_below(subject: Row, table: str) -> list[Row]:
    """The rows of a table that belong to a subject, at any depth."""
    found: list[Row] = []
    for name, rows in subject.children.items():
        for row in rows:
            if name == table:
                found.append(row)
            found += _rows_below(row, table)
    return found


def _percent(share: fmpq) -> Shown:
    return Shown(decimal_text(share * 100, 2).lstrip("≈"), figure(share * 100).exact, unit=" %")
