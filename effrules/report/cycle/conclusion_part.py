"""What all parts of a conclusion share."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import frozen

from effrules.cycle.concluding import Findings, tops
from effrules.exact import SubjectResult
from effrules.model.real import Num
from effrules.report.blocks.pieces import Heading, words
from effrules.report.cycle.telling import Telling
from effrules.words import Message


@frozen
class Part:
    """A part of a conclusion in one language."""

    found: Findings
    telling: Telling

    @property
    def result(self) -> SubjectResult:
        """The body's result."""
        return self.found.result

    @property
    def tops(self) -> tuple[str, ...]:
        """What it stands for."""
        return tops(self.telling.program, self.result)

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared with the year before: what the result stands for; where that had no total, what stands below it."""
        if any(self.before(name) is not None for name in self.tops):
            return self.tops
        below = self.telling.program.root.parts
        both = [
            name
            for name in below
            if self.before(name) is not None and self.result.nodes[name].value is not None
        ]
        return tuple(both) or self.tops

    def told(self, message: Message) -> str:
        """A sentence."""
        return self.telling.told(message)

    def heading(self, message: Message) -> Heading:
        """The heading of a part."""
        return Heading(words(self.told(message)), 2)

    def about(self, node: str, among: Collection[str]) -> Iterator[Heading]:
        """A heading for a node, where several are told of."""
        if len(among) > 1:
            yield Heading(words(self.telling.node(node)), 3)

    def maximum(self, node: str) -> Num:
        """The most points that a node can have, for the body."""
        found = self.result.nodes[node].maximum
        return self.telling.program.nodes[node].maximum if found is None else found

    def before(self, node: str) -> Num | None:
        """The score of the year before."""
        return None if self.found.since is None else self.found.since.score(self.result.key, node)
