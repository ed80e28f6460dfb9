"""What ``run``, ``trace`` and ``report`` read: rules with what ``--set`` and ``--with`` change, and data. Errors end the command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from effrules.cli.door import EARLIER, OVERLAY
from effrules.cli.language import as_sentence, in_words
from effrules.cli.speaking import leave_with_findings, tell
from effrules.disk import given
from effrules.words import counted, phrase, reason_of, several

if TYPE_CHECKING:
    from flint import fmpq

    from effrules.check.checked import Checked
    from effrules.data.dataset import Dataset
    from effrules.diagnostics import Finding
    from effrules.model.program import Program
    from effrules.model.schema import Schema

    Reader = Callable[[Path, Schema], tuple[Dataset, tuple[Finding, ...]] | None]

RUN_OR_TRACE = "RECORD|TRACE|PACKAGE"

PACKAGE = "effrules.package/1"


def record_or_trace(path: Path) -> dict[str, Any]:
    """The JSON of a run record, a trace, or the descriptor of a package. Raises click.BadParameter."""
    from effrules.audit.record import FORMAT as RUN
    from effrules.audit.record import read_document
    from effrules.audit.shapes import WrongShape
    from effrules.independent import FORMAT as TRACE

    try:
        content = read_document(path)
    except OSError as why:
        told = phrase("`{path}`: {reason}.", path=str(path), reason=reason_of(why))
        raise click.BadParameter(in_words(told), param_hint=RUN_OR_TRACE) from None
    except WrongShape as why:
        told = phrase(
            "`{path}` is no run record, no trace and no package: {reason}.",
            path=str(path),
            reason=reason_of(why),
        )
        raise click.BadParameter(in_words(told), param_hint=RUN_OR_TRACE) from None
    if not isinstance(content, dict) or content.get("format") not in (RUN, TRACE, PACKAGE):
        told = phrase(
            "`{path}` is no run record ({run}), no trace ({trace}) and no package ({package}).",
            path=str(path),
            run=RUN,
            trace=TRACE,
            package=PACKAGE,
        )
        raise click.BadParameter(in_words(told), param_hint=RUN_OR_TRACE)
    return content


@frozen
class Rules:
    """Rules without errors: as they were checked, the program with all settings, and what was changed for this calculation."""

    checked: Checked
    program: Program
    what_if: tuple[str, ...]


def rules_of(rules: str, overlays: tuple[Path, ...], settings: tuple[str, ...]) -> Rules:
    """The rules that a command asks for. Ends the command with their errors; raises click.BadParameter for ``--set``."""
    if settings:
        refuse_settings(settings)
    checked, program = checked_of(rules, overlays)
    if settings:
        program = with_settings(program, settings)
    return Rules(checked, program, (*settings, *(f"--with {given(overlay)}" for overlay in overlays)))


def checked_of(rules: str | Path, overlays: tuple[Path, ...] = ()) -> tuple[Checked, Program]:
    """Rules as they were checked, and their program. Ends the command with their errors."""
    from effrules.check.cached import load

    checked = load(rules, overlays)
    if checked.program is None:
        leave_with_findings(finding for finding in checked.findings if finding.is_error)
    return checked, checked.program


def path_of(*names: str) -> tuple[Path, ...]:
    """Where rules lie that are named. Ends the command where there are none of some name."""
    from effrules.amend.locating import bundled, locate
    from effrules.amend.version_errors import no_rules

    found = [(name, locate(name)) for name in names]
    if any(path is None for _, path in found):
        leave_with_findings(no_rules(name, bundled()) for name, path in found if path is None)
    return tuple(path for _, path in found if path is not None)


def refuse_settings(settings: tuple[str, ...]) -> None:
    """What is not a setting, before any work is done."""
    from effrules.audit.settings import NotUnderstood, stated

    try:
        stated(settings)
    except NotUnderstood as why:
        raise click.BadParameter(in_words(reason_of(why)), param_hint="--set") from None


def with_settings(program: Program, settings: tuple[str, ...]) -> Program:
    """The program with what ``--set`` states. Ends the command with its errors; raises click.BadParameter for no place for it."""
    from effrules.audit.settings import with_settings as put_in
    from effrules.check.what_if import NotPossible

    try:
        changed, findings = put_in(program, settings)
    except NotPossible as why:
        raise click.BadParameter(as_sentence(reason_of(why)), param_hint="--set") from None
    if findings:
        leave_with_findings(findings)
    return changed


def refuse_sort(sort: str, program: Program) -> None:
    """An order that there is not. Raises click.BadParameter."""
    if sort not in ("place", "name"):
        refuse_node(sort, program, "--sort")
        refuse_total(sort, program, "--sort")


def refuse_node(node: str, program: Program, hint: str) -> None:
    """A node that there is not. Raises click.BadParameter."""
    if node not in program.nodes:
        from effrules.diagnostics.lookalikes import suggestion

        meant = suggestion(node, program.nodes) or phrase("Nodes: {names}.", names=several(program.nodes))
        told = phrase("there is no node `{node}`.", node=node)
        raise click.BadParameter(in_words(told, meant), param_hint=hint)


def refuse_total(node: str, program: Program, hint: str) -> None:
    """The total, where the rules give none. Raises click.BadParameter."""
    if node == program.root.name and not program.gives_total:
        told = phrase("the rules give no total. Name one of: {names}.", names=several(program.heads))
        raise click.BadParameter(in_words(told), param_hint=hint)


def points_of(text: str, hint: str) -> fmpq:
    """A number of points. Raises click.BadParameter."""
    from effrules.model.numbers import parse_decimal

    points = parse_decimal(text.strip().replace(",", "."))
    if points is None:
        told = phrase("`{text}` is not a number of points.", text=text)
        raise click.BadParameter(in_words(told), param_hint=hint)
    return points


def refuse_doubtful(rules: Rules) -> None:
    """Under ``--strict``: assumptions, and numbers that state no basis, end the command."""
    from effrules.audit.strictness import refused

    doubtful = refused(rules.checked.findings, rules.program)
    if doubtful:
        leave_with_findings(doubtful)


shortest_decimal = click.option(
    "--shortest-decimal", "shortest_decimal", multiple=True, metavar="TABLE.FIELD",
    help="Read numbers of this column that have more than 15 digits, as binary calculation leaves them, with 15: "
         "0.029789999999999997 as 0.02979. May be repeated.",
)  # fmt: skip
"""The option that names columns whose numbers are read as the shortest decimal."""

overlays = click.option("--with", "overlays", multiple=True, type=OVERLAY, metavar="FILE.eff",
                        help="What if: an amendment laid on top of the rules. May be repeated.")  # fmt: skip
"""The option that lays amendments on top."""

_READ = (
    click.option("--set", "settings", multiple=True, metavar="WHAT=VALUE",
                 help="What if: weight.NODE=40%, penalty.NAME=0.5 or bonus.NAME=0.5 (points). May be repeated."),
    overlays,
    click.option("--earlier", type=EARLIER, metavar="FILE",
                 help="Results of an earlier run (.csv or .json) for fields declared `from earlier`."),
    shortest_decimal,
)  # fmt: skip


def what_is_read(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options on how rules and data are read, of commands that score."""
    for option in reversed(_READ):
        command = option(command)
    return command


def refuse_columns(columns: tuple[str, ...], *schemas: Schema) -> None:
    """Columns that hold no numbers, or that there are not. Raises click.BadParameter."""
    if not columns:
        return
    from effrules.data.binary import numeric_columns
    from effrules.diagnostics.lookalikes import suggestion

    numeric = sorted({column for schema in schemas for column in numeric_columns(schema)})
    for column in columns:
        if column not in numeric:
            told = phrase("there is no column of numbers `{column}`.", column=column)
            there = (
                phrase("Columns of numbers: {names}.", names=several(numeric))
                if numeric
                else phrase("Columns of numbers: none.")
            )
            raise click.BadParameter(
                in_words(told, suggestion(column, numeric), there), param_hint="--shortest-decimal"
            )


def dataset_of(
    program: Program,
    data: Path,
    earlier: Path | None,
    shortest: tuple[str, ...] = (),
    by_the_column: Reader | None = None,
) -> tuple[Dataset, tuple[Finding, ...]]:
    """The data, filled from earlier results, and the warnings about them. Ends the command with their errors.

    ``by_the_column`` is asked first; it has no answer where anything is in doubt, or the data are to be read in another way.
    """
    from effrules.data import read

    refuse_columns(shortest, program.schema)
    quick = (
        None
        if by_the_column is None or earlier is not None or shortest
        else by_the_column(data, program.schema)
    )
    dataset, told = read(data, program.schema, shortest) if quick is None else quick
    if dataset is None:
        leave_with_findings(told)
    if earlier is not None:
        from effrules.data.earlier import earlier_scores, filled, still_lacking

        scores, problems = earlier_scores(earlier)
        if scores is not None:
            problems = filled(dataset, program.schema, scores)
        if problems:
            leave_with_findings((*told, *problems))
        told = still_lacking(told, dataset, program.schema)
    refuse_unmet(program, dataset, told)
    from effrules.exact.assessing import own_assessors

    return dataset, (*told, *own_assessors(program, dataset))


def refuse_unmet(program: Program, dataset: Dataset, told: Iterable[Finding] = ()) -> None:
    """End the command where something does not hold of the data that must hold."""
    from effrules.exact.demands import unmet

    broken = unmet(program, dataset)
    if broken:
        leave_with_findings((*told, *broken))


def tell_warnings(rules: Rules, name: str) -> None:
    """That there are warnings about the rules, not which: they are the same in each run. Only at a terminal."""
    count = len(rules.checked.findings)
    if count and sys.stderr.isatty():
        tell(
            counted(
                "{n} warning about the rules: effrules check {name}",
                "{n} warnings about the rules: effrules check {name}",
                n=count,
                name=given(name),
            )
        )
