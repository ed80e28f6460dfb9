"""A derivation as a tree for a terminal: as wide as it is, folded, each line with its value and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from effrules.diagnostics.glyphs import shown as fit
from effrules.diagnostics.glyphs import width_of, wrapped
from effrules.diagnostics.painting import LOUD, Style, Styles, painted
from effrules.report.blocks.lines import paragraph
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding, Line, TraceOutline, trace_outline
from effrules.report.derivation.trace_wording import say
from effrules.report.texts import loud_lines, rules_line
from effrules.report.wording import word
from effrules.trace.derivation import Derivation

NARROWEST = 40
"""Below this many columns nothing is wrapped further."""

LONGEST_EXACT = 40
"""An exact fraction that is longer stands in the JSON only."""

NARROWEST_TEXT = 24
"""However deep a line lies, its text has as many columns."""

_BOLD, _DIM = (Style.BOLD,), (Style.DIM,)


def trace_tree(
    derivation: Derivation,
    words: StepWords,
    folding: Folding,
    *,
    width: int,
    colour: bool,
    what_if: Sequence[str] = (),
    hint: str = "",
) -> str:
    """The tree, with a heading and what the signs mean; lines at most ``width`` wide (0: as long as they like).

    ``what_if`` is what was changed for this calculation; ``hint`` a command that opens a part when its name follows.
    """
    outline = trace_outline(derivation, words, folding)
    page = _Page(words, outline, max(width, NARROWEST) if width else 0, colour)
    lines = [*page.heading(derivation, what_if), ""]
    for line in outline.lines:
        lines += page.tree(line, "", "")
    notes = [line for note in legend(outline, derivation, words, hint) for line in wrapped(note, page.width)]
    return "\n".join([*lines, *(("", *notes) if notes else ())]) + "\n"


def heading(derivation: Derivation, words: StepWords) -> tuple[str, str]:
    """The methodology with its version, and the body."""
    header = derivation.program.header
    title = word("named", words.language, name=words.naming.methodology(), version=fit(header.version))
    name, key = fit(derivation.name), fit(derivation.subject)
    return title, name if name == key else f"{name} ({key})"


def loud(derivation: Derivation, what_if: Sequence[str], words: StepWords) -> tuple[str, ...]:
    """That a text is only a draft, that this is not the result of the rules as they stand, and what was changed."""
    return loud_lines(derivation.program, what_if, words.language)


def legend(outline: TraceOutline, derivation: Derivation, words: StepWords, hint: str = "") -> Iterator[str]:
    """What the signs mean, how a part is opened, and by which text of the rules it was calculated."""
    if _somewhere(outline.lines, lambda line: line.assumed):
        yield say("star", words.language)
    if _somewhere(outline.lines, lambda line: any("≈" in text for text in (line.value, *line.facts))):
        yield say("approximately", words.language)
    if hint:
        yield say("open a part", words.language, command=hint)
    if derivation.program.texts:
        yield rules_line(derivation.program, words.language)


def _somewhere(lines: Sequence[Line], is_so: Callable[[Line], bool]) -> bool:
    return any(is_so(line) or _somewhere(line.lines, is_so) for line in lines)


@frozen
class _Page:
    words: StepWords
    outline: TraceOutline
    width: int
    colour: bool

    def heading(self, derivation: Derivation, what_if: Sequence[str]) -> Iterator[str]:
        for number, text in enumerate(loud(derivation, what_if, self.words)):
            yield from self.lines(text, self.width, _BOLD if number else LOUD)
        for text in heading(derivation, self.words):
            yield from self.lines(text, self.width, _BOLD)

    def say(self, key: str, **values: object) -> str:
        return say(key, self.words.language, **values)

    def tree(self, line: Line, first: str, rest: str) -> Iterator[str]:
        """A line and those below it; ``first`` stands before its first row of text, ``rest`` before the following ones."""
        below = list(line.lines)
        more = self.more(line)
        bar = "│ " if below or more else "  "
        yield from self.text(line, first, rest + bar)
        for at, one in enumerate(below):
            last = at == len(below) - 1 and not more
            yield from self.tree(one, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "))
        if more:
            yield from self.wrapped(more, rest + "└ ", rest + "  ", _DIM)

    def more(self, line: Line) -> str:
        """How many lines were folded away."""
        if not line.hidden:
            return ""
        return self.say("deeper" if line.deeper else "and more", n=line.hidden)

    def text(self, line: Line, first: str, rest: str) -> Iterator[str]:
        """A line: label and value, what was special, the source; then its basis and what did not happen."""
        number = self.outline.numbers.get(line.ref) if line.ref is not None else None
        here = f"[{number}] " if number is not None and not line.above and line.lines else ""
        value = line.value + ("*" if line.assumed else "")
        head = f"{here}{line.label}{':' if value or line.facts or line.above else ''}"
        if line.maximum:
            value += f" / {line.maximum}"
        if 0 < len(line.exact) <= LONGEST_EXACT:
            value += f" ({line.exact})"
        if line.working:
            value += f" = {line.working}"
        facts = (self.say("as above", number=number),) if line.above else line.facts
        body = f"{head} {'; '.join(part for part in (value, *facts) if part)}".rstrip()
        name = f"{line.name} · " if line.name and line.place else line.name
        source = f"{name}{brief(line.place)}"
        yield from self.marked(body, len(head), line.is_node, source, first, rest)
        for basis in line.basis:
            yield from self.wrapped(basis, rest, rest + "  ", _DIM)
        for aside in line.asides:
            yield from self.wrapped(f"- {aside}", rest, rest + "  ", _DIM)

    def marked(
        self, body: str, head: int, is_node: bool, source: str, first: str, rest: str
    ) -> Iterator[str]:
        """The body with its head in bold for a node, and the source in dim behind it, or below where there is no room."""
        pieces = list(wrapped(body, self.room(rest)))
        rows = []
        left = head if is_node else 0
        for piece in pieces:
            bold = min(left, len(piece))
            left -= bold
            rows.append(painted(piece[:bold], _BOLD, self.colour) + piece[bold:])
        if source:
            last = width_of(pieces[-1])
            if not self.width or last + 2 + width_of(source) <= self.room(rest):
                rows[-1] += "  " + painted(source, _DIM, self.colour)
            else:
                rows += self.lines(source, self.room(rest), _DIM)
        yield first + rows[0]
        yield from (rest + row for row in rows[1:])

    def lines(self, text: str, width: int, styles: Styles) -> Iterator[str]:
        return paragraph(text, width, styles, colour=self.colour)

    def wrapped(self, text: str, first: str, rest: str, styles: Styles) -> Iterator[str]:
        before = first
        for piece in self.lines(text, self.room(rest), styles):
            yield before + piece
            before = rest

    def room(self, before: str) -> int:
        """The columns left for text."""
        return max(self.width - width_of(before), NARROWEST_TEXT) if self.width else 0


def brief(place: str) -> str:
    """A place in the rules with the file and its folder only."""
    path, colon, position = place.partition(":")
    if not path.endswith(".eff"):
        return place
    return "/".join(path.replace("\\", "/").split("/")[-2:]) + colon + position
