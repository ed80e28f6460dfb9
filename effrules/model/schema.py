"""What is reported: the subject, its tables, their fields. The part of the program that data is read by."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from effrules.model.types import Domain, Type
from effrules.source import Span

UNTAGGED = "und"
"""The language of a title that is written without one: it serves every language."""


@frozen
class Titles:
    """A title in some languages, with the methodology's order of fallback."""

    texts: tuple[tuple[str, str], ...] = ()

    def get(self, language: str, order: tuple[str, ...] = ()) -> str | None:
        """The text in a language, else in the first language of ``order`` that has one, else any."""
        known = dict(self.texts)
        for wanted in (language, *order, UNTAGGED):
            if wanted in known:
                return known[wanted]
        return self.texts[0][1] if self.texts else None

    def all_texts(self) -> tuple[str, ...]:
        """Every text, whatever its language."""
        return tuple(text for _, text in self.texts)


@frozen
class Field:
    """A field of a subject or of a table.

    ``percent_numbers``: only for shares: a bare ``95`` in the data means 95 % (``share in percent``);
    without it a bare number is the ratio itself (0.95). A cell written ``95%`` is 19/20 either way.
    ``lookup`` names the figures whose key the value must be (``text, in indicator``).
    ``earlier`` names the result of an earlier version that fills the field when one is given.
    """

    name: str
    type: Type
    titles: Titles = Titles()
    choice_titles: tuple[tuple[str, Titles], ...] = ()
    domain: Domain = Domain()
    unique: bool = False
    optional: bool = False
    percent_numbers: bool = False
    lookup: str | None = None
    earlier: str | None = None
    span: Span | None = field(default=None, eq=False, repr=False)

    def choice_title(self, name: str, language: str, order: tuple[str, ...] = ()) -> str:
        """The title of one of the field's choices, else its name."""
        titles = dict(self.choice_titles).get(name, Titles())
        return titles.get(language, order) or name


@frozen
class Table:
    """A table of rows that belong to a subject or to a row of another table (``owner``).

    The subject itself is the table without an owner.
    """

    name: str
    owner: str | None
    fields: tuple[Field, ...]
    titles: Titles = Titles()
    span: Span | None = field(default=None, eq=False, repr=False)

    def field_named(self, name: str) -> Field | None:
        """The field of that name, if the table has one."""
        return next((f for f in self.fields if f.name == name), None)


@frozen
class Schema:
    """The subject and every table below it, owners before what they own; the subject comes first.

    ``figure_keys`` gives, for each table of figures that a field looks up, the keys that it has.
    """

    tables: tuple[Table, ...]
    languages: tuple[str, ...] = ()
    figure_keys: Mapping[str, frozenset[str]] = field(factory=dict)

    @property
    def subject(self) -> Table:
        """The kind of body that is assessed."""
        return self.tables[0]

    def table_named(self, name: str) -> Table | None:
        """The table (or the subject) of that name."""
        return next((t for t in self.tables if t.name == name), None)
