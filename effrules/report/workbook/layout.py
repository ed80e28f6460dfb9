"""Which step stands where: a sheet for each body, what several bodies rest on in another, a score above what it is made of.

Nodes come first and in the order of the tree; what a node's score is made of stands below it, one level deeper than any node, so
that a sheet can be folded to its nodes. Each step has one row. What is written in the rules stands with the figures, not here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from attrs import define, field, frozen

from effrules.report.workbook.listed import listed_below
from effrules.trace import steps as s
from effrules.trace.derivation import reachable
from effrules.trace.referring import references
from effrules.trace.steps import Ref

HEAD = 2
"""So many rows stand above the steps of a sheet: what it is about, and the headings."""

DEEPEST = 7
"""So many levels of an outline a spreadsheet has."""


class Whose(Enum):
    """Whose steps a sheet holds."""

    BODY = "body"
    SHARED = "shared"
    OTHERS = "others"


@frozen
class Line:
    """A row: a step, or one of the values that a step only records (``number``). ``deep``: how far it is set in."""

    ref: Ref
    level: int
    deep: int
    number: int | None = None


@define
class StepSheet:
    """A sheet of steps; ``body`` is the key of the body that it is of."""

    whose: Whose
    body: str = ""
    lines: list[Line] = field(factory=list)

    def row(self, line: int) -> int:
        """The row of a line, from 0."""
        return HEAD + line


@frozen
class Body:
    """A body and the steps that are asked for: its grades and places, then the score."""

    key: str
    name: str
    roots: tuple[Ref, ...]
    scores: Mapping[str, Ref]


@define
class Layout:
    """Where each step stands: its sheet and row. ``nodes``: the steps of nodes by body and name."""

    sheets: list[StepSheet]
    at: dict[Ref, tuple[StepSheet, int]]
    nodes: dict[tuple[str, str], Ref]
    taken: frozenset[Ref]
    """The steps of the derivation itself; the others were worked out besides."""


def laid_out(
    steps: Sequence[s.Step],
    bodies: Sequence[Body],
    node_levels: int,
    untaken: Mapping[Any, Ref],
) -> Layout:
    """Give every step that the bodies rest on its row, and below it what it did not need."""
    return _Laying(steps, bodies, node_levels, untaken).done()


class _Laying:
    def __init__(
        self,
        steps: Sequence[s.Step],
        bodies: Sequence[Body],
        node_levels: int,
        untaken: Mapping[Any, Ref],
    ) -> None:
        self.besides: dict[Ref, list[Ref]] = {}
        for (ref, _), other in untaken.items():
            self.besides.setdefault(ref, []).append(other)
        self.steps = steps
        self.bodies = bodies
        self.base = min(node_levels, DEEPEST - 1)
        self.of_body = {body.key: StepSheet(Whose.BODY, body.key) for body in bodies}
        self.shared, self.others = StepSheet(Whose.SHARED), StepSheet(Whose.OTHERS)
        self.at: dict[Ref, tuple[StepSheet, int]] = {}
        self.nodes: dict[tuple[str, str], Ref] = {}
        self.waiting: dict[Ref, None] = {}

    def done(self) -> Layout:
        reached = Counter(ref for body in self.bodies for ref in self.closure(body))
        common = {ref for ref, count in reached.items() if count > 1}
        self.note(common)
        for body in self.bodies:
            for root in body.roots:
                self.put(root, self.of_body[body.key], 0, common)
        while self.waiting:
            ref = next(iter(self.waiting))
            del self.waiting[ref]
            self.put(ref, self.home(ref, common), 0, common)
        listed = [*self.of_body.values(), self.shared, self.others]
        roots = [root for body in self.bodies for root in body.roots]
        taken = frozenset(reachable(self.steps, roots))
        return Layout([sheet for sheet in listed if sheet.lines], self.at, self.nodes, taken)

    def note(self, common: Iterable[Ref]) -> None:
        """What is common has a node of no body."""
        assert not any(isinstance(self.steps[ref], s.Node) for ref in common)

    def closure(self, body: Body) -> set[Ref]:
        """What a body's steps rest on, without the nodes: each of those is somebody's."""
        seen: set[Ref] = set()
        met: set[Ref] = set()
        ahead = list(body.roots)
        while ahead:
            ref = ahead.pop()
            step = self.steps[ref]
            if isinstance(step, s.Node):
                if step.subject != body.key or ref in met:
                    continue
                met.add(ref)
            elif ref in seen or isinstance(step, s.Written):
                continue
            else:
                seen.add(ref)
            ahead += references(step)
            ahead += self.besides.get(ref, ())
        return seen

    def home(self, ref: Ref, common: set[Ref]) -> StepSheet:
        """The sheet of a step that waits: of whom a node is, or what is common."""
        step = self.steps[ref]
        if isinstance(step, s.Node):
            return self.of_body.get(step.subject, self.others)
        return self.shared if ref in common else self.others

    def put(self, start: Ref, sheet: StepSheet, depth: int, common: set[Ref]) -> None:
        """A step and all that stands below it."""
        first = (start, depth if isinstance(self.steps[start], s.Node) else 0, depth)
        ahead = [(*first, isinstance(self.steps[start], s.Node))]
        while ahead:
            ref, level, deep, is_part = ahead.pop()
            step = self.steps[ref]
            if ref in self.at or isinstance(step, s.Written):
                continue
            if isinstance(step, s.Node) and not is_part:
                self.waiting[ref] = None
                continue
            if ref in common and sheet is not self.shared:
                self.waiting[ref] = None
                continue
            self.waiting.pop(ref, None)
            self.write(ref, sheet, min(level, DEEPEST), deep)
            below = [*references(step), *self.besides.get(ref, ())]
            if isinstance(step, s.Node):
                self.nodes[step.subject, step.node] = ref
                own = set(step.parts)
                inner = max(self.base, level + 1)
                ahead += [(part, level + 1, deep + 1, True) for part in reversed(step.parts)]
                ahead += [(one, inner, deep + 1, False) for one in reversed(below) if one not in own]
            else:
                inner = max(self.base, level + 1)
                ahead += [(one, inner, deep + 1, False) for one in reversed(below)]

    def write(self, ref: Ref, sheet: StepSheet, level: int, deep: int) -> None:
        self.at[ref] = sheet, sheet.row(len(sheet.lines))
        sheet.lines.append(Line(ref, level, deep))
        count = listed_below(self.steps[ref])
        sheet.lines += [Line(ref, min(level + 1, DEEPEST), deep + 1, number) for number in range(count)]
