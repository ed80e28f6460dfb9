"""A methodology in words: its tree with weights and maxima, penalties, rounding, ratings, sources, order of calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flint import fmpq

from effrules.check.errors.scale_words import readings
from effrules.compare.matching.expressions import text_of
from effrules.diagnostics.glyphs import shown, wrapped
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.assumptions import all_assumptions
from effrules.model.basis import Assumption, Basis
from effrules.model.figures import points_told
from effrules.model.grounds import Ground
from effrules.model.numbers import exact_text, percent_text
from effrules.model.printed import Stretch
from effrules.model.program import NodeKind
from effrules.model.rounding import Rounding
from effrules.model.schema import Table
from effrules.report.blocks.lines import flowed
from effrules.report.grounds import figure_words, own
from effrules.report.naming import Naming
from effrules.report.place_words import edition_words
from effrules.report.texts import texts
from effrules.words import (
    Joined,
    Language,
    Message,
    Number,
    Text,
    counted,
    in_language,
    number,
    phrase,
    several,
    since,
    template,
)

WHAT_IF = phrase("(what if)")
REDISTRIBUTIONS = {
    p.Redistribution.IN_PROPORTION: phrase("its weight is shared out in proportion"),
    p.Redistribution.EQUALLY: phrase("its weight is shared out equally"),
    p.Redistribution.COUNT_AS_ZERO: phrase("it counts as zero"),
    p.Redistribution.COUNT_AS_FULL: phrase("it counts in full"),
    p.Redistribution.NOT_STATED: phrase("not stated, as no part can be not applicable"),
}


def outline(program: p.Program, language: Language = Language.EN, width: int = 0) -> str:
    """The outline, wrapped to a width (0: not at all)."""
    work = _Outline(program, Naming(program, language))
    lines: list[str] = []
    for line in work.lines():
        indent = len(line) - len(line.lstrip(" "))
        lines += flowed(line.lstrip(" "), indent, 2, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def assumption_lines(
    assumptions: Iterable[Assumption], width: int = 0, language: Language = Language.EN
) -> Iterator[str]:
    """Each assumption with its place and reason."""
    for assumption in assumptions:
        about = f"{assumption.subject}: " if assumption.subject else ""
        reason = assumption.reason.get(language.value) or assumption.reason.get("en") or ""
        yield f"  {assumption.span or WHAT_IF.in_(language)}"
        for line in wrapped(about + reason, max(width - 6, 20) if width else 0):
            yield f"      {line}"


ORDER: dict[NodeKind, dict[str, Message]] = {
    NodeKind.CRITERION: {
        "scores": phrase("criteria"),
        "multiplied": phrase("criteria multiplied"),
        "others": phrase("means of the others of criteria"),
        "rounding": phrase("rounding of the criteria"),
        "penalties": phrase("penalties on the criteria"),
        "bonuses": phrase("bonuses on the criteria"),
        "last": phrase("rounding of the criteria that are rounded after penalties"),
    },
    NodeKind.DIRECTION: {
        "scores": phrase("directions"),
        "multiplied": phrase("directions multiplied"),
        "others": phrase("means of the others of directions"),
        "rounding": phrase("rounding of the directions"),
        "penalties": phrase("penalties on the directions"),
        "bonuses": phrase("bonuses on the directions"),
        "last": phrase("rounding of the directions that are rounded after penalties"),
    },
    NodeKind.BLOCK: {
        "scores": phrase("blocks"),
        "multiplied": phrase("blocks multiplied"),
        "others": phrase("means of the others of blocks"),
        "rounding": phrase("rounding of the blocks"),
        "penalties": phrase("penalties on the blocks"),
        "bonuses": phrase("bonuses on the blocks"),
        "last": phrase("rounding of the blocks that are rounded after penalties"),
    },
    NodeKind.TOTAL: {
        "scores": phrase("total"),
        "rounding": phrase("rounding of the total"),
        "penalties": phrase("penalties on the total"),
        "bonuses": phrase("bonuses on the total"),
    },
}
"""What is worked out of nodes of each kind, in this order of kinds."""


def calculation_order(program: p.Program) -> Joined:
    """The order of calculation, in words."""
    steps = [step for kind in ORDER if kind is not NodeKind.TOTAL for step in _order_of(program, kind)]
    total = ORDER[NodeKind.TOTAL]
    on_total = {a.sign for a in program.adjustments if a.target == "total"}
    then = (
        (program.gives_total, total["scores"]),
        (-1 in on_total, total["penalties"]),
        (1 in on_total, total["bonuses"]),
        (program.root.rounding is not None, total["rounding"]),
        (
            program.final_floor is not None or program.final_cap is not None,
            phrase("floor and cap of the total"),
        ),
        (bool(program.ratings), phrase("rating")),
        (bool(program.rankings), phrase("places")),
    )
    return several([*steps, *(words for is_there, words in then if is_there)])


def _order_of(program: p.Program, kind: NodeKind) -> Iterator[Message]:
    nodes = {name: node for name, node in program.nodes.items() if node.kind is kind}
    if not nodes:
        return
    words = ORDER[kind]
    around = [clause for node in nodes.values() for clause in node.around]
    roundings = [node.rounding for node in nodes.values() if node.rounding is not None]
    signs = {a.sign for a in program.adjustments if a.target in nodes}
    yield words["scores"]
    if any(isinstance(clause, p.Multiplied) for clause in around):
        yield words["multiplied"]
    if any(isinstance(clause, p.MeanOfOthers) for clause in around):
        yield words["others"]
    if any(not rounding.after_penalties for rounding in roundings):
        yield words["rounding"]
    if -1 in signs:
        yield words["penalties"]
    if 1 in signs:
        yield words["bonuses"]
    if any(rounding.after_penalties for rounding in roundings):
        yield words["last"]


class _Outline:
    def __init__(self, program: p.Program, naming: Naming) -> None:
        self.program = program
        self.naming = naming
        self.language = naming.language

    def say(self, text: Text, depth: int = 0) -> str:
        """A line, so many steps in."""
        return "  " * depth + in_language(text, self.language)

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield ""
        for part in self.program.root.parts:
            yield from self.node(self.program.nodes[part], 0)
        yield from self.weights()
        yield from self.adjustments()
        yield from self.total()
        yield from self.behind()
        yield from self.ratings()
        yield from self.rankings()
        yield ""
        yield self.say(phrase("Order of calculation: {order}.", order=calculation_order(self.program)))
        yield from self.dropped()
        yield from self.sources()
        count = len(all_assumptions(self.program))
        yield ""
        yield self.say(
            counted(
                "{n} assumption (effrules check lists them)",
                "{n} assumptions (effrules check lists them)",
                n=count,
            )
        )

    def head(self) -> Iterator[str]:
        """What the rules say of themselves, and what is reported."""
        header = self.program.header
        name = self.naming.methodology()
        yield self.say(
            phrase(
                "{title} ({name}, version {version})", title=name, name=header.name, version=header.version
            )
        )
        if header.force_from:
            days: Text = since(header.force_from)
            if header.force_to:
                days = phrase("from {first} to {last}", first=header.force_from, last=header.force_to)
            yield self.say(
                phrase("Meant to be in force {days}", days=days)
                if header.draft
                else phrase("In force {days}", days=days)
            )
        if header.amends:
            yield self.say(phrase("Amends version {version}", version=header.amends))
        if header.replaces:
            yield self.say(phrase("Replaces version {version}", version=header.replaces))
        if header.draft:
            yield self.say(phrase("A draft: not in force"))
        listed = texts(self.program, self.language)
        if listed:
            yield self.say(phrase("Texts: {texts}", texts="; ".join(listed)))
        low, high = Number(exact_text(header.minimum)), Number(exact_text(header.maximum))
        yield self.say(phrase("Scale: {low} to {high} points", low=low, high=high))
        assessed = self.program.schema.subject
        yield self.say(phrase("Assessed: {title} ({name})", title=self.naming.subject(), name=assessed.name))
        reported = [_reported(table) for table in self.program.schema.as_read[1:]]
        if reported:
            yield self.say(phrase("Reported: {tables}", tables=several(reported)))
        for table in self.program.schema.tables:
            for demand in table.demands:
                yield self.say(
                    phrase(
                        "Must hold of {name}: {condition} ({reason})",
                        name=demand.form or table.name,
                        condition=self.text(demand.condition),
                        reason=self.naming.title(demand.reason, ""),
                    )
                )

    def node(self, node: p.ScoreNode, depth: int) -> Iterator[str]:
        named = f"{node.kind.value} {node.name}: {self.naming.node(node)}"
        with_maximum = node.kind is NodeKind.CRITERION or node.maxima
        yield self.say(
            phrase("{node}, out of {maximum}", node=named, maximum=self.maximum(node))
            if with_maximum
            else named,
            depth,
        )
        for assessor in node.assessors:
            title = self.naming.title(assessor.titles, assessor.name)
            yield self.say(phrase("assessed by {title}", title=title), depth + 2)
        if node.rounding:
            yield self.say(self.rounded(node.rounding, node.rounding_basis), depth + 2)
        for clause in node.around:
            inner = clause.operand if isinstance(clause, p.Multiplied) else clause.own
            yield self.say(self.text(clause).removeprefix(self.text(inner)).removeprefix("; "), depth + 2)
        for test in node.not_applicable:
            if test.only_where is not None:
                yield self.say(
                    phrase("only where {condition}", condition=self.text(test.only_where)), depth + 2
                )
        if any(not test.only for test in node.not_applicable):
            yield self.say(phrase("may be not applicable"), depth + 2)
        yield from self.grounds(node.grounds, depth + 2)
        for part in node.parts:
            yield from self.node(self.program.nodes[part], depth + 1)

    def rounded(self, rounding: Rounding, basis: Basis) -> Message:
        """How something is rounded, in the words of the rules, and what that rests on."""
        return phrase("rounded {how};{basis}", how=str(rounding), basis=self.basis(basis))

    def basis(self, basis: Basis) -> str:
        """Citations and assumptions, in a line."""
        parts: list[Message] = [
            phrase("cites {source}", source=self.naming.citation(citation)) for citation in basis.citations
        ]
        for assumption in basis.assumptions:
            reason = self.naming.title(assumption.reason, "")
            about = f"{assumption.subject}, " if assumption.subject else ""
            parts.append(phrase("assumed: {reason}", reason=about + reason))
        for one in basis.contradictions:
            source = self.naming.citation(one.citation)
            parts.append(phrase("contradicted by {source}: {words}", source=source, words=shown(one.words)))
        return " " + "; ".join(part.in_(self.language) for part in parts) if parts else ""

    def maximum(self, node: p.ScoreNode) -> Text:
        """The maximum, or each of several with for whom it is."""
        if not node.maxima:
            return self.points(node.maximum)
        return several(
            phrase(
                "{points} where {condition}",
                points=self.points(one.value),
                condition=self.text(one.condition),
            )
            for one in node.maxima
        )

    @staticmethod
    def points(value: fmpq) -> Message:
        """So many points."""
        return points_told(value)

    def share(self, clause: p.WeightsClause, part: str) -> str:
        """The weight of a part, for each kind where that is not the same for all."""
        of_kinds = kinds.shares(self.program, clause, part)
        shares = [
            number(percent_text(share), self.language) + (f" ({kind})" if kind else "")
            for kind, share in of_kinds
        ]
        first, *others = shares
        told: Text = first
        for other in others:
            told = phrase("{most} or {last}", most=told, last=other)
        return in_language(told, self.language)

    def grounds(self, grounds: Iterable[Ground], depth: int) -> Iterator[str]:
        """What a declaration rests on; where its figures rest on several things, each with the version that wrote them."""
        every = own(grounds)
        for ground in (ground for ground in every if ground.basis.is_stated):
            figures = figure_words(ground.figures, self.naming)
            basis = self.basis(ground.basis)
            yield self.say(
                phrase(
                    "basis of {figures} (version {version}):{basis}",
                    figures=figures,
                    version=ground.version,
                    basis=basis,
                )
                if len(every) > 1 and figures
                else phrase("basis:{basis}", basis=basis),
                depth,
            )

    def weights(self) -> Iterator[str]:
        for clause in self.program.weights:
            yield ""
            single = self.basis(clause.basis) if len(clause.grounds) < 2 else ""
            yield self.say(
                phrase("Weights for every body:{basis}", basis=single)
                if clause.condition is None
                else phrase(
                    "Weights for those {condition}:{basis}",
                    condition=self.text(clause.condition),
                    basis=single,
                )
            )
            for parent, depth in self.parents():
                parts = clause.weights.get(parent, ())
                if len(parts) > 1:
                    shares = ", ".join(f"{w.part} {self.share(clause, w.part)}" for w in parts)
                    yield self.say(f"{parent}: {shares}", depth + 1)
            then = REDISTRIBUTIONS[clause.redistribution]
            yield self.say(phrase("when a part is not applicable: {then}", then=then), 1)
            if not single:
                yield from self.grounds(clause.grounds, 1)

    def parents(self) -> Iterator[tuple[str, int]]:
        stack = [("total", 0)]
        while stack:
            name, depth = stack.pop()
            yield name, depth
            stack += [(part, depth + 1) for part in reversed(self.program.nodes[name].parts)]

    def adjustments(self) -> Iterator[str]:
        for adjustment in self.program.adjustments:
            yield ""
            name, title = adjustment.name, self.naming.title(adjustment.titles, adjustment.name)
            penalty = adjustment.sign < 0
            yield self.say(
                phrase("Penalty {name}: {title}", name=name, title=title)
                if penalty
                else phrase("Bonus {name}: {title}", name=name, title=title)
            )
            amount = self.amount(adjustment)
            target = adjustment.target
            yield self.say(
                phrase("{amount}, from {node}", amount=amount, node=target)
                if penalty
                else phrase("{amount}, to {node}", amount=amount, node=target),
                1,
            )
            yield from self.grounds(adjustment.grounds, 1)

    def amount(self, adjustment: p.Adjustment) -> Text:
        """How much is taken or given: for what, when, and how much in all."""
        told: Text = self.text(adjustment.amount)
        rows = adjustment.rows
        if rows is not None:
            told = phrase("{amount} for each {table}", amount=told, table=rows.variable.table)
            if rows.where is not None:
                told = phrase("{amount} where {condition}", amount=told, condition=self.text(rows.where))
        if adjustment.condition is not None:
            told = phrase("{amount} when {condition}", amount=told, condition=self.text(adjustment.condition))
        if adjustment.cap is not None:
            told = phrase("{amount}, at most {cap} in all", amount=told, cap=self.text(adjustment.cap))
        return told

    def text(self, expression: p.Expression) -> str:
        """An expression as it is written, on one line."""
        return text_of(expression) or WHAT_IF.in_(self.language)

    def total(self) -> Iterator[str]:
        root = self.program.root
        rules: list[str] = []
        if root.no_total is not None:
            rules.append(
                self.say(phrase("none: {reason}", reason=self.naming.title(root.no_total.because, "")))
            )
        if root.rounding:
            rules.append(self.say(self.rounded(root.rounding, root.rounding_basis)))
        if self.program.final_floor is not None:
            rules.append(self.say(phrase("never below {bound}", bound=self.points(self.program.final_floor))))
        if self.program.final_cap is not None:
            rules.append(self.say(phrase("never above {bound}", bound=self.points(self.program.final_cap))))
        rules += self.grounds(root.grounds, 0)
        if rules:
            yield ""
            yield self.say(phrase("Total:"))
            yield from (f"  {rule}" for rule in rules)

    def behind(self) -> Iterator[str]:
        """The figures and definitions that formulas read, with what they rest on."""
        for name, figures in self.program.figures.items():
            yield ""
            title = self.naming.title(figures.titles, name)
            yield self.say(
                phrase("Calendar {name}: {title}", name=name, title=title)
                if figures.calendar
                else phrase("Figures {name}: {title}", name=name, title=title)
            )
            yield from self.grounds(figures.grounds, 1)
        for name, definition in self.program.definitions.items():
            yield ""
            title = self.naming.title(definition.titles, name)
            yield self.say(phrase("Definition {name}: {title}", name=name, title=title))
            yield from self.grounds(definition.grounds, 1)

    def ratings(self) -> Iterator[str]:
        for rating in self.program.ratings:
            yield ""
            called = f" ({self.naming.title(rating.titles, '')})" if rating.titles.texts else ""
            yield self.say(
                phrase("Rating of {node}:{basis}", node=rating.node + called, basis=self.basis(rating.basis))
            )
            for grade in rating.grades:
                title = self.naming.title(grade.titles, grade.name)
                yield self.say(
                    phrase("{title}: {range}", title=title, range=_range(grade.printed or grade)), 1
                )
            for words in readings(rating.between, rating.shared, of_grades=True):
                yield self.say(words, 1)

    def rankings(self) -> Iterator[str]:
        for ranking in self.program.rankings:
            keys: list[Text] = [
                KEYS[k.before_rounding, k.highest_first].of(node=k.node) for k in ranking.keys
            ]
            by: Text = keys[0]
            for key in keys[1:]:
                by = phrase("{first}, then {next}", first=by, next=key)
            yield ""
            name = ranking.name
            if ranking.within:
                yield self.say(
                    phrase(
                        "Ranking {name} within {fields}: by {keys}; equals {ties}",
                        name=name, fields=", ".join(ranking.within), keys=by, ties=ranking.ties.value,
                    )
                )  # fmt: skip
            else:
                ties = ranking.ties.value
                yield self.say(
                    phrase("Ranking {name}: by {keys}; equals {ties}", name=name, keys=by, ties=ties)
                )

    def dropped(self) -> Iterator[str]:
        if self.program.dropped:
            yield ""
            yield self.say(phrase("Dropped on the way:"))
        for thing in self.program.dropped:
            because = self.naming.title(thing.because, "")
            name = f"{thing.kind} {thing.name}"
            told = phrase("{thing} (version {version})", thing=name, version=thing.version)
            yield self.say(told, 1) + (f": {because}" if because else "")

    def sources(self) -> Iterator[str]:
        if self.program.sources:
            yield ""
            yield self.say(phrase("Sources:"))
        for source in self.program.sources:
            url = f" <{source.url}>" if source.url else ""
            edition = f", {edition_words(source.edition, self.language)}" if source.edition else ""
            yield f"  {source.name}: {self.naming.title(source.titles, source.name)}{edition}{url}"
            if source.not_at_hand is not None:
                reason = self.naming.title(source.not_at_hand, "")
                yield self.say(phrase("not at hand: {reason}", reason=reason), 2)


KEYS = {
    (True, True): template("{node} before rounding, highest first"),
    (True, False): template("{node} before rounding, lowest first"),
    (False, True): template("{node} as rounded, highest first"),
    (False, False): template("{node} as rounded, lowest first"),
}
"""Keys of a ranking: by scores before rounding, the highest first."""


def _reported(table: Table) -> Text:
    if table.form is not None and table.form.who:
        return phrase("{table} (where {condition})", table=table.name, condition=table.form.who)
    return table.name


RANGES = {
    (True, None): template("from {low} points"),
    (False, None): template("above {low} points"),
    (None, True): template("to {high} points"),
    (None, False): template("below {high} points"),
    (True, True): template("from {low} to {high} points"),
    (True, False): template("from {low} to below {high} points"),
    (False, True): template("above {low} to {high} points"),
    (False, False): template("above {low} to below {high} points"),
}
"""Stretches of scores: whether the lower end and the upper one belong to it; ``None`` where there is none."""


def _range(grade: p.RatingGrade | Stretch) -> Text:
    ends = {
        name: Number(exact_text(end))
        for name, end in (("low", grade.low), ("high", grade.high))
        if end is not None
    }
    if not ends:
        return phrase("any score")
    low = grade.low_included if grade.low is not None else None
    high = grade.high_included if grade.high is not None else None
    return RANGES[low, high].of(**ends)
