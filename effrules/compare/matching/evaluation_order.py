"""In which order nodes are worked out: everything after what it reads."""

from __future__ import annotations

from effrules.compare.matching.reading import Of, Reading, expressions_of
from effrules.model import program as p


def order_of(program: p.Program, reading: Reading) -> tuple[str, ...]:
    """The order of evaluation of a program, the same as the checker gives.

    ``reading`` keeps what each formula reads; it may have been made for another program. Raises ValueError, naming a node,
    where the program goes round in a circle.
    """
    through: dict[str, set[str]] = {}

    def read(part: object) -> set[str]:
        found: set[str] = set()
        for expression in expressions_of(part):
            for ref in reading.direct(expression):
                if ref[0] is Of.NODE:
                    found.add(ref[1])
                elif ref[0] is Of.DEFINITION:
                    found |= by_definition(ref[1])
        return found

    def by_definition(name: str) -> set[str]:
        known = through.get(name)
        if known is None:
            through[name] = set()
            known = through[name] = read(program.definitions[name])
        return known

    weighed = set().union(*(read(clause) for clause in program.weights))
    reads = {
        name: set(node.parts) | read(node) | (weighed if node.parts else set())
        for name, node in program.nodes.items()
    }
    for adjustment in program.adjustments:
        reads[adjustment.target] |= read(adjustment)
    done: dict[str, None] = {}
    for root in program.nodes:
        stack = [(root, iter(sorted(reads[root])))] if root not in done else []
        waiting = {root}
        while stack:
            name, rest = stack[-1]
            following = next((other for other in rest if other not in done), None)
            if following is None:
                stack.pop()
                done[name] = None
                waiting.discard(name)
            elif following in waiting:
                raise ValueError(f"`{following}` needs itself")
            else:
                waiting.add(following)
                stack.append((following, iter(sorted(reads[following]))))
    return tuple(done)
