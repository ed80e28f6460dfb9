"""Pages as HTML and Word files: papers with approvals and signatures, two languages side by side, wide tables, charts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import reduce
from itertools import product
from typing import Any, get_args, get_origin

import attrs
import pytest
from flint import fmpq

from effrules.report.blocks.charts.drawn import Bar, Fall, Histogram, Waterfall
from effrules.report.blocks.docx.charts import DOWN, END, UP
from effrules.report.blocks.docx.rendering import docx_bytes
from effrules.report.blocks.html import digest_of
from effrules.report.blocks.html.styles import style
from effrules.report.blocks.html.whole import html, marking
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.mathematics.tree import Num, Op, Sym, row
from effrules.report.blocks.mathematics.tree import Words as MathWords
from effrules.report.blocks.paper import WIDTH, column_widths
from effrules.report.blocks.pieces import (
    Beside,
    Block,
    Clause,
    Column,
    Contents,
    Display,
    Formula,
    Front,
    Heading,
    Inline,
    Item,
    Items,
    Kind,
    Legend,
    Note,
    Page,
    Paragraph,
    Part,
    Sheet,
    Side,
    Signature,
    Table,
    Tile,
    Tiles,
    Tone,
    Words,
    texts,
    words,
)  # fmt: skip
from effrules.report.blocks.terminal import terminal
from effrules.words import Language
from tests.browser import Browser
from tests.document_pages import M, W, WordFile
from tests.document_pages import Page as Read
from tests.test_blocks_charts import CHARTS
from tests.test_blocks_pages import PAGE, SHORTS

APPROVED = ("Утверждена", "приказом Министра финансов", "от «__» ____ 20__ года № ___")
KAZAKH = Part((Heading(words("Бұйырамын"), 3), Paragraph(words("Салмақ 30 % болсын."))), Language.KK)
RUSSIAN = Part((Heading(words("Приказываю"), 3), Paragraph(words("Установить вес 30 %."))))
LONG = "Наименование государственного органа, который оценивается в отчетном году впервые"
TITLES = ("Достижение целей", "Взаимодействие с гражданами", "Организационное развитие", "Итоговый балл",
          "Степень эффективности", "Предыдущий год")  # fmt: skip
WIDE = Table(
    (*texts("Государственный орган"), *map(Column, TITLES)),
    ((words("Министерство финансов"), *(words("78,25") for _ in TITLES)),),
    words("Сводная таблица"),
    is_named=True,
)
CAUSES = Table(
    (Column(LONG, is_text=True, is_long=True), *(Column(title) for title in TITLES)),
    ((words(LONG), *(words("+78,2512345678") for _ in TITLES)),),
)
TEXTS = Table(
    (
        *texts("Пункт"),
        Column("Было", is_text=True, is_long=True),
        Column("Стало", is_text=True, is_long=True),
    ),
    ((words("п. 1"), words("вес 20 %", Tone.OLD), words("вес 30 %", Tone.NEW)),),
    is_named=True,
)
X = Sym("x", Num("1"))
DEEP = reduce(
    lambda inner, level: Items((Item(words(f"level {level}: 12.5"), (inner,)),), is_tree=True),
    range(29, 0, -1),
    Items((Item(words("level 30: 12.5"), (TEXTS,)),), is_tree=True),
)
TREE = Page(Language.EN, "Deep", (Heading(words("Deep"), 1), DEEP))
PAPER = Page(
    Language.RU,
    "Приказ",
    (
        Front("Приказ", "О внесении изменений", "Версия 2", (("Действует", "с 2026 года"),)),
        Contents("Содержание", ((0, "", "Текст", "text"), (1, "1", "Пункт", "c-1"))),
        Beside((Part(()), Part(tuple(Paragraph(words(line), side=Side.MIDDLE) for line in APPROVED)))),
        Heading(words("Текст"), 2, "text"),
        Heading(
            words("Пункт"), 3, "c-1", "1", "критерий", named=words("Критерий «Пункт»")
        ),
        Beside((KAZAKH, RUSSIAN)),
        Display(row(X, Op("="), Num("5"))),
        Legend("где", ((X, (Words("балл по "), Formula(Num("1")))),)),
        TEXTS,
        Note(words("веса не указаны"), Kind.MARGIN, "Допущение 1", listed="a-1"),
        Items((Item(words("веса не указаны"), anchor="a-1"),), ordered=True),
        Paragraph(words("г. Астана"), side=Side.END),
        Signature(words("Министр"), "А. Иванов"),
        Sheet(),
        Heading(words("Таблица Комиссии"), 2),
        WIDE,
        CAUSES,
        Heading(words("Рисунки"), 2),
        Histogram("Изменения", (Bar("от −1 до 0", (3,), -1), Bar("от 0 до 1", (6,), 1)), "Изменение", ("Органы",)),
        Waterfall(
            "Министерство",
            (
                Fall("было", "−1", fmpq(-1), fmpq(-1), is_end=True),
                Fall("вес", "+3", fmpq(-1), fmpq(2)),
                Fall("стало", "2", fmpq(2), fmpq(2), is_end=True),
            ),
        ),
    ),
    "Составлено программой.",
)  # fmt: skip


def _within(made: object) -> Iterator[object]:
    """All pieces of a page."""
    yield made
    if isinstance(made, tuple):
        for one in made:
            yield from _within(one)
    elif attrs.has(type(made)):
        for field in attrs.fields(type(made)):
            yield from _within(getattr(made, field.name))


SUB_ITEMS = Items((Item(words("одно;"), mark="1)"), Item(words("другое."), mark="2)")))
ACT = Page(
    Language.RU,
    "Методика",
    (
        Heading(words("Методика"), 1),
        Clause("1.", (Paragraph(words("Первый:")), SUB_ITEMS), "item-1"),
        Clause("1-1.", (Paragraph(words("Введённый:")), SUB_ITEMS), "item-1-1"),
        Clause("2.", (Paragraph(words("Второй.")), Paragraph(words("Ещё.")))),
        Clause("7.", (SUB_ITEMS,)),
    ),
    is_act=True,
)


def test_items_of_an_act_are_read_in_markdown() -> None:
    assert markdown(ACT) == (
        "# Методика\n\n1\\. Первый:\n\n- 1\\) одно;\n- 2\\) другое.\n\n1-1\\. Введённый:\n\n- 1\\) одно;\n- 2\\) другое.\n\n"
        "2\\. Второй.\n\nЕщё.\n\n7\\.\n\n- 1\\) одно;\n- 2\\) другое.\n"
    )


def test_items_of_an_act_are_read_in_a_terminal() -> None:
    assert "1-1. Введённый:" in terminal(ACT)
    assert "1) одно;" in terminal(ACT)


def test_items_of_an_act_can_be_linked_to() -> None:
    assert '<div class="clause" id="item-1-1"><p><span class="no">1-1.</span> Введённый:</p>' in html(ACT)


def test_word_counts_the_items_of_an_act() -> None:
    """What Word would count otherwise stands as text, and each list begins with 1."""
    word = WordFile(docx_bytes(ACT))
    said = [
        (
            next((one.get(f"{W}val") for one in paragraph.iter(f"{W}numId")), None),
            "".join(paragraph.itertext()),
        )
        for paragraph in word.body.iter(f"{W}p")
    ]
    counted = [(number, text) for number, text in said if text]
    assert [text for _, text in counted[1:]] == [
        "Первый:", "одно;", "другое.", "1-1. Введённый:", "одно;", "другое.", "Второй.", "Ещё.", "одно;", "другое."
    ]  # fmt: skip
    items, lists = [counted[1][0], counted[7][0]], [counted[at][0] for at in (2, 5, 9)]
    assert items[0] == items[1]
    assert items[0] is not None
    assert counted[4][0] is None
    assert len(set(lists)) == 3
    assert None not in lists


OPENING = Page(
    Language.EN,
    "A conclusion",
    (
        Heading(words("A conclusion"), 1),
        Tiles((Tile("77.30", "Score"), Tile("2 of 18", "Place"))),
        Waterfall(
            "Where it was lost",
            (
                Fall("Maximum", "100", fmpq(100), fmpq(100), is_end=True),
                Fall("Late", "−20", fmpq(100), fmpq(80)),
                Fall("Bonus", "+5", fmpq(80), fmpq(85)),
                Fall("Score", "85", fmpq(85), fmpq(85), is_end=True),
            ),
        ),
    ),
    mark="Draft",
)


def test_the_mark_of_a_draft() -> None:
    told = html(OPENING)
    assert '<p class="draft">Draft</p>' in told
    assert f"<style>{marking('Draft')}</style>" in told
    assert f"'{digest_of(marking('Draft'))}'" in told
    assert (
        marking("Жоба</style>\\")
        == '@page{@top-right{content:"Жоба\\3c \\2f style\\3e \\5c ";font:700 11pt sans-serif}}'
    )
    assert "@top-right" not in html(attrs.evolve(OPENING, mark=""))
    assert markdown(OPENING).startswith("> **Draft**")
    assert terminal(OPENING, width=80).startswith("Draft\nA conclusion\n")


def test_word_draws_bars_and_marks_every_sheet() -> None:
    """Each bar is a shaded paragraph that begins where the step before it ends; the mark stands in the head of the first sheet, too."""
    word = WordFile(docx_bytes(OPENING))
    assert word.paragraphs("TileNumber") == ["77.30", "2 of 18"]
    bars = [
        one
        for one in word.body.iter(f"{W}pPr")
        if one.find(f"{W}shd") is not None and one.find(f"{W}ind") is not None
    ]
    colours = [one.find(f"{W}shd").get(f"{W}fill") for one in bars]  # type: ignore[union-attr]
    assert (colours[0], colours[3]) == (END, END)
    assert colours[1:3] == [DOWN, UP]
    ends = [
        tuple(int(one.find(f"{W}ind").get(f"{W}{side}") or 0) for side in ("left", "right")) for one in bars
    ]  # type: ignore[union-attr]
    assert ends[1][0] == ends[2][0] == 0
    assert ends[1][1] < ends[2][1]
    with zipfile.ZipFile(io.BytesIO(docx_bytes(OPENING))) as files:
        heads = [files.read(name).decode() for name in files.namelist() if "/header" in name]
    assert [">Draft<" in head for head in heads] == [True, True]
    with zipfile.ZipFile(io.BytesIO(docx_bytes(attrs.evolve(OPENING, mark="")))) as files:
        assert not [name for name in files.namelist() if "/header" in name]


def test_the_pages_of_these_tests_have_every_piece() -> None:
    """So that no rendering is without a test."""
    found = {
        type(one)
        for one in _within(
            (PAGE.blocks, PAPER.blocks, CHARTS.blocks, ACT.blocks, OPENING.blocks, SHORTS.blocks)
        )
    }
    assert {get_origin(one) or one for one in (*get_args(Block), *get_args(Inline))} <= found


MARKDOWN = """\
# О внесении изменений

**Приказ. Версия 2**

- Действует: с 2026 года

Утверждена

приказом Министра финансов

от «\\_\\_» \\_\\_\\_\\_ 20\\_\\_ года № \\_\\_\\_

## Текст

### 1. Критерий «Пункт»

### Бұйырамын

Салмақ 30 % болсын.

### Приказываю

Установить вес 30 %.

```text
x₁ = 5
```

где

- `x₁` – балл по `1`

| Пункт | Было | Стало |
| --- | --- | --- |
| п. 1 | ~~вес 20 %~~ | **вес 30 %** |

> **Допущение 1:** веса не указаны

1. веса не указаны

г. Астана

Министр \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ А. Иванов

---

## Таблица Комиссии
"""


def test_a_paper_as_markdown() -> None:
    """In the order of reading, without the contents, which its readers get from the headings."""
    assert markdown(PAPER).startswith(MARKDOWN)
    assert markdown(PAPER).endswith("\n---\n\nСоставлено программой.\n")


def test_a_paper_in_a_terminal() -> None:
    said = terminal(PAPER, width=60)
    assert "  x₁ = 5\n" in said
    assert "  x₁ – балл по 1\n" in said
    assert "Министр ________________ А. Иванов\n" in said
    assert "1. Критерий «Пункт»\n" in said
    assert said.endswith("\n\nСоставлено программой.\n")


# -- HTML ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [PAGE, PAPER])
def test_html_is_well_formed(page: Page) -> None:
    """Every tag is closed, no name is given twice, links lead somewhere, nothing has a style of its own."""
    read = Read(html(page))
    assert len(read.ids) == len(set(read.ids))
    assert {link[1:] for link in read.links if link.startswith("#")} <= {*read.ids, "x"}
    assert "style" not in read.attributes
    assert read.tags.count("h1") == 1


def test_html_tells_what_a_picture_shows() -> None:
    """A chart has its title and all its numbers as text, and a line where zero is."""
    made = html(PAPER)
    assert "<caption>Изменения</caption>" in made
    assert re.findall(
        '<th scope="row">([^<]*)</th><td class="draw"><svg[^>]*><rect[^>]*><text[^>]*>([^<]*)', made
    ) == [
        ("от −1 до 0", "3"),
        ("от 0 до 1", "6"),
    ]
    assert re.findall('<th scope="row">([^<]*)</th><td class="r [a-z]*">([^<]*)', made) == [
        ("было", "−1"),
        ("вес", "+3"),
        ("стало", "2"),
    ]
    assert made.count('<tr class="zero">') == 1
    assert made.count('<line class="zero" x1="34.33%" x2="34.33%" y1="0" y2="100%"/>') == 3


def test_html_headings_of_tables_say_what_they_are_for() -> None:
    made = html(PAPER)
    assert '<th scope="row">Министерство финансов</th>' in made
    assert '<th scope="col" class="r">Итоговый балл</th>' in made
    assert '<td class="long" data-label="Было"><del>вес 20 %</del></td>' in made


def test_html_prints_a_wide_table_on_its_side() -> None:
    """Its section names the page that lies so; the others do not."""
    assert re.findall(
        r'<section class="([^"]* wide)"[^>]*><div class="text"><h2><span>([^<]*)', html(PAPER)
    ) == [("l2 wide", "Таблица Комиссии")]
    assert "@page wide{size:A4 landscape" in style()


def test_html_names_the_language_of_each_column() -> None:
    made = html(PAPER)
    assert '<html lang="ru">' in made
    assert '<div lang="kk"><h3><span>Бұйырамын</span></h3>' in made


SCHEMES = {"light": 0, "dark": 1, "print": 2}
COLOUR = re.compile(r"--(\w+):#([0-9a-f]{3,6})")


def colours(scheme: str) -> dict[str, tuple[int, int, int]]:
    """The colours of a scheme; what print and the dark do not change is that of the light."""
    roots = re.findall(r":root\{(.*?)\}", style(), re.DOTALL)
    found = dict(COLOUR.findall(roots[0])) | dict(COLOUR.findall(roots[SCHEMES[scheme]]))
    whole = {
        name: "".join(2 * one for one in code) if len(code) == 3 else code for name, code in found.items()
    }
    return {name: tuple(bytes.fromhex(code)) for name, code in whole.items()}  # type: ignore[misc]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The ratio of WCAG 2.2 (relative luminance)."""

    def light(colour: tuple[int, int, int]) -> float:
        parts = (part / 255 for part in colour)
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *product(("ink", "dim", "link", "mark", "good", "bad", "odd"), ("paper",)),
    *product(("ink", "link", "mark"), ("markbg",)),
    *product(("ink", "bad"), ("badbg",)),
    ("good", "goodbg"), ("ink", "soft"), *product(("ink",), ("h0", "h1", "h2", "h3", "h4", "h5")),
]  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_told_from_what_lies_below(scheme: str) -> None:
    """Each colour of text on each ground it may stand on: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    known = colours(scheme)
    poor = [pair for pair in PAIRS if contrast(known[pair[0]], known[pair[1]]) < 4.5]
    assert poor == []


@pytest.mark.browser
@pytest.mark.parametrize("page", [PAGE, PAPER, TREE])
def test_html_fits_a_telephone(page: Page, tmp_path: Any) -> None:
    """Nothing is wider than the window but what scrolls within it; tables of texts are stacked; nobody complains."""
    (tmp_path / "page.html").write_text(html(page), encoding="utf-8")
    browser = Browser(tmp_path / "profile")
    try:
        root = "document.documentElement"
        for width in (1000, 700, 360):
            browser.size(width, 800)
            browser.open(tmp_path / "page.html")
            assert browser.js(f"{root}.scrollWidth - {root}.clientWidth") <= 0
        heads = "[...document.querySelectorAll('.stacked td')].map(one => getComputedStyle(one).display)"
        assert set(browser.js(heads)) <= {"block", "none"}
        assert browser.complaints() == []
    finally:
        browser.close()


# -- Word ------------------------------------------------------------------------------------------------


def test_word_sets_a_paper() -> None:
    """Approval, signature, what was and is, languages, headings of tables on every page."""
    word = WordFile(docx_bytes(PAPER))
    said = word.paragraphs()
    assert [line for line in said if line in APPROVED] == list(APPROVED)
    assert word.paragraphs("Signed") == ["Министр", "", "А. Иванов"]
    assert word.paragraphs("Heading2") == ["1. Критерий «Пункт»", "Бұйырамын", "Приказываю"]
    assert _runs(word, f"{W}strike") == ["вес 20 %"]
    assert _spoken(word) == ["Бұйырамын", "Салмақ 30 % болсын."]
    assert word.count(f"{W}tblHeader") == 4
    assert list(word.body.iter(f"{W}br")) == []  # the sheet behind the wide table begins by itself
    assert word.paragraphs("Colophon") == ["Составлено программой."]
    assert word.anchors <= set(word.bookmarks)


def test_word_lays_the_sheets_of_a_wide_table_on_their_side() -> None:
    """Its heading comes with it; what stands before and behind it does not."""
    word = WordFile(docx_bytes(PAPER))
    body = word.body[0]
    orients, since = [], list[str]()
    for element in body:
        since += [one.text or "" for one in element.iter(f"{W}t")]
        for section in element.iter(f"{W}sectPr"):
            size = section.find(f"{W}pgSz")
            assert size is not None
            orients.append((size.get(f"{W}orient"), since[-1]))
    assert orients == [(None, "А. Иванов"), ("landscape", "+78,2512345678"), (None, "Составлено программой.")]
    assert word.count(f"{W}titlePg") == 1


def test_word_keeps_a_deep_tree_on_the_sheet() -> None:
    """Each level is further to the right than the one above it, as long as there is room."""
    word = WordFile(docx_bytes(TREE))
    left = [int(str(one.get(f"{W}left"))) for one in word.body.iter(f"{W}ind")]
    assert left[:5] == sorted(set(left[:5]))
    assert left == sorted(left)
    assert left[-1] < WIDTH * 2 // 3
    assert len(left) == 30


def test_word_reads_every_piece() -> None:
    word = WordFile(docx_bytes(PAGE))
    assert len(word.bookmarks) == len(set(word.bookmarks))
    assert word.addresses == {"https://a.example/x"}
    assert word.paragraphs("Loud") == ["A draft.", "What if."]
    assert word.paragraphs("Excerpt") == ["a", "b", "c"]


def test_word_lets_a_page_end_in_a_tall_row_only() -> None:
    """Office cuts off what is taller than a page where a row must be whole."""
    rows = ((words("A"), words("short")), (words("B"), words("long " * 600)))
    table = Table(texts("Body", "Said"), rows)
    word = WordFile(docx_bytes(attrs.evolve(PAPER, blocks=(table,))))
    whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in word.body.iter(f"{W}tr")]
    assert whole[-3:] == [True, True, False]


def test_word_sets_a_formula_that_stands_out_in_bold() -> None:
    """All of its letters: slanting, upright, and words."""
    math = row(Sym("x"), Op("="), Num("5"), MathWords("дней"))
    lines = (Paragraph((Formula(math, Tone.STRONG), Words(" "), Formula(math))),)
    word = WordFile(docx_bytes(attrs.evolve(PAPER, blocks=lines)))
    bold, plain = word.body.iter(f"{M}oMath")
    letters = len(list(bold.iter(f"{M}t")))
    assert letters == len(list(plain.iter(f"{M}t")))
    assert len(list(bold.iter(f"{W}b"))) == letters
    assert [one.get(f"{M}val") for one in bold.iter(f"{M}sty")] == ["bi", "b", "b"]
    assert list(plain.iter(f"{W}b")) == []


def test_word_breaks_a_formula_of_words_as_a_sentence() -> None:
    """Office never breaks words within mathematics: they would run off the sheet."""
    said = row(MathWords("«Вид»"), Op("="), MathWords("«местный исполнительный орган»"))
    letters = row(Sym("R"), Op("="), Num("1"))
    lines = (Paragraph((Formula(said),)), Paragraph((Formula(letters),)))
    word = WordFile(docx_bytes(attrs.evolve(PAPER, blocks=lines)))
    assert word.paragraphs()[-3:-1] == ["«Вид» = «местный исполнительный орган»", "R=1"]
    assert word.count(f"{M}oMath") == 1


def _runs(word: WordFile, tag: str) -> list[str]:
    """The texts of runs with a property."""
    return [
        "".join(one.text or "" for one in run.iter(f"{W}t"))
        for run in word.body.iter(f"{W}r")
        if run.find(f"{W}rPr/{tag}") is not None
    ]


def _spoken(word: WordFile) -> list[str]:
    """What is said in another language than the paper's."""
    return _runs(word, f"{W}lang")


def test_a_title_of_a_column_has_room_for_its_longest_word() -> None:
    """It is set in bold, which is wider."""
    titles = (
        Column("За что", is_text=True),
        Column("Где", is_text=True),
        Column("Оқиғаларымыз"),
        Column("Балл"),
    )
    rows = ((words(LONG), words(LONG), words("-"), words("−3,40")),)
    width = column_widths(Table(titles, rows), WIDTH)[2]
    assert width >= len("Оқиғаларымыз") * 115 * 7 // 6
