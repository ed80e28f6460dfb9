"""Forgeries of records by one who knows how digests are made: each is caught, or is said not to have been checked."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from effrules.audit.record import own_digest
from effrules.cli.verify import NOT_ALL
from tests.test_cli_verify import EDITS, edit, office, original, replace, run, told, verify  # noqa: F401


def unchecked(*arguments: object) -> list[str]:
    """What could not be checked; nothing differs."""
    done = verify(*arguments, "--format", "json")
    document = json.loads(done.stdout)
    assert document["differences"] == []
    assert done.exit_code == (NOT_ALL if document["unchecked"] else 0)
    return [one["words"] for one in document["unchecked"]]


def sealed_anew(record: Path, path: Path) -> None:
    """Put a file's own size and hash into the record that names it, and seal that."""

    def change(document: dict[str, Any]) -> None:
        (output,) = (one for one in document["outputs"] if one["at"] == path.name)
        content = path.read_bytes()
        output.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())

    edit(record, change, resealed=True)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("r.csv", ",54.17,325/6,", ",55.17,325/6,"),
        ("r.json", '"exact": "325/6"', '"exact": "331/6"'),
        ("r.json", '"exact": "325/6"', '"exact": "331/6", "exact": "325/6"'),
        ("r.json", '"effrules":', '"note": "x", "effrules":'),
        ("r.md", "32.50", "82.50"),
    ],
)
def test_a_changed_digit_with_its_new_hash(office: Path, name: str, old: str, new: str) -> None:  # noqa: F811
    """Whatever the record says of a file of results, its contents are compared with what the run gives."""
    path, record = office / name, office / "r.record.json"
    replace(path, old, new)
    sealed_anew(record, path)
    (found,) = told(record)
    assert found["about"] == "result file"
    assert "not what the run gives, though the record has its digest" in found["words"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>32.5</v>", b"<v>82.5</v>"),
        ("xl/styles.xml", b"<numFmts", b"<numFmts "),
        ("docProps/core.xml", b"<dc:creator>", b"<dc:creator>the minister"),
        ("xl/comments1.xml", b"", b"<comments/>"),
    ],
)
def test_a_changed_workbook_with_its_new_hash(office: Path, part: str, old: bytes, new: bytes) -> None:  # noqa: F811
    """Of a workbook all parts count, not only the values: a format or a comment can say something else, too."""
    import zipfile

    path = office / "r.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    if part.endswith("sheet1.xml"):
        part = next(name for name in parts if "sheets/" in name and old in parts[name])
    assert old in parts.setdefault(part, b"")
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    sealed_anew(office / "r.record.json", path)
    (found,) = told(office / "r.record.json")
    assert found["about"] == "result file"


def test_a_parquet_file_with_its_new_hash(office: Path) -> None:  # noqa: F811
    """A value in a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet

    path = office / "r.parquet"
    table = pyarrow.parquet.read_table(path)
    at = table.column_names.index("rating.total")
    table = table.set_column(
        at, "rating.total", pa.array(["high", *table.column(at).to_pylist()[1:]], pa.string())
    )
    pyarrow.parquet.write_table(table, path)
    sealed_anew(office / "r.record.json", path)
    (found,) = told(office / "r.record.json")
    assert found["what"] == "r.parquet, A, rating.total"


def test_no_file_of_results(office: Path) -> None:  # noqa: F811
    """A record that names no files of results, while they lie beside it: none was checked, and so it is said."""
    record = office / "r.record.json"
    edit(record, lambda d: d.update(outputs=[]), resealed=True)
    replace(office / "r.csv", ",54.17,325/6,", ",55.17,325/6,")
    words = unchecked(record)
    assert words[0] == "the record names no file of results: none was compared"
    assert [line.split()[2] for line in words[1:]] == ["r.csv", "r.json", "r.xlsx", "r.parquet", "r.md"]
    done = verify(record)
    assert done.stdout.startswith("Not all could be checked: ")
    assert "  not checked: result file r.csv lies beside the record" in done.stdout


def test_data_of_the_same_name_are_no_results(tmp_path: Path) -> None:
    """Data that are called like the results, but for the ending, are named by the record: nothing is left unchecked."""
    rules, data = tmp_path / "m.eff", tmp_path / "year.json"
    rules.write_text(
        'methodology m version "1" { scale 0 to 100 points }\nsource o { title "O" }\nsubject agency { staff: count }\n'
        "criterion one out of 100 points { score = 50 points  cite o }\n",
        "utf-8",
    )
    data.write_text('{"agency": [{"id": "A", "staff": 1}]}', "utf-8")
    run(rules, data, "-o", tmp_path / "year.csv")
    assert unchecked(tmp_path / "year.record.json") == []


def test_no_file_of_results_as_published(office: Path) -> None:  # noqa: F811
    """A run without files of results: its published digest vouches for there being none."""
    record = office / "w.record.json"
    run(office / "rules", office / "data", "--record", record)
    assert unchecked(record) == ["the record names no file of results: none was compared"]
    assert unchecked(record, "--digest", json.loads(record.read_text("utf-8"))["digest"]) == []


OUTSIDE = {
    "data": lambda d: d["options"]["data"].update(at="../../data"),
    "rules": lambda d: d["options"]["rules"].update(at="/etc"),
    "rules that come with effrules": lambda d: d["options"]["rules"].update(at="../..", bundled=True),
    "a file": lambda d: d["files"][1].update(at="../../../etc/passwd"),
    "earlier results": lambda d: d["options"].update(
        earlier={"given": "x", "at": "../x.csv", "bundled": False}
    ),
    "an overlay": lambda d: d["options"]["overlays"].append(
        {"given": "x", "at": "../x.eff", "bundled": False}
    ),
    "results": lambda d: d["outputs"][0].update(at="../../etc/passwd"),
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_paths_outside(office: Path, what: str) -> None:  # noqa: F811
    """What a record names outside of its folder is not read unless the user allows it."""
    record = office / "r.record.json"
    edit(record, OUTSIDE[what], resealed=True)
    assert "lies outside the folder of the record" in unchecked(record)[0]


def test_a_link_that_leads_outside(office: Path, tmp_path: Path) -> None:  # noqa: F811
    """Links are followed before it is decided; with --within it may be read."""
    moved = (office / "data" / "service.csv").rename(tmp_path / "service.csv")
    (office / "data" / "service.csv").symlink_to(moved)
    (words, *_) = unchecked(office / "r.record.json")
    assert "service.csv was not read: it lies outside" in words
    assert unchecked(office / "r.record.json", "--within", tmp_path) == []
    assert unchecked(office / "r.record.json", "--data", office / "data") == []


SPECIAL = ["data/service.csv", "rules/methodology.eff", "data", "r.csv", "rules/more.eff", "r.record.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_special_files(office: Path, name: str, kind: str) -> None:  # noqa: F811
    """A pipe or an endless device in the place of anything that a record names is refused, and never waited for."""
    path = office / name
    if path.is_dir():
        import shutil

        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    done = verify(office / "r.record.json", "--within", "/")
    if name == "r.record.json":
        assert done.exit_code == 2
        assert "a pipe, a device or a socket" in " ".join(done.stderr.split())
    else:
        assert done.exit_code == NOT_ALL
        assert "a pipe, a device or a socket" in done.stdout


@pytest.mark.parametrize(
    ("change", "about"),
    [
        (lambda d: d["files"][1].update(size=1), "data file"),
        (lambda d: d["outputs"][1].update(size=1), "result file"),
        (lambda d: d["outputs"].append(dict(d["outputs"][0])), "result file"),
        (lambda d: d["files"][1].update(name="other.csv"), "data file"),
        (lambda d: d["files"][0].update(name="other.eff"), "rule file"),
        (lambda d: d["files"][0].update(called="rules/other.eff"), "rule file"),
        (lambda d: d["files"][0].update(called="other/methodology.eff"), "result file"),
        (lambda d: d["methodology"].update(version="2"), "consolidated rules"),
        (lambda d: d["options"].update(strict=True), "run"),
        (lambda d: d["outputs"][0].update(at="r.txt"), "result file"),
        (lambda d: d.update(made="yesterday"), "record"),
        (lambda d: d["engine"].update(code="sha256:1"), "record"),
        (lambda d: d["options"].update(language="tt"), "record"),
    ],
)
def test_single_fields(office: Path, change: Any, about: str) -> None:  # noqa: F811
    """Sizes, names, the methodology, the options: what the record says of them is compared, too."""
    record = office / "r.record.json"
    edit(record, change, resealed=True)
    assert about in [one["about"] for one in told(record)]


def test_the_digest_alone(office: Path) -> None:  # noqa: F811
    """Without a new seal, any change is one."""
    record = office / "r.record.json"
    for change, _ in EDITS.values():
        whole = record.read_bytes()
        edit(record, change, resealed=False)
        assert own_digest(json.loads(record.read_text("utf-8"))) != json.loads(whole)["digest"]
        assert "record" in [one["about"] for one in told(record)]
        record.write_bytes(whole)


def test_the_json_has_its_schema(office: Path) -> None:  # noqa: F811
    """What is printed for machines fits its published schema, whatever was found."""
    import jsonschema

    from effrules.resources import schemas_folder

    schema = json.loads((schemas_folder() / "verify-1.json").read_text("utf-8"))
    record = office / "r.record.json"
    for change in (lambda d: None, lambda d: d.update(outputs=[]), lambda d: d["files"].pop()):
        edit(record, change, resealed=True)
        done = verify(record, "--independent", "--format", "json")
        jsonschema.validate(json.loads(done.stdout), schema)


# -- A workbook is its bytes, not only its parts --------------------------------------------------------------------


def _another(workbook: bytes) -> bytes:
    """The same workbook with a name changed."""
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as book, zipfile.ZipFile(made, "w") as other:
        for name in book.namelist():
            other.writestr(name, book.read(name).replace(b"Ministry", b"Monistry"))
    return made.getvalue()


@pytest.mark.parametrize(
    "forge",
    [
        lambda book: book + b"x",
        lambda book: b"x" + book,
        lambda book: _another(book) + book,
        lambda book: book[:-2] + b"\1\0!",
        lambda book: book.replace(b"\x08\0\0\0!\0", b"\x08\0\0\0\x22\0"),
        lambda book: book.replace(b"xl/theme/theme1.xml", b"xl/Theme/theme1.xml", 1),
    ],
    ids=["behind", "before", "another before", "comment", "dates", "a header of its own"],
)
def test_a_workbook_with_something_around_its_parts(office: Path, forge: Any) -> None:  # noqa: F811
    """What reads a workbook from its first byte sees another one than what reads its directory: all bytes count."""
    path, record = office / "r.xlsx", office / "r.record.json"
    before = path.read_bytes()
    path.write_bytes(forge(before))
    assert path.read_bytes() != before
    sealed_anew(record, path)
    (found,) = told(record)
    assert "not what the run gives, though the record has its digest" in found["words"]


def test_a_workbook_packed_otherwise(office: Path) -> None:  # noqa: F811
    """How well a library compresses is no difference; nor is the time at which a workbook was written."""
    import zipfile

    path, record = office / "r.xlsx", office / "r.record.json"
    with zipfile.ZipFile(path) as book:
        infos = [(info, book.read(info)) for info in book.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for info, content in infos:
            content = content.replace(b'W3CDTF">20', b'W3CDTF">19')
            book.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=1)
    sealed_anew(record, path)
    assert unchecked(record) == []


def test_words_in_place_of_a_workbooks_time(office: Path) -> None:  # noqa: F811
    """Only a time may stand where the time stands."""
    import zipfile

    path, record = office / "r.xlsx", office / "r.record.json"
    with zipfile.ZipFile(path) as book:
        infos = [(info, book.read(info)) for info in book.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for info, content in infos:
            book.writestr(info, content.replace(b'W3CDTF">20', b'W3CDTF">by the minister 20', 1))
    sealed_anew(record, path)
    assert len(told(record)) == 1


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD9", "A99999999999", "!!"])
def test_a_workbook_of_results_with_a_cell_far_away(office: Path, far: str) -> None:  # noqa: F811
    """What would not fit into memory is not read, and is told to be another file all the same."""
    import zipfile

    path, record = office / "r.xlsx", office / "r.record.json"
    with zipfile.ZipFile(path) as book:
        parts = [(info, book.read(info)) for info in book.infolist()]
    row = f'<row r="{far.lstrip("AXFD") or 9}"><c r="{far}"><v>1</v></c></row></sheetData>'.encode()
    with zipfile.ZipFile(path, "w") as book:
        for info, content in parts:
            book.writestr(info, content.replace(b"</sheetData>", row, 1))
    sealed_anew(record, path)
    (found,) = told(record)
    assert "not what the run gives, though the record has its digest" in found["words"]


# -- One file by two names, paths that lead nowhere, times that never were ------------------------------------------


@pytest.mark.parametrize("at", ["./r.csv", "data/../r.csv", "again.csv"])
def test_one_file_of_results_by_two_names(office: Path, at: str) -> None:  # noqa: F811
    """A file counts once, whatever it is called."""
    (office / "again.csv").symlink_to("r.csv")
    record = office / "r.record.json"
    edit(record, lambda d: d["outputs"].append({**d["outputs"][0], "at": at}), resealed=True)
    (found,) = told(record)
    assert found["words"] == f"result file {at} is named twice"


@pytest.mark.parametrize("where", ["output", "file", "rules", "data"])
def test_a_path_that_leads_in_a_circle(office: Path, where: str) -> None:  # noqa: F811
    """It is said not to have been read, wherever it stands; nothing is claimed of it."""
    (office / "circle.csv").symlink_to("circle.csv")

    def change(document: dict[str, Any]) -> None:
        places = {
            "output": document["outputs"][0],
            "file": document["files"][0],
            "rules": document["options"]["rules"],
            "data": document["options"]["data"],
        }
        places[where]["at"] = "circle.csv"

    record = office / "r.record.json"
    edit(record, change, resealed=True)
    assert any("was not read" in words for words in unchecked(record))
    lines = verify(record).stdout.splitlines()
    if where == "output":
        assert "  1 rule file, 3 data files, 4 result files: unchanged to the byte" in lines


@pytest.mark.parametrize("made", ["2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "9999-99-99T99:99:99Z"])
def test_a_time_that_never_was(office: Path, made: str) -> None:  # noqa: F811
    """The time of a record is one."""
    record = office / "r.record.json"
    edit(record, lambda d: d.update(made=made), resealed=True)
    (found,) = told(record)
    assert found["what"] == "made"


# -- What holds, but is not the result of the law ------------------------------------------------------------------


def test_conditions_are_told(office: Path) -> None:  # noqa: F811
    """A run by other weights, of some bodies, of rounded numbers verifies, and each is said aloud."""
    settings = ("--set", "weight.services=90%", "--set", "weight.complaints=10%")
    shortest = ("--shortest-decimal", "service.planned")
    run(office / "rules", office / "data", "-o", office / "w.csv", *settings, "--only", "A", *shortest)
    done = verify(office / "w.record.json")
    assert done.exit_code == 0, done.output
    assert (
        "note: what if: not the result of the rules as they stand (weight.services=90%; weight.complaints=10%)"
        in done.stdout
    )
    assert "note: it holds A only, not all that were assessed" in done.stdout
    assert "note: numbers of service.planned were read with 15 digits (--shortest-decimal)" in done.stdout


def test_a_draft_is_told(office: Path) -> None:  # noqa: F811
    """A record and a trace by a draft verify, and are said not to be by law."""
    from effrules.cli.trace import command as trace_command

    draft = office / "next" / "draft.eff"
    draft.parent.mkdir()
    draft.write_text(
        'methodology my_methodology version "2" amends "1" {\n    draft\n}\n'
        'change weights {\n    services 90%\n    complaints 10%\n    cite my_order "x"\n}\n',
        encoding="utf-8",
    )
    data, trace = office / "data", office / "t.json"
    run(draft, data, "-o", office / "n.csv")
    assert "note: a draft, not law: version 2" in verify(office / "n.record.json").stdout
    done = CliRunner().invoke(trace_command, [str(draft), str(data), "D", "-o", str(trace)])
    assert done.exit_code == 0, done.output
    done = verify(trace, "--rules", draft, "--data", data)
    assert done.exit_code == 0, done.output
    assert "note: a draft, not law: version 2" in done.stdout


def test_a_published_digest_in_another_hand(office: Path) -> None:  # noqa: F811
    """A digest counts by its digits; what is none is refused, and not called another record's."""
    record = office / "r.record.json"
    digest = json.loads(record.read_text("utf-8"))["digest"]
    spaced = f" SHA256:{digest[7:39].upper()} \n {digest[39:]} "
    assert verify(record, "--digest", spaced).exit_code == 0
    for none in ("", "sha256:", digest[:-1], digest + "0", digest.replace("sha256:", "md5:")):
        done = verify(record, "--digest", none)
        assert done.exit_code == 2
        assert "is no digest" in done.stderr


def test_a_file_of_another_size_is_not_hashed(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A file that has grown beyond what any file of the record holds has changed; its bytes are not read for that."""
    from effrules.audit import verification

    (grown,) = (path for path in office.rglob("*.csv") if path.name == "agency.csv")
    with grown.open("ab") as stream:
        stream.write(b"\n" * 100_000)
    hashed: list[Path] = []
    monkeypatch.setattr(verification, "fingerprint", lambda path, _: (hashed.append(path), (0, "0" * 64))[1])
    found = told(office / "r.record.json")
    assert any("agency.csv has changed" in one["words"] for one in found)
    assert grown not in hashed


@pytest.mark.parametrize("said_so", [False, True])
def test_a_file_that_no_run_could_have_read_is_not_hashed(office: Path, said_so: bool) -> None:  # noqa: F811
    """A file with a hole of three gigabytes, whatever size the record says it has: it is refused by its size."""
    from effrules.audit import regular

    record, path = office / "r.record.json", office / "r.csv"
    os.truncate(path, 3 * 2**30)
    if said_so:
        edit(record, lambda d: d["outputs"][0].update(size=3 * 2**30), resealed=True)
    (found,) = told(record)
    assert found["words"] == "result file r.csv cannot be read: it is larger than 1024 MB"
    with pytest.raises(OSError, match="it is larger than 1024 MB"):
        regular.fingerprint(path)


def test_a_trace_beside_a_file_that_no_run_could_have_read(office: Path) -> None:  # noqa: F811
    """Such a file among the data is no traceback: the data cannot be read, and it is said why."""
    from effrules.cli.trace import command as trace_command

    rules, data, trace = office / "rules", office / "data", office / "t.json"
    done = CliRunner().invoke(trace_command, [str(rules), str(data), "D", "-o", str(trace)])
    assert done.exit_code == 0, done.output
    os.truncate(data / "service.csv", 3 * 2**30)
    done = verify(trace, "--rules", rules, "--data", data)
    assert done.exit_code == 1
    assert "it is larger than 1024 MB" in " ".join(done.output.split())


def test_how_far_a_large_file_is_read_is_shown(tmp_path: Path) -> None:
    """Megabytes, and of how many; a file that grows beyond the limit while it is read is let go."""
    from effrules.audit.regular import fingerprint

    path = tmp_path / "large.csv"
    path.write_bytes(b"\n" * (3 * 2**20))
    seen: list[tuple[int, int]] = []
    assert fingerprint(path, lambda *state: seen.append(state)) == (
        3 * 2**20, hashlib.sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip
    assert seen == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(OSError, match="larger than 2 MB"):
        fingerprint(path, most=2 * 2**20)
