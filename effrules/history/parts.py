"""The parts of a declaration: what an amendment can change by itself, each under a key, comparable by meaning.

A part is the formula of a criterion, its rounding, a field of a table, a row of figures, the weights of the parts of one node.
Two parts are equal when they say the same; layout, comments and the order of weights do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import evolve, field, frozen

from effrules.history.part_keys import PartKey, PartKind, key_of
from effrules.model.program import AdjustmentKind
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node
from effrules.syntax.tree.kinds import REDISTRIBUTIONS


@frozen
class Piece:
    """What can be written again by itself inside a part: one weight of a group, one citation of a basis."""

    name: str
    text: str
    span: Span


@frozen
class Part:
    """A part: ``value`` is what it says, ``nodes`` how it is written, ``span`` where.

    ``pieces`` are there where several texts may each have written some of it.
    """

    key: PartKey
    value: Any
    nodes: tuple[Any, ...] = field(eq=False, repr=False)
    span: Span = field(eq=False, repr=False)
    pieces: tuple[Piece, ...] = field(default=(), eq=False, repr=False)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where it is written, piece by piece. A clause keeps its place however far later amendments carry it."""
        return tuple(piece.span for piece in self.pieces) or (self.span,)

    @property
    def text(self) -> str:
        """The part as a rule file has it, in the canonical layout."""
        return "\n".join(node if isinstance(node, str) else print_node(node) for node in self.nodes)


Parts = dict[PartKey, Part]


def _gathered(clauses: Iterable[Any]) -> Iterator[Part]:
    """Clauses by the part that they belong to, in their order."""
    found: dict[PartKey, list[Any]] = {}
    for clause in clauses:
        found.setdefault(key_of(clause), []).append(clause)
    for key, nodes in found.items():
        if key.kind is not PartKind.TITLE:
            yield Part(key, tuple(map(_said, nodes)), tuple(nodes), nodes[0].span)


def _said(clause: Any) -> Any:
    """What a clause says: the level before a node's name is a word for the reader only."""
    if isinstance(clause, ast.RoundClause):
        return clause.rounding, clause.basis
    if isinstance(clause, ast.Adjusted):
        return clause.node.name.text
    return clause


def _title(titles: Titles, clauses: Iterable[Any], place: Span) -> Iterator[Part]:
    """The titles behind a name and in clauses, as one part."""
    texts = dict(titles.texts)
    where = place
    for clause in clauses:
        if isinstance(clause, ast.TitleClause) and clause.kind is ast.TitleKind.TITLE:
            texts.update(clause.titles.texts)
            where = clause.span
    if texts:
        made = ast.TitleClause(ast.TitleKind.TITLE, Titles(tuple(texts.items())), span=where)
        yield Part(PartKey(PartKind.TITLE), frozenset(texts.items()), (made,), where)


def _one(kind: PartKind, node: Any, span: Span, about: str = "", text: str | None = None) -> Part:
    return Part(PartKey(kind, about), node, (node if text is None else text,), span)


def _word(kind: PartKind, word: str, span: Span) -> Part:
    return Part(PartKey(kind), word, (word,), span)


def node_parts(
    kind: str, name: ast.Name, parent: str, titles: Titles, clauses: Iterable[Any], span: Span
) -> Parts:
    """The parts of a block, direction or criterion, without those of the nodes inside it."""
    own = [clause for clause in clauses if not isinstance(clause, ast.NodeDeclaration)]
    return _keyed(
        [
            _word(PartKind.NAME, name.text, name.span),
            _word(PartKind.LEVEL, kind, span),
            _word(PartKind.PARENT, parent, span),
            *_title(titles, own, name.span),
            *_gathered(own),
        ]
    )


def parts(declared: ast.Declared | ast.ExampleDeclaration | ast.Methodology) -> Parts:
    """The parts of a declaration; of a node without those of the nodes inside it, and without its parent."""
    return _keyed(_parts(declared))


def _keyed(found: Iterable[Part]) -> Parts:
    return {part.key: part for part in found}


def _parts(declared: Any) -> Iterator[Part]:
    yield from ARMS[type(declared)](declared)


def _of_node(node: ast.NodeDeclaration) -> Iterator[Part]:
    own = [clause for clause in node.clauses if not isinstance(clause, ast.NodeDeclaration)]
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield _word(PartKind.LEVEL, node.kind, node.span)
    yield from _title(node.titles, own, node.name.span)
    yield from _gathered(own)


def _of_total(node: ast.TotalDeclaration) -> Iterator[Part]:
    yield from _title(Titles(), node.clauses, node.span)
    yield from _gathered(node.clauses)


def _of_procedure(node: ast.ProcedureDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(node.titles, node.clauses, node.name.span)
    yield from _gathered(node.clauses)


def _of_heading(node: ast.Methodology) -> Iterator[Part]:
    yield from _title(Titles(), node.clauses, node.span)
    yield from _gathered(node.clauses)


def _of_adjustment(node: ast.AdjustmentDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield _word(PartKind.LEVEL, node.kind, node.span)
    yield from _title(node.titles, node.clauses, node.name.span)
    for part in _gathered(node.clauses):
        if node.kind is AdjustmentKind.BONUS and part.key.kind in (PartKind.AMOUNT, PartKind.TARGET):
            was, now = ("take", "give") if part.key.kind is PartKind.AMOUNT else ("from", "to")
            yield evolve(part, nodes=(now + part.text.removeprefix(was),))
        else:
            yield part


def _of_define(node: ast.Define) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield _word(PartKind.LEVEL, "figure" if node.is_figure else "define", node.span)
    yield from _title(node.titles, (), node.name.span)
    if node.parameters:
        text = ", ".join(print_node(parameter) for parameter in node.parameters)
        yield _one(PartKind.PARAMETERS, node.parameters, node.span, text=text)
    if node.type is not None:
        yield _one(PartKind.TYPE, node.type, node.type.span)
    yield _one(PartKind.FORMULA, node.body, node.body.span)
    yield from _gathered(node.basis)


def _of_table(node: ast.TableDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    if node.owner is not None:
        yield _word(PartKind.OWNER, node.owner.text, node.owner.span)
    if node.form:
        word = "form, may be missing" if node.may_be_missing else "form"
        yield _word(PartKind.LEVEL, word, node.name.span)
    if node.where is not None:
        yield _one(PartKind.ONLY, node.where, node.where.span)
    yield from _title(node.titles, (), node.name.span)
    yield from _gathered((*node.fields, *node.demands))


def _of_figures(node: ast.FiguresDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(node.titles, (), node.name.span)
    for column in node.columns:
        yield _one(PartKind.COLUMN, column, column.span, column.name.text)
    yield from _gathered(node.rows)
    yield from _gathered(node.basis)


def _of_calendar(node: ast.CalendarDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(node.titles, (), node.name.span)
    yield from _gathered(node.clauses)


def _of_rating(node: ast.RatingDeclaration) -> Iterator[Part]:
    yield from _title(node.titles, (), node.span)
    for grade in node.grades:
        yield _one(PartKind.GRADE, grade, grade.span, grade.name.text)
    for reading in node.readings:
        yield _one(PartKind.READING, reading, reading.span, reading.about.words)
    yield from _gathered(node.basis)


def _of_rank(node: ast.RankDeclaration) -> Iterator[Part]:
    if node.name is not None:
        yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(node.titles, (), node.span)
    rule = evolve(node, name=None, titles=Titles(), basis=())
    yield _one(PartKind.PLACES, rule, node.span)
    yield from _gathered(node.basis)


def _of_property(node: ast.PropertyDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(node.titles, (), node.name.span)
    yield _one(PartKind.PROMISE, node.promise, node.promise.span)


def _of_source(node: ast.SourceDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(Titles(), node.clauses, node.span)
    yield from _gathered(node.clauses)
    if node.url:
        yield _word(PartKind.URL, node.url, node.span)


def _of_unit(node: ast.UnitDeclaration) -> Iterator[Part]:
    yield _word(PartKind.NAME, node.name.text, node.name.span)
    yield from _title(node.titles, (), node.name.span)


def _of_weights(node: ast.Weights) -> Iterator[Part]:
    if node.subject is not None:
        yield _one(PartKind.WHOM, node.where, node.subject.span, text=whom(node))
    for parent, group in groups(node.group):
        if group.equal is not None or any(entry.share is not None for entry in group.entries):
            yield weights_part(PartKey(PartKind.WEIGHTS, parent), group)
    if node.redistribution:
        yield _word(PartKind.REDISTRIBUTION, REDISTRIBUTIONS[node.redistribution], node.span)
    yield from _gathered(node.basis)


def _of_example(node: ast.ExampleDeclaration) -> Iterator[Part]:
    yield _one(PartKind.CASE, (node.rows, node.expectations), node.span, text=print_node(node))


ARMS: dict[type, Callable[[Any], Iterator[Part]]] = {
    ast.NodeDeclaration: _of_node,
    ast.TotalDeclaration: _of_total,
    ast.Methodology: _of_heading,
    ast.AdjustmentDeclaration: _of_adjustment,
    ast.Define: _of_define,
    ast.TableDeclaration: _of_table,
    ast.FiguresDeclaration: _of_figures,
    ast.CalendarDeclaration: _of_calendar,
    ast.RatingDeclaration: _of_rating,
    ast.RankDeclaration: _of_rank,
    ast.PropertyDeclaration: _of_property,
    ast.ProcedureDeclaration: _of_procedure,
    ast.SourceDeclaration: _of_source,
    ast.UnitDeclaration: _of_unit,
    ast.Weights: _of_weights,
    ast.ExampleDeclaration: _of_example,
}


# -- Weights --------------------------------------------------------------------------------------------------


def whom(node: ast.Weights) -> str:
    """For whom a weights clause is: ``for agency where kind is central``; empty for everybody."""
    if node.subject is None:
        return ""
    where = "" if node.where is None else f" where {print_node(node.where)}"
    return f"for {node.subject.text}{where}"


def groups(group: ast.WeightGroup, parent: str = "total") -> Iterator[tuple[str, ast.WeightGroup]]:
    """Each node whose parts have weights in a clause, with them, from the outside in."""
    yield parent, group
    for entry in group.entries:
        if entry.below is not None:
            yield from groups(entry.below, entry.part.text)


def shares(group: ast.WeightGroup) -> Any:
    """What the weights of one node's parts say: those that are written, whatever their order."""
    return group.equal, frozenset((entry.part.text, str(entry.share)) for entry in group.entries)


def weights_part(key: PartKey, group: ast.WeightGroup) -> Part:
    """The weights of one node's parts, each a piece of it."""
    pieces = tuple(
        Piece(entry.part.text, print_node(evolve(entry, below=None)), entry.span)
        for entry in group.entries
        if entry.share is not None and group.equal is None
    )
    return Part(key, shares(group), (group_text(group),), group.span, pieces)


def group_text(group: ast.WeightGroup) -> str:
    """The weights of one node's parts, without those below."""
    entries = [print_node(evolve(entry, below=None)) for entry in group.entries]
    return "  ".join([*([group.equal] if group.equal else []), *entries])
