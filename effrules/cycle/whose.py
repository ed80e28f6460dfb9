"""Whose something is that came, and what is told of it: a body's data, or what an institution reports of bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from effrules.cycle.arriving import tag_in
from effrules.cycle.entries import Reported, Submitted, What
from effrules.cycle.folder import Year, of_bodies
from effrules.cycle.forms import has
from effrules.cycle.reporters import Reporter
from effrules.cycle.standing import Standing
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.earlier import besides_earlier
from effrules.data.sheets import by_name, sheets
from effrules.data.tags import FORMAT, Tag
from effrules.diagnostics import CellPlace, Finding, has_errors
from effrules.diagnostics.making import error, near
from effrules.exact.demands import unmet
from effrules.model.schema import Schema, Table
from effrules.words import Text, both, phrase


@frozen
class Found:
    """Whose something is, as far as it tells, and what is told of it."""

    body: str
    findings: tuple[Finding, ...]
    dataset: Dataset | None = None
    institution: str = ""

    @property
    def sender(self) -> tuple[str, str]:
        """Of whom it is: a body, or an institution."""
        return self.body, self.institution


def sender(what: What) -> tuple[str, str]:
    """Who sent something: a body, or an institution; neither, where nothing tells."""
    match what:
        case Submitted(body):
            return body, ""
        case Reported(institution):
            return "", institution
        case _:
            return "", ""


def whose(year: Year, found: Standing, path: Path, body: str, name: str = "", institution: str = "") -> Found:
    """Whose a file or a folder is, and what is told of it; ``name`` is what it is called."""
    schema, name = year.of_bodies, name or path.name
    tag = tag_in(path)
    reporter = (tag.institution if tag else "") or institution
    if reporter:
        return _reported(year, path, name, tag, reporter)
    dataset, told = read(path, schema)
    findings = besides_earlier(told)
    key = (tag.body if tag else "") or body
    if not key:
        alone = dataset or read(path, of_bodies(schema))[0]
        keys = tuple(row.key for row in alone.subjects) if alone is not None else ()
        if len(keys) != 1:
            return Found("", (*findings, nobody(name, keys)))
        key = keys[0]
    bodies = [one.key for one in found.bodies]
    if key not in bodies:
        return Found("", (unknown_body(name, key, bodies),))
    findings = (*findings, *_amiss(year, name, tag, dataset, key, body))
    if dataset is not None and not has_errors(findings):
        own = evolve(year.program, schema=schema)
        findings = (*findings, *_not_handed_in(name, schema, dataset), *unmet(own, dataset, alone=True))
    return Found(key, findings, dataset)


def _not_handed_in(name: str, schema: Schema, dataset: Dataset) -> Iterator[Finding]:
    """Forms that the body must have and did not hand in."""
    made = by_name(sheets(dataset, schema))
    for table in schema.as_read:
        there = {row[0] for row in made[table.name].rows}
        for row in dataset.subjects if table.form is not None and table.owner == schema.subject.name else ():
            if row.key not in there and has(table, row) is True:
                yield nothing_about(CellPlace(name, table.name), table.name, row.key)


def _reported(year: Year, path: Path, name: str, tag: Tag | None, institution: str) -> Found:
    """What an institution reports, and what is told of it: of each of its bodies, and of no others."""
    reporter = year.reporters.institutions.get(institution)
    if reporter is None:
        return Found("", (no_reporter(name, institution, year.reporters.institutions),))
    dataset, told = read(path, reporter.schema)
    findings = besides_earlier(told)
    if tag is not None and not _is_of(tag, year):
        findings = (*findings, other_year(name, tag, year))
    if dataset is not None and not has_errors(findings):
        findings = (*findings, *_not_of(year, name, reporter, dataset))
    return Found("", findings, dataset, institution)


def _not_of(year: Year, name: str, reporter: Reporter, dataset: Dataset) -> Iterator[Finding]:
    """Rows of bodies of which an institution does not report, and forms that lack of those of which it does."""
    known = {row.key: row for row in year.known.subjects}
    made = by_name(sheets(dataset, reporter.schema))
    tables = {one.name: one for one in reporter.schema.as_read}
    for table, sheet in made.items():
        there = dict.fromkeys(row[0] for row in sheet.rows)
        wanted = [key for key in known if reporter.reports(table, key)]
        if table == reporter.schema.subject.name:
            wanted = list(reporter.bodies)
        for key in there:
            if key not in wanted:
                yield not_about(CellPlace(name, table), year.names.institution(reporter.name), key)
        is_one = tables[table].owner is None or tables[table].form is not None
        for key in wanted if is_one else ():
            if key not in there and has(_as_declared(year, table), known[key]) is True:
                yield nothing_about(CellPlace(name, table), table, key)


def _as_declared(year: Year, table: str) -> Table:
    return next(one for one in year.program.schema.as_read if one.name == table)


def _amiss(
    year: Year, name: str, tag: Tag | None, dataset: Dataset | None, key: str, body: str
) -> Iterator[Finding]:
    """What is wrong with a file as the data of a body in this year."""
    if tag is not None and not _is_of(tag, year):
        yield other_year(name, tag, year)
    if body and body != key:
        yield other_body(CellPlace(name), key, body)
    for row in dataset.subjects if dataset is not None else ():
        if row.key != key:
            yield other_body(CellPlace(name, year.program.schema.subject.name), row.key, key)


def _is_of(tag: Tag, year: Year) -> bool:
    return (tag.format, tag.year, tag.rules) == (FORMAT, str(year.manifest.year), year.manifest.meaning)


# -- What is told of a file --


def no_reporter(file: str, institution: str, known: Iterable[str]) -> Finding:
    """A file of an institution that reports nothing."""
    said = phrase("the rules have no `{institution}` that reports of bodies", institution=institution)
    return error("E486", said, CellPlace(file), "", *near(institution, known))


def not_about(place: CellPlace, institution: Text, key: str) -> Finding:
    """Rows about a body of which an institution does not report."""
    return error("E486", phrase("{institution} does not report this of `{body}`", institution=institution, body=key), place)  # fmt: skip


def nothing_about(place: CellPlace, table: str, key: str) -> Finding:
    """A form that lacks of a body."""
    return error("E489", phrase("`{table}` has no row of `{body}`: the form was not handed in", table=table, body=key), place)  # fmt: skip


def nobody(file: str, keys: Sequence[str]) -> Finding:
    """A file of which nothing tells whose it is."""
    told_of = (
        phrase("`{file}` holds the data of several bodies: {bodies}", file=file, bodies=both(keys))
        if keys
        else phrase("nothing tells whose data `{file}` holds", file=file)
    )
    return error("E486", told_of, CellPlace(file), way_out=phrase("say whose they are with --body KEY; each body sends a file of its own"))  # fmt: skip


def unknown_body(file: str, key: str, bodies: Sequence[str]) -> Finding:
    """A file of somebody whom the year does not assess."""
    return error(
        "E486", phrase("the year assesses no `{body}`", body=key), CellPlace(file), "", *near(key, bodies)
    )


def other_body(place: CellPlace, key: str, body: str) -> Finding:
    """Data of one body in the file of another."""
    return error(
        "E486", phrase("the file is that of `{body}`, and has data of `{other}`", body=body, other=key), place
    )


def other_year(file: str, tag: Tag, year: Year) -> Finding:
    """A form that was made for another year, or by other rules."""
    wanted = str(year.manifest.year)
    if tag.year != wanted:
        said = phrase("the form is one of the year {other}; this is the year {year}", other=tag.year, year=wanted)  # fmt: skip
    else:
        said = phrase("the form was made by other rules than those of this year")
    return error(
        "E485", said, CellPlace(file), way_out=phrase("fill in the form of this year: effrules year forms")
    )
