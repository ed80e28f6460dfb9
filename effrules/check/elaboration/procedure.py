"""How the year goes: institutions, stages, spot checks and recommendations, from what is declared to the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from attrs import evolve
from flint import fmpq

from effrules.amend import name_errors
from effrules.amend.draft import Entry
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.example_rows import ExampleRows
from effrules.check.elaboration.nodes import Tree
from effrules.check.elaboration.reported import title_of
from effrules.check.errors import clause_errors, procedure_errors
from effrules.check.errors.refused import Refused
from effrules.check.errors.total_errors import Asks
from effrules.check.expressions.facts import NodeApplicable
from effrules.check.expressions.grounding import basis_of
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.typed import condition, elaborate
from effrules.model import program as p
from effrules.model.procedure import Counted, Day, Occasion, StageKind
from effrules.model.schema import Table
from effrules.model.thing_words import thing
from effrules.model.types import Quantity, Text
from effrules.source import Span
from effrules.syntax import tree as ast

SOME_YEAR = 2023
"""A year for which days are compared; no rule of the year makes two days change places."""

Clause = TypeVar("Clause", bound=ast.Stated)
Made = TypeVar("Made", bound=p.Procedure)
Declared = Entry[ast.ProcedureDeclaration]


class Procedures:
    """Builds institutions, stages, spot checks and recommendations; what is refused is found, and left out."""

    def __init__(self, world: World, tree: Tree) -> None:
        self.world = world
        self.tree = tree

    def each(self, wanted: ast.Kept, make: Callable[[Declared], Made]) -> dict[str, Made]:
        """What is made of each declaration of a kind, by its name."""
        made: dict[str, Made] = {}
        for (kind, name), entry in self.world.draft.things.items():
            if kind is wanted:
                assert isinstance(entry.declared, ast.ProcedureDeclaration)
                try:
                    made[name] = make(entry)  # type: ignore[arg-type]
                except Refused as refused:
                    self.world.refuse(refused)
        return made

    def names(self, kind: ast.Kept) -> list[str]:
        return [name for one, name in self.world.draft.things if one is kind]

    # -- Small pieces -------------------------------------------------------------------------------------------

    def one(self, entry: Declared, kind: type[Clause]) -> Clause | None:
        """The clause of a kind, which may stand once."""
        found = [clause for clause in entry.declared.clauses if isinstance(clause, kind)]
        for again in found[1:]:
            what = thing(entry.declared.kind, entry.declared.name.text)
            self.world.twice(again.span, procedure_errors.CLAUSE_OF.of(clause=again.word.value, what=what))
        return found[0] if found else None

    def needed(self, entry: Declared, kind: type[Clause], lacking: Any) -> Clause:
        """The clause of a kind, without which nothing is said."""
        found = self.one(entry, kind)
        if found is None:
            what = thing(entry.declared.kind, entry.declared.name.text)
            raise Refused(clause_errors.clause_missing(entry.declared.name.span, what, lacking))
        return found

    def known(self, name: ast.Name, sought: Sought, known: Iterable[str]) -> str:
        """The name that something bears now. Raises Refused for one that nothing bears."""
        names = list(known)
        current = self.world.draft.current_name(name.text)
        if current not in names:
            raise Refused(name_errors.unknown(name.span, sought, name.text, names))
        return current

    def common(self, entry: Declared) -> dict[str, Any]:
        """What all of them have: the basis in the declaration, else what the amendment cites."""
        declared = entry.declared
        basis = basis_of(declared.clauses, self.world)
        if not basis.is_stated:
            basis = evolve(basis, citations=entry.origin.citations)
        return {"basis": basis, "origin": entry.origin, "span": declared.span}

    def titles(self, entry: Declared) -> Any:
        return title_of(entry.declared.titles, entry.declared.clauses, self.world)

    def nodes(self, clause: ast.ForNodes | None) -> tuple[str, ...]:
        return () if clause is None else tuple(self.tree.meant(node, Asks.THIS) for node in clause.nodes)

    # -- Institutions, stages -----------------------------------------------------------------------------------

    def institution(self, entry: Declared) -> p.Institution:
        clause = self.one(entry, ast.IsSubject)
        key = None if clause is None else clause.key
        return p.Institution(entry.declared.name.text, self.titles(entry), key, **self.common(entry))

    def stages(self) -> dict[str, p.Stage]:
        """All stages; windows that run after one another in a circle are found."""
        made = self.each(ast.Kept.STAGE, self.stage)
        for name, stage in made.items():
            path = [name]
            while (at := made.get(path[-1])) and at.within and at.within.after not in path:
                path.append(at.within.after)
            if at is not None and at.within is not None and at.within.after == name:
                assert stage.span is not None
                self.world.found.append(name_errors.cycle(stage.span.first_line(), [*path, name]))
                break
        self.reported_twice(made)
        return made

    def reported_twice(self, made: dict[str, p.Stage]) -> None:
        """Finds what two stages say is reported; rows of a table may come from several institutions."""
        subject = self.world.schema.subject
        rows = {one.name for one in self.world.schema.tables if one.owner == subject.name}
        seen: dict[tuple[str, str | None], p.Stage] = {}
        for stage in made.values():
            for table, field in stage.columns:
                other = seen.get((table, field)) or seen.get((table, None))
                if field is None:
                    other = other or next((of for (held, _), of in seen.items() if held == table), None)
                shared = table in rows and other is not None and subject.name not in (*other.by, *stage.by)
                if other is not None and not shared:
                    said = table if field is None else f"{table}.{field}"
                    assert stage.span is not None, "it was read"
                    found = procedure_errors.reported_twice(stage.span.first_line(), said, other.name)
                    self.world.found.append(found)
                seen[table, field] = stage

    def stage(self, entry: Declared) -> p.Stage:
        name = entry.declared.name.text
        word = self.needed(entry, ast.StageKindClause, procedure_errors.KIND_CLAUSE).kind
        kinds = [kind.value for kind in StageKind]
        if word.text not in kinds:
            raise Refused(name_errors.unknown(word.span, Sought.STAGE_KIND, word.text, kinds))
        by = self.one(entry, ast.DoneBy)
        agents = () if by is None else tuple(map(self.agent, by.agents))
        first, last = self.one(entry, ast.DayFrom), self.one(entry, ast.DayTo)
        window = self.one(entry, ast.Window)
        if window is not None and (first or last):
            raise Refused(procedure_errors.days_said_twice(window.span, name))
        if first and last and _of(last.day) < _of(first.day):
            raise Refused(procedure_errors.ends_before(last.span, name))
        commission = self.one(entry, ast.ByCommission)
        if commission is not None and agents == (self.world.schema.subject.name,):
            raise Refused(procedure_errors.commission_of_bodies(commission.span, name))
        columns = self.reported(entry, StageKind(word.text), agents)
        running = self.one(entry, ast.YearsRunning)
        if running is not None and word.text != StageKind.PROPOSALS:
            raise Refused(procedure_errors.proposals_only(running.span))
        return p.Stage(
            name,
            self.titles(entry),
            StageKind(word.text),
            agents,
            self.nodes(self.one(entry, ast.ForNodes)),
            None if first is None else first.day,
            None if last is None else last.day,
            None if window is None else self.within(window),
            self.one(entry, ast.WithDocuments) is not None,
            commission is not None,
            commission is not None and commission.without_assessors,
            self.adds(entry),
            columns=columns,
            running=None if running is None else p.Running(running.places, running.years),
            **self.common(entry),
        )

    def reported(
        self, entry: Declared, kind: StageKind, agents: tuple[str, ...]
    ) -> tuple[tuple[str, str | None], ...]:
        """What is reported in a stage: tables and forms of the subject, or fields of it and of its forms. Raises Refused."""
        covers = self.one(entry, ast.Covers)
        if covers is None:
            return ()
        subject = self.world.schema.subject
        if kind is not StageKind.REPORTS:
            raise Refused(procedure_errors.reports_only(covers.span))
        if not agents or (subject.name in agents and len(agents) > 1):
            raise Refused(procedure_errors.no_reporter(covers.span, subject.name))
        if agents == (p.ASSESSORS,) and self.one(entry, ast.ForNodes) is None:
            raise Refused(procedure_errors.assessors_of_what(covers.span))
        columns = self.columns(covers)
        for (table, field), (at, _) in zip(columns, covers.columns, strict=True):
            of = self.table(at)
            if of.owner not in (None, subject.name):
                raise Refused(procedure_errors.reported_below(at.span, table, of.owner or ""))
            if field is None and of.owner is None:
                raise Refused(procedure_errors.reported_whole(at.span, table))
            if field is not None and (
                (of.owner is not None and of.form is None)
                or next(one for one in of.fields if one.name == field).unique
            ):
                raise Refused(procedure_errors.reported_apart(at.span, table, field))
        return columns

    def columns(self, covers: ast.Covers) -> tuple[tuple[str, str | None], ...]:
        """Tables and fields that are named. Raises Refused."""
        columns: list[tuple[str, str | None]] = []
        for name, field in covers.columns:
            table = self.table(name)
            known = [one.name for one in table.fields]
            columns.append((table.name, None if field is None else self.known(field, Sought.NAME, known)))
        return tuple(columns)

    def agent(self, name: ast.Name) -> str:
        """Who carries a stage out: the subject, those who assess, or an institution."""
        own = [self.world.schema.subject.name, p.ASSESSORS]
        if name.text in own:
            return name.text
        current = self.known(name, Sought.INSTITUTION, [*self.names(ast.Kept.INSTITUTION), *own])
        self.world.mark(ast.Kept.INSTITUTION, current)
        return current

    def within(self, window: ast.Window) -> p.Within:
        after = self.known(window.after, Sought.STAGE, self.names(ast.Kept.STAGE))
        calendar = self.calendar(window.counted, window.calendar, window.span)
        return p.Within(window.days, window.counted, after, calendar)

    def calendar(self, counted: Counted | None, name: ast.Name | None, place: Span) -> str | None:
        """The calendar by which days are counted: working days need one, others have none. Raises Refused."""
        calendars = [one for one, figures in self.world.figures.items() if figures.calendar]
        if name is None:
            if counted is Counted.WORKING:
                raise Refused(procedure_errors.no_calendar(place))
            return None
        calendar = self.known(name, Sought.CALENDAR, calendars)
        if counted is Counted.CALENDAR:
            raise Refused(procedure_errors.needless_calendar(name.span, calendar))
        self.world.mark(ast.Kept.FIGURES, calendar)
        return calendar

    # -- What is added ------------------------------------------------------------------------------------------

    def adds(self, entry: Declared) -> tuple[p.Added, ...]:
        found: dict[ast.StatedWord, p.Added] = {}
        for clause in entry.declared.clauses:
            if isinstance(clause, ast.Adds):
                if clause.word in found:
                    what = thing(entry.declared.kind, entry.declared.name.text)
                    said = procedure_errors.CLAUSE_OF.of(clause=clause.word.value, what=what)
                    self.world.twice(clause.span, said)
                found[clause.word] = self.added(clause)
        return tuple(found.values())

    def added(self, clause: ast.Adds) -> p.Added:
        table = self.table(clause.table)
        subject = self.world.schema.subject
        if table.owner not in (None, subject.name):
            raise Refused(procedure_errors.whose_row(clause.table.span, table.name, subject.name))
        fields = {one.name: one for one in table.fields}
        if clause.counts is not None:
            if table.form is None and table.owner is not None:
                raise Refused(procedure_errors.whose_row(clause.table.span, table.name, subject.name))
            name = self.known(clause.counts, Sought.FIELD, fields)
            if not isinstance(fields[name].type, Quantity):
                raise Refused(procedure_errors.no_number(clause.counts.span, name))
            self.mark(table, [name])
            if clause.per_day is not None and clause.occasion is not Occasion.LATE:
                raise Refused(procedure_errors.days_of_what(clause.span, clause.word.value))
            calendar = self.calendar(clause.per_day, clause.calendar, clause.span)
            return p.Added(clause.occasion, table.name, (), name, clause.per_day, calendar, span=clause.span)
        if table.owner is None:
            raise Refused(procedure_errors.whose_row(clause.table.span, table.name, subject.name))
        row = ast.ExampleRowOf(clause.table, None, None, clause.values, span=clause.span)
        given = {name.text for name, _ in clause.values}
        needed = {  # a text that is not written is filled in from the register; of a form all else stays as it was reported
            name: one for name, one in fields.items()
            if name in given or not (table.form or isinstance(one.type, Text))
        }  # fmt: skip
        values = ExampleRows(self.world).values(
            row, needed | {n: fields[n] for n in given if n in fields}, table.name
        )
        self.mark(table, given)
        return p.Added(
            clause.occasion,
            table.name,
            tuple((n, v) for n, v in values.items() if n in given),
            span=clause.span,
        )

    def table(self, name: ast.Name) -> Table:
        tables = {one.name: one for one in self.world.schema.as_read}
        return tables[self.known(name, Sought.TABLE, tables)]

    def mark(self, table: Table, names: Iterable[str]) -> None:
        """Note that a table (or a form) and some of its fields are used."""
        owner = self.world.schema.owner_of_form(table.name)
        self.world.mark(ast.Kept.TABLE, table.name)
        for name in names:
            full = name if owner is None else f"{table.name}.{name}"
            self.world.mark_field(owner or table, full)

    # -- Spot checks, recommendations ---------------------------------------------------------------------------

    def spot_checks(self) -> dict[str, p.SpotCheck]:
        """All of them; a field that two of them cover is found."""
        made = self.each(ast.Kept.SPOT_CHECK, self.spot_check)
        seen: dict[tuple[str, str | None], str] = {}
        for name, one in made.items():
            for table, field in one.columns:
                other = seen.get((table, field)) or seen.get((table, None))
                if field is None:
                    other = other or next((of for (held, _), of in seen.items() if held == table), None)
                if other is not None:
                    said = table if field is None else f"{table}.{field}"
                    assert one.span is not None
                    self.world.found.append(
                        procedure_errors.verified_twice(one.span.first_line(), said, other)
                    )
                seen[table, field] = name
        return made

    def spot_check(self, entry: Declared) -> p.SpotCheck:
        covers = self.needed(entry, ast.Covers, procedure_errors.COVERS_CLAUSE)
        tolerance = self.one(entry, ast.Tolerance)
        adds = self.adds(entry)
        return p.SpotCheck(
            entry.declared.name.text,
            self.titles(entry),
            self.columns(covers),
            fmpq(0) if tolerance is None else tolerance.value.value,
            tolerance is not None and tolerance.value.percent,
            adds[0] if adds else None,
            **self.common(entry),
        )

    def recommendation(self, entry: Declared) -> p.Recommendation:
        about = self.needed(entry, ast.ForNodes, procedure_errors.NODE_CLAUSE)
        when = self.needed(entry, ast.RecommendedWhen, procedure_errors.WHEN_CLAUSE)
        text = self.needed(entry, ast.TextClause, procedure_errors.TEXT_CLAUSE)
        node, *more = self.nodes(about)
        for again in about.nodes[1 : 1 + len(more)]:
            what = thing(entry.declared.kind, entry.declared.name.text)
            self.world.twice(again.span, procedure_errors.CLAUSE_OF.of(clause=about.word.value, what=what))
        there = frozenset(NodeApplicable(0, name) for name in (node, *self.tree.above(node)))
        scope = self.tree.within(node).knowing(there)
        test = condition(when.condition, scope)
        filled = scope.after(test)
        texts = tuple(
            (one.language, tuple(self.piece(piece, filled) for piece in one.pieces)) for one in text.texts
        )
        spoken = {one.language for one in text.texts}
        lacking = [one for one in self.world.schema.languages if one not in spoken]
        if lacking and "und" not in spoken:
            what = thing(entry.declared.kind, entry.declared.name.text)
            self.world.found.append(
                clause_errors.not_said_in(text.span, procedure_errors.TEXT_OF.of(what=what), lacking)
            )
        return p.Recommendation(
            entry.declared.name.text, self.titles(entry), node, test, texts, **self.common(entry)
        )

    def piece(self, piece: str | ast.Expression, scope: Scope) -> str | p.Expression:
        return piece if isinstance(piece, str) else elaborate(piece, scope)[0]


def _of(day: Day) -> date:
    """A day of some year, to see which of two comes first."""
    return day if isinstance(day, date) else day.of(SOME_YEAR)
