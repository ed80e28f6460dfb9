"""The checked program: one small, typed, acyclic tree that every reader of the rules shares.

The exact engine gives it meaning, the tracer explains it, the comparer compares two of it. Names are resolved,
types and units are checked, amendments are folded in. Every node carries the span of the text that wrote it;
spans take no part in equality. Numbers are exact rationals (``fmpq``).
"""

from effrules.model.aggregates import AggregateKind as AggregateKind
from effrules.model.functions import Function as Function
from effrules.model.operators import ArithmeticOperator as ArithmeticOperator
from effrules.model.operators import Comparison as Comparison
from effrules.model.program.expressions import *
from effrules.model.program.methodology import *
from effrules.model.program.operations import *
from effrules.model.program.procedure import *
from effrules.model.program.promises import *
from effrules.model.program.rows import *
from effrules.model.program.scores import *
from effrules.model.standings import StandingKind as StandingKind
from effrules.model.standings import Ties as Ties
