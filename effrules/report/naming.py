"""What bodies, nodes, groups and grades are called in a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.data.names import name_of
from effrules.diagnostics.glyphs import shown
from effrules.model.basis import Citation
from effrules.model.kind_words import condition_words
from effrules.model.numbers import exact_text
from effrules.model.place_words import citation_words
from effrules.model.program import Adjustment, Figures, Program, Ranking, Rating, ScoreNode
from effrules.model.schema import Table, Titles
from effrules.model.things import Kept
from effrules.model.types import Choice
from effrules.report.wording import word
from effrules.words import Language

Column = ScoreNode | Rating | Ranking | Adjustment
"""What has a column in a table of results."""

_CALLED = re.compile(r'\b(\w++)(?: in row (\d++)| "([^"]*+)")')
"""A table or field as labels of rows name it, with the number of the row or its value."""


def told_apart(titles: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Titles, of which alike ones say in parentheses as much of what stands behind them as tells them apart."""
    said = [0] * len(titles)
    while True:
        made = [
            f"{title} ({'; '.join(behind[:deep])})" if deep else title
            for deep, (title, behind) in zip(said, titles, strict=True)
        ]
        count = Counter(made)
        more = [
            deep + (count[text] > 1 and deep < len(behind))
            for deep, text, (_, behind) in zip(said, made, titles, strict=True)
        ]
        if more == said:
            return made
        said = more


@frozen
class Naming:
    """Names in one language, with the methodology's order of languages to fall back on."""

    program: Program
    language: Language

    @cached_property
    def _titles(self) -> dict[Titles, str]:
        """What titles are in the language, those that were asked for."""
        return {}

    def title(self, titles: Titles, otherwise: str) -> str:
        """A title, else the identifier."""
        known = self._titles.get(titles)
        if known is None:
            text = titles.get(self.language.value, self.program.header.languages)
            known = self._titles[titles] = shown(text or "")
        return known or shown(otherwise)

    def citation(self, citation: Citation) -> str:
        """A citation: the source's short title, else its identifier, and the place in it."""
        called = "" if citation.called.texts else self.source(citation.source)
        return citation_words(citation, self.language, self.program.header.languages, called)

    def source(self, name: str) -> str:
        """A source's short title, else its identifier."""
        return self.title(self._short.get(name, Titles()), name)

    @cached_property
    def _short(self) -> dict[str, Titles]:
        gone = {one.name: one.titles for one in self.program.dropped if one.kind is Kept.SOURCE}
        return gone | {source.name: source.short for source in self.program.sources}

    def version(self, name: str = "") -> str:
        """What people call a version, by default that of the rules: its title, else its name."""
        name = name or self.program.header.version
        titles = (one.titles for one in self.program.texts if one.version == name)
        return self.title(next(titles, Titles()), name)

    def methodology(self) -> str:
        """The methodology's title."""
        return self.title(self.program.header.titles, self.program.header.name)

    def node(self, node: ScoreNode) -> str:
        """A node's title."""
        if node.parent is None:
            return self.title(node.titles, word("total", self.language))
        return self.title(node.titles, node.name)

    def ranking(self, ranking: Ranking) -> str:
        """What a ranking is called: the first one by the total needs no name."""
        called = word("place", self.language)
        if self.program.gives_total and ranking is self.program.rankings[0]:
            return called
        return f"{called}: {self.title(ranking.titles, ranking.name)}"

    def no_total(self) -> str:
        """That the rules give no total, and why; empty where they give one."""
        none = self.program.root.no_total
        if none is None:
            return ""
        return f"{word('no total', self.language)}: {self.title(none.because, '')}".rstrip(": ")

    def body(self, subject: Row) -> str:
        """What people call a subject: its name, else its identifier."""
        return shown(name_of(subject, self.program.schema))

    @cached_property
    def _parameters(self) -> dict[int, Titles]:
        """The titles of the parameters of definitions, by slot."""
        made = {}
        for one in self.program.definitions.values():
            titles = dict(one.parameter_titles)
            made.update({slot: titles.get(name, Titles()) for slot, name, _ in one.value_parameters})
        return made

    def parameter(self, slot: int) -> Titles:
        """What a parameter of a definition is called."""
        return self._parameters[slot]

    def figures_column(self, figures: Figures, name: str) -> str:
        """What a column of a table of figures is called."""
        return self.title(dict(figures.column_titles).get(name, Titles()), name.replace("_", " "))

    def choice(self, kind: Choice, name: str) -> str:
        """One of the names of a choice, by its title at the first field with the same ones."""
        there = (
            field.choice_title(name, self.language.value, self.program.header.languages)
            for table in self.program.schema.as_read
            for field in table.fields
            if field.type == kind
        )
        return shown(next(there, name.replace("_", " ")))

    def row(self, called: str, of: str = "") -> str:
        """A row as its data call it (``agency "a", goal in row 3``), by the titles of its tables and fields; ``of`` is its table."""
        if self.language is Language.EN:
            return shown(called)
        table: Table | None = None

        def titled(found: re.Match[str]) -> str:
            nonlocal table
            name, number, key = found.groups()
            thing = self.program.schema.table_named(name)
            titles = self._key_titles(table, name, of) if thing is None else {thing.titles}
            table = thing or table
            if len(titles) != 1:
                return word("row called", self.language, called=shown(key)) if titles else found[0]
            title = self.title(next(iter(titles)), name)
            return word("row", self.language, title=title, n=number) if number else f"{title} «{shown(key)}»"

        return _CALLED.sub(titled, called)

    def _key_titles(self, owner: Table | None, name: str, of: str) -> set[Titles]:
        """The titles of an identifier of that name, in the table ``of``, else in those of an owner: a label says no more."""
        above = owner or self.program.schema.subject
        below = [one for one in self.program.schema.tables if one.owner == above.name]
        keys = (one.field_named(name) for one in [one for one in below if one.name == of] or below)
        return {one.titles for one in keys if one is not None and one.unique}

    def subject(self) -> str:
        """What is assessed."""
        table = self.program.schema.subject
        return self.title(table.titles, table.name)

    def condition(self, text: str) -> str:
        """A condition on the kind of a body in words."""
        table = self.program.schema.subject
        return shown(condition_words(text, table, self.language.value, self.program.header.languages))

    def group(self, fields: tuple[str, ...], values: tuple[object, ...]) -> str:
        """A group of subjects that have the same values of some fields."""
        return ", ".join(self.value(name, value) for name, value in zip(fields, values, strict=True))

    def value(self, field_name: str, value: object) -> str:
        """A value of a field of the subject, in words."""
        field = self.program.schema.subject.field_named(field_name)
        if value is None:
            return word("others", self.language)
        if field is not None and isinstance(value, str):
            return shown(field.choice_title(value, self.language.value, self.program.header.languages))
        if isinstance(value, bool):
            title = self.title(field.titles, field.own_name) if field is not None else field_name
            return f"{title}: {word('yes' if value else 'no', self.language)}"
        return exact_text(value) if isinstance(value, fmpq) else str(value)

    def column(self, thing: Column) -> str:
        """The heading of a thing's column: its title, with what it stands in where that of another column is the same."""
        return self._headings[type(thing), thing.node if isinstance(thing, Rating) else thing.name]

    @cached_property
    def _headings(self) -> dict[tuple[type[Column], str], str]:
        """The headings of all columns: alike ones with more and more of what tells them apart, the identifier last."""
        program, made = self.program, dict[tuple[type[Column], str], tuple[str, tuple[str, ...]]]()
        for rating in program.ratings:
            made[Rating, rating.node] = self._rating(rating), self._around(rating.node)
        for ranking in program.rankings:
            made[Ranking, ranking.name] = self.ranking(ranking), (shown(ranking.name),)
        for node in program.nodes.values():
            around = () if node.parent is None else (*self._around(node.name)[1:-1], shown(node.name))
            made[ScoreNode, node.name] = self.node(node), around
        for one in program.adjustments:
            around = (*self._around(one.target)[:-1], shown(one.name))
            made[Adjustment, one.name] = self.title(one.titles, one.name), around
        return dict(zip(made, told_apart(list(made.values())), strict=True))

    def _around(self, name: str) -> tuple[str, ...]:
        """A node's title, those of what it stands in but the total, and its identifier."""
        titles, at = [self.node(self.program.nodes[name])], self.program.nodes[name].parent
        while at is not None and self.program.nodes[at].parent is not None:
            titles.append(self.node(self.program.nodes[at]))
            at = self.program.nodes[at].parent
        return (*titles, shown(name))

    def rating(self, rating: Rating) -> str:
        """What a rating is called: its title, with what it rates where several are called alike; else that it is one, and of what."""
        return self.column(rating)

    def _rating(self, rating: Rating) -> str:
        called = word("rating", self.language)
        if rating.node != "total":
            called += f": {self.node(self.program.nodes[rating.node])}"
        return self.title(rating.titles, called)

    def grade(self, node: str, name: str) -> str:
        """A grade's title."""
        for rating in self.program.ratings:
            if rating.node == node:
                for grade in rating.grades:
                    if grade.name == name:
                        return self.title(grade.titles, name)
        return name
