"""Parts of the rules as the rules write them: formulas, bands, values, promises. The same in every language."""

from __future__ import annotations

import re

from flint import fmpq

from effrules.compare.matching.expressions import one_line, text_of
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.model.types import Ends, Value

_HEAD = re.compile(r'^property\s++\w++\s*+(?:(?:\w++\s*+)?"(?:[^"\\\n]|\\.)*+"\s*+)*+:\s*+')


def cell_text(value: Value) -> str:
    """A value as it is written in the rules."""
    match value:
        case bool():
            return "yes" if value else "no"
        case fmpq():
            return exact_text(value)
        case _:
            return str(value)


def band(grade: p.RatingGrade) -> str:
    """A grade's band, in the words of the rules; where it is read otherwise than it is printed, both."""
    read = _band(grade)
    printed = read if grade.printed is None else _band(grade.printed)
    return read if printed == read else f"{printed} (read: {read})"


def _band(stretch: Ends) -> str:
    parts = []
    if stretch.low is not None:
        parts.append(f"{'from' if stretch.low_included else 'above'} {exact_text(stretch.low)}")
    if stretch.high is not None:
        below = "to" if stretch.high_included else "to below" if stretch.low is not None else "below"
        parts.append(f"{below} {exact_text(stretch.high)}")
    return " ".join(parts) or "—"


def formula_text(expression: p.Expression | p.Rows) -> str:
    """A formula as it stands in the rules, in one line."""
    return text_of(expression)


def promise_text(one: p.Property) -> str:
    """What a property promises, without its name and title."""
    return _HEAD.sub("", written(one))


def written(part: p.Property | p.Example) -> str:
    """A property or an example as it stands in the rules, in one line."""
    return "" if part.span is None else one_line(part.span.text)


def signature_text(one: p.Definition) -> str:
    """What a definition takes and gives."""
    takes = [row.table for row in one.row_parameters]
    takes += [f"{name}: {kind}" for _, name, kind in one.value_parameters]
    return f"({', '.join(takes)}) → {one.type}"


def columns_text(figures: p.Figures) -> str:
    """The columns of figures with their types."""
    return ", ".join(f"{name}: {kind}" for name, kind in figures.columns)
