"""Two programs side by side, with names and slots brought together: what is the same in both is equal in both."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from effrules.compare.edits.change import Place, Thing
from effrules.compare.matching.names import Key, Names, Space, key
from effrules.compare.matching.pairing import How, Pairs, matched
from effrules.compare.matching.reading import Reading
from effrules.compare.matching.rewriting import Rewriter, Slots
from effrules.model import program as p

NODE_THINGS = {
    p.NodeKind.TOTAL: Thing.TOTAL,
    p.NodeKind.BLOCK: Thing.BLOCK,
    p.NodeKind.DIRECTION: Thing.DIRECTION,
    p.NodeKind.CRITERION: Thing.CRITERION,
}


@frozen(eq=False)
class Sides:
    """The two programs as they are (``old``, ``new``) and with their names brought together (``left``, ``right``)."""

    old: p.Program
    new: p.Program
    pairs: Pairs
    left: p.Program
    right: p.Program
    reads_left: Reading
    reads_right: Reading
    was: Mapping[Key, str] = field(repr=False)
    """The old names of things, by the key under which they go now; fields by the table's name now."""

    def old_name(self, space: Space, name: str, inside: str = "") -> str:
        """What something was called in the old methodology."""
        return self.was.get(key(space, name, inside), name)

    def how(self, space: Space, name: str, inside: str = "") -> How | None:
        """Why a thing of the new methodology is taken for one of the old one."""
        if space is Space.FIELD:
            inside = self.old_name(Space.TABLE, inside)
        return next((pair.how for pair in self.pairs.of(space, inside) if pair.new == name), None)

    def goes_with_form(self, was: str, name: str, table: str) -> bool:
        """Whether a field of a form is called otherwise only because its form is."""
        before, _, own = was.rpartition(".")
        form, _, called = name.rpartition(".")
        return own == called and form != "" and self.old_name(Space.FIELD, form, table) == before

    # -- Where things are -----------------------------------------------------------------------------------

    def node_place(self, name: str) -> Place:
        """The place of a node."""
        node = self.right.nodes.get(name)
        if node is not None:
            return Place(NODE_THINGS[node.kind], name)
        return Place(NODE_THINGS[self.left.nodes[name].kind], self.old_name(Space.NODE, name))

    def node_path(self, name: str) -> str:
        """The nodes from below the total down to one: ``block goals > direction budget_use``."""
        steps: list[str] = []
        at: str | None = name
        while at is not None and (at != "total" or not steps):
            there = at in self.right.nodes
            node = self.right.nodes[at] if there else self.left.nodes[at]
            shown = at if there else self.old_name(Space.NODE, at)
            steps.insert(0, "total" if at == "total" else f"{node.kind.value} {shown}")
            at = node.parent
        return " > ".join(steps)

    def table_place(self, name: str) -> Place:
        """The place of a table, or of the subject."""
        table = self.right.schema.table_named(name) or self.left.schema.table_named(name)
        there = self.right.schema.table_named(name) is not None
        thing = Thing.SUBJECT if table is not None and table.owner is None else Thing.TABLE
        return Place(thing, name if there else self.old_name(Space.TABLE, name))

    def adjustment_place(self, name: str) -> Place:
        """The place of a penalty or bonus."""
        there = {adjustment.name: adjustment for adjustment in self.right.adjustments}
        adjustment = there.get(name) or next(a for a in self.left.adjustments if a.name == name)
        shown = name if name in there else self.old_name(Space.ADJUSTMENT, name)
        return Place(Thing(adjustment.kind.value), shown)


def path_of(place: Place) -> str:
    """A place by itself: ``penalty late``."""
    return f"{place.thing.value} {place.name}".rstrip()


def side_by_side(old: p.Program, new: p.Program) -> Sides:
    """Bring the names of two programs together."""
    pairs = matched(old, new)
    slots = Slots()
    left = Rewriter(old, pairs.names, slots, "old").whole()
    right = Rewriter(new, Names(), slots, "new").whole()
    was: dict[Key, str] = {}
    for (space, inside, name), now in pairs.to.items():
        where = pairs.names.of(Space.TABLE, inside) if space is Space.FIELD else inside
        was[key(space, now, where)] = name
    return Sides(old, new, pairs, left, right, Reading(left), Reading(right), was)
