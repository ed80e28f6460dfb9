"""Which things of two methodologies are the same thing.

First what the rules declare (``rename ... was ...``), then what has the same name and kind, then, among the rest, what is alike:

- titles that share four fifths of their words, in a language that both have (``LIKE_TITLES``), or
- formulas, of at least ``LEAST`` pieces, that share nine tenths of them (``LIKE_FORMULAS``); tables of figures, rows likewise.

The likest pair comes first, then the order of the text decides, so that the outcome is always the same. Two definitions
that take other rows are not of one kind; nor are a penalty and a bonus, a block and a direction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from attrs import define, field, frozen

from effrules.compare.matching import forms
from effrules.compare.matching.forms import Shape
from effrules.compare.matching.names import Key, Names, Space, key
from effrules.compare.matching.rewriting import Rewriter, Slots
from effrules.compare.matching.things import procedure
from effrules.model import program as p
from effrules.model.basis import SourceText
from effrules.model.schema import Field, Table, Titles
from effrules.model.things import PROCEDURE

LIKE_TITLES = Fraction(4, 5)
LIKE_FORMULAS = Fraction(9, 10)
LEAST = 8
"""Formulas of fewer pieces (``50 points``) are too common to tell anything."""

LEAST_FIELDS = 3
"""Tables of fewer fields are too common to tell anything by them."""

T = TypeVar("T")


class How(Enum):
    """Why two things are taken for the same."""

    DECLARED = "declared"
    NAME = "name"
    LIKENESS = "likeness"


@frozen
class Matched:
    """A thing of the old methodology found in the new one."""

    old: str
    new: str
    how: How


@define
class Pairs:
    """What was matched, space by space (fields: by the old table's name), and what the old names become."""

    matched: dict[tuple[Space, str], tuple[Matched, ...]] = field(factory=dict)
    to: dict[Key, str] = field(factory=dict)

    def of(self, space: Space, inside: str = "") -> tuple[Matched, ...]:
        """The matched things of a space."""
        return self.matched.get((space, inside), ())

    @property
    def names(self) -> Names:
        """What the old names become: the new ones; what is gone keeps its own unless a new thing has taken it."""
        return Names(self.to)


GONE = "~"
"""Stands behind the name of something that is gone, where something new bears that name."""


def matched(old: p.Program, new: p.Program) -> Pairs:
    """Match two methodologies."""
    return _Matching(old, new).run()


class _Matching:
    def __init__(self, old: p.Program, new: p.Program) -> None:
        self.old, self.new = old, new
        self.pairs = Pairs()
        before = {pair for pair in old.renamed.items() if pair not in new.renamed.items()}
        after = {pair for pair in new.renamed.items() if pair not in old.renamed.items()}
        self.declared = {**{now: was for was, now in before}, **dict(after)}

    def run(self) -> Pairs:
        old, new = self.old, self.new
        self.match(Space.SOURCE, old.sources, new.sources, _name, _one_kind, _like_sources)
        self.tables()
        self.match(Space.FIGURES, old.figures.values(), new.figures.values(), _name, _one_kind, _like_figures)
        self.definitions()
        self.nodes()
        self.adjustments()
        rated = [self._rewriter().rating(rating) for rating in old.ratings]
        self.match(Space.RATING, rated, new.ratings, lambda rating: rating.node, _one_kind, _never)
        self.match(Space.RANKING, old.rankings, new.rankings, _name, _one_kind, _like_titles)
        self.match(Space.PROPERTY, old.properties, new.properties, _name, _one_kind, _like_titles)
        self.match(Space.EXAMPLE, old.examples, new.examples, _name, _one_kind, _never)
        ours, theirs = procedure(old), procedure(new)
        self.match(Space.PROCEDURE, ours, theirs, str, lambda one: one.rpartition(" ")[0], _never)
        return self.pairs

    # -- One space at a time --------------------------------------------------------------------------------

    def match(
        self,
        space: Space,
        olds: Iterable[T],
        news: Iterable[T],
        name: Callable[[T], str],
        kind: Callable[[T], object],
        alike: Callable[[T, T], Fraction],
        inside: str = "",
    ) -> None:
        left = {name(thing): thing for thing in olds}
        right = {name(thing): thing for thing in news}
        found: dict[str, Matched] = {}
        taken: set[str] = set()

        def take(old: str, new: str, how: How) -> None:
            if old in found or new in taken or kind(left[old]) != kind(right[new]):
                return
            found[old] = Matched(old, new, how)
            taken.add(new)

        for old in left:
            now = self._declared(old)
            if now is not None and now in right:
                take(old, now, How.DECLARED)
        for old in left:
            if old in right:
                take(old, old, How.NAME)
        rest = [old for old in left if old not in found]
        fresh = [new for new in right if new not in taken]
        ranked = []
        for at, old in enumerate(rest):
            for to, new in enumerate(fresh):
                if kind(left[old]) == kind(right[new]):
                    score = alike(left[old], right[new])
                    if score:
                        ranked.append((-score, at, to, old, new))
        for _, _, _, old, new in sorted(ranked):
            take(old, new, How.LIKENESS)
        self.pairs.matched[space, inside] = tuple(found[old] for old in left if old in found)
        for old in left:
            self.pairs.to[key(space, old, inside)] = (
                found[old].new if old in found else old + GONE if old in right else old
            )

    def _declared(self, name: str) -> str | None:
        form, dot, field = name.partition(".")
        if dot:  # a field of a form is renamed with it
            renamed = self._declared(form)
            return None if renamed is None else f"{renamed}.{field}"
        kind, blank, own = name.rpartition(" ")
        if blank and kind in set(PROCEDURE):
            renamed = self._declared(own)
            return None if renamed is None else f"{kind} {renamed}"
        seen: set[str] = set()
        at = name
        while at in self.declared and at not in seen:
            seen.add(at)
            at = self.declared[at]
        return at if seen and at != name else None

    def tables(self) -> None:
        """The subject is the subject, whatever it is called."""
        old, new = self.old.schema, self.new.schema
        self.match(Space.TABLE, old.tables[1:], new.tables[1:], _name, _one_kind, _like_tables)
        subject = Matched(old.subject.name, new.subject.name, How.NAME)
        if old.subject.name != new.subject.name and self._declared(old.subject.name) == new.subject.name:
            subject = Matched(old.subject.name, new.subject.name, How.DECLARED)
        self.pairs.matched[Space.TABLE, ""] = (subject, *self.pairs.of(Space.TABLE))
        self.pairs.to[key(Space.TABLE, old.subject.name)] = new.subject.name
        for pair in self.pairs.of(Space.TABLE):
            before, after = old.table_named(pair.old), new.table_named(pair.new)
            assert before is not None
            assert after is not None
            self.match(
                Space.FIELD, before.fields, after.fields, _name, _one_kind, _like_fields, inside=pair.old
            )
            self.forms_of(before)

    def forms_of(self, table: Table) -> None:
        """A form that is no field itself goes by the name of the form that its fields are in now."""
        fields = self.pairs.of(Space.FIELD, table.name)
        for form in table.forms:
            now = {pair.new.rpartition(".")[0] for pair in fields if pair.old.startswith(f"{form.name}.")}
            if table.field_named(form.name) is None and len(now) == 1 and "" not in now:
                self.pairs.to[key(Space.FIELD, form.name, table.name)] = now.pop()

    def _rewriter(self) -> Rewriter:
        """Rewrites the old program by the names that are settled so far."""
        return Rewriter(self.old, self.pairs.names, Slots())

    def definitions(self) -> None:
        """Those that are called come first, so that what calls them is compared by their new names."""
        for name in self.old.definitions:
            self.pairs.to[key(Space.DEFINITION, name)] = name
        work = self._rewriter()
        olds = {d.name: work.definition(d) for d in self.old.definitions.values()}
        old_forms = {name: forms.shape(forms.of_definition(d)) for name, d in olds.items()}
        new_forms = {name: forms.shape(forms.of_definition(d)) for name, d in self.new.definitions.items()}

        def alike(left: p.Definition, right: p.Definition) -> Fraction:
            by_title = _over(forms.title_likeness(left.titles, right.titles), LIKE_TITLES)
            return by_title or _like_forms(old_forms[left.name], new_forms[right.name])

        self.match(Space.DEFINITION, olds.values(), self.new.definitions.values(), _name, _takes, alike)

    def nodes(self) -> None:
        """Nodes by what they are: their titles, else their formulas."""
        for name in self.old.nodes:
            self.pairs.to[key(Space.NODE, name)] = name
        work = self._rewriter()
        olds = {n.name: work.node(n) for n in self.old.nodes.values()}
        old_forms = {name: _node_form(n) for name, n in olds.items()}
        new_forms = {name: _node_form(n) for name, n in self.new.nodes.items()}

        def alike(left: p.ScoreNode, right: p.ScoreNode) -> Fraction:
            ours, theirs = old_forms[left.name], new_forms[right.name]
            by_title = _over(forms.title_likeness(left.titles, right.titles), LIKE_TITLES)
            return by_title or _like_forms(ours, theirs)

        self.match(Space.NODE, in_order(self.old), in_order(self.new), _name, lambda node: node.kind, alike)

    def adjustments(self) -> None:
        """Penalties and bonuses."""
        work = self._rewriter()
        olds = {a.name: _adjusting(work.adjustment(a)) for a in self.old.adjustments}
        news = {a.name: _adjusting(a) for a in self.new.adjustments}

        def alike(left: p.Adjustment, right: p.Adjustment) -> Fraction:
            by_title = _over(forms.title_likeness(left.titles, right.titles), LIKE_TITLES)
            return by_title or _like_forms(olds[left.name], news[right.name])

        self.match(
            Space.ADJUSTMENT,
            self.old.adjustments,
            self.new.adjustments,
            _name,
            lambda adjustment: adjustment.sign,
            alike,
        )


def in_order(program: p.Program) -> list[p.ScoreNode]:
    """The nodes in the order of the text, parents before their parts, the total first."""
    found: list[p.ScoreNode] = []
    ahead = ["total"]
    while ahead:
        node = program.nodes[ahead.pop()]
        found.append(node)
        ahead.extend(reversed(node.parts))
    return found


# -- What is alike ------------------------------------------------------------------------------------------------


def _over(score: Fraction, least: Fraction) -> Fraction:
    return score if score >= least else Fraction(0)


def _never(_left: object, _right: object) -> Fraction:
    return Fraction(0)


def _name(thing: object) -> str:
    return str(thing.name)  # type: ignore[attr-defined]


def _one_kind(_thing: object) -> object:
    return None


def _like_forms(left: Shape, right: Shape) -> Fraction:
    return Fraction(0) if min(left.size, right.size) < LEAST else forms.likeness(left, right, LIKE_FORMULAS)


def _titles(thing: object) -> Titles:
    return thing.titles  # type: ignore[attr-defined, no-any-return]


def _like_tables(left: Table, right: Table) -> Fraction:
    """By their titles, or by their fields where they have enough of them."""
    ours, theirs = ({(one.name, one.type) for one in table.fields} for table in (left, right))
    shared = (
        Fraction(len(ours & theirs), len(ours | theirs) or 1) if len(ours) >= LEAST_FIELDS else Fraction(0)
    )
    return max(_like_titles(left, right), _over(shared, LIKE_FORMULAS))


def _like_titles(left: Table | p.Ranking | p.Property, right: Table | p.Ranking | p.Property) -> Fraction:
    return _over(forms.title_likeness(_titles(left), _titles(right)), LIKE_TITLES)


def _like_fields(left: Field, right: Field) -> Fraction:
    if type(left.type) is not type(right.type):
        return Fraction(0)
    return _over(forms.title_likeness(left.titles, right.titles), LIKE_TITLES)


def _like_sources(left: SourceText, right: SourceText) -> Fraction:
    if left.url and left.url == right.url:
        return Fraction(1)
    return _over(forms.title_likeness(left.titles, right.titles), LIKE_TITLES)


def _like_figures(left: p.Figures, right: p.Figures) -> Fraction:
    if left.columns != right.columns:
        return Fraction(0)
    rows = forms.shape(("rows", *(("cells", *row) for row in left.rows)))
    others = forms.shape(("rows", *(("cells", *row) for row in right.rows)))
    return max(
        _over(forms.title_likeness(left.titles, right.titles), LIKE_TITLES),
        forms.likeness(rows, others, LIKE_FORMULAS) if left.rows else Fraction(0),
    )


def _takes(definition: p.Definition) -> object:
    return tuple(row.table for row in definition.row_parameters)


def _node_form(node: p.ScoreNode) -> Shape:
    return forms.shape(() if node.formula is None else forms.form(node.formula))


def _adjusting(adjustment: p.Adjustment) -> Shape:
    levels = forms.of_adjustment(adjustment)
    parts = (adjustment.amount, adjustment.rows, adjustment.condition)
    return forms.shape(("adjustment", *(forms.form(part, levels) for part in parts)))
