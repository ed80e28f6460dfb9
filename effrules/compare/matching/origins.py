"""Why a change was made, as far as the newer version declares it."""

from __future__ import annotations

from attrs import frozen

from effrules.model import program as p
from effrules.model.basis import Citation, Origin
from effrules.model.schema import Titles
from effrules.model.things import NODES, Kept


@frozen
class Reason:
    """The reason, the citations and the version of a change; all empty where none is declared."""

    because: Titles = Titles()
    citations: tuple[Citation, ...] = ()
    version: str = ""


UNSAID = Reason()


def of_origin(before: Origin | None, after: Origin | None, known: frozenset[str] = frozenset()) -> Reason:
    """The reason of the version that wrote something as it stands now; none from a version that the old text ``known``s."""
    if after is None or (before is not None and before == after) or after.version in known:
        return UNSAID
    if not after.because.texts and not after.citations:
        return UNSAID
    return Reason(after.because, after.citations, after.version)


def versions(program: p.Program) -> frozenset[str]:
    """The versions that shaped a methodology, as far as its declarations tell."""
    header = program.header
    found = {header.version, header.amends or header.version}
    declared: list[p.Definition | p.Figures | p.ScoreNode | p.WeightsClause | p.Adjustment] = [
        *program.definitions.values(),
        *program.figures.values(),
        *program.nodes.values(),
        *program.weights,
        *program.adjustments,
    ]
    for origin in (*(one.origin for one in declared), *program.table_origins.values()):
        found |= {origin.version, *origin.earlier}
    found |= {dropped.version for dropped in program.dropped}
    return frozenset(found)


def of_drop(new: p.Program, kind: Kept, *names: str) -> Reason:
    """The reason for which something was dropped; ``names`` are its own, then those of what it stood in."""
    for at, name in enumerate(names):
        for dropped in reversed(new.dropped):
            if dropped.name == name and (dropped.kind in NODES if at else dropped.kind is kind):
                return Reason(dropped.because, dropped.citations.citations, dropped.version)
    return UNSAID
