"""What a column of results or of data holds, in the terms of the Data Package standard (Table Schema).

Titles stand in Kazakh, Russian and English side by side (``titles``); ``title`` is the one in the language of the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NotRequired, TypedDict, assert_never

from attrs import frozen
from flint import fmpq

from effrules.data.origins import COLUMNS as ORIGINS
from effrules.data.sheets import empty, owners
from effrules.exact import NodeState
from effrules.exact.results import Results
from effrules.model.numbers import exact_text, finite_places
from effrules.model.program import Program
from effrules.model.schema import Field, Schema, Table, Titles
from effrules.model.types import SHARE, Choice, Date, Domain, Quantity, Text, YesNo, unit_text
from effrules.report.naming import Naming
from effrules.report.results.wide import Kind, wide
from effrules.words import Language, Message, Template, phrase, template

Texts = dict[str, str]
"""A text by the codes of languages."""


class Constraints(TypedDict):
    """What a value must satisfy. Bounds are texts, so that they are exact."""

    required: NotRequired[bool]
    unique: NotRequired[bool]
    enum: NotRequired[list[str]]
    minimum: NotRequired[str]
    maximum: NotRequired[str]
    exclusiveMinimum: NotRequired[str]
    exclusiveMaximum: NotRequired[str]


class Category(TypedDict):
    """A choice: the value as it stands in the column, and what it is called."""

    value: str
    label: str
    titles: Texts


class ColumnRecord(TypedDict):
    """A column; ``withheld`` says that it is not as it was reported: ``numbered`` or ``left out``."""

    name: str
    type: str
    title: str
    titles: Texts
    unit: NotRequired[str]
    bareNumber: NotRequired[bool]
    trueValues: NotRequired[list[str]]
    falseValues: NotRequired[list[str]]
    categories: NotRequired[list[Category]]
    withheld: NotRequired[str]
    constraints: NotRequired[Constraints]


class Reference(TypedDict):
    """The columns of another file that a foreign key names."""

    resource: str
    fields: list[str]


class ForeignKey(TypedDict):
    """Columns that name a row of another file."""

    fields: list[str]
    reference: Reference


class TableSchema(TypedDict):
    """The columns of a CSV file; a cell in which nothing stands has no value."""

    fields: list[ColumnRecord]
    missingValues: list[str]
    primaryKey: NotRequired[list[str]]
    foreignKeys: NotRequired[list[ForeignKey]]


@frozen
class Columns:
    """What the columns of a program's results and data hold. ``withheld`` tells what became of fields by ``TABLE.FIELD``."""

    program: Program
    language: Language
    withheld: Mapping[str, str]

    @property
    def schema(self) -> Schema:
        """What is reported."""
        return self.program.schema

    def titles(self, titles: Titles, otherwise: str) -> Texts:
        """Titles in each language, else the identifier."""
        return {each.value: Naming(self.program, each).title(titles, otherwise) for each in Language}

    def column(self, name: str, kind: str, titles: Texts) -> ColumnRecord:
        """A column with its titles."""
        return {"name": name, "type": kind, "title": titles[self.language.value], "titles": titles}

    # -- Data --

    def data(self, table: Table, resources: Mapping[str, str]) -> TableSchema:
        """The columns of a table of the data; ``resources`` are the files of the tables by name."""
        above = owners(table, self.schema)
        of = empty(table, self.schema)
        fields = [self.key(one) for one in above]
        fields += [self.field(table, one) for one in table.fields if one.earlier is None]
        made: TableSchema = {"fields": fields, "missingValues": [""]}
        own = [one.name for one in table.fields if one.unique]
        if table.owner is None or table.form is not None:
            made["primaryKey"] = list(of.headings[: of.keys])
        elif len(own) == 1:
            made["primaryKey"] = [*of.headings[: of.keys], *own]
        foreign = list(self.foreign(table, above, resources))
        if foreign:
            made["foreignKeys"] = foreign
        return made

    def foreign(
        self, table: Table, above: Sequence[Table], resources: Mapping[str, str]
    ) -> Iterator[ForeignKey]:
        """The row of the owner, where it has an identifier."""
        if table.owner is None or table.owner not in resources:
            return
        names = [one.name for one in above]
        last = above[-1]
        own = [one.name for one in last.fields if one.unique and one.form is None]
        if len(above) == 1:
            yield {"fields": names, "reference": {"resource": resources[table.owner], "fields": names}}
        elif len(own) == 1:
            there = [*names[:-1], own[0]]
            yield {"fields": names, "reference": {"resource": resources[table.owner], "fields": there}}

    def key(self, owner: Table) -> ColumnRecord:
        """The column that names a row of an owner."""
        made = self.column(owner.name, "string", self.titles(owner.titles, owner.name))
        made["constraints"] = {"required": True}
        unique = next((one for one in owner.fields if one.unique), None)
        told = self.withheld.get(f"{owner.name}.{unique.name}") if unique is not None else None
        return made if told is None else {**made, "withheld": told}

    def field(self, table: Table, one: Field) -> ColumnRecord:
        """The column of a field."""
        made = self.column(one.name, "string", self.titles(one.titles, one.name))
        limits: Constraints = {} if one.optional else {"required": True}
        scale = 1
        match one.type:
            case Quantity() as kind:
                whole = one.domain.whole and kind != SHARE
                made["type"] = "integer" if whole else "number"
                if kind == SHARE:
                    made["unit"], made["bareNumber"], scale = "%", False, 100
                elif kind.unit:
                    made["unit"] = unit_text(kind.unit)
            case Date():
                made["type"] = "date"
            case YesNo():
                made |= {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
            case Choice() as choice:
                limits["enum"] = list(choice.names)
                titles = dict(one.choice_titles)
                made["categories"] = [
                    self.category(name, titles.get(name, Titles())) for name in choice.names
                ]
            case Text():
                if one.lookup is not None:
                    limits["enum"] = sorted(self.schema.figure_keys[one.lookup])
            case _:
                assert_never(one.type)
        limits |= bounds(one.domain, scale)
        told = self.withheld.get(f"{table.name}.{one.name}")
        if told is not None:
            made["withheld"] = told
        if limits:
            made["constraints"] = limits
        return made

    def category(self, name: str, titles: Titles) -> Category:
        """A choice with its titles."""
        texts = self.titles(titles, name)
        return {"value": name, "label": texts[self.language.value], "titles": texts}

    def origins(self) -> TableSchema:
        """The columns of ``origins.csv``."""
        called = {
            "table": phrase("Table of the data"),
            "line": phrase("Line of its file"),
            "field": phrase("Field; empty for the whole row"),
            "entry": phrase("Number of the entry in the register"),
        }
        fields = [
            self.column(name, "integer" if name in ("line", "entry") else "string", each(called[name]))
            for name in ORIGINS
        ]
        why = phrase("Why the cell is not as it was sent")
        fields += [self.column(one.value, "string", each(why)) for one in Language]
        return {"fields": fields, "missingValues": [""]}

    def listed(self) -> TableSchema:
        """The columns of the list of columns."""
        called = {
            "file": phrase("File"),
            "column": phrase("Column"),
            "type": phrase("Kind of value"),
            "unit": phrase("Unit"),
            **{one.value: phrase("What it is called") for one in Language},
            "withheld": phrase("What became of it, where it is not as it was reported"),
        }
        fields = [self.column(name, "string", each(told)) for name, told in called.items()]
        return {"fields": fields, "missingValues": [""]}

    # -- Results --

    def results(self, results: Results) -> TableSchema:
        """The columns of the results."""
        called = dict(self._called())
        kinds = {Kind.TEXT: "string", Kind.WHOLE: "integer", Kind.SHOWN: "number"}
        fields = []
        for one in wide(results, self.program).columns:
            made = self.column(one.name, kinds[one.kind], called[one.name])
            if one.name == "subject":
                made["constraints"] = {"required": True, "unique": True}
            elif one.name.endswith(".state"):
                made["constraints"] = {"required": True, "enum": [state.value for state in NodeState]}
            elif one.name.startswith("rating."):
                made |= self.grades(one.name.removeprefix("rating."))
            fields.append(made)
        return {"fields": fields, "missingValues": [""], "primaryKey": ["subject"]}

    def grades(self, node: str) -> ColumnRecord:
        """The grades of a rating as the choices of its column."""
        rating = next(one for one in self.program.ratings if one.node == node)
        return {  # type: ignore[typeddict-item] # a part of one
            "categories": [self.category(one.name, one.titles) for one in rating.grades],
            "constraints": {"enum": [one.name for one in rating.grades]},
        }

    def _called(self) -> Iterator[tuple[str, Texts]]:
        """The titles of the columns of results."""
        program = self.program
        yield from (
            (name, each(told))
            for name, told in (
                ("methodology", phrase("Methodology")),
                ("version", phrase("Version of the rules")),
                ("rules", phrase("Files of rules")),
                ("what_if", phrase("What was changed for the calculation")),
                ("assumed", phrase("Scores that rest on an assumption")),
                ("reason", phrase("Why there is no score")),
            )
        )
        naming = {one: Naming(program, one) for one in Language}

        def named(told: Template, titles: Texts) -> Texts:
            return {one.value: told.told(one, title=titles[one.value]) for one in Language}

        subject = program.schema.subject
        yield "subject", self.titles(subject.titles, subject.name)
        yield "name", each(phrase("What it is called"))
        for ranking in program.rankings:
            for name in ranking.within:
                field = subject.field_named(name)
                yield f"group.{name}", self.titles(field.titles if field else Titles(), name)
            yield f"place.{ranking.name}", {one.value: naming[one].column(ranking) for one in Language}
        for rating in program.ratings:
            yield f"rating.{rating.node}", {one.value: naming[one].column(rating) for one in Language}
        for node in program.nodes.values():
            titles = {one.value: naming[one].column(node) for one in Language}
            yield node.name, titles
            yield f"{node.name}.exact", named(template("{title}: the exact score"), titles)
            yield f"{node.name}.state", named(template("{title}: whether there is a score"), titles)
            yield f"{node.name}.weight", named(template("{title}: the weight that counted"), titles)
        for adjustment in program.adjustments:
            titles = {one.value: naming[one].column(adjustment) for one in Language}
            yield f"{adjustment.name}.taken", titles
            yield f"{adjustment.name}.taken.exact", named(template("{title}: exactly"), titles)
            yield f"{adjustment.name}.incidents", named(template("{title}: how many"), titles)


def each(told: Message) -> Texts:
    """A sentence in each language."""
    return {one.value: told.in_(one) for one in Language}


def bounds(domain: Domain, scale: int) -> Constraints:
    """A domain as constraints, in the unit of the column; a bound that no decimal states is left out."""
    made: Constraints = {}
    low, high = _bound(domain.low, scale), _bound(domain.high, scale)
    if low is not None:
        made["exclusiveMinimum" if domain.low_open else "minimum"] = low
    if high is not None:
        made["exclusiveMaximum" if domain.high_open else "maximum"] = high
    return made


def _bound(end: fmpq | date | None, scale: int) -> str | None:
    match end:
        case None:
            return None
        case date():
            return end.isoformat()
        case _:
            value = end * scale
            return None if finite_places(value) is None else exact_text(value)
