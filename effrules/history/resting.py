"""Declarations as they are written out in a consolidated text: with the basis of what is left of them, figure by figure.

A basis of which no figure is left is gone from the text; that of an amendment is there, though it stood behind the verb.
"""

from __future__ import annotations

from typing import Any, assert_never

from attrs import evolve

from effrules.amend.layers import Stated
from effrules.check.expressions.grounding import of_clauses
from effrules.model import program as p
from effrules.model.basis import Basis, Citation, Contradiction
from effrules.model.grounds import Figure, FigureKind, Ground, joined
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node


def program_thing(program: p.Program, key: tuple[ast.Kept, str]) -> Any:
    """What a declaration was checked to; None where it states no basis in any case (a source, a table)."""
    kind, name = key
    match kind:
        case ast.Kept.NODE:
            return program.nodes[name]
        case ast.Kept.TOTAL:
            return program.root
        case ast.Kept.WEIGHTS:
            return program.weights[int(name)]
        case ast.Kept.DEFINE:
            return program.definitions.get(name)
        case ast.Kept.FIGURES:
            return program.figures.get(name)
        case ast.Kept.ADJUSTMENT:
            return next((one for one in program.adjustments if one.name == name), None)
        case ast.Kept.RATING:
            return next((one for one in program.ratings if one.node == name), None)
        case ast.Kept.RANK:
            return next((one for one in program.rankings if one.name == name), None)
        case (
            ast.Kept.SOURCE | ast.Kept.UNIT | ast.Kept.TABLE | ast.Kept.PROPERTY | ast.Kept.EXAMPLE | ast.Kept.INSTITUTION | ast.Kept.STAGE
            | ast.Kept.SPOT_CHECK | ast.Kept.RECOMMEND
        ):  # fmt: skip
            return None  # what says how the year goes has no figures, and so no grounds
        case ast.Kept.BLOCK | ast.Kept.DIRECTION | ast.Kept.CRITERION:
            raise AssertionError("nodes are told of whatever their level")
        case _:
            assert_never(kind)


def resting(declared: Any, program: p.Program, key: tuple[ast.Kept, str]) -> Any:
    """A declaration with the basis on which it rests as it stands; nodes inside it likewise."""
    if isinstance(declared, ast.ProcedureDeclaration):
        stands = _clauses(program.procedure[key[0]][key[1]].basis, declared.span)
        return evolve(
            declared, clauses=(*(c for c in declared.clauses if not isinstance(c, Stated)), *stands)
        )
    thing = program_thing(program, key)
    if thing is None:
        return declared
    apart = joined(ground for ground in thing.grounds if not (ground.within or ground.is_rounding))
    stated = _clauses(apart, declared.span)
    match declared:
        case ast.CalendarDeclaration():
            days = tuple(clause for clause in declared.clauses if not isinstance(clause, Stated))
            return evolve(declared, clauses=(*days, *stated))
        case ast.NodeDeclaration() | ast.AdjustmentDeclaration() | ast.TotalDeclaration():
            clauses = [
                resting(clause, program, (ast.Kept.NODE, clause.name.text))
                if isinstance(clause, ast.NodeDeclaration)
                else _rounded(clause, program, thing)
                for clause in declared.clauses
                if not isinstance(clause, Stated)
            ]
            inner = [clause for clause in clauses if isinstance(clause, ast.NodeDeclaration)]
            own = [clause for clause in clauses if not isinstance(clause, ast.NodeDeclaration)]
            changed: dict[str, Any] = {"clauses": (*own, *stated, *inner)}
            return evolve(declared, **changed)
        case _:
            return evolve(declared, basis=stated)


def _rounded(clause: Any, program: p.Program, thing: Any) -> Any:
    if not isinstance(clause, ast.RoundClause):
        return clause
    name = clause.node.name.text if clause.node is not None else thing.name
    node = program.nodes.get(name)
    return clause if node is None else evolve(clause, basis=_clauses(node.rounding_basis, clause.span))


def _clauses(basis: Basis, place: Span) -> tuple[Stated, ...]:
    def cite(cited: Citation) -> ast.Cite:
        return ast.Cite(ast.Name(cited.source, span=place), cited.place, span=place)

    def otherwise(one: Contradiction) -> ast.Contradicted:
        points = ast.Name("points", span=place)
        figure = None if one.figure is None else ast.ScoreValue(one.figure, points, span=place)
        return ast.Contradicted(cite(one.citation), figure, one.quote, span=place)

    assumed = tuple(
        ast.Assumed(
            ast.Name(made.subject, span=place) if made.subject else None,
            made.reason,
            made.alternatives,
            span=place,
        )
        for made in basis.assumptions
    )
    return (*map(cite, basis.citations), *map(otherwise, basis.contradictions), *assumed)


def figures_of(clause: Any) -> tuple[Figure, ...]:
    """The figures that a clause, a row, a grade or a weight is."""
    match clause:
        case ast.RoundClause():
            return (Figure(FigureKind.ROUNDING),)
        case ast.WeightEntry():
            own = (Figure(FigureKind.WEIGHT, clause.part.text),) if clause.share is not None else ()
            equal = clause.below is not None and clause.below.equal is not None
            return (*own, Figure(FigureKind.EQUAL, clause.part.text)) if equal else own
        case ast.FigureRow():
            return (Figure(FigureKind.ROW, print_node(clause.cells[0])),)
        case _:
            return tuple(figure for figure, _ in of_clauses((clause,)))


def ground_text(ground: Ground) -> str:
    """What a ground says, for the margin: ``cite order "4"``, ``assumed``."""
    cited = [f"cite {one}" for one in ground.basis.citations]
    cited += [f"contradicted by {one.citation}" for one in ground.basis.contradictions]
    assumed = ["no basis" if one.unstated else "assumed" for one in ground.basis.assumptions]
    return f"{ground.version}: {'; '.join(dict.fromkeys([*cited, *assumed])) or 'nothing stated'}"
