"""The amending order: its heading, its basis, what it changes point by point, when it comes into force, who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, field, frozen

from effrules.compare.edits.edit import Edit
from effrules.report.blocks import pieces as b
from effrules.report.document.numbers import quoted
from effrules.report.drafting.act import Act, Element
from effrules.report.drafting.act_page import annex
from effrules.report.drafting.instructions import Whole, instructions
from effrules.report.drafting.naming import called, into_itself, listing, within
from effrules.report.drafting.order_words import say
from effrules.report.drafting.outline import Level
from effrules.report.drafting.revisions import Revision, Revisions
from effrules.report.drafting.wording import Said, in_quotes, told, with_end, written
from effrules.report.naming import Naming
from effrules.words import since


@frozen
class Point:
    """A numbered point of the order: what it says, which parts it revises, and so which edits it is about."""

    said: Said
    revisions: tuple[Revision, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that it expresses."""
        return tuple(edit for one in self.revisions for edit in one.edits)


@define
class Order:
    """An order in the making: its points, and the annexes to which they refer."""

    found: Revisions
    points: list[Point] = field(factory=list)
    annexes: list[Element] = field(factory=list)


def order_of(found: Revisions) -> Order:
    """What the order says, point by point: every revision in one of them."""
    made = Order(found)
    for run in _runs(found):
        made.points.append(Point(_run(made, run), tuple(run)))
    return made


def _runs(found: Revisions) -> Iterator[list[Revision]]:
    """Revisions that one point says: parts that come, or go, one behind the other; any other by itself."""
    run: list[Revision] = []
    for one in found.listed:
        if run and not _goes_on(run, one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _goes_on(run: Sequence[Revision], one: Revision) -> bool:
    """Whether a revision is of the same run: of the same kind, in the same series, not with a chapter of its own."""
    first, last = run[0], run[-1]
    if (one.before is None) != (first.before is None) or (one.after is None) != (first.after is None):
        return False
    if one.before is not None and one.after is not None:
        return False
    level = one.there.part.level
    if level in (Level.CHAPTER, Level.ANNEX):
        return False
    if level is Level.SECTION:
        return first.there.part.level is Level.CHAPTER
    if last.there.part.level is Level.ANNEX:
        return False
    return one.there.part.within == last.there.part.within or last.there.part.level is not Level.ITEM


def _run(made: Order, run: Sequence[Revision]) -> Said:
    first = run[0]
    old, new = made.found.old, made.found.new
    language = new.language
    if first.before is not None and first.after is not None:
        if first.after.part.level is Level.ANNEX and isinstance(instructions(first)[0], Whole):
            own = _annexed(made, first.after)
            what = called(new, first.after)
            return Said(b.words(say("restate annex", language, what=what, own=own)))
        return told(new, first.after, instructions(first))
    if first.before is None:
        elements = [one.after for one in run if one.after is not None]
        if elements[0].part.level is Level.ANNEX:
            own = _annexed(made, elements[0])
            return Said(b.words(say("add annex", language, n=elements[0].number, own=own)))
        return Said(b.words(_added(new, elements)), in_quotes(written(new, elements), language))
    return Said(
        b.words(
            say("drop", language, what=_dropped(old, [one.before for one in run if one.before is not None]))
        )
    )


def _annexed(made: Order, element: Element) -> str:
    made.annexes.append(element)
    return str(len(made.annexes))


def _added(act: Act, elements: Sequence[Element]) -> str:
    first = elements[0]
    level, language = first.part.level, act.language
    if level is Level.CHAPTER:
        return say("add chapter", language, n=first.number)
    if level is Level.SECTION:
        return say("add section", language, n=first.number, within=within(act, first))
    numbers = listing([one.number for one in elements], language)
    key = "add items" if len(elements) > 1 else "add item"
    if first.part.within is not None:
        return say(f"{key} of annex", language, n=numbers, within=within(act, first))
    return say(key, language, n=numbers)


def _dropped(act: Act, elements: Sequence[Element]) -> str:
    """What goes: a chapter or a section whole, where all that stands in it goes."""
    first, language = elements[0], act.language
    if first.part.level in (Level.CHAPTER, Level.SECTION):
        if _inside(act, first) == list(elements[1:]):
            more = {} if first.part.within is None else {"within": within(act, first)}
            return say(f"whole {first.part.level.value}", language, n=first.number, **more)
        rest = _dropped(act, elements[1:]) if len(elements) > 1 else ""
        return ", ".join(filter(None, (called(act, first), rest)))
    if len(elements) == 1:
        return called(act, first)
    numbers = listing([one.number for one in elements], language)
    if first.part.within is not None:
        return say("items of annex", language, n=numbers, within=within(act, first))
    return say("items", language, n=numbers)


def _inside(act: Act, heading: Element) -> list[Element]:
    """What stands below a heading, up to the next one that is not below it."""
    made: list[Element] = []
    at = act.elements.index(heading)
    for element in act.elements[at + 1 :]:
        level = element.part.level
        if level in (Level.CHAPTER, Level.ANNEX) or level is heading.part.level:
            break
        made.append(element)
    return made


# -- The paper ---------------------------------------------------------------------------------------------


def order_blocks(made: Order, naming: Naming) -> list[b.Block]:
    """The whole order."""
    found, language = made.found, made.found.new.language

    def text(key: str, **values: object) -> b.Line:
        return b.words(say(key, language, **values))

    head: list[b.Block] = [b.Paragraph(text("order"), side=b.Side.MIDDLE), b.Heading(text("order title"), 1)]
    if not found.listed:
        return [*head, b.Paragraph(text("no revisions"))]
    itself = into_itself(found.old)
    title = itself or quoted(found.old.title, language)
    changes = text("make changes itself" if itself else "make changes", title=title)
    points = (_point(one.said, at, len(made.points)) for at, one in enumerate(made.points, 1))
    duties = b.Items(
        (
            b.Item((*text("register"), b.Words(";")), mark="1)"),
            b.Item((*text("publish"), b.Words(".")), mark="2)"),
        )
    )
    blocks: list[b.Block] = [
        *head,
        b.Paragraph(_preamble(found, naming)),
        b.Clause("1.", (b.Paragraph(changes), *points)),
        b.Clause("2.", (b.Paragraph(text("provide")), duties)),
        b.Clause("3.", (b.Paragraph(text("control")),)),
        b.Clause("4.", (b.Paragraph(b.words(_into_force(found, naming))),)),
        b.Signature(text("signer")),
    ]
    for at, element in enumerate(made.annexes, 1):
        marks = [say("annex", language, n=at), say("annex to order", language)]
        mark = b.Paragraph(b.words(" ".join(marks)), side=b.Side.END)
        sheet, *rest = annex(language, element, b.words(element.title))
        blocks += [sheet, mark, *rest]
    return blocks


def _point(said: Said, at: int, count: int) -> b.Clause:
    """A point with its number, and the sign that ends it."""
    blocks = (b.Paragraph(said.line), *said.below)
    return b.Clause(f"{at})", with_end(blocks, "." if at == count else ";") or blocks)


def _preamble(found: Revisions, naming: Naming) -> b.Line:
    """On what the order is based: the sources that the changes cite."""
    language = naming.language
    sources = {source.name: naming.title(source.titles, source.name) for source in naming.program.sources}
    edits = (edit for one in found.listed for edit in one.edits)
    cited = dict.fromkeys(citation.source for edit in edits for citation in edit.citations)
    titles = "; ".join(sources[name] for name in cited if name in sources)
    return b.words(say("on the basis", language, sources=titles) if titles else say("on a basis", language))


def _into_force(found: Revisions, naming: Naming) -> str:
    """From the day on which the rules hold, where it is another one."""
    language = naming.language
    first: date | None = naming.program.header.force_from
    if found.effect and first is not None:
        return say("into force on", language, since=since(first).in_(language))
    return say("into force", language)
