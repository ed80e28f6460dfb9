"""The acts of two versions of a methodology, the new one with the numbers and symbols of the old one."""

from __future__ import annotations

from effrules.compare.difference import Difference
from effrules.compare.edits.sides import Sides
from effrules.compare.matching import forms
from effrules.compare.matching.names import Space
from effrules.model import program as p
from effrules.model.things import PROCEDURE
from effrules.report.document.numbering import Key
from effrules.report.document.symbols import Symbols
from effrules.report.drafting.act import Act, act
from effrules.report.drafting.numbers import Was, numbers
from effrules.words import Language

PROCEDURES = frozenset(kind.value for kind in PROCEDURE)
"""Kinds of what says how the year goes, which share their names."""

SPACES = {
    "node": Space.NODE,
    "chapter": Space.NODE,
    "section": Space.NODE,
    "rating": Space.NODE,
    "adjustment": Space.ADJUSTMENT,
    "ranking": Space.RANKING,
    "definition": Space.DEFINITION,
    "table": Space.TABLE,
    "figures": Space.FIGURES,
}
"""Where the names of parts of an act are looked up."""


def act_of(program: p.Program, language: Language) -> Act:
    """The act of a methodology by itself."""
    return act(program, numbers(program), language)


def act_since(found: Difference, language: Language) -> tuple[Act, Act]:
    """The act of the old methodology, and that of the new one as the text that amends it."""
    old = act_of(found.old, language)
    new = numbers(found.new, old.numbers, was_of(found.sides))
    return old, act(found.new, new, language, _kept(found.sides, old.symbols))


def was_of(sides: Sides) -> Was:
    """What each part of the new act was in the old one."""
    weights = _weights(sides)

    def was(key: Key) -> Key | None:
        kind, name = key
        if kind == "weights":
            return weights.get(key)
        if kind in PROCEDURES:
            before, _, own = sides.old_name(Space.PROCEDURE, f"{kind} {name}").rpartition(" ")
            return before, own
        space = SPACES.get(kind)
        return key if space is None else (kind, sides.old_name(space, name))

    return was


def _weights(sides: Sides) -> dict[Key, Key]:
    """The clauses of the weights that are for the same bodies."""
    old = {_form(clause): str(at) for at, clause in reversed(list(enumerate(sides.left.weights, 1)))}
    found = ((str(at), old.get(_form(clause))) for at, clause in enumerate(sides.right.weights, 1))
    return {("weights", at): ("weights", before) for at, before in found if before is not None}


def _form(clause: p.WeightsClause) -> forms.Form:
    return () if clause.condition is None else forms.form(clause.condition, forms.SUBJECT)


def _kept(sides: Sides, symbols: Symbols) -> Symbols:
    """The symbols of before, under the names that their fields have now."""
    made = {}
    for (table, field), symbol in symbols.fields.items():
        now = sides.pairs.names.of(Space.TABLE, table)
        made[now, sides.pairs.names.of(Space.FIELD, field, table)] = symbol
    definitions = symbols.definitions.items()
    return Symbols(
        made, {sides.pairs.names.of(Space.DEFINITION, name): symbol for name, symbol in definitions}
    )
