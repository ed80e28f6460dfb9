"""Whether a record still holds: its own digest, every file, the rules' meaning, and every result, calculated anew.

All kinds of difference are told, causes before what follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from effrules.audit.differing import results_differ
from effrules.audit.files import Changed, Inputs, Placed, fingerprint, path_of, placed
from effrules.audit.making import engine, table
from effrules.audit.program_digest import program_digest
from effrules.audit.record import FileRecord, Record, Role, own_digest, results_digest
from effrules.audit.rerun import Rerun, inputs_of, rerun
from effrules.audit.verdict import About, Compared, Difference, Verdict

ABOUT = {
    Role.RULES: About.RULES,
    Role.AMENDED: About.RULES,
    Role.OVERLAY: About.RULES,
    Role.DATA: About.DATA,
    Role.EARLIER: About.EARLIER,
}

Key = tuple[Role, str, int]
"""A file's kind, its name, and which of those of the same name it is."""


def verify(
    document: dict[str, Any],
    record: Record,
    folder: Path,
    rules: str | None = None,
    data: Path | None = None,
    published: str | None = None,
) -> Verdict:
    """Whether a record that lies in a folder holds; ``document`` is its JSON.

    ``rules`` and ``data`` stand in for those that it names. ``published`` is the digest that it must have. Files of
    results are not looked at: ``effrules.report.outputs`` does that.
    """
    inputs = inputs_of(record.options, folder, rules, data)
    again = rerun(record.options, inputs)
    stands_in = ((Role.RULES, Role.AMENDED) if rules is not None else ()) + (
        (Role.DATA,) if data is not None else ()
    )
    files = _files(record, folder, inputs, again, stands_in)
    differences = [
        *_record(document, record, published),
        *files,
        *_program(record, again, inputs, any(one.about is About.RULES for one in files)),
        *_run(again),
        *([] if again.results is None or again.program is None
          else results_differ(record.results, table(again.program, again.results))),
    ]  # fmt: skip
    compared = Compared(
        len(record.of(Role.RULES, Role.AMENDED, Role.OVERLAY)),
        len(record.of(Role.DATA, Role.EARLIER)),
        len(record.outputs),
        len(record.results.rows),
        len(record.results.rows) * len(record.results.columns),
    )
    return Verdict(own_digest(document), compared, tuple(differences), tuple(_notes(record)), again)


def _record(document: dict[str, Any], record: Record, published: str | None) -> Iterator[Difference]:
    """What is wrong with the record itself."""
    right = own_digest(document)
    if record.digest != right:
        words = "the record was edited: the digest that it states is not the digest of what it says"
        yield Difference(About.RECORD, "digest", words, record.digest, right)
    own = results_digest(record.results.columns, record.results.rows)
    if record.results.digest != own:
        words = "the results in the record were edited: their digest is another"
        yield Difference(About.RECORD, "results.digest", words, record.results.digest, own)
    if published is not None and published != right:
        words = "this is not the record whose digest was published"
        yield Difference(About.RECORD, "published digest", words, published, right)


# -- Files --------------------------------------------------------------------------------------------------------


def _files(
    record: Record, folder: Path, inputs: Inputs, again: Rerun, stands_in: tuple[Role, ...]
) -> list[Difference]:
    """What became of the files. Those of the roles that something else ``stands_in`` for are not looked for in their old places."""
    try:
        there = _by_key(placed(inputs, again.sources), inputs)
    except Changed as changed:
        words = "it changed while it was being verified"
        return [Difference(About.RULES, str(changed), words)]
    except OSError as problem:
        return [Difference(About.DATA, str(problem.filename), problem.strerror or "it cannot be read")]
    found: list[Difference] = []
    recorded = _recorded_by_key(record)
    for key, file in recorded.items():
        one = there.pop(key, None)
        if one is not None:
            found += _file(file, one.path, True, record)
        elif file.role in stands_in:
            found.append(_missing(file))
        else:
            found += _file(file, path_of(file.at, file.bundled, folder), False, record)
    for one in there.values():
        words = f"{ABOUT[one.role].value} {one.name} was added: it is read, and was not part of the run"
        found.append(Difference(ABOUT[one.role], one.name, words, None, _sha(one.path)))
    order = list(About)
    return sorted(found, key=lambda difference: order.index(difference.about))


def _by_key(files: Sequence[Placed], inputs: Inputs) -> dict[Key, Placed]:
    """Files by what they are to the run; a file that is the whole of the rules or of the data may have any name."""
    made: dict[Key, Placed] = {}
    for one in files:
        whole = one.path in (Path(inputs.rules), inputs.data) or one.role is Role.EARLIER
        _put(made, one.role, "" if whole else one.name, one)
    return made


def _recorded_by_key(record: Record) -> dict[Key, FileRecord]:
    made: dict[Key, FileRecord] = {}
    options = record.options
    for file in record.files:
        base = {Role.RULES: options.rules, Role.DATA: options.data, Role.EARLIER: options.earlier}
        given = base.get(file.role)
        whole = given is not None and (given.at, given.bundled) == (file.at, file.bundled)
        _put(made, file.role, "" if whole else file.name, file)
    return made


def _put(made: dict[Key, Any], role: Role, name: str, file: object) -> None:
    count = 0
    while (role, name, count) in made:
        count += 1
    made[role, name, count] = file


def _sha(path: Path) -> str | None:
    try:
        return fingerprint(path)[1]
    except OSError:
        return None


def _missing(file: FileRecord) -> Difference:
    about = ABOUT[file.role]
    words = f"{about.value} {file.name} is missing, or cannot be read ({file.at})"
    return Difference(about, file.name, words, file.sha256)


def _file(file: FileRecord, path: Path, is_read: bool, record: Record) -> Iterator[Difference]:
    about = ABOUT[file.role]
    named = f"{about.value} {file.name}"
    now = _sha(path)
    if now is None:
        yield _missing(file)
    elif now != file.sha256:
        other = next((f for f in record.files if f.sha256 == now and f.role is file.role), None)
        words = f"{named} has changed" if other is None else f"{named} holds now what {other.name} held"
        yield Difference(about, file.name, words, file.sha256, now)
    elif not is_read:
        words = f"{named} is unchanged, but it is not read any more"
        yield Difference(about, file.name, words, file.sha256, now)


# -- What came out ------------------------------------------------------------------------------------------------


def _program(record: Record, again: Rerun, inputs: Inputs, edited: bool) -> Iterator[Difference]:
    """Whether the rules mean the same. ``edited``: their files are not what they were."""
    if again.program is None:
        return
    now = program_digest(again.program, inputs.overlays)
    if now != record.program:
        words = "the rules, with all amendments and settings, do not mean the same"
        if not edited:
            words += ": their files are unchanged, but this effrules reads them otherwise, or the record was edited"
        yield Difference(About.PROGRAM, "program", words, record.program, now)


def _run(again: Rerun) -> Iterator[Difference]:
    if again.why:
        yield Difference(About.RUN, "run", f"it cannot be run again: {again.why}")
    elif again.results is None:
        first = again.problems[0] if again.problems else None
        place = f" ({first.place})" if first is not None and first.place is not None else ""
        words = "it cannot be run again" + (
            "" if first is None else f": {first.code}{place}: {first.message}"
        )
        more = max(0, len(again.problems) - 1)
        words += f" (and {more:,} more)" if more else ""
        yield Difference(About.RUN, "" if first is None else first.code, words, more=more)


def _notes(record: Record) -> Iterator[str]:
    """What was another engine, Python or library: not a difference by itself."""
    ats = [*(file.at for file in record.files), *(output.at for output in record.outputs)]
    suffixes = [Path(at).suffix.lower() for at in ats]
    here, there = engine(suffixes), record.engine
    pairs = [("effrules", there.effrules, here.effrules), ("Python", there.python, here.python)]
    versions = {library.name: library.version for library in here.libraries}
    pairs += [(library.name, library.version, versions.get(library.name, "")) for library in there.libraries]
    for name, then, now in pairs:
        if then != now:
            yield f"{name} was {then} then and is {now or 'not installed'} now"
