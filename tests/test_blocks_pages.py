"""A page of every piece, as a terminal shows it and as Markdown."""

from __future__ import annotations

import re

import pytest
from flint import fmpq
from markdown_it import MarkdownIt

from effrules.diagnostics.glyphs import width_of
from effrules.report.blocks.charts.drawn import Bar, Fall, Histogram, Waterfall
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.pieces import (
    Break,
    Change,
    Column,
    Excerpt,
    Folded,
    Heading,
    Item,
    Items,
    Kind,
    Link,
    Note,
    Page,
    Paragraph,
    Reference,
    Shorts,
    Table,
    Tone,
    Words,
    words,
)  # fmt: skip
from effrules.report.blocks.terminal import terminal
from effrules.words import Language

COLUMNS = (Column("Part", is_text=True, is_long=True), Column("was"), Column("is"))
WEIGHTS = Table(
    COLUMNS, ((words("Alpha, a long one"), words("10%"), words("20%")),), foot=(words("all"), words("1"), ())
)
TREE = Items(
    (
        Item(
            (Words("Total", Tone.STRONG), Words(": 5")),
            (
                Note(words("order 1"), Kind.MARGIN),
                Items(
                    (
                        Item(words("x: 1"), place="rules/a.eff:1:1", mark="[1]"),
                        Item(
                            words("y: 4"),
                            (Items((Item(words("z is long and it is wrapped")),), is_tree=True),),
                        ),
                    ),
                    is_tree=True,
                ),
            ),
            place="total",
        ),
    ),
    is_tree=True,
)
PAGE = Page(
    Language.EN,
    "A title",
    (
        Note(words("A draft."), Kind.LOUD),
        Note(words("What if."), Kind.LOUD),
        Heading(words("A title that is longer than one line"), 1),
        Paragraph((Words("m *1*, "), Link("https://a.example/x", "here"), Break(), Reference("x", "see x"))),
        Items((Item(words("one sentence")), Item(words("another one that is long", Tone.STRONG)))),
        Heading(words("Section"), 2, number="1", kind="part"),
        Items(
            (
                Item(
                    (Words("Criterion x", Tone.STRONG), Words(": added", Tone.GOOD)),
                    (
                        Paragraph(words("because of this and of that, too"), "reason"),
                        Change(
                            "formula",
                            together=(
                                Words("a + "),
                                Words("b", Tone.OLD),
                                Words("c", Tone.NEW),
                                Words(" + d"),
                            ),
                        ),
                        Change("most", words("5", Tone.OLD), words("6", Tone.NEW)),
                        Change("least", after=words("1", Tone.NEW)),
                        Items((Item(words("weights:"), (WEIGHTS,)),)),
                    ),
                ),
            )
        ),
        TREE,
        Heading(words("Lists"), 2),
        Items((Item(words("item 1"), mark="✓", below=(Paragraph(words("use")),)), Item(words("item 2")))),
        Items((Item(words("a")), Item(words("b"))), ordered=True),
        Paragraph(words("spread")),
        Histogram("", (Bar("0 to 1", (4,), 1), Bar("1 to 2", (1,), 1)), "change", ("bodies",)),
        Folded(
            words("Fall"),
            (
                Waterfall(
                    "",
                    (
                        Fall("Old", "1", fmpq(1), fmpq(1), is_end=True),
                        Fall("edit", "+1", fmpq(1), fmpq(2)),
                        Fall("New", "2", fmpq(2), fmpq(2), is_end=True),
                    ),
                ),
            ),
        ),
        Excerpt((Words("a"), Words("b", Tone.OLD), Words("c", Tone.NEW))),
        Note(words("a note"), Kind.SMALL, "NB"),
    ),
)

TEXT = """\
A draft.
What if.
A title that is longer than one
  line
m *1*, here <https://a.example/x>
see x

one sentence
another one that is long

1. part Section
  Criterion x: added
    reason: because of this and of
      that, too
    formula: a + [-b-]{+c+} + d
    most: 5 → 6
    least: 1
    weights:
      Part               was   is
      ───────────────────────────
      Alpha, a long one  10%  20%
      ───────────────────────────
      all                  1

  Total: 5  total
  │ order 1
  ├ [1] x: 1  rules/a.eff:1:1
  └ y: 4
    └ z is long and it is wrapped

Lists
  ✓ item 1
      use
    item 2

  1. a
  2. b

  spread
  0 to 1 │██████████████████████ 4
  1 to 2 │█████▌ 1

Fall
  Old    1  │
  edit  +1  ████████████████████
  New    2                      │

    a
  - b
  + c

NB: a note
"""

MARKDOWN = """\
> **A draft.**  
> **What if.**  

# A title that is longer than one line

m \\*1\\*, [here](<https://a.example/x>)<br>see x

- one sentence
- **another one that is long**

## 1. part Section

- **Criterion x**: added
  - **reason:** because of this and of that, too
  - formula: a + ~~b~~ **c** + d
  - most: ~~5~~ → **6**
  - least: 1
  - weights:

    | Part | was | is |
    | --- | ---: | ---: |
    | Alpha, a long one | 10% | 20% |
    | **all** | **1** |  |

- **Total**: 5 `total`
  - *order 1*
  - \\[1] x: 1 `rules/a.eff:1:1`
  - y: 4
    - z is long and it is wrapped

## Lists

- ✓ item 1
  - use
- item 2

1. a
2. b

spread

```text
0 to 1 │████████████████████████████████████████ 4
1 to 2 │██████████ 1
```

## Fall

|  |  |
| --- | ---: |
| Old | 1 |
| edit | +1 |
| New | 2 |

```diff
  a
- b
+ c
```

**NB:** a note
"""  # noqa: W291


RANKED = Table(
    (
        Column("Place", short="#", is_key=True),
        Column("Body of the state", is_text=True, is_long=True, is_key=True),
        Column("Total score"),
        Column("Services to people", short="1"),
        Column("Timeliness of answers", short="1.1", is_detail=True),
    ),
    (
        tuple(map(words, ("1", "Ministry of Drafts and of Examples", "≈71.50*", "100.00", "54.17*"))),
        tuple(map(words, ("12", "Akimat", "7.25", "99.00*", "n/a"))),
    ),
)
SHORTS = Page(Language.EN, "Ranks", (RANKED, Shorts((RANKED,)), Paragraph(words("The end."))))


def test_a_terminal() -> None:
    assert terminal(PAGE, width=34) == TEXT


@pytest.mark.parametrize("width", [100, 60, 40])
def test_short_titles(width: int) -> None:
    """Titles where they fit; else short titles, and what they mean; else parts with the keys, details apart."""
    assert terminal(SHORTS, width=width) == RANKS[width]


def test_short_titles_elsewhere() -> None:
    """Other formats have room for titles, and nothing to explain."""
    assert markdown(SHORTS).endswith("| n/a |\n\nThe end.\n")
    assert "Services to people" in markdown(SHORTS)


def test_markdown() -> None:
    assert markdown(PAGE) == MARKDOWN


@pytest.mark.parametrize("width", [20, 24, 40, 60, 100, 200])
def test_colours_change_no_line(width: int) -> None:
    """What is painted stands on the same lines, but for the signs that colours stand for; no line is too wide."""
    painted = re.sub("\x1b\\[[0-9;]*m", "", terminal(PAGE, width=width, colour=True))
    bare = terminal(PAGE, width=width)
    assert painted.split() == re.sub(r"\[-(.*?)-\]|\{\+(.*?)\+\}", r"\1\2", bare).split()
    assert all(width_of(line) <= max(width, 40) for line in bare.splitlines())


def test_a_library_reads_the_markdown() -> None:
    """Lists, tables and fences are what they were meant to be."""
    kinds = [
        token.type for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(MARKDOWN)
    ]
    assert [kinds.count(f"{kind}_open") for kind in ("table", "ordered_list", "heading", "blockquote")] == [
        2,
        1,
        4,
        1,
    ]
    assert kinds.count("fence") == 2


RANKS = {
    100: """\
Place  Body of the state                     Total  Services  Timeliness
                                             score        to  of answers
                                                      people
────────────────────────────────────────────────────────────────────────
    1  Ministry of Drafts and of Examples  ≈71.50*   100.00       54.17*
   12  Akimat                                7.25     99.00*        n/a

The end.
""",
    60: """\
 #  Body of the state                 Total        1     1.1
                                      score
────────────────────────────────────────────────────────────
 1  Ministry of Drafts and of       ≈71.50*  100.00   54.17*
    Examples
12  Akimat                            7.25    99.00*    n/a

1    Services to people
1.1  Timeliness of answers

The end.
""",
    40: """\
Place  Body of the       Total  Services
       state             score        to
                                  people
────────────────────────────────────────
    1  Ministry of     ≈71.50*   100.00
       Drafts and of
       Examples
   12  Akimat            7.25     99.00*

 #  Body of the state                1.1
────────────────────────────────────────
 1  Ministry of Drafts and of     54.17*
    Examples
12  Akimat                          n/a

1    Services to people
1.1  Timeliness of answers

The end.
""",
}
