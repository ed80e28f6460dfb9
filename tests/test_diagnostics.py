"""Findings as people and machines meet them: every rendering is compared whole."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effrules.diagnostics import CellPlace, Finding, Note, Place, Related, Severity, in_order
from effrules.diagnostics.glyphs import width_of
from effrules.diagnostics.json import to_json
from effrules.diagnostics.terminal import render
from effrules.source import Source, Span


def at(source: Source, words: str) -> Span:
    """The stretch of a source that some words take."""
    start = source.text.index(words)
    return Span(source, start, start + len(words))


def error(message: str = "wrong", place: Place = None, label: str = "", **more: object) -> Finding:
    """A finding of some error."""
    return Finding("E305", Severity.ERROR, message, place, label, **more)  # type: ignore[arg-type]


def looks(*findings: Finding, width: int = 100) -> str:
    """The rendering without the line that counts, and with an empty line before it for a dedented golden."""
    text = render(findings, colour=False, width=width)
    return "\n" + text.rpartition("\n\n")[0] + "\n"


WEIGHTS = Source(
    "rules/current/methodology.eff",
    "\n" * 60 + "    citizens     30% { services 50%  appeals 25%  openness 20% }\n",
)


def test_a_place_in_a_rule_file() -> None:
    """Code, message, place, the line with its mark and label, and the notes."""
    finding = error(
        "the weights of `citizens` add up to 95%, not 100%",
        at(WEIGHTS, "services 50%  appeals 25%  openness 20%"),
        "50% + 25% + 20%",
        notes=(
            Note("for", "agency where kind is central"),
            Note("help", "5% is missing; if a direction was dropped, say `share out in proportion`"),
        ),
    )
    assert looks(finding) == dedent("""
        error[E305]: the weights of `citizens` add up to 95%, not 100%
          --> rules/current/methodology.eff:61:24
           |
        61 |     citizens     30% { services 50%  appeals 25%  openness 20% }
           |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 50% + 25% + 20%
           |
           = for: agency where kind is central
           = help: 5% is missing; if a direction was dropped, say `share out in proportion`
        """)


def test_a_cell_of_the_data() -> None:
    """Sheet, cell, whose row, what was found, and the rule that it breaks."""
    place = CellPlace("targets.xlsx", "target", "D17", 'agency "MoH", code "3.2"', "0")
    finding = Finding(
        "E412",
        Severity.ERROR,
        "`plan` must be above 0",
        place,
        notes=(Note("rule", "rules/current/methodology.eff:31"),),
    )
    assert looks(finding) == dedent("""
        error[E412]: `plan` must be above 0
          --> targets.xlsx, sheet "target", cell D17 (agency "MoH", code "3.2")
           |  found 0
           = rule: rules/current/methodology.eff:31
        """)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("12\u00a0500", "12\\u00a0500"),
        (" 12", '" 12"'),
        ("\x1b[31m7", "␛[31m7"),
        ("1\u202e2", "1\\u202e2"),
        ("x" * 200, "x" * 87 + "…"),
    ],
)
def test_what_stands_in_a_cell_is_seen(raw: str, found: str) -> None:
    """Blanks, control characters and changes of direction are visible, and a long text is cut."""
    place = CellPlace("t.csv", raw=raw)
    assert looks(error(place=place)) == f"\nerror[E305]: wrong\n  --> t.csv\n   |  found {found}\n"


def test_one_mark_under_each_place_of_a_file() -> None:
    """Other places in the same file join the excerpt in the order of the lines, and left out lines are told."""
    source = Source("a.eff", "block goals\nblock goals\none\ntwo\nuse goals\n")
    second = Span(source, 18, 23)
    finding = error(
        "`goals` is there twice",
        second,
        "again here",
        related=(Related(at(source, "goals"), "first here"), Related(at(source, "use goals"), "meant here")),
    )
    assert looks(finding) == dedent("""
        error[E305]: `goals` is there twice
          --> a.eff:2:7
           |
         1 | block goals
           |       ----- first here
         2 | block goals
           |       ^^^^^ again here
        ...
         5 | use goals
           | --------- meant here
        """)


def test_two_marks_on_one_line() -> None:
    """A line with two marks is shown once."""
    source = Source("a.eff", "points + share\n")
    finding = error(
        place=at(source, "share"), label="a share", related=(Related(at(source, "points"), "points"),)
    )
    assert looks(finding) == dedent("""
        error[E305]: wrong
          --> a.eff:1:10
           |
         1 | points + share
           | ------ points
           |          ^^^^^ a share
        """)


def test_places_in_other_files() -> None:
    """A place in another file, or in the data, has a heading of its own; one without place becomes a note."""
    source, other = Source("a.eff", "drop goals"), Source("b.eff", "block goals")
    related = (
        Related(at(other, "goals"), "declared here"),
        Related(CellPlace("t.csv", cell="B2", raw="7"), "used here"),
        Related(None, "and elsewhere"),
    )
    assert looks(error(place=at(source, "goals"), related=related)) == dedent("""
        error[E305]: wrong
          --> a.eff:1:6
           |
         1 | drop goals
           |      ^^^^^
          ::: b.eff:1:7
           |
         1 | block goals
           |       ----- declared here
          ::: t.csv, cell B2
           |  found 7
           |  used here
           = note: and elsewhere
        """)


def test_a_stretch_of_lines() -> None:
    """A declaration of several lines has a bar at its left; the blanks after it take no part."""
    source = Source("a.eff", "-- x\nblock goals {\n    a\n}\n\nnext\n")
    span = Span(source, source.text.index("block"), source.text.index("next"))
    assert looks(error(place=span, label="this block")) == dedent("""
        error[E305]: wrong
          --> a.eff:2:1
           |
         2 | / block goals {
         3 | |     a
         4 | | }
           | |_^ this block
        """)


def test_a_long_stretch_that_starts_within_a_line() -> None:
    """The start within a line is pointed at, and of many lines the first and the last are shown."""
    source = Source("a.eff", "x = when 1\n" + "".join(f"  line {n}\n" for n in range(2, 12)) + "end\n")
    span = Span(source, 4, source.text.index("end") + 3)
    assert looks(error(place=span)) == dedent("""
        error[E305]: wrong
          --> a.eff:1:5
           |
         1 |   x = when 1
           |  _____^
         2 | |   line 2
         3 | |   line 3
        ...
        11 | |   line 11
        12 | | end
           | |___^
        """)


@pytest.mark.parametrize(
    ("line", "words", "shown", "marks"),
    [
        ("\tgoals x", "x", "    goals x", "          ^"),
        ("a\tx", "x", "a   x", "    ^"),
        ("Қазақ ұғымы бюджет", "бюджет", "Қазақ ұғымы бюджет", "            ^^^^^^"),
        ("и\u0306 x", "x", "и\u0306 x", "  ^"),
        ("漢字 x", "x", "漢字 x", "     ^"),
        ("漢字 x", "漢字", "漢字 x", "^^^^"),
        ("\x1b[2J x", "x", "␛[2J x", "     ^"),
        ("\u202e x", "x", "\\u202e x", "       ^"),
        ("\x9b x\r", "x", "\\u009b x", "       ^"),
    ],
)
def test_marks_stand_under_their_words(line: str, words: str, shown: str, marks: str) -> None:
    """Tabs, combining, wide and control characters are counted as the columns that they take."""
    source = Source("a.eff", line + "\n")
    expected = f"\nerror[E305]: wrong\n  --> {at(source, words)}\n   |\n 1 | {shown}\n   | {marks}\n"
    assert looks(error(place=at(source, words))) == expected


def test_the_end_of_the_text() -> None:
    """A place after the last character has a mark too."""
    source = Source("a.eff", "block {\n")
    assert looks(error(place=Span(source, 8, 8), label="`}` is missing")) == dedent("""
        error[E305]: wrong
          --> a.eff:2:1
           |
         2 |
           | ^ `}` is missing
        """)


def test_narrow_terminals() -> None:
    """Long lines are cut around the mark; labels and notes are wrapped; an example in a note keeps its indent."""
    source = Source("a.eff", "a" * 60 + " goals " + "b" * 60)
    finding = error(
        place=at(source, "goals"),
        label="there is no block of this name in the text",
        notes=(Note("help", "say which block is meant, with its own name:\n    block goals { }"),),
    )
    assert looks(finding, width=46) == dedent("""
        error[E305]: wrong
          --> a.eff:1:62
           |
         1 | …aaaaaaaaaaaa goals bbbbbbbbbbbbbbbbbbbb…
           |               ^^^^^
           |               there is no block of this
           |               name in the text
           |
           = help: say which block is meant, with its
                   own name:
                       block goals { }
        """)


def test_no_limit_on_the_width() -> None:
    """With width 0 nothing is cut or wrapped."""
    source = Source("a.eff", "a" * 300 + " goals")
    finding = error(place=at(source, "goals"), label="b " * 100, notes=(Note("help", "c " * 100 + "c"),))
    text = render([finding], colour=False, width=0)
    assert "a" * 300 in text
    assert "c " * 100 + "c" in text


def test_the_count() -> None:
    """The last line counts by weight, in singular and plural."""
    kinds = (Severity.ERROR, Severity.ERROR, Severity.WARNING, Severity.NOTE)
    text = render([Finding("X1", kind, "m") for kind in kinds], colour=False, width=80)
    assert text.splitlines()[-1] == "2 errors, 1 warning, 1 note"
    assert render([], colour=False, width=80) == ""


def test_colours_change_nothing_but_colour() -> None:
    """Without its ANSI codes the coloured text is the plain one."""
    finding = error(place=at(WEIGHTS, "30%"), label="here", notes=(Note("help", "this"),))
    coloured = render([finding], colour=True, width=80)
    for code in ("0", "1", "1;31", "1;34"):
        assert f"\x1b[{code}m" in coloured
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == render([finding], colour=False, width=80)


TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\t\n\r \x1b\x07\u202e\u0301漢")), max_size=60)


@given(data=st.data(), text=TEXT, words=TEXT, width=st.integers(0, 120))
def test_nothing_steers_the_terminal(data: st.DataObject, text: str, words: str, width: int) -> None:
    """Whatever stands in rules, data and messages, nothing fails and no control character is passed on."""
    source = Source(words, text)

    def span() -> Span:
        start = data.draw(st.integers(0, len(text)))
        return Span(source, start, data.draw(st.integers(start, len(text))))

    related = (Related(span(), words), Related(CellPlace(words, text, words, text, words), text))
    finding = Finding("E1", Severity.ERROR, words, span(), text, (Note("help", text),), related)
    rendered = render([finding], colour=False, width=width)
    unseen = {c for c in rendered if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert not unseen
    json.dumps(to_json([finding]))


@pytest.mark.parametrize("width", range(44, 121))
def test_notes_keep_to_the_width(width: int) -> None:
    """A note of words that fit is wrapped within the width, fills it as far as it can, and loses no word."""
    words = ["мемлекеттік"[: 1 + n * n % 11] for n in range(150)]
    _, _, *lines = looks(error(notes=(Note("help", " ".join(words)),)), width=width).splitlines()
    for line, after in pairwise(lines):
        assert width_of(line) <= width < width_of(f"{line} {after.split()[0]}")
    assert " ".join(lines).replace("= help:", "").split() == words


def test_json_has_every_key() -> None:
    """The whole JSON of a finding in a rule file, with a related cell."""
    source = Source("a.eff", "one\ntwo words\n")
    finding = error(
        "m",
        at(source, "words"),
        "l",
        notes=(Note("help", "h"),),
        related=(
            Related(CellPlace("t.xlsx", "target", "D17", 'agency "MoH"', "0"), "here"),
            Related(None, "n"),
        ),
    )
    assert to_json([finding]) == [
        {
            "code": "E305",
            "severity": "error",
            "message": "m",
            "place": {
                "kind": "text",
                "file": "a.eff",
                "line": 2,
                "column": 5,
                "end_line": 2,
                "end_column": 10,
            },
            "label": "l",
            "notes": [{"kind": "help", "text": "h"}],
            "related": [
                {
                    "place": {
                        "kind": "cell",
                        "file": "t.xlsx",
                        "sheet": "target",
                        "cell": "D17",
                        "row": 'agency "MoH"',
                        "found": "0",
                    },
                    "label": "here",
                },
                {"place": None, "label": "n"},
            ],
            "category": "rules",
            "defect": None,
        }
    ]


def test_cells_are_told_row_by_row() -> None:
    """Findings in a sheet follow its rows, then its columns, and each is told once."""
    cells = ["B10", "D9", "AA1", "Z1", "D9"]
    findings = in_order(error(place=CellPlace("t.xlsx", "target", cell)) for cell in cells)
    assert [finding.place.cell for finding in findings if isinstance(finding.place, CellPlace)] == [
        "Z1",
        "AA1",
        "D9",
        "B10",
    ]
