"""What a body reported the year before, for the form that it fills in now: a locked sheet of its own, from which it can copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from effrules.cycle.entries import Stage
from effrules.cycle.folder import opened
from effrules.cycle.scored import scored_stage
from effrules.data.folding import in_both
from effrules.data.sheets import Sheet, sheets
from effrules.data.tags import BEFORE
from effrules.model.schema import Schema
from effrules.words import Language, Message, phrase


@frozen(eq=False)
class Reported:
    """The final data of the year before: what each table held, and how its rules call tables and fields."""

    year: int
    schema: Schema = field(repr=False)
    tables: tuple[Sheet, ...] = field(repr=False)

    def values(self, body: str) -> Mapping[tuple[str, str], str]:
        """The values of a body where a table has one row of it, by table and field."""
        found: dict[tuple[str, str], str] = {}
        for sheet in self.tables:
            own = [row for row in sheet.rows if row[0] == body]
            if len(own) == 1:
                found |= {
                    (sheet.table, name): value
                    for name, value in zip(sheet.headings[sheet.keys :], own[0][sheet.keys :], strict=True)
                }
        return found


def reported(folder: Path) -> Reported:
    """The data of the final results of a year, as they were scored last. Raises what `scored_stage` and `opened` do."""
    stage = scored_stage(opened(folder), Stage.FINAL)
    schema = stage.year.program.schema
    return Reported(stage.year.manifest.year, schema, tuple(sheets(stage.dataset, schema)))


def write(book: Any, before: Reported, body: str, languages: Sequence[Language]) -> None:
    """The sheet with all that the body reported the year before, if it did."""
    titles = {table.name: table for table in before.schema.as_read}
    rows: list[tuple[str, ...]] = []
    for sheet in before.tables:
        table = titles[sheet.table]
        called = in_both(table.titles) or table.name
        for row in sheet.rows:
            if row[0] == body:
                own = {one.name: one for one in table.fields}
                values = dict(zip(sheet.headings[sheet.keys :], row[sheet.keys :], strict=True))
                keys = [one.name for one in table.fields if one.unique]
                key = " / ".join((*row[1 : sheet.keys], *(values[name] for name in keys)))
                for name, value in values.items():
                    if value and name not in keys:
                        rows.append((called, key, in_both(own[name].titles) or name, value))
    if not rows:
        return
    page = book.add_worksheet(BEFORE)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9E2EC"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for column, said in enumerate(_HEADINGS):
        page.write_string(0, column, _both(said, languages), bold)
    page.write_string(0, 3, _both(phrase("Reported for {year}", year=str(before.year)), languages), bold)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            page.write_string(number, column, text, plain)
    page.set_column(0, 2, 40)
    page.set_column(3, 3, 25)
    page.freeze_panes(1, 0)
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    page.set_tab_color("#BFBFBF")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


_HEADINGS = (phrase("Table"), phrase("Row"), phrase("Field"))


def _both(said: Message, languages: Sequence[Language]) -> str:
    return " / ".join(dict.fromkeys(said.in_(language) for language in languages))
