"""The grounds of the figures of a program: each figure with the version that last wrote it, and what that version states for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from attrs import evolve

from effrules.amend import name_errors
from effrules.amend.draft import Draft, citation
from effrules.amend.layers import Layer, Layers, Stated, layer_of
from effrules.amend.name_errors import Sought
from effrules.check.errors import scale_errors, type_errors, value_words
from effrules.check.expressions.scope import World
from effrules.model.basis import Assumption, Basis, Citation, Contradiction
from effrules.model.grounds import Figure, FigureKind, Ground, Grounds
from effrules.model.node import every
from effrules.model.numbers import exact_text
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node

Placed = tuple[Figure, Span]
"""A figure and where it is written."""


def grounds(
    layers: Layers, figures: Sequence[Placed], world: World, inside: Iterable[object] = ()
) -> Grounds:
    """The grounds of a declaration, the oldest first; a layer of which no figure is left is gone, with its basis.

    Behind them stand those of the readings ``inside`` its clauses, which state their own.
    """
    by_layer: dict[int, list[Figure]] = {}
    for figure, span in figures:
        by_layer.setdefault(layers.index(layer_of(layers, span)), []).append(figure)
    made = []
    for index, layer in enumerate(layers):
        wrote = by_layer.get(index, [])
        if wrote or (layer.bare and layer.basis):
            made.append(_ground(layer, tuple(wrote), world))
    for reading in readings(inside):
        layer = layer_of(layers, reading.span)
        figure = Figure(FigureKind.READING, about_of(reading))
        basis = basis_of(reading.basis, world)
        made.append(
            Ground(
                layer.version, (figure,), basis, layer.amends, layer.version, place=layer.place, within=True
            )
        )
    return tuple(made)


def readings(inside: object) -> Iterator[ast.ReadingOf]:
    """The readings of printed lines and of grades that stand in some clauses, without those of nodes in them."""
    return (node for node in every(inside, but=(ast.NodeDeclaration,)) if isinstance(node, ast.ReadingOf))


def about_of(reading: ast.ReadingOf) -> str:
    """What a reading is about, in the words of the rules."""
    return reading.about.words if reading.rounding is None else "rounding"


def rounding_ground(layers: Layers, clause: ast.RoundClause, world: World) -> Ground:
    """The ground of a rounding: what stands behind it; in an amendment, where nothing does, what the amendment cites."""
    layer = evolve(layer_of(layers, clause.span), anew=(), stated_by="")
    served = bool(layer.stated)
    if clause.basis:
        layer = evolve(layer, stated=tuple(clause.basis))
    elif not layer.amends:
        layer = evolve(layer, stated=())
    return evolve(_ground(layer, (Figure(FigureKind.ROUNDING),), world), served=served)


def own_basis(
    clauses: Iterable[object],
) -> Iterator[ast.Multiplied | ast.MeanOfOthers | ast.OutOf | ast.OnlyWhere]:
    """The clauses of a node that state a basis of their own."""
    for clause in clauses:
        if isinstance(clause, ast.Multiplied | ast.MeanOfOthers | ast.OutOf | ast.OnlyWhere) and clause.basis:
            yield clause


def clause_ground(
    layers: Layers, clause: ast.Multiplied | ast.MeanOfOthers | ast.OutOf | ast.OnlyWhere, world: World
) -> Ground:
    """The ground of a clause with a basis of its own; it stands for this clause alone."""
    layer = evolve(layer_of(layers, clause.span), anew=(), stated_by="", stated=tuple(clause.basis))
    return evolve(_ground(layer, (_figure_of(clause),), world), within=True)


def _figure_of(clause: ast.Multiplied | ast.MeanOfOthers | ast.OutOf | ast.OnlyWhere) -> Figure:
    match clause:
        case ast.Multiplied():
            return Figure(FigureKind.MULTIPLIED, exact_text(clause.factor.value))
        case ast.MeanOfOthers():
            return Figure(FigureKind.OTHERS)
        case ast.OnlyWhere():
            return Figure(FigureKind.ONLY)
        case ast.OutOf():
            return Figure(FigureKind.MAXIMUM, maximum_for(clause))
        case _:
            assert_never(clause)


def maximum_for(clause: ast.OutOf) -> str:
    """For whom one of several maxima is, as it is written on one line; nothing for the only one."""
    return "" if clause.where is None else " ".join(print_node(clause.where).split())


def _ground(layer: Layer, figures: tuple[Figure, ...], world: World) -> Ground:
    stated = layer.anew or layer.stated
    basis = basis_of(stated, world) if stated else _of_reasons(layer.reasons, world)
    return Ground(
        layer.version, figures, basis, layer.amends, layer.stated_by or layer.version, place=layer.place
    )


def _of_reasons(reasons: Iterable[ast.Reason], world: World) -> Basis:
    """What an amendment cites. An unknown source is told where the amendment is read; a source dropped since stays cited."""
    cited = []
    for reason in reasons:
        if isinstance(reason, ast.Cite):
            name = world.draft.current_name(reason.source.text)
            world.mark(ast.Kept.SOURCE, name)
            cited.append(_by_name(reason, name, world))
    return Basis(tuple(cited))


def basis_of(clauses: tuple[object, ...] | list[object], world: World) -> Basis:
    """The citations and assumptions among some clauses; unknown sources are found."""
    citations = []
    assumptions = []
    contradictions = []
    for clause in clauses:
        if isinstance(clause, ast.Cite):
            citations.append(_cited(clause, world))
        elif isinstance(clause, ast.Contradicted):
            if clause.figure is not None and clause.figure.unit.text != "points":
                unit = clause.figure.unit
                world.found.append(
                    type_errors.wrong_type(unit.span, value_words.unit_named(unit.text), value_words.POINTS)
                )
            figure = None if clause.figure is None else clause.figure.value
            contradictions.append(
                Contradiction(_cited(clause.cite, world), clause.quote, figure, span=clause.span)
            )
        elif isinstance(clause, ast.Assumed):
            subject = world.draft.current_name(clause.subject.text) if clause.subject else ""
            assumptions.append(Assumption(clause.reason, subject, clause.alternatives, span=clause.span))
    if contradictions and not assumptions:
        world.found.append(scale_errors.contradiction_not_settled(contradictions[0].span))
    return Basis(tuple(citations), tuple(assumptions), tuple(contradictions))


def _cited(cite: ast.Cite, world: World) -> Citation:
    """A citation under the name that its source bears now; an unknown source is found."""
    name = world.draft.current_name(cite.source.text)
    if (ast.Kept.SOURCE, name) not in world.draft.things:
        known = [n for k, n in world.draft.things if k is ast.Kept.SOURCE]
        world.found.append(name_errors.unknown(cite.source.span, Sought.SOURCE, name, known))
    world.mark(ast.Kept.SOURCE, name)
    return _by_name(cite, name, world)


def _by_name(cite: ast.Cite, name: str, world: World) -> Citation:
    """A citation of a source by the name and the short title that it has now."""
    source = world.draft.things.get((ast.Kept.SOURCE, name))
    declared = None if source is None else source.declared
    called = ast.titles_in(getattr(declared, "clauses", ()), ast.TitleKind.SHORT)
    return evolve(citation(cite), source=name, called=called)


def standing_basis(layers: Layers, figures: Sequence[Placed]) -> tuple[Stated, ...]:
    """What a declaration rests on as it stands, as each text wrote it: without what was stated for figures that are gone."""
    alive = {id(layer_of(layers, span)) for _, span in figures} if layers else set()
    kept = (layer for layer in layers if id(layer) in alive or layer.bare)
    return tuple(stated for layer in kept for stated in layer.basis)


def figures_of_declared(declared: Any, layers: Layers, draft: Draft) -> tuple[Placed, ...]:
    """The figures of a declaration as it stands in a draft, without roundings."""
    match declared:
        case ast.Weights():
            return tuple(of_weights(declared, layers, draft))
        case ast.FiguresDeclaration():
            return tuple(of_rows(declared))
        case ast.RatingDeclaration():
            return tuple(of_grades(declared))
        case ast.Define():
            return ((Figure(FigureKind.FORMULA), declared.body.span),)
        case ast.RankDeclaration():
            return ((Figure(FigureKind.PLACES), declared.span),)
        case _:
            return tuple(of_clauses(getattr(declared, "clauses", ())))


# -- Which figures there are ------------------------------------------------------------------------------------


def of_clauses(clauses: Iterable[object]) -> Iterator[Placed]:
    """The figures of a node, a penalty, a bonus or the total, without roundings."""
    for clause in clauses:
        match clause:
            case ast.Score():
                yield Figure(FigureKind.FORMULA), clause.span
            case ast.NotApplicable():
                yield Figure(FigureKind.NOT_APPLICABLE), clause.span
            case ast.Multiplied() | ast.MeanOfOthers() | ast.OutOf() | ast.OnlyWhere():
                if not clause.basis:
                    yield _figure_of(clause), clause.span
            case ast.Weekend():
                yield Figure(FigureKind.ROW, "weekend"), clause.span
            case ast.Stretch():
                yield Figure(FigureKind.ROW, "from"), clause.span
            case ast.CalendarDay():
                yield Figure(FigureKind.ROW, str(clause.first)), clause.span
            case ast.Never():
                yield Figure(FigureKind.HIGHEST if clause.upper else FigureKind.LOWEST), clause.span
            case ast.NoTotal():
                yield Figure(FigureKind.NONE), clause.span
            case ast.Amount():
                yield Figure(FigureKind.AMOUNT), clause.span
            case ast.Cap():
                yield Figure(FigureKind.CAP, "each" if clause.each else ""), clause.span
            case ast.Floor():
                yield Figure(FigureKind.REACHING if clause.upper else FigureKind.LEAVING), clause.span
            case _:
                pass


def of_weights(declared: ast.Weights, layers: Layers, draft: Draft) -> Iterator[Placed]:
    """The figures of a weights clause: each weight, each group of equal ones, what becomes of a weight that falls away."""
    yield from _of_group("total", declared.group, draft)
    if declared.redistribution is not None:
        layer = next((one for one in reversed(layers) if one.redistributes), layers[0])
        yield Figure(FigureKind.REDISTRIBUTION), layer.place


def _of_group(parent: str, group: ast.WeightGroup, draft: Draft) -> Iterator[Placed]:
    if group.equal is not None:
        yield Figure(FigureKind.EQUAL, parent), group.span
    for entry in group.entries:
        name = draft.current_name(entry.part.text)
        if entry.share is not None:
            yield Figure(FigureKind.WEIGHT, name), entry.span
        if entry.below is not None:
            yield from _of_group(name, entry.below, draft)


def of_rows(declared: ast.FiguresDeclaration) -> Iterator[Placed]:
    """The figures of a table of figures: its rows."""
    for row in declared.rows:
        yield Figure(FigureKind.ROW, print_node(row.cells[0])), row.span


def of_grades(declared: ast.RatingDeclaration) -> Iterator[Placed]:
    """The figures of a rating: its grades."""
    for grade in declared.grades:
        yield Figure(FigureKind.GRADE, grade.name.text), grade.span
