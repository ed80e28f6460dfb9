"""An impact as Markdown."""

from __future__ import annotations

from effrules.diagnostics.glyphs import width_of
from effrules.report.blocks.lines import padded
from effrules.report.blocks.markdown import escaped, text_table
from effrules.report.impact.shapes import Sheet, Story, Waterfall

BAR = 30
"""The longest bar of the distribution, in characters."""


def markdown(story: Story, level: int = 1) -> str:
    """The story under headings from a level on."""
    mark, below = "#" * level, "#" * (level + 1)
    lines = [f"{mark} {escaped(story.title)}", ""]
    lines += [f"- {escaped(sentence)}" for sentence in story.summary]
    lines += [f"- **{escaped(sentence)}**" for sentence in story.loud]
    for sheet in (story.effects, story.bodies):
        if sheet is not None:
            lines += ["", *_table(sheet, below)]
    if story.spread:
        lines.append("")
        lines += [escaped(sentence) for sentence in story.spread]
    if story.bars:
        most = max(bar.count for bar in story.bars)
        width = max(width_of(bar.label) for bar in story.bars)
        drawn = [
            f"{padded(bar.label, width, is_text=False)} │{'█' * -(-bar.count * BAR // most)} {bar.count or ''}".rstrip()
            for bar in story.bars
        ]
        lines += ["", "```text", *drawn, "```"]
    if story.nodes is not None:
        lines += ["", *_table(story.nodes, below)]
    for fall in story.waterfalls:
        lines += ["", *_waterfall(fall, below)]
    lines.append("")
    lines += [f"- {escaped(note)}" for note in story.notes]
    return "\n".join(lines) + "\n"


def _table(sheet: Sheet, mark: str) -> list[str]:
    return [
        f"{mark} {escaped(sheet.title)}",
        "",
        *text_table(
            (column.title for column in sheet.columns),
            (column.is_text for column in sheet.columns),
            sheet.rows,
        ),
    ]


def _waterfall(fall: Waterfall, mark: str) -> list[str]:
    lines = [f"{mark} {escaped(fall.title)}", ""]
    if fall.falls:
        lines += text_table(("", ""), (True, False), ((step.label, step.text) for step in fall.falls))
    if fall.note:
        lines += [*([""] if fall.falls else []), escaped(fall.note)]
    return lines
