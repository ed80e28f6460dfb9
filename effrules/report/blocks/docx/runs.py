"""Paragraphs and what stands in them, as WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks.pieces import Tone

TONES = {
    Tone.PLAIN: "",
    Tone.STRONG: "<w:b/>",
    Tone.FAINT: '<w:color w:val="595959"/>',
    Tone.CODE: '<w:rStyle w:val="Identifier"/>',
    Tone.OLD: "<w:strike/>",
    Tone.NEW: "<w:b/>",
    Tone.GOOD: '<w:color w:val="1D5A9E"/>',
    Tone.BAD: '<w:color w:val="9A4600"/>',
    Tone.ODD: '<w:color w:val="6A3D9A"/>',
}
"""How words of each tone are set."""


def joined(made: Iterable[Markup]) -> Markup:
    """One behind the other."""
    return Markup("").join(made)


def paragraph(
    inside: Markup,
    style: str = "",
    *,
    to: str = "",
    left: int = 0,
    hanging: int = 0,
    counted: Markup | str = "",
) -> Markup:
    """A paragraph; ``to`` is its side, ``counted`` says by which count it has its number.

    ``left`` is where it begins if not where its style says, ``hanging`` how far its first line stands out, in twentieths of
    a point.
    """
    kind = Markup('<w:pStyle w:val="{}"/>').format(style) if style else ""
    out = Markup(' w:hanging="{}"').format(hanging) if hanging else ""
    indent = Markup('<w:ind w:left="{}"{}/>').format(left, out) if left else ""
    side = Markup('<w:jc w:val="{}"/>').format(to) if to else ""
    told = Markup("").join((kind, counted, indent, side))
    told = Markup("<w:pPr>{}</w:pPr>").format(told) if told else told
    return Markup("<w:p>{}{}</w:p>").format(told, inside)


def run(text: str, tone: Tone = Tone.PLAIN, *, language: str = "") -> Markup:
    """Words."""
    spoken = Markup('<w:lang w:val="{}"/>').format(language) if language else ""
    return _run(Markup(TONES[tone]) + spoken, text)  # noqa: S704 - our own tags


def _run(kind: Markup, text: str) -> Markup:
    return Markup('<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>').format(kind, shown(text))


def tab() -> Markup:
    """On to the text of an item."""
    return Markup("<w:r><w:tab/></w:r>")


def marked(number: int, anchor: str, inside: Markup) -> Markup:
    """Something that links lead to."""
    return Markup('<w:bookmarkStart w:id="{at}" w:name="{}"/>{}<w:bookmarkEnd w:id="{at}"/>').format(
        _bookmark(anchor), inside, at=number
    )


def link_to(anchor: str, inside: Markup) -> Markup:
    """A link within the file."""
    return Markup('<w:hyperlink w:anchor="{}" w:history="1">{}</w:hyperlink>').format(
        _bookmark(anchor), inside
    )


def hyperlink(relation: str, text: str) -> Markup:
    """A link to an address outside, by the relation that names it."""
    inside = _run(Markup('<w:rStyle w:val="Hyperlink"/>'), text)
    return Markup('<w:hyperlink r:id="{}">{}</w:hyperlink>').format(relation, inside)


def _bookmark(anchor: str) -> str:
    """An anchor as the name of a bookmark: letters, digits and underscores."""
    return anchor.replace("-", "_")
