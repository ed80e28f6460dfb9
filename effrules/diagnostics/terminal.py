"""Findings for a terminal: code and message, the place with its source text marked, and what to do about it.

Plain strings: nothing is imported that would slow the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from attrs import field, frozen

from effrules.diagnostics.excerpt import Mark, Row, excerpt
from effrules.diagnostics.finding import CellPlace, Finding, Place, Severity
from effrules.diagnostics.glyphs import shown, shown_raw, width_of, wrapped
from effrules.diagnostics.painting import Style, Styles, painted
from effrules.diagnostics.told import KINDS, Told, ToldRelated, place_text, told
from effrules.source import Span
from effrules.words import Language, counted, phrase, several

NARROWEST = 40
"""Below this many columns nothing is wrapped further."""

HANGING = "    "
"""Before further lines of a message."""

_BOLD = (Style.BOLD,)
_FRAME = (Style.BOLD, Style.BLUE)
_COLOURS = {
    Severity.ERROR: (Style.BOLD, Style.RED),
    Severity.WARNING: (Style.BOLD, Style.YELLOW),
    Severity.NOTE: (Style.BOLD, Style.CYAN),
}


def render(findings: Sequence[Finding], *, colour: bool, width: int, language: Language = Language.EN) -> str:
    """The findings in the order given and a line that counts them; no line break at the end, "" for none.

    ``width`` is the terminal's, in columns; 0 means that lines may be as long as they like. With ``colour`` the
    text carries ANSI codes; without it, it holds no control character but line breaks.
    """
    if not findings:
        return ""
    limit = max(width, NARROWEST) if width else 0
    parts = ["\n".join(_Page(told(finding, language), colour, limit).lines()) for finding in findings]
    return "\n\n".join((*parts, painted(summary(findings, language), _BOLD, colour)))


def summary(findings: Sequence[Finding], language: Language = Language.EN) -> str:
    """How many findings of each weight there are: ``2 errors, 1 warning``; defects of acts are counted apart."""
    ours = [finding for finding in findings if finding.defect is None]
    errors, warnings, notes = (sum(finding.severity is severity for finding in ours) for severity in Severity)
    parts = [
        counted("{n} error", "{n} errors", n=errors),
        counted("{n} warning", "{n} warnings", n=warnings),
        counted("{n} note", "{n} notes", n=notes),
        counted("{n} defect of an act", "{n} defects of acts", n=len(findings) - len(ours)),
    ]
    return several(part for part in parts if part.count).in_(language)


@frozen
class _Page:
    """One finding, as the lines that show it."""

    told: Told
    colour: bool
    width: int
    gutter: int = field(init=False)

    @gutter.default
    def _gutter_default(self) -> int:
        places = (self.told.finding.place, *(other.place for other in self.told.related))
        lines = (place.source.line_and_column(place.end)[0] for place in places if isinstance(place, Span))
        return max(2, *(len(str(line)) for line in (*lines, 0)))

    def lines(self) -> list[str]:
        finding = self.told.finding
        made = self._headline()
        groups = _by_source(self.told)
        blank = False
        match finding.place:
            case Span():
                made += self._excerpt(groups[0], "-->")
                blank = True
            case CellPlace() as cell:
                made += self._cell(cell, self.told.label, "-->")
            case None:
                pass
            case _:
                assert_never(finding.place)
        for group in groups[1:] if isinstance(finding.place, Span) else groups:
            made += self._excerpt(group, ":::")
            blank = True
        for other in self.told.related:
            if isinstance(other.place, CellPlace):
                made += self._cell(other.place, other.label, ":::")
                blank = False
        note = KINDS["note"].in_(self.told.language)
        notes = [
            *(line for words in self._placeless() for line in self._note(note, words)),
            *(line for one in self.told.notes for line in self._note(one.word, one.text)),
        ]
        if notes and blank:
            made.append(self._bar())
        return made + notes

    def _placeless(self) -> list[str]:
        """Labels that no place carries: they are told as notes, never lost."""
        told = self.told
        own = [told.label] if told.finding.place is None and told.label else []
        return own + [other.label for other in told.related if other.place is None]

    def _paint(self, styles: Styles, text: str) -> str:
        return painted(text, styles, self.colour)

    def _headline(self) -> list[str]:
        finding = self.told.finding
        head = self.told.word + (f"[{shown(finding.code)}]" if finding.code else "")
        first, *more = wrapped(f"{head}: {shown(self.told.message)}", self._room(len(HANGING)))
        opened = self._paint(_COLOURS[finding.severity], first[: len(head)]) + self._paint(
            _BOLD, first[len(head) :]
        )
        return [opened, *(HANGING + self._paint(_BOLD, line) for line in more)]

    def _bar(self, number: str = "", text: str = "") -> str:
        frame = self._paint(_FRAME, f"{number:>{self.gutter}} |")
        return f"{frame} {text}" if text else frame

    def _arrow(self, arrow: str, place: Place) -> list[str]:
        lead = " " * (self.gutter + len(arrow) + 1)
        first, *more = wrapped(shown(place_text(place, self.told.language)), self._room(len(lead)))
        return [f"{' ' * self.gutter}{self._paint(_FRAME, arrow)} {first}", *(lead + line for line in more)]

    def _cell(self, cell: CellPlace, label: str, arrow: str) -> list[str]:
        made = self._arrow(arrow, cell)
        if self.told.finding.is_to_show(cell):
            found = shown_raw(cell.raw)
            room = self.width - self.gutter - 10
            if self.width and width_of(found) > room:
                found = found[: room - 1] + "…"
            made.append(self._bar(text=" " + phrase("found {found}", found=found).in_(self.told.language)))
        if label:
            made += [self._bar(text=f" {line}") for line in wrapped(label, self._room(self.gutter + 4))]
        return made

    def _excerpt(self, marks: list[Mark], arrow: str) -> list[str]:
        rows = excerpt(marks, self._room(self.gutter + 3))
        made = [*self._arrow(arrow, marks[0].span), self._bar()]
        return made + [self._row(row) for row in rows]

    def _row(self, row: Row) -> str:
        if row.gap:
            return self._paint(_FRAME, "...")
        main = _COLOURS[self.told.finding.severity]
        pieces = "".join(
            self._paint(main if piece.main else _FRAME, piece.text) if piece.marks else piece.text
            for piece in row.pieces
        )
        return self._bar(row.number, pieces)

    def _note(self, kind: str, text: str) -> list[str]:
        lead = f"{' ' * self.gutter} "
        first, *more = wrapped(text, self._room(self.gutter + 5 + width_of(shown(kind))))
        opened = f"{lead}{self._paint(_FRAME, '=')} {self._paint(_BOLD, shown(kind))}: {first}"
        hang = " " * (self.gutter + 5 + width_of(shown(kind)))
        return [opened, *(f"{hang}{line}".rstrip() for line in more)]

    def _room(self, taken: int) -> int:
        return max(self.width - taken, NARROWEST // 2) if self.width else 0


def _by_source(told: Told) -> list[list[Mark]]:
    """The places in rule files, those of one file together; the finding's own file comes first."""
    places = (ToldRelated(told.finding.place, told.label), *told.related)
    groups: dict[int, list[Mark]] = {}
    for index, other in enumerate(places):
        if isinstance(other.place, Span):
            groups.setdefault(id(other.place.source), []).append(
                Mark(other.place, other.label, main=index == 0)
            )
    return list(groups.values())
