"""The run record that ``effrules run`` writes beside its output: where, and from what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from effrules.audit.files import Changed, Inputs, collected, location
from effrules.audit.making import made
from effrules.audit.record import FileRecord, Location, Options, Record, RegisterRecord, TraceDigest
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.data.dataset import Dataset
    from effrules.exact.results import Results
    from effrules.model.program import Program
    from effrules.source import Source


@frozen
class Recording:
    """What a run rests on, as it is before the data are read. ``path`` is the record's place."""

    path: Path
    inputs: Inputs
    options: Options
    sources: tuple[Source, ...] = field(repr=False)
    files: tuple[FileRecord, ...] = field(repr=False)
    traces: tuple[TraceDigest, ...] | None = field(default=None, repr=False)
    register: RegisterRecord | None = None

    def with_traces(self, program: Program, dataset: Dataset) -> Recording:
        """The same with the digests of all bodies' traces."""
        from effrules.audit.tracing import digests

        return evolve(self, traces=tuple(digests(program, dataset, self.options, self.files)))

    def record(self, program: Program, results: Results, outputs: Mapping[Path, Path]) -> Record:
        """The record. ``outputs``: where each output is to be, and where it lies as yet.

        Raises Changed where a file was changed since the run began, OSError where one cannot be read.
        """
        folder = self.path.parent
        now = collected(self.inputs, self.sources, folder)
        if now != self.files:
            other = next(
                (file for file in (*self.files, *now) if file not in self.files or file not in now), None
            )
            raise Changed(phrase("the data") if other is None else other.name)
        return made(program, results, self.options, self.files, outputs, folder, self.traces, self.register)


def begun(
    path: Path, inputs: Inputs, sources: tuple[Source, ...], settings: tuple[str, ...], only: tuple[str, ...],
    sort: str, language: str, strict: bool, partial: bool, shortest_decimal: tuple[str, ...] = (),
    register: RegisterRecord | None = None,
) -> Recording:  # fmt: skip
    """What a run rests on, taken down before it reads its data. A file that cannot be read is left to the reader to tell."""
    folder = path.parent

    def found(given: Path) -> Location:
        return location(given, folder)

    options = Options(
        location(inputs.rules, folder, by_name=True),
        found(inputs.data),
        tuple(found(overlay) for overlay in inputs.overlays),
        None if inputs.earlier is None else found(inputs.earlier),
        settings, tuple(dict.fromkeys(only)), sort, language, strict, partial, tuple(sorted(set(shortest_decimal))),
    )  # fmt: skip
    try:
        files = collected(inputs, sources, folder)
    except (OSError, Changed):
        files = ()
    return Recording(path, inputs, options, sources, files, register=register)
