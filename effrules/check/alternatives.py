"""Alternatives of assumptions: drafts beside the rules that say how an assumption could be otherwise.

``assumed "whole points" alternatives half_points`` names the file ``alternatives/half_points.eff`` in the folder of the file that
it stands in (of rules from standard input the current one): an amendment without a heading, as ``--with`` takes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from effrules.amend.locating import ALTERNATIVES, display_name
from effrules.check.cached import load
from effrules.check.checked import Checked
from effrules.check.errors.source_errors import no_alternative
from effrules.diagnostics import Finding
from effrules.disk import is_spooled
from effrules.model.assumptions import all_assumptions
from effrules.model.basis import Assumption
from effrules.model.program import Program
from effrules.source import Span


@frozen
class Alternative:
    """A draft: what it is called, where it lies, and one of the assumptions that name it."""

    name: str
    path: Path
    assumption: Assumption

    @property
    def about(self) -> str:
        """What the assumption is called: what it is about, else the first of its alternatives. Alternatives of one such name exclude each other."""
        return self.assumption.subject or self.assumption.alternatives[0]


def alternatives(program: Program) -> tuple[Alternative, ...]:
    """All drafts that assumptions of a program name, each file once, in the order of the declarations."""
    found: dict[Path, Alternative] = {}
    for made in all_assumptions(program):
        if made.span is None:
            continue
        file = Path(made.span.source.path or made.span.source.name)
        folder = (Path.cwd() if is_spooled(file) else file.parent) / ALTERNATIVES
        for name in made.alternatives:
            path = folder / f"{name}.eff"
            found.setdefault(path, Alternative(name, path, made))
    return tuple(found.values())


def lacking(program: Program) -> tuple[Finding, ...]:
    """Alternatives that there are not."""
    return tuple(
        no_alternative(one.assumption.span, one.name, display_name(one.path))
        for one in alternatives(program)
        if not one.path.is_file()
    )


def problems(name: str | Path, checked: Checked, stated: Iterable[str | Path] = ()) -> tuple[Finding, ...]:
    """What is wrong with the alternatives of rules that were checked: with each laid on top, all errors, and what is said of its own text."""
    if checked.program is None:
        return ()
    found = list(lacking(checked.program))
    for one in alternatives(checked.program):
        if one.path.is_file():
            shown = display_name(one.path)
            found.extend(
                finding
                for finding in load(name, (one.path,), stated).findings
                if finding.is_error
                or (isinstance(finding.place, Span) and finding.place.source.name == shown)
            )
    return tuple(found)
