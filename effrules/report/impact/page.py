"""An impact as HTML: a section to put into a page, and a page of its own. No script, no network; fit for print."""

from __future__ import annotations

from effrules.report.blocks import html
from effrules.report.blocks.html import text
from effrules.report.impact.shapes import Sheet, Story, Waterfall
from effrules.report.impact.svg import histogram_svg, waterfall_svg

STYLE = """
.impact-section { --up: #1a7f4b; --down: #b3362b; --same: #777; --line: #c9c9c9; --ink: #1b1b1b; color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.impact-section table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100%; font-size: .92em; }
.impact-section th, .impact-section td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: right;
  vertical-align: top; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.impact-section td { white-space: nowrap; }
.impact-section td.text { white-space: normal; }
.impact-section th.text, .impact-section td.text { text-align: left; }
.impact-section thead th { border-bottom: 2px solid currentColor; }
.impact-section .wide { overflow-x: auto; }
.impact-section .loud { font-weight: 700; }
.impact-section details { margin: .4rem 0; }
.impact-section summary { cursor: pointer; font-weight: 600; }
svg.impact { display: block; width: 100%; max-width: 760px; height: auto; margin: .5rem 0 1rem; }
svg.impact text { font: 13px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: currentColor; }
svg.impact text.number { text-anchor: end; font-variant-numeric: tabular-nums; }
svg.impact rect.up { fill: var(--up); } svg.impact rect.down { fill: var(--down); }
svg.impact rect.same { fill: var(--same); } svg.impact rect.end { fill: currentColor; }
svg.impact line { stroke: var(--line); stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  .impact-section { --up: #4cc38a; --down: #ff8a7a; --same: #999; --line: #4a4a4a; --ink: #ececec; }
}
@media print {
  .impact-section { --up: #1a7f4b; --down: #b3362b; --line: #c9c9c9; --ink: #000; }
  .impact-section details, .impact-section tr, svg.impact { break-inside: avoid; }
  .impact-section .wide { overflow: visible; }
}
"""
"""The section's own style; it needs nothing of the page around it."""

PAGE_STYLE = ":root { color-scheme: light dark; } body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; background: Canvas; }"


def page(story: Story) -> str:
    """A page of its own."""
    return html.page(story.title, section(story, 1), PAGE_STYLE + STYLE, story.language)


def section(story: Story, level: int = 2) -> str:
    """A ``section`` element with headings from a level on; the page's style must have ``STYLE``."""
    heading, below = f"h{level}", f"h{level + 1}"
    made = [f'<section class="impact-section" lang="{story.language.value}">']
    made.append(f"<{heading}>{text(story.title)}</{heading}>")
    made.append("<ul>")
    made += [f"<li>{text(sentence)}</li>" for sentence in story.summary]
    made += [f'<li class="loud">{text(sentence)}</li>' for sentence in story.loud]
    made.append("</ul>")
    if story.effects is not None:
        made.append(_table(story.effects, below))
    if story.spread:
        title = " ".join(story.spread)
        made.append(f"<p>{text(title)}</p>")
        if story.bars:
            made.append(histogram_svg(story.bars, title))
    if story.bodies is not None:
        made.append(_table(story.bodies, below))
    made += [_waterfall(fall, is_open=len(story.waterfalls) == 1) for fall in story.waterfalls]
    if story.nodes is not None:
        made.append(_table(story.nodes, below))
    made.append("<ul>")
    made += [f"<li>{text(note)}</li>" for note in story.notes]
    made.append("</ul></section>")
    return "\n".join(made)


def _table(sheet: Sheet, heading: str) -> str:
    classes = [' class="text"' if column.is_text else "" for column in sheet.columns]
    head = "".join(
        f'<th scope="col"{kind}>{text(column.title)}</th>'
        for column, kind in zip(sheet.columns, classes, strict=True)
    )
    body = "\n".join(
        "<tr>"
        + "".join(f"<td{kind}>{text(cell)}</td>" for cell, kind in zip(row, classes, strict=True))
        + "</tr>"
        for row in sheet.rows
    )
    return (
        f'<{heading}>{text(sheet.title)}</{heading}>\n<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def _waterfall(fall: Waterfall, *, is_open: bool) -> str:
    """A waterfall that opens, with the same as a list for whoever cannot see it."""
    drawn = waterfall_svg(fall) if fall.falls else ""
    note = f"<p>{text(fall.note)}</p>" if fall.note else ""
    return (
        f"<details{' open' if is_open else ''}><summary>{text(fall.title)}</summary>{drawn}{note}</details>"
    )
