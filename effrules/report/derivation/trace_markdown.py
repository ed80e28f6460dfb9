"""A derivation as Markdown: a nested list, each line with its value, its source and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from effrules.report.blocks.markdown import code, escaped, warnings
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding, Line, TraceOutline, trace_outline
from effrules.report.derivation.trace_tree import heading, legend, loud
from effrules.report.derivation.trace_wording import say
from effrules.trace.derivation import Derivation


def trace_markdown(
    derivation: Derivation, words: StepWords, folding: Folding, what_if: Sequence[str] = ()
) -> str:
    """The derivation: a heading, the body, the list, and what the signs mean; ``what_if`` is what was changed for it."""
    outline = trace_outline(derivation, words, folding)
    title, body = heading(derivation, words)
    page = _Page(words, outline)
    lines = [f"# {escaped(title)}", ""]
    lines += warnings(loud(derivation, what_if, words))
    lines += [f"## {escaped(body)}", ""]
    for line in outline.lines:
        lines += page.item(line, 0)
    for note in legend(outline, derivation, words):
        lines += ["", escaped(note)]
    return "\n".join(lines) + "\n"


@frozen
class _Page:
    words: StepWords
    outline: TraceOutline

    def item(self, line: Line, depth: int) -> Iterator[str]:
        """A line of the list and those below it."""
        indent = "  " * depth
        yield f"{indent}- {self.text(line)}"
        inside = indent + "  "
        for basis in line.basis:
            yield f"{inside}- *{escaped(basis)}*"
        for aside in line.asides:
            yield f"{inside}- *({escaped(aside)})*"
        for below in line.lines:
            yield from self.item(below, depth + 1)
        if line.hidden:
            key = "deeper" if line.deeper else "and more"
            yield f"{inside}- {escaped(say(key, self.words.language, n=line.hidden))}"

    def text(self, line: Line) -> str:
        """A line: label and value, what was special, the source."""
        number = self.outline.numbers.get(line.ref) if line.ref is not None else None
        anchor = f"\\[{number}\\] " if number is not None and not line.above and line.lines else ""
        value = line.value + ("*" if line.assumed else "") + (f" / {line.maximum}" if line.maximum else "")
        above = say("as above", self.words.language, number=number)
        facts = (above,) if line.above else line.facts
        head = escaped(f"{line.label}{':' if value or facts else ''}{' ' if value else ''}{value}")
        made = f"{anchor}**{head}**" if line.is_node else anchor + head
        if line.exact:
            made += f" ({escaped(line.exact)})"
        if line.working:
            made += f" = {escaped(line.working)}"
        said = "; ".join(map(escaped, facts))
        if said:
            made += f"; {said}" if value else f" {said}"
        source = [code(line.name)] if line.name else []
        source += [code(line.place)] if line.place else []
        return f"{made} {' '.join(source)}".rstrip()
