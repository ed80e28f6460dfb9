"""The heading of a version, sources and units."""

from __future__ import annotations

from datetime import date

from attrs import frozen
from flint import fmpq

from effrules.model.inventory import ItemClass
from effrules.model.node import Node
from effrules.model.places import Mark
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax.tree.clauses import TitleClause
from effrules.syntax.tree.names import Name, spanned


@frozen(repr=False)
class DraftClause(Node):
    """``draft``: the version is not law."""

    span: Span = spanned()


@frozen(repr=False)
class LanguagesClause(Node):
    """``languages kk, ru, en``."""

    languages: tuple[Name, ...]
    span: Span = spanned()


@frozen(repr=False)
class InForce(Node):
    """``in force from ... [to ...]``."""

    first: date
    last: date | None
    span: Span = spanned()


@frozen(repr=False)
class Scale(Node):
    """``scale 0 to 100 points``."""

    minimum: fmpq
    maximum: fmpq
    unit: Name
    span: Span = spanned()


@frozen(repr=False)
class Methodology(Node):
    """The heading of a version."""

    name: Name
    version: str
    amends: str | None
    replaces: str | None
    clauses: tuple[TitleClause | LanguagesClause | InForce | Scale | DraftClause, ...]
    span: Span = spanned()

    @property
    def is_draft(self) -> bool:
        """Whether the version says that it is a draft."""
        return any(isinstance(clause, DraftClause) for clause in self.clauses)


@frozen(repr=False)
class Edition(Node):
    """``edition DATE``: the day from which the text holds that the rules follow."""

    day: date
    span: Span = spanned()


@frozen(repr=False)
class NotAtHand(Node):
    """``not at hand because``: the source is known to exist, and nobody here has read it."""

    reason: Titles
    span: Span = spanned()


@frozen(repr=False)
class Listed(Node):
    """A line of an inventory: ``item "…" procedure ru "…"``, ``annex "…" not expressed because …``."""

    marks: tuple[Mark, ...]
    item_class: ItemClass
    words: Titles
    span: Span = spanned()


@frozen(repr=False)
class SourceDeclaration(Node):
    """A source that is cited, with its inventory."""

    name: Name
    clauses: tuple[TitleClause | Edition | NotAtHand | Listed, ...]
    url: str
    span: Span = spanned()


@frozen(repr=False)
class UnitDeclaration(Node):
    """A unit of its own."""

    name: Name
    titles: Titles
    span: Span = spanned()
