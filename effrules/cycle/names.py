"""What a year calls its bodies, and the tables and fields of its rules, where people read it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from effrules.data.dataset import Dataset
from effrules.data.names import name_of
from effrules.diagnostics.glyphs import shown
from effrules.model.program import Program
from effrules.model.schema import Schema, Titles
from effrules.words import Text, given


@frozen
class Names:
    """The names of bodies by identifier, the tables that have titles, and the institutions."""

    bodies: Mapping[str, str]
    schema: Schema
    institutions: Mapping[str, Titles]

    @classmethod
    def of(cls, known: Dataset, program: Program) -> Names:
        """Those of a list of bodies."""
        schema = program.schema
        bodies = {row.key: shown(name_of(row, schema)) for row in known.subjects}
        inline = {one.name: one.titles for node in program.nodes.values() for one in node.assessors}
        declared = {name: one.titles for name, one in program.institutions.items()}
        return cls(bodies, schema, inline | declared)

    def institution(self, name: str) -> Text:
        """An institution by its title, else by its name."""
        return _titled(self.institutions.get(name, Titles()), name)

    def body(self, key: str) -> str:
        """A body by its name, else by its identifier."""
        return self.bodies.get(key) or shown(key)

    def typed(self, key: str) -> str:
        """A body by its name, with the identifier beside it, which is typed on command lines."""
        return beside(self.body(key), key)

    def table(self, name: str) -> Text:
        """A table or form by its title, else by its name."""
        found = next((one for one in self.schema.as_read if one.name == name), None)
        return _titled(Titles() if found is None else found.titles, name)

    def field(self, table: str, name: str) -> Text:
        """A field of a table by its title, else by its name."""
        found = next((one for one in self.schema.as_read if one.name == table), None)
        declared = None if found is None else found.field_named(name)
        return _titled(Titles() if declared is None else declared.titles, name)


def beside(called: str, name: str) -> str:
    """What something is called, with its identifier where that is not the same."""
    return called if called == shown(name) else f"{called} ({shown(name)})"


def _titled(titles: Titles, name: str) -> Text:
    return given(dict(titles.texts)) if titles.texts else shown(name)
