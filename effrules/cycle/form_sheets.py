"""The sheets of a form: fields with their hints and checks, lists, a guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, assert_never

from attrs import define, field, frozen
from flint import fmpq

from effrules.cycle.folder import Year
from effrules.cycle.forms import expected, headings, languages_of, reported, sheet_names
from effrules.data.folding import folded, in_both
from effrules.data.numerals import shortest
from effrules.data.sheets import owners
from effrules.data.tags import GUIDE, LISTS, TAG, Tag
from effrules.data.typed import key_field
from effrules.data.values import NO_IN_FORMS, YES_IN_FORMS
from effrules.model.numbers import exact_text
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import SHARE, Choice, Date, Quantity, Text, Value, YesNo
from effrules.words import Language, Message, phrase, several
from effrules.words import Text as Said

LONGEST_HINT = 255
"""So many characters has what is said of a cell when it is chosen."""


NOTHING = " "
"""What a formula is kept with that gives an empty text: of one without a value nobody knows what it gives."""


@cache
def _plain_sheet() -> Any:
    """A sheet whose formulas are written as they are: the library looks for the newest functions in each, half of the time."""
    from xlsxwriter.worksheet import Worksheet

    class PlainSheet(Worksheet):  # type: ignore[misc] # it carries no types
        def _prepare_formula(self, formula: str, *_: bool, **__: bool) -> str:
            return formula.removeprefix("=")

    return PlainSheet


@frozen
class Area:
    """Cells of one column, from row to row."""

    column: int
    first: int
    last: int


@define
class Sheets:
    """A workbook to be filled in, whoever does it."""

    book: Any
    year: Year
    rows: int
    schema: Schema = field(init=False)
    languages: tuple[Language, ...] = field(init=False)
    names: dict[str, str] = field(init=False)
    formats: dict[tuple[str, bool], Any] = field(init=False, factory=dict)
    lists: dict[tuple[str, ...], str] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.schema = self.of_whom()
        self.languages = languages_of(self.schema)
        self.names = sheet_names(self.schema)

    def of_whom(self) -> Schema:
        """What is asked for."""
        raise NotImplementedError

    def tag(self) -> Tag:
        """Whose it is."""
        raise NotImplementedError

    def sheet(self, table: Table) -> None:
        """The sheet of a table."""
        raise NotImplementedError

    def more(self) -> None:
        """Sheets behind those of the tables."""

    def bodies(self) -> Sequence[tuple[str, str]]:
        """Whom the sheets call by identifiers, and what they are called."""
        return ()

    def title(self) -> Message:
        """What stands above the instructions."""
        raise NotImplementedError

    def kind(self, table: Table) -> Message:
        """What is asked for in a sheet."""
        raise NotImplementedError

    def write(self) -> None:
        guide = self.book.add_worksheet(GUIDE)
        for table in self.schema.as_read:
            self.sheet(table)
        self.guide(guide)
        self.more()
        lists = self.book.add_worksheet(LISTS)
        for column, options in enumerate(self.lists):
            for row, option in enumerate(options):
                lists.write_string(row, column, option)
        tag = self.book.add_worksheet(TAG)
        said = self.tag()
        for column, name in enumerate(Tag.names()):
            tag.write_string(0, column, name)
            tag.write_string(1, column, getattr(said, name))
        for sheet in (lists, tag):
            sheet.very_hidden()
            sheet.protect()

    def style(self, shown: str, *, locked: bool = False) -> Any:
        """A format of cells: how numbers are shown, and whether something is to be written there."""
        if (shown, locked) not in self.formats:
            look = {"bg_color": "#EEEEEE"} if locked else {"bg_color": "#FFF9DB"}
            self.formats[shown, locked] = self.book.add_format(
                {"num_format": shown, "locked": locked, "border": 1, "border_color": "#BFBFBF", **look}
            )
        return self.formats[shown, locked]

    def both(self, *said: Said) -> str:
        """What is said, in each language of the form."""
        texts = (several(said).in_(language) for language in self.languages)
        return " / ".join(dict.fromkeys(texts))

    # -- The tables --

    def begun(self, table: Table) -> tuple[Any, int]:
        """A sheet with the headings of a table, and how many there are."""
        sheet = self.book.add_worksheet(self.names[table.name], worksheet_class=_plain_sheet())
        wrapped = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#D9E2EC"}
        heading = self.book.add_format(wrapped)
        titles = headings(table, self.schema)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, heading)
        sheet.set_row(0, 15 * min(12, max(-(-len(title) // 20) for title in titles)))
        sheet.freeze_panes(1, len(owners(table, self.schema)))
        sheet.set_column(0, len(titles) - 1, 22)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet, len(titles)

    def has_rows(self, table: Table) -> bool:
        """Whether a table has many rows of one body."""
        return (table.form is None and table.owner is not None) or len(owners(table, self.schema)) > 1

    def links(self, sheet: Any, above: Sequence[Table], last: int) -> None:
        """The identifiers of what rows belong to below the body: one of those in its sheet."""
        from effrules.data.grid import letters

        free = self.style("@")
        for column, owner in enumerate(above[1:], 1):
            sheet.set_column(column, column, 22, free)
            unique = key_field(owner)
            if unique is not None:
                at = letters(len(owners(owner, self.schema)) + reported(owner).index(unique))
                source = f"='{self.names[owner.name]}'!${at}$2:${at}${self.rows + 1}"
                check = {"validate": "list", "source": source, **self.hints((phrase("one of the list"),))}
                sheet.data_validation(1, column, last, column, check)

    def field(self, sheet: Any, one: Field, area: Area, *, several_rows: bool) -> None:
        style = self.style(shown_as(one))
        if several_rows:
            sheet.set_column(area.column, area.column, 22, style)
        else:
            sheet.write_blank(1, area.column, None, style)
        check = {**self.check(one, area), **self.hints(expected(one))}
        sheet.data_validation(area.first, area.column, area.last, area.column, check)

    def value(self, sheet: Any, column: int, one: Field, value: Value, row: int = 1) -> None:
        style = self.style(shown_as(one), locked=True)
        match value:
            case bool():
                sheet.write_string(row, column, YES_IN_FORMS if value else NO_IN_FORMS, style)
            case fmpq():
                near = float(value.p) / float(value.q)
                if shortest(near) == value:
                    sheet.write_number(row, column, near, style)
                else:
                    sheet.write_string(row, column, exact_text(value), style)
            case date():
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
            case _:
                text = dict(_choices(one)).get(value, value) if isinstance(one.type, Choice) else value
                sheet.write_string(row, column, text, style)

    # -- What may be written --

    def hints(self, said: Sequence[Said]) -> dict[str, object]:
        text = self.both(*said)[:LONGEST_HINT]
        return {"input_message": text, "error_message": text}

    def check(self, one: Field, area: Area) -> dict[str, object]:
        match one.type:
            case Quantity() | Date():
                return _bounds(one, area)
            case YesNo():
                return self.listed((YES_IN_FORMS, NO_IN_FORMS))
            case Choice():
                return self.listed(tuple(text for _, text in _choices(one)))
            case Text():
                if one.lookup is not None:
                    return self.listed(tuple(sorted(self.schema.figure_keys[one.lookup])))
                return {"validate": "any"}
            case _:
                assert_never(one.type)

    def listed(self, options: tuple[str, ...]) -> dict[str, object]:
        from effrules.data.grid import letters

        if options not in self.lists:
            at = letters(len(self.lists))
            self.lists[options] = f"='{LISTS}'!${at}$1:${at}${max(len(options), 1)}"
        return {"validate": "list", "source": self.lists[options]}

    # -- The instructions --

    def guide(self, sheet: Any) -> None:
        bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = self.book.add_format({"text_wrap": True, "valign": "top"})
        link = self.book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "top"})
        for row, said in enumerate((self.title(), *_STEPS)):
            texts = [said.in_(language) for language in self.languages]
            _lines(sheet, row, texts, plain if row else bold)
        for row, table in enumerate(self.schema.as_read, len(_STEPS) + 2):
            name = self.names[table.name]
            sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name)
            texts = []
            for language in self.languages:
                called = table.titles.get(language.value) or table.name
                texts.append(f"{called}: {self.kind(table).in_(language)}")
            _lines(sheet, row, texts, plain)
        for row, (key, called) in enumerate(self.bodies(), len(_STEPS) + 3 + len(self.schema.as_read)):
            sheet.write_string(row, 0, key, plain)
            _lines(sheet, row, [called], plain)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, len(self.languages), 60)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


_STEPS = (
    phrase("Write into the yellow cells; all others are locked. What is expected is told at each cell."),
    phrase("A table without rows says that there is nothing of the kind."),
    phrase("Leave the names of sheets and the headings as they are. Save the workbook as .xlsx or .ods and send it back under any name."),
)  # fmt: skip


def _lines(sheet: Any, row: int, texts: Sequence[str], style: Any) -> None:
    """Texts side by side in a row that is high enough for them: LibreOffice does not see to that."""
    for column, text in enumerate(texts, 1):
        sheet.write_string(row, column, text, style)
    sheet.set_row(row, 15 * max(-(-len(text) // 55) for text in texts))


def _choices(one: Field) -> Iterator[tuple[str, str]]:
    """The choices of a field, each as a form has it; by its name where it has no title, or shares it."""
    assert isinstance(one.type, Choice), "it has choices"
    titles = dict(one.choice_titles)
    texts = {name: in_both(titles[name]) if name in titles else "" for name in one.type.names}
    known = Counter(folded(text) for text in texts.values())
    for name, text in texts.items():
        yield name, text if text and known[folded(text)] == 1 else name


def shown_as(one: Field) -> str:
    """The number format of a field's cells."""
    match one.type:
        case Quantity() as kind:
            return "0.00%" if kind == SHARE else "General"
        case Date():
            return "yyyy-mm-dd"
        case _:
            return "@"


def _bounds(one: Field, area: Area) -> dict[str, object]:
    """The check of a number or a day by its domain."""
    from effrules.data.grid import letters

    domain, is_day = one.domain, isinstance(one.type, Date)
    low, high = _bound(domain.low), _bound(domain.high)
    if low and high and (domain.low_open or domain.high_open):
        at = f"{letters(area.column)}{area.first + 1}"
        parts = [f"ISNUMBER({at})", f"{at}{'>' if domain.low_open else '>='}{low}"]
        parts.append(f"{at}{'<' if domain.high_open else '<='}{high}")
        parts += [f"INT({at})={at}"] if domain.whole else []
        return {"validate": "custom", "value": f"=AND({','.join(parts)})"}
    kind = "date" if is_day else "integer" if domain.whole else "decimal"
    if low and high:
        return {"validate": kind, "criteria": "between", "minimum": f"={low}", "maximum": f"={high}"}
    if low:
        return {"validate": kind, "criteria": ">" if domain.low_open else ">=", "value": f"={low}"}
    if high:
        return {"validate": kind, "criteria": "<" if domain.high_open else "<=", "value": f"={high}"}
    if is_day:
        return {"validate": kind, "criteria": ">=", "value": "=DATE(1900,3,1)"}
    return {"validate": kind, "criteria": "between", "minimum": "=-1E+300", "maximum": "=1E+300"}


def _bound(end: fmpq | date | None) -> str:
    """An end of a domain in a formula."""
    match end:
        case None:
            return ""
        case date():
            return f"DATE({end.year},{end.month},{end.day})"
        case _:
            return str(end.p) if end.q == 1 else f"{end.p}/{end.q}"
