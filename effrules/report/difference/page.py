"""A comparison as one HTML page, old and new side by side: self-contained, light and dark, fit for print.

Everything that comes from rules is escaped. There is no script; long sections open and close by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits.edit import Action
from effrules.compare.matching.expressions import Mark
from effrules.compare.verdicts.judging import Bend
from effrules.report.blocks.html import page, text
from effrules.report.difference.outline import Entry, Section, Summary
from effrules.report.difference.said import Grid, Said, Text
from effrules.report.difference.words import capital, word
from effrules.words import Language

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --line: #d5dbe3; --page: #fff; --card: #f6f8fa;
  --gone: #b3261e; --gone-bg: #fdecea; --new: #176b34; --new-bg: #e6f4ea; --other: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --soft: #9aa7b6; --line: #38424f; --page: #12171e; --card: #1a212a;
  --gone: #ff9d94; --gone-bg: #43201d; --new: #86dba0; --new-bg: #173824; --other: #f0c36d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 0; }
.sub, .note { color: var(--soft); margin: 0 0 1rem; }
.grid caption { text-align: left; padding: .25rem .4rem; }
.short { background: var(--card); border-radius: .4rem; padding: .75rem 1rem .75rem 2rem; }
article { border: 1px solid var(--line); border-radius: .4rem; margin: .75rem 0; padding: .6rem .9rem; break-inside: avoid-page; }
article article { margin-left: .5rem; }
.tag { border: 1px solid currentColor; border-radius: 1rem; font-size: .78rem; font-weight: 600; padding: 0 .5rem; white-space: nowrap; }
.added { color: var(--new); } .dropped { color: var(--gone); } .changed, .moved, .renamed { color: var(--other); }
.reason { margin: .35rem 0; padding-left: .75rem; border-left: 3px solid var(--line); }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--soft); font-size: .85rem; font-weight: 600; }
.pair { table-layout: fixed; } .pair tr > :first-child { width: 11rem; border-top-color: transparent; }
.pair th[scope=row] { font-weight: 500; color: var(--soft); }
.grid td + td, .grid th + th { text-align: right; white-space: nowrap; }
del { color: var(--gone); background: var(--gone-bg); text-decoration: none; } ins { color: var(--new); background: var(--new-bg); text-decoration: none; }
.stricter { color: var(--gone); } .lenient { color: var(--new); } .different { color: var(--other); }
@media (max-width: 40rem) { .pair thead { position: absolute; clip-path: inset(50%); } .pair tr, .pair th[scope=row], .pair td { display: block; width: 100%; border-top: 0; padding: .1rem .25rem; }
  .pair tr { border-top: 1px solid var(--line); } .pair td:empty { display: none; } .pair td:nth-child(2):not(:empty) + td::before { content: "→ "; } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --page: #fff; --card: #fff; --gone: #8c1d18; --gone-bg: #fff; --new: #0d4d23; --new-bg: #fff; --other: #5f3f00; }
  body { max-width: none; padding: 0; font-size: 11pt; } del { text-decoration: line-through; } ins { text-decoration: underline; } }
"""


def html(summary: Summary, extra: str = "", extra_style: str = "") -> str:
    """The whole page. ``extra`` is markup that stands behind the sections, with a style of its own."""
    body = "\n".join(_body(summary, extra))
    depths = sorted({told.depth for told in summary.verdicts})
    indents = "".join(f"td.d{depth} {{ padding-left: {0.5 + 1.25 * depth}rem; }}\n" for depth in depths)
    return page(summary.title, body, STYLE + indents + extra_style, summary.language)


def _body(summary: Summary, extra: str) -> Iterator[str]:
    language = summary.language
    yield "<main>"
    yield f"<h1>{text(summary.title)}</h1>"
    yield f'<p class="sub">{text(summary.methodology)}</p>'
    yield '<ul class="short">' + "".join(f"<li>{text(line)}</li>" for line in summary.short) + "</ul>"
    for section in summary.sections:
        yield from _section(section, language)
    if summary.verdicts:
        yield from _verdicts(summary)
    if extra:
        yield extra
    yield "</main>"


def _section(section: Section, language: Language) -> Iterator[str]:
    yield f"<section><h2>{text(section.title)}</h2>"
    if section.intro:
        yield f'<p class="note">{text(section.intro)}</p>'
    for entry in section.entries:
        yield from _entry(entry, language)
    yield "</section>"


def _entry(entry: Entry, language: Language) -> Iterator[str]:
    tags = "".join(
        f' <span class="tag {action.value}">{text(word(action.value, language))}</span>'
        for action in entry.actions
        if action is not Action.REWORDED
    )
    yield f"<article><h3>{text(entry.heading)}{tags}</h3>"
    for reason in entry.reasons:
        yield f'<p class="reason">{text(word("reason", language))}: {text(reason)}</p>'
    pairs = [said for said in entry.details if not isinstance(said, Grid)]
    if pairs:
        yield f'<table class="pair"><thead><tr><td></td><th scope="col">{text(word("was", language))}</th>'
        yield f'<th scope="col">{text(word("is", language))}</th></tr></thead><tbody>'
        yield from (_pair(said) for said in pairs)
        yield "</tbody></table>"
    for said in entry.details:
        if isinstance(said, Grid):
            yield _grid(said)
    if entry.used_by:
        used = capital(word("used by", language))
        yield f'<p class="note">{text(used)}: {text(", ".join(entry.used_by))}</p>'
    for below in entry.below:
        yield from _entry(below, language)
    yield "</article>"


def _pair(said: Said) -> str:
    assert not isinstance(said, Grid)
    label = f'<th scope="row">{text(said.label)}</th>'
    return f"<tr>{label}<td>{_marked(said.before)}</td><td>{_marked(said.after)}</td></tr>"


def _grid(grid: Grid) -> str:
    caption = f"<caption>{text(grid.label)}</caption>" if grid.label else ""
    head = "".join(f'<th scope="col">{text(heading)}</th>' for heading in grid.headings)
    body = "".join("<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
    return f'<table class="grid">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _verdicts(summary: Summary) -> Iterator[str]:
    language = summary.language
    yield f"<section><h2>{text(word('verdicts', language))}</h2>"
    yield f'<p class="note">{text(word("verdicts intro", language))}</p>'
    yield f'<table><thead><tr><th scope="col">{text(capital(word("who", language)))}</th>'
    yield f'<th scope="col">{text(capital(word("verdict", language)))}</th></tr></thead><tbody>'
    classes = {Bend.STRICTER: "stricter", Bend.LENIENT: "lenient", Bend.DIFFERENT: "different"}
    for told in summary.verdicts:
        yield f'<tr><td class="d{told.depth}">{text(told.heading)}</td>'
        yield f'<td class="{classes.get(told.bend, "same")}">{text(told.verdict)}</td></tr>'
    yield "</tbody></table></section>"


def _marked(pieces: Text) -> str:
    tags = {Mark.SAME: "{}", Mark.OLD: "<del>{}</del>", Mark.NEW: "<ins>{}</ins>"}
    return "".join(tags[piece.mark].format(text(piece.text)) for piece in pieces)
