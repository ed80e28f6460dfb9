"""What was special about scores: weights shared out, penalties and their limits, ties for a place."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.diagnostics.glyphs import shown as fit
from effrules.exact.results import ReasonKind
from effrules.model.program import Redistribution
from effrules.model.real import Real, known_equal, subtract
from effrules.report.derivation.row_notes import others
from effrules.report.derivation.step_values import StepValues
from effrules.report.wording import word
from effrules.trace import steps as s

NAMED = 3
"""So many rivals of a place are named; of more, their number is."""


def why_none(words: StepValues, step: s.Node) -> str:
    """Why a node has no score: the reason of the rules, else in general words."""
    if step.reason == ReasonKind.NO_TOTAL.value:
        return words.naming.no_total()
    keys = {ReasonKind.CONDITION.value: "its condition", ReasonKind.ABOVE.value: "above"}
    general = word(keys.get(step.reason, "nothing left"), words.language)
    return words.titled(step.reason_titles, general)


def node(words: StepValues, step: s.Node) -> list[str]:
    """Why a node has no score."""
    match step.state:
        case s.State.SCORED:
            return []
        case s.State.NOT_APPLICABLE:
            return [words.say("not applicable", why=why_none(words, step))]
        case s.State.NO_SCORE if step.reason == ReasonKind.NO_TOTAL.value:
            return [why_none(words, step)]
        case s.State.NO_SCORE:
            return [words.say("no score", why=why_none(words, step))]
        case s.State.FAILED:
            return [words.say("failed", why=fit(step.failure))]


def weighting(words: StepValues, step: s.Weighting, steps: Sequence[s.Step]) -> list[str]:
    """The weights, or which parts are not applicable and where their weight went."""
    parts: list[str] = []
    holding = [ref for ref in step.conditions if steps[ref].value is True]
    parts += [words.say("weights for", text=words.label(steps[ref])) for ref in holding]
    stated = {at.part: at.share for at in step.stated}
    used = {at.part: at.share for at in step.used}
    if not step.left_out:
        return [
            *parts,
            ", ".join(f"{words.node(part)} {words.percent(share)}" for part, share in used.items()),
        ]
    lost = ", ".join(
        words.say("with weight", part=words.node(part), weight=words.percent(stated[part]))
        for part in step.left_out
    )
    parts.append(words.say("not applicable", why=lost))
    changes = ", ".join(
        f"{words.node(part)} {words.percent(share)} → {words.percent(used[part])}"
        for part, share in stated.items()
        if part not in step.left_out
    )
    match step.redistribution:
        case Redistribution.IN_PROPORTION:
            parts.append(words.say("shared in proportion", others=changes))
        case Redistribution.EQUALLY:
            parts.append(words.say("shared equally", others=changes))
        case Redistribution.COUNT_AS_ZERO:
            parts.append(words.say("counts as zero"))
        case Redistribution.COUNT_AS_FULL:
            parts.append(words.say("counts in full"))
        case Redistribution.NOT_STATED:
            pass
    return parts


def around(words: StepValues, step: s.Multiplied | s.MeanOfOthers, steps: Sequence[s.Step]) -> list[str]:
    """What a clause around a formula did, and why; nothing where its condition does not hold."""
    if steps[step.condition].value is not True:
        return []
    reason = words.titled(step.reason, "")
    if isinstance(step, s.MeanOfOthers):
        return [others(words, step, steps), reason]
    assert step.factor is not None
    value, factor = words.shown(steps[step.operand]), steps[step.factor].value
    if factor == fmpq(1, 2):
        return [words.say("halved", value=value), reason]
    return [words.say("multiplied", value=value, factor=words.full(factor)), reason]


def incidents(words: StepValues, step: s.Incidents, steps: Sequence[s.Step]) -> list[str]:
    if step.condition is not None and steps[step.condition].value is False:
        return [words.say("no condition")]
    if not step.amounts:
        return [words.say("no incident")]
    parts = []
    count = len(step.amounts)
    if step.rows is not None:
        parts.append(words.say("one incident" if count == 1 else "incidents", n=count))
    amounts = [steps[ref].value for ref in step.amounts]
    if count > 1 and all(amount == amounts[0] for amount in amounts):
        total = words.amount(step.total)
        parts.append(words.say("incidents alike", n=count, amount=words.amount(amounts[0]), total=total))
    if step.capped and step.cap is not None:
        parts.append(words.say("capped", cap=words.shown(steps[step.cap]), total=words.amount(step.total)))
    return parts


def adjust(words: StepValues, step: s.Adjust, steps: Sequence[s.Step]) -> list[str]:
    score, amount, value = steps[step.score].value, steps[step.amount].value, step.value
    assert isinstance(score, fmpq | Real)
    assert isinstance(amount, fmpq | Real)
    assert isinstance(value, fmpq | Real)
    actual = subtract(score, value) if step.sign < 0 else subtract(value, score)
    if known_equal(amount, fmpq(0)):
        return [words.say("nothing taken" if step.sign < 0 else "nothing given")]
    if step.held and step.limit is not None:
        limit = words.amount(step.limit)
        if known_equal(actual, fmpq(0)):
            return [words.say("beyond limit", limit=limit, amount=words.amount(amount))]
        return [
            words.say("limit held", limit=limit, amount=words.amount(amount), actual=words.amount(actual))
        ]
    return [words.say("taken" if step.sign < 0 else "given", amount=words.amount(actual))]


def place(words: StepValues, step: s.Place, steps: Sequence[s.Step]) -> list[str]:
    own = [steps[key].value for key in step.keys]
    parts: list[str] = []
    equals = [rival for rival in step.rivals if list(rival.scores) == own]
    if equals:
        parts.append(words.say("shared", names=_names(words, equals)))
        if step.dense:
            parts.append(words.say("dense"))
    for at in range(1, len(own)):
        alike = [r for r in step.rivals if list(r.scores[:at]) == own[:at] and r.scores[at] != own[at]]
        if alike:
            before, decider = key_label(words, step, at - 1, steps), key_label(words, step, at, steps)
            parts.append(words.say("equal by", by=before, names=_names(words, alike), decider=decider))
    scoreless = sum(rival.scores[0] is None for rival in step.rivals)
    if scoreless and own[0] is not None:
        parts.append(words.say("scoreless after", k=scoreless))
    return parts


def key_label(words: StepValues, step: s.Place, at: int, steps: Sequence[s.Step]) -> str:
    """What a key of a ranking is called: the node, and whether it is its score before rounding."""
    key = steps[step.keys[at]]
    assert isinstance(key, s.ScoreOf)
    node = steps[key.node]
    assert isinstance(node, s.Node)
    title = words.node(node.node)
    return words.say("before rounding", node=title) if key.before_rounding else title


def _names(words: StepValues, rivals: Sequence[s.Rival]) -> str:
    names = ", ".join(fit(rival.subject) for rival in rivals[:NAMED])
    more = len(rivals) - NAMED
    return names if more <= 0 else f"{names} {words.say('and more', n=more)}"
