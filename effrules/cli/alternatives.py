"""What simulations vary of assumptions: the drafts that the rules or the command line name, and the rules with each combination of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click
from attrs import frozen

from effrules.cli.door import OVERLAY
from effrules.cli.inputs import dataset_of, rules_of
from effrules.cli.language import in_words
from effrules.cli.speaking import leave_with_findings
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.cli.inputs import Rules
    from effrules.data.dataset import Dataset
    from effrules.diagnostics import Finding
    from effrules.model.program import Program
    from effrules.simulate.factors import Assumption, Combination, Variant
    from effrules.simulate.study import Asked

Draft: TypeAlias = tuple[str, Path]
"""What a draft is called, and where it lies."""
Drafts: TypeAlias = Mapping[str, Sequence[Draft]]
"""Drafts by the assumption that they are about; those of one exclude each other."""


@frozen
class Reading:
    """What is read, and how."""

    rules: str
    data: Path
    overlays: tuple[Path, ...]
    settings: tuple[str, ...]
    earlier: Path | None
    shortest_decimal: tuple[str, ...]


def drafts_of(program: Program, texts: Iterable[str] = ()) -> Drafts:
    """The drafts that assumptions of the rules name, and those of ``--alternative``.

    Ends the command where one is not there; raises click.BadParameter for what stands behind the option.
    """
    from effrules.check.alternatives import alternatives, lacking

    absent = lacking(program)
    if absent:
        leave_with_findings(absent)
    found: dict[str, list[Draft]] = {}
    for one in alternatives(program):
        found.setdefault(one.about, []).append((one.name, one.path))
    for text in texts:
        name, sign, place = text.partition("=")
        if not sign or Path(text).exists():
            name, place = Path(text).stem, text
        path = OVERLAY.convert(place, None, click.get_current_context())
        if not path.is_file():
            told = phrase("`{path}`: there is no such file or folder.", path=str(path))
            raise click.BadParameter(in_words(told), param_hint="--alternative")
        found.setdefault(name, []).append((path.name, path))
    return found


def assumptions_of(drafts: Drafts) -> tuple[Assumption, ...]:
    """The same as factors of a simulation."""
    from effrules.simulate.factors import Assumption

    return tuple(Assumption(about, tuple(name for name, _ in those)) for about, those in drafts.items())


def variants(
    reading: Reading, stated: Rules, dataset: Dataset, wanted: Asked, drafts: Drafts
) -> dict[Combination, Variant]:
    """The rules in each combination of alternatives, on the data. Ends the command with errors in any."""
    from effrules.simulate.asking import variant
    from effrules.simulate.errors import too_many
    from effrules.simulate.factors import MOST_COMBINATIONS, Assumption, combinations

    found: dict[Combination, Variant] = {}
    assumptions = [one for one in wanted.factors if isinstance(one, Assumption)]
    ways = combinations(assumptions)
    if ways is None:
        leave_with_findings([too_many(stated.program, MOST_COMBINATIONS)])
    for way in ways:
        laid = tuple(drafts[one.name][at - 1][1] for one, at in zip(assumptions, way, strict=True) if at)
        rules = rules_of(reading.rules, (*reading.overlays, *laid), reading.settings) if laid else stated
        found[way], problems = variant(rules.program, _data(reading, stated, rules, dataset), wanted)
        if problems:
            leave_with_findings(problems)
    return found


def _data(reading: Reading, stated: Rules, rules: Rules, dataset: Dataset) -> Dataset:
    """The data as rules read them that may ask for other data than the stated ones."""
    if rules.program.schema == stated.program.schema:
        return dataset
    found: tuple[Dataset, tuple[Finding, ...]] = dataset_of(
        rules.program, reading.data, reading.earlier, reading.shortest_decimal
    )
    return found[0]
