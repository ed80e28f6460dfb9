"""A table as it was sent: headings and cells, before the rules say what they mean.

A cell is text as it stands (``str``), a number that the format itself keeps (``int``, ``float``, ``Decimal``), ``bool``,
``date``, ``datetime``, a :class:`Percentage`, an :class:`Unfit`, or ``None`` where nothing stands. A float is only ever a carrier of
its shortest decimal form; it is never calculated with. What a workbook says of a cell beside its value stands in its kind:
:class:`Formatted`, :class:`Merged`, :class:`Unstored`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any

from attrs import define, field, frozen

from effrules.diagnostics import CellPlace, Finding, RowNames
from effrules.words import Given

MOST_RAGGED = 20
"""So many rows of a wrong length are told one by one."""

Cell = Any
"""What stands in a cell; see the text of this module."""


@frozen
class Percentage:
    """A number cell that a workbook shows in percent: ``number`` 0.95 is shown as 95%."""

    number: float


@frozen
class Formatted:
    """A number cell that a workbook may show with other digits than the number has: 3.1 as ``3.10``, 7 as ``007``.

    It has the format, or, where the file keeps it, the ``text`` that is shown.
    """

    number: float
    format: str = ""
    text: str | None = None


@frozen
class Merged:
    """A cell that a workbook shows as one with others; ``area`` is theirs, ``first`` what stands in the first of them."""

    area: str
    first: Cell


@frozen
class Unstored:
    """A formula for which a workbook keeps no value."""

    formula: str


@frozen
class Unseen:
    """What a workbook does not show of a sheet, though it is read: rows and columns by their number from 0, or the whole sheet.

    ``placeholders`` has the formulas whose stored zero may stand for a value that was never calculated; ``struck`` the cells
    that are shown struck out.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    filtered: bool = False
    sheet: bool = False
    placeholders: frozenset[tuple[int, int]] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()


@frozen
class Unfit:
    """What a cell holds that is no value of any kind: a day that no calendar has, characters that are no text."""

    text: str

    def __str__(self) -> str:
        return self.text


AS_SENT = Given(())


class Addressing(Enum):
    """How people find a cell: by letter and number as in a spreadsheet, or by column name and record."""

    SPREADSHEET = "D17"
    RECORD = "plan[3]"


@define(eq=False)
class Grid:
    """The headings and rows of one table, each row as long as the headings.

    ``row_numbers`` are those that a spreadsheet (or an editor, for JSON Lines) shows; blank rows are left out.
    ``first_column`` is the spreadsheet's number (from 0) of the first heading. ``whole`` is false where a row was left
    out because it could not be taken apart. ``shortened`` are the columns whose numbers are read as the shortest decimal.
    ``labelled`` are the names and columns by which rows are called in the words of the data. ``origins`` says of a row's number
    and a heading ("" for the whole row) why the cell is not as it was sent.
    """

    file: str
    sheet: str
    headings: list[str]
    rows: list[Sequence[Cell]]
    row_numbers: Sequence[int]
    heading_row: int = 1
    first_column: int = 0
    addressing: Addressing = Addressing.SPREADSHEET
    whole: bool = True
    shortened: frozenset[int] = frozenset()
    labelled: tuple[tuple[str, int], ...] = ()
    names: RowNames = field(factory=RowNames, repr=False)
    unseen: Unseen = Unseen()
    origins: Mapping[tuple[int, str], Given] = field(factory=dict, repr=False)

    def address(self, row: int, column: int) -> str:
        """The address of a cell of the row at that index."""
        return self._address(self.row_numbers[row], column)

    def heading_address(self, column: int) -> str:
        """The address of a heading."""
        if self.addressing is Addressing.RECORD:
            return self.headings[column]
        return self._address(self.heading_row, column)

    def _address(self, number: int, column: int) -> str:
        if self.addressing is Addressing.RECORD:
            return f"{self.headings[column]}[{number}]"
        return f"{letters(column + self.first_column)}{number}"

    def place(self, row: int, column: int, row_label: str = "") -> CellPlace:
        """A cell's place."""
        raw = shown(self.rows[row][column])
        return CellPlace(
            self.file,
            self.sheet,
            self.address(row, column),
            row_label,
            raw,
            self._origin(row, column),
            self.names,
        )

    def _origin(self, row: int, column: int) -> Given:
        if not self.origins:
            return AS_SENT
        number = self.row_numbers[row]
        return self.origins.get((number, self.headings[column])) or self.origins.get((number, ""), AS_SENT)

    def heading_place(self, column: int) -> CellPlace:
        """A heading's place."""
        return CellPlace(self.file, self.sheet, self.heading_address(column), "", self.headings[column])

    def place_of_all(self) -> CellPlace:
        """The place of the table as a whole."""
        return CellPlace(self.file, self.sheet)


Loaded = tuple[Grid | None, tuple[Finding, ...]]
"""A table that was read, or why it could not be."""


@frozen
class Offer:
    """A table that a source holds: what it is called there, where, and how to read it when it is wanted.

    ``hidden`` is for sheets that a workbook does not show: they are passed over unless the rules name them.
    """

    name: str
    file: str
    sheet: str = ""
    load: Callable[[], Loaded] = field(default=lambda: (None, ()), repr=False)
    hidden: bool = False


NO_FORMS: Mapping[str, RowPlaces] = MappingProxyType({})
NO_MORE: Mapping[str, CellPlace] = MappingProxyType({})


@define(eq=False, slots=True)
class RowPlaces(Mapping[str, CellPlace]):
    """The places of one row's values by field, each made when it is asked for.

    ``forms`` has those of the values that stand in the forms of the row: of ``FORM.FIELD``, and of ``FORM``, where it is said whose it is.
    """

    grid: Grid
    row: int
    columns: Mapping[str, int]
    row_label: str
    forms: Mapping[str, RowPlaces] = NO_FORMS

    def __getitem__(self, name: str) -> CellPlace:
        form, _, field = name.partition(".")
        if form in self.forms:
            return self.forms[form][field or form]
        return self.grid.place(self.row, self.columns[name], self.row_label)

    def __iter__(self) -> Iterator[str]:
        yield from self.columns
        for form, places in self.forms.items():
            yield from (form if name == form else f"{form}.{name}" for name in places)

    def is_shortened(self, name: str) -> bool:
        """Whether the value was read as the shortest decimal of what stands in the cell."""
        form, _, field = name.partition(".")
        if form in self.forms:
            return self.forms[form].is_shortened(field or form)
        return self.columns[name] in self.grid.shortened

    def __len__(self) -> int:
        return len(self.columns) + sum(map(len, self.forms.values()))


@define(eq=False, slots=True)
class FilledPlaces(RowPlaces):
    """The places of a row some of whose values came from elsewhere."""

    more: Mapping[str, CellPlace] = NO_MORE

    def __getitem__(self, name: str) -> CellPlace:
        return self.more[name] if name in self.more else RowPlaces.__getitem__(self, name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*RowPlaces.__iter__(self), *self.more)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def is_shortened(self, name: str) -> bool:
        """As of the row in its file; what came from elsewhere was not."""
        return name not in self.more and RowPlaces.is_shortened(self, name)


def letters(column: int) -> str:
    """The letters of a spreadsheet's column (from 0): 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def shown(cell: Cell) -> str:
    """A cell as people see it."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case Percentage(number):
            return percent_shown(number)
        case Formatted(number):
            return shown(number)
        case Merged():
            return ""
        case Unstored(formula):
            return formula
        case float():
            text = float.__repr__(cell)
            return text.removesuffix(".0")
        case bool():
            return "yes" if cell else "no"
        case _:
            return str(cell)


def percent_shown(number: float) -> str:
    """``95%`` for 0.95, with every digit that the number has."""
    from decimal import Decimal

    moved = Decimal(float.__repr__(number)).scaleb(2)
    text = format(moved, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (type(cell) is str and not cell.strip()) or type(cell) is Merged


def records(
    rows: Sequence[Mapping[str, Cell]], file: str, sheet: str, row_numbers: Sequence[int] | None = None
) -> Grid:
    """A grid of records: their names are the headings, in the order in which they first stand."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[row.get(name) for name in headings] for row in rows]
    numbers = range(1, len(rows) + 1) if row_numbers is None else row_numbers
    return Grid(file, sheet, headings, cells, numbers, addressing=Addressing.RECORD)  # type: ignore[arg-type]
