"""The year: institutions, stages, spot checks, recommendations. One declaration, of four kinds, with clauses; each clause has its word."""

from __future__ import annotations

from attrs import field, frozen

from effrules.model.procedure import Counted, Day, Occasion
from effrules.model.schema import Titles
from effrules.model.things import ThingKind
from effrules.syntax.tree.basis import BasisClause
from effrules.syntax.tree.clauses import NodeName, TitleClause
from effrules.syntax.tree.expressions import Expression, Number
from effrules.syntax.tree.kinds import StatedWord
from effrules.syntax.tree.names import Name, Placed
from effrules.syntax.tree.promises import MissingCell
from effrules.syntax.tree.reported import Cell


@frozen(repr=False)
class IsSubject(Placed):
    """``is "KEY"``: which of those who are assessed an institution is itself."""

    key: str

    word = StatedWord.IS


@frozen(repr=False)
class StageKindClause(Placed):
    """``kind reports``: what is done in a stage."""

    kind: Name

    word = StatedWord.KIND


@frozen(repr=False)
class DoneBy(Placed):
    """``by``: who does it: the subject, ``assessors``, or institutions by name."""

    agents: tuple[Name, ...]

    word = StatedWord.BY


@frozen(repr=False)
class ByCommission(Placed):
    """``by a commission [without the assessors]``."""

    without_assessors: bool

    word = StatedWord.BY_A_COMMISSION


@frozen(repr=False)
class ForNodes(Placed):
    """``for``: which parts of the tree of scores it is about."""

    nodes: tuple[NodeName, ...]

    word = StatedWord.FOR


@frozen(repr=False)
class DayFrom(Placed):
    """``from``: the first day."""

    day: Day

    word = StatedWord.FROM


@frozen(repr=False)
class DayTo(Placed):
    """``to``: the last day."""

    day: Day

    word = StatedWord.TO


@frozen(repr=False)
class Window(Placed):
    """``within N working days after STAGE by calendar C``."""

    days: int
    counted: Counted
    after: Name
    calendar: Name | None

    word = StatedWord.WITHIN


@frozen(repr=False)
class WithDocuments(Placed):
    """``only with documents``."""

    word = StatedWord.ONLY_WITH_DOCUMENTS


@frozen(repr=False)
class YearsRunning(Placed):
    """``one of the last N places M years running``; without ``places``: ``lower score M years running``."""

    places: int | None
    years: int

    word = StatedWord.YEARS_RUNNING


@frozen(repr=False)
class Adds(Placed):
    """``late adds TABLE { FIELD VALUE, ... }``: a row, or what a form says then; ``late adds FORM.FIELD``: one more in a field (``counts``).

    ``per_day``: one more for each day of delay, working days by a calendar.
    """

    occasion: Occasion
    table: Name
    values: tuple[tuple[Name, Cell | MissingCell], ...] = ()
    counts: Name | None = None
    per_day: Counted | None = None
    calendar: Name | None = None

    @property
    def word(self) -> StatedWord:
        """What it is dropped by."""
        return StatedWord(self.occasion.value)


@frozen(repr=False)
class Covers(Placed):
    """``of TABLE.FIELD, TABLE``: what may be spot-checked, or is reported in a stage."""

    columns: tuple[tuple[Name, Name | None], ...]

    word = StatedWord.OF


@frozen(repr=False)
class Tolerance(Placed):
    """``tolerance 5%``: of what was reported; ``tolerance 2``: by how much it may differ."""

    value: Number

    word = StatedWord.TOLERANCE


@frozen(repr=False)
class RecommendedWhen(Placed):
    """``when``: the condition of a recommendation."""

    condition: Expression

    word = StatedWord.WHEN


@frozen(repr=False)
class FilledText(Placed):
    """A text in a language: what is written as it stands, and expressions whose values are filled in."""

    language: str
    pieces: tuple[str | Expression, ...]


@frozen(repr=False)
class TextClause(Placed):
    """``text``: what a recommendation says."""

    texts: tuple[FilledText, ...]

    word = StatedWord.TEXT


Stated = (
    IsSubject | StageKindClause | DoneBy | ByCommission | ForNodes | DayFrom | DayTo | Window | WithDocuments | YearsRunning | Adds | Covers | Tolerance
    | RecommendedWhen | TextClause
)  # fmt: skip
"""The clauses that only these declarations have."""

ProcedureClause = TitleClause | BasisClause | Stated

CLAUSES_OF: dict[ThingKind, tuple[type, ...]] = {
    ThingKind.INSTITUTION: (IsSubject,),
    ThingKind.STAGE: (
        StageKindClause, DoneBy, ByCommission, ForNodes, Covers, DayFrom, DayTo, Window, WithDocuments, YearsRunning, Adds,
    ),
    ThingKind.SPOT_CHECK: (Covers, Tolerance, Adds),
    ThingKind.RECOMMEND: (ForNodes, RecommendedWhen, TextClause),
}  # fmt: skip
"""The clauses of each kind beside titles and what it rests on, in the order in which they are written."""


@frozen(repr=False)
class ProcedureDeclaration(Placed):
    """An institution, a stage, a spot check or a recommendation."""

    kind: ThingKind
    name: Name
    titles: Titles
    clauses: tuple[ProcedureClause, ...] = field(default=())
