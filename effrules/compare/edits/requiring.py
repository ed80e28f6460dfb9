"""What each edit requires: the edits without which a program would read what is not there, or would not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.circles import tied_by_circles
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.sides import Sides
from effrules.compare.edits.touching import touched
from effrules.compare.matching import forms
from effrules.compare.matching.names import Space
from effrules.compare.matching.reading import Of, Ref, kind_of
from effrules.compare.matching.things import field_of, of_figures, things
from effrules.model import program as p

FEW = 12
"""Of up to so many edits that go together each names all the others."""


def requiring(sides: Sides, found: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits, each with what it requires."""
    work = _Requiring(sides, found)
    work.all()
    return tuple(evolve(edit, requires=frozenset(work.needs[edit.key] - {edit.key})) for edit in found)


class _Requiring:
    def __init__(self, sides: Sides, found: Sequence[Edit]) -> None:
        self.sides = sides
        self.found = found
        self.needs: dict[str, set[str]] = defaultdict(set)
        self.bring: dict[Ref, set[str]] = defaultdict(set)
        """Which edits make something be there (or be so) that was not before."""
        self.take: dict[Ref, set[str]] = defaultdict(set)
        """Which edits make something not be there (or be so) any more."""
        self.of_node: dict[str, list[Edit]] = defaultdict(list)
        for edit in found:
            space, inside, name = edit.at
            if space is Space.NODE and not inside.startswith(("weights", "methodology")):
                self.of_node[name].append(edit)

    def all(self) -> None:
        """Find all that is required."""
        self.note()
        for edit in self.found:
            touch = touched(self.sides, edit)
            for ref in touch.after:
                self.needs[edit.key] |= self.bring.get(ref, set())
            for ref in touch.before:
                for taker in self.take.get(ref, ()):
                    self.needs[taker].add(edit.key)
        self.names()
        self.tree()
        self.criteria()
        self.amounts()
        self.redistribution()
        self.scale()
        for keys in tied_by_circles(self.sides, self.found):
            self.tie(keys)

    def tie(self, keys: Iterable[str]) -> None:
        """All or none of them: each requires the others; of many, the next one, the last the first, which comes to the same."""
        ring = sorted(set(keys))
        for at, key in enumerate(ring):
            self.needs[key].update(ring if len(ring) <= FEW else {ring[(at + 1) % len(ring)]})

    # -- What edits bring and take --------------------------------------------------------------------------

    def note(self) -> None:
        """Note what each edit brings in and takes out."""
        left, right = self.sides.reads_left, self.sides.reads_right
        for edit in self.found:
            space, inside, name = edit.at
            match edit:
                case e.Presence():
                    present, into = (left, self.take) if edit.after is None else (right, self.bring)
                    for ref in things(present, space, inside, name):
                        into[ref].add(edit.key)
                case e.Option():
                    word = edit.after or edit.before
                    (self.bring if edit.after else self.take)[Of.CHOICE, inside, name, word].add(edit.key)
                case e.Row():
                    if edit.before is None and edit.after is not None:
                        self.bring[Of.ROW, name, edit.after[0]].add(edit.key)
                    if edit.after is None and edit.before is not None:
                        self.take[Of.ROW, name, edit.before[0]].add(edit.key)
                case e.Columns():
                    ours = set(of_figures(self.sides.left.figures[name]))
                    theirs = set(of_figures(self.sides.right.figures[name]))
                    for ref in theirs - ours:
                        self.bring[ref].add(edit.key)
                    for ref in ours - theirs:
                        self.take[ref].add(edit.key)
                case e.Signature():
                    ours_now = self.sides.left.definitions[name], self.sides.right.definitions[name]
                    self.take[Of.SIGNATURE, name, forms.signature(ours_now[0])].add(edit.key)
                    self.bring[Of.SIGNATURE, name, forms.signature(ours_now[1])].add(edit.key)
                case e.Reported():
                    before, after = field_of(left, inside, name), field_of(right, inside, name)
                    for what, ours_then, theirs_now in (
                        (Of.KIND, kind_of(before), kind_of(after)),
                        (Of.DOMAIN, before.domain, after.domain),
                    ):
                        if ours_then != theirs_now:
                            self.take[what, inside, name, ours_then].add(edit.key)
                            self.bring[what, inside, name, theirs_now].add(edit.key)
                case _:
                    pass
        self.note_left_out(left.may_be_left_out, right.may_be_left_out)

    def note_left_out(self, before: Mapping[str, bool], after: Mapping[str, bool]) -> None:
        """Nodes that can be not applicable on one side only: by which edits on them, above them and below them."""
        for name in before:
            if name in after and before[name] != after[name]:
                keys = {
                    edit.key
                    for node in self.family(name)
                    for edit in self.of_node[node]
                    if isinstance(edit, e.Applicability | e.Presence | e.Move) or _is_only(edit)
                }
                self.take[Of.LEFT_OUT, name, before[name]] |= keys
                self.bring[Of.LEFT_OUT, name, after[name]] |= keys

    def family(self, name: str) -> set[str]:
        """A node, those above it and those below it, in both programs."""
        found: set[str] = set()
        for program in (self.sides.left, self.sides.right):
            at = program.nodes[name].parent
            while at is not None:
                found.add(at)
                at = program.nodes[at].parent
            ahead = [name]
            while ahead:
                below = ahead.pop()
                found.add(below)
                ahead.extend(program.nodes[below].parts)
        return found

    # -- Names ----------------------------------------------------------------------------------------------

    def names(self) -> None:
        """A name can be given only once the thing that bore it has given it up."""
        freed: dict[tuple[Space, str, str], str] = {}
        for edit in self.found:
            space, inside, _ = edit.at
            match edit:
                case e.Rename():
                    freed[space, inside, edit.before] = edit.key
                case e.Presence() if edit.after is None:
                    freed[space, inside, self.sides.old_name(*_named(edit.at))] = edit.key
                case _:
                    pass
        for edit in self.found:
            space, inside, name = edit.at
            match edit:
                case e.Rename():
                    other = freed.get((space, inside, edit.after))
                case e.Presence() if edit.before is None:
                    other = freed.get((space, inside, name))
                case _:
                    continue
            if other is not None:
                self.needs[edit.key].add(other)

    # -- The tree -------------------------------------------------------------------------------------------

    def structural(self) -> dict[str, set[str]]:
        """For each node the edits that put parts in or take parts out."""
        found: dict[str, set[str]] = defaultdict(set)
        left, right = self.sides.left.nodes, self.sides.right.nodes
        for name, edits in self.of_node.items():
            for edit in edits:
                if isinstance(edit, e.Presence | e.Move) or _is_only(edit):
                    for nodes in (left, right):
                        parent = nodes[name].parent if name in nodes else None
                        while parent is not None:
                            found[parent].add(edit.key)
                            if not _is_only(edit):
                                break
                            parent = nodes[
                                parent
                            ].parent  # made of parts that nobody has, it is there for nobody
        return found

    def tree(self) -> None:
        """Weights name exactly the parts; what has no formula has parts; what has parts that are summed adds up."""
        left, right = self.sides.left, self.sides.right
        weighted = _weighted(left), _weighted(right)
        weights: dict[str, set[str]] = defaultdict(set)
        clauses: set[str] = set()
        for edit in self.found:
            if isinstance(edit, e.Weights):
                weights[edit.node].add(edit.key)
            elif isinstance(edit, e.Clauses):
                clauses.add(edit.key)
        structural = self.structural()
        above = {
            program.nodes[name].parent
            for name, edits in self.of_node.items()
            for program in (left, right)
            if name in program.nodes and any(map(_is_end, edits))
        }
        for name in {
            *structural,
            *weights,
            *self.of_node,
            *(parent for parent in above if parent is not None),
        }:
            together = set(structural.get(name, ())) | weights.get(name, set())
            maxima = self.maxima(name)
            if name not in left.nodes or name not in right.nodes:
                # The node itself comes or goes: with all that is put in it or taken out of it.
                together |= {edit.key for edit in self.of_node[name] if isinstance(edit, e.Presence)}
                known = name in weighted[0] or name in weighted[1]
                self.tie(together | maxima | (clauses if known else set()))
                continue
            is_weighted = name in weighted[0], name in weighted[1]
            ours, theirs = left.nodes[name], right.nodes[name]
            own = {
                edit.key
                for edit in self.of_node[name]
                if isinstance(edit, e.Total) or (isinstance(edit, e.Formula) and edit.of is e.FormulaOf.SCORE)
            }
            if is_weighted[0] != is_weighted[1] or bool(ours.parts) != bool(theirs.parts):
                self.tie(together | own | maxima | clauses)
            elif any(is_weighted):
                changed = bool(structural.get(name)) or bool(weights.get(name) and maxima)
                if structural.get(name):
                    self.tie(together | maxima | clauses)
                elif changed:
                    self.tie(together | maxima)
                elif maxima:
                    self.tie(maxima)
            elif not set(ours.parts) & set(theirs.parts):
                self.tie(together | own)

    def maxima(self, name: str) -> set[str]:
        """The edits of the maxima of a node's parts."""
        parts = [
            part
            for program in (self.sides.left, self.sides.right)
            if name in program.nodes
            for part in program.nodes[name].parts
        ]
        return {
            edit.key
            for part in parts
            for edit in self.of_node[part]
            if _is_end(edit) and self.sides.right.nodes[part].kind is p.NodeKind.CRITERION
        }

    def criteria(self) -> None:
        """A criterion's formula and its maximum go together: else its score could lie outside."""
        for edits in self.of_node.values():
            numbers = {edit.key for edit in edits if _is_end(edit)}
            scores = {edit.key for edit in edits if isinstance(edit, e.Formula)}
            if numbers and scores:
                self.tie(numbers | scores)
            elif any(isinstance(edit, e.Number) and None in (edit.before, edit.after) for edit in edits):
                self.tie(numbers)  # maxima that are for others now: only together are they for everybody

    # -- Penalties, weights, scale --------------------------------------------------------------------------

    def amounts(self) -> None:
        """An amount for each row goes with the rows, where those are of another table."""
        of: dict[str, list[Edit]] = defaultdict(list)
        for edit in self.found:
            if edit.at[0] is Space.ADJUSTMENT:
                of[edit.at[2]].append(edit)
        for edits in of.values():
            rows = next((edit for edit in edits if isinstance(edit, e.Incidents)), None)
            if rows is None:
                continue
            tables = [None if r is None else r.variable.table for r in (rows.before, rows.after)]
            if tables[0] != tables[1]:
                amounts = {x.key for x in edits if isinstance(x, e.Formula) and x.of is e.FormulaOf.AMOUNT}
                self.tie({rows.key, *amounts})

    def redistribution(self) -> None:
        """Where a part can be not applicable, the rules must say what becomes of its weight."""
        unsaid = p.Redistribution.NOT_STATED
        leaving = [
            edit
            for edits in self.of_node.values()
            for edit in edits
            if isinstance(edit, e.Applicability | e.Presence)
        ]
        for edit in self.found:
            match edit:
                case e.Redistribution():
                    before, after = edit.before, edit.after
                case e.Clauses():
                    stated = [{c.redistribution for c in clauses} for clauses in (edit.before, edit.after)]
                    before, after = (unsaid if unsaid in s else p.Redistribution.EQUALLY for s in stated)
                case _:
                    continue
            for other in leaving:
                ours, theirs = _leaves_out(other)
                if before is unsaid and theirs and not ours:
                    self.needs[other.key].add(edit.key)
                if after is unsaid and ours and not theirs:
                    self.needs[edit.key].add(other.key)

    def scale(self) -> None:
        """Another scale goes with all that must fit it: maxima, grades."""
        scales = {edit.key for edit in self.found if isinstance(edit, e.Scale)}
        if scales:
            fitting = {
                edit.key
                for edit in self.found
                if isinstance(edit, e.Grades)
                or _is_end(edit)
                or (isinstance(edit, e.Presence) and edit.at[0] in (Space.NODE, Space.RATING))
            }
            self.tie(scales | fitting)


def _named(at: tuple[Space, str, str]) -> tuple[Space, str, str]:
    space, inside, name = at
    return space, name, inside


def _weighted(program: p.Program) -> set[str]:
    return {name for clause in program.weights for name in clause.weights}


def _is_end(edit: Edit) -> bool:
    """Whether an edit changes an end of a node's own scale."""
    return isinstance(edit, e.Number) and edit.of in (e.NumberOf.MAXIMUM, e.NumberOf.MINIMUM)


def _is_only(edit: Edit) -> bool:
    """Whether an edit changes for whom alone a node is there."""
    return isinstance(edit, e.Formula) and edit.of is e.FormulaOf.ONLY


def _leaves_out(edit: Edit) -> tuple[bool, bool]:
    """Whether what an edit changes can be not applicable by its own words: before, after."""
    match edit:
        case e.Applicability():
            return bool(edit.before), bool(edit.after)
        case e.Presence():
            return tuple(  # type: ignore[return-value]
                isinstance(node, p.ScoreNode) and any(not test.only for test in node.not_applicable)
                for node in (edit.before, edit.after)
            )
        case _:
            return False, False
