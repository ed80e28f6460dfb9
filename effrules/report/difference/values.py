"""Values of the rules in words, in one language: points, shares, days, ways of rounding, nodes by their titles."""

from __future__ import annotations

from datetime import date

from flint import fmpq

from effrules.compare.difference import Difference
from effrules.compare.matching.names import Key, Space
from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.basis import Assumption, Basis
from effrules.model.figures import points_told
from effrules.model.numbers import display, exact_text, finite_places, percent_text
from effrules.model.rounding import Rounding
from effrules.model.schema import Field, Titles
from effrules.model.types import Choice, Domain, Value
from effrules.report.difference.quoting import band, cell_text, formula_text, promise_text
from effrules.report.difference.told import Declarations
from effrules.report.difference.words import rounding_text, word
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Naming
from effrules.words import Language, day_text, number, since

UNNAMED = "rank"
"""The name of a ranking that the rules give none."""


class Values:
    """Says what a value is, by the names of the old or of the new methodology."""

    def __init__(self, difference: Difference, language: Language) -> None:
        self.old, self.new = Naming(difference.old, language), Naming(difference.new, language)
        self.language = language
        self.sides = difference.sides
        self.telling = {id(naming): Declarations(naming) for naming in (self.old, self.new)}
        self.renamed = {pair.old: pair.new for pair in difference.sides.pairs.of(Space.NODE)}

    @property
    def quotes(self) -> bool:
        """Whether declarations are told as the rules write them."""
        return self.language is Language.EN

    def telling_of(self, naming: Naming) -> Declarations:
        """What tells the declarations of a methodology."""
        return self.telling[id(naming)]

    def word(self, key: str, **values: object) -> str:
        """A word in the language."""
        return word(key, self.language, **values)

    def points(self, value: fmpq | None) -> str:
        """A number of points."""
        return "" if value is None else points_told(value).in_(self.language)

    def ends(self, ends: tuple[fmpq, fmpq]) -> str:
        """The ends of a scale."""
        return f"{number(exact_text(ends[0]), self.language)} – {self.points(ends[1])}"

    def share(self, value: fmpq | None) -> str:
        """A weight: in percent, or as a fraction where it has no finite one."""
        if value is None:
            return "—"
        if finite_places(value * 100) is not None:
            return number(percent_text(value), self.language)
        return f"{exact_text(value)} (≈{number(display(value * 100, 2), self.language)}%)"

    def rounding(self, rounding: Rounding | None) -> str:
        """A way of rounding."""
        return "" if rounding is None else rounding_text(rounding, self.language)

    def period(self, days: tuple[date | None, date | None]) -> str:
        """The days on which rules hold."""
        first, last = days
        if first is None:
            return self.word("any time")
        return (
            since(first).in_(self.language)
            if last is None
            else self.word(
                "from to", first=day_text(first, self.language), last=day_text(last, self.language)
            )
        )

    def node(self, naming: Naming, name: str) -> str:
        """A node: its title, with its kind and name behind it."""
        node = naming.program.nodes[name]
        kind = self.word(node.kind.value)
        return kind if name == "total" else self.called(kind, name, naming.title(node.titles, ""))

    def told(self, naming: Naming, formula: p.Expression | p.Rows) -> str:
        """A formula or condition as readers of the language are told it."""
        return Formulas(naming).of(formula, formula_text(formula))

    def whom(self, condition: p.Expression) -> str:
        """For whom something is, in words."""
        return self.told(self.new, condition)

    def part(self, naming: Naming, name: str) -> str:
        """A part of a node by its title alone."""
        return naming.title(naming.program.nodes[name].titles, name)

    def called(self, kind: str, name: str, title: str) -> str:
        """A thing by its title, with its kind behind it, and in English its name; by those where it has none."""
        if not self.quotes and (title or name == UNNAMED):
            return f"{title} ({kind})" if title else kind
        return f"{title} ({kind} {name})" if title else f"{kind} {name}"

    def assessors(self, naming: Naming, name: str) -> str:
        """Who assesses a node: those that it names, else those of the nearest node above that names some."""
        node = naming.program.nodes[name]
        at: p.ScoreNode | None = node
        while at is not None and not at.assessors:
            at = None if at.parent is None else naming.program.nodes[at.parent]
        if at is None:
            return ""
        names = ", ".join(self.assessor(naming, one) for one in at.assessors)
        return names if at is node else self.word("as above", names=names, node=self.part(naming, at.name))

    def assessor(self, naming: Naming, one: p.Assessor) -> str:
        """An assessor, with for whom it assesses in place of others."""
        title = naming.title(one.titles, one.name)
        return title if one.condition is None else f"{title} ({self.told(naming, one.condition)})"

    def basis(self, naming: Naming, basis: Basis) -> list[str]:
        """Citations, assumptions, and where the act says otherwise."""
        assumed = [self.assumption(naming, one) for one in basis.assumptions]
        return [
            *map(naming.citation, basis.citations),
            *(self.word("assumed", reason=reason) for reason in assumed),
            *(
                self.word("contradicted", source=naming.citation(one.citation), words=shown(one.words))
                for one in basis.contradictions
            ),
        ]

    def assumption(self, naming: Naming, made: Assumption) -> str:
        """An assumption by its reason, with its alternatives."""
        reason = naming.title(made.reason, made.subject)
        names = ", ".join(made.alternatives)
        return self.word("with alternatives", reason=reason, names=names) if names else reason

    def titles(self, naming: Naming, titles: Titles) -> str:
        """A title in the language, else in any."""
        return naming.title(titles, "")

    def field(self, naming: Naming, field: Field) -> str:
        """What a field holds and demands; in English as the rules say it."""
        if not self.quotes:
            return self.telling_of(naming).field(field)
        if field.is_form:
            assert field.form is not None
            words = [] if field.form.where is None else [f"where {self.told(self.new, field.form.where)}"]
            return ", ".join([*words, *(["may be missing"] if field.form.optional else [])])
        kind = "one of ..." if isinstance(field.type, Choice) else str(field.type)
        words = [kind + (" in percent" if field.percent_numbers else "")]
        if field.domain != Domain():
            words.append(str(field.domain))
        words += [
            text for there, text in ((field.unique, "unique"), (field.optional, "may be missing")) if there
        ]
        if field.lookup is not None:
            words.append(f"in {field.lookup}")
        if field.earlier is not None:
            words.append(f"from earlier {field.earlier}")
        return ", ".join(words)

    def demand(self, demand: p.MustHold) -> str:
        """What must hold of rows, and why."""
        reason = self.titles(self.new, demand.reason)
        form = demand.form
        called = form if form is None or self.quotes else self.telling_of(self.new).table(form)
        where = "" if called is None else f"{called}: "
        return f"{where}{self.told(self.new, demand.condition)} ({reason})"

    def grade(self, naming: Naming, grade: p.RatingGrade) -> str:
        """A grade with its band."""
        if self.quotes:
            return f"{grade.name} {band(grade)}"
        return f"{self.titles(naming, grade.titles) or grade.name}: {self.band(naming, grade)}"

    def band(self, naming: Naming, grade: p.RatingGrade) -> str:
        """A grade's band; in English in the words of the rules."""
        return band(grade) if self.quotes else self.telling_of(naming).band(grade)

    def cell(self, naming: Naming, value: Value) -> str:
        """A value in a table of figures; in English as it is written in the rules."""
        return cell_text(value) if self.quotes else self.telling_of(naming).cell(value)

    def promise(self, naming: Naming, one: p.Property) -> str:
        """What a property promises; in English as the rules write it."""
        return promise_text(one) if self.quotes else self.telling_of(naming).promise(one)

    def places(self, naming: Naming, ranking: p.Ranking) -> str:
        """How places are given; in English in the words of the rules."""
        if not self.quotes:
            return f"{self.telling_of(naming).places(ranking)}; {self.word(ranking.ties.value)}"
        words = [] if ranking.condition is None else [f"where {self.told(self.new, ranking.condition)}"]
        if ranking.within:
            words.append(f"within {', '.join(ranking.within)}")
        words.append("by " + ", then by ".join(
            f"{k.node} {'before rounding' if k.before_rounding else 'as rounded'}, "
            f"{'highest' if k.highest_first else 'lowest'} first" for k in ranking.keys
        ))  # fmt: skip
        return " ".join(words) + "; " + self.word(ranking.ties.value)

    def old_name(self, at: Key) -> str:
        """What a thing was called in the old methodology."""
        space, inside, name = at
        return self.sides.old_name(space, name, inside)
