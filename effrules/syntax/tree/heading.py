"""The heading of a version, sources and units."""

from __future__ import annotations

from datetime import date

from attrs import frozen
from flint import fmpq

from effrules.model.inventory import ItemClass
from effrules.model.places import Mark
from effrules.model.schema import Titles
from effrules.syntax.tree.clauses import TitleClause, titles_in
from effrules.syntax.tree.kinds import TitleKind
from effrules.syntax.tree.names import Name, Placed


@frozen(repr=False)
class DraftClause(Placed):
    """``draft``: the version is not law."""


@frozen(repr=False)
class LanguagesClause(Placed):
    """``languages kk, ru, en``."""

    languages: tuple[Name, ...]


@frozen(repr=False)
class InForce(Placed):
    """``in force from ... [to ...]``."""

    first: date
    last: date | None


@frozen(repr=False)
class Scale(Placed):
    """``scale 0 to 100 points``."""

    minimum: fmpq
    maximum: fmpq
    unit: Name


@frozen(repr=False)
class Methodology(Placed):
    """The heading of a version."""

    name: Name
    version: str
    amends: str | None
    replaces: str | None
    clauses: tuple[TitleClause | LanguagesClause | InForce | Scale | DraftClause, ...]

    @property
    def version_titles(self) -> Titles:
        """What people call the version."""
        return titles_in(self.clauses, TitleKind.VERSION)

    @property
    def is_draft(self) -> bool:
        """Whether the version says that it is a draft."""
        return any(isinstance(clause, DraftClause) for clause in self.clauses)


@frozen(repr=False)
class Edition(Placed):
    """``edition DATE``: the day from which the text holds that the rules follow."""

    day: date


@frozen(repr=False)
class NotAtHand(Placed):
    """``not at hand because``: the source is known to exist, and nobody here has read it."""

    reason: Titles


@frozen(repr=False)
class Listed(Placed):
    """A line of an inventory: ``item "…" procedure ru "…"``, ``annex "…" not expressed because …``."""

    marks: tuple[Mark, ...]
    item_class: ItemClass
    words: Titles


@frozen(repr=False)
class SourceDeclaration(Placed):
    """A source that is cited, with its inventory."""

    name: Name
    clauses: tuple[TitleClause | Edition | NotAtHand | Listed, ...]
    url: str


@frozen(repr=False)
class UnitDeclaration(Placed):
    """A unit of its own."""

    name: Name
    titles: Titles
