"""The pieces that reports are set from: what a reader of Markdown makes of them is the text that went in; no terminal line too wide."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from effrules.diagnostics.glyphs import shown, width_of
from effrules.diagnostics.painting import Style, painted
from effrules.report.blocks.html import digest_of
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.lines import Word, broken, hung, in_columns, words
from effrules.report.blocks.markdown_lines import code, escaped, table
from effrules.report.blocks.pieces import Page
from effrules.words import Language

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TEXTS = st.text(st.sampled_from("ab_*~`[]()<>&#|\\!-+=.1 ;жқ&amp"), min_size=1).map(str.strip).filter(bool)
"""Texts of letters and of all signs that Markdown reads; blanks around a text are not its own."""


def seen(markup: str, tag: str) -> list[str]:
    """The texts of the elements of a kind in a page made from Markdown, in which nothing else is marked."""
    return [unescape(one) for one in re.findall(rf"<{tag}[^>]*>([^<]*)</{tag}>", READER.render(markup))]


@settings(max_examples=300)
@given(TEXTS)
@example("1. first")
@example("_within_")
@example("a_b")
@example("~~gone~~ &lt; #1 #")
@example("-")
def test_text_shows_as_it_is(text: str) -> None:
    """As a paragraph, in a heading, an item, a cell of a table: what is read is the text."""
    said = escaped(text)
    assert seen(said, "p") == [text]
    assert seen(f"## {said}", "h2") == [text]
    assert [item.strip() for item in seen(f"- {said}", "li")] == [text]
    assert seen(f"- x: {said}", "li") == [f"x: {text}"]
    assert seen("\n".join(table((text,), (True,), ((escaped(text),),))), "t[hd]") == [text, text]


@settings(max_examples=100)
@given(TEXTS.filter(lambda text: "|" not in text and "\\" not in text))
def test_code_shows_as_it_is(text: str) -> None:
    """Also with backticks in it, and in a table."""
    assert seen(code(text), "code") == [text]
    assert seen("\n".join(table(("x",), (True,), ((code(text),),))), "code") == [text]


def test_a_bar_in_code_stays_within_its_cell() -> None:
    """A table's reader takes the sign before a bar away before it reads the code."""
    assert seen("\n".join(table(("x",), (True,), ((code("a|b"),),))), "code") == ["a|b"]


@pytest.mark.parametrize("text", ["two\nlines", "a\u202eb", "bell\a"])
def test_what_steers_is_shown(text: str) -> None:
    """A text stays on its line, and nothing in it turns the reading direction."""
    assert escaped(text) == escaped(shown(text))
    assert "\n" not in escaped(text)


def test_names_are_left_readable() -> None:
    """Within a word an underscore marks nothing and gets no sign before it."""
    assert escaped("public_services _so_ __far") == "public_services \\_so\\_ \\_\\_far"


def test_columns_stand_as_they_are_told() -> None:
    assert list(table(("A", "B"), (True, False), ((escaped("x|y"), "1"),))) == [
        "| A | B |",
        "| --- | ---: |",
        "| x\\|y | 1 |",
    ]


CODES = re.compile("\x1b\\[[0-9;]*m")


def test_codes_of_terminals_stand_in_one_place() -> None:
    """And what wipes a line of progress away where the program ends at a signal, before anything else is there."""
    package = Path(__file__).parent.parent / "effrules"
    knowing = [path for path in package.rglob("*.py") if r"\x1b" in path.read_text("utf-8")]
    assert sorted(str(path.relative_to(package)) for path in knowing) == [
        "diagnostics/painting.py",
        "leaving.py",
    ]


SENTENCES = st.lists(st.text("abжқ汉\u0301", min_size=1, max_size=12), min_size=1, max_size=20).map(" ".join)


@given(SENTENCES, st.integers(0, 8), st.integers(0, 6), st.integers(34, 60))
def test_words_hang_below_their_first_line(text: str, indent: int, hanging: int, width: int) -> None:
    """All of them, in their order, none beyond the edge, each line as full as it can be."""
    lines = list(hung(words(text), indent, hanging, width))
    assert " ".join(line.strip() for line in lines) == text
    assert all(width_of(line) <= width for line in lines)
    starts = [len(line) - len(line.lstrip(" ")) for line in lines]
    assert starts == [indent, *[indent + hanging] * (len(lines) - 1)]
    for line, below in pairwise(lines):
        assert width_of(line) + 1 + width_of(below.split()[0]) > width
    assert list(hung(words(text), indent, hanging, 0)) == [" " * indent + text]


@given(SENTENCES, st.integers(30, 60))
def test_colours_change_no_line(text: str, width: int) -> None:
    """Painted words stand on the lines on which they stand unpainted."""
    said = [*words(text, (Style.BOLD, Style.RED)), Word(",", apart=False), *words(text)]
    colourful = [CODES.sub("", line) for line in hung(said, 2, 2, width, colour=True)]
    assert colourful == list(hung(said, 2, 2, width))


def test_what_stands_out_alike_is_painted_in_one_go() -> None:
    said = [*words("two words", (Style.BOLD,)), *words("plain"), Word("!", (Style.RED,), apart=False)]
    assert list(hung(said, 0, 0, 0, colour=True)) == ["\x1b[1mtwo words\x1b[0m plain\x1b[31m!\x1b[0m"]
    assert painted("", (Style.BOLD,), True) == ""


def test_two_blanks_stay_and_what_steers_is_shown() -> None:
    """A text that holds a sign without a width is told whole."""
    assert list(hung(words("2015  in\u200b force since then"), 0, 4, 25)) == [
        "2015  in\\u200b force",
        "    since then",
    ]


@given(st.text("abжқ汉 ", min_size=1), st.integers(2, 9))
def test_long_words_are_broken(text: str, width: int) -> None:
    lines = broken(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_columns_are_as_wide_as_they_want_to_be() -> None:
    assert in_columns([("a", "汉字", "x"), ("bbb", "c", "")], "  ") == ["  a    汉字  x", "  bbb  c"]


def test_a_page_lets_in_its_own_style_and_nothing_else() -> None:
    """The policy names the digest of just what stands between the tags of the style; the title is a text."""
    made = html(Page(Language.KK, "<b>&", ()))
    (style,) = re.findall("<style>(.*?)</style>", made, re.DOTALL)
    assert f"content=\"default-src 'none'; style-src '{digest_of(style)}'\"" in made
    assert "<title>&lt;b&gt;&amp;</title>" in made
    assert '<html lang="kk">' in made
