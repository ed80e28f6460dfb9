"""All that a workbook says, before any of it is written: where steps stand, and what each cell holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from attrs import frozen

from effrules.data.dataset import Dataset
from effrules.exact.plan import plan_of
from effrules.report.blocks.spreadsheet import SheetNames
from effrules.report.derivation.step_words import StepWords
from effrules.report.naming import Naming
from effrules.report.results.ranked import grouped
from effrules.report.workbook.context import Context, quoted
from effrules.report.workbook.data import HEAD as DATA_HEAD
from effrules.report.workbook.data import copied, key_of
from effrules.report.workbook.figures import Figures
from effrules.report.workbook.formulas import made
from effrules.report.workbook.layout import Body, Layout, StepSheet, Whose, laid_out
from effrules.report.workbook.made import Fixed, Formula, Made, Why, refuse_large
from effrules.report.workbook.places import places_of
from effrules.report.workbook.words import WORKBOOK_WORDS
from effrules.trace import steps as s
from effrules.trace.derivation import Derivations
from effrules.trace.steps import ClauseKind, ClauseRef, Ref
from effrules.words import Language

NODES = (ClauseKind.TOTAL, ClauseKind.BLOCK, ClauseKind.DIRECTION, ClauseKind.CRITERION)


@frozen
class Names:
    """What the sheets are called."""

    summary: str
    places: str
    rules: str
    long: str
    steps: dict[int, str]
    tables: dict[str, str]


@frozen
class Workbook:
    """What is written: the context of all formulas, and what stands in the cell of each step."""

    derivations: Derivations
    bodies: tuple[Body, ...]
    node: str
    language: Language
    context: Context
    names: Names
    cells: dict[Ref, Made]

    def say(self, key: str, **values: object) -> str:
        """A word or sentence in the language of the workbook."""
        return WORKBOOK_WORDS[key].told(self.language, **values)

    @property
    def formulas(self) -> int:
        """How many steps are formulas."""
        taken = self.context.layout.taken
        return sum(isinstance(one, Formula) for ref, one in self.cells.items() if ref in taken)

    @property
    def values(self) -> Counter[Why]:
        """How many are values, by the reason."""
        taken = self.context.layout.taken
        found = (one for ref, one in self.cells.items() if ref in taken and isinstance(one, Fixed))
        return Counter(one.why for one in found if one.why is not None)


def bodies_of(
    derivations: Derivations,
    language: Language,
    node: str = "total",
    only: Sequence[str] | None = None,
    sort: str = "place",
) -> tuple[Body, ...]:
    """The bodies that were traced (or ``only`` some), with what is asked for of each: places and grades by a node, and its score."""
    program = derivations.program
    rated = {rating.node for rating in program.ratings_of(node)}
    ranked = {ranking.name for ranking in program.rankings_of(node)}
    found = []
    groups = grouped(derivations.results, program, Naming(program, language), sort)
    for key in [result.key for _, results in groups for result in results]:
        if only is not None and key not in only:
            continue
        roots = derivations.subjects[key]
        grades = [ref for name, ref in roots.ratings.items() if name in rated]
        places = [ref for name, ref in roots.places.items() if name in ranked]
        found.append(Body(key, derivations.names[key], (*places, *grades, roots.nodes[node]), roots.nodes))
    return tuple(found)


def workbook(
    derivations: Derivations,
    dataset: Dataset,
    bodies: tuple[Body, ...],
    language: Language,
    node: str = "total",
    progress: Callable[[int, int], None] | None = None,
) -> Workbook:
    """Work out every formula. ``progress`` is told how many steps are done, and of how many."""
    program, steps = derivations.program, derivations.steps
    words = StepWords(program, language)
    layout = laid_out(steps, bodies, _levels(derivations), derivations.untaken)
    used = {key_of(step) for ref in layout.at if isinstance(step := steps[ref], s.Cell)}
    copies = copied(dataset, program.schema, {body.key for body in bodies}, used)
    said = lambda key, **values: WORKBOOK_WORDS[key].told(language, **values)  # noqa: E731
    names = _names(layout, [copy.table.name for copy in copies.tables], said)
    clauses = {(clause.kind, clause.name): ClauseRef(at) for at, clause in enumerate(derivations.clauses)}
    for sheet in layout.sheets:
        refuse_large(names.steps[id(sheet)], sheet.row(len(sheet.lines)), 1)
    for copy in copies.tables:
        columns = 1 + len(copy.keys) + len(copy.fields)
        refuse_large(names.tables[copy.table.name], DATA_HEAD + len(copy.rows), columns)
    context = Context(
        program=program, steps=steps, layout=layout, copies=copies,
        figures=Figures(quoted(names.rules)), sheet_names=names.steps, table_names=names.tables, said=said,
        grade=words.naming.grade, node_title=words.node,
        clause_of={name: ref for (kind, name), ref in clauses.items() if kind in NODES},
        figures_of={name: ref for (kind, name), ref in clauses.items() if kind is ClauseKind.FIGURES},
        figures_title=partial(_title, words),
        untaken=derivations.untaken,
        grouping=plan_of(program).grouping,
        places=places_of(quoted(names.places), steps, [ref for body in bodies for ref in body.roots]),
    )  # fmt: skip
    cells: dict[Ref, Made] = {}
    for number, ref in enumerate(sorted(layout.at)):
        cells[ref] = made(context, steps[ref])
        if progress is not None and number % 1000 == 0:
            progress(number, len(layout.at))
    return Workbook(derivations, bodies, node, language, context, names, cells)


def _title(words: StepWords, name: str) -> str:
    return words.titled(words.program.figures[name].titles, name)


def _levels(derivations: Derivations) -> int:
    """How many levels the tree of scores has."""

    def deep(name: str) -> int:
        return 1 + max(map(deep, derivations.program.nodes[name].parts), default=0)

    return deep("total")


def _names(layout: Layout, tables: Sequence[str], said: Callable[..., str]) -> Names:
    names = SheetNames()
    summary = names.name(said("summary"))
    places, rules, long = (
        names.name(said("places")),
        names.name(said("rules")),
        names.name(said("long texts")),
    )
    titles = {Whose.SHARED: said("shared"), Whose.OTHERS: said("others"), Whose.BODY: ""}

    def title(sheet: StepSheet) -> str:
        return titles[sheet.whose] or sheet.body

    steps = {id(sheet): names.name(title(sheet)) for sheet in layout.sheets}
    return Names(summary, places, rules, long, steps, {table: names.name(table) for table in tables})
