"""The pieces that reports are set from: what a reader of Markdown makes of them is the text that went in."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks.markdown import code, escaped, table, text_table

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
    assert seen("\n".join(text_table((text,), (True,), ((text,),))), "t[hd]") == [text, text]


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
    assert list(text_table(("A", "B"), (True, False), (("x|y", "1"),), "  ")) == [
        "  | A | B |",
        "  | --- | ---: |",
        "  | x\\|y | 1 |",
    ]
