"""A comparison as people read it: sentences at the top, what happened to each thing, verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.compare.difference import Difference
from effrules.diagnostics.glyphs import shown
from effrules.report.blocks.pieces import Block, Heading, Page, Paragraph, listed, words
from effrules.report.difference.entries import Entries
from effrules.report.difference.headings import Headings
from effrules.report.difference.short import Short
from effrules.report.difference.verdicts import Verdicts
from effrules.words import Language


def short(difference: Difference, language: Language, *, same_text: bool = False) -> tuple[str, ...]:
    """The sentences at the top. ``same_text`` says, where nothing differs, whether the texts are the same to the letter."""
    return tuple(Short(difference, language).short(same_text))


def page(
    difference: Difference,
    language: Language = Language.EN,
    *,
    everything: bool = True,
    same_text: bool = False,
    laid: Sequence[str] = (),
) -> Page:
    """A comparison. Not ``everything``: only changes of meaning; ``laid`` is what was laid on the new one."""
    names = Headings(difference, language)
    old, new = difference.old.header, difference.new.header
    same_name = old.name == new.name
    called = [naming.version() for naming in (names.details.old, names.details.new)]
    versions = (
        called if same_name else [f"{shown(h.name)} {v}" for h, v in zip((old, new), called, strict=True)]
    )
    versions = [
        f"{version} ({names.word('a draft')})" if h.draft else version
        for version, h in zip(versions, (old, new), strict=True)
    ]
    versions[1] += "".join(f" + {shown(one)}" for one in laid)
    title = names.word("title", old=versions[0], new=versions[1])
    verdicts = Verdicts(difference, language).verdicts()
    blocks: list[Block] = [
        Heading(words(title), 1),
        Paragraph(words(names.details.new.methodology())),
        listed(map(words, short(difference, language, same_text=same_text))),
        *Entries(difference, language, everything).sections(),
    ]
    if verdicts.items:
        intro = Paragraph(words(names.word("verdicts intro")))
        blocks += [Heading(words(names.word("verdicts")), 2), intro, verdicts]
    return Page(language, title, tuple(blocks))
