"""What of all that could be varied is: all of it, or what is named."""

from __future__ import annotations

from enum import Enum

from attrs import evolve, field, frozen

from effrules.model import program as p
from effrules.simulate.factors import Assumption, Factor
from effrules.simulate.noise import Noise
from effrules.simulate.weights import DEFAULT, FIXED, Group, Varied


class Kind(Enum):
    """What can be varied; the value is the word of the command line."""

    WEIGHTS = "weights"
    FIGURES = "figures"
    ASSUMPTIONS = "assumptions"


@frozen
class Only:
    """What is varied: factors of these ``kinds``, and those that are named.

    ``weights`` by clause and node, ``fields`` by table and name, ``named`` assumptions by their names.
    """

    kinds: set[Kind] = field(factory=lambda: set(Kind))
    weights: set[tuple[int, str]] = field(factory=set)
    fields: set[tuple[str, str]] = field(factory=set)
    named: set[str] = field(factory=set)

    @classmethod
    def nothing(cls) -> Only:
        """Nothing yet."""
        return cls(set())

    def of(self, program: p.Program, varied: Varied) -> Varied:
        """How weights are varied of which some may be left out; those of nodes that are named are, even where they follow from maxima."""
        every = varied.spreads.get("", DEFAULT)
        named = {node: varied.spreads.get(node, every) for _, node in self.weights}
        if Kind.WEIGHTS in self.kinds:
            return evolve(varied, spreads={**varied.spreads, **named})
        bounds = {part: ends for part, ends in varied.bounds.items() if program.nodes[part].parent in named}
        return Varied({"": FIXED, **named}, bounds)

    def takes(self, factor: Factor) -> bool:
        """Whether a factor is varied."""
        match factor:
            case Group(clause, node):
                return Kind.WEIGHTS in self.kinds or (clause, node) in self.weights
            case Noise(table, name):
                return Kind.FIGURES in self.kinds or (table, name) in self.fields
            case Assumption(name):
                return Kind.ASSUMPTIONS in self.kinds or name in self.named
