"""The derivation of a node as ``effrules trace`` prints or writes it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from attrs import frozen

from effrules.cli.speaking import colour, width

if TYPE_CHECKING:
    from flint import fmpq

    from effrules.audit.tracing import TraceFiles
    from effrules.report.derivation.step_words import StepWords
    from effrules.report.derivation.trace_outline import Folding
    from effrules.trace.derivation import Derivation, Derivations
    from effrules.words import Language

WIDTH_OF_FILES = 100
"""The width of text that is written to a file."""


@frozen
class Page:
    """The derivation of a node, and how it is to be shown."""

    derivations: Derivations
    agency: str
    node: str
    language: Language
    what_if: tuple[str, ...]
    to_terminal: bool

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

    def rendered(self, form: str, folding: Folding, files: TraceFiles, given: tuple[str, str]) -> str:
        """The derivation in its format; ``given``: rules and data as they were."""
        match form:
            case "json":
                from effrules.trace.json_text import json_text

                return json_text(
                    self.derivation,
                    data=files.data,
                    rules=files.rules,
                    what_if=self.what_if,
                    called=files.called,
                )
            case "html":
                from effrules.report.page import derivation_page

                return derivation_page(self.derivations, self.agency, self.node, self.language, self.what_if)
            case "md":
                from effrules.report.derivation.trace_markdown import trace_markdown

                return trace_markdown(self.derivation, self.words(), folding, self.what_if)
            case _:
                from effrules.report.derivation.trace_tree import trace_tree

                command = shlex.join(("effrules", "trace", *given, self.agency))
                hint = command if folding.nodes_only else ""
                columns = width() if self.to_terminal else WIDTH_OF_FILES
                return trace_tree(
                    self.derivation, self.words(), folding, width=columns,
                    colour=self.to_terminal and colour(), what_if=self.what_if, hint=hint,
                )  # fmt: skip

    def why_not(self, form: str, target: fmpq) -> str:
        """What the score lacks to a target, in a format."""
        if form == "json":
            from effrules.report.derivation.why_not_json import why_not_json

            return why_not_json(self.derivation, target, self.what_if)
        from effrules.report.derivation import why_not

        words = self.words()
        said = why_not.why_not(self.derivation, words, target, self.what_if)
        if form == "md":
            return why_not.why_not_markdown(said, words)
        columns = width() if self.to_terminal else WIDTH_OF_FILES
        return why_not.why_not_text(said, words, width=columns, colour=self.to_terminal and colour())
