"""The exact engine: the specification of what rules mean. A plain interpreter over exact numbers.

results      what comes out; ``coded`` the same by the column
observer     who may watch
failing      what stops a node; the findings of a run are in ``value_errors``, ``row_errors`` and ``tree_errors``
reads        what expressions read, for keeping values that would come out the same
footprint    what nodes read of the data: what else is there cannot change them
statistics   aggregates of numbers
evaluator    the value of an expression: ``formulas`` and ``aggregates`` say what each kind means
selection    the rows that an aggregate runs over
weighing     weights of parts, and what becomes of those that fall away
adjusting    penalties and bonuses
nodes        the tree of scores, and its order of work
ranking      grades and places
score        the entrance
partial      some nodes, grades and places alone
recommending what is recommended to a subject
assessing    who would assess himself
"""

from effrules.exact.observer import Environment, Observer
from effrules.exact.results import (
    AdjustmentResult,
    NodeResult,
    NodeState,
    Place,
    ReasonKind,
    Results,
    SubjectResult,
)
from effrules.exact.score import score

__all__ = [
    "AdjustmentResult",
    "Environment",
    "NodeResult",
    "NodeState",
    "Observer",
    "Place",
    "ReasonKind",
    "Results",
    "SubjectResult",
    "adjusting",
    "assessing",
    "coded",
    "demands",
    "evaluator",
    "failing",
    "lasting",
    "nodes",
    "observer",
    "partial",
    "plan",
    "ranking",
    "recommending",
    "results",
    "score",
    "statistics",
    "tree_errors",
    "weighing",
]
