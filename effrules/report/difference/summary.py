"""A comparison as people read it: the outline that text, Markdown and HTML are made from."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.compare.difference import Difference
from effrules.diagnostics.glyphs import shown
from effrules.report.difference.entries import Entries
from effrules.report.difference.headings import Headings
from effrules.report.difference.outline import Summary
from effrules.report.difference.short import Short
from effrules.report.difference.verdicts import Verdicts
from effrules.words import Language


def summary(
    difference: Difference,
    language: Language = Language.EN,
    *,
    everything: bool = True,
    same_text: bool = False,
    laid: Sequence[str] = (),
) -> Summary:
    """The outline of a comparison. Not ``everything``: only changes of meaning.

    ``same_text`` says, where nothing differs, whether the texts are the same to the letter; ``laid`` what was laid on the new one.
    """
    names = Headings(difference, language)
    old, new = difference.old.header, difference.new.header
    same_name = old.name == new.name
    versions = [shown(h.version if same_name else f"{h.name} {h.version}") for h in (old, new)]
    versions = [
        f"{version} ({names.word('a draft')})" if h.draft else version
        for version, h in zip(versions, (old, new), strict=True)
    ]
    versions[1] += "".join(f" + {shown(one)}" for one in laid)
    sections = Entries(difference, language, everything).sections()
    return Summary(
        names.word("title", old=versions[0], new=versions[1]),
        names.details.new.methodology(),
        tuple(Short(difference, language).short(same_text)),
        tuple(section for section in sections if section.entries or section.intro),
        tuple(Verdicts(difference, language).verdicts()),
        language,
    )
