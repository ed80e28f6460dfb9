"""Which clauses of the total say how there is one."""

from __future__ import annotations

from enum import Enum

from effrules.syntax import tree as ast


class Makes(Enum):
    """What a clause says of a total that there is."""

    SCORE = "score"
    ROUNDING = "rounding"
    NOT_APPLICABLE = "not applicable"
    BOUNDS = "bounds"
    ASSESSOR = "assessor"


def made_by(clause: object) -> Makes | None:
    """What a clause says that makes a total; ``None`` for one that may stand beside `none`."""
    match clause:
        case ast.Score():
            return Makes.SCORE
        case ast.RoundClause() if clause.node is None or clause.node.name.text == "total":
            return Makes.ROUNDING
        case ast.NotApplicable():
            return Makes.NOT_APPLICABLE
        case ast.Never():
            return Makes.BOUNDS
        case ast.Assessed():
            return Makes.ASSESSOR
        case _:
            return None


def makes_total(clause: object) -> bool:
    """Whether a clause of the total says how there is one, so that `none` takes its place."""
    return made_by(clause) is not None
