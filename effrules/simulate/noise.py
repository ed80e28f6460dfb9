"""Errors of reported figures: how far the cells of a field may be off, and the data of a draw with other figures in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from types import TracebackType

import numpy as np
from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.model.schema import Field, Schema
from effrules.model.types import Value

UNITS = 10**6
"""Errors are drawn as so many parts of the amount that is stated."""


class Shape(Enum):
    """How an error is drawn; the value is the word of the command line."""

    UNIFORM = "uniform"
    """Evenly between the amount below and above the reported figure."""
    NORMAL = "normal"
    """Normally, with the amount as its standard deviation."""


@frozen
class Noise:
    """The error of each cell of a field: the ``amount`` in the field's own unit, or as a share of what is reported."""

    table: str
    field: str
    shape: Shape
    amount: fmpq
    is_share: bool


def disturbed(value: fmpq, field: Field, noise: Noise, error: int) -> fmpq:
    """A figure with an error in ``UNITS``, exactly: whole where it must be, and within what the field admits.

    What is drawn beyond an end lies at that end; where the end itself is not admitted, a millionth of the way to the figure from it.
    """
    share = fmpq(error, UNITS) * noise.amount
    found = value * (1 + share) if noise.is_share else value + share
    domain = field.domain
    if domain.whole:
        found = fmpq((found + fmpq(1, 2)).floor())
    for end, is_open, side in ((domain.low, domain.low_open, 1), (domain.high, domain.high_open, -1)):
        if end is not None and (side * (found - end) < 0 or (is_open and found == end)):
            step = side if domain.whole else (value - end) / UNITS
            found = end + step if is_open else end
    return found


class Disturbed:
    """Puts the figures of a draw into the data, and at its end (of a ``with``) those that were reported."""

    def __init__(self, schema: Schema, dataset: Dataset, noises: Mapping[int, Noise], seed: int) -> None:
        self.seed = seed
        self.rows: dict[Row, Mapping[str, Value | None]] = {}
        self.cells: list[tuple[int, Noise, Field, list[tuple[Row, fmpq]]]] = []
        for factor, noise in noises.items():
            table = schema.table_named(noise.table)
            field = None if table is None else table.field_named(noise.field)
            if field is None:
                continue
            rows = dataset.subjects if table is schema.subject else dataset.rows.get(noise.table, [])
            cells = [(row, value) for row in rows if isinstance(value := row.values.get(noise.field), fmpq)]
            self.rows |= {row: row.values for row, _ in cells}
            self.cells.append((factor, noise, field, cells))

    def put(self, draw: int, sample: Sequence[int]) -> None:
        """The figures of a draw; ``sample`` says for each factor from which of its samples they are."""
        changed = {row: dict(values) for row, values in self.rows.items()}
        for factor, noise, field, cells in self.cells:
            random = np.random.default_rng([self.seed, factor, sample[factor], draw])
            if noise.shape is Shape.NORMAL:
                errors = np.rint(random.standard_normal(len(cells)) * UNITS).astype(np.int64)
            else:
                errors = random.integers(-UNITS, UNITS, len(cells), endpoint=True)
            for (row, value), error in zip(cells, errors, strict=True):
                changed[row][noise.field] = disturbed(value, field, noise, int(error))
        for row, values in changed.items():
            row.values = values

    def __enter__(self) -> Disturbed:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None
    ) -> None:
        for row, values in self.rows.items():
            row.values = values
