"""What clauses rest on: citations, assumptions, places where an act says otherwise; and reasons."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.places import Place
from effrules.model.schema import Titles
from effrules.syntax.tree.names import Name, Placed


@frozen(repr=False)
class ScoreValue(Placed):
    """A number with its unit: ``0 points``."""

    value: fmpq
    unit: Name


@frozen(repr=False)
class Cite(Placed):
    """``cite SOURCE item "…" annex "…" "words"``."""

    source: Name
    place: Place


@frozen(repr=False)
class Assumed(Placed):
    """``assumed [what] reason [alternatives a, b]``."""

    subject: Name | None
    reason: Titles
    alternatives: tuple[str, ...] = ()
    """Names of drafts beside the rules that say how it could be otherwise."""


@frozen(repr=False)
class Because(Placed):
    """``because`` reason."""

    reason: Titles


@frozen(repr=False)
class Contradicted(Placed):
    """``contradicted by SOURCE "place" [25 points] ru "..."``: there, the act says otherwise, in these words."""

    cite: Cite
    figure: ScoreValue | None
    quote: Titles


BasisClause = Cite | Assumed | Contradicted


Reason = Because | Cite
