"""The derivation of a node as ``effrules trace`` prints or writes it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from flint import fmpq

    from effrules.audit.tracing import TraceFiles
    from effrules.data.dataset import Dataset
    from effrules.report.blocks.pieces import Page
    from effrules.report.derivation.step_words import StepWords
    from effrules.report.derivation.trace_outline import Folding
    from effrules.trace.derivation import Derivation, Derivations
    from effrules.words import Language


@frozen
class Shown:
    """The derivation of a node, and how it is to be shown."""

    derivations: Derivations
    agency: str
    node: str
    language: Language
    what_if: tuple[str, ...]
    is_text: bool

    @property
    def derivation(self) -> Derivation:
        return self.derivations.of(self.agency, self.node)

    @property
    def failed(self) -> bool:
        """Whether the score of the node failed."""
        from effrules.exact.results import NodeState

        result = self.derivations.results.of(self.agency).nodes[self.node]
        return result.state is NodeState.FAILED

    def words(self) -> StepWords:
        from effrules.report.derivation.step_words import StepWords

        return StepWords(self.derivations.program, self.language, self.agency)

    def folding(self, depth: int | None, everything: bool) -> Folding:
        """Nodes only for one with parts; for another its formula, with the first rows. A depth of 0 shows all rows."""
        from effrules.report.derivation.trace_outline import FIRST_ROWS, Folding

        nodes_only = depth is None and bool(self.derivations.program.nodes[self.node].parts)
        rows = 0 if depth == 0 else FIRST_ROWS
        return Folding(depth or 0, rows, nodes_only, everything)

    def page(self, folding: Folding, given: tuple[str, str]) -> Page:
        """The derivation in words; ``given``: rules and data as they were."""
        from effrules.report.derivation.trace_tree import page

        command = shlex.join(("effrules", "trace", *given, self.agency))
        hint = command if folding.nodes_only and self.is_text else ""
        return page(self.derivation, self.words(), folding, what_if=self.what_if, hint=hint)

    def html(self) -> str:
        """The derivation as a page that opens step by step."""
        from effrules.report.page import derivation_page

        return derivation_page(self.derivations, self.agency, self.node, self.language, self.what_if)

    def xlsx(self, dataset: Dataset) -> bytes:
        """Every step as a live formula over a copy of the data."""
        from effrules.cli.books import book_of

        return book_of(
            self.derivations,
            dataset,
            self.language,
            node=self.node,
            only=(self.agency,),
            what_if=self.what_if,
        )

    def json(self, files: TraceFiles) -> str:
        """Every step, exactly."""
        from effrules.trace.json_text import json_text

        return json_text(
            self.derivation, data=files.data, rules=files.rules, what_if=self.what_if, called=files.called
        )

    def why_not(self, target: fmpq) -> Page:
        """What the score lacks to a target."""
        from effrules.report.derivation.why_not import page

        return page(self.derivation, self.words(), target, self.what_if)

    def why_not_json(self, target: fmpq) -> str:
        """The same for programs."""
        from effrules.report.derivation.why_not_json import why_not_json

        return why_not_json(self.derivation, target, self.what_if)
