"""Results and derivations as a notebook shows them: their blocks as a piece of HTML without scripts, classes or a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.blocks import pieces as b
from effrules.report.blocks.html.rendering import blocks
from effrules.report.derivation import trace_tree
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding
from effrules.report.results.ranked import ranked
from effrules.trace.derivation import Derivation
from effrules.words import Language

MOST_ROWS = 50
"""So many rows of a table are shown; the rest is counted."""

LEVELS_OPEN = 2
"""So many levels of a derivation are unfolded at first."""

STYLES = {
    "<td>": '<td style="text-align:left;white-space:nowrap">',
    '<td class="r">': '<td style="text-align:right;white-space:nowrap">',
    "<details": '<details style="margin-left:1.2em"',
}
"""What a style sheet says elsewhere: a notebook has its own."""


def results_html(
    results: Results, program: Program, what_if: Sequence[str] = (), language: Language = Language.EN
) -> str:
    """The ranked tables, with what they rest on."""
    return _html(map(_cut, ranked(results, program, language, what_if=what_if).blocks))


def trace_html(derivation: Derivation, what_if: Sequence[str] = (), language: Language = Language.EN) -> str:
    """The derivation as lists that unfold."""
    words = StepWords(derivation.program, language, derivation.subject)
    page = trace_tree.page(derivation, words, Folding(), what_if=what_if)
    return _html(one for block in page.blocks for one in _unfolding(block, 1))


def _html(made: Iterable[b.Block]) -> str:
    text = str(blocks(made))
    for tag, styled in STYLES.items():
        text = text.replace(tag, styled)
    return text


def _cut(block: b.Block) -> b.Block:
    """A long table with its first rows, and how many more there are."""
    if not isinstance(block, b.Table) or len(block.rows) <= MOST_ROWS:
        return block
    more = (b.words(f"… {len(block.rows) - MOST_ROWS}"), *(() for _ in block.columns[1:]))
    return evolve(block, rows=(*block.rows[:MOST_ROWS], more))


def _unfolding(block: b.Block, level: int) -> Iterator[b.Block]:
    """A tree as what is opened on demand; anything else as it is."""
    if not isinstance(block, b.Items) or not block.is_tree:
        yield block
        return
    for item in block.items:
        place = b.words(f" {item.place}", b.Tone.FAINT) if item.place else ()
        line = (*b.words(f"{item.mark} " if item.mark else ""), *item.line, *place)
        below = tuple(one for inner in item.below for one in _unfolding(inner, level + 1))
        yield b.Folded(line, below, is_open=level <= LEVELS_OPEN) if below else b.Paragraph(line)
