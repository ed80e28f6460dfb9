"""Putting a program together out of the parts of two: those of the new one that edits bring, those of the old one else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve
from flint import fmpq

from effrules.compare import edits as e
from effrules.compare.edits import Edit
from effrules.compare.evaluation_order import order_of
from effrules.compare.finding import clauses_matched, follow_maxima
from effrules.compare.names import Key, Names, Space
from effrules.compare.rewriting import Rewriter, by_maxima
from effrules.compare.sides import Sides
from effrules.model import program as p
from effrules.model.schema import Field, Schema, Table, Titles
from effrules.model.types import Choice

T = TypeVar("T")


def in_turn(there: Iterable[str], old: Sequence[str], new: Sequence[str], newly: bool = False) -> list[str]:
    """Names in the order of the old text (or, ``newly``, of the new one), those of the other behind what they stand behind there."""
    present = set(there)
    first, second = (new, old) if newly else (old, new)
    placed = [name for name in first if name in present]
    last = -1
    for name in second:
        if name not in present:
            continue
        if name in placed:
            last = placed.index(name)
        else:
            last += 1
            placed.insert(last, name)
    return placed


def _named(things: Iterable[T]) -> dict[str, T]:
    return {thing.name: thing for thing in things}  # type: ignore[attr-defined]


class Assembly:
    """One program in between. It starts as the old one; each edit copies its part of the new one into it."""

    def __init__(self, sides: Sides, edits: Sequence[Edit]) -> None:
        self.sides = sides
        self.edits = edits
        left = sides.left
        self.header = left.header
        self.tables = _named(left.schema.tables)
        self.fields = {table.name: _named(table.fields) for table in left.schema.tables}
        self.things: dict[Space, dict[str, Any]] = {
            Space.SOURCE: _named(left.sources),
            Space.DEFINITION: dict(left.definitions),
            Space.FIGURES: dict(left.figures),
            Space.NODE: dict(left.nodes),
            Space.ADJUSTMENT: _named(left.adjustments),
            Space.RATING: {rating.node: rating for rating in left.ratings},
            Space.RANKING: _named(left.rankings),
            Space.PROPERTY: _named(left.properties),
            Space.EXAMPLE: _named(left.examples),
        }
        self.floor, self.cap = left.final_floor, left.final_cap
        self.rows: dict[str, dict[Any, tuple[Any, ...]]] = {}
        self.newly: set[tuple[e.Ordered, str]] = set()
        self.options: dict[tuple[str, str], set[str]] = {}
        self.newly_named_choices: set[tuple[str, str]] = set()
        self.renamed: set[Key] = set()
        self.clauses: e.Clauses | None = None
        self.weights: set[tuple[str, str]] = set()
        self.redistributed: set[str] = set()
        self.rested: set[str] = set()
        self.rescaled = False

    def program(self) -> p.Program:
        """The program in between, with the names that its edits give it."""
        for edit in self.edits:
            self.apply(edit)
        self.schema_choices()
        self.figures_rows()
        built = self.built()
        names = self.final_names()
        return Rewriter(built, names).whole() if names.to else built

    # -- One edit -------------------------------------------------------------------------------------------

    def _set(self, edit: Edit, **parts: Any) -> None:
        space, _, name = edit.at
        self.things[space][name] = evolve(self.things[space][name], **parts)

    def _theirs(self, edit: Edit) -> Any:
        """The thing as it stands in the new methodology."""
        space, inside, name = edit.at
        right = self.sides.right
        match space:
            case Space.TABLE:
                return right.schema.table_named(name)
            case Space.FIELD:
                table = right.schema.table_named(inside)
                return None if table is None else table.field_named(name)
            case Space.NODE:
                return right.nodes.get(name)
            case Space.DEFINITION:
                return right.definitions.get(name)
            case Space.FIGURES:
                return right.figures.get(name)
            case Space.RATING:
                return next((rating for rating in right.ratings if rating.node == name), None)
            case Space.SOURCE | Space.ADJUSTMENT | Space.RANKING | Space.PROPERTY | Space.EXAMPLE:
                listed: dict[Space, Iterable[Any]] = {
                    Space.SOURCE: right.sources,
                    Space.ADJUSTMENT: right.adjustments,
                    Space.RANKING: right.rankings,
                    Space.PROPERTY: right.properties,
                    Space.EXAMPLE: right.examples,
                }
                return next((thing for thing in listed[space] if thing.name == name), None)

    def apply(self, edit: Edit) -> None:
        """Copy the part of the new methodology that an edit is about."""
        space, inside, name = edit.at
        theirs = self._theirs(edit)
        match edit:
            case e.Presence():
                self.presence(edit, theirs)
            case e.Rename():
                self.renamed.add(edit.at)
            case e.Move():
                self._set(edit, parent=theirs.parent)
            case e.Order():
                self.newly.add((edit.what, name))
            case e.Formula():
                self.formula(edit, theirs)
            case e.Signature():
                ours = self.things[space][name]
                self.things[space][name] = evolve(theirs, titles=ours.titles, basis=ours.basis)
            case e.Incidents():
                self._set(edit, rows=theirs.rows)
            case e.Number():
                self.number(edit, theirs)
            case e.Target():
                self._set(edit, target=theirs.target)
            case e.Rounding():
                self._set(edit, rounding=theirs.rounding)
            case e.Applicability():
                self._set(edit, not_applicable=theirs.not_applicable)
            case e.Assessors():
                self._set(edit, assessors=theirs.assessors)
            case e.Weights():
                self.weights.add((inside, edit.node))
            case e.Redistribution():
                self.redistributed.add(inside)
            case e.Clauses():
                self.clauses = edit
            case e.Reported():
                self.reported(edit, theirs)
            case e.Option():
                self.options.setdefault((inside, name), set()).add(edit.after or edit.before or "")
            case e.Owner():
                self.tables[name] = evolve(self.tables[name], owner=theirs.owner)
            case e.Row():
                row = (edit.before or edit.after or ("",))[0]
                self.rows.setdefault(name, {})[row] = edit.after or ()
            case e.Columns():
                self._set(edit, columns=theirs.columns, rows=theirs.rows)
            case e.Grades():
                self._set(edit, grades=theirs.grades)
            case e.Places():
                self._set(edit, condition=theirs.condition, within=theirs.within, keys=theirs.keys, ties=theirs.ties)  # fmt: skip
            case e.Promise():
                self._set(edit, promise=theirs.promise)
            case e.Case():
                self._set(edit, rows=theirs.rows, expectations=theirs.expectations)
            case e.Scale():
                self.rescaled = True
                self.header = evolve(self.header, minimum=edit.after[0], maximum=edit.after[1])
            case e.Period():
                self.header = evolve(self.header, force_from=edit.after[0], force_to=edit.after[1])
            case e.Version():
                new = edit.after
                self.header = evolve(self.header, name=new.name, version=new.version, amends=new.amends,
                                     replaces=new.replaces, languages=new.languages)  # fmt: skip
            case e.Words():
                self.words(edit, theirs)
            case e.Rests():
                if inside:
                    self.rested.add(inside)
                elif edit.rounding:
                    self._set(edit, rounding_basis=theirs.rounding_basis)
                else:
                    self._set(edit, basis=theirs.basis)

    def presence(self, edit: e.Presence, theirs: Any) -> None:
        space, inside, name = edit.at
        if space is Space.TABLE:
            if edit.after is None:
                del self.tables[name], self.fields[name]
            else:
                self.tables[name] = theirs
                self.fields[name] = _named(theirs.fields)
        elif space is Space.FIELD:
            if edit.after is None:
                del self.fields[inside][name]
            else:
                self.fields[inside][name] = theirs
        elif edit.after is None:
            del self.things[space][name]
        else:
            self.things[space][name] = theirs

    def formula(self, edit: e.Formula, theirs: Any) -> None:
        space = edit.at[0]
        if space is Space.DEFINITION:
            ours = self.things[space][theirs.name]
            # The slots of parameters are the same; what they are called goes with the formula.
            self._set(edit, body=theirs.body, row_parameters=theirs.row_parameters or ours.row_parameters,
                      value_parameters=theirs.value_parameters)  # fmt: skip
        elif space is Space.NODE:
            self._set(edit, formula=theirs.formula)
        else:
            part = {e.FormulaOf.AMOUNT: "amount", e.FormulaOf.CONDITION: "condition", e.FormulaOf.CAP: "cap"}
            self._set(edit, **{part[edit.of]: getattr(theirs, part[edit.of])})

    def number(self, edit: e.Number, theirs: Any) -> None:
        match edit.of:
            case e.NumberOf.MAXIMUM:
                self._set(edit, maximum=theirs.maximum)
            case e.NumberOf.MINIMUM:
                self._set(edit, minimum=theirs.minimum)
            case e.NumberOf.FLOOR if edit.at[0] is Space.NODE:
                self.floor = edit.after
            case e.NumberOf.CEILING if edit.at[0] is Space.NODE:
                self.cap = edit.after
            case e.NumberOf.FLOOR:
                self._set(edit, floor=theirs.floor)
            case e.NumberOf.CEILING:
                self._set(edit, ceiling=theirs.ceiling)

    def reported(self, edit: e.Reported, theirs: Field) -> None:
        _, table, name = edit.at
        ours = self.fields[table][name]
        both = isinstance(ours.type, Choice) and isinstance(theirs.type, Choice)
        self.fields[table][name] = evolve(
            theirs,
            type=ours.type if both else theirs.type,
            titles=ours.titles,
            choice_titles=ours.choice_titles if both else theirs.choice_titles,
        )

    def words(self, edit: e.Words, theirs: Any) -> None:
        space, inside, name = edit.at
        match edit.of:
            case e.WordsOf.TITLE if inside == "methodology":
                self.header = evolve(self.header, titles=self.sides.right.header.titles)
            case e.WordsOf.TITLE if space is Space.TABLE:
                self.tables[name] = evolve(self.tables[name], titles=theirs.titles)
            case e.WordsOf.TITLE if space is Space.FIELD:
                self.fields[inside][name] = evolve(self.fields[inside][name], titles=theirs.titles)
            case e.WordsOf.TITLE:
                self._set(edit, titles=theirs.titles)
            case e.WordsOf.CHOICES:
                self.newly_named_choices.add((inside, name))
            case e.WordsOf.REASONS:
                self._set(edit, not_applicable=theirs.not_applicable)
            case e.WordsOf.ASSESSORS:
                self._set(edit, assessors=theirs.assessors)
            case e.WordsOf.GRADES:
                self._set(edit, grades=theirs.grades)
            case e.WordsOf.SOURCE:
                self._set(edit, titles=theirs.titles, notes=theirs.notes, url=theirs.url)
            case e.WordsOf.ITEMS:
                if space is Space.DEFINITION:
                    self._set(edit, body=theirs.body)
                elif space is Space.NODE:
                    self._set(edit, formula=theirs.formula)
                else:
                    self._set(edit, amount=theirs.amount, condition=theirs.condition, cap=theirs.cap)

    # -- Parts that several edits make ----------------------------------------------------------------------

    def schema_choices(self) -> None:
        """The choices of each field: the old ones, without those dropped, with those added."""
        for table, name in {*self.options, *self.newly_named_choices}:
            changed = self.options.get((table, name), set())
            ours, theirs = self._field(self.sides.left, table, name), self._field(self.sides.right, table, name)
            assert isinstance(ours.type, Choice)
            assert isinstance(theirs.type, Choice)
            old, new = ours.type.names, theirs.type.names
            there = {
                word for word in (*old, *new) if (word in new if word in changed else word in old)
            }
            reworded = (table, name) in self.newly_named_choices
            before, after = dict(ours.choice_titles), dict(theirs.choice_titles)
            titles = {**after, **before} if not reworded else {**before, **after}
            names = in_turn(there, old, new, newly=reworded)
            self.fields[table][name] = evolve(
                self.fields[table][name],
                type=Choice(tuple(names)),
                choice_titles=tuple((word, titles.get(word, Titles())) for word in names),
            )

    @staticmethod
    def _field(program: p.Program, table: str, name: str) -> Field:
        declared = program.schema.table_named(table)
        found = None if declared is None else declared.field_named(name)
        assert found is not None
        return found

    def figures_rows(self) -> None:
        """The rows of figures of which some changed."""
        for name, changed in self.rows.items():
            old = {row[0]: row for row in self.sides.left.figures[name].rows}
            new = {row[0]: row for row in self.sides.right.figures[name].rows}
            rows = {**old, **changed}
            keys = in_turn(
                {str(row) for row, cells in rows.items() if cells}, [str(k) for k in old], [str(k) for k in new]
            )
            by_text = {str(row): cells for row, cells in rows.items()}
            self.things[Space.FIGURES][name] = evolve(
                self.things[Space.FIGURES][name], rows=tuple(by_text[row] for row in keys)
            )

    def nodes(self) -> dict[str, p.ScoreNode]:
        """The tree: each node with its parts in order, parts before their parents."""
        left, right = self.sides.left, self.sides.right
        found: dict[str, p.ScoreNode] = self.things[Space.NODE]
        below: dict[str, list[str]] = {name: [] for name in found}
        for name, node in found.items():
            if node.parent is not None:
                below[node.parent].append(name)
        made: dict[str, p.ScoreNode] = {}

        def visit(name: str) -> None:
            node = found[name]
            old = left.nodes[name].parts if name in left.nodes else ()
            new = right.nodes[name].parts if name in right.nodes else ()
            parts = in_turn(below[name], old, new, (e.Ordered.PARTS, name) in self.newly)
            for part in parts:
                visit(part)
            node = evolve(node, parts=tuple(parts))
            if self.rescaled and self._on_scale(name):
                node = evolve(node, minimum=self.header.minimum, maximum=self.header.maximum)
            made[name] = node

        visit("total")
        return made

    def _on_scale(self, name: str) -> bool:
        """Whether a node is on the methodology's scale wherever it is."""
        return all(
            (program.nodes[name].minimum, program.nodes[name].maximum)
            == (program.header.minimum, program.header.maximum)
            for program in (self.sides.left, self.sides.right)
            if name in program.nodes
        )

    def weights_clauses(self, nodes: Mapping[str, p.ScoreNode]) -> tuple[p.WeightsClause, ...]:
        """The weights clauses: the matched ones, and the others of the one side or of the other."""
        left, right = self.sides.left, self.sides.right
        matched, gone, fresh = clauses_matched(left, right)
        other_of = dict(matched)
        made: dict[int, p.WeightsClause] = {}
        for at, clause in enumerate(left.weights):
            if at in other_of:
                made[at] = self.clause(clause, right.weights[other_of[at]], other_of[at], nodes)
        if self.clauses is None:
            for at in gone:
                made[at] = self.alone(left.weights[at], left, nodes)
            return tuple(made[at] for at in sorted(made))
        by_new = {other_of[at]: clause for at, clause in made.items()}
        for at in fresh:
            by_new[at] = self.alone(right.weights[at], right, nodes)
        return tuple(by_new[at] for at in sorted(by_new))

    def clause(
        self, ours: p.WeightsClause, theirs: p.WeightsClause, at: int, nodes: Mapping[str, p.ScoreNode]
    ) -> p.WeightsClause:
        """A clause that is in both."""
        left, right = self.sides.left, self.sides.right
        name = f"weights {at}"
        weights: dict[str, tuple[p.Weight, ...]] = {}
        for node in nodes:
            before, after = ours.weights.get(node), theirs.weights.get(node)
            if node not in left.nodes or (name, node) in self.weights:
                chosen, program = after, right
            elif node in right.nodes and self._same_parts(nodes[node], after) and not self._same_parts(
                nodes[node], before
            ):
                chosen, program = after, right  # a matter of course: one part for another, or maxima
            else:
                chosen, program = before, left
            if chosen is not None:
                weights[node] = self.weighed(nodes, node, chosen, program)
        return evolve(
            ours,
            weights=weights,
            redistribution=theirs.redistribution if name in self.redistributed else ours.redistribution,
            basis=theirs.basis if name in self.rested else ours.basis,
        )

    @staticmethod
    def _same_parts(node: p.ScoreNode, weights: tuple[p.Weight, ...] | None) -> bool:
        return set(node.parts) == {w.part for w in weights or ()}

    def alone(
        self, clause: p.WeightsClause, program: p.Program, nodes: Mapping[str, p.ScoreNode]
    ) -> p.WeightsClause:
        """A clause that is in one of the two only."""
        weights = {
            node: self.weighed(nodes, node, clause.weights[node], program)
            for node in nodes
            if node in clause.weights
        }
        return evolve(clause, weights=weights)

    @staticmethod
    def weighed(
        nodes: Mapping[str, p.ScoreNode], name: str, weights: tuple[p.Weight, ...], program: p.Program
    ) -> tuple[p.Weight, ...]:
        """A node's weights in the order of its parts; by their maxima, where they were by those."""
        by_part = {w.part: w for w in weights}
        shares: dict[str, fmpq] = {w.part: w.share for w in weights}
        if follow_maxima(program, name, shares):
            now = by_maxima(nodes, name)
            if now is not None:
                spans = {part: w.span for part, w in by_part.items()}
                return tuple(p.Weight(part, share, span=spans.get(part)) for part, share in now.items())
        return tuple(by_part[part] for part in nodes[name].parts)

    # -- The whole ------------------------------------------------------------------------------------------

    def built(self) -> p.Program:
        """The program under the names brought together."""
        left, right = self.sides.left, self.sides.right
        nodes = self.nodes()
        weights = self.weights_clauses(nodes)
        adjustments = self.ordered(
            Space.ADJUSTMENT, left.adjustments, right.adjustments, (e.Ordered.ADJUSTMENTS, "") in self.newly
        )
        made = evolve(
            left,
            header=self.header,
            schema=self.schema(),
            sources=self.ordered(Space.SOURCE, left.sources, right.sources),
            definitions=self.things[Space.DEFINITION],
            figures=self.things[Space.FIGURES],
            nodes=nodes,
            weights=weights,
            adjustments=adjustments,
            final_floor=self.floor,
            final_cap=self.cap,
            ratings=self.ordered(Space.RATING, left.ratings, right.ratings, name=lambda rating: rating.node),
            rankings=self.ordered(Space.RANKING, left.rankings, right.rankings),
            table_origins={
                name: right.table_origins.get(name) or left.table_origins[name]
                for name in self.tables
                if name in right.table_origins or name in left.table_origins
            },
        )
        made = evolve(
            made,
            definitions=called_first(made.definitions),
            order=order_of(made, self.sides.reads_left),
            properties=(),
            examples=(),
        )
        properties = self.ordered(Space.PROPERTY, left.properties, right.properties)
        examples = self.ordered(Space.EXAMPLE, left.examples, right.examples)
        return evolve(
            made,
            properties=tuple(one for one in properties if can_be_tried(made, one)),
            examples=tuple(one for one in examples if can_be_worked(made, one)),
        )

    def ordered(
        self,
        space: Space,
        olds: Sequence[T],
        news: Sequence[T],
        newly: bool = False,
        name: Callable[[Any], str] = lambda thing: thing.name,
    ) -> tuple[T, ...]:
        """The things of a space in the order of the text."""
        there = self.things[space]
        names = in_turn(there, [name(one) for one in olds], [name(one) for one in news], newly)
        return tuple(there[one] for one in names)

    def schema(self) -> Schema:
        """The tables, owners before what they own."""
        left, right = self.sides.left.schema, self.sides.right.schema
        names = in_turn(self.tables, [t.name for t in left.tables], [t.name for t in right.tables])
        made: list[Table] = []
        waiting = names
        while waiting:
            known = {table.name for table in made}
            ready = [n for n in waiting if self.tables[n].owner is None or self.tables[n].owner in known]
            if not ready:
                break
            made.extend(self.table(name) for name in ready)
            waiting = [name for name in waiting if name not in ready]
        figures: dict[str, p.Figures] = self.things[Space.FIGURES]
        keys = {name: frozenset(str(row[0]) for row in one.rows) for name, one in figures.items()}
        return Schema(tuple(made), self.header.languages, keys)

    def table(self, name: str) -> Table:
        """A table with its fields in the order of the text."""
        old, new = self.sides.left.schema.table_named(name), self.sides.right.schema.table_named(name)
        fields = self.fields[name]
        names = in_turn(
            fields, [f.name for f in old.fields] if old else [], [f.name for f in new.fields] if new else []
        )
        return evolve(self.tables[name], fields=tuple(fields[one] for one in names))

    def final_names(self) -> Names:
        """What things are called in the end: by their old names where they are not renamed."""
        return Names(
            {
                (space, inside, now): was
                for (space, inside, now), was in self.sides.was.items()
                if was != now and (space, inside, now) not in self.renamed
            }
        )


def called_first(definitions: Mapping[str, p.Definition]) -> dict[str, p.Definition]:
    """Definitions, those that are called before those that call them."""
    from effrules.model.walk import walk

    made: dict[str, p.Definition] = {}

    def visit(name: str) -> None:
        if name in made or name not in definitions:
            return
        for inner in walk(definitions[name].body):
            if isinstance(inner, p.Call):
                visit(inner.definition)
        made[name] = definitions[name]

    for name in definitions:
        visit(name)
    return made


# -- What can be left in ------------------------------------------------------------------------------------------


def can_be_worked(program: p.Program, example: p.Example) -> bool:
    """Whether a worked case fits a program: it gives each field what it must, and asks for what is there."""
    for row in example.rows:
        table = program.schema.table_named(row.table)
        if table is None or {name for name, _ in row.values} != {one.name for one in table.fields}:
            return False
        given = dict(row.values)
        for one in table.fields:
            value = given[one.name]
            if value is None and not one.optional:
                return False
            if isinstance(one.type, Choice) and value is not None and value not in one.type.names:
                return False
    known = {
        "node": set(program.nodes),
        "adjustment": {a.name for a in program.adjustments},
        "place": {r.name for r in program.rankings},
        "rating": {r.node for r in program.ratings},
    }
    return all(expect.what in known[expect.kind] for expect in example.expectations)


def can_be_tried(program: p.Program, one: p.Property) -> bool:
    """Whether all that a property names is in a program."""
    from effrules.compare.reading import Reading

    reading = Reading(program)
    promise = one.promise
    refs: set[Any] = set()
    match promise:
        case p.Always():
            refs |= reading.formulas(promise.condition)
        case p.OneMore():
            refs |= reading.formulas(promise.rows) | {("table", promise.table), ("node", promise.node)}
        case p.FieldMoves():
            refs |= reading.formulas(promise.where)
            refs |= {("field", promise.row.table, promise.field), ("node", promise.node)}
        case p.NeverAffects():
            refs |= {("field", promise.row.table, promise.field), ("node", promise.node)}
    return all(_is_there(program, ref) for ref in refs)


def _is_there(program: p.Program, ref: Any) -> bool:
    match ref:
        case ("table", name):
            return program.schema.table_named(name) is not None
        case ("field", table, name):
            declared = program.schema.table_named(table)
            return declared is not None and declared.field_named(name) is not None
        case ("node", name):
            return name in program.nodes
        case ("definition", name):
            return name in program.definitions
        case ("figures", name):
            return name in program.figures
        case _:
            return True
