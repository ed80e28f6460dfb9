"""A methodology as an act: each of its parts with its number and its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from attrs import evolve, frozen

from effrules.model import program as p
from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain
from effrules.report.document.data_clauses import definition_clauses, figures_clauses, form_clauses
from effrules.report.document.node_clauses import node_clauses, total_clause
from effrules.report.document.numbering import Key
from effrules.report.document.outcome_clauses import (
    adjustment_clauses,
    order_clause,
    ranking_clauses,
    rating_clauses,
    weights_clauses,
)
from effrules.report.document.procedure_clauses import procedure_clauses
from effrules.report.document.symbols import Symbols
from effrules.report.drafting.context import ActContext, act_context
from effrules.report.drafting.numbers import Numbers, anchor_of
from effrules.report.drafting.outline import FORMULAS, Level, Part
from effrules.words import Language

CLAUSES = (
    node_clauses, total_clause, weights_clauses, adjustment_clauses, rating_clauses, ranking_clauses, order_clause,
    procedure_clauses, form_clauses, definition_clauses, figures_clauses,
)  # fmt: skip

TERMS: dict[str, Callable[[p.Program], bool]] = {
    "score": lambda _: True,
    "part": lambda program: bool(program.root.parts),
    "weight": lambda program: any(clause.weights for clause in program.weights),
    "row": lambda program: len(program.schema.as_read) > 1,
    "penalty": lambda program: any(one.sign < 0 for one in program.adjustments),
    "bonus": lambda program: any(one.sign > 0 for one in program.adjustments),
}
"""The terms that every act explains, where they occur in it."""


@frozen
class Element:
    """A part of an act with its number and its text; of a chapter, a section and an annex the title."""

    part: Part
    number: str
    anchor: str = ""
    title: str = ""
    blocks: tuple[b.Block, ...] = ()

    @property
    def key(self) -> Key:
        """What it is."""
        return self.part.key


@frozen
class Assumed:
    """Something that an act says without a source: where, and what."""

    number: str
    reason: str


@frozen(eq=False)
class Act:
    """The whole text, in a language. ``assumed`` is what the act itself does not tell; ``symbols`` are those of its formulas."""

    language: Language
    title: str
    elements: tuple[Element, ...]
    assumed: tuple[Assumed, ...]
    symbols: Symbols
    numbers: Numbers


def act(program: p.Program, numbers: Numbers, language: Language, kept: Symbols | None = None) -> Act:
    """The act of a methodology with these numbers; ``kept`` are the symbols of the text that it amends."""
    context = act_context(program, numbers, language, kept)
    texts = _texts(context)
    elements = tuple(_element(context, numbers, part, texts) for part in numbers.parts)
    assumed = tuple(
        Assumed(", ".join(one.text for one in made.clauses), plain(context.reason(assumption, made.clauses)))
        for assumption, made in context.assumed.items()
    )
    return Act(language, context.naming.methodology(), elements, assumed, context.symbols, numbers)


def _texts(context: ActContext) -> dict[str, tuple[b.Block, ...]]:
    """The text of each clause, by its anchor; what it begins with first."""
    made: dict[str, list[b.Block]] = {}
    at: list[b.Block] = []
    for clauses in CLAUSES:
        for block in clauses(context):
            match block:
                case b.Heading(title, _, anchor):
                    at = made[anchor] = [b.Paragraph(title)]
                case b.Note(kind=b.Kind.MARGIN):
                    pass
                case _:
                    at.append(block)
    return {anchor: tuple(map(_in_items, _labelled(blocks))) for anchor, blocks in made.items()}


def _labelled(blocks: Iterable[b.Block]) -> Iterator[b.Block]:
    """Paragraphs that have labels, one behind the other, as a list of what they say."""
    for is_labelled, run in groupby(
        blocks, lambda block: isinstance(block, b.Paragraph) and bool(block.label)
    ):
        if not is_labelled:
            yield from run
            continue
        paragraphs = [one for one in run if isinstance(one, b.Paragraph)]
        yield b.listed(
            (b.Words(f"{one.label[:1].lower()}{one.label[1:]}: "), *one.line) for one in paragraphs
        )


def _in_items(block: b.Block) -> b.Block:
    """A list as the items of an item, ``1)``, ``2)``, and a legend, each line with what ends it."""
    match block:
        case b.Items(items):
            ended = zip(items, _ended([item.line for item in items]), strict=True)
            return b.Items(
                tuple(evolve(item, line=line, mark=f"{at})") for at, (item, line) in enumerate(ended, 1))
            )
        case b.Legend(title, entries):
            ended_entries = zip(entries, _ended([meaning for _, meaning in entries]), strict=True)
            return b.Legend(title, tuple((symbol, line) for (symbol, _), line in ended_entries))
        case _:
            return block


def _ended(lines: Sequence[b.Line]) -> list[b.Line]:
    """Lines with a semicolon behind each, and a full stop behind the last."""
    return [(*line, b.Words("." if at == len(lines) else ";")) for at, line in enumerate(lines, 1)]


def _element(
    context: ActContext, numbers: Numbers, part: Part, texts: dict[str, tuple[b.Block, ...]]
) -> Element:
    number = numbers.of[part.key]
    anchor = anchor_of(part.key)
    if part.level in (Level.CHAPTER, Level.SECTION) or part.key == FORMULAS:
        return Element(part, number, anchor, _title(context, part.key))
    if part.key[0] == "general":
        return Element(part, number, anchor, "", tuple(map(_in_items, _general(context, part.key[1]))))
    first, *rest = texts[anchor]
    if part.level is Level.ANNEX:
        assert isinstance(first, b.Paragraph)
        return Element(part, number, anchor, plain(first.line), tuple(rest))
    return Element(part, number, anchor, "", (first, *rest))


def _title(context: ActContext, key: Key) -> str:
    match key:
        case "chapter", "general":
            return context.say("general")
        case "chapter", "criteria":
            return context.say("of criteria")
        case "chapter", "outcome":
            return context.say("outcome")
        case "chapter", "procedure":
            return context.say("procedure")
        case "chapter", "data":
            return context.say("of data")
        case "annex", _:
            return context.say("formulas")
        case "section", name:
            return context.say("of direction", title=context.node(name))
        case _, name:
            return context.say("of block", title=context.node(name))


# -- What every act says ----------------------------------------------------------------------------------


def _general(context: ActContext, what: str) -> Iterator[b.Block]:
    program, header = context.program, context.program.header
    match what:
        case "purpose":
            title = context.naming.methodology()
            if _calls_itself(title, context.say("kind")):
                yield b.Paragraph(context.fill("purpose itself", title=title))
            else:
                yield b.Paragraph(context.fill("purpose", title=context.quoted(title)))
        case "basis":
            yield b.Paragraph(context.fill("basis of act"))
            yield b.listed(
                b.words(context.title(source.titles, source.name.replace("_", " ")))
                for source in program.sources
            )
        case "object":
            subject = program.schema.subject
            yield b.Paragraph(context.fill("object", title=context.title(subject.titles, subject.name)))
        case "terms":
            yield b.Paragraph(context.fill("terms"))
            yield b.listed(
                b.words(context.say(f"term {term}")) for term, occurs in TERMS.items() if occurs(program)
            )
        case "scale":
            low, high = context.number(header.minimum), context.number(header.maximum)
            yield b.Paragraph(context.fill("scale of act", scale=context.say("scale of", low=low, high=high)))
        case "formulas":
            place = context.numbering.places[FORMULAS]
            yield b.Paragraph(context.fill("formulas stand", n=context.numbering.reference(place)))
        case "forms":
            yield _stands(context, "forms stand", (("table", form.name) for form in program.schema.as_read))
        case _:
            yield _stands(context, "tables stand", (("figures", name) for name in program.figures))


def _stands(context: ActContext, key: str, things: Iterable[Key]) -> b.Block:
    """In which annexes things stand: their numbers, and of those that follow each other the first and the last."""
    found: list[list[b.Reference]] = []
    for place in (context.numbering.places[thing] for thing in things):
        number = context.numbering.reference(place)
        if found and place.number.isdecimal() and found[-1][-1].text == str(int(place.number) - 1):
            found[-1].append(number)
        else:
            found.append([number])
    lines = ((one[0],) if len(one) == 1 else (one[0], b.Words("–"), one[-1]) for one in found)
    several = "several " if sum(map(len, found)) > 1 else ""
    return b.Paragraph(context.fill(several + key, n=b.separated(lines)))


def _calls_itself(title: str, kind: str) -> bool:
    """Whether a title says what the act is: a methodology."""
    return kind.casefold() in title.casefold()
