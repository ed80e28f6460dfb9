"""How the year goes, in words: the clauses of institutions, stages, spot checks and recommendations, each with its label.

Documents, comparisons and the pages of the year say them alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.procedure import Counted, Day, Month, Occasion, StageKind, YearOf
from effrules.model.schema import Table
from effrules.model.types import Value
from effrules.report.difference.quoting import formula_text
from effrules.report.document.numbers import number_text, percent, value_text
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Naming
from effrules.words import Language, Template, counted, day_text, template

KINDS: dict[StageKind, Template] = {
    StageKind.SCHEDULE: template("approving the schedule"),
    StageKind.REPORTS: template("reporting"),
    StageKind.VERIFICATION: template("verification of what was reported"),
    StageKind.CONCLUSIONS: template("sending conclusions"),
    StageKind.OBJECTIONS: template("objections"),
    StageKind.DECISIONS: template("decisions on objections"),
    StageKind.COMPLAINTS: template("complaints"),
    StageKind.EXPERT_CONCLUSION: template("expert conclusion"),
    StageKind.COMMISSION: template("meeting of the Commission"),
    StageKind.APPROVAL: template("approval"),
    StageKind.PUBLICATION: template("publication"),
    StageKind.PROPOSALS: template("proposals"),
}
"""What is done in a stage."""

MONTHS: dict[Month, Template] = {
    Month.JANUARY: template("January", context="in a date"),
    Month.FEBRUARY: template("February", context="in a date"),
    Month.MARCH: template("March", context="in a date"),
    Month.APRIL: template("April", context="in a date"),
    Month.MAY: template("May", context="in a date"),
    Month.JUNE: template("June", context="in a date"),
    Month.JULY: template("July", context="in a date"),
    Month.AUGUST: template("August", context="in a date"),
    Month.SEPTEMBER: template("September", context="in a date"),
    Month.OCTOBER: template("October", context="in a date"),
    Month.NOVEMBER: template("November", context="in a date"),
    Month.DECEMBER: template("December", context="in a date"),
}

DAYS: dict[YearOf, Template] = {
    YearOf.BEFORE: template("{day} {month} of the year before the one that is assessed"),
    YearOf.SAME: template("{day} {month} of the year that is assessed"),
    YearOf.AFTER: template("{day} {month} of the year after the one that is assessed"),
}

LAST_DAYS: dict[YearOf, Template] = {
    YearOf.BEFORE: template("last day of {month} of the year before the one that is assessed"),
    YearOf.SAME: template("last day of {month} of the year that is assessed"),
    YearOf.AFTER: template("last day of {month} of the year after the one that is assessed"),
}

OCCASIONS: dict[Occasion, Template] = {
    Occasion.LATE: template("If it comes late"),
    Occasion.ABSENT: template("If nothing comes"),
    Occasion.INCOMPLETE: template("If it is not complete"),
    Occasion.MISMATCH: template("If the difference is larger"),
}

WORDS = {
    "is": template("Is itself"),
    "kind": template("What is done"),
    "by": template("Who does it"),
    "for": template("For"),
    "from": template("From", context="the first day"),
    "to": template("Not later than"),
    "within": template("Within"),
    "conditions": template("Conditions"),
    "of": template("What may be verified"),
    "reported": template("What is reported"),
    "whom": template("About whom"),
    "tolerance": template("Tolerance"),
    "when": template("When", context="it is recommended"),
    "text": template("What is recommended"),
    "assessors": template("those who assess the part in question"),
    "commission": template("a commission"),
    "apart": template("a commission without those who took part in the assessment"),
    "documents": template("only with documents that prove it"),
    "working": template("{days} after: {stage}; by the calendar: {calendar}"),
    "calendar": template("{days} after: {stage}"),
    "share": template("{share} of what was reported"),
    "nothing": template("none: any difference counts"),
    "row": template("a row in {table}: {values}"),
    "bare row": template("a row in {table}"),
    "one more": template("one more in {field} of {table}"),
    "each working day": template("one more in {field} of {table}, for each working day of delay"),
    "each calendar day": template("one more in {field} of {table}, for each day of delay"),
    "filled in": template("in {table}: {values}"),
    "all of": template("{table}, all of it"),
    "field of": template("{field} of {table}"),
}


def kind_word(kind: StageKind, language: Language) -> str:
    """What is done in a stage, in a word or two."""
    return KINDS[kind].told(language)


def day_told(day: Day, language: Language) -> str:
    """A day, or the rule by which it is found."""
    if isinstance(day, date):
        return day_text(day, language)
    month = MONTHS[day.month].told(language)
    table = LAST_DAYS if day.day is None else DAYS
    return table[day.year].told(language, day=str(day.day), month=month)


class Procedure:
    """Tells the clauses of declarations, in the language of ``naming``."""

    def __init__(self, naming: Naming) -> None:
        self.naming, self.program, self.language = naming, naming.program, naming.language

    def word(self, key: str, **values: object) -> str:
        """A word or a sentence."""
        return WORDS[key].told(self.language, **values)

    def clauses(self, one: p.Procedure, *, condition: bool = True) -> Iterator[tuple[str, str]]:
        """Each clause as its label and what it says; not with the ``condition`` of a recommendation where that is set as a formula."""
        match one:
            case p.Institution():
                if one.subject is not None:
                    yield self.word("is"), shown(one.subject)
            case p.Stage():
                yield from self._stage(one)
            case p.SpotCheck():
                yield self.word("of"), "; ".join(self._column(*column) for column in one.columns)
                yield self.word("tolerance"), self._tolerance(one)
                yield from self._added(() if one.adds is None else (one.adds,))
            case p.Recommendation():
                yield self.word("for"), self.naming.node(self.program.nodes[one.node])
                if condition:
                    yield self.word("when"), self._formula(one.condition)
                yield self.word("text"), self.text(one)
            case _:
                assert_never(one)

    def text(self, one: p.Recommendation) -> str:
        """What is recommended, with what is filled in as readers are told formulas."""
        texts = dict(one.texts)
        order = (self.language.value, *self.program.header.languages, *texts)
        pieces = next(texts[spoken] for spoken in order if spoken in texts)
        return shown(
            "".join(piece if isinstance(piece, str) else f"{{{self._formula(piece)}}}" for piece in pieces)
        )

    def _formula(self, expression: p.Expression) -> str:
        return Formulas(self.naming).of(expression, formula_text(expression))

    def institution(self, name: str) -> str:
        """What an institution is called."""
        one = self.program.institutions.get(self.program.renamed.get(name, name))
        return name if one is None else self.naming.title(one.titles, one.name)

    def agents(self, stage: p.Stage) -> str:
        """Who carries a stage out."""
        subject = self.program.schema.subject
        named = [
            self.naming.title(subject.titles, subject.name)
            if name == subject.name
            else self.word("assessors")
            if name == p.ASSESSORS
            else self.institution(name)
            for name in stage.by
        ]
        if stage.commission:
            named.append(self.word("apart" if stage.without_assessors else "commission"))
        return ", ".join(named)

    def stage(self, name: str) -> str:
        """What a stage is called."""
        one = self.program.stages[name]
        return self.naming.title(one.titles, name.replace("_", " "))

    def window(self, within: p.Within) -> str:
        """How many days, of which kind, after what."""
        if within.counted is Counted.CALENDAR:
            days = counted("{n} calendar day", "{n} calendar days", n=within.days).in_(self.language)
            return self.word("calendar", days=days, stage=self.stage(within.after))
        days = counted("{n} working day", "{n} working days", n=within.days).in_(self.language)
        calendar = self.program.figures[within.calendar or ""]
        named = self.naming.title(calendar.titles, calendar.name)
        return self.word("working", days=days, stage=self.stage(within.after), calendar=named)

    def _stage(self, one: p.Stage) -> Iterator[tuple[str, str]]:
        yield self.word("kind"), kind_word(one.kind, self.language)
        yield from self.window_clauses(one)
        yield from self._added(one.adds)

    def window_clauses(self, one: p.Stage) -> Iterator[tuple[str, str]]:
        """Who carries a stage out, for what, when, and on which conditions."""
        if one.by or one.commission:
            yield self.word("by"), self.agents(one)
        if one.nodes:
            nodes = (self.naming.node(self.program.nodes[name]) for name in one.nodes)
            yield self.word("for"), "; ".join(nodes)
        if one.columns:
            yield self.word("reported"), "; ".join(self._column(*column) for column in one.columns)
        if one.first is not None:
            yield self.word("from"), day_told(one.first, self.language)
        if one.last is not None:
            yield self.word("to"), day_told(one.last, self.language)
        if one.within is not None:
            yield self.word("within"), self.window(one.within)
        if one.running is not None:
            yield self.word("whom"), self.running(one.running)
        if one.only_with_documents:
            yield self.word("conditions"), self.word("documents")

    def running(self, one: p.Running) -> str:
        """Of whom something holds for years."""
        if one.places is None:
            return counted(
                "a lower score {n} year running", "a lower score {n} years running", n=one.years
            ).in_(self.language)
        return counted(
            "one of the last {places} places {n} year running", "one of the last {places} places {n} years running",
            n=one.years, places=str(one.places),
        ).in_(self.language)  # fmt: skip

    def _added(self, adds: tuple[p.Added, ...]) -> Iterator[tuple[str, str]]:
        yield from ((OCCASIONS[one.occasion].told(self.language), self.added(one)) for one in adds)

    def added(self, one: p.Added) -> str:
        """The incident that is added."""
        table = self._table(one.table)
        called = self.naming.title(table.titles, table.name)
        if one.counts is not None:
            key = "one more" if one.per_day is None else f"each {one.per_day.value} day"
            return self.word(key, field=self._field(table, one.counts), table=called)
        values = ", ".join(
            f"{self._field(table, name)} – {self._value(table, name, value)}" for name, value in one.values
        )
        if table.form is not None:
            return self.word("filled in", table=called, values=values)
        return (
            self.word("row", table=called, values=values) if values else self.word("bare row", table=called)
        )

    def _table(self, name: str) -> Table:
        return next(one for one in self.program.schema.as_read if one.name == name)

    def _field(self, table: Table, name: str) -> str:
        field = table.field_named(name)
        return name if field is None else self.naming.title(field.titles, name)

    def _value(self, table: Table, name: str, value: Value | None) -> str:
        field = table.field_named(name)
        if field is None or value is None:
            return "—"
        if isinstance(value, str):
            return shown(field.choice_title(value, self.language.value, self.program.header.languages))
        return value_text(value, field.type, self.language)

    def _column(self, name: str, field: str | None) -> str:
        table = self._table(name)
        called = self.naming.title(table.titles, table.name)
        if field is None:
            return self.word("all of", table=called)
        return self.word("field of", field=self._field(table, field), table=called)

    def _tolerance(self, one: p.SpotCheck) -> str:
        if one.tolerance == fmpq(0):
            return self.word("nothing")
        if one.relative:
            return self.word("share", share=percent(one.tolerance, self.language))
        return number_text(one.tolerance, self.language)
