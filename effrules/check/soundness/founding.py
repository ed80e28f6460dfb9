"""Figures that rest on nothing: each is told, and counts as assumed from then on, in every result that depends on it.

What an amendment writes needs a basis of its own: in it, or cited behind its verb. An older basis of the declaration, or of a
block above it, was stated for what stood there before. In a text that amends nothing a block's basis covers what is inside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import evolve
from flint import fmpq

from effrules.amend import amendment_errors
from effrules.check.errors import clause_errors
from effrules.check.soundness.founding_words import Thing, figure_told
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.basis import Assumption, Basis
from effrules.model.grounds import FigureKind, Ground, joined
from effrules.model.thing_words import WEIGHTS, node_called
from effrules.model.walk import walk
from effrules.source import Span
from effrules.words import Text as Words
from effrules.words import several

Declared = TypeVar(
    "Declared", p.ScoreNode, p.Definition, p.Figures, p.WeightsClause, p.Adjustment, p.Rating, p.Ranking
)


def founded(program: p.Program) -> tuple[p.Program, tuple[Finding, ...]]:
    """The program with what rests on nothing marked as such, and a warning for each."""
    work = _Founding(program)
    made = evolve(
        program,
        nodes=_each(program.nodes, work.node),
        definitions=_each(program.definitions, work.definition),
        figures=_each(program.figures, work.figures),
        weights=tuple(map(work.weights, program.weights)),
        adjustments=tuple(map(work.adjustment, program.adjustments)),
        ratings=tuple(map(work.rating, program.ratings)),
        rankings=tuple(map(work.ranking, program.rankings)),
    )
    return made if work.found else program, tuple(work.found)


Made = TypeVar("Made")


def _each(things: Mapping[str, Made], do: Callable[[Made], Made]) -> dict[str, Made]:
    return {name: do(thing) for name, thing in things.items()}


class _Founding:
    def __init__(self, program: p.Program) -> None:
        self.program = program
        self.found: list[Finding] = []
        self.explained = {
            a.subject for node in program.nodes.values() for a in node.basis.assumptions if a.subject
        }

    # -- What needs a basis -----------------------------------------------------------------------------------

    def node(self, node: p.ScoreNode) -> p.ScoreNode:
        what = Thing(node.kind.value, node.name)
        tests = [n.condition for n in node.not_applicable]
        bare = node.kind is not p.NodeKind.TOTAL and not self._stated_above(node)
        needs = bare and (node.kind is p.NodeKind.CRITERION or has_figures(node.formula, *tests))
        needs = needs or (node.no_total is not None and not node.basis.is_stated)
        stands: list[Ground] = []
        for ground in node.grounds:
            if ground.amends and self._above_in_amendment(node, ground):
                stands.append(ground)
            elif ground.is_rounding:
                own = (g for g in node.grounds if not g.amends and not g.is_rounding)
                lacks = not ground.served and not any(g.basis.is_stated for g in own)
                stands.append(self._founded(ground, Thing("rounding", node.name), lacks, node.span))
            else:
                beside = any(_is_line(other) and other.basis.is_stated for other in node.grounds)
                stands.append(self._founded(ground, what, needs, node.span, beside=beside))
        figures = [ground for ground in stands if not ground.is_rounding]
        rounding = joined(ground for ground in stands if ground.is_rounding)
        return evolve(node, grounds=tuple(stands), basis=joined(figures), rounding_basis=rounding)

    def definition(self, one: p.Definition) -> p.Definition:
        needs = has_figures(one.body) and one.name not in self.explained
        return self._marked(one, Thing("define", one.name), needs)

    def figures(self, one: p.Figures) -> p.Figures:
        return self._marked(
            one, Thing("calendar" if one.calendar else "figures", one.name), one.name not in self.explained
        )

    def weights(self, one: p.WeightsClause) -> p.WeightsClause:
        decides = any(len(group) > 1 for group in one.weights.values())
        written = (
            one.redistribution is not p.Redistribution.NOT_STATED
            or one.condition is not None
            or any(
                figure.kind in (FigureKind.WEIGHT, FigureKind.EQUAL)
                for ground in one.grounds
                for figure in ground.figures
            )
        )
        return self._marked(one, Thing("weights"), decides and written)

    def adjustment(self, one: p.Adjustment) -> p.Adjustment:
        return self._marked(one, Thing("adjustment", one.name), needs=True)

    def rating(self, one: p.Rating) -> p.Rating:
        return self._marked(one, Thing("rating"), needs=True)

    def ranking(self, one: p.Ranking) -> p.Ranking:
        return self._marked(one, Thing("rank", one.name), needs=False)

    # -- Telling it --------------------------------------------------------------------------------------------

    def _marked(self, one: Declared, what: Thing, needs: bool) -> Declared:
        stands = tuple(self._founded(ground, what, needs, one.span) for ground in one.grounds)
        changed: dict[str, Any] = {"grounds": stands, "basis": joined(stands)}
        return evolve(one, **changed) if stands != one.grounds else one

    def _founded(
        self, ground: Ground, what: Thing, needs: bool, span: Span | None, *, beside: bool = False
    ) -> Ground:
        """The ground, with its lack of a basis told and marked; ``needs``: outside of amendments it needs one.

        ``beside``: other figures of the same declaration have one each, so those that lack it are named.
        """
        if ground.basis.is_stated or not (needs or ground.amends):
            return ground
        listed = several(map(figure_told, ground.figures))
        if ground.amends:
            self.found.append(
                clause_errors.change_without_basis(head(ground.place), ground.version, listed, what.told)
            )
        else:
            named = clause_errors.FIGURES_OF.of(figures=listed, what=what.told) if beside else what.told
            self.found.append(clause_errors.no_basis(head(span), named))
        reason = Assumption(what.unstated(ground.figures), span=ground.place, unstated=True)
        return evolve(ground, basis=Basis(assumptions=(reason,)))

    def _stated_above(self, node: p.ScoreNode) -> bool:
        """Whether a node, or one that it lies in, states a basis in a text that amends nothing."""
        at: p.ScoreNode | None = node
        while at is not None:
            if any(one.basis.is_stated for one in at.grounds if not one.is_rounding and not _is_line(one)):
                return True
            at = self.program.nodes[at.parent] if at.parent and at.parent != "total" else None
        return False

    def _above_in_amendment(self, node: p.ScoreNode, ground: Ground) -> bool:
        """Whether a node above one states a basis in the very amendment that wrote some of its figures."""
        at = node.parent
        while at is not None and not ground.basis.is_stated:
            above = self.program.nodes[at]
            if any(other.basis.is_stated and other.place == ground.place for other in above.grounds):
                return True
            at = above.parent
        return False


def _is_line(ground: Ground) -> bool:
    """Whether it stands behind one clause of a node, for that clause alone: nothing else rests on it, nor what is inside."""
    return ground.within and all(figure.kind in LINES for figure in ground.figures)


LINES = (FigureKind.ONLY, FigureKind.MAXIMUM, FigureKind.MULTIPLIED, FigureKind.OTHERS)


def left_standing(program: p.Program, older: Collection[str]) -> Iterator[Finding]:
    """Assumptions of an older text that an amendment left standing beside what it wrote; ``older`` versions were told before."""
    groups: tuple[Iterable[Any], ...] = (
        program.nodes.values(), program.figures.values(), program.weights, program.adjustments,
    )  # fmt: skip
    for one in (thing for group in groups for thing in group):
        last = next((g for g in reversed(one.grounds) if g.amends and g.version not in older), None)
        if last is None or last.is_rounding:
            continue
        for ground in one.grounds[: one.grounds.index(last)]:
            made = next((a for a in ground.basis.assumptions if not a.unstated), None)
            apart = ground.is_rounding or ground.is_reading
            if made is not None and not apart and ground.stated_by != last.version:
                figures = several(map(figure_told, ground.figures)) if ground.figures else ""
                yield amendment_errors.left_standing(
                    head(last.place), _called(one), ground.version, figures, made
                )


def _called(one: Any) -> Words:
    if isinstance(one, p.WeightsClause):
        return WEIGHTS
    if isinstance(one, p.ScoreNode):
        return node_called(one)
    return f"`{one.name}`"


def has_figures(*expressions: p.Expression | None) -> bool:
    """Whether a number stands in some expression that is more than 0, 1 or their unit."""
    return any(
        isinstance(node, p.Constant) and isinstance(node.value, fmpq) and node.value not in (0, 1)
        for expression in expressions
        if expression is not None
        for node in walk(expression)
    )


def head(span: Span | None) -> Span | None:
    """The first line of a declaration: enough to point at."""
    return None if span is None else span.first_line()
