"""The papers that change an act: the comparison table and the amending order, in one language or in Kazakh and Russian."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from attrs import frozen

from effrules.compare.difference import Difference
from effrules.compare.edits.edit import Edit
from effrules.report.blocks import pieces as b
from effrules.report.drafting.acts import act_since
from effrules.report.drafting.amending import order_blocks, order_of
from effrules.report.drafting.comparison import comparison
from effrules.report.drafting.revisions import revisions
from effrules.report.naming import Naming
from effrules.words import Language


class Style(Enum):
    """Which paper."""

    TABLE = "table"
    ORDER = "order"


@frozen
class Paper:
    """A paper, and the edits that it does not say."""

    page: b.Page
    apart: tuple[Edit, ...]


def paper(found: Difference, style: Style, languages: Sequence[Language]) -> Paper:
    """A paper from a comparison; in several languages one text after the other, edits apart are those that none of them says."""
    texts: list[b.Block] = []
    title, apart = "", list(found.edits)
    for language in languages:
        made = revisions(found, *act_since(found, language))
        naming = Naming(found.new, language)
        blocks = comparison(made, naming) if style is Style.TABLE else order_blocks(order_of(made), naming)
        texts += (
            blocks
            if len(languages) == 1
            else [*([b.Sheet()] if texts else []), b.Beside((b.Part(tuple(blocks), language),))]
        )
        title = title or naming.methodology()
        apart = [edit for edit in apart if edit in made.apart]
    return Paper(b.Page(languages[0], title, tuple(texts), is_act=True), tuple(apart))
