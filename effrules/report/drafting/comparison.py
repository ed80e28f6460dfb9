"""The comparison table: № | element | text in force | proposed text | reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from effrules.compare.edits.edit import Edit
from effrules.model.place_words import citation_words
from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain
from effrules.report.document.numbers import quoted
from effrules.report.drafting.act import Element
from effrules.report.drafting.naming import called, capital, into
from effrules.report.drafting.order_words import say
from effrules.report.drafting.outline import Level
from effrules.report.drafting.revisions import Revision, Revisions, lines
from effrules.report.drafting.texts import bold, marked, paired
from effrules.report.naming import Naming
from effrules.words import Language

LEFT_OUT: b.Line = (b.Words("…"),)
"""In the place of lines that stay as they are."""


def comparison(found: Revisions, naming: Naming) -> list[b.Block]:
    """The table with its heading and room for who signs it."""
    language = found.new.language
    about = say("about", language, title=into(found.old))
    title = (
        b.Words(say("comparison", language)),
        b.Break(),
        b.Words(say("comparison of", language, title=quoted(about, language))),
    )
    made: list[b.Block] = [b.Heading(title, 1)]
    if not found.listed:
        return [*made, b.Paragraph(b.words(say("no revisions", language)))]
    columns = (
        b.Column(say("number", language), is_text=True),
        *(
            b.Column(say(key, language), is_text=True, is_long=True)
            for key in ("element", "in force", "proposed", "reason")
        ),
    )
    rows = tuple((b.words(f"{at}."), *_row(found, one, naming)) for at, one in enumerate(found.listed, 1))
    return [*made, b.Table(columns, rows, lies=True), b.Signature(b.words(say("signer", language)))]


def _row(found: Revisions, one: Revision, naming: Naming) -> tuple[b.Line, ...]:
    language = found.new.language
    act = found.new if one.after is not None else found.old
    name = b.words(capital(called(act, one.there)))
    reason = _reasons(one.edits, naming)
    if one.before is None:
        assert one.after is not None
        return name, b.words(say("none yet", language)), _in_lines(map(bold, _with_number(one.after))), reason
    if one.after is None:
        before = list(_with_number(one.before))
        short = before[:1] + [LEFT_OUT] * (len(before) > 1)
        return name, _in_lines(short), b.words(say("to be dropped", language), b.Tone.STRONG), reason
    old, new = _both(list(_with_number(one.before)), list(_with_number(one.after)))
    return name, _in_lines(old), _in_lines(new), reason


def _with_number(element: Element) -> Iterator[b.Line]:
    """The lines of a part; the first one of an item behind its number."""
    first, *rest = lines(element)
    yield (b.Words(f"{element.number}. "), *first) if element.part.level is Level.ITEM else first
    yield from rest


def _both(before: list[b.Line], after: list[b.Line]) -> tuple[list[b.Line], list[b.Line]]:
    """Two texts with what differs in bold; what stays as it is behind the first line is left out."""
    left: list[b.Line] = []
    right: list[b.Line] = []
    for at, (old, new) in enumerate(paired(before, after)):
        if old is not None and new is not None:
            one, other = marked(old, new)
            if at and plain(old) == plain(new):
                one = other = LEFT_OUT
            left += [one] if one is not LEFT_OUT or left[-1:] != [LEFT_OUT] else []
            right += [other] if other is not LEFT_OUT or right[-1:] != [LEFT_OUT] else []
        elif old is not None:
            left.append(bold(old))
        elif new is not None:
            right.append(bold(new))
    return left, right


def _in_lines(made: Iterable[b.Line]) -> b.Line:
    said: list[b.Inline] = []
    for line in made:
        said += [b.Break(), *line] if said else line
    return tuple(said)


def _reasons(edits: Sequence[Edit], naming: Naming) -> b.Line:
    """Why, each reason once; that none is given where the rules give none."""
    language = naming.language
    if not edits:
        return b.words(say("follows", language))
    told = dict.fromkeys(filter(None, (_reason(edit, naming, language) for edit in edits)))
    return b.words("; ".join(told) or say("no reason", language))


def _reason(edit: Edit, naming: Naming, language: Language) -> str:
    reason = naming.title(edit.reason, "")
    sources = {source.name: naming.title(source.titles, source.name) for source in naming.program.sources}
    cited = "; ".join(
        citation_words(one, language, naming.program.header.languages, sources.get(one.source, ""))
        for one in edit.citations
    )
    if reason and cited:
        return say("basis", language, reason=reason, source=cited)
    return reason or cited
