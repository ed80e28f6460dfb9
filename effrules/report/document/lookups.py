"""Bands, interpolations and check-lists: tables to which a formula refers by a letter and a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, assert_never

from attrs import frozen

from effrules.model import program as p
from effrules.model.printed import Printed, Reading
from effrules.model.types import PLAIN, Ends, Type, Value
from effrules.report.blocks.mathematics.tree import Math, Num, Op, Sym, row
from effrules.report.blocks.pieces import Column, Formula, Line, Table, texts
from effrules.report.blocks.pieces import Words as Text
from effrules.report.document.numbers import value_math

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation


@frozen
class Lookup:
    """A table that a formula refers to."""

    node: p.Banded | p.Interpolate | p.CheckList
    number: int = 1

    @property
    def letter(self) -> str:
        """What tables of its kind are called."""
        match self.node:
            case p.Banded():
                return "B"
            case p.Interpolate():
                return "L"
            case p.CheckList():
                return "C"
            case _:
                assert_never(self.node)

    @property
    def symbol(self) -> Math:
        """What the formula calls it."""
        return Sym(self.letter, Num(str(self.number)))


def lookup_table(lookup: Lookup, notation: Notation) -> Table:
    """The table itself. It may name further tables, which come behind it."""
    headings: tuple[str, ...] = ("value of x", "gives")
    caption: Line = ()
    match lookup.node:
        case p.Banded(printed=Printed() as printed) if notation.is_technical:
            rows, key = _printed(lookup.node, printed, notation), "printed caption"
            headings = ("as printed", "as read", "gives")
            caption = tuple(Text("; " + _how(reading, printed, notation)) for reading in printed.readings)
        case p.Banded():
            rows, key = _bands(lookup.node, notation), "bands caption"
        case p.Interpolate():
            rows, key = _points(lookup.node, notation), "points caption"
        case p.CheckList():
            rows, key = _items(lookup.node, notation), "items caption"
            headings = ("item", "condition", "gives")
        case _:
            assert_never(lookup.node)
    *names, last = (notation.text(heading) for heading in headings)
    said = notation.say(key, symbol=lookup.symbol)
    return Table((*texts(*names), Column(last)), tuple(rows), (*said, *caption))


def _how(reading: Reading, printed: Printed, notation: Notation) -> str:
    """How the lines are read."""
    if reading.side is None:
        return notation.text("lines rounded")
    key = "lines between" if reading is printed.between else "lines shared"
    return notation.text(f"{key} {reading.side.value}")


def _printed(node: p.Banded, printed: Printed, notation: Notation) -> list[tuple[Line, ...]]:
    """The lines of a scale, as they are printed and as they are read."""
    return [
        (
            _cell(stretch(line, node.operand, notation)),
            _cell(stretch(band, node.operand, notation)),
            _cell(_math(notation, band.result)),
        )
        for line, band in zip(printed.lines, node.bands, strict=True)
    ]


def _math(notation: Notation, expression: p.Expression) -> Math:
    """What stands in a cell; cases are written apart."""
    return notation.apart(notation.math(expression))


def _cell(math: Math) -> Line:
    return (Formula(math),)


def _bands(node: p.Banded, notation: Notation) -> list[tuple[Line, ...]]:
    made: list[tuple[Line, ...]] = [
        (_cell(stretch(band, node.operand, notation)), _cell(_math(notation, band.result)))
        for band in node.bands
    ]
    if node.otherwise is not None:
        made.append(((Text(notation.text("in all other cases")),), _cell(_math(notation, node.otherwise))))
    return made


def stretch(band: Ends, operand: p.Expression, notation: Notation) -> Math:
    """The values of x that a band is for."""
    kind: Type = getattr(operand, "type", PLAIN)

    def value(end: Value) -> Math:
        return value_math(end, kind, notation.naming.language)

    return within(Sym("x"), band, value)


def within(symbol: Math, band: Ends, value: Callable[[Any], Math]) -> Math:
    """Between which values something lies; it alone where that may be any."""
    low, high = band.low, band.high
    if low is not None and low == high:
        return row(symbol, Op("="), value(low))
    if low is not None and high is None:
        return row(symbol, Op(band.lower.sign), value(low))
    below = () if low is None else (value(low), Op(band.lower.turned.sign))
    above = () if high is None else (Op(band.upper.sign), value(high))
    return row(*below, symbol, *above)


def _points(node: p.Interpolate, notation: Notation) -> list[tuple[Line, ...]]:
    x = Sym("x")
    points = [(_math(notation, at), _math(notation, result)) for at, result in node.points]
    made: list[tuple[Line, ...]] = [(_cell(row(x, Op("="), at)), _cell(result)) for at, result in points]
    if node.before is not None:
        before = (Text(notation.text("before the first")),)
        made.insert(0, (before, _cell(_math(notation, node.before))))
    if node.after is not None:
        made.append(((Text(notation.text("after the last")),), _cell(_math(notation, node.after))))
    return made


def _items(node: p.CheckList, notation: Notation) -> list[tuple[Line, ...]]:
    return [
        (
            (Text(notation.naming.title(item.titles, "")),),
            _cell(_math(notation, item.condition)),
            _cell(_math(notation, item.result)),
        )
        for item in node.items
    ]
