"""What is concluded of each body from a stage as it was scored: its scores, its losses, what moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from attrs import frozen

from effrules.cycle.comparing import BodyMoves, Comparison, compared
from effrules.cycle.entries import Sent, Stage
from effrules.cycle.previous import Previous, Since, since
from effrules.cycle.scored import ScoredStage
from effrules.cycle.standing import BodyStanding, of_kind
from effrules.cycle.terms import CONCLUSION
from effrules.exact import SubjectResult
from effrules.model.program import Program
from effrules.trace.derivation import Derivations
from effrules.trace.losses import Losses, losses


@frozen(eq=False)
class Findings:
    """All that is concluded of a body. ``lost`` are the losses of the total and of what stands below it, ``lost_before`` those of the year before."""

    stage: ScoredStage
    result: SubjectResult
    lost: Mapping[str, Losses]
    since: Since | None = None
    lost_before: Mapping[str, Losses] | None = None
    comparison: Comparison | None = None
    sending: date | None = None
    """The day on which the conclusion is going to be sent."""

    @property
    def sent(self) -> date | None:
        """The day on which the conclusion is sent, or was the last time."""
        if self.sending is not None:
            return self.sending
        sent = (
            entry.on
            for entry, what in of_kind(self.standing.sent, Sent)
            if what.kind == CONCLUSION and what.stage is self.stage.stage
        )
        last = max(sent, default=None)
        return None if last is None else date.fromisoformat(last)

    @property
    def standing(self) -> BodyStanding:
        """Where the body stands in the register."""
        found = self.stage.standing.body(self.result.key)
        assert found is not None, "it is a body of the year"
        return found

    @property
    def moves(self) -> BodyMoves | None:
        """What moved its scores from the preliminary to the final results."""
        bodies = () if self.comparison is None else self.comparison.bodies
        return next((one for one in bodies if one.result.key == self.result.key), None)


def tops(program: Program, result: SubjectResult) -> tuple[str, ...]:
    """What a body's result stands for: the total where it has one, else the blocks or directions below it that have a score."""
    found = scored(program, result)
    return found[:1] if program.root.name in found else found


def scored(program: Program, result: SubjectResult) -> tuple[str, ...]:
    """The total and the blocks or directions below it, as far as they have a score."""
    names = (program.root.name, *program.root.parts)
    return tuple(name for name in names if result.nodes[name].value is not None)


def concluded(
    stage: ScoredStage, before: Previous | None, only: Collection[str] = (), sending: date | None = None
) -> Iterator[Findings]:
    """The findings on each body that was scored, or on ``only`` some. Raises what `scored_stage` and `compared` do."""
    results = {one.key: one for one in stage.results.subjects if not only or one.key in only}
    traced = stage.derivations(results)
    held = None if before is None else since(stage, before)
    old = None if before is None else before.stage
    earlier = (
        None if old is None else old.derivations({one.key for one in old.results.subjects} & results.keys())
    )
    comparison = corrections(stage)
    for key, result in results.items():
        named = scored(stage.year.program, result)
        lost_before = None
        if held is not None and earlier is not None and key in earlier.subjects:
            lost_before = _losses(earlier, key, {name: held.was.get(name, name) for name in named})
        yield Findings(
            stage,
            result,
            _losses(traced, key, {name: name for name in named}),
            held,
            lost_before,
            comparison,
            sending,
        )


def corrections(stage: ScoredStage) -> Comparison | None:
    """The preliminary against the final results; ``None`` where there is nothing to compare."""
    preliminary = stage.standing.stage(Stage.PRELIMINARY).scored
    if stage.stage is not Stage.FINAL or preliminary is None or preliminary.number > stage.entry.number:
        return None
    return compared(stage.year, stage.earlier)


def _losses(traced: Derivations, key: str, nodes: Mapping[str, str]) -> dict[str, Losses]:
    """The losses of nodes, by what they are called now."""
    found = {}
    for name, was in nodes.items():
        lost = losses(traced.of(key, was)) if was in traced.program.nodes else None
        if lost is not None:
            found[name] = lost
    return found
