"""``effrules verify``: what is the same is said to be, and whatever was changed is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from effrules.audit.record import own_digest, results_digest
from effrules.audit.shapes import from_plain, laid_out
from effrules.cli.run import command as run_command
from effrules.cli.trace import command as trace_command
from effrules.cli.verify import command
from tests.starting import starter
from tests.test_trace import read_whole
from tests.thesis import rules_at, sample_of

ENDINGS = ("csv", "json", "md", "xlsx", "parquet")


def run(*arguments: object) -> Result:
    """What ``effrules run`` does, in this process."""
    done = CliRunner().invoke(run_command, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done


def verify(*arguments: object) -> Result:
    """What ``effrules verify`` does, in this process."""
    return CliRunner(env={"COLUMNS": "300"}).invoke(command, list(map(str, arguments)))


def told(*arguments: object) -> list[dict[str, Any]]:
    """The differences that are told, as JSON; the exit code fits them."""
    done = verify(*arguments, "--format", "json")
    document = json.loads(done.stdout)
    assert document["same"] is (not document["differences"])
    assert document["whole"] is (not document["unchecked"])
    assert done.exit_code == (1 if document["differences"] else 3 if document["unchecked"] else 0)
    found: list[dict[str, Any]] = document["differences"]
    return found


def abouts(*arguments: object) -> list[str]:
    """What the differences are about, in the order in which they are told."""
    return [difference["about"] for difference in told(*arguments)]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with rules, data, results in all formats, and the record."""
    folder = tmp_path_factory.mktemp("original") / "office"
    folder.mkdir()
    starter(folder)
    run(folder / "rules", folder / "data", *(part for end in ENDINGS for part in ("-o", folder / f"r.{end}")))
    return folder


@pytest.fixture
def office(original: Path, tmp_path: Path) -> Path:
    """A copy of that folder, elsewhere."""
    return Path(shutil.copytree(original, tmp_path / "copy"))


def replace(path: Path, old: str, new: str) -> None:
    """Put something else into a text file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit(path: Path, change: Callable[[dict[str, Any]], object], resealed: bool) -> None:
    """Change a record; ``resealed``: as one who knows how digests are made, and makes them anew."""
    document = json.loads(path.read_text("utf-8"))
    change(document)
    if resealed:
        from effrules.audit.record import Column

        results = document["results"]
        columns = tuple(from_plain(Column, column) for column in results["columns"])
        results["digest"] = results_digest(columns, tuple(map(tuple, results["rows"])))
        document["digest"] = own_digest(document)
    path.write_text(laid_out(document), encoding="utf-8")


# -- The same -----------------------------------------------------------------------------------------------------


def test_a_moved_folder(office: Path, original: Path) -> None:
    """A folder that was moved as a whole verifies, and the output says how much was compared."""
    done = verify(office / "r.record.json")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == f"The same, digit for digit: {office / 'r.record.json'}"
    assert lines[1] == "  1 rule file, 3 data files, 5 result files: unchanged to the byte"
    assert (
        lines[2]
        == "  4 bodies scored anew: 32 scores, penalties, grades and places; the result files hold them"
    )
    digest = json.loads((original / "r.record.json").read_text("utf-8"))["digest"]
    assert lines[-1] == f"  digest of the record: {digest}"
    assert verify(office / "r.record.json", "--digest", digest).exit_code == 0
    assert verify(office / "r.record.json", "--digest", digest.removeprefix("sha256:").upper()).exit_code == 0


def test_rules_of_middle_size(tmp_path: Path) -> None:
    """A run of rules of three blocks on their sample data verifies, for all bodies."""
    run(rules_at("current"), sample_of("current"), "-o", tmp_path / "r.csv")
    assert told(tmp_path / "r.record.json", "--within", "/") == []


@pytest.mark.parametrize("name", ["2013", "current", "monitoring-2016"])
def test_rules_of_middle_size_independently(name: str, tmp_path: Path) -> None:
    """Runs for two bodies verify, and every step of them is confirmed by the independent checker, too."""
    first, *_, last = (subject.key for subject in read_whole(name)[1].subjects)
    run(rules_at(name), sample_of(name), "--only", first, "--only", last, "-o", tmp_path / "two.csv")
    document = json.loads(
        verify(tmp_path / "two.record.json", "--independent", "--within", "/", "--format", "json").stdout
    )
    assert document["differences"] == []
    assert document["compared"]["bodies"] == document["independent"]["traces"] == 2
    assert document["independent"]["confirmed"] > 100
    assert document["independent"]["cells"] > 10


def test_with_everything(office: Path) -> None:
    """Overlays, settings, chosen bodies, another language and order: all of it is done again."""
    (office / "half.eff").write_text(
        'change weights { services 50% complaints 50% } because en "to see"', encoding="utf-8"
    )
    change = ("--set", "weight.services=30%", "--set", "weight.complaints=70%")
    run(office / "rules", office / "data", "--with", office / "half.eff", *change, "--only", "D", "--only", "A",
        "--lang", "kk", "--sort", "name", "-o", office / "w.md", "-o", office / "w.xlsx")  # fmt: skip
    assert told(office / "w.record.json") == []
    assert told(office / "w.record.json", "--independent") == []
    replace(office / "w.md", "≈54,17", "≈64,17")
    assert "54,17" in told(office / "w.record.json")[0]["then"]
    replace(office / "half.eff", "50% complaints 50%", "51% complaints 49%")
    assert abouts(office / "w.record.json") == ["rule file", "result file"]


def test_earlier_results(tmp_path: Path) -> None:
    """Results of an earlier run that a run reads take part."""
    rules, data = starter(tmp_path)
    law = rules / "methodology.eff"
    replace(
        law,
        "    kind: one of",
        "    before: points, may be missing, from earlier timeliness\n    kind: one of",
    )
    bonus = 'bonus steady { give 1 points when (before if missing then 0 points) > 50 points to total assumed en "x" }'
    replace(law, "total {", f"{bonus}\ntotal {{")
    run(rules, data, "-o", tmp_path / "one.csv")
    run(rules, data, "--earlier", tmp_path / "one.csv", "-o", tmp_path / "two.csv")
    assert told(tmp_path / "two.record.json") == []
    assert told(tmp_path / "two.record.json", "--independent") == []
    replace(tmp_path / "one.csv", "D,Southern akimat,", "D,Southern akimat ,")
    assert abouts(tmp_path / "two.record.json") == ["file of earlier results"]


def test_rules_and_data_elsewhere(office: Path, tmp_path: Path) -> None:
    """Rules and data that lie elsewhere now can be named; what stands in for them must be the same."""
    shutil.move(office / "rules", tmp_path / "law")
    shutil.move(office / "data", tmp_path / "cells")
    assert set(abouts(office / "r.record.json")) == {"rule file", "data file", "run"}
    record = office / "r.record.json"
    assert told(record, "--rules", tmp_path / "law", "--data", tmp_path / "cells") == []
    (tmp_path / "cells" / "complaint.csv").unlink()
    found = told(record, "--rules", tmp_path / "law", "--data", tmp_path / "cells")
    assert found[0]["what"] == "complaint.csv"
    assert "missing" in found[0]["words"]


def test_what_stands_in_is_looked_at_alone(office: Path, tmp_path: Path) -> None:
    """Where other data are named, a file that only the old place still has is missing."""
    other = Path(shutil.copytree(office / "data", tmp_path / "other"))
    (other / "complaint.csv").unlink()
    (found, *_) = told(office / "r.record.json", "--data", other)
    assert "complaint.csv is missing" in found["words"]


# -- What was changed ---------------------------------------------------------------------------------------------


def test_an_edited_rule_file(office: Path) -> None:
    """A number of the rules: the file, the meaning, and the first value that follows."""
    replace(office / "rules" / "methodology.eff", "50 points;", "51 points;")
    found = told(office / "r.record.json")
    assert [one["about"] for one in found] == ["rule file", "consolidated rules", "result"]
    assert found[0]["what"] == "methodology.eff"
    assert (found[2]["what"], found[2]["then"], found[2]["now"]) == ("A, node few_complaints", "50", "51")
    done = verify(office / "r.record.json")
    assert "A, node few_complaints has another value" in done.stdout
    assert "     then 50\n     now  51\n" in done.stdout
    assert "causes first" in done.stdout


def test_an_edited_comment(office: Path) -> None:
    """A comment of the rules: the file has changed, and nothing else has."""
    replace(office / "rules" / "methodology.eff", "-- How it is scored", "-- How it was scored")
    assert abouts(office / "r.record.json") == ["rule file"]


def test_an_edited_cell(office: Path) -> None:
    """A cell of the data: the file, and the first body and node that it moves."""
    replace(office / "data" / "service.csv", "D,1,80,60", "D,1,80,61")
    found = told(office / "r.record.json")
    assert [(one["about"], one["what"]) for one in found] == [
        ("data file", "service.csv"),
        ("result", "D, node in_time"),
    ]
    assert found[1]["then"] == "325/6"


def test_an_edited_cell_without_effect(office: Path) -> None:
    """A cell that no score rests on is found by the file's SHA-256 all the same."""
    replace(office / "data" / "agency.csv", "Ministry of Drafts", "Ministry of Drifts")
    assert abouts(office / "r.record.json") == ["data file"]


def test_swapped_files(office: Path) -> None:
    """Files that took each other's place: each is named, and what it holds now."""
    one, two = office / "data" / "service.csv", office / "data" / "complaint.csv"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    found = told(office / "r.record.json")
    assert [one["about"] for one in found] == ["data file", "data file", "run"]
    assert "data file complaint.csv holds now what service.csv held" in found[0]["words"]
    assert "data file service.csv holds now what complaint.csv held" in found[1]["words"]


def test_a_missing_file(office: Path) -> None:
    """A file that is not there any more, of data, of rules, of results."""
    (office / "data" / "complaint.csv").unlink()
    (office / "r.md").unlink()
    found = told(office / "r.record.json")
    assert [one["what"] for one in found if one["about"] != "run"] == ["complaint.csv", "r.md"]
    shutil.rmtree(office / "rules")
    found = told(office / "r.record.json")
    assert [one["what"] for one in found if one["about"] == "rule file"] == ["methodology.eff"]


@pytest.mark.parametrize("name", ["bonus.csv", "service.tsv"])
def test_an_added_data_file(office: Path, name: str) -> None:
    """A file that the reader of data would look at and that was not part of the run."""
    (office / "data" / name).write_text("agency\tcode\nA\t9\n", encoding="utf-8")
    found = told(office / "r.record.json")
    assert (found[0]["about"], found[0]["what"], found[0]["then"]) == ("data file", name, None)
    assert "was added" in found[0]["words"]


def test_an_added_rule_file(office: Path) -> None:
    """A rule file beside the others belongs to the rules."""
    (office / "rules" / "more.eff").write_text('source more { title en "More" }', encoding="utf-8")
    assert abouts(office / "r.record.json") == ["rule file", "consolidated rules"]


def test_notes_beside_the_data(office: Path) -> None:
    """What is no data may lie beside the data."""
    (office / "data" / "README.md").write_text("notes", encoding="utf-8")
    assert told(office / "r.record.json") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "what", "then", "now"),
    [
        ("r.csv", ",54.17,325/6,", ",55.17,325/6,", "D, services", "54.17", "55.17"),
        ("r.json", '"exact": "325/6"', '"exact": "331/6"', "nodes.services.value.exact", "325/6", "331/6"),
        ("r.md", "32.50", "82.50", "line ", "32.50", "82.50"),
    ],
)
def test_an_edited_result(
    office: Path, name: str, old: str, new: str, what: str, then: str, now: str
) -> None:
    """A number in a file of results: the file, the body and the column."""
    replace(office / name, old, new)
    (found,) = told(office / "r.record.json")
    assert found["about"] == "result file"
    assert found["what"].startswith(name)
    assert what in found["what"]
    assert then in found["then"]
    assert now in found["now"]
    assert found["more"] == 0


def test_an_edited_workbook(office: Path) -> None:
    """A number in a workbook: the sheet and the cell."""
    edited = repacked(office / "r.xlsx", b"<v>32.5</v>", b"<v>82.5</v>")
    assert edited
    (found,) = told(office / "r.record.json")
    assert found["what"] == "r.xlsx, sheet Local bodies, cell E3"
    assert (found["then"], found["now"]) == ("32.5", "82.5")


def repacked(path: Path, old: bytes, new: bytes) -> bool:
    """Put something else into the sheets of a workbook, as one who knows the format; whether it was there."""
    import zipfile

    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    changed = {name: part.replace(old, new) if "sheets/" in name else part for name, part in parts.items()}
    with zipfile.ZipFile(path, "w") as book:
        for name, part in changed.items():
            book.writestr(name, part)
    return changed != parts


def test_an_edited_parquet_file(office: Path) -> None:
    """A value in a Parquet file: the body and the column."""
    import pyarrow as pa
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(office / "r.parquet")
    at = table.column_names.index("rating.total")
    values = table.column(at).to_pylist()
    table = table.set_column(at, "rating.total", pa.array(["high", *values[1:]], pa.string()))
    pyarrow.parquet.write_table(table, office / "r.parquet")
    (found,) = told(office / "r.record.json")
    assert (found["what"], found["now"]) == ("r.parquet, A, rating.total", "high")


def test_results_saved_again(office: Path) -> None:
    """A file of results with other line ends has changed, but every value in it is the same; so it is said."""
    text = (office / "r.csv").read_text("utf-8")
    (office / "r.csv").write_text(text, encoding="utf-8", newline="\r\n")
    repacked(office / "r.xlsx", b"", b"")
    found = told(office / "r.record.json")
    assert len(found) == 2
    assert all("every value in it is the same" in one["words"] for one in found)


def test_results_that_are_none(office: Path) -> None:
    """A file of results that was overwritten with something else does not stop the verification."""
    for end in ENDINGS:
        (office / f"r.{end}").write_bytes(b"\xff\x00 nothing")
    found = told(office / "r.record.json")
    assert [one["about"] for one in found] == ["result file"] * 5


# -- An edited record ---------------------------------------------------------------------------------------------


EDITS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a score": (lambda d: d["results"]["rows"][3].__setitem__(3, "99"), "result"),
    "a place": (lambda d: d["results"]["rows"][0].__setitem__(-1, "1"), "result"),
    "a body": (lambda d: d["results"]["rows"].pop(), "result"),
    "the order of bodies": (lambda d: d["results"]["rows"].reverse(), "result"),
    "a column": (
        lambda d: (d["results"]["columns"].pop(), [r.pop() for r in d["results"]["rows"]]),
        "result",
    ),
    "a data file": (lambda d: d["files"][1].update(sha256="0" * 64), "data file"),
    "a file left out": (lambda d: d["files"].pop(), "data file"),
    "a result file": (lambda d: d["outputs"][0].update(sha256="0" * 64), "result file"),
    "the program": (lambda d: d.update(program="sha256:" + "0" * 64), "consolidated rules"),
    "a setting": (lambda d: d["options"].update(settings=["weight.none=1%"]), "run"),
    "the bodies asked for": (lambda d: d["options"].update(only=["A"]), "result"),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edited_record(office: Path, what: str) -> None:
    """Whatever is changed in a record, its digest is no longer right; made anew, what it says is no longer so."""
    record = office / "r.record.json"
    whole = record.read_bytes()
    published = json.loads(whole)["digest"]
    change, about = EDITS[what]
    edit(record, change, resealed=False)
    assert abouts(record)[0] == "record"
    record.write_bytes(whole)
    edit(record, change, resealed=True)
    found = abouts(record)
    assert "record" not in found
    assert about in found
    assert "published digest" in [one["what"] for one in told(record, "--digest", published)]


def test_results_edited_in_the_record(office: Path) -> None:
    """Results with the record's digest made anew, but not their own."""

    def change(document: dict[str, Any]) -> None:
        document["results"]["rows"][3][3] = "99"
        document["digest"] = own_digest(document)

    edit(office / "r.record.json", change, resealed=False)
    assert next(one["what"] for one in told(office / "r.record.json")) == "results.digest"


def test_the_published_digest(office: Path) -> None:
    """What only the record says, such as its time, can be forged with its digest; the published digest tells."""
    record = office / "r.record.json"
    published = json.loads(record.read_text("utf-8"))["digest"]
    edit(record, lambda d: d.update(made="2020-01-01T00:00:00Z"), resealed=True)
    assert told(record) == []
    (found,) = told(record, "--digest", published)
    assert (found["about"], found["then"]) == ("record", published)
    assert found["now"] != published


def test_another_engine_is_a_note(office: Path) -> None:
    """Versions that differ are told, and are no difference."""
    record = office / "r.record.json"
    edit(record, lambda d: d["engine"].update(effrules="0.0.1"), resealed=True)
    edit(
        record,
        lambda d: d["engine"]["libraries"].append({"name": "abacus", "version": "1", "digest": None}),
        resealed=True,
    )
    done = verify(record)
    assert done.exit_code == 0
    assert "note: effrules was 0.0.1 then" in done.stdout
    assert "note: abacus was 1 then and is not installed now" in done.stdout


def test_a_record_cut_short(office: Path) -> None:
    """A record that lacks something is no whole record."""
    record = office / "r.record.json"
    edit(record, lambda d: d.pop("files"), resealed=False)
    (found,) = told(record)
    assert (
        found["words"]
        == "the record was edited, or is not whole: the document: 'files' is a required property"
    )


# -- Traces, and what is neither ----------------------------------------------------------------------------------


@pytest.fixture
def trace(office: Path) -> Path:
    """The trace of a body as a file."""
    path = office / "d.json"
    done = CliRunner().invoke(
        trace_command, [*map(str, (office / "rules", office / "data", "D", "-o", path))]
    )
    assert done.exit_code == 0, done.output
    return path


def test_a_trace(trace: Path) -> None:
    """Every step of a trace is worked out anew by the independent checker; with rules and data, all of it is compared."""
    done = verify(trace, "--independent")
    assert done.exit_code == 3, done.output
    assert "  not checked: the cells of the data were taken as given: --data was not said" in done.stdout
    both = ("--rules", trace.parent / "rules", "--data", trace.parent / "data")
    done = verify(trace, *both)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Confirmed, step by step")
    digest = json.loads(trace.read_text("utf-8"))["digest"]
    assert told(trace, "--digest", digest, *both) == []
    assert abouts(trace, "--digest", "0" * 64) == ["record"]
    replace(trace.parent / "data" / "service.csv", "D,1,80,60", "D,1,80,61")
    (found, *_) = told(trace, *both)
    assert found["about"] == "trace"
    assert "C5" in found["words"] or "D5" in found["words"]


def test_digests_of_traces(office: Path, tmp_path: Path) -> None:
    """A run may record the digests of all traces: those of the traces that are written one by one, from wherever."""
    run(office / "rules", office / "data", "-o", office / "t.csv", "--traces")
    document = json.loads((office / "t.record.json").read_text("utf-8"))
    assert [one["subject"] for one in document["traces"]] == ["A", "B", "C", "D"]
    law = Path(shutil.copytree(office / "rules", tmp_path / "law"))
    for one in document["traces"]:
        path = tmp_path / "one.json"
        done = CliRunner().invoke(
            trace_command, [*map(str, (law, office / "data", one["subject"], "-o", path))]
        )
        assert done.exit_code == 0, done.output
        assert json.loads(path.read_text("utf-8"))["digest"] == one["digest"]
        assert told(path, "--rules", office / "rules", "--data", office / "data") == []
    assert told(office / "t.record.json") == []
    assert told(office / "t.record.json", "--rules", law) == []
    edit(
        office / "t.record.json", lambda d: d["traces"][2].update(digest="sha256:" + "0" * 64), resealed=True
    )
    (found,) = told(office / "t.record.json")
    assert (found["about"], found["what"]) == ("trace", "C")
    edit(office / "t.record.json", lambda d: d["traces"].pop(), resealed=True)
    assert "traces" in [one["what"] for one in told(office / "t.record.json")]
    done = CliRunner().invoke(run_command, [*map(str, (office / "rules", office / "data", "--traces"))])
    assert done.exit_code == 2


def test_a_trace_with_everything(office: Path) -> None:
    """A trace with an amendment laid on top and a setting is compared when both are known; else it is said that it was not."""
    (office / "half.eff").write_text(
        'change weights { services 50% complaints 50% } because en "to see"', encoding="utf-8"
    )
    path, both = office / "w.json", ("--rules", office / "rules", "--data", office / "data")
    asked = ["--with", office / "half.eff", "--set", "weight.services=30%", "--set", "weight.complaints=70%"]
    arguments = [office / "rules", office / "data", "D", *asked, "-o", path]
    assert CliRunner().invoke(trace_command, [*map(str, arguments)]).exit_code == 0
    done = verify(path, *both)
    assert done.exit_code == 3
    assert "name it with --with" in done.stdout
    assert told(path, *both, "--with", office / "half.eff") == []
    replace(office / "half.eff", "50% complaints 50%", "51% complaints 49%")
    assert told(path, *both, "--with", office / "half.eff")
    assert verify(office / "r.record.json", "--with", office / "half.eff").exit_code == 2


def test_the_digest_of_an_edited_trace(trace: Path) -> None:
    """The digest that is told, and compared with a published one, is that of what the file says, not the one that it states."""
    document = json.loads(trace.read_text("utf-8"))
    published = document["digest"]
    trace.write_text(trace.read_text("utf-8").replace("325/6", "331/6"), encoding="utf-8")
    done = verify(trace, "--digest", published)
    assert done.exit_code == 1
    assert "this is not the trace whose digest was published" in done.stdout
    assert (
        f"  digest of the trace: {own_digest(json.loads(trace.read_text('utf-8')))}"
        in done.stdout.splitlines()
    )
    assert "data file" not in done.stdout


def test_rules_that_are_read_otherwise(office: Path) -> None:
    """Where the digest of the rules is another and their files are not, it is said that the files are unchanged."""
    record = office / "r.record.json"
    edit(record, EDITS["the program"][0], resealed=True)
    (found,) = told(record)
    assert (
        "their files are unchanged, but this effrules reads them otherwise, or the record was edited"
        in found["words"]
    )
    replace(office / "rules" / "methodology.eff", "50 points;", "51 points;")
    assert all("unchanged" not in one["words"] for one in told(record))


def test_a_trace_that_is_none(trace: Path) -> None:
    """Whatever stands in a document that calls itself a trace, differences are told, and nothing crashes."""
    from effrules.audit.independence import Given, check_trace

    document = json.loads(trace.read_text("utf-8"))
    folder = trace.parent
    for key in ("steps", "clauses", "data", "rules", "what_if", "root"):
        for value in (3, "x", [3], None):
            spoilt = {**document, key: value}
            assert check_trace(spoilt, Given(str(folder / "rules"), folder / "data")).differences
    trace.write_text(json.dumps({**document, "steps": [3], "what_if": 3}), encoding="utf-8")
    assert told(trace, "--data", folder / "data", "--rules", folder / "rules")


def test_an_edited_trace(trace: Path) -> None:
    """A step that was changed is named, also where the digest was made anew."""
    from effrules.trace.json_text import digest

    document = json.loads(trace.read_text("utf-8"))
    step = next(s for s in document["steps"] if s["value"] == "325/6")
    step["value"] = "331/6"
    document["digest"] = digest(document)
    trace.write_text(json.dumps(document), encoding="utf-8")
    found = told(trace)
    assert step["id"] in [one["what"] for one in found]


def test_independent_of_the_record(office: Path) -> None:
    """A total in the record that no derivation ends in is named by the independent check too."""
    record = office / "r.record.json"
    columns = json.loads(record.read_text("utf-8"))["results"]["columns"]
    at = columns.index({"kind": "node", "name": "total"}) + 1
    edit(record, lambda d: d["results"]["rows"][1].__setitem__(at, "99"), resealed=True)
    found = told(record, "--independent")
    assert ("trace", "B, total") in [(one["about"], one["what"]) for one in found]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"agency,name\n", "is no run record, no trace and no package: it is not JSON"),
        (b"\xff\xfe", "is no run record, no trace and no package: it is not UTF-8"),
        (b"[]", "is no run record (effrules.run/2), no trace (effrules.trace/1) and no package"),
        (b'{"format": "effrules.run/1"}', "is no run record (effrules.run/2)"),
    ],
)
def test_neither(tmp_path: Path, content: bytes, said: str) -> None:
    """A file that is neither a record nor a trace is refused in words, as a wrong call."""
    (tmp_path / "x.json").write_bytes(content)
    done = verify(tmp_path / "x.json")
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is a wrong call."""
    assert verify(tmp_path / "x.json").exit_code == 2
