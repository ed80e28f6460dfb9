"""What stands in the head of a page: drafts, and what the calculation rests on."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.exact.results import Results
from effrules.model.figures import figure
from effrules.model.program import Program
from effrules.report.page.names import Names
from effrules.report.page.said import Said, Shown, everywhere, plain, words
from effrules.report.texts import draft_lines, named_texts
from effrules.words import Language, since, until

Fact = tuple[Said, object, bool]
"""What a fact is called, what it says, and whether it is long: such a one has a line of its own."""


def bare(text: str) -> Shown:
    return Shown(text, text)


def drafts_of(program: Program) -> tuple[Said, ...]:
    """That a text is only a draft."""
    lines = zip(*(draft_lines(program, language) for language in Language), strict=True)
    return tuple(Said(*texts) for texts in lines)


def facts_of(results: Results, program: Program, names: Names, *, of_one: bool = False) -> tuple[Fact, ...]:
    """What stands at the top; of one score (``of_one``) without what is about the whole run."""
    header = program.header
    made: list[tuple[Said, object]] = [
        (words("version of rules"), names.all(lambda naming: naming.version()))
    ]
    if header.replaces:
        made.append((words("replaces"), names.all(lambda naming: naming.version(header.replaces or ""))))
    if header.amends:
        made.append((words("amends"), names.all(lambda naming: naming.version(header.amends or ""))))
    dates = []
    if header.force_from is not None:
        dates.append(everywhere(since(header.force_from).in_))
    if header.force_to is not None:
        dates.append(everywhere(until(header.force_to).in_))
    if dates:
        made.append((words("in force"), _joined(dates)))
    low, high = figure(header.minimum).exact, figure(header.maximum).exact
    made.append((words("scale"), words("points from to", low=low, high=high)))
    if not of_one:
        without = sum(not result.has_score for result in results.subjects)
        count = plain(str(len(results.subjects)))
        told = _joined([count, words("without score of", n=without)]) if without else count
        made.append((words("number of bodies"), told))
    none = program.root.no_total
    long = [] if none is None else [(words("no total"), Names(program).title(none.because, ""))]
    if program.texts and not of_one:
        listed = [named_texts(program, language) for language in Language]
        long.append((words("texts"), Said(*("; ".join(one) for one in listed))))
    return (*((term, said, False) for term, said in made), *((term, said, True) for term, said in long))


def _joined(parts: Sequence[Said]) -> Said:
    return Said(*(", ".join(texts) for texts in zip(*(part.texts for part in parts), strict=True)))
