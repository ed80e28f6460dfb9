"""A methodology as a whole: its heading, what was dropped on the way, and all that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen
from flint import fmpq

from effrules.model.basis import Basis, Origin, SourceText
from effrules.model.node import Node
from effrules.model.program.procedure import Institution, Procedure, Recommendation, SpotCheck, Stage
from effrules.model.program.promises import Example, Property
from effrules.model.program.scores import (
    Adjustment,
    Definition,
    Figures,
    Ranking,
    Rating,
    ScoreNode,
    WeightsClause,
)
from effrules.model.program.written import Written
from effrules.model.schema import Schema, Titles
from effrules.model.texts import RuleText
from effrules.model.things import PROCEDURE, Kept


@frozen(repr=False)
class Header(Written):
    """What a methodology says of itself."""

    name: str
    version: str
    titles: Titles
    languages: tuple[str, ...]
    force_from: date | None
    force_to: date | None
    amends: str | None
    replaces: str | None
    minimum: fmpq
    maximum: fmpq
    draft: bool = field(default=False, eq=False)
    """It says of itself that it is not law: what is scored by it means the same."""
    version_titles: Titles = Titles()


@frozen(repr=False)
class Dropped(Written):
    """A declaration that an amendment took out, with the reason and the citation."""

    kind: Kept
    name: str
    version: str
    because: Titles
    citations: Basis
    titles: Titles = field(default=Titles(), eq=False)
    """What it was called; of a source, its short title."""


@frozen(repr=False)
class Program(Node):
    """A methodology as it stands after all amendments, checked.

    ``nodes`` holds the tree of scores by name, the root under ``total``; parts come before their parents.
    ``order`` is an order of evaluation of the nodes in which everything comes after what it reads.
    ``table_origins`` says which version wrote a table (or the subject); ``texts`` are what it was made of, the standing one first.
    """

    header: Header
    schema: Schema
    sources: tuple[SourceText, ...]
    definitions: Mapping[str, Definition]
    figures: Mapping[str, Figures]
    nodes: Mapping[str, ScoreNode]
    weights: tuple[WeightsClause, ...]
    adjustments: tuple[Adjustment, ...]
    final_floor: fmpq | None
    final_cap: fmpq | None
    ratings: tuple[Rating, ...]
    rankings: tuple[Ranking, ...]
    properties: tuple[Property, ...]
    examples: tuple[Example, ...]
    renamed: Mapping[str, str]
    dropped: tuple[Dropped, ...]
    order: tuple[str, ...]
    table_origins: Mapping[str, Origin] = field(factory=dict, eq=False)
    texts: tuple[RuleText, ...] = field(default=(), eq=False)
    institutions: Mapping[str, Institution] = field(factory=dict)
    stages: Mapping[str, Stage] = field(factory=dict)
    spot_checks: Mapping[str, SpotCheck] = field(factory=dict)
    recommendations: Mapping[str, Recommendation] = field(factory=dict)

    @property
    def procedure(self) -> Mapping[Kept, Mapping[str, Procedure]]:
        """How the year goes: all that is declared of it, by its kind and its name."""
        return dict(
            zip(
                PROCEDURE,
                (self.institutions, self.stages, self.spot_checks, self.recommendations),
                strict=True,
            )
        )

    @property
    def drafts(self) -> tuple[RuleText, ...]:
        """The texts among those it was made of that are not law."""
        return tuple(text for text in self.texts if text.draft)

    @property
    def root(self) -> ScoreNode:
        """The root of the tree of scores."""
        return self.nodes["total"]

    @property
    def gives_total(self) -> bool:
        """Whether the rules give a total: some give ratings and places of blocks or directions only."""
        return self.root.no_total is None

    @property
    def heads(self) -> tuple[str, ...]:
        """The nodes that a result stands for: the total; where the rules give none, the blocks or directions below it."""
        return (self.root.name,) if self.gives_total else self.root.parts

    def ratings_of(self, node: str) -> tuple[Rating, ...]:
        """The ratings that belong to the result of a node; to a total that the rules do not give, all."""
        every = node == self.root.name and not self.gives_total
        return tuple(rating for rating in self.ratings if every or rating.node == node)

    def rankings_of(self, node: str) -> tuple[Ranking, ...]:
        """The rankings that belong to the result of a node: to the total all; where the rules give none, to others those by them."""
        if node == self.root.name:
            return self.rankings
        return () if self.gives_total else tuple(r for r in self.rankings if r.keys[0].node == node)
