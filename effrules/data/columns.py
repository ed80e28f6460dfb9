"""Which column of a table stands for which field, and which ones say whose the row is."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from effrules.data import heading_errors
from effrules.data.folding import folded, names_of, owners
from effrules.data.grid import Grid, Offer, is_blank
from effrules.diagnostics import Finding
from effrules.model.schema import Field, Schema, Table, named

_MOST_UNKNOWN = 5
"""So many columns that the rules do not name are told one by one."""


@define(eq=False)
class Columns:
    """The columns of a grid by what they stand for.

    ``fields`` has the fields that have a column; ``links`` the columns that say whose a row is, the subject's first
    (for the subject's own table: the one with its identifier).
    """

    fields: dict[str, int]
    links: tuple[tuple[Table, int], ...]


def match_columns(grid: Grid, table: Table, schema: Schema) -> tuple[Columns | None, list[Finding]]:
    """The columns by what they stand for; None where one is missing or stands twice."""
    found: list[Finding] = []
    fields = {name: field for field in reversed(table.fields) for name in names_of(field)}
    fields |= {folded(field.name): field for field in table.fields}
    chain = (*owners(table, schema), *((table,) if table.owner is None else ()))
    linked = {name: owner for owner in reversed(chain) for name in names_of(owner)}
    linked |= {folded(owner.name): owner for owner in chain}
    if table.owner is None:
        linked.setdefault("id", table)
    by_field: dict[str, int] = {}
    by_link: dict[str, int] = {}
    strays: list[int] = []
    shared: dict[str, list[int]] = {}
    for column, heading in enumerate(grid.headings):
        name = folded(heading)
        of = fields.get(name)
        owner = linked.get(name)
        if not name:
            if not all(is_blank(row[column]) for row in grid.rows):
                found.append(heading_errors.no_heading(grid.heading_place(column)))
        elif of is not None and owner is not None:
            shared.setdefault(name, []).append(column)
        elif of is not None:
            _claim(by_field, of, column, grid, found)
        elif owner is not None:
            _claim(by_link, owner, column, grid, found)
        else:
            strays.append(column)
    for name, columns in shared.items():
        _share_out(columns, table, (fields[name], by_field), (linked[name], by_link), grid, found)
    links = [_link(owner, by_link, by_field, table, linked, fields) for owner in chain]
    known = [field.name for field in table.fields if field.name not in by_field]
    known += [owner.name for owner, link in zip(chain, links, strict=True) if link is None]
    absent = [one for one in table.fields if one.name not in by_field]
    needed: list[Field | Table] = [owner for owner, link in zip(chain, links, strict=True) if link is None]
    needed += [one for one in absent if not one.optional]
    for thing in needed:
        meant = next((c for c in strays if heading_errors.is_near(grid.headings[c], thing)), None)
        there = None if meant is None else grid.heading_place(meant)
        found.append(heading_errors.missing_column(table, thing, grid.place_of_all(), there))
        strays = [column for column in strays if column != meant]
    beside = [column for column in strays if heading_errors.is_beside(grid.headings[column], absent)]
    strays = [column for column in strays if column not in beside]
    lacking = [one for one in absent if one.optional and one.earlier is None]
    from_earlier = [one for one in absent if one.optional and one.earlier is not None]
    found += [
        heading_errors.all_missing(table, some, grid.place_of_all())
        for some in (from_earlier, [] if strays else lacking)
        if some
    ]
    if lacking and strays:
        places = [grid.heading_place(column) for column in strays]
        found.append(heading_errors.unknown_beside_missing(table, places, lacking))
        strays = []
    unknown = sorted({*beside, *strays})
    if len(unknown) > _MOST_UNKNOWN:
        found.append(
            heading_errors.unknown_columns(table, [grid.heading_place(column) for column in unknown], known)
        )
    else:
        found += [
            heading_errors.unknown_column(
                table, grid.headings[c], grid.heading_place(c), () if c in beside else known
            )
            for c in unknown
        ]
    if any(finding.is_error for finding in found):
        return None, found
    ready = tuple((owner, link) for owner, link in zip(chain, links, strict=True) if link is not None)
    return Columns(by_field, ready), found


def fitting(table: Table, schema: Schema, strays: Sequence[Offer]) -> Offer | None:
    """The one table of another name that has headings of this one; None where there is none, or more than one.

    It needs two of its columns, one of them a field's.
    """
    names = {name for field in table.fields for name in names_of(field)}
    links = {name for owner in (*owners(table, schema), table) for name in names_of(owner)} | {"id"}
    fit = []
    for offer in strays:
        grid = None if offer.hidden else offer.load()[0]
        headings = set() if grid is None else {folded(heading) for heading in grid.headings}
        if headings & names and len(headings & (names | links)) > 1:
            fit.append(offer)
    return fit[0] if len(fit) == 1 else None


def _is_one(field: Field, owner: Table, table: Table) -> bool:
    """Whether one column may hold a field and say whose the row is: the identifier of a body, or a field that is called like the owner."""
    return owner is table or folded(field.name) == folded(owner.name)


def _share_out(
    columns: Sequence[int], table: Table, field: tuple[Field, dict[str, int]], owner: tuple[Table, dict[str, int]],
    grid: Grid, found: list[Finding],
) -> None:  # fmt: skip
    """Columns with a heading that a field and what the row belongs to both bear: the one that has no column of its own is meant.

    Where neither has one, one column may be both, or the heading is the name of one and a title of the other; else nobody can tell.
    """
    (of, by_field), (to, by_link) = field, owner
    heading = folded(grid.headings[columns[0]])
    is_field, is_owner = heading == folded(of.name), heading == folded(to.name)
    lacking = [thing for thing, there in ((of, by_field), (to, by_link)) if thing.name not in there]
    both = len(lacking) == 2
    if both and len(columns) == 1 and _is_one(of, to, table):
        by_field[of.name] = columns[0]
        return
    if both and (len(columns) > 1 or is_field is is_owner):
        places = [grid.heading_place(column) for column in columns]
        found.append(heading_errors.heading_of_two(grid.headings[columns[0]], of, to, places))
        by_field.setdefault(of.name, columns[0])
        by_link.setdefault(to.name, columns[-1])
        return
    to_owner = is_owner if both else lacking == [to]
    for column in columns:
        _claim(by_link if to_owner else by_field, to if to_owner else of, column, grid, found)


def _claim(taken: dict[str, int], one: Field | Table, column: int, grid: Grid, found: list[Finding]) -> None:
    if one.name in taken:
        first, second = sorted((column, taken[one.name]))
        found.append(
            heading_errors.column_twice(named(one), grid.heading_place(second), grid.heading_place(first))
        )
    else:
        taken[one.name] = column


def _link(
    owner: Table, by_link: dict[str, int], by_field: dict[str, int], table: Table,
    linked: dict[str, Table], fields: dict[str, Field],
) -> int | None:  # fmt: skip
    """The column that names an owner: its own, else a field's that bears its name, else a subject's one unique field."""
    if owner.name in by_link:
        return by_link[owner.name]
    for name, meant in linked.items():
        of = fields.get(name)
        if meant is owner and of is not None and of.name in by_field and _is_one(of, owner, table):
            return by_field[of.name]
    keys = [field for field in table.fields if field.unique]
    if owner is table and len(keys) == 1:
        return by_field.get(keys[0].name)
    return None
