"""Named formulas: elaborated when they are first used, each once; a circle is refused with its path."""

from __future__ import annotations

from effrules.check import errors, typing
from effrules.check.draft import Entry
from effrules.check.elaborate import SILENT, elaborate
from effrules.check.errors import Refused
from effrules.check.grounding import grounds
from effrules.check.reported import type_of
from effrules.check.scope import Requirement, Scope, World
from effrules.model.grounds import Figure, FigureKind, joined
from effrules.model.program import Definition, RowVariable
from effrules.model.types import Quantity, Type
from effrules.syntax import tree as ast


class Definitions:
    """Elaborates definitions on demand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.open: list[str] = []
        self.refused: set[str] = set()
        world.define_now = self.now

    def now(self, name: str) -> Definition | None:
        """The definition of a name; ``None`` where it was refused. Raises Refused on a circle."""
        if name in self.world.definitions:
            return self.world.definitions[name]
        if name in self.refused:
            return None
        entry = self.world.draft.things["define", name]
        declared = entry.declared
        assert isinstance(declared, ast.Define)
        if name in self.open:
            path = [*self.open[self.open.index(name) :], name]
            raise Refused(errors.cycle(declared.name.span, path))
        self.open.append(name)
        try:
            self.world.definitions[name] = self.make(declared, entry)  # type: ignore[arg-type]
        except Refused as refused:
            self.refused.add(name)
            if refused.finding.code != SILENT:
                self.world.found.append(refused.finding)
            return None
        finally:
            self.open.pop()
        return self.world.definitions[name]

    def make(self, declared: ast.Define, entry: Entry[ast.Define]) -> Definition:
        world = self.world
        rows: list[RowVariable] = []
        values: list[tuple[int, str, Type]] = []
        for parameter in declared.parameters:
            word = parameter.type.name.text if parameter.type.name else ""
            table = world.table(world.draft.current_name(word)) if parameter.type.kind == "name" else None
            slot = next(world.slots)
            if table is not None:
                world.mark("table", table.name)
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
        stands = grounds(entry.layers, [(Figure(FigureKind.FORMULA), declared.body.span)], world)
        return Definition(
            declared.name.text,
            declared.titles,
            tuple(rows),
            tuple(values),
            kind,
            body,
            joined(stands),
            entry.origin,
            grounds=stands,
            span=declared.span,
        )

    def all(self) -> None:
        """Elaborate every definition, used or not."""
        for kind, name in list(self.world.draft.things):
            if kind == "define":
                try:
                    self.now(name)
                except Refused as refused:
                    self.world.found.append(refused.finding)
