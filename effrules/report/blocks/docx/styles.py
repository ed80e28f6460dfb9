"""The styles of a Word file: Times New Roman on A4, black headings, shaded assumptions. Needs python-docx."""

from __future__ import annotations

import io
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import docx
from attrs import frozen
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from effrules.report.blocks.mathematics.fitting import SIZES
from effrules.words import Language

if TYPE_CHECKING:
    from docx.document import Document as Word

FACE = "Times New Roman"
CODES = {Language.KK: "kk-KZ", Language.RU: "ru-RU", Language.EN: "en-GB"}
"""The languages as Word names them, for hyphens and spelling."""

BLACK, GREY, BROWN = RGBColor(0, 0, 0), RGBColor(0x59, 0x59, 0x59), RGBColor(0x6B, 0x3A, 0x00)


@frozen
class Look:
    """A style of paragraphs: sizes in points, distances in points and millimetres."""

    name: str
    size: float = 12
    bold: bool = False
    italic: bool = False
    colour: RGBColor = BLACK
    to: Any = WD_ALIGN_PARAGRAPH.LEFT
    before: float = 0
    after: float = 4
    indent: float = 0
    hanging: float = 0
    keep: bool = False
    """Stay on the page of what comes next."""


LOOKS = (
    Look("Kind", 12, colour=GREY, to=WD_ALIGN_PARAGRAPH.CENTER, before=150, after=12),
    Look("Title", 20, bold=True, to=WD_ALIGN_PARAGRAPH.CENTER, after=10),
    Look("Subtitle", 13, colour=GREY, to=WD_ALIGN_PARAGRAPH.CENTER, after=28),
    Look("ContentsTitle", 13, bold=True, to=WD_ALIGN_PARAGRAPH.CENTER, after=8, keep=True),
    Look("Contents0", 11.5, bold=True, before=6, after=2),
    Look("Contents1", 11.5, after=1, indent=6, hanging=6),
    Look("Contents2", 11, after=1, indent=15, hanging=9),
    Look("Heading 1", 14, bold=True, to=WD_ALIGN_PARAGRAPH.CENTER, before=24, after=10, keep=True),
    Look("Heading 2", 13, bold=True, before=16, after=5, keep=True),
    Look("Heading 3", 12, bold=True, before=12, after=4, keep=True),
    Look("Heading 4", 12, bold=True, before=10, after=4, keep=True),
    Look("Heading 5", 12, bold=True, before=10, after=4, keep=True),
    Look("Heading 6", 12, bold=True, before=10, after=4, keep=True),
    *(Look(f"Formula{size}", size / 2, to=WD_ALIGN_PARAGRAPH.CENTER, before=4, after=6) for size in SIZES),
    Look("Where", 11.5, after=2, keep=True),
    Look("Legend", 11.5, after=1, indent=12, hanging=6),
    Look("Caption", 11.5, bold=True, before=6, after=3, keep=True),
    Look("Cell", 11, before=1, after=1),
    Look("CellRight", 11, before=1, after=1, to=WD_ALIGN_PARAGRAPH.RIGHT),
    Look("SmallCell", 9, before=1, after=1),
    Look("SmallCellRight", 9, before=1, after=1, to=WD_ALIGN_PARAGRAPH.RIGHT),
    Look("Bar", 7, before=1, after=1, keep=True),
    Look("Drawn", 10.5, before=1, after=1, keep=True),
    Look("DrawnRight", 10.5, before=1, after=1, to=WD_ALIGN_PARAGRAPH.RIGHT, keep=True),
    Look("TileNumber", 18, bold=True, before=3, after=0),
    Look("TileLabel", 10, colour=GREY, after=3),
    Look("Mark", 11, bold=True, to=WD_ALIGN_PARAGRAPH.RIGHT),
    Look("AfterTable", 5),
    Look("Listed", after=2),
    Look("Assumed", 10.5, colour=BROWN, before=3, after=5, indent=8),
    Look("Written", 10.5, italic=True, colour=GREY, after=4, keep=True),
    Look("Loud", bold=True, before=3, after=5, indent=3),
    Look("Small", 10.5, colour=GREY, after=3),
    Look("Excerpt", 9.5, after=0),
    Look("Act", 14, to=WD_ALIGN_PARAGRAPH.JUSTIFY, after=2, hanging=-12.5),
    Look("ActTitle", 14, bold=True, to=WD_ALIGN_PARAGRAPH.CENTER, before=12, after=12, keep=True),
    Look("Signed", before=12),
    Look("Entry", after=4),
    Look("Colophon", 10, colour=GREY, before=24),
)
SHADE = (
    '<w:pBdr {ns}><w:left w:val="single" w:sz="18" w:space="6" w:color="B0782A"/></w:pBdr>',
    '<w:shd {ns} w:val="clear" w:color="auto" w:fill="FDF3E1"/>',
)
"""A bar at the side and a shade below what is assumed or nobody must miss, so that they are seen in print as well."""


@cache
def empty(language: Language) -> bytes:
    """A Word file with our page and styles and nothing else: made once, as making styles takes longer than writing a paper."""
    word = docx.Document()
    put_styles(word, language)
    whole = io.BytesIO()
    word.save(whole)
    return whole.getvalue()


def put_styles(word: Word, language: Language) -> None:
    """Give a new Word file our page and styles."""
    _page(word)
    _defaults(word, language)
    for look in LOOKS:
        _put(word, look)
    for name in ("Assumed", "Loud"):
        shaded = word.styles[name].element.get_or_add_pPr()
        for xml in SHADE:
            shaded.insert_element_before(parse_xml(xml.format(ns=nsdecls("w"))), *_AFTER_SHADE)
    word.styles["Kind"].font.all_caps = True
    word.styles["Contents0"].paragraph_format.keep_with_next = True
    word.styles["ContentsTitle"].paragraph_format.page_break_before = True
    _face(word.styles["Excerpt"], "Courier New")
    identifier = word.styles.add_style("Identifier", WD_STYLE_TYPE.CHARACTER)
    identifier.font.name, identifier.font.size = "Courier New", Pt(9.5)
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor(0x1D, 0x4E, 0x89)
    word.styles.element.append(parse_xml(_FACTS.format(ns=nsdecls("w"))))


def put_lacking(word: Word, language: Language) -> None:
    """Give a Word file of somebody else those of our styles that it lacks."""
    ours = docx.Document(io.BytesIO(empty(language)))
    known = {style.style_id for style in word.styles}
    for style in ours.styles:
        if style.style_id not in known:
            word.styles.element.append(deepcopy(style.element))


_AFTER_SHADE = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
_FACTS = (
    '<w:style {ns} w:type="table" w:customStyle="1" w:styleId="Facts"><w:name w:val="Facts"/><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="4" w:color="A6A6A6"/><w:bottom w:val="single" w:sz="4" w:color="A6A6A6"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="A6A6A6"/></w:tblBorders></w:tblPr></w:style>'
)


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer._p.append(  # noqa: SLF001 - python-docx has no fields
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t>2</w:t></w:r></w:fldSimple>'
        )
    )


def lay_on_its_side(section: Any) -> None:
    """Let the sheets of a section lie on their side; they are bound at their upper edge then."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    size.set(qn("w:w"), "16838")
    size.set(qn("w:h"), "11906")
    size.set(qn("w:orient"), "landscape")
    for side, twips in (("top", "1701"), ("bottom", "850"), ("left", "1134"), ("right", "1134")):
        margins.set(qn(f"w:{side}"), twips)


def _defaults(word: Word, language: Language) -> None:
    """The face and the language of everything."""
    normal = word.styles["Normal"]
    normal.font.size = Pt(12)
    _face(normal)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.08
    normal.paragraph_format.widow_control = True
    code = CODES[language]
    for element in word.styles.element.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            element.set(qn(name), code)


def _put(word: Word, look: Look) -> None:
    styles = word.styles
    known = look.name in [style.name for style in styles]
    style: Any = styles[look.name] if known else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    if look.name in ("Title", "Caption", "Subtitle"):
        for ornament in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
            ornament.getparent().remove(ornament)
    if not known:
        style.base_style = styles["Normal"]
    _face(style)
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(look.size), look.bold, look.italic, look.colour
    form.alignment = look.to
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.left_indent, form.first_line_indent = Mm(look.indent), Mm(-look.hanging)
    form.keep_with_next = look.keep


def _face(style: Any, face: str = FACE) -> None:
    """Our face for every script; those of the theme would win over it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), face)
