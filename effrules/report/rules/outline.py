"""A methodology in words: its tree with weights and maxima, penalties, rounding, ratings, sources, order of calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effrules.compare.matching.expressions import (text_of)
from effrules.diagnostics.counted import many
from effrules.diagnostics.glyphs import shown, wrapped
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.assumptions import all_assumptions
from effrules.model.basis import Assumption, Basis
from effrules.model.grounds import Ground
from effrules.model.numbers import exact_text, percent_text
from effrules.model.printed import Stretch
from effrules.model.program import NodeKind
from effrules.report.grounds import figure_words, own
from effrules.report.naming import Naming
from effrules.report.place_words import edition_words
from effrules.report.texts import texts
from effrules.words import Language

REDISTRIBUTIONS = {
    p.Redistribution.IN_PROPORTION: "its weight is shared out in proportion",
    p.Redistribution.EQUALLY: "its weight is shared out equally",
    p.Redistribution.COUNT_AS_ZERO: "it counts as zero",
    p.Redistribution.COUNT_AS_FULL: "it counts in full",
    p.Redistribution.NOT_STATED: "not stated, as no part can be not applicable",
}


def outline(program: p.Program, language: Language = Language.EN, width: int = 0) -> str:
    """The outline, wrapped to a width (0: not at all)."""
    work = _Outline(program, Naming(program, language))
    lines = []
    for line in work.lines():
        indent = len(line) - len(line.lstrip(" "))
        first, *more = wrapped(line, width) if line else [""]
        lines += [first, *(" " * min(indent + 2, 20) + piece.lstrip() for piece in more)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def assumption_lines(
    assumptions: Iterable[Assumption], width: int = 0, language: str = "en"
) -> Iterator[str]:
    """Each assumption with its place and reason."""
    for assumption in assumptions:
        about = f"{assumption.subject}: " if assumption.subject else ""
        reason = assumption.reason.get(language) or ""
        yield f"  {assumption.span or '(what if)'}"
        for line in wrapped(about + reason, max(width - 6, 20) if width else 0):
            yield f"      {line}"


def calculation_order(program: p.Program) -> str:
    """The order of calculation, in words."""
    kinds = [kind for kind in (NodeKind.CRITERION, NodeKind.DIRECTION, NodeKind.BLOCK) if _has(program, kind)]
    steps = []
    for kind in kinds:
        nodes = {name for name, node in program.nodes.items() if node.kind is kind}
        plural = {NodeKind.CRITERION: "criteria", NodeKind.DIRECTION: "directions", NodeKind.BLOCK: "blocks"}[
            kind
        ]
        steps.append(plural)
        around = [clause for name in nodes for clause in program.nodes[name].around]
        if any(isinstance(clause, p.Multiplied) for clause in around):
            steps.append(f"{plural} multiplied")
        if any(isinstance(clause, p.MeanOfOthers) for clause in around):
            steps.append(f"means of the others of {plural}")
        roundings = [one for one in (program.nodes[name].rounding for name in nodes) if one is not None]
        if any(not rounding.after_penalties for rounding in roundings):
            steps.append(f"rounding of the {plural}")
        for sign, word in ((-1, "penalties on"), (1, "bonuses on")):
            if any(a.sign == sign and a.target in nodes for a in program.adjustments):
                steps.append(f"{word} the {plural}")
        if any(rounding.after_penalties for rounding in roundings):
            steps.append(f"rounding of the {plural} that are rounded after penalties")
    steps += ["total"] if program.gives_total else []
    for sign, word in ((-1, "penalties on the total"), (1, "bonuses on the total")):
        if any(a.sign == sign and a.target == "total" for a in program.adjustments):
            steps.append(word)
    if program.root.rounding:
        steps.append("rounding of the total")
    if program.final_floor is not None or program.final_cap is not None:
        steps.append("floor and cap of the total")
    if program.ratings:
        steps.append("rating")
    if program.rankings:
        steps.append("places")
    return ", ".join(steps)


def _has(program: p.Program, kind: NodeKind) -> bool:
    return any(node.kind is kind for node in program.nodes.values())


class _Outline:
    def __init__(self, program: p.Program, naming: Naming) -> None:
        self.program = program
        self.naming = naming

    def lines(self) -> Iterator[str]:
        header = self.program.header
        yield f"{self.naming.methodology()} ({header.name}, version {header.version})"
        if header.force_from:
            verb = "Meant to be in force" if header.draft else "In force"
            yield f"{verb} from {header.force_from}" + (f" to {header.force_to}" if header.force_to else "")
        if header.amends:
            yield f"Amends version {header.amends}"
        if header.replaces:
            yield f"Replaces version {header.replaces}"
        if header.draft:
            yield "A draft: not in force"
        listed = texts(self.program, self.naming.language)
        if listed:
            yield f"Texts: {'; '.join(listed)}"
        yield f"Scale: {exact_text(header.minimum)} to {exact_text(header.maximum)} points"
        assessed = self.program.schema.subject
        yield f"Assessed: {self.naming.subject()} ({assessed.name})"
        reported = [
            f"{table.name} (where {table.form.who})"
            if table.form is not None and table.form.who
            else table.name
            for table in self.program.schema.as_read[1:]
        ]
        if reported:
            yield f"Reported: {', '.join(reported)}"
        for table in self.program.schema.tables:
            for demand in table.demands:
                reason = self.naming.title(demand.reason, "")
                yield f"Must hold of {demand.form or table.name}: {self.text(demand.condition)} ({reason})"
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
        yield f"Order of calculation: {calculation_order(self.program)}."
        yield from self.dropped()
        yield from self.sources()
        count = len(all_assumptions(self.program))
        yield ""
        yield f"{many(count, 'assumption')} (effrules check lists them)"

    def node(self, node: p.ScoreNode, depth: int) -> Iterator[str]:
        indent = "  " * depth
        out_of = f", out of {self.maximum(node)}" if node.kind is NodeKind.CRITERION or node.maxima else ""
        yield f"{indent}{node.kind.value} {node.name}: {self.naming.node(node)}{out_of}"
        for assessor in node.assessors:
            yield f"{indent}    assessed by {self.naming.title(assessor.titles, assessor.name)}"
        if node.rounding:
            yield f"{indent}    rounded {node.rounding};{self.basis(node.rounding_basis)}"
        for clause in node.around:
            inner = clause.operand if isinstance(clause, p.Multiplied) else clause.own
            yield f"{indent}    {self.text(clause).removeprefix(self.text(inner)).removeprefix('; ')}"
        for test in node.not_applicable:
            if test.only_where is not None:
                yield f"{indent}    only where {self.text(test.only_where)}"
        if any(not test.only for test in node.not_applicable):
            yield f"{indent}    may be not applicable"
        yield from self.grounds(node.grounds, f"{indent}    ")
        for part in node.parts:
            yield from self.node(self.program.nodes[part], depth + 1)

    def basis(self, basis: Basis) -> str:
        """Citations and assumptions, in a line."""
        parts = [f"cites {self.naming.citation(citation)}" for citation in basis.citations]
        for assumption in basis.assumptions:
            about = f"{assumption.subject}, " if assumption.subject else ""
            parts.append(f"assumed: {about}{self.naming.title(assumption.reason, '')}")
        parts += [
            f"contradicted by {self.naming.citation(one.citation)}: {shown(one.words)}"
            for one in basis.contradictions
        ]
        return " " + "; ".join(parts) if parts else ""

    def maximum(self, node: p.ScoreNode) -> str:
        """The maximum, or each of several with for whom it is."""
        if not node.maxima:
            return f"{exact_text(node.maximum)} points"
        return ", ".join(
            f"{exact_text(one.value)} points where {self.text(one.condition)}" for one in node.maxima
        )

    def share(self, clause: p.WeightsClause, part: str) -> str:
        """The weight of a part, for each kind where that is not the same for all."""
        of_kinds = kinds.shares(self.program, clause, part)
        return " or ".join(percent_text(share) + (f" ({kind})" if kind else "") for kind, share in of_kinds)

    def grounds(self, grounds: Iterable[Ground], indent: str) -> Iterator[str]:
        """What a declaration rests on; where its figures rest on several things, each with the version that wrote them."""
        every = own(grounds)
        for ground in (ground for ground in every if ground.basis.is_stated):
            figures = figure_words(ground.figures, Language.EN)
            of = f" of {figures} (version {ground.version})" if len(every) > 1 and figures else ""
            yield f"{indent}basis{of}:{self.basis(ground.basis)}"

    def weights(self) -> Iterator[str]:
        for clause in self.program.weights:
            condition = clause.condition
            whom = "every body" if condition is None else "those " + self.text(condition)
            yield ""
            single = self.basis(clause.basis) if len(clause.grounds) < 2 else ""
            yield f"Weights for {whom}:{single}"
            for parent, depth in self.parents():
                parts = clause.weights.get(parent, ())
                if len(parts) > 1:
                    shares = ", ".join(f"{w.part} {self.share(clause, w.part)}" for w in parts)
                    yield f"{'  ' * (depth + 1)}{parent}: {shares}"
            yield f"  when a part is not applicable: {REDISTRIBUTIONS[clause.redistribution]}"
            if not single:
                yield from self.grounds(clause.grounds, "  ")

    def parents(self) -> Iterator[tuple[str, int]]:
        stack = [("total", 0)]
        while stack:
            name, depth = stack.pop()
            yield name, depth
            stack += [(part, depth + 1) for part in reversed(self.program.nodes[name].parts)]

    def adjustments(self) -> Iterator[str]:
        for adjustment in self.program.adjustments:
            yield ""
            word, way = ("Penalty", "from") if adjustment.sign < 0 else ("Bonus", "to")
            yield f"{word} {adjustment.name}: {self.naming.title(adjustment.titles, adjustment.name)}"
            amount = self.text(adjustment.amount)
            rows = adjustment.rows
            each = "" if rows is None else f" for each {rows.variable.table}"
            where = "" if rows is None or rows.where is None else f" where {self.text(rows.where)}"
            when = "" if adjustment.condition is None else f" when {self.text(adjustment.condition)}"
            cap = "" if adjustment.cap is None else f", at most {self.text(adjustment.cap)} in all"
            yield f"  {amount}{each}{where}{when}{cap}, {way} {adjustment.target}"
            yield from self.grounds(adjustment.grounds, "  ")

    @staticmethod
    def text(expression: p.Expression) -> str:
        """An expression as it is written, on one line."""
        return text_of(expression) or "(what if)"

    def total(self) -> Iterator[str]:
        root = self.program.root
        rules = []
        if root.no_total is not None:
            rules.append(f"none: {self.naming.title(root.no_total.because, '')}")
        if root.rounding:
            rules.append(f"rounded {root.rounding};{self.basis(root.rounding_basis)}")
        if self.program.final_floor is not None:
            rules.append(f"never below {exact_text(self.program.final_floor)} points")
        if self.program.final_cap is not None:
            rules.append(f"never above {exact_text(self.program.final_cap)} points")
        rules += self.grounds(root.grounds, "")
        if rules:
            yield ""
            yield "Total:"
            yield from (f"  {rule}" for rule in rules)

    def behind(self) -> Iterator[str]:
        """The figures and definitions that formulas read, with what they rest on."""
        for kind, things in (("Figures", self.program.figures), ("Definition", self.program.definitions)):
            for name, thing in things.items():
                yield ""
                is_calendar = isinstance(thing, p.Figures) and thing.calendar
                yield f"{'Calendar' if is_calendar else kind} {name}: {self.naming.title(thing.titles, name)}"
                yield from self.grounds(thing.grounds, "  ")

    def ratings(self) -> Iterator[str]:
        for rating in self.program.ratings:
            yield ""
            called = f" ({self.naming.title(rating.titles, '')})" if rating.titles.texts else ""
            yield f"Rating of {rating.node}{called}:{self.basis(rating.basis)}"
            for grade in rating.grades:
                yield f"  {self.naming.title(grade.titles, grade.name)}: {_range(grade.printed or grade)}"
            if rating.between is not None and rating.between.side is not None:
                yield f"  between grades: the {rating.between.side.value} grade"
            if rating.shared is not None and rating.shared.side is not None:
                yield f"  at shared ends: the {rating.shared.side.value} grade"

    def rankings(self) -> Iterator[str]:
        for ranking in self.program.rankings:
            within = f" within {', '.join(ranking.within)}" if ranking.within else ""
            keys = ", then ".join(
                f"{k.node} {'before rounding' if k.before_rounding else 'as rounded'}, "
                f"{'highest' if k.highest_first else 'lowest'} first"
                for k in ranking.keys
            )
            yield ""
            yield f"Ranking {ranking.name}{within}: by {keys}; equals {ranking.ties.value}"

    def dropped(self) -> Iterator[str]:
        if self.program.dropped:
            yield ""
            yield "Dropped on the way:"
        for thing in self.program.dropped:
            because = self.naming.title(thing.because, "")
            reason = f": {because}" if because else ""
            yield f"  {thing.kind} {thing.name} (version {thing.version}){reason}"

    def sources(self) -> Iterator[str]:
        if self.program.sources:
            yield ""
            yield "Sources:"
        for source in self.program.sources:
            url = f" <{source.url}>" if source.url else ""
            edition = f", {edition_words(source.edition, Language.EN)}" if source.edition else ""
            yield f"  {source.name}: {self.naming.title(source.titles, source.name)}{edition}{url}"
            if source.not_at_hand is not None:
                yield f"    not at hand: {self.naming.title(source.not_at_hand, '')}"


def _range(grade: p.RatingGrade | Stretch) -> str:
    parts = []
    if grade.low is not None:
        parts.append(f"{'from' if grade.low_included else 'above'} {exact_text(grade.low)}")
    if grade.high is not None:
        below = "to" if grade.high_included else "to below" if grade.low is not None else "below"
        parts.append(f"{below} {exact_text(grade.high)}")
    return " ".join(parts) + " points" if parts else "any score"
