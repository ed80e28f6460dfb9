"""Ranked tables as Markdown."""

from __future__ import annotations

from effrules.report.results.ranked import Ranked


def markdown(report: Ranked) -> str:
    """The report: a heading, a table for each group, notes."""
    lines = [f"# {escaped(report.title)}", ""]
    if report.what_if:
        lines += [*(f"> **{escaped(line)}**  " for line in report.what_if), ""]
    for group in report.groups:
        if group.title:
            lines += [f"## {escaped(group.title)}", ""]
        lines.append(_row([column.title for column in report.columns]))
        lines.append(
            "|" + "|".join(" --- " if column.is_text else " ---: " for column in report.columns) + "|"
        )
        lines += [_row(row) for row in group.rows]
        lines.append("")
    lines += [f"- {escaped(note)}" for note in (*report.notes, *report.without)]
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    for character in "\\|*_`<[":
        text = text.replace(character, "\\" + character)
    return text
