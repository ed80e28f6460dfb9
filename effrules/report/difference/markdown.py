"""A comparison as Markdown: what was is struck out, what is stands in bold."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits.edit import Action
from effrules.compare.matching.expressions import Mark
from effrules.report.blocks.markdown import escaped, table, text_table
from effrules.report.difference.outline import Entry, Section, Summary
from effrules.report.difference.said import Grid, Said, Text
from effrules.report.difference.words import capital, word
from effrules.words import Language


def markdown(summary: Summary) -> str:
    """The comparison: heading, the short version, sections, verdicts."""
    language = summary.language
    lines = [f"# {escaped(summary.title)}", "", escaped(summary.methodology), ""]
    lines += [f"- {escaped(line)}" if len(summary.short) > 1 else escaped(line) for line in summary.short]
    for section in summary.sections:
        lines += ["", f"## {escaped(section.title)}", "", *_section(section, language)]
    if summary.verdicts:
        lines += ["", f"## {word('verdicts', language)}", "", word("verdicts intro", language), ""]
        lines += table(
            (capital(word("who", language)), capital(word("verdict", language))),
            (True, True),
            (
                (f"{'&nbsp;&nbsp;' * told.depth}{escaped(told.heading)}", escaped(told.verdict))
                for told in summary.verdicts
            ),
        )
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section, language: Language) -> Iterator[str]:
    if section.intro:
        yield escaped(section.intro)
        if section.entries:
            yield ""
    for entry in section.entries:
        yield from _entry(entry, language, "")


def _entry(entry: Entry, language: Language, indent: str) -> Iterator[str]:
    did = ", ".join(word(action.value, language) for action in entry.actions)
    if entry.actions == (Action.REWORDED,):
        yield f"{indent}- **{escaped(entry.heading)}**"
    else:
        yield f"{indent}- **{escaped(entry.heading)}**: {did}"
    inner = indent + "  "
    for reason in entry.reasons:
        yield f"{inner}- {word('reason', language)}: {escaped(reason)}"
    for said in entry.details:
        yield from _said(said, inner)
    if entry.used_by:
        yield f"{inner}- {capital(word('used by', language))}: {escaped(', '.join(entry.used_by))}"
    for below in entry.below:
        yield from _entry(below, language, inner)


def _said(said: Said, indent: str) -> Iterator[str]:
    if isinstance(said, Grid):
        yield from _grid(said, indent)
        return
    label = f"{indent}- {escaped(said.label)}: "
    if said.together:
        yield label + _marked(said.together)
    elif said.before and said.after:
        yield f"{label}{_marked(said.before)} → {_marked(said.after)}"
    else:
        yield label + _plain(said.before or said.after)


def _grid(grid: Grid, indent: str) -> Iterator[str]:
    if grid.label:
        yield f"{indent}- {escaped(grid.label)}"
    yield ""
    is_text = (at == 0 for at in range(len(grid.headings)))
    yield from text_table(grid.headings, is_text, grid.rows, indent + "  ")
    yield ""


def _marked(pieces: Text) -> str:
    made = []
    for piece in pieces:
        text = escaped(piece.text)
        body = text.strip()
        if not body:
            made.append(text)
            continue
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        if made and piece.mark is Mark.NEW and made[-1].endswith("~~") and not lead:
            lead = " "
        sign = {Mark.SAME: "", Mark.OLD: "~~", Mark.NEW: "**"}[piece.mark]
        made.append(f"{lead}{sign}{body}{sign}{tail}")
    return "".join(made)


def _plain(pieces: Text) -> str:
    return escaped("".join(piece.text for piece in pieces))
