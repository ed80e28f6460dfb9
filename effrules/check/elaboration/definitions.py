"""Named formulas: elaborated when they are first used, each once; a circle is refused with its path."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.draft import Entry
from effrules.check.elaboration.mentions import in_order
from effrules.check.elaboration.reported import type_of
from effrules.check.errors import score_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions import typing
from effrules.check.expressions.grounding import grounds
from effrules.check.expressions.scope import Requirement, Scope, World
from effrules.check.expressions.typed import elaborate
from effrules.model.grounds import Figure, FigureKind, joined
from effrules.model.node import DEEPEST
from effrules.model.program import Definition, RowVariable
from effrules.model.types import Quantity, Type
from effrules.model.walk import height
from effrules.syntax import tree as ast

LARGEST_CIRCLE = 100
"""A circle of more definitions is not followed to its end."""


class Definitions:
    """Elaborates definitions on demand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.open: dict[str, None] = {}
        self.settled: dict[str, int] = {}  # the levels of each that was looked at, 0 of one that was refused
        self.refused: set[str] = set()
        self.bodies = {
            name: entry.declared.body
            for (kind, name), entry in world.draft.things.items()
            if kind is ast.Kept.DEFINE and isinstance(entry.declared, ast.Define)
        }
        world.define_now = self.now

    def now(self, name: str) -> Definition | None:
        """The definition of a name; ``None`` where it was refused. Raises Refused on a circle."""
        if name in self.world.definitions:
            return self.world.definitions[name]
        if name in self.refused:
            return None
        if not self.open:
            for below in in_order(name, self.bodies, self.settled):
                self.elaborated(below)
        return self.elaborated(name)

    def elaborated(self, name: str) -> Definition | None:
        """The definition of a name, where those that it mentions are there already, or are in its circle."""
        if name in self.settled:
            return self.world.definitions.get(name)
        entry = self.world.draft.things[ast.Kept.DEFINE, name]
        declared = entry.declared
        assert isinstance(declared, ast.Define)
        if name in self.open:
            names = list(self.open)
            raise Refused(name_errors.cycle(declared.name.span, [*names[names.index(name) :], name]))
        if len(self.open) >= LARGEST_CIRCLE:  # only those of a circle nest
            raise Refused(name_errors.cycle(declared.name.span, [*list(self.open)[:3], "...", name]))
        self.open[name] = None
        try:
            made = self.make(declared, entry)  # type: ignore[arg-type]
            self.settled[name] = height(made.body, self.settled)
            if self.settled[name] > DEEPEST:
                raise Refused(score_errors.definitions_too_deep(declared.name.span, name))
        except Refused as refused:
            self.refused.add(name)
            self.world.refuse(refused)
            return None
        finally:
            del self.open[name]
            self.settled.setdefault(name, 0)
        self.world.definitions[name] = made
        return made

    def make(self, declared: ast.Define, entry: Entry[ast.Define]) -> Definition:
        world = self.world
        rows: list[RowVariable] = []
        values: list[tuple[int, str, Type]] = []
        for parameter in declared.parameters:
            word = parameter.type.name.text if parameter.type.name else ""
            table = (
                world.table(world.draft.current_name(word))
                if parameter.type.kind is ast.TypeKind.NAME
                else None
            )
            slot = next(world.slots)
            if table is not None:
                world.mark(ast.Kept.TABLE, table.name)
                rows.append(RowVariable(slot, table.name, parameter.name.text))
            else:
                values.append((slot, parameter.name.text, type_of(parameter.type, world)))
        subject = RowVariable(0, world.schema.subject.name, world.schema.subject.name)
        required: dict[Requirement, object] = {}
        scope = Scope(
            world,
            (*rows, subject),
            tuple((name, slot, kind) for slot, name, kind in values),
            own=frozenset((0, *(row.slot for row in rows))),
            required=required,
        )
        wanted = None if declared.type is None else type_of(declared.type, world)
        body, kind = elaborate(declared.body, scope, wanted)
        if wanted is not None:
            typing.demand(kind, wanted, declared.body.span)
            if isinstance(kind, Quantity):
                kind = wanted
        world.requires[declared.name.text] = required
        stands = grounds(
            entry.layers, [(Figure(FigureKind.FORMULA), declared.body.span)], world, (declared.body,)
        )
        return Definition(
            declared.name.text,
            declared.titles,
            tuple(rows),
            tuple(values),
            kind,
            body,
            joined(stands),
            entry.origin,
            tuple((one.name.text, one.titles) for one in declared.parameters if one.titles.texts),
            grounds=stands,
            span=declared.span,
        )

    def all(self) -> None:
        """Elaborate every definition, used or not."""
        for kind, name in list(self.world.draft.things):
            if kind is ast.Kept.DEFINE:
                try:
                    self.now(name)
                except Refused as refused:
                    self.world.found.append(refused.finding)
