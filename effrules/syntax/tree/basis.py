"""What clauses rest on: citations, assumptions, places where an act says otherwise; and reasons."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.node import Node
from effrules.model.places import Place
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax.tree.names import Name, spanned


@frozen(repr=False)
class ScoreValue(Node):
    """A number with its unit: ``0 points``."""

    value: fmpq
    unit: Name
    span: Span = spanned()


@frozen(repr=False)
class Cite(Node):
    """``cite SOURCE item "…" annex "…" "words"``."""

    source: Name
    place: Place
    span: Span = spanned()


@frozen(repr=False)
class Assumed(Node):
    """``assumed [what] reason``."""

    subject: Name | None
    reason: Titles
    span: Span = spanned()


@frozen(repr=False)
class Because(Node):
    """``because`` reason."""

    reason: Titles
    span: Span = spanned()


@frozen(repr=False)
class Contradicted(Node):
    """``contradicted by SOURCE "place" [25 points] ru "..."``: there, the act says otherwise, in these words."""

    cite: Cite
    figure: ScoreValue | None
    quote: Titles
    span: Span = spanned()


BasisClause = Cite | Assumed | Contradicted


Reason = Because | Cite
