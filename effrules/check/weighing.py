"""Weights: each part of a weighted node has one, for every kind of subject, and they make 100 % exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product
from math import prod

from flint import fmpq

from effrules.check import errors, no_total
from effrules.check.draft import Entry, written
from effrules.check.elaborate import condition, node_named
from effrules.check.errors import Refused, percent
from effrules.check.grounding import grounds, of_weights
from effrules.check.layers import Layers, layer_of
from effrules.check.nodes import Tree
from effrules.check.scope import World
from effrules.model import program as p
from effrules.model.basis import Basis
from effrules.model.grounds import joined
from effrules.model.types import Choice, YesNo
from effrules.model.walk import walk
from effrules.source import Span
from effrules.syntax import tree as ast

MOST_KINDS = 250_000
"""So many pairs of a kind of subject (by its choices and yes-or-no fields) and a weights clause are looked at beforehand."""

Group = dict[str, tuple[p.Weight, ...]]


class Weighing:
    """Builds the weights clauses of a program."""

    def __init__(self, world: World, tree: Tree) -> None:
        self.world = world
        self.tree = tree
        self.nodes = tree.nodes
        self.layers: Layers = ()
        """Those of the clause that is being read."""

    def weighted(self, name: str) -> bool:
        """Whether a node's parts need weights: it has parts and no formula, or a formula that weighs them."""
        node = self.nodes[name]
        if not node.parts or node.no_total is not None:
            return False
        if node.formula is None:
            return True
        inside = [node.formula, *(test.condition for test in node.not_applicable)]
        return any(
            isinstance(inner, p.PartsAggregate) and inner.weighted
            for outermost in inside
            for inner in walk(outermost)
        )

    def build(self) -> tuple[p.WeightsClause, ...]:
        made: list[p.WeightsClause] = []
        for entry in self.world.draft.weights:
            clause = self.clause(entry)
            if clause is not None:
                made.append(clause)
        if not self.world.draft.weights:
            root = self.nodes["total"]
            span = root.span
            assert span is not None
            group = self.complete({}, span, "every subject")
            made.append(
                p.WeightsClause(
                    None, group, p.Redistribution.NOT_STATED, Basis(), written(root.origin.version), span=span
                )
            )
        self.check_redistribution(made)
        self.check_coverage(made)
        return tuple(made)

    def clause(self, entry: Entry[ast.Weights]) -> p.WeightsClause | None:
        declared = entry.declared
        subject = self.world.schema.subject.name
        if declared.subject is not None and self.world.draft.current_name(declared.subject.text) != subject:
            self.world.found.append(
                errors.unknown(declared.subject.span, "subject", declared.subject.text, [subject])
            )
        test = None
        whom = "every subject"
        if declared.where is not None:
            try:
                test = condition(declared.where, self.tree.scope("total"))
                whom = f"{subject} where {declared.where.span.text}"
            except Refused as refused:
                self.world.found.append(refused.finding)
                return None
        stated: Group = {}
        self.layers = entry.layers
        beyond = no_total.weighed(self.world, declared.group)
        if beyond is not None:
            self.world.found.append(beyond)
            return None
        self.read("total", declared.group, stated, whom, throughout=False)
        group = self.complete(stated, declared.span, whom)
        how = p.Redistribution.NOT_STATED
        if declared.redistribution is not None:
            how = {
                "share out in proportion": p.Redistribution.IN_PROPORTION,
                "share out equally": p.Redistribution.EQUALLY,
                "count as zero": p.Redistribution.COUNT_AS_ZERO,
                "count as full": p.Redistribution.COUNT_AS_FULL,
            }[declared.redistribution]
        figures = list(of_weights(declared, entry.layers, self.world.draft))
        stands = grounds(entry.layers, figures, self.world, (entry.declared.where,))
        return p.WeightsClause(
            test, group, how, joined(stands), entry.origin, grounds=stands, span=declared.span
        )

    # -- Reading what is written ------------------------------------------------------------------------------

    def read(self, node: str, group: ast.WeightGroup, stated: Group, whom: str, throughout: bool) -> None:
        """The weights of a node's parts, and of theirs, as they are written."""
        throughout = throughout or group.equal == "equal throughout"
        parts = self.nodes[node].parts
        entries: dict[str, ast.WeightEntry] = {}
        doubtful = False
        for entry in group.entries:
            try:
                name = node_named(entry.part, self.tree.scope("total"))
            except Refused as refused:
                gone = self.world.draft.dropped_in(self._kind_dropped(entry.part.text), entry.part.text)
                finding = (
                    errors.weight_of_dropped(entry.part.span, entry.part.text, gone)
                    if gone
                    else refused.finding
                )
                self.world.found.append(finding)
                doubtful = True
                continue
            if name not in parts:
                self.world.found.append(errors.not_a_part(entry.part.span, name, node, parts))
                doubtful = True
                continue
            if name in entries:
                self.world.found.append(errors.said_twice(entry.span, f"the weight of `{name}`"))
                continue
            entries[name] = entry
        if doubtful:
            stated[node] = tuple(p.Weight(part, fmpq(1, len(parts))) for part in parts)
        else:
            self.weigh(node, group, entries, stated, whom, throughout)
        for part in parts:
            below = entries[part].below if part in entries else None
            if below is not None:
                self.read(part, below, stated, whom, throughout)
            elif throughout and self.nodes[part].parts:
                self.read(part, ast.WeightGroup("equal", (), span=group.span), stated, whom, True)

    def _kind_dropped(self, name: str) -> str:
        return next((d.kind for d in self.world.draft.dropped if d.name == name), "")

    def weigh(
        self,
        node: str,
        group: ast.WeightGroup,
        entries: dict[str, ast.WeightEntry],
        stated: Group,
        whom: str,
        throughout: bool,
    ) -> None:
        parts = self.nodes[node].parts
        if group.equal is not None or throughout:
            if self.by_maxima(node) and group.equal != "equal":
                return
            share = fmpq(1, len(parts)) if parts else fmpq(1)
            stated[node] = tuple(p.Weight(part, share, span=group.span) for part in parts)
            for name, entry in entries.items():
                if entry.share is not None:
                    self.world.found.append(errors.said_twice(entry.span, f"the weight of `{name}`"))
            return
        given = {name: entry for name, entry in entries.items() if entry.share is not None}
        if not given:
            return
        if not self.weighted(node):
            what = "the total" if node == "total" else f"`{node}`"
            self.world.found.append(errors.no_effect(group.span, node, what))
        lacking = [part for part in parts if part not in given]
        if lacking:
            place = self.newest(group, given.values())
            self.world.found.append(errors.part_without_weight(place, node, lacking, whom))
            stated[node] = tuple(p.Weight(part, fmpq(1, len(parts))) for part in parts)
            return
        weights = []
        for part in parts:
            entry = given[part]
            assert entry.share is not None
            weights.append(p.Weight(part, entry.share, span=entry.span))
        total = sum((weight.share for weight in weights), fmpq(0))
        if total != 1:
            text = " + ".join(percent(weight.share) for weight in weights)
            place, kept = self.newest(group, given.values()), tuple(self.kept(given.values()))
            self.world.found.append(errors.weights_do_not_add_up(place, node, total, text, whom, kept))
        stated[node] = tuple(weights)

    def newest(self, group: ast.WeightGroup, entries: Collection[ast.WeightEntry]) -> Span:
        """Where the weights of a group stand that were written last: where an amendment wrote some, these."""
        spans = [entry.span for entry in entries]
        index = max((self.layers.index(layer_of(self.layers, span)) for span in spans), default=0)
        last = [span for span in spans if self.layers.index(layer_of(self.layers, span)) == index]
        if index == 0 or not last:
            return group.span
        return Span(last[0].source, min(span.start for span in last), max(span.end for span in last))

    def kept(self, entries: Collection[ast.WeightEntry]) -> Iterator[str]:
        """The weights that the last amendment of a group does not write, with the version whose they are."""
        layers = {entry.part.text: layer_of(self.layers, entry.span) for entry in entries}
        last = max(layers.values(), key=self.layers.index)
        for entry in entries:
            layer = layers[entry.part.text]
            if layer is not last and entry.share is not None:
                yield f"`{entry.part.text}` keeps {percent(entry.share)} from version {layer.version}"

    # -- What goes without saying -------------------------------------------------------------------------------

    def by_maxima(self, node: str) -> bool:
        """Whether a node is the sum of criteria that have maxima."""
        parts = self.nodes[node].parts
        return bool(parts) and all(self.nodes[part].kind is p.NodeKind.CRITERION for part in parts)

    def complete(self, stated: Group, place: Span, whom: str) -> Group:
        """The stated weights, with those that follow from maxima or from there being one part only."""
        group = dict(stated)
        for name, node in self.nodes.items():
            if name in group or not self.weighted(name):
                continue
            if self.by_maxima(name):
                group[name] = self.from_maxima(name)
            elif len(node.parts) == 1:
                group[name] = (p.Weight(node.parts[0], fmpq(1), span=node.span),)
            else:
                self.world.found.append(errors.part_without_weight(place, name, node.parts, whom))
                group[name] = tuple(p.Weight(part, fmpq(1, len(node.parts))) for part in node.parts)
        return group

    def from_maxima(self, name: str) -> tuple[p.Weight, ...]:
        node = self.nodes[name]
        maxima = [self.nodes[part].maximum for part in node.parts]
        total = sum(maxima, fmpq(0))
        scale = node.maximum - node.minimum
        if total != scale:
            text = " + ".join(str(m) for m in maxima) + f" = {total}"
            finding = errors.maxima_do_not_add_up(node.span, name, total, scale, text)  # type: ignore[arg-type]
            if finding not in self.world.found:
                self.world.found.append(finding)
        return tuple(
            p.Weight(part, maximum / total, span=self.nodes[part].span)
            for part, maximum in zip(node.parts, maxima, strict=True)
        )

    # -- Checks over all clauses --------------------------------------------------------------------------------

    def check_redistribution(self, clauses: list[p.WeightsClause]) -> None:
        if all(clause.redistribution is not p.Redistribution.NOT_STATED for clause in clauses):
            return
        for name, node in self.nodes.items():
            if not self.weighted(name):
                continue
            part = next((part for part in node.parts if self.tree.by_itself(part)), None)
            if part is not None:
                place = next(c.span for c in clauses if c.redistribution is p.Redistribution.NOT_STATED)
                assert place is not None
                self.world.found.append(errors.redistribution_not_stated(place, name, part))
                return

    def check_coverage(self, clauses: list[p.WeightsClause]) -> None:
        """Each kind of subject must have exactly one clause, as far as choices and yes-or-no fields tell."""
        fields = sorted(
            {name for c in clauses if c.condition is not None for name in _choice_fields(c.condition)}
        )
        table = self.world.schema.subject
        values: list[tuple[object, ...]] = []
        for name in fields:
            declared = table.field_named(name)
            if declared is None or not isinstance(declared.type, Choice | YesNo):
                return
            values.append(declared.type.names if isinstance(declared.type, Choice) else (True, False))
        if not clauses or prod(map(len, values)) * len(clauses) > MOST_KINDS:
            return
        for combination in product(*values):
            case = dict(zip(fields, combination, strict=True))
            holds = [c for c in clauses if c.condition is None or _holds(c.condition, case) is True]
            unsure = any(c.condition is not None and _holds(c.condition, case) is None for c in clauses)
            if unsure or len(holds) == 1:
                continue
            who = ", ".join(f"{n} {_word(v)}" for n, v in case.items()) or "any values"
            place = holds[-1].span if holds else clauses[-1].span
            assert place is not None
            self.world.found.append(errors.weights_cover(place, who, len(holds)))
            return


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _choice_fields(condition: p.Expression) -> set[str]:
    """The subject's fields that a condition looks at."""
    match condition:
        case p.FieldOf(row, name) if row.slot == 0:
            return {name}
        case p.Compare(_, left, right):
            return _choice_fields(left) | _choice_fields(right)
        case p.Every(operands) | p.Some(operands):
            return set().union(*(_choice_fields(o) for o in operands))
        case p.Not(operand):
            return _choice_fields(operand)
        case _:
            return set()


def _holds(condition: p.Expression, case: dict[str, object]) -> bool | None:
    """Whether a condition holds in a case; ``None`` where that cannot be told from it."""
    match condition:
        case p.FieldOf(row, name, YesNo()) if row.slot == 0:
            return bool(case[name])
        case p.Compare(
            p.Comparison.EQUAL | p.Comparison.NOT_EQUAL as how, p.FieldOf(row, name), p.Constant(value)
        ) if row.slot == 0:
            return (case[name] == value) is (how is p.Comparison.EQUAL)
        case p.Every(operands):
            answers = [_holds(o, case) for o in operands]
            return False if False in answers else None if None in answers else True
        case p.Some(operands):
            answers = [_holds(o, case) for o in operands]
            return True if True in answers else None if None in answers else False
        case p.Not(operand):
            inner = _holds(operand, case)
            return None if inner is None else not inner
        case _:
            return None
