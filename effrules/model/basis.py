"""Where a statement of the rules comes from: a citation, an assumption, a version."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen
from flint import fmpq

from effrules.model.inventory import Entry
from effrules.model.places import Place
from effrules.model.schema import Titles
from effrules.source import Span


@frozen
class Citation:
    """A reference to a declared source, with the place in it (``order item "34" annex "6"``, ``thesis "1.2, first block"``)."""

    source: str
    place: Place = Place()
    span: Span | None = field(default=None, eq=False, repr=False)
    called: Titles = field(default=Titles(), eq=False, repr=False)
    """The short title of the source, where it is known."""

    def __str__(self) -> str:
        return f"{self.source} {self.place}" if self.place else self.source


@frozen
class Assumption:
    """Something that the sources do not give, what it is about (``subject``, may be empty), and why it was put so.

    ``alternatives`` are names of drafts beside the rules that say how it could be otherwise.
    """

    reason: Titles
    subject: str = ""
    alternatives: tuple[str, ...] = ()
    span: Span | None = field(default=None, eq=False, repr=False)
    unstated: bool = field(default=False, eq=False)
    """The rules do not assume it: they state no basis at all."""


@frozen
class Contradiction:
    """A place where the act, or its text in the other language, says otherwise: in which words, and which figure if it is one."""

    citation: Citation
    quote: Titles
    figure: fmpq | None = None
    """Points, where it is a maximum that is stated otherwise."""
    span: Span | None = field(default=None, eq=False, repr=False)

    @property
    def words(self) -> str:
        """All that is quoted, each text in its own language: ``kk «25 пайыз»; ru «30 процентов»``."""
        return "; ".join(f"{language} «{text}»" for language, text in self.quote.texts)


@frozen
class Basis:
    """What a declaration rests on, and where the act contradicts itself about it."""

    citations: tuple[Citation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether there is any basis at all."""
        return bool(self.citations or self.assumptions)

    @property
    def is_assumed(self) -> bool:
        """Whether some of it is an assumption."""
        return bool(self.assumptions)


@frozen
class Origin:
    """Which version wrote a declaration, and, if an amendment did, why."""

    version: str
    because: Titles = Titles()
    citations: tuple[Citation, ...] = ()
    earlier: tuple[str, ...] = ()
    """Versions that wrote it before, oldest first, when it was changed or replaced."""


@frozen
class SourceText:
    """A source that is cited: an order, a decree, a publication.

    ``edition`` is the day from which the text holds that the rules follow. ``not_at_hand`` says why nobody here has read it.
    """

    name: str
    titles: Titles
    notes: Titles = Titles()
    url: str = ""
    origin: Origin = Origin("")
    edition: date | None = None
    not_at_hand: Titles | None = None
    inventory: tuple[Entry, ...] = ()
    short: Titles = Titles()
    """What citations call it."""
    span: Span | None = field(default=None, eq=False, repr=False)
