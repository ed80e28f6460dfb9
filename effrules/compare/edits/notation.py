"""What is only written otherwise: formulas that mean the same in other words, brackets or order of lines."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from effrules.compare.edits.sides import Sides, path_of
from effrules.compare.matching import forms
from effrules.compare.matching.expressions import one_line
from effrules.compare.matching.names import Space
from effrules.compare.matching.reading import Of, Reading
from effrules.model import program as p


@frozen
class Rewritten:
    """A formula that reads otherwise and means the same: where it stands, and both texts on one line, without comments."""

    path: str
    before: str
    after: str


def rewritten(sides: Sides) -> tuple[Rewritten, ...]:
    """The formulas of both methodologies that are only written otherwise; not those that just call things by new names."""
    renamed = {
        (Of(space.value), pair.new)
        for (space, _), pairs in sides.pairs.matched.items()
        for pair in pairs
        if pair.old != pair.new and space is not Space.FIELD
    }
    fields = {
        (Of.FIELD, sides.pairs.names.of(Space.TABLE, inside), pair.new)
        for (space, inside), pairs in sides.pairs.matched.items()
        for pair in pairs
        if space is Space.FIELD and pair.old != pair.new
    }
    found = []
    for path, before, after, levels in _formulas(sides):
        if (
            before.span is None
            or after.span is None
            or forms.form(before, levels[0]) != forms.form(after, levels[1])
        ):
            continue
        texts = one_line(before.span.text), one_line(after.span.text)
        if texts[0] != texts[1] and not _reads_any(sides.reads_right, after, renamed | fields):
            found.append(Rewritten(path, *texts))
    return tuple(found)


def _reads_any(reading: Reading, formula: p.Expression, names: set[tuple[str, ...]]) -> bool:
    return any(ref[:2] in names or ref[:3] in names for ref in reading.direct(formula))


def _formulas(
    sides: Sides,
) -> Iterator[tuple[str, p.Expression, p.Expression, tuple[forms.Levels, forms.Levels]]]:
    subject = forms.SUBJECT, forms.SUBJECT
    for name, theirs in sides.right.definitions.items():
        ours = sides.left.definitions.get(name)
        if ours is not None:
            yield f"define {name}", ours.body, theirs.body, (forms.parameters(ours), forms.parameters(theirs))
    for name, node in sides.right.nodes.items():
        before = sides.left.nodes.get(name)
        if before is not None and before.formula is not None and node.formula is not None:
            yield sides.node_path(name), before.formula, node.formula, subject
    known = {adjustment.name: adjustment for adjustment in sides.left.adjustments}
    for adjustment in sides.right.adjustments:
        was = known.get(adjustment.name)
        if was is not None:
            levels = forms.of_adjustment(was), forms.of_adjustment(adjustment)
            yield path_of(sides.adjustment_place(adjustment.name)), was.amount, adjustment.amount, levels
