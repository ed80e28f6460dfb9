"""Finding the edits: every thing that is in one methodology only, and every part in which matched things differ."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits.edit import Edit
from effrules.compare.edits.formula_changes import Formulas
from effrules.compare.edits.header_changes import Header
from effrules.compare.edits.outcome_changes import Outcome
from effrules.compare.edits.procedure_changes import Procedures
from effrules.compare.edits.promise_changes import Promises
from effrules.compare.edits.sides import Sides
from effrules.compare.edits.table_changes import Tables
from effrules.compare.edits.tree_changes import Tree
from effrules.compare.edits.weight_changes import Weights


def found(sides: Sides) -> tuple[Edit, ...]:
    """Every edit, without what it requires, in the order of the text."""
    return tuple(_all(sides))


def _all(sides: Sides) -> Iterator[Edit]:
    header, formulas, outcome, promises = Header(sides), Formulas(sides), Outcome(sides), Promises(sides)
    yield from header.header()
    yield from header.sources()
    yield from Tables(sides).tables()
    yield from formulas.definitions()
    yield from formulas.figures()
    yield from Tree(sides).nodes()
    yield from Weights(sides).weights()
    yield from outcome.adjustments()
    yield from outcome.final()
    yield from outcome.ratings()
    yield from outcome.rankings()
    yield from Procedures(sides).procedure()
    yield from promises.properties()
    yield from promises.examples()
