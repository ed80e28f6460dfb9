"""The data that rules are run over: typed rows that know each cell's place."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from effrules.diagnostics import CellPlace, RowNames
from effrules.model.types import Value
from effrules.words import Given


@define(eq=False)
class Row:
    """One row of a table or one subject.

    ``key`` is the subject's identifier for a subject (the text of its first column), else the row's own
    identifier if it has one. ``values`` has every declared field: ``None`` where the value is missing.
    ``children`` holds, for each table owned by this row's table, the rows that belong to this row.
    ``places`` gives the cell of each value that was read from a file.
    """

    table: str
    key: str
    values: Mapping[str, Value | None]
    owner: Row | None = field(default=None, repr=False)
    children: dict[str, list[Row]] = field(factory=dict, repr=False)
    places: Mapping[str, CellPlace] = field(factory=dict, repr=False)
    label: str = ""

    @property
    def said(self) -> Given:
        """Its label in words."""
        place = next(iter(self.places.values()), None)
        return (RowNames() if place is None else place.names).said(self.label)


@define(eq=False)
class Dataset:
    """All subjects, with the rows below them; ``rows`` lists each table's rows over all subjects."""

    subjects: list[Row]
    rows: dict[str, list[Row]] = field(factory=dict)
