"""Whether a record still holds: its own digest, every file, the rules' meaning, and every result, calculated anew.

All kinds of difference are told, causes before what follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from effrules.amend.locating import display_name
from effrules.audit.bounds import refused_inputs
from effrules.audit.conditions import of_run
from effrules.audit.differing import results_differ
from effrules.audit.files import OF_RULES, Changed, Inputs, Placed, path_of, placed
from effrules.audit.lock import changed, engine
from effrules.audit.making import table
from effrules.audit.program_digest import program_digest
from effrules.audit.record import FileRecord, Options, Record, Role, own_digest, results_digest
from effrules.audit.regular import Progress, fingerprint
from effrules.audit.rerun import Rerun, inputs_of, rerun
from effrules.audit.strictness import refused
from effrules.audit.tracing import said_of
from effrules.audit.verdict import ABOUT, About, Compared, Difference, Unchecked, Verdict
from effrules.model.program import Program
from effrules.words import Number, Text, phrase

Key = tuple[Role, str, int]
"""A file's kind, its name, and which of those of the same name it is."""


def verify(
    document: dict[str, Any],
    record: Record,
    folder: Path,
    rules: str | None = None,
    data: Path | None = None,
    published: str | None = None,
    *,
    within: Path | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Whether a record that lies in a folder holds; ``document`` is its JSON.

    ``rules`` and ``data`` stand in for those that it names. ``published`` is the digest that it must have. What it names
    is read only ``within`` a folder, by default its own. Files of results are not looked at: ``effrules.report.results.outputs``
    does that. ``progress`` is told how many bodies are scored anew and megabytes read, and of how many.
    """
    within = folder if within is None else within
    inputs = inputs_of(record.options, folder, rules, data, record.of(Role.AMENDED))
    stands_in = ((Role.RULES, Role.AMENDED) if rules is not None else ()) + (
        (Role.DATA,) if data is not None else ()
    )
    compared = Compared(
        len(record.of(Role.RULES, Role.AMENDED, Role.OVERLAY)),
        len(record.of(Role.DATA, Role.EARLIER)),
        len(record.outputs),
        len(record.results.rows),
        len(record.results.rows) * len(record.results.columns),
    )
    own = own_digest(document)
    sealed = tuple(_record(document, record, published))
    refused = refused_inputs(record, inputs, folder, within, stands_in)
    if refused:
        words = phrase("nothing was calculated anew, since the run's files were not read")
        refused += (Unchecked(About.RUN, "run", words),)
        return Verdict(own, compared, sealed, refused, tuple(_notes(record, None)))
    again = rerun(record.options, inputs, progress)
    files = _files(record, folder, inputs, again, stands_in, progress)
    differences = [
        *sealed,
        *files,
        *_program(record, again, inputs, any(one.about is About.RULES for one in files)),
        *_run(again),
        *_refused_then(record.options, again),
        *([] if again.results is None or again.program is None
          else results_differ(record.results, table(again.program, again.results))),
    ]  # fmt: skip
    return Verdict(own, compared, tuple(differences), (), tuple(_notes(record, again.program)), again)


def _record(document: dict[str, Any], record: Record, published: str | None) -> Iterator[Difference]:
    """What is wrong with the record itself."""
    right = own_digest(document)
    if record.digest != right:
        words = phrase("the record was edited: the digest that it states is not the digest of what it says")
        yield Difference(About.RECORD, "digest", words, record.digest, right)
    if not _is_time(record.made):
        words = phrase("the record was edited: there is no such time as that at which it says it was made")
        yield Difference(About.RECORD, "made", words, record.made)
    own = results_digest(record.results.columns, record.results.rows)
    if record.results.digest != own:
        words = phrase("the results in the record were edited: their digest is another")
        yield Difference(About.RECORD, "results.digest", words, record.results.digest, own)
    if published is not None and published != right:
        words = phrase("this is not the record whose digest was published")
        yield Difference(About.RECORD, "published digest", words, published, right)


def _is_time(made: str) -> bool:
    try:
        datetime.strptime(made, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - it is looked at only
    except ValueError:
        return False
    return True


# -- Files --------------------------------------------------------------------------------------------------------


def _refused_then(options: Options, again: Rerun) -> Iterator[Difference]:
    """What the run would have refused to do, by its own options."""
    if len(set(options.only)) != len(options.only):
        words = phrase("the record names a body twice in what was asked for")
        yield Difference(About.RUN, "options.only", words)
    if again.program is None or again.results is None:
        return
    failed = next((finding for finding in again.results.findings if finding.is_error), None)
    if failed is not None and not options.partial:
        words = phrase(
            "scores fail ({code}), and the run is said to have written whole results only", code=failed.code
        )
        yield Difference(About.RUN, "options.partial", words, "false")
    if options.strict:
        doubtful = refused(again.warnings, again.program)
        if doubtful:
            words = phrase(
                "the run is said to have refused what is doubtful, and it would have: {code}: {message}",
                code=doubtful[0].code,
                message=doubtful[0].message,
            )
            yield Difference(About.RUN, "options.strict", words, "true", more=len(doubtful) - 1)


def _files(
    record: Record, folder: Path, inputs: Inputs, again: Rerun, stands_in: tuple[Role, ...],
    progress: Progress | None,
) -> list[Difference]:  # fmt: skip
    """What became of the files. Those of the roles that something else ``stands_in`` for are not looked for in their old places."""
    try:
        there = _by_key(placed(inputs, again.sources), inputs)
    except Changed as changed:
        words = phrase("it changed while it was being verified")
        return [Difference(About.RULES, str(changed), words)]
    except OSError as problem:
        return [
            Difference(About.DATA, str(problem.filename), problem.strerror or phrase("it cannot be read"))
        ]
    found: list[Difference] = []
    recorded = _recorded_by_key(record)
    called: dict[str, str] = {}
    for key, file in recorded.items():
        one = there.pop(key, None)
        if one is not None:
            found += _file(file, one.path, True, record, progress)
            if file.role not in stands_in:
                found += _placed(file, one, folder)
            if file.role in OF_RULES:
                called[display_name(one.path)] = file.called
        elif file.role in stands_in:
            found.append(_missing(file))
        else:
            found += _file(file, path_of(file.at, file.bundled, folder), False, record, progress)
    again.call(called)
    for one in there.values():
        words = phrase(
            "{about} {one} was added: it is read, and was not part of the run",
            about=ABOUT[one.role].called,
            one=one.name,
        )
        found.append(Difference(ABOUT[one.role], one.name, words, None, _fingerprint(one.path, progress)[1]))
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
        base = {
            Role.RULES: options.rules, Role.DATA: options.data, Role.EARLIER: options.earlier,
            Role.AMENDED: None, Role.OVERLAY: None,
        }  # fmt: skip
        given = base[file.role]
        whole = given is not None and (given.at, given.bundled) == (file.at, file.bundled)
        _put(made, file.role, "" if whole else file.name, file)
    return made


def _put(made: dict[Key, Any], role: Role, name: str, file: object) -> None:
    count = 0
    while (role, name, count) in made:
        count += 1
    made[role, name, count] = file


def _fingerprint(path: Path, progress: Progress | None) -> tuple[int, str] | tuple[None, None]:
    try:
        return fingerprint(path, progress)
    except OSError:
        return None, None


def _is_of_no_size(path: Path, record: Record) -> bool:
    """Whether a file has a size that no file of the record has: then its bytes need not be looked at, however many they are."""
    try:
        return path.is_file() and path.stat().st_size not in {file.size for file in record.files}
    except OSError:
        return False


def _placed(file: FileRecord, one: Placed, folder: Path) -> Iterator[Difference]:
    """Whether a file that was read again is called and lies as the record says."""
    about = ABOUT[file.role]
    path = path_of(file.at, file.bundled, folder)
    if not (path.exists() and path.samefile(one.path)):
        words = phrase("{about} {file} is not the file that was read", about=about.called, file=file.name)
        yield Difference(about, file.name, words, file.at, str(one.path))
    last = file.called.rpartition("/")[2] if file.role in OF_RULES else file.called
    if file.name != one.name or last != one.path.name:
        words = phrase("{about} {one} is called otherwise in the record", about=about.called, one=one.name)
        yield Difference(about, file.name, words, f"{file.name} ({file.called})", one.name)
    elif file.bundled and file.called != display_name(one.path):
        words = phrase("{about} {one} is called otherwise in the record", about=about.called, one=one.name)
        yield Difference(about, file.name, words, file.called, display_name(one.path))


def _missing(file: FileRecord) -> Difference:
    about = ABOUT[file.role]
    words = phrase(
        "{about} {file} is missing, or cannot be read ({at})", about=about.called, file=file.name, at=file.at
    )
    return Difference(about, file.name, words, file.sha256)


def _file(
    file: FileRecord, path: Path, is_read: bool, record: Record, progress: Progress | None
) -> Iterator[Difference]:
    about = ABOUT[file.role]
    named = phrase("{about} {name}", about=about.called, name=file.name)
    if _is_of_no_size(path, record):
        yield Difference(
            about,
            file.name,
            phrase("{named} has changed", named=named),
            file.sha256,
            f"{path.stat().st_size} bytes",
        )
        return
    size, now = _fingerprint(path, progress)
    if now is None:
        yield _missing(file)
    elif now != file.sha256:
        other = next((f for f in record.files if f.sha256 == now and f.role is file.role), None)
        words = (
            phrase("{named} has changed", named=named)
            if other is None
            else phrase("{named} holds now what {other} held", named=named, other=other.name)
        )
        yield Difference(about, file.name, words, file.sha256, now)
    elif size != file.size:
        words = phrase(
            "{named} has {size} bytes, and the record says otherwise", named=named, size=Number(f"{size:,}")
        )
        yield Difference(about, file.name, words, str(file.size), str(size))
    elif not is_read:
        words = phrase("{named} is unchanged, but it is not read any more", named=named)
        yield Difference(about, file.name, words, file.sha256, now)


# -- What came out ------------------------------------------------------------------------------------------------


def _program(record: Record, again: Rerun, inputs: Inputs, edited: bool) -> Iterator[Difference]:
    """Whether the rules mean the same. ``edited``: their files are not what they were."""
    if again.program is None:
        return
    header = again.program.header
    then, here = f"{record.methodology.name} {record.methodology.version}", f"{header.name} {header.version}"
    if then != here:
        words = phrase("the rules are of another methodology or version than the record says")
        yield Difference(About.PROGRAM, "methodology", words, then, here)
    now = program_digest(again.program, inputs.overlays)
    if now != record.program:
        words = (
            phrase("the rules, with all amendments and settings, do not mean the same")
            if edited
            else phrase(
                "the rules, with all amendments and settings, do not mean the same: their files are unchanged, but this effrules reads them otherwise, or the record was edited"
            )
        )
        yield Difference(About.PROGRAM, "program", words, record.program, now)


def _run(again: Rerun) -> Iterator[Difference]:
    if again.why:
        yield Difference(About.RUN, "run", phrase("it cannot be run again: {why}", why=again.why))
    elif again.results is None:
        first = again.problems[0] if again.problems else None
        more = max(0, len(again.problems) - 1)
        words = (
            phrase("it cannot be run again")
            if first is None
            else phrase("it cannot be run again: {why}", why=said_of(first))
        )
        if more:
            words = phrase("{told} (and {more} more)", told=words, more=Number(f"{more:,}"))
        yield Difference(About.RUN, "" if first is None else first.code, words, more=more)


def _notes(record: Record, program: Program | None) -> Iterator[Text]:
    """Under what conditions the run was made, and what was another engine, Python or library: no difference by itself."""
    yield from of_run(record, program)
    ats = [*(file.at for file in record.files), *(output.at for output in record.outputs)]
    yield from changed(
        record.engine, engine((Path(at).suffix.lower() for at in ats), columnar=record.engine.columnar)
    )
