"""The conclusion that a body gets: what it reached, where it lost points, what moved since the year before, what it can do."""

from __future__ import annotations

from collections.abc import Mapping

from effrules.cycle.concluding import Findings
from effrules.report.blocks.pieces import Block, Page
from effrules.report.cycle.conclusion_moved import Moved
from effrules.report.cycle.conclusion_rest import Rest
from effrules.report.cycle.conclusion_scores import Reached
from effrules.report.cycle.papers import colophon, mark
from effrules.report.cycle.telling import Telling
from effrules.words import Language, phrase

Sections = Mapping[str, tuple[Block, ...]]

SECTIONS = (
    "opening", "findings", "lost", "scores", "moved", "incidents", "left_out", "recommendations", "objections", "appeal",
    "signatures",
)  # fmt: skip
"""The parts of a conclusion by the names that templates have for them, in their order."""


def sections(found: Findings, language: Language) -> Sections:
    """The parts of a conclusion by name, in their order; one that has nothing to tell is empty."""
    telling = Telling(found.stage.year.program, language)
    reached, moved, rest = Reached(found, telling), Moved(found, telling), Rest(found, telling)
    parts = (
        reached.opening(), reached.findings(), reached.lost(), reached.scores(), moved.moved(), rest.incidents(),
        rest.left_out(), rest.recommended(), rest.objections(), rest.appeal(), rest.signatures(),
    )  # fmt: skip
    return {name: tuple(part) for name, part in zip(SECTIONS, parts, strict=True)}


def page(found: Findings, language: Language) -> Page:
    """The whole paper."""
    telling = Telling(found.stage.year.program, language)
    title = phrase(
        "Conclusion on the results of the assessment for {year}: {body}",
        year=str(found.stage.year.manifest.year), body=telling.body(found.result.subject),
    ).in_(language)  # fmt: skip
    blocks = tuple(block for part in sections(found, language).values() for block in part)
    return Page(language, title, blocks, colophon(found.stage, language), mark=mark(found.stage, language))
