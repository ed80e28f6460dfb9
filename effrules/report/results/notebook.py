"""Results and derivations as a notebook shows them: a piece of HTML without scripts, styles or a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding, Line, trace_outline
from effrules.report.derivation.trace_tree import heading, loud
from effrules.report.results.ranked import Column, Group, ranked
from effrules.trace.derivation import Derivation
from effrules.words import Language

MOST_ROWS = 50
"""So many rows of a table are shown; the rest is counted."""

LEVELS_OPEN = 2
"""So many levels of a derivation are unfolded at first."""


def results_html(
    results: Results, program: Program, what_if: Sequence[str] = (), language: Language = Language.EN
) -> str:
    """The ranked tables, with what they rest on."""
    report = ranked(results, program, language, what_if=what_if)
    parts = [Markup("<p><strong>{}</strong></p>").format(report.title)]
    parts += [Markup("<p><strong>{}</strong></p>").format(line) for line in report.what_if]
    for group in report.groups:
        if group.title:
            parts.append(Markup("<p>{}</p>").format(group.title))
        parts.append(_table(report.columns, group))
    parts += [Markup("<p><small>{}</small></p>").format(note) for note in (*report.notes, *report.without)]
    return str(_joined(parts))


def _table(columns: Sequence[Column], group: Group) -> Markup:
    aligned = [Markup("left") if column.is_text else Markup("right") for column in columns]
    head = _joined(Markup('<th scope="col">{}</th>').format(column.title) for column in columns)
    rows = [
        Markup("<tr>{}</tr>").format(
            _joined(
                Markup('<td style="text-align:{};white-space:nowrap">{}</td>').format(side, cell)
                for side, cell in zip(aligned, row, strict=True)
            )
        )
        for row in group.rows[:MOST_ROWS]
    ]
    left = len(group.rows) - len(rows)
    if left > 0:
        rows.append(Markup('<tr><td colspan="{}">… {}</td></tr>').format(len(columns), left))
    table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")
    return table.format(head, _joined(rows))


def trace_html(derivation: Derivation, what_if: Sequence[str] = (), language: Language = Language.EN) -> str:
    """The derivation as lists that unfold."""
    words = StepWords(derivation.program, language, derivation.subject)
    title, body = heading(derivation, words)
    parts = [Markup("<p><strong>{}</strong>: {}</p>").format(title, body)]
    warning = loud(derivation, what_if, words)
    parts += [Markup("<p><strong>{}</strong></p>").format(line) for line in warning]
    outline = trace_outline(derivation, words, Folding())
    parts += [_line(line, 1) for line in outline.lines]
    return str(_joined(parts))


def _line(line: Line, level: int) -> Markup:
    value = line.value + ("*" if line.assumed else "") + (f" / {line.maximum}" if line.maximum else "")
    text = Markup("<b>{}</b>{}").format(line.label, f": {value}" if value else "")
    for more in (
        line.exact and f"({line.exact})",
        line.working and f"= {line.working}",
        "; ".join(line.facts),
    ):
        if more:
            text += Markup(" {}").format(more)
    if line.place:
        text += Markup(" <small><code>{}</code></small>").format(line.place)
    inside = [Markup("<div><i>{}</i></div>").format(basis) for basis in line.basis]
    inside += [_line(below, level + 1) for below in line.lines]
    if line.hidden:
        inside.append(Markup("<div>… {}</div>").format(line.hidden))
    if not inside:
        return Markup('<div style="margin-left:1.2em">{}</div>').format(text)
    opened = Markup(" open") if level <= LEVELS_OPEN else Markup("")
    folded = Markup('<details style="margin-left:1.2em"{}><summary>{}</summary>{}</details>')
    return folded.format(opened, text, _joined(inside))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
