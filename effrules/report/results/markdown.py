"""Ranked tables as Markdown."""

from __future__ import annotations

from effrules.report.blocks.markdown import escaped, text_table, warnings
from effrules.report.results.ranked import Ranked


def markdown(report: Ranked) -> str:
    """The report: a heading, a table for each group, notes."""
    lines = [f"# {escaped(report.title)}", ""]
    lines += warnings(report.what_if)
    for group in report.groups:
        if group.title:
            lines += [f"## {escaped(group.title)}", ""]
        columns = report.columns
        lines += text_table(
            (column.title for column in columns), (column.is_text for column in columns), group.rows
        )
        lines.append("")
    lines += [f"- {escaped(note)}" for note in (*report.notes, *report.without)]
    return "\n".join(lines) + "\n"
