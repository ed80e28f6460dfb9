"""A comparison for a terminal, at any width: what was in red, what is in green; without colours ``[-was-]`` and ``{+is+}``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from effrules.compare.edits.edit import Action
from effrules.compare.matching.expressions import Mark
from effrules.compare.verdicts.judging import Bend
from effrules.diagnostics.glyphs import shown, width_of
from effrules.report.difference.outline import Entry, Section, Summary
from effrules.report.difference.said import Grid, Said, Text, plain
from effrules.report.difference.words import capital, word

NARROWEST = 40
"""Below this many columns nothing is wrapped further."""

BOLD, RED, GREEN, YELLOW, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"


@frozen
class Word:
    """A word with its colour and whether a blank stands before it."""

    text: str
    colour: str
    apart: bool


def text(summary: Summary, *, width: int = 0, colour: bool = False) -> str:
    """The comparison as lines of at most ``width`` columns (0: as long as they like)."""
    page = _Page(max(width, NARROWEST) if width else 0, colour, summary)
    return "\n".join(line.rstrip() for line in page.lines()) + "\n"


class _Page:
    def __init__(self, width: int, colour: bool, summary: Summary) -> None:
        self.width = width
        self.colour = colour
        self.summary = summary
        self.language = summary.language

    def lines(self) -> Iterator[str]:
        """The whole page."""
        summary = self.summary
        yield from self.bold(summary.title)
        yield from self.flow(plain(summary.methodology), 0)
        yield ""
        for line in summary.short:
            yield from self.flow(plain(line), 0, 2)
        for section in summary.sections:
            yield ""
            yield from self.bold(section.title)
            yield from self.section(section)
        if summary.verdicts:
            yield ""
            yield from self.bold(word("verdicts", self.language))
            yield from self.flow(plain(word("verdicts intro", self.language)), 2)
            yield ""
            for told in summary.verdicts:
                colour = {
                    Bend.STRICTER: RED,
                    Bend.LENIENT: GREEN,
                    Bend.DIFFERENT: YELLOW,
                }.get(told.bend, "")
                words = [*self.words(plain(told.heading + ":")), *self._coloured(told.verdict, colour)]
                yield from self.wrapped(words, 2 + 2 * told.depth, 4)

    def section(self, section: Section) -> Iterator[str]:
        """The entries of a section."""
        if section.intro:
            yield from self.flow(plain(section.intro), 2)
        for entry in section.entries:
            yield from self.entry(entry, 2)

    def entry(self, entry: Entry, indent: int) -> Iterator[str]:
        """A thing and all that happened to it."""
        did = ", ".join(word(action.value, self.language) for action in entry.actions)
        tail = "" if entry.actions == (Action.REWORDED,) else f": {did}"
        colour = {Action.ADDED: GREEN, Action.DROPPED: RED}.get(entry.actions[0], "")
        words = [*self._coloured(entry.heading + tail, BOLD + colour)]
        yield from self.wrapped(words, indent, 2)
        for reason in entry.reasons:
            yield from self.flow(plain(f"{word('reason', self.language)}: {reason}"), indent + 2, 2)
        for said in entry.details:
            yield from self.said(said, indent + 2)
        if entry.used_by:
            used = f"{capital(word('used by', self.language))}: {', '.join(entry.used_by)}"
            yield from self.flow(plain(used), indent + 2, 2)
        for below in entry.below:
            yield from self.entry(below, indent + 2)

    def said(self, said: Said, indent: int) -> Iterator[str]:
        """A detail."""
        if isinstance(said, Grid):
            yield from self.grid(said, indent)
            return
        label = self.words(plain(f"{said.label}:"))
        if said.together:
            yield from self.wrapped([*label, *self.words(said.together, marks=True)], indent, 2)
        elif said.before and said.after:
            arrow = [Word("→", "", True)]
            pair = [*self.words(said.before), *arrow, *self.words(said.after)]
            yield from self.wrapped([*label, *pair], indent, 2)
        else:
            yield from self.wrapped([*label, *self.words(said.before or said.after)], indent, 2)

    def grid(self, grid: Grid, indent: int) -> Iterator[str]:
        """A small table; where it does not fit, a line for each row."""
        if grid.label:
            yield from self.flow(plain(f"{grid.label}:"), indent, 2)
            indent += 2
        rows = [grid.headings, *grid.rows]
        rows = [tuple(shown(cell) for cell in row) for row in rows]
        widths = [max(width_of(row[at]) for row in rows) for at in range(len(grid.headings))]
        rest = sum(widths[1:]) + 2 * (len(widths) - 1)
        first = widths[0] if not self.width else min(widths[0], self.width - indent - rest)
        if first < min(18, widths[0]):
            for row in rows[1:]:
                yield from self.flow(plain(f"{row[0]}: {' → '.join(row[1:])}"), indent, 2)
            return
        for row in rows:
            lines = list(self.wrapped(self.words(plain(row[0])), 0, 0, first)) or [""]
            cells = "".join(
                "  " + " " * (w - width_of(c)) + c for c, w in zip(row[1:], widths[1:], strict=True)
            )
            for at, line in enumerate(lines):
                blank = " " * (first - width_of(line))
                yield " " * indent + line + (blank + cells if at == len(lines) - 1 else "")

    # -- Words and lines ------------------------------------------------------------------------------------

    def bold(self, heading: str) -> Iterator[str]:
        """A heading."""
        yield from self.wrapped(self._coloured(heading, BOLD), 0, 2)

    def _coloured(self, line: str, colour: str) -> list[Word]:
        return [Word(piece, colour if self.colour else "", True) for piece in shown(line).split(" ") if piece]

    def flow(self, pieces: Text, indent: int, hanging: int = 0) -> Iterator[str]:
        """A text in lines."""
        yield from self.wrapped(self.words(pieces), indent, hanging)

    def words(self, pieces: Text, marks: bool = False) -> list[Word]:
        """The words of a text; ``marks``: what changed stands between signs where there are no colours."""
        made: list[Word] = []
        blank = True
        for piece in pieces:
            signs = {Mark.OLD: ("[-", "-]"), Mark.NEW: ("{+", "+}")}.get(piece.mark, ("", ""))
            if not marks or self.colour:
                signs = ("", "")
            colour = {Mark.OLD: RED, Mark.NEW: GREEN}.get(piece.mark, "") if self.colour else ""
            body = shown(piece.text)
            own = body.strip()
            if not own:
                blank = True
                continue
            blank = blank or body[0] == " "
            parts = own.split()
            parts[0] = signs[0] + parts[0]
            parts[-1] += signs[1]
            made += [Word(part, colour, blank or at > 0) for at, part in enumerate(parts)]
            blank = body[-1] == " "
        return made

    def wrapped(
        self, words: Sequence[Word], indent: int, hanging: int, width: int | None = None
    ) -> Iterator[str]:
        """Words in lines; words that are not apart stay together."""
        limit = self.width if width is None else width
        line, taken, start = "", 0, indent
        for group in _groups(words):
            columns = sum(width_of(word.text) for word in group)
            shown_group = "".join(_painted(word) for word in group)
            if not taken:
                line, taken = " " * start + shown_group, start + columns
            elif not limit or taken + 1 + columns <= limit:
                line, taken = f"{line} {shown_group}", taken + 1 + columns
            else:
                yield line
                start = indent + hanging
                line, taken = " " * start + shown_group, start + columns
        if taken:
            yield line


def _painted(word: Word) -> str:
    return f"{word.colour}{word.text}{PLAIN}" if word.colour else word.text


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for one in words:
        if one.apart and group:
            yield group
            group = []
        group.append(one)
    if group:
        yield group
