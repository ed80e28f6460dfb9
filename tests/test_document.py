"""Documents: what is escaped, where brackets stand, which clause says who wrote it, words in three languages."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from effrules.model.things import Kept
from effrules.report.blocks.docx.rendering import docx_bytes
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.inline import plain as text_of
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.mathematics.plain import plain
from effrules.report.blocks.pieces import Block, Display, Heading, Kind, Note
from effrules.report.blocks.pieces import Page as Blocks
from effrules.report.document.composing import compose
from effrules.report.document.document_words import WORDS
from effrules.words import Language
from tests.document_pages import M, Page, W, WordFile
from tests.literate import completed
from tests.running import program_of

HOSTILE = "<script>alert('x')</script> & \\\"q\\\" | `a` *b* _c_ [d](e) </math> {name}"
"""As it stands in a rule file."""
MEANT = "<script>alert('x')</script> & \"q\" | `a` *b* _c_ [d](e) </math> {name}"

RULES = f"""methodology evil version "1" {{ title en "{HOSTILE}" scale 0 to 100 points }}
source order {{ title en "{HOSTILE}" note en "{HOSTILE}" url "javascript:alert(1)" }}
source web {{ title en "Web" url "https://example.org/?a=1&b=\\"2\\"" }}
subject agency "{HOSTILE}" {{
    kind "{HOSTILE}": one of central en "{HOSTILE}", local
    staff "{HOSTILE}": count
}}
figures norms "{HOSTILE}" {{ code: text  best: number  | "{HOSTILE}" 5  cite order "{HOSTILE}" }}
define half = staff / 2
    assumed en "{HOSTILE}"
block goals "{HOSTILE}" {{
    assessed by economy en "{HOSTILE}"
    direction targets "{HOSTILE}" {{
        score = points by half {{ below 5: 1 points; otherwise: 2 points }}
        not applicable when kind is central because en "{HOSTILE}"
        cite order "{HOSTILE}"
        cite web
    }}
    direction papers {{ score = checklist {{ en "{HOSTILE}": 5 points when kind is local }}  assumed en "{HOSTILE}" }}
    cite order
}}
weights {{ equal throughout when not applicable: count as zero  cite order }}
penalty late "{HOSTILE}" {{ take 1 points when kind is central  from total  cite order }}
total {{ title en "{HOSTILE}"  cite order }}
rating {{ good "{HOSTILE}" from 50 points  bad below 50 points  cite order }}
rank agency called places "{HOSTILE}" by total as rounded, highest first; equal totals share a place  cite order
property bounded "{HOSTILE}": total is at most 100 points
"""


def document_of(rules: str, language: Language = Language.EN) -> Blocks:
    """The document of rules that check."""
    return compose(program_of(rules), language)


def squeezed(text: str) -> str:
    """A text without its spaces and without the quotation marks that a title gets inside others."""
    return re.sub(r"\s", "", text)


def test_html_shows_hostile_text_as_text() -> None:
    """Whatever the rules say is text in HTML: no tag, no attribute and no address comes of it."""
    page = Page(html(document_of(RULES)))
    assert not {"script", "img", "iframe", "a:href"} & set(page.tags)
    assert not any(name.startswith("on") for name in page.attributes)
    assert not any(link.startswith("javascript") for link in page.links)
    assert 'https://example.org/?a=1&b="2"' in page.links
    said = squeezed("".join(page.texts))
    assert said.count(squeezed(MEANT)) > 25
    assert "javascript:alert(1)" in said


def test_word_shows_hostile_text_as_text() -> None:
    """Whatever the rules say is text in a Word file, and only addresses of the web are links."""
    word = WordFile(docx_bytes(document_of(RULES)))
    assert squeezed("".join(word.paragraphs())).count(squeezed(MEANT)) > 25
    assert word.addresses == {'https://example.org/?a=1&b="2"'}


def test_strange_letters_do_no_harm() -> None:
    """What XML or a terminal has no place for is shown by another sign, wherever it stands."""
    strange = "\x00\x07\u202e\ud800\ufffe\uffff\U0001f600"
    rules = RULES.replace("<script>", f"{strange}<script>").replace("example.org", f"example.org{strange}")
    document = document_of(rules)
    Page(html(document))
    WordFile(docx_bytes(document))
    markdown(document).encode("utf-8")


def test_markdown_escapes_hostile_text() -> None:
    """Outside code Markdown has every special letter of the rules behind a backslash."""
    text = markdown(document_of(RULES))
    prose = re.sub(r"```text\n.*?```|``.*?``|`[^`\n]*`", "", text, flags=re.DOTALL)
    prose = re.sub(r"\\.", "", prose)
    assert "<script" not in prose
    assert "[" not in prose
    assert "*b*" not in prose


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("staff - (vacancies - 1)", "St − (V − 1)"),
        ("(staff - vacancies) - 1", "St − V − 1"),
        ("(staff + vacancies) * 2", "(St + V) × 2"),
        ("staff + vacancies * 2", "St + V × 2"),
        ("-(staff + vacancies)", "−(St + V)"),
        ("power(staff + 1, 2)", "(St + 1)²"),
        ("power(power(staff, 2), 3)", "(St²)³"),
        ("staff * -vacancies", "St × (−V)"),
        ("(sum of plan for each target) * 2", "(∑[t ∈ R₁] Plₜ) × 2"),
        ("(sum of plan for each target) + 2", "(∑[t ∈ R₁] Plₜ) + 2"),
        ("(largest of plan for each target, if none then 1) + 2", "A₁ + 2"),
        ("(largest of staff among agency) + vacancies", "(max[a ∈ R₁] Stₐ) + V"),
        ("vacancies + largest of staff among agency", "V + max[a ∈ R₁] Stₐ"),
        ("power(largest of staff among agency, 2)", "(max[a ∈ R₁] Stₐ)²"),
        ("sum of plan + 2 for each target", "∑[t ∈ R₁] (Plₜ + 2)"),
        ("(when staff is 1 then 2 otherwise 3) * 2", "A₁ × 2"),
        ("(when staff is 1 or staff is 2 and vacancies is 3 then 2 otherwise 3) + 0", "A₁ + 0"),
    ],
)
def test_brackets_keep_the_meaning(formula: str, written: str) -> None:
    """A formula has brackets where it would be read otherwise without them, and none where it would not."""
    rules = completed(
        f'define made = {formula} assumed en "for show"\n'
        "criterion c out of 100 points { score = 1 points * (staff + vacancies + made + (sum of plan for each target)) "
        "but at most 100 points but at least 0 points  cite order }"
    )
    shown = [plain(block.math) for block in document_of(rules).blocks if isinstance(block, Display)]
    made = next(text for text in shown if text.startswith("made = "))
    assert made == f"made = {written}"


def _is_written(block: Block) -> bool:
    return isinstance(block, Note) and block.kind is Kind.MARGIN and not block.label


def test_only_amended_rules_say_who_wrote_each_clause() -> None:
    """One version alone is named on the title page only."""
    rules = completed("")
    assert not any(_is_written(block) for block in document_of(rules).blocks)


def test_clauses_stand_in_the_order_of_the_text() -> None:
    """Blocks and directions are numbered as they stand in the rules."""
    rules = completed(
        """block b { direction z { score = 1 points cite order } direction a { score = 1 points cite order } cite order }
        block a_block { score = 1 points cite order }
        weights { equal throughout cite order }"""
    )
    clauses = [block for block in document_of(rules).blocks if isinstance(block, Heading) and block.number]
    assert [(clause.number, text_of(clause.title)) for clause in clauses[:4]] == [
        ("1", "b"), ("1.1", "z"), ("1.2", "a"), ("2", "a_block")
    ]  # fmt: skip


def test_what_only_a_recommendation_reads_has_a_symbol() -> None:
    """Each field that the document writes has one, whatever reads it."""
    rules = completed(
        """recommend less { for block b  when (count of report where late > 2) > 1  text en "less"  cite order }
        block b { score = 1 points cite order }
        weights { equal throughout cite order }"""
    )
    assert "|R₁| > 1" in markdown(document_of(rules))


def test_word_files_have_headings_repeated_rows_and_formulas() -> None:
    """A Word file has native formulas, tables whose first row is a heading on every page, title and language."""
    document = document_of(RULES, Language.KK)
    word = WordFile(docx_bytes(document))
    assert (
        word.count(f"{W}tblHeader") == word.count(f"{W}tbl") - 1
    )  # the facts of the title page have no heading
    assert word.count(f"{M}oMath") > word.count(f"{M}oMathPara") > 0
    assert 'w:val="kk-KZ"' in word.styles
    assert "<dc:language>kk-KZ</dc:language>" in word.core
    assert "dcterms:created" not in word.core
    assert word.paragraphs("Assumed")


def test_word_files_do_not_hold_the_time() -> None:
    """No part of a Word file says when it was written, so that the same rules give the same bytes on any day."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes(document_of(RULES)))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_whatever_can_be_dropped_has_a_word() -> None:
    """Amendments drop declarations of any kind; the document says which."""
    assert {f"kind {kind.value}" for kind in Kept} <= WORDS.keys()
