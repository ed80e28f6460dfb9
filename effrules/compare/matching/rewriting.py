"""A program with other names and other slots: so that parts of two programs can stand in one, and be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define, evolve, field

from effrules.compare.matching.names import Names, Space
from effrules.model import program as p
from effrules.model.basis import Basis, Citation
from effrules.model.node import Node, mapped
from effrules.model.schema import Field, Schema, Table
from effrules.model.things import Kept

T = TypeVar("T")
Origin = tuple[object, ...]


@define
class Slots:
    """Slots by what they are for: the same in both programs for the same parameter of a definition.

    A row that is bound in a formula has a slot by the formula's place and by how many are bound before it there.
    """

    known: dict[Origin, int] = field(factory=dict)

    def of(self, origin: Origin) -> int:
        """The slot for a use; a new one where it has none yet. Slot 0 is the subject's."""
        return self.known.setdefault(origin, len(self.known) + 1)


class Rewriter:
    """Rewrites a program by ``names``; with ``slots``, every slot but the subject's is given anew."""

    def __init__(self, program: p.Program, names: Names, slots: Slots | None = None, side: str = "") -> None:
        self.program = program
        self.names = names
        self.slots = slots
        self.side = side
        self.owners = {table.name: table.owner for table in program.schema.tables}
        self._given: dict[int, int] = {0: 0}
        self._place: Origin = ()
        self._bound = 0
        if slots is not None:
            for definition in program.definitions.values():
                name = names.of(Space.DEFINITION, definition.name)
                for at, row in enumerate(definition.row_parameters):
                    self._given[row.slot] = slots.of(("row of", name, at))
                for at, (slot, _, _) in enumerate(definition.value_parameters):
                    self._given[slot] = slots.of(("value of", name, at))

    # -- Expressions ----------------------------------------------------------------------------------------

    def formula(self, node: T, *place: object) -> T:
        """An expression (or rows, or conditions) at a place; rows that it binds get slots of that place."""
        self._place, self._bound = place, 0
        return cast("T", self._at(node))

    def _slot(self, slot: int) -> int:
        if self.slots is None:
            return slot
        known = self._given.get(slot)
        if known is None:
            known = self._given[slot] = self.slots.of((*self._place, self._bound))
            self._bound += 1
        return known

    def _row(self, row: p.RowVariable) -> p.RowVariable:
        return p.RowVariable(self._slot(row.slot), self.names.of(Space.TABLE, row.table), row.name)

    def _table_above(self, table: str, levels: int) -> str:
        for _ in range(levels):
            table = self.owners.get(table) or table
        return table

    def _at(self, node: object) -> Any:
        names = self.names
        match node:
            case p.RowVariable():
                return self._row(node)
            case p.FieldOf(row, name):
                return evolve(node, row=self._row(row), field=names.of(Space.FIELD, name, row.table))
            case p.OwnerFieldOf(row, levels, name):
                above = self._table_above(row.table, levels)
                return evolve(node, row=self._row(row), field=names.of(Space.FIELD, name, above))
            case p.Parameter(slot):
                return evolve(node, slot=self._slot(slot))
            case p.Call():
                return evolve(
                    node,
                    definition=names.of(Space.DEFINITION, node.definition),
                    rows=tuple((self._slot(slot), self._row(row)) for slot, row in node.rows),
                    arguments=tuple((self._slot(slot), self._at(value)) for slot, value in node.arguments),
                    subject=self._row(node.subject),
                )
            case p.FigureOf():
                return evolve(node, figures=names.of(Space.FIGURES, node.figures), key=self._at(node.key))
            case p.OfNode():
                whole: Any = mapped(node, self._at)
                return evolve(whole, node=names.of(Space.NODE, node.node))
            case p.WorkingDays():
                return evolve(mapped(node, self._at), calendar=names.of(Space.FIGURES, node.calendar))
            case p.MeanOfOthers():
                return evolve(mapped(node, self._at), node=names.of(Space.NODE, node.node))
            case p.Rows():
                changed = mapped(node, self._at)
                same = tuple(names.of(Space.FIELD, name, node.variable.table) for name in node.same)
                return evolve(changed, same=same)
            case Node() | tuple():
                return mapped(node, self._at)
            case _:
                return node

    # -- Declarations ---------------------------------------------------------------------------------------

    def whole(self) -> p.Program:
        """The whole program, rewritten."""
        program, names = self.program, self.names
        return evolve(
            program,
            schema=self.schema(program.schema),
            sources=tuple(
                evolve(source, name=names.of(Space.SOURCE, source.name)) for source in program.sources
            ),
            definitions=_by_name(self.definition(d) for d in program.definitions.values()),
            figures=_by_name(self.figures(f) for f in program.figures.values()),
            nodes=_by_name(self.node(n) for n in program.nodes.values()),
            weights=tuple(self.clause(clause, at) for at, clause in enumerate(program.weights)),
            adjustments=tuple(self.adjustment(a) for a in program.adjustments),
            ratings=tuple(self.rating(r) for r in program.ratings),
            rankings=tuple(self.ranking(r) for r in program.rankings),
            properties=tuple(self.property(one) for one in program.properties),
            examples=tuple(self.example(one) for one in program.examples),
            institutions=_by_name(self.institution(one) for one in program.institutions.values()),
            stages=_by_name(self.stage(one) for one in program.stages.values()),
            spot_checks=_by_name(self.spot_check(one) for one in program.spot_checks.values()),
            recommendations=_by_name(self.recommendation(one) for one in program.recommendations.values()),
            order=tuple(names.of(Space.NODE, name) for name in program.order),
            table_origins={
                names.of(Space.TABLE, name): origin for name, origin in program.table_origins.items()
            },
        )

    def basis(self, basis: Basis) -> Basis:
        """What something rests on, with the names of its sources."""

        def renamed(cited: Citation) -> Citation:
            return evolve(cited, source=self.names.of(Space.SOURCE, cited.source))

        if not basis.citations and not basis.contradictions:
            return basis
        otherwise = tuple(evolve(c, citation=renamed(c.citation)) for c in basis.contradictions)
        return evolve(basis, citations=tuple(map(renamed, basis.citations)), contradictions=otherwise)

    def schema(self, schema: Schema) -> Schema:
        """The tables and their fields."""
        keys = {self.names.of(Space.FIGURES, name): rows for name, rows in schema.figure_keys.items()}
        return evolve(schema, tables=tuple(self.table(t) for t in schema.tables), figure_keys=keys)

    def table(self, table: Table) -> Table:
        """A table with its fields."""
        return evolve(
            table,
            name=self.names.of(Space.TABLE, table.name),
            owner=None if table.owner is None else self.names.of(Space.TABLE, table.owner),
            fields=tuple(self.field(f, table.name) for f in table.fields),
            demands=tuple(self.demand(one) for one in table.demands),
        )

    def demand(self, one: p.MustHold) -> p.MustHold:
        """What must hold of the rows of a table."""
        return self.formula(one, "must hold", self.names.of(Space.TABLE, one.row.table))

    def field(self, one: Field, table: str) -> Field:
        """A field of a table that goes by its name before."""
        lookup = None if one.lookup is None else self.names.of(Space.FIGURES, one.lookup)
        name = self.names.of(Space.FIELD, one.name, table)
        form = one.form
        if form is not None:
            called = name.partition(".")[0]
            form = evolve(form, name=called, where=self.formula(form.where, "who has", called))
        return evolve(one, name=name, lookup=lookup, form=form)

    def definition(self, one: p.Definition) -> p.Definition:
        """A definition."""
        name = self.names.of(Space.DEFINITION, one.name)
        return evolve(
            one,
            name=name,
            row_parameters=tuple(self._row(row) for row in one.row_parameters),
            value_parameters=tuple((self._slot(slot), n, kind) for slot, n, kind in one.value_parameters),
            body=self.formula(one.body, "body of", name),
            basis=self.basis(one.basis),
        )

    def figures(self, one: p.Figures) -> p.Figures:
        """A table of figures."""
        return evolve(one, name=self.names.of(Space.FIGURES, one.name), basis=self.basis(one.basis))

    def node(self, one: p.ScoreNode) -> p.ScoreNode:
        """A node, with its place in the tree."""
        name = self.names.of(Space.NODE, one.name)
        return evolve(
            one,
            name=name,
            parent=None if one.parent is None else self.names.of(Space.NODE, one.parent),
            parts=tuple(self.names.of(Space.NODE, part) for part in one.parts),
            formula=self.formula(one.formula, "score of", name),
            not_applicable=self.formula(one.not_applicable, "applicability of", name),
            maxima=self.formula(one.maxima, "maxima of", name),
            assessors=tuple(
                evolve(
                    who,
                    name=self.called(Kept.INSTITUTION, who.name),
                    condition=self.formula(who.condition, "assessed by", name),
                )
                for who in one.assessors
            ),
            basis=self.basis(one.basis),
            rounding_basis=self.basis(one.rounding_basis),
        )

    def clause(self, one: p.WeightsClause, at: int) -> p.WeightsClause:
        """A weights clause."""
        of = self.names.of
        return evolve(
            one,
            condition=self.formula(one.condition, "weights", self.side, at),
            weights={
                of(Space.NODE, node): tuple(evolve(w, part=of(Space.NODE, w.part)) for w in weights)
                for node, weights in one.weights.items()
            },
            by_maxima=frozenset(of(Space.NODE, node) for node in one.by_maxima),
            basis=self.basis(one.basis),
        )

    def adjustment(self, one: p.Adjustment) -> p.Adjustment:
        """A penalty or bonus; the row of its amount has a slot of its own."""
        name = self.names.of(Space.ADJUSTMENT, one.name)
        if one.rows is not None and self.slots is not None:
            self._given[one.rows.variable.slot] = self.slots.of(("row of adjustment", name))
        return evolve(
            one,
            name=name,
            target=self.names.of(Space.NODE, one.target),
            rows=self.formula(one.rows, "rows of", name),
            amount=self.formula(one.amount, "amount of", name),
            condition=self.formula(one.condition, "condition of", name),
            cap=self.formula(one.cap, "cap of", name),
            basis=self.basis(one.basis),
        )

    def rating(self, one: p.Rating) -> p.Rating:
        """A rating."""
        return evolve(one, node=self.names.of(Space.NODE, one.node), basis=self.basis(one.basis))

    def ranking(self, one: p.Ranking) -> p.Ranking:
        """A ranking."""
        subject = self.program.schema.subject.name
        return evolve(
            one,
            name=self.names.of(Space.RANKING, one.name),
            condition=self.formula(one.condition, "ranking", one.name),
            within=tuple(self.names.of(Space.FIELD, name, subject) for name in one.within),
            keys=tuple(evolve(k, node=self.names.of(Space.NODE, k.node)) for k in one.keys),
            basis=self.basis(one.basis),
        )

    def property(self, one: p.Property) -> p.Property:
        """A property."""
        name = self.names.of(Space.PROPERTY, one.name)
        promise = self.formula(one.promise, "property", name)
        of = self.names.of
        match promise:
            case p.OneMore():
                promise = evolve(
                    promise, table=of(Space.TABLE, promise.table), node=of(Space.NODE, promise.node)
                )
            case p.FieldMoves() | p.NeverAffects():
                assert isinstance(one.promise, p.FieldMoves | p.NeverAffects)
                table = one.promise.row.table
                promise = evolve(
                    promise, field=of(Space.FIELD, promise.field, table), node=of(Space.NODE, promise.node)
                )
            case p.Always():
                pass
        return evolve(one, name=name, promise=promise)

    def example(self, one: p.Example) -> p.Example:
        """A worked case."""
        of = self.names.of
        spaces = {
            p.ExpectationOf.NODE: Space.NODE,
            p.ExpectationOf.ADJUSTMENT: Space.ADJUSTMENT,
            p.ExpectationOf.RATING: Space.NODE,
            p.ExpectationOf.PLACE: Space.RANKING,
        }
        return evolve(
            one,
            rows=tuple(
                evolve(
                    row,
                    table=of(Space.TABLE, row.table),
                    values=tuple((of(Space.FIELD, name, row.table), value) for name, value in row.values),
                )
                for row in one.rows
            ),
            expectations=tuple(evolve(e, what=of(spaces[e.kind], e.what)) for e in one.expectations),
        )

    # -- How the year goes --------------------------------------------------------------------------------------

    def called(self, kind: Kept, name: str) -> str:
        """The name of an institution or a stage."""
        return self.names.of(Space.PROCEDURE, f"{kind} {name}").rpartition(" ")[2]

    def institution(self, one: p.Institution) -> p.Institution:
        """An institution."""
        return evolve(one, name=self.called(Kept.INSTITUTION, one.name), basis=self.basis(one.basis))

    def stage(self, one: p.Stage) -> p.Stage:
        """A stage."""
        of, within, subject = self.names.of, one.within, self.program.schema.subject.name
        if within is not None:
            calendar = None if within.calendar is None else of(Space.FIGURES, within.calendar)
            within = evolve(within, after=self.called(Kept.STAGE, within.after), calendar=calendar)
        return evolve(
            one,
            name=self.called(Kept.STAGE, one.name),
            by=tuple(
                of(Space.TABLE, who) if who == subject else self.called(Kept.INSTITUTION, who)
                for who in one.by
            ),
            nodes=tuple(of(Space.NODE, node) for node in one.nodes),
            within=within,
            columns=tuple(self.column(*column) for column in one.columns),
            adds=tuple(map(self.added, one.adds)),
            basis=self.basis(one.basis),
        )

    def added(self, one: p.Added) -> p.Added:
        """An incident that is added."""
        table, counts = self.column(one.table, one.counts)
        values = tuple((self.column(one.table, name)[1] or name, value) for name, value in one.values)
        calendar = None if one.calendar is None else self.names.of(Space.FIGURES, one.calendar)
        return evolve(one, table=table, values=values, counts=counts, calendar=calendar)

    def column(self, table: str, field: str | None) -> tuple[str, str | None]:
        """A table or form as it is read, and a field of it."""
        owner = self.program.schema.owner_of_form(table)
        if owner is None:
            now = self.names.of(Space.TABLE, table)
            return now, None if field is None else self.names.of(Space.FIELD, field, table)
        if field is None:
            return self.names.of(Space.FIELD, table, owner.name), None
        form, _, own = self.names.of(Space.FIELD, f"{table}.{field}", owner.name).rpartition(".")
        return form, own

    def spot_check(self, one: p.SpotCheck) -> p.SpotCheck:
        """A spot check."""
        return evolve(
            one,
            name=self.called(Kept.SPOT_CHECK, one.name),
            columns=tuple(self.column(*column) for column in one.columns),
            adds=None if one.adds is None else self.added(one.adds),
            basis=self.basis(one.basis),
        )

    def recommendation(self, one: p.Recommendation) -> p.Recommendation:
        """A recommendation."""
        name = self.called(Kept.RECOMMEND, one.name)
        return evolve(
            one,
            name=name,
            node=self.names.of(Space.NODE, one.node),
            condition=self.formula(one.condition, "recommended when", name),
            texts=self.formula(one.texts, "recommended", name),
            basis=self.basis(one.basis),
        )


def _by_name(things: Any) -> Mapping[str, Any]:
    return {thing.name: thing for thing in things}
