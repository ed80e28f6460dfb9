"""The same run once more, from the files that a record names: nothing is taken from a cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from effrules.amend.neighbourhood import candidate_at
from effrules.audit.files import Inputs, path_of
from effrules.audit.record import FileRecord, Location, Options
from effrules.audit.settings import NotUnderstood, with_settings
from effrules.check.what_if import NotPossible
from effrules.data.dataset import Dataset
from effrules.diagnostics import Finding
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.source import Source
from effrules.words import Text, phrase


@frozen
class Rerun:
    """What came of running again: as far as it went, and why it went no further.

    ``sources`` are the rule files that were read. ``problems`` are errors; ``why`` is what has no finding of its own.
    """

    sources: tuple[Source, ...] = field(repr=False)
    program: Program | None = field(default=None, repr=False)
    dataset: Dataset | None = field(default=None, repr=False)
    results: Results | None = field(default=None, repr=False)
    problems: tuple[Finding, ...] = ()
    why: Text = ""
    warnings: tuple[Finding, ...] = ()

    def call(self, names: Mapping[str, str]) -> None:
        """Call rule files otherwise, wherever results, traces and findings name them: as they were called then."""
        for source in self.sources:
            source.name = names.get(source.name, source.name)


def inputs_of(
    options: Options,
    folder: Path,
    rules: str | None = None,
    data: Path | None = None,
    amended: Iterable[FileRecord] = (),
) -> Inputs:
    """What the run of a record in a folder reads on this machine, or the rules and data that are to stand in.

    ``amended`` are the files of the texts that its rules amended: these are read again, whatever else there is of that name.
    """

    def here(location: Location) -> Path:
        return path_of(location.at, location.bundled, folder)

    return Inputs(
        str(here(options.rules)) if rules is None else rules,
        here(options.data) if data is None else data,
        tuple(here(overlay) for overlay in options.overlays),
        None if options.earlier is None else here(options.earlier),
        _texts(path_of(file.at, file.bundled, folder) for file in amended) if rules is None else (),
    )


def _texts(files: Iterable[Path]) -> tuple[Path, ...]:
    """The versions that files are of: a folder where all its files are one version."""
    found = (file.parent if candidate_at(file.parent) is not None else file for file in files)
    return tuple(dict.fromkeys(found))


def rerun(options: Options, inputs: Inputs, progress: Callable[[int, int], None] | None = None) -> Rerun:
    """Check the rules, read the data and score, as the options say. ``progress``: see ``score``."""
    from effrules.exact import score

    ready = prepared(inputs, options.settings, options.shortest_decimal)
    if ready.program is None or ready.dataset is None:
        return ready
    results = score(ready.program, ready.dataset, only=options.only or None, progress=progress)
    if options.only and not results.subjects:
        return evolve(ready, problems=results.findings)
    return evolve(ready, results=results)


def prepared(inputs: Inputs, settings: tuple[str, ...], shortest: tuple[str, ...]) -> Rerun:
    """The same without scoring. ``settings`` are those of ``--set``, ``shortest`` those of ``--shortest-decimal``."""
    from effrules.check.build import load
    from effrules.data import read
    from effrules.exact.demands import unmet

    checked = load(inputs.rules, inputs.overlays, inputs.amended)
    if checked.program is None:
        return Rerun(checked.sources, problems=tuple(f for f in checked.findings if f.is_error))
    try:
        program, found = with_settings(checked.program, settings)
    except (NotUnderstood, NotPossible) as why:
        return Rerun(checked.sources, why=phrase("--set: {reason}", reason=why.told))
    if found:
        return Rerun(checked.sources, problems=found)
    dataset, told = read(inputs.data, program.schema, shortest)
    problems = tuple(finding for finding in told if finding.is_error)
    if dataset is not None and inputs.earlier is not None:
        from effrules.data.earlier import earlier_scores, filled

        scores, problems = earlier_scores(inputs.earlier)
        if scores is not None:
            problems = filled(dataset, program.schema, scores)
    if dataset is not None and not problems:
        problems = unmet(program, dataset)
    if dataset is None or problems:
        return Rerun(checked.sources, program, problems=problems)
    return Rerun(checked.sources, program, dataset, warnings=checked.findings)
