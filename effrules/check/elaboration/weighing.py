"""Weights: each part of a weighted node has one, for every kind of subject, and they make 100 % exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flint import fmpq

from effrules.amend import name_errors
from effrules.amend.draft import Entry, written
from effrules.amend.layers import Layers, layer_of
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.kinds import MOST_KINDS as MOST_TOLD_APART
from effrules.check.elaboration.nodes import Tree
from effrules.check.errors import clause_errors, maximum_errors, weight_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions import no_total
from effrules.check.expressions.grounding import grounds, of_weights
from effrules.check.expressions.scope import World
from effrules.check.expressions.scores import node_named
from effrules.check.expressions.typed import condition
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.basis import Basis
from effrules.model.grounds import joined
from effrules.model.kinds import Case
from effrules.model.thing_words import TOTAL
from effrules.model.walk import outermost, walk
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Text as Words

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
        self.cases: tuple[Case, ...] = ({},)
        """The kinds of subjects that it is for, as far as they have other nodes or maxima than others."""
        self.asked: frozenset[str] = frozenset()
        """The fields that its condition looks at."""
        self.by_maxima_alone: set[str] = set()
        """The nodes for whose parts it states no weights."""

    def weighted(self, name: str) -> bool:
        """Whether a node's parts need weights: it has parts and no formula, or a formula that weighs them."""
        node = self.nodes[name]
        if not node.parts or node.no_total is not None:
            return False
        if node.formula is None:
            return True
        return any(
            isinstance(inner, p.PartsAggregate) and inner.weighted
            for formula in outermost(node)
            for inner in walk(formula)
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
            self.begin(None)
            group = self.complete({}, span, weight_errors.EVERY_SUBJECT)
            made.append(
                p.WeightsClause(
                    None, group, p.Redistribution.NOT_STATED, Basis(), written(root.origin.version),
                    frozenset(self.by_maxima_alone), span=span,
                )
            )  # fmt: skip
        self.check_redistribution(made)
        self.check_coverage(made)
        return tuple(made)

    def clause(self, entry: Entry[ast.Weights]) -> p.WeightsClause | None:
        declared = entry.declared
        subject = self.world.schema.subject.name
        if declared.subject is not None and self.world.draft.current_name(declared.subject.text) != subject:
            self.world.found.append(
                name_errors.unknown(declared.subject.span, Sought.SUBJECT, declared.subject.text, [subject])
            )
        test = None
        whom = weight_errors.EVERY_SUBJECT
        if declared.where is not None:
            try:
                test = condition(declared.where, self.tree.scope("total"))
                whom = weight_errors.of_subject_where(subject, declared.where.span.text)
            except Refused as refused:
                self.world.found.append(refused.finding)
                return None
        stated: Group = {}
        self.layers = entry.layers
        beyond = no_total.weighed(self.world, declared.group)
        if beyond is not None:
            self.world.found.append(beyond)
            return None
        self.begin(test)
        self.read("total", declared.group, stated, whom, throughout=False)
        group = self.complete(stated, declared.span, whom)
        how = declared.redistribution or p.Redistribution.NOT_STATED
        figures = list(of_weights(declared, entry.layers, self.world.draft))
        stands = grounds(entry.layers, figures, self.world, (entry.declared.where,))
        return p.WeightsClause(
            test, group, how, joined(stands), entry.origin, frozenset(self.by_maxima_alone),
            grounds=stands, span=declared.span,
        )  # fmt: skip

    # -- Kinds of subjects ------------------------------------------------------------------------------------

    def begin(self, test: p.Expression | None) -> None:
        """Begin with a clause: the kinds that it is for."""
        self.by_maxima_alone = set()
        fields = frozenset(kinds.deciding(self.nodes))
        self.asked = frozenset() if test is None else kinds.fields_of(test)
        table = self.world.schema.subject
        if not fields or kinds.cases(table, tuple(sorted(fields)), MOST_TOLD_APART) is None:
            self.cases = () if fields else ({},)  # of too many kinds the checker has told already
            return
        both = tuple(sorted(fields | self.asked))
        found = kinds.cases(table, both, MOST_KINDS) or kinds.cases(table, tuple(sorted(fields)), MOST_KINDS)
        self.cases = tuple(c for c in found or () if test is None or kinds.decided(test, c) is not False)

    def having(self, node: str) -> Iterator[tuple[Case, tuple[str, ...]]]:
        """The kinds that have a node, with the parts of it that they have; of those with the same parts the first."""
        seen = set()
        for case in self.cases:
            parts = kinds.parts(self.nodes, node, case)
            if parts and parts not in seen and self.has_all(node, case):
                seen.add(parts)
                yield case, parts

    def has_all(self, node: str, case: Case) -> bool:
        """Whether a kind has a node and all above it."""
        at: str | None = node
        while at is not None and at != "total":
            if not kinds.has(self.nodes, at, case):
                return False
            at = self.nodes[at].parent
        return True

    def there(self, node: str) -> tuple[str, ...]:
        """The parts of a node that some kind has, in their order."""
        some = {part for _, parts in self.having(node) for part in parts}
        return tuple(part for part in self.nodes[node].parts if part in some)

    def whom(self, case: Case, whom: Words) -> Words:
        """Whom a finding is about: those of the clause, of one kind where that matters."""
        return weight_errors.of_kind(whom, kinds.called(case)) if set(case) - self.asked else whom

    # -- Reading what is written ------------------------------------------------------------------------------

    def read(self, node: str, group: ast.WeightGroup, stated: Group, whom: Words, throughout: bool) -> None:
        """The weights of a node's parts, and of theirs, as they are written."""
        throughout = throughout or group.equal is ast.Equal.THROUGHOUT
        parts = self.nodes[node].parts
        entries: dict[str, ast.WeightEntry] = {}
        doubtful = False
        for entry in group.entries:
            try:
                name = node_named(entry.part, self.tree.scope("total"))
            except Refused as refused:
                gone = self.world.draft.dropped_in(entry.part.text)
                finding = (
                    weight_errors.weight_of_dropped(entry.part.span, entry.part.text, gone)
                    if gone
                    else refused.finding
                )
                self.world.found.append(finding)
                doubtful = True
                continue
            if name not in parts:
                self.world.found.append(weight_errors.not_a_part(entry.part.span, name, node, parts))
                doubtful = True
                continue
            if name in entries:
                self.world.twice(entry.span, clause_errors.WEIGHT_OF.of(name=name))
                continue
            entries[name] = entry
        if doubtful:
            self.set_equal(stated, node, parts)
        else:
            self.weigh(node, group, entries, stated, whom, throughout)
        for part in parts:
            below = entries[part].below if part in entries else None
            if below is not None:
                self.read(part, below, stated, whom, throughout)
            elif throughout and self.nodes[part].parts:
                self.read(part, ast.WeightGroup(ast.Equal.HERE, (), span=group.span), stated, whom, True)

    def weigh(
        self,
        node: str,
        group: ast.WeightGroup,
        entries: dict[str, ast.WeightEntry],
        stated: Group,
        whom: Words,
        throughout: bool,
    ) -> None:
        parts = self.there(node)
        if group.equal is not None or throughout:
            if self.by_maxima(node) and group.equal is not ast.Equal.HERE:
                return
            self.set_equal(stated, node, parts, group.span)
            for name, entry in entries.items():
                if entry.share is not None:
                    self.world.twice(entry.span, clause_errors.WEIGHT_OF.of(name=name))
            return
        given = {name: entry for name, entry in entries.items() if entry.share is not None}
        if not given:
            return
        if not self.weighted(node):
            what = TOTAL if node == "total" else f"`{node}`"
            self.world.found.append(weight_errors.no_effect(group.span, node, what))
        if not all(self.adds_up(node, group, given, case, own, whom) for case, own in self.having(node)):
            self.set_equal(stated, node, parts)
            return
        stated[node] = tuple(
            p.Weight(part, entry.share, span=entry.span)
            for part, entry in ((part, given.get(part)) for part in parts)
            if entry is not None and entry.share is not None
        )

    def set_equal(self, stated: Group, node: str, parts: Sequence[str], span: Span | None = None) -> None:
        """Give the parts of a node the same weight."""
        stated[node] = tuple(p.Weight(part, fmpq(1, len(parts)), span=span) for part in parts)

    def adds_up(
        self,
        node: str,
        group: ast.WeightGroup,
        given: dict[str, ast.WeightEntry],
        case: Case,
        parts: Sequence[str],
        whom: Words,
    ) -> bool:
        """Whether the weights that are given name exactly the parts that a kind has and make 1; else it is found."""
        others = [name for name in given if name not in parts]
        for name in others:
            self.world.found.append(
                weight_errors.part_of_others(given[name].span, name, node, kinds.called(case), whom)
            )
        if others:
            return False
        whom = self.whom(case, whom)
        lacking = [part for part in parts if part not in given]
        place = self.newest(group, given.values())
        if lacking:
            self.world.found.append(weight_errors.part_without_weight(place, node, lacking, whom))
            return False
        shares = [share for part in parts if (share := given[part].share) is not None]
        total = sum(shares, fmpq(0))
        if total != 1:
            text = weight_errors.added(shares)
            kept = tuple(self.kept(given.values()))
            self.world.found.append(weight_errors.weights_do_not_add_up(place, node, total, text, whom, kept))
        return True

    def newest(self, group: ast.WeightGroup, entries: Collection[ast.WeightEntry]) -> Span:
        """Where the weights of a group stand that were written last: where an amendment wrote some, these."""
        spans = [entry.span for entry in entries]
        index = max((self.layers.index(layer_of(self.layers, span)) for span in spans), default=0)
        last = [span for span in spans if self.layers.index(layer_of(self.layers, span)) == index]
        if index == 0 or not last:
            return group.span
        return Span(last[0].source, min(span.start for span in last), max(span.end for span in last))

    def kept(self, entries: Collection[ast.WeightEntry]) -> Iterator[Words]:
        """The weights that the last amendment of a group does not write, with the version whose they are."""
        layers = {entry.part.text: layer_of(self.layers, entry.span) for entry in entries}
        last = max(layers.values(), key=self.layers.index)
        for entry in entries:
            layer = layers[entry.part.text]
            if layer is not last and entry.share is not None:
                yield weight_errors.kept(entry.part.text, entry.share, layer.version)

    # -- What goes without saying -------------------------------------------------------------------------------

    def by_maxima(self, node: str) -> bool:
        """Whether a node is the sum of criteria that have maxima."""
        parts = self.nodes[node].parts
        return bool(parts) and all(self.nodes[part].kind is p.NodeKind.CRITERION for part in parts)

    def complete(self, stated: Group, place: Span, whom: Words) -> Group:
        """The stated weights, with those that follow from maxima or from there being one part only."""
        group = dict(stated)
        for name in self.nodes:
            if name in group or not self.weighted(name):
                continue
            parts = self.there(name)
            if self.by_maxima(name):
                group[name] = self.from_maxima(name, parts)
                self.by_maxima_alone.add(name)
                continue
            several = next(((case, own) for case, own in self.having(name) if len(own) > 1), None)
            if several is not None:
                case, own = several
                finding = weight_errors.part_without_weight(place, name, own, self.whom(case, whom))
                self.world.found.append(finding)
            self.set_equal(group, name, parts, self.nodes[name].span if len(parts) == 1 else None)
        return group

    def from_maxima(self, name: str, parts: Sequence[str]) -> tuple[p.Weight, ...]:
        node = self.nodes[name]
        for case in self.cases:
            having = kinds.parts(self.nodes, name, case)
            several = [self.nodes[one] for one in (name, *having) if self.nodes[one].maxima]
            if (
                not having
                or not self.has_all(name, case)
                or not all(_one_holds(one, case) for one in several)
            ):
                continue
            maxima = [kinds.maximum(self.nodes[part], case) for part in having]
            total = sum(maxima, fmpq(0))
            scale = kinds.maximum(node, case) - node.minimum
            if total != scale:
                text = " + ".join(str(m) for m in maxima) + f" = {total}"
                finding = maximum_errors.maxima_do_not_add_up(
                    node.span, name, total, scale, text, kinds.called(case)
                )
                if not any(f.place == finding.place and f.code == finding.code for f in self.world.found):
                    self.world.found.append(finding)
        highest = [self.nodes[part].maximum for part in parts]
        whole = sum(highest, fmpq(0))
        return tuple(
            p.Weight(part, maximum / whole, span=self.nodes[part].span)
            for part, maximum in zip(parts, highest, strict=True)
        )

    # -- Checks over all clauses --------------------------------------------------------------------------------

    def check_redistribution(self, clauses: list[p.WeightsClause]) -> None:
        if all(clause.redistribution is not p.Redistribution.NOT_STATED for clause in clauses):
            return
        for name, node in self.nodes.items():
            if not self.weighted(name):
                continue
            work = self.tree.kinds
            part = next(
                (
                    part
                    for case in work.cases
                    for part in node.parts
                    if work.has(part, case) and work.may_lack(part, case)
                ),
                None,
            )
            if part is not None:
                place = next(c.span for c in clauses if c.redistribution is p.Redistribution.NOT_STATED)
                assert place is not None
                self.world.found.append(weight_errors.redistribution_not_stated(place, name, part))
                return

    def check_coverage(self, clauses: list[p.WeightsClause]) -> None:
        """Each kind of subject must have exactly one clause, as far as choices and yes-or-no fields tell."""
        conditions = [c.condition for c in clauses if c.condition is not None]
        fields = tuple(sorted(frozenset().union(*map(kinds.fields_of, conditions))))
        most = MOST_KINDS // len(clauses) if clauses else 0
        for case in kinds.cases(self.world.schema.subject, fields, most) or ():
            holds = [c for c in clauses if _holds(c, case) is True]
            unsure = any(_holds(c, case) is None for c in clauses)
            if unsure or len(holds) == 1:
                continue
            place = holds[-1].span if holds else clauses[-1].span
            assert place is not None
            self.world.found.append(weight_errors.weights_cover(place, kinds.called(case), len(holds)))
            return


def _one_holds(node: p.ScoreNode, case: Case) -> bool:
    return sum(kinds.decided(one.condition, case) is True for one in node.maxima) == 1


def _holds(clause: p.WeightsClause, case: Case) -> bool | None:
    """Whether a clause is for a kind; ``None`` where that cannot be told from it."""
    return True if clause.condition is None else kinds.decided(clause.condition, case)
