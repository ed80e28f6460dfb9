"""A derivation as an outline that can be read: what is folded, what is merged into a line, what is referred to.

Text and Markdown are made from it. A line is a step (or a row that a step took) with its value, what was special about
it, where it is written and what it rests on. What a line has below it is shown once; where it comes again, the line
refers to the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import define, evolve, field, frozen

from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_below import below, nodes_below, told_with
from effrules.report.derivation.trace_nodes import Below, contribution
from effrules.report.wording import word
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation
from effrules.trace.steps import ClauseRef, Ref
from effrules.words import in_language, phrase

FIRST_ROWS = 3
"""So many rows of an aggregate are shown when it is folded."""

LONG = (s.Choose, s.Bands, s.Interpolate, s.CheckList, s.MeanOfOthers)
"""Steps whose text may take many lines: what of it matters stands below them."""

LONGEST_LABEL = 64
"""So much of it is shown."""


@frozen
class Line:
    """A line of the outline with the lines below it.

    ``maximum`` is that of a node with a score, ``name`` its identifier. ``working`` is the operation with its values,
    ``facts`` are what was special. ``item`` is its clause in the document, ``exact`` and ``place`` are empty where they are those of the line above it; ``basis`` is
    what the clause rests on, once for each clause; ``asides`` what did not happen. ``above``: what is below stands at an earlier line of the same step. ``hidden`` lines
    were folded away: rows, or (``deeper``) what lies deeper.
    """

    ref: Ref | None
    label: str
    value: str = ""
    exact: str = ""
    maximum: str = ""
    name: str = ""
    working: str = ""
    facts: tuple[str, ...] = ()
    item: str = ""
    place: str = ""
    basis: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    is_node: bool = False
    assumed: bool = False
    above: bool = False
    hidden: int = 0
    deeper: bool = False
    lines: tuple[Line, ...] = ()


@frozen
class Folding:
    """How much is shown. ``depth``: so many levels (0: all); ``rows``: so many rows of each aggregate (0: all).

    ``nodes_only``: the formulas of nodes are not opened, but for those that failed. ``all``: what did not happen too.
    """

    depth: int = 0
    rows: int = FIRST_ROWS
    nodes_only: bool = False
    all: bool = False


@frozen
class TraceOutline:
    """The lines: of the node asked for, of its grade and of its places. ``numbers``: of the lines that others refer to."""

    lines: tuple[Line, ...]
    numbers: Mapping[Ref, int]


def trace_outline(derivation: Derivation, words: StepWords, folding: Folding) -> TraceOutline:
    """The outline of a derivation."""
    work = _Work(derivation, words, folding)
    root = work.line(Below(derivation.root), 1)
    others = [work.result(ref) for ref in (*derivation.ratings, *derivation.places)]
    lines = (
        root,
        *others,
        *(work.recommended(name, ref) for name, ref in derivation.recommendations.items()),
    )
    again = {line.ref for line in _all(lines) if line.above}
    numbers: dict[Ref, int] = {}
    for line in _all(lines):
        if line.ref is not None and line.ref in again and not line.above and line.lines:
            numbers.setdefault(line.ref, len(numbers) + 1)
    return TraceOutline(lines, numbers)


def _all(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines in the order in which they are read."""
    for line in lines:
        yield line
        yield from _all(line.lines)


@define
class _Work:
    derivation: Derivation
    words: StepWords
    folding: Folding
    opened: set[Ref] = field(factory=set)
    clauses: set[ClauseRef] = field(factory=set)

    @property
    def steps(self) -> Sequence[s.Step]:
        return self.derivation.steps

    def line(self, at: Below, level: int, above: s.Step | None = None, failed: bool = False) -> Line:
        """The line of a step and, as far as they are shown, those below it.

        ``above`` is the step of the line above. ``failed``: it lies on the way to a failure, or in a penalty.
        """
        step = self.steps[at.ref]
        found = self.found(step, failed)
        made = self.bare(step, at, above, found)
        if not found:
            return made
        if at.ref in self.opened:
            return evolve(made, above=True, asides=())
        if self.folding.depth and level >= self.folding.depth:
            return evolve(made, hidden=len(found), deeper=True)
        self.opened.add(at.ref)
        failed = failed or isinstance(step, s.Failed | s.Adjust)
        rows = list(dict.fromkeys(one.number for one in found if one.row))
        kept = set(rows[: self.folding.rows or len(rows)])
        shown = [one for one in found if not one.row or one.number in kept]
        lines = tuple(self.line(one, level + 1, step, failed) for one in shown)
        return evolve(made, lines=lines, hidden=len(rows) - len(kept))

    def result(self, ref: Ref) -> Line:
        """The line of a grade or a place."""
        return self.bare(self.steps[ref], Below(ref), None, ())

    def recommended(self, name: str, condition: Ref) -> Line:
        """What is recommended, above the condition that holds."""
        declared = self.derivation.program.recommendations[name]
        title = in_language(
            phrase("Recommended: {title}", title=self.words.titled(declared.titles, name)),
            self.words.language,
        )
        return Line(
            None,
            title,
            place="" if declared.span is None else str(declared.span),
            lines=(self.line(Below(condition), 2),),
        )

    def found(self, step: s.Step, failed: bool) -> list[Below]:
        """What is shown below a step, before it is folded."""
        if failed or not self.folding.nodes_only or isinstance(step, s.Failed | s.Adjust):
            return below(step, self.steps, self.words, self.folding.all)
        if isinstance(step, s.Node) and (step.parts or step.state is s.State.FAILED):
            return nodes_below(step, self.steps, self.words, self.folding.all)
        return []

    def bare(self, step: s.Step, at: Below, above: s.Step | None, found: Sequence[Below]) -> Line:
        """A line without those below it (``found``); what the line ``above`` says is not said again."""
        words = self.words
        if at.is_filter:
            return Line(at.ref, words.row(at.row, at.table), place=words.place(step))
        told = (step, *(self.steps[ref] for ref in told_with(step, self.steps)))
        place, exact = words.place(step), "" if self.folding.nodes_only else words.exact(step)
        if above is not None and place == words.place(above):
            place = ""
        if above is not None and exact == words.exact(above):
            exact = ""
        working = next(filter(None, (words.working(one, self.steps) for one in told)), "")
        facts = [] if at.part is None else contribution(at.part, words)
        if at.gives is not None:
            facts.append(words.say("adds", points=words.shown(self.steps[at.gives])))
        if isinstance(step.value, bool):
            facts.append(working)
            working = ""
        facts += self.notes(told, found)
        asides = [aside for one in told for aside in words.not_taken(one, self.steps)]
        return Line(
            ref=at.ref,
            label=self.label(step, at),
            value=words.among(step) if isinstance(step, s.Place) else words.shown(step),
            exact=exact,
            maximum=words.amount(step.maximum) if isinstance(step, s.Node) and step.value is not None else "",
            name=step.node if isinstance(step, s.Node) else "",
            working=working,
            facts=tuple(filter(None, facts)),
            item=self.item(step, above),
            place=place,
            basis=() if self.folding.nodes_only else self.basis(step),
            asides=tuple(asides) if self.folding.all else (),
            is_node=isinstance(step, s.Node),
            assumed=isinstance(step, s.Node) and step.assumed and step.value is not None,
        )

    def label(self, step: s.Step, at: Below) -> str:
        """What a line is called: the item or the row that it is about, else the step; the text of many lines is cut."""
        if at.title:
            return at.title
        if at.row and not isinstance(step, s.Cell | s.Definition):
            return self.words.row(at.row, at.table)
        label = self.words.label(step)
        if isinstance(step, LONG) and len(label) > LONGEST_LABEL:
            return label[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"
        return label

    def notes(self, told: Sequence[s.Step], found: Sequence[Below]) -> list[str]:
        """What was special; that a score failed is said in full where it did, and in a word on the way there."""
        if told[0].failure and any(self.steps[one.ref].failure for one in found):
            return [word("failed", self.words.language)]
        return [self.words.note(one, self.steps) for one in reversed(told)]

    def item(self, step: s.Step, above: s.Step | None) -> str:
        """The clause that a line is of, where the line above it is of another."""
        clause = self.clause(step)
        if clause is None or (above is not None and clause == self.clause(above)):
            return ""
        return self.words.item(self.derivation.clauses[clause])

    def clause(self, step: s.Step) -> ClauseRef | None:
        """The clause of a step; of a definition, its own."""
        return self.steps[step.body].clause if isinstance(step, s.Definition) else step.clause

    def basis(self, step: s.Step) -> tuple[str, ...]:
        """What the clause rests on, the first time that it comes."""
        clause = self.clause(step)
        if clause is None or clause in self.clauses:
            return ()
        self.clauses.add(clause)
        return self.words.bases(self.derivation.clauses[clause], self.derivation.program.header.version)
