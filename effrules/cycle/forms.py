"""The forms that bodies fill in: whose they are, the names of their sheets and columns, and what is expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import assert_never

from effrules.data.dataset import Row
from effrules.data.folding import BOTH, folded, in_both, names_of
from effrules.data.sheets import owners
from effrules.data.wording import domain_text
from effrules.model.kinds import decided
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import SHARE, Choice, Date, Domain, Quantity, Text, YesNo, unit_text
from effrules.words import Language, Telling, phrase
from effrules.words import Text as Said

LONGEST_NAME = 31
"""So many characters has the name of a sheet."""


_NO_SHEET = re.compile(r"[\[\]:*?/\\]|^'|'$|^history$", re.IGNORECASE)


class NoForm(Telling, ValueError):
    """Rules whose tables have no names that a sheet can have."""


def languages_of(schema: Schema) -> tuple[Language, ...]:
    """The languages that stand side by side in the forms of some rules: Kazakh and Russian, as far as the rules speak them."""
    return tuple(one for one in Language if one.value in BOTH and one.value in schema.languages) or (
        Language.EN,
    )


def file_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of files for bodies, without ending, no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        plain = re.sub(r"[^\w.-]+", "_", key).strip(".")[:80] or "_"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.casefold())
        names[key] = name
    return names


def headings(table: Table, schema: Schema) -> tuple[str, ...]:
    """The headings of a table's sheet, in both languages where no two are alike then."""
    things: list[Table | Field] = [*owners(table, schema), *reported(table)]
    known = Counter(name for thing in things for name in names_of(thing))
    titles = (in_both(thing.titles) for thing in things)
    return tuple(
        title if title and known[folded(title)] == 1 else thing.name
        for thing, title in zip(things, titles, strict=True)
    )


def sheet_names(schema: Schema) -> dict[str, str]:
    """The sheet of each table: its name, else a title of it that a sheet can have. Raises NoForm."""
    names = {}
    for table in schema.as_read:
        fit = (
            one
            for one in (table.name, *table.titles.all_texts())
            if len(one) <= LONGEST_NAME and not _NO_SHEET.search(one)
        )
        name = next(fit, None)
        if name is None:
            raise NoForm(
                phrase(
                    "the table `{table}` has neither a name nor a title of at most {longest} characters, as the name of a sheet must be",
                    table=table.name, longest=LONGEST_NAME,
                )
            )  # fmt: skip
        names[table.name] = name
    return names


def reported(table: Table) -> tuple[Field, ...]:
    return tuple(one for one in table.fields if one.earlier is None)


def has(table: Table, body: Row) -> bool | None:
    """Whether a body fills in the sheet of a table; ``None`` where that is for the body to say."""
    if table.form is None:
        return True
    if table.form.where is not None:
        said = {name: value for name, value in body.values.items() if value is not None}
        return decided(table.form.where, said)
    return None if table.form.optional else True


def expected(one: Field) -> tuple[Said, ...]:
    """What is written into the cells of a field, in words."""
    said: list[Said] = []
    match one.type:
        case Quantity() as kind if kind == SHARE:
            said.append(phrase("a percentage"))
        case Quantity(unit) if unit:
            said.append(phrase("a number, in {unit}", unit=unit_text(unit)))
        case Quantity():
            said += [] if one.domain.whole else [phrase("a number")]
        case Date():
            said.append(phrase("a day, as 2019-02-28"))
        case YesNo():
            said.append(phrase("yes or no"))
        case Choice():
            said.append(phrase("one of the list"))
        case Text():
            said.append(phrase("one of the list") if one.lookup else phrase("a text"))
        case _:
            assert_never(one.type)
    if one.domain != Domain():
        said.append(domain_text(one))
    if one.optional:
        said.append(phrase("may be left blank"))
    return tuple(said)
