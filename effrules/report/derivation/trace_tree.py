"""A derivation as a tree: folded, each line with its value and its source, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from effrules.diagnostics.glyphs import shown as fit
from effrules.report.blocks import pieces as b
from effrules.report.blocks.pieces import words as line_of
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding, Line, TraceOutline, trace_outline
from effrules.report.derivation.trace_wording import say
from effrules.report.texts import loud_lines, rules_line
from effrules.report.wording import word
from effrules.trace.derivation import Derivation

LONGEST_EXACT = 40
"""An exact fraction that is longer stands in the JSON only."""


def page(
    derivation: Derivation, words: StepWords, folding: Folding, *, what_if: Sequence[str] = (), hint: str = ""
) -> b.Page:
    """The tree, with a heading and what the signs mean.

    ``what_if`` is what was changed for this calculation; ``hint`` a command that opens a part when its name follows.
    """
    outline = trace_outline(derivation, words, folding)
    tree = b.Items(tuple(_item(line, outline, words) for line in outline.lines), is_tree=True)
    notes = (b.Note(line_of(note), b.Kind.SMALL) for note in legend(outline, derivation, words, hint))
    return b.Page(
        words.language, heading(derivation, words)[0], (*head(derivation, words, what_if), tree, *notes)
    )


def head(derivation: Derivation, words: StepWords, what_if: Sequence[str]) -> tuple[b.Block, ...]:
    """What stands above what is told of a score: what nobody must miss, the methodology, the body."""
    title, body = heading(derivation, words)
    warnings = (b.Note(line_of(text), b.Kind.LOUD) for text in loud(derivation, what_if, words))
    return (*warnings, b.Heading(line_of(title), 1), b.Paragraph(line_of(body, b.Tone.STRONG)))


def heading(derivation: Derivation, words: StepWords) -> tuple[str, str]:
    """The methodology with its version, and the body."""
    naming = words.naming
    title = word("named", words.language, name=naming.methodology(), version=naming.version())
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


def _item(line: Line, outline: TraceOutline, words: StepWords) -> b.Item:
    """A line: label and value, what was special, the source; then its basis, what did not happen, and the lines below."""
    number = outline.numbers.get(line.ref) if line.ref is not None else None
    value = line.value + ("*" if line.assumed else "") + (f" / {line.maximum}" if line.maximum else "")
    if 0 < len(line.exact) <= LONGEST_EXACT:
        value += f" ({line.exact})"
    if line.working:
        value += f" = {line.working}"
    facts = (say("as above", words.language, number=number),) if line.above else line.facts
    told = "; ".join(part for part in (value, *facts) if part)
    colon = ":" if value or line.facts or line.above else ""
    head = b.Words(f"{line.label}{colon}", b.Tone.STRONG if line.is_node else b.Tone.PLAIN)
    below: list[b.Block] = [b.Note(line_of(basis), b.Kind.MARGIN) for basis in line.basis]
    below += [b.Note(line_of(f"({aside})"), b.Kind.MARGIN) for aside in line.asides]
    branches = [_item(one, outline, words) for one in line.lines]
    if line.hidden:
        more = say("deeper" if line.deeper else "and more", words.language, n=line.hidden)
        branches.append(b.Item(line_of(more, b.Tone.FAINT)))
    if branches:
        below.append(b.Items(tuple(branches), is_tree=True))
    is_referred_to = number is not None and not line.above and line.lines
    return b.Item(
        (head, *line_of(f" {told}" if told else "")),
        tuple(below),
        f"[{number}]" if is_referred_to else "",
        place=" · ".join(filter(None, (line.name, line.item, brief(line.place)))),
    )


def brief(place: str) -> str:
    """A place in the rules with the file and its folder only."""
    path, colon, position = place.partition(":")
    if not path.endswith(".eff"):
        return place
    return "/".join(path.replace("\\", "/").split("/")[-2:]) + colon + position
