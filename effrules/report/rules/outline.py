"""A methodology in short: what its document tells, without formulas and forms, in one tree with the names of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from effrules.compare.matching.expressions import text_of
from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain
from effrules.report.blocks.mathematics.tree import Math, Sym
from effrules.report.document.binding import LOOSE
from effrules.report.document.composing import clauses, context_of, front
from effrules.report.document.context import Context
from effrules.report.document.mathematics import Notation
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Naming
from effrules.report.rules.assumptions import WHAT_IF
from effrules.report.texts import texts
from effrules.report.wording import word
from effrules.words import Language, Text, in_language, phrase

TABLED = ("table", "figures")
"""What is a table as a whole: its heading is enough."""


class InWords(Notation):
    """Conditions on one line: in English as the rules write them, else in the words of the readers."""

    def math(self, expression: p.Expression, least: int = LOOSE) -> Math:
        """An expression; a number as the document writes it."""
        return (
            super().math(expression, least)
            if isinstance(expression, p.Constant)
            else Sym(_told(expression, self.naming))
        )

    def apart(self, math: Math) -> Math:
        """Nothing is written apart."""
        return math


def outline(program: p.Program, language: Language = Language.EN) -> b.Page:
    """The page."""
    context = context_of(program, language, InWords)
    told = tuple(_parts(tuple(_short(context, clauses(context)))))
    head = front(context)
    rules = "; ".join(texts(program, language))
    facts = (*head.facts, *([(word("rules", language), rules)] if rules else []))
    version = f"{head.version} ({_identified(program.header)})"
    return b.Page(language, head.title, (evolve(head, version=version, facts=facts), *told))


def _identified(header: p.Header) -> str:
    """The names that commands take, of what has titles: ``state_bodies current``."""
    return shown(f"{header.name} {header.version}" if header.version_titles.texts else header.name)


def _short(context: Context, blocks: Iterable[b.Block]) -> Iterator[b.Block]:
    """Blocks of a document without formulas, tables of forms and figures, and the list of assumptions."""
    adjustments = {adjustment.name: adjustment for adjustment in context.program.adjustments}
    declared = {place.anchor: key for key, place in context.numbering.places.items()}
    chapter = name = ""
    for block in blocks:
        if isinstance(block, b.Heading):
            chapter, name = declared.get(block.anchor, (block.anchor, ""))
        match block:
            case _ if chapter == "assumptions":
                continue
            case b.Heading() if chapter != "weights" and name:
                called = (b.Words(" ("), b.Words(shown(name), b.Tone.CODE), b.Words(")"))
                yield evolve(block, named=(b.Words(plain(block.named), b.Tone.STRONG), *called))
            case b.Display() if chapter == "adjustment":
                told = in_language(_amount(adjustments[name], context), context.language)
                yield b.Paragraph(b.words(told, b.Tone.CODE))
            case b.Display() | b.Legend():
                continue
            case b.Table() | b.Paragraph(label="") if chapter in TABLED:
                continue
            case _:
                yield block


def _told(expression: p.Expression, naming: Naming) -> str:
    return Formulas(naming).of(expression, text_of(expression) or WHAT_IF.in_(naming.language))


def _amount(adjustment: p.Adjustment, context: Context) -> Text:
    """How much is taken or given: for what, when, and how much in all."""

    def written(expression: p.Expression) -> str:
        return _told(expression, context.naming)

    told: Text = written(adjustment.amount)
    rows = adjustment.rows
    if rows is not None:
        table = context.program.schema.table_named(rows.variable.table)
        assert table is not None
        name = table.name if context.language is Language.EN else context.form(table)
        told = phrase("{amount} for each {table}", amount=told, table=name)
        if rows.where is not None:
            told = phrase("{amount} where {condition}", amount=told, condition=written(rows.where))
    if adjustment.condition is not None:
        told = phrase("{amount} when {condition}", amount=told, condition=written(adjustment.condition))
    if adjustment.cap is not None:
        told = phrase("{amount}, at most {cap} in all", amount=told, cap=written(adjustment.cap))
    return told


def _parts(blocks: Sequence[b.Block]) -> Iterator[b.Block]:
    """Each part of the document below its heading."""
    for block, below in _below(blocks, 2):
        yield from (block, *_listed(below))


def _listed(blocks: Sequence[b.Block]) -> Iterator[b.Block]:
    """What stands below a heading: its own blocks, then what has headings itself, as a list."""
    heads = [block for block in blocks if isinstance(block, b.Heading)]
    yield from blocks[: blocks.index(heads[0])] if heads else blocks
    if heads:
        below = _below(blocks, heads[0].level)
        yield b.Items(tuple(b.Item(_line(head), tuple(_listed(inside))) for head, inside in below))


def _below(blocks: Sequence[b.Block], level: int) -> Iterator[tuple[b.Heading, Sequence[b.Block]]]:
    """The headings of a level, each with what stands below it."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, b.Heading) and block.level == level]
    for start, end in pairwise((*starts, len(blocks))):
        head = blocks[start]
        assert isinstance(head, b.Heading)
        yield head, blocks[start + 1 : end]


def _line(head: b.Heading) -> b.Line:
    return (b.Words(f"{head.number}. "), *head.named)
