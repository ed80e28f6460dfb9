"""Rules with some figures changed for one run: weights of parts, points of penalties and bonuses.

What is changed so is an assumption from then on: every result that depends on it is marked, and ``strict`` refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve
from flint import fmpq

from effrules.check.errors import weight_errors
from effrules.diagnostics import Finding, Note, in_order
from effrules.diagnostics.lookalikes import alike, difference
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.basis import Assumption, Basis
from effrules.model.grounds import Figure, FigureKind, Ground, Grounds, joined, taken_over
from effrules.model.numbers import exact_text, percent_text
from effrules.model.schema import Titles
from effrules.model.types import POINTS
from effrules.source import Source, Span
from effrules.words import Message, Number, Telling, Text, phrase, several, template


class NotPossible(Telling, ValueError):
    """A change that the rules have no place for; it tells why, and what is there."""


def changed(
    program: p.Program, weights: Mapping[str, fmpq], points: Mapping[str, fmpq]
) -> tuple[p.Program, tuple[Finding, ...]]:
    """The program with weights (shares of 1) of nodes and points of adjustments, by their names.

    The findings tell of weights that no longer make 100 %. Raises ``NotPossible``.
    """
    for name in weights:
        _refuse_weight(program, name)
    found: list[Finding] = []
    clauses = (
        tuple(_clause(clause, weights, found) for clause in program.weights) if weights else program.weights
    )
    adjustments = {a.name: a for a in program.adjustments}
    for name, amount in points.items():
        adjustments[name] = _adjustment(adjustments, name, amount)
    return evolve(program, weights=clauses, adjustments=tuple(adjustments.values())), in_order(found)


def refuse_kind(program: p.Program, kind: str, name: str) -> None:
    """Raises ``NotPossible`` where a penalty is called a bonus, or the other way round."""
    one = next((a for a in program.adjustments if a.name == name), None)
    if one is not None and one.kind.value != kind:
        told = IS_BONUS if one.kind is p.AdjustmentKind.BONUS else IS_PENALTY
        raise NotPossible(told.of(name=name))


IS_BONUS = template("`{name}` is a bonus, not a penalty: write bonus.{name}")
IS_PENALTY = template("`{name}` is a penalty, not a bonus: write penalty.{name}")


def _listed(names: Iterable[str]) -> Text:
    quoted = [f"`{name}`" for name in names]
    return several(quoted) if quoted else phrase("none", context="in a list of names")


def _refuse_weight(program: p.Program, name: str) -> None:
    weighed = [
        w.part
        for parent, parts in (program.weights[0].weights.items() if program.weights else ())
        for w in parts
        if len(parts) > 1 and not _by_maxima(program, parent)
    ]
    if name in weighed:
        return
    node = program.nodes.get(name)
    if node is None:
        reason = _looks(phrase("there is no node `{name}`", name=name), name, program.nodes)
    elif node.parent is not None and _by_maxima(program, node.parent):
        reason = phrase(
            "`{name}` counts by its maximum, {points} points, not by a weight",
            name=name,
            points=Number(str(node.maximum)),
        )
    else:
        reason = phrase("`{name}` has no weight that could be another", name=name)
    raise NotPossible(phrase("{reason}; nodes with weights: {names}", reason=reason, names=_listed(weighed)))


def _looks(told: Message, name: str, known: Iterable[str]) -> Message:
    """With it, in what a name differs from one that looks the same."""
    differs = difference(name, alike(name, known))
    return phrase("{told} ({more})", told=told, more=differs) if differs else told


def _by_maxima(program: p.Program, parent: str) -> bool:
    parts = [program.nodes[part] for part in program.nodes[parent].parts]
    if not all(part.kind is p.NodeKind.CRITERION for part in parts):
        return False
    if all(parent in clause.by_maxima for clause in program.weights):
        return True
    if kinds.varies(program.nodes, parent):
        return False
    whole = sum((part.maximum for part in parts), fmpq(0))
    shares = {part.name: part.maximum / whole for part in parts}
    return all(w.share == shares[w.part] for c in program.weights for w in c.weights.get(parent, ()))


def _clause(clause: p.WeightsClause, weights: Mapping[str, fmpq], found: list[Finding]) -> p.WeightsClause:
    groups = dict(clause.weights)
    told = []
    for parent, parts in clause.weights.items():
        if not any(weight.part in weights for weight in parts):
            continue
        fresh = tuple(evolve(w, share=weights.get(w.part, w.share)) for w in parts)
        groups[parent] = fresh
        told += [w.part for w in parts if w.part in weights]
        total = sum((w.share for w in fresh), fmpq(0))
        if total != 1:
            text = Number(" + ".join(f"{w.part} {percent_text(w.share)}" for w in fresh))
            place = clause.span
            assert place is not None, "a clause has its place"
            finding = weight_errors.weights_do_not_add_up(place, parent, total, text, _whom(clause))
            told_of = Note(
                "note",
                phrase("these are the weights with what --set states; set those of the other parts too"),
            )
            found.append(evolve(finding, notes=(*finding.notes, told_of)))
    changes = ", ".join(f"{name} {percent_text(weights[name])}" for name in told)
    if not told:
        return clause
    figures = [Figure(FigureKind.WEIGHT, name) for name in told]
    grounds = _assumed(
        clause.grounds, figures, phrase("what if: weight of {changes}", changes=Number(changes))
    )
    return evolve(clause, weights=groups, grounds=grounds, basis=joined(grounds))


def _whom(clause: p.WeightsClause) -> Message:
    """For whom a clause is, as it is written."""
    condition = clause.condition
    if condition is None or condition.span is None:
        return weight_errors.EVERY_SUBJECT
    return weight_errors.subjects_where(condition.span.text)


def _adjustment(known: Mapping[str, p.Adjustment], name: str, amount: fmpq) -> p.Adjustment:
    if name not in known:
        lacking = _looks(phrase("there is no penalty or bonus `{name}`", name=name), name, known)
        raise NotPossible(phrase("{lacking}; there are: {names}", lacking=lacking, names=_listed(known)))
    old = known[name]
    if not isinstance(old.amount, p.Constant) or old.amount.type.unit != POINTS:  # type: ignore[union-attr]
        told = phrase(
            "the points of `{name}` come from a formula; change it in an amendment file (--with)", name=name
        )
        raise NotPossible(told)
    if amount < 0:
        raise NotPossible(phrase("the points of `{name}` cannot be below 0", name=name))
    stated = Source("--set", f"{exact_text(amount)} points")
    shown = Number(percent_text(amount / 100)[:-1])
    reason = phrase("what if: {name} {points} points", name=name, points=shown)
    grounds = _assumed(old.grounds, [Figure(FigureKind.AMOUNT)], reason)
    return evolve(
        old,
        amount=evolve(old.amount, value=amount, span=Span(stated, 0, len(stated.text))),
        grounds=grounds,
        basis=joined(grounds),
    )


def _assumed(grounds: Grounds, figures: Iterable[Figure], reason: Message) -> Grounds:
    """The grounds with what is stated for a calculation: as an amendment would, it takes the place of what figures rested on."""
    basis = Basis(assumptions=(Assumption(Titles(said=reason)),))
    return taken_over(grounds, Ground("--set", tuple(figures), basis, amends=True))
