"""Values written in the rules."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Arms, Typed
from effrules.model import program as p
from effrules.model.types import PLAIN, SHARE, Date, Quantity, Text, Unit, YesNo
from effrules.syntax import tree as ast

BUILT_IN_UNITS = ("points", "days")


def unit_of(name: ast.Name, scope: Scope) -> Unit:
    """The unit that a name stands for, or a refusal."""
    known = {*BUILT_IN_UNITS, *scope.world.units}
    if name.text not in known:
        raise Refused(name_errors.unknown(name.span, Sought.UNIT, name.text, known))
    return ((name.text, 1),)


def written_number(node: ast.Number, scope: Scope) -> Typed:
    kind: Quantity = SHARE if node.percent else PLAIN
    if node.unit is not None:
        kind = Quantity(unit_of(node.unit, scope))
    return p.Constant(node.value, kind, span=node.span), kind


def written_date(node: ast.DateLiteral, scope: Scope) -> Typed:
    return p.Constant(node.value, Date(), span=node.span), Date()


def written_text(node: ast.TextLiteral, scope: Scope) -> Typed:
    return p.Constant(node.value, Text(), span=node.span), Text()


def written_yes_no(node: ast.YesNoLiteral, scope: Scope) -> Typed:
    return p.Constant(node.value, YesNo(), span=node.span), YesNo()


ARMS: Arms = {
    ast.Number: written_number,
    ast.DateLiteral: written_date,
    ast.TextLiteral: written_text,
    ast.YesNoLiteral: written_yes_no,
}
"""Which kinds of expressions are checked here, and by what."""
