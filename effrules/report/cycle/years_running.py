"""What the rules say of several years running, for pages and papers about a year: of whom it holds, or which years are not at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from effrules.cycle.running import Held
from effrules.model.place_words import cited_text
from effrules.report.blocks.pieces import Block, Heading, Paragraph, words
from effrules.report.naming import Naming
from effrules.report.procedure import Procedure
from effrules.words import Message, phrase, several


def running(found: Iterable[Held], naming: Naming, body: Callable[[str], str]) -> Iterator[Block]:
    """A heading, and sentences, for each stage of the rules that is about several years; ``body`` is what somebody is called."""
    program = naming.program
    for one in found:
        assert one.stage.running is not None, "it is about years"
        yield Heading(words(naming.title(one.stage.titles, one.stage.name.replace("_", " "))), 2)
        what = Procedure(naming).running(one.stage.running)
        basis = several(map(cited_text, one.stage.basis.citations))
        yield _said(naming, phrase("{what} ({basis}), {first} to {last}", what=what, basis=basis, first=str(one.years[0]), last=str(one.years[-1])))  # fmt: skip
        if one.lacking:
            lacking = several(map(str, one.lacking))
            yield _said(naming, phrase("Not known: the results of {years} are not at hand.", years=lacking))
        for node, keys in one.found.items():
            called = naming.node(program.nodes[node])
            bodies = several(map(body, keys))
            yield _said(naming, phrase("{node}: {bodies}", node=called, bodies=bodies) if keys else phrase("{node}: nobody", node=called))  # fmt: skip
        if one.unranked:
            nodes = several(naming.node(program.nodes[node]) for node in one.unranked)
            yield _said(naming, phrase("Not known, since nobody has a score of it in one of these years: {nodes}", nodes=nodes))  # fmt: skip
        if one.found and one.stage.running.places is not None:
            yield _said(naming, phrase("A body has one of the last places where fewer bodies of its group than that have a lower score; without a ranking of the rules, groups are those of the first ranking."))  # fmt: skip


def _said(naming: Naming, message: Message) -> Paragraph:
    return Paragraph(words(message.in_(naming.language)))
