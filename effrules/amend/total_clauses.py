"""Which clauses of the total say how there is one."""

from __future__ import annotations

from effrules.syntax import tree as ast


def made_by(clause: object) -> str:
    """What a clause is that makes a total; nothing for one that may stand beside `none`."""
    match clause:
        case ast.Score():
            return "its score"
        case ast.RoundClause() if clause.node is None or clause.node.name.text == "total":
            return "its rounding"
        case ast.NotApplicable():
            return "when it is not applicable"
        case ast.Never():
            return "how low or high it may go"
        case ast.Assessed():
            return "who assesses it"
        case _:
            return ""


def makes_total(clause: object) -> bool:
    """Whether a clause of the total says how there is one, so that `none` takes its place."""
    return bool(made_by(clause))
