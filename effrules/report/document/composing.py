"""A whole document, put together from a checked program."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.walk import expressions as everywhere
from effrules.model.walk import outermost
from effrules.report.blocks.inline import plain
from effrules.report.blocks.pieces import Block, Contents, Front, Heading, Page
from effrules.report.blocks.pieces import words as line_of
from effrules.report.document.closing import assumptions, dropped, sources
from effrules.report.document.context import Context
from effrules.report.document.data_clauses import (
    definition_clauses,
    figures_clauses,
    form_clauses,
    promise_clauses,
)
from effrules.report.document.mathematics import Notation
from effrules.report.document.node_clauses import node_clauses, total_clause
from effrules.report.document.numbering import numbering
from effrules.report.document.outcome_clauses import (
    adjustment_clauses,
    order_clause,
    ranking_clauses,
    rating_clauses,
    weights_clauses,
)
from effrules.report.document.procedure_clauses import procedure_clauses
from effrules.report.document.symbols import symbols
from effrules.report.naming import Naming
from effrules.words import Language, day_text, since


def compose(program: p.Program, language: Language, report: str = "") -> Page:
    """The document of a methodology, in a language. The same program always gives the same document.

    ``report`` is the address of the report of a run, to whose clauses the numbers lead.
    """
    context = context_of(program, language)
    there = {place.anchor for place in context.numbering.scored()}
    blocks = tuple(
        evolve(block, elsewhere=f"{report}#{block.anchor}")
        if report and isinstance(block, Heading) and block.anchor in there
        else block
        for block in clauses(context)
    )
    contents = Contents(context.say("contents"), tuple(_contents(blocks)))
    header = program.header
    colophon = context.say("colophon", name=shown(header.name), version=context.naming.version())
    return Page(language, context.naming.methodology(), (front(context), contents, *blocks), colophon)


def context_of(program: p.Program, language: Language, writing: type[Notation] = Notation) -> Context:
    """What the clauses share; ``writing`` is how expressions are written."""
    naming = Naming(program, language)
    return Context(
        program, language, naming, numbering(program),
        symbols(program, naming, list(expressions(program))),
        tuple(source.name for source in program.sources),
        _is_amended(program),
        writing,
    )  # fmt: skip


def clauses(context: Context) -> Iterator[Block]:
    """Every clause, below the headings of the parts."""
    program = context.program
    yield _part(context.say("part nodes"), "nodes")
    yield from node_clauses(context)
    yield _part(context.say("part together"), "together")
    yield from total_clause(context)
    yield from weights_clauses(context)
    yield from adjustment_clauses(context)
    yield from rating_clauses(context)
    yield from ranking_clauses(context)
    yield from order_clause(context)
    if any(program.procedure.values()):
        yield _part(context.say("part year"), "year")
        yield from procedure_clauses(context)
    yield _part(context.say("part data"), "data")
    yield from form_clauses(context)
    if program.definitions or program.figures:
        yield _part(context.say("part definitions"), "definitions")
        yield from definition_clauses(context)
        yield from figures_clauses(context)
    if program.properties:
        yield _part(context.say("part promises"), "promises")
        yield from promise_clauses(context)
    yield from assumptions(context)
    yield from sources(context)
    yield from dropped(context)


def _part(title: str, anchor: str) -> Heading:
    return Heading(line_of(title), 2, anchor)


def _contents(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str, str, str]]:
    """Parts and the clauses of the first two levels of the tree: level, number, title, anchor."""
    part = ""
    for block in blocks:
        match block:
            case Heading(title, 2, anchor):
                part = anchor
                yield 0, "", plain(title), anchor
            case Heading(title, level, anchor, number) if level == 3 or (level == 4 and part == "nodes"):
                yield level - 2, number, plain(title), anchor
            case _:
                pass


def front(context: Context) -> Front:
    """The title page; the number of assumptions is right when all clauses were made."""
    header = context.program.header
    facts = []
    if header.force_from is not None:
        first = day_text(header.force_from, context.language)
        if header.force_to is None:
            days = since(header.force_from).in_(context.language)
        else:
            days = context.say(
                "from day to day", first=first, last=day_text(header.force_to, context.language)
            )
        facts.append((context.say("in force"), days))
    if header.draft:
        facts.append((context.say("standing"), context.say("a draft")))
    if header.amends is not None:
        facts.append((context.say("amends"), context.naming.version(header.amends)))
    if header.replaces is not None:
        facts.append((context.say("replaces"), context.naming.version(header.replaces)))
    subject = context.program.schema.subject
    facts.append((context.say("assessed"), context.title(subject.titles, subject.name)))
    low, high = context.number(header.minimum), context.number(header.maximum)
    facts.append((context.say("scale"), context.say("scale of", low=low, high=high)))
    count = len(context.assumed)
    assumed = context.say("marked", n=count) if count else context.say("none")
    facts.append((context.say("number of assumptions"), assumed))
    version = context.say("written by", version=context.naming.version())
    return Front(context.say("methodology"), context.naming.methodology(), version, tuple(facts))


def _is_amended(program: p.Program) -> bool:
    """Whether several versions wrote the rules, so that each clause must say which one wrote it."""
    if program.header.amends is not None or program.dropped:
        return True
    origins = [
        *(node.origin for node in program.nodes.values()),
        *(clause.origin for clause in program.weights),
        *(adjustment.origin for adjustment in program.adjustments),
        *(rating.origin for rating in program.ratings),
        *(ranking.origin for ranking in program.rankings),
        *(definition.origin for definition in program.definitions.values()),
        *(figures.origin for figures in program.figures.values()),
        *(promised.origin for promised in program.properties),
        *(one.origin for group in program.procedure.values() for one in group.values()),
        *program.table_origins.values(),
    ]
    return len({version for origin in origins for version in (origin.version, *origin.earlier)}) > 1


def expressions(program: p.Program) -> Iterator[p.Expression]:
    """Every expression, in the order of the document, some twice: symbols are given in that order."""
    names = (*_in_order(program, program.root.parts), "total")
    yield from outermost(tuple(program.nodes[name] for name in names))
    yield from outermost((program.weights, program.adjustments, program.rankings, program.definitions))
    yield from outermost((program.schema, program.properties))
    yield from everywhere(program)


def _in_order(program: p.Program, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield name
        yield from _in_order(program, program.nodes[name].parts)
