"""A comparison for a terminal, at any width: what was in red, what is in green; without colours ``[-was-]`` and ``{+is+}``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from effrules.compare.edits.edit import Action
from effrules.compare.matching.expressions import Mark
from effrules.compare.verdicts.judging import Bend
from effrules.diagnostics.glyphs import shown, width_of, wrapped
from effrules.diagnostics.painting import Style
from effrules.report.blocks.lines import Word, hung, side_by_side, words
from effrules.report.difference.outline import Entry, Section, Summary
from effrules.report.difference.said import Grid, Said, Text, plain
from effrules.report.difference.words import capital, word

NARROWEST = 40
"""Below this many columns nothing is wrapped further."""

BOLD = (Style.BOLD,)


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
                    Bend.STRICTER: (Style.RED,),
                    Bend.LENIENT: (Style.GREEN,),
                    Bend.DIFFERENT: (Style.YELLOW,),
                }.get(told.bend, ())
                both = [*self.words(plain(told.heading + ":")), *words(told.verdict, colour)]
                yield from self.wrapped(both, 2 + 2 * told.depth, 4)

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
        colour = {Action.ADDED: (Style.GREEN,), Action.DROPPED: (Style.RED,)}.get(entry.actions[0], ())
        yield from self.wrapped(words(entry.heading + tail, BOLD + colour), indent, 2)
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
            arrow = [Word("→")]
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
            lines = list(wrapped(row[0], first))
            above = [""] * (len(lines) - 1)
            cells = [lines, *([*above, cell] for cell in row[1:])]
            yield from side_by_side(
                cells, [first, *widths[1:]], [True, *(False for _ in row[1:])], " " * indent
            )

    # -- Words and lines ------------------------------------------------------------------------------------

    def bold(self, heading: str) -> Iterator[str]:
        """A heading."""
        yield from self.wrapped(words(heading, BOLD), 0, 2)

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
            styles = {Mark.OLD: (Style.RED,), Mark.NEW: (Style.GREEN,)}.get(piece.mark, ())
            body = shown(piece.text)
            own = body.strip()
            if not own:
                blank = True
                continue
            blank = blank or body[0] == " "
            parts = own.split()
            parts[0] = signs[0] + parts[0]
            parts[-1] += signs[1]
            made += [Word(part, styles, blank or at > 0) for at, part in enumerate(parts)]
            blank = body[-1] == " "
        return made

    def wrapped(self, said: Sequence[Word], indent: int, hanging: int) -> Iterator[str]:
        """Words in lines."""
        return hung(said, indent, hanging, self.width, colour=self.colour)
