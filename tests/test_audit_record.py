"""The run record: what stands in it, that it is read strictly, and that it is written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import NOTHING, fields
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.amend.locating import bundled
from effrules.audit.differing import results_differ
from effrules.audit.program_digest import program_digest
from effrules.audit.record import (
    Column,
    ColumnKind,
    Engine,
    FileRecord,
    Location,
    Options,
    OutputRecord,
    Record,
    ResultsRecord,
    Role,
    from_document,
    own_digest,
    read_document,
    to_bytes,
)
from effrules.audit.shapes import WrongShape, canonical, laid_out, parsed, to_plain
from effrules.check.cached import load
from effrules.cli.run import command
from effrules.cli.verify import command as verify_command
from effrules.data.files import files_of
from tests.starting import ROOT, starter
from tests.thesis import rules_at, sample_of


def run(*arguments: object, **environment: str) -> Result:
    """What the command does, in this process."""
    return CliRunner().invoke(command, list(map(str, arguments)), env=environment)


def record_of(path: Path) -> Record:
    """The record in a file."""
    return from_document(read_document(path))


def names(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the starter's rules and data."""
    starter(tmp_path)
    return tmp_path


def test_beside_the_first_output(office: Path) -> None:
    """The record lies beside the first output and names every output, each file that was read, and the digests."""
    (office / "out").mkdir()
    done = run(office / "rules", office / "data", "-o", office / "out" / "r.csv", "-o", office / "r.xlsx")
    assert done.exit_code == 0, done.output
    record = record_of(office / "out" / "r.record.json")
    assert [output.at for output in record.outputs] == ["r.csv", "../r.xlsx"]
    assert [(file.role.value, file.name, file.at) for file in record.files] == [
        ("rules", "methodology.eff", "../rules/methodology.eff"),
        ("data", "agency.csv", "../data/agency.csv"),
        ("data", "complaint.csv", "../data/complaint.csv"),
        ("data", "service.csv", "../data/service.csv"),
    ]
    for file in (*record.files, *record.outputs):
        content = (office / "out" / file.at).read_bytes()
        assert file.size == len(content)
        assert file.sha256 == hashlib.sha256(content).hexdigest()
    program = load(office / "rules").program
    assert program is not None
    assert record.program == program_digest(program)
    assert (record.methodology.name, record.methodology.version) == ("my_methodology", "1")
    assert {"python-flint", "attrs", "lark", "xlsxwriter"} <= {
        library.name for library in record.engine.libraries
    }


@pytest.mark.parametrize("name", ["2013", "current", "monitoring-2016"])
def test_results_are_exact(name: str, tmp_path: Path) -> None:
    """For rules of middle size every value in the record is the exact one of the CSV."""
    import csv

    target = tmp_path / "r.csv"
    done = run(rules_at(name), sample_of(name), "-o", target)
    assert done.exit_code == 0, done.output
    record = record_of(tmp_path / "r.record.json")
    with target.open(encoding="utf-8", newline="") as stream:
        table = {row["subject"]: row for row in csv.DictReader(stream)}
    assert [row[0] for row in record.results.rows] == list(table)
    program = load(rules_at(name)).program
    assert program is not None
    kinds = [column.kind.value for column in record.results.columns]
    assert kinds.count("node") == len(program.nodes)
    assert kinds.count("adjustment") == len(program.adjustments)
    assert (kinds.count("rating"), kinds.count("place")) == (len(program.ratings), len(program.rankings))
    seen = 0
    for key, *cells in record.results.rows:
        for column, cell in zip(record.results.columns, cells, strict=True):
            line = table[str(key)]
            match column.kind.value:
                case "node":
                    stated = line[f"{column.name}.exact"] or line[f"{column.name}.state"]
                case "adjustment":
                    stated = line[f"{column.name}.taken.exact"]
                case "rating":
                    stated = line[f"rating.{column.name}"]
                case _:
                    stated = line[f"place.{column.name}"]
            assert (cell or "") == stated
            if column.kind.value == "node" and stated[:1].isdigit():
                seen += Fraction(stated) > 0
    assert seen


@pytest.mark.parametrize("name", list(bundled()))
def test_bundled_files_are_named_as_such(name: str, tmp_path: Path) -> None:
    """Rules asked for by a bundled name, and those that they amend, are found again wherever effrules is installed."""
    done = run(name, bundled()[name] / "sample", "-o", tmp_path / "r.csv")
    assert done.exit_code == 0, done.output
    record = record_of(tmp_path / "r.record.json")
    assert record.options.rules.bundled
    rules = [file for file in record.files if file.role.value in ("rules", "amended rules")]
    assert all(file.bundled for file in rules)
    own = {file.at for file in rules if file.role.value == "rules"}
    assert own == {f"{name}/{file.name}" for file in bundled()[name].glob("*.eff")}
    assert {file.called for file in rules} == {source.name for source in load(name).sources}
    assert all(file.called == f"rules/{file.at}" for file in rules)


def test_options(office: Path) -> None:
    """What was asked for stands in the record: overlays, settings, earlier results, and the rest."""
    overlay = office / "half.eff"
    overlay.write_text('change weights { services 50% complaints 50% } because en "to see"', encoding="utf-8")
    arguments: list[object] = [
        office / "rules",
        office / "data",
        "--with",
        overlay,
        "--only",
        "A",
        "--sort",
        "name",
    ]
    arguments += [
        "--set",
        "weight.services=40%",
        "--set",
        "weight.complaints=60%",
        "--lang",
        "ru",
        "--partial",
    ]
    done = run(*arguments, "--record", office / "kept.json")
    assert done.exit_code == 0, done.output
    record = record_of(office / "kept.json")
    options = record.options
    assert [one.at for one in options.overlays] == ["half.eff"]
    assert options.overlays[0].given == str(overlay)
    assert options.settings == ("weight.services=40%", "weight.complaints=60%")
    assert (options.only, options.sort, options.language, options.partial) == (("A",), "name", "ru", True)
    assert [row[0] for row in record.results.rows] == ["A"]
    assert record.outputs == ()
    assert "half.eff" in [file.name for file in record.files if file.role.value == "laid on top"]


def test_time(office: Path) -> None:
    """With SOURCE_DATE_EPOCH the same run gives the very same record, byte for byte."""
    for name in ("one", "two"):
        (office / name).mkdir()
        done = run(
            office / "rules", office / "data", "-o", office / name / "r.csv", SOURCE_DATE_EPOCH="1700000000"
        )
        assert done.exit_code == 0, done.output
    one, two = ((office / name / "r.record.json").read_bytes() for name in ("one", "two"))
    assert one == two
    assert record_of(office / "one" / "r.record.json").made == "2023-11-14T22:13:20Z"


def test_no_record_without_output(office: Path) -> None:
    """A run that only prints writes nothing."""
    before = names(office)
    assert run(office / "rules", office / "data").exit_code == 0
    assert names(office) == before


def test_digest_is_of_the_canonical_form(office: Path) -> None:
    """The digest can be worked out with nothing but JSON and SHA-256, as docs/run-record.md says."""
    run(office / "rules", office / "data", "-o", office / "r.csv")
    document = json.loads((office / "r.record.json").read_text("utf-8"))
    stated = document.pop("digest")
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert stated == "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()
    table = {"columns": document["results"]["columns"], "rows": document["results"]["rows"]}
    text = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert document["results"]["digest"] == "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_schema(office: Path) -> None:
    """Records fit docs/schemas/run-2.json, and it refuses what it should."""
    import jsonschema

    schema = json.loads((ROOT / "docs" / "schemas" / "run-2.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    run(office / "rules", office / "data", "-o", office / "r.csv")
    document = json.loads((office / "r.record.json").read_text("utf-8"))
    jsonschema.validate(document, schema)
    for spoil in (
        lambda d: d.update(more=1),
        lambda d: d.pop("program"),
        lambda d: d["files"][0].update(sha256="00"),
        lambda d: d["results"]["rows"][0].append(1),
        lambda d: d.update(format="effrules.run/3"),
        lambda d: d["options"].pop("only"),
    ):
        wrong = json.loads(json.dumps(document))
        spoil(wrong)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_documented() -> None:
    """Every key, role and kind of column of a record stands in docs/run-record.md, and its JSON Schema has no other."""
    text = (ROOT / "docs" / "run-record.md").read_text("utf-8")
    schema = json.loads((ROOT / "docs" / "schemas" / "run-2.json").read_text("utf-8"))
    parts = {"files": FileRecord, "outputs": OutputRecord, "engine": Engine, "options": Options}
    assert list(schema["properties"]) == [field.name for field in fields(Record)]
    for name, kind in parts.items():
        stated = schema["properties"][name]
        named = stated.get("items", stated)["$ref"]
        stated = schema["$defs"][named.rpartition("/")[2]]
        assert list(stated["properties"]) == [field.name for field in fields(kind)]
        assert stated["required"] == [field.name for field in fields(kind) if field.default is NOTHING]
    words = {field.name for kind in (Record, Location, *parts.values()) for field in fields(kind)}
    words |= {member.value for kind in (Role, ColumnKind) for member in kind}
    assert [word for word in sorted(words) if f"`{word}`" not in text] == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d.update(more=1), "`more` is not known"),
        (lambda d: d.pop("program"), "`program` is lacking"),
        (lambda d: d["files"][1].update(size="12"), "`files[1].size` is not a whole number"),
        (lambda d: d["files"][1].update(size=True), "`files[1].size` is not a whole number"),
        (lambda d: d["files"][1].update(role="other"), "`files[1].role` is none of"),
        (lambda d: d.update(files={}), "`files` is not a list"),
        (lambda d: d.update(engine=3), "`engine` is not an object"),
        (lambda d: d["results"]["rows"][2].pop(), "`results.rows[2]` does not fit the columns"),
        (lambda d: d["results"]["rows"][0].__setitem__(1, 5), "`results.rows[0][1]` is not a text"),
        (lambda d: d.update(format="x"), "its format is not effrules.run/2"),
    ],
)
def test_read_strictly(office: Path, spoil: Any, said: str) -> None:
    """A record that lacks something, or has something else, is refused with the place."""
    run(office / "rules", office / "data", "-o", office / "r.csv")
    document = read_document(office / "r.record.json")
    assert to_bytes(from_document(document)) == (office / "r.record.json").read_bytes()
    spoil(document)
    with pytest.raises(WrongShape) as refused:
        from_document(document)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "a": 2}', "`a` is given twice"),
        ("{", "it is not JSON"),
        ('{"a": NaN}', "NaN"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_json_that_is_read(text: str, said: str) -> None:
    """What JSON leaves open is refused: a name given twice, not-a-number, endless nesting."""
    with pytest.raises(WrongShape) as refused:
        parsed(text)
    assert said in str(refused.value)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(plain)
def test_layout_loses_nothing(value: Any) -> None:
    """A document that is laid out reads as the same value, lone surrogates included, and has the same canonical form."""
    read = parsed(laid_out(value).encode("utf-8", "backslashreplace").decode("utf-8"))
    assert read == value
    assert canonical(read) == canonical(value)


def test_every_field_takes_part_in_the_digest(office: Path) -> None:
    """Any text or number of a record that is another gives another digest."""
    run(office / "rules", office / "data", "-o", office / "r.csv")
    document = to_plain(record_of(office / "r.record.json"))
    right = own_digest(document)
    count = 0

    def walk(value: Any) -> None:
        nonlocal count
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in list(items):
            if isinstance(item, dict | list):
                walk(item)
                continue
            value[key] = "another"
            if value is not document or key != "digest":
                count += 1
                assert own_digest(document) != right, key
            value[key] = item

    walk(document)
    assert count > 80
    assert own_digest(document) == right


names_of = st.text(st.characters(codec="utf-8"), min_size=1, max_size=3)


@settings(max_examples=50)
@given(
    st.lists(names_of, min_size=1, max_size=4, unique=True),
    st.lists(names_of, min_size=1, max_size=4, unique=True),
    st.data(),
)
def test_any_changed_value_is_named(bodies: list[str], nodes: list[str], data: st.DataObject) -> None:
    """A table of results is the same as itself; with one value changed, that value is named, and nothing else."""
    columns = tuple(Column(ColumnKind.NODE, node) for node in nodes)
    cell = st.none() | st.sampled_from(["1", "1.0", "1/3", "failed: E701"])
    rows = [[body, *(data.draw(cell) for _ in nodes)] for body in bodies]
    then = ResultsRecord("", columns, tuple(map(tuple, rows)))
    assert list(results_differ(then, then)) == []
    row, column = data.draw(st.integers(0, len(bodies) - 1)), data.draw(st.integers(1, len(nodes)))
    old = rows[row][column]
    rows[row][column] = data.draw(cell.filter(lambda new: new != old))
    now = ResultsRecord("", columns, tuple(map(tuple, rows)))
    (found,) = results_differ(then, now)
    assert found.what == f"{bodies[row]}, node {nodes[column - 1]}"
    assert (found.then, found.now, found.more) == (old, rows[row][column], 0)
    shuffled = data.draw(st.permutations(columns))
    places = [columns.index(at) + 1 for at in shuffled]
    again = ResultsRecord("", tuple(shuffled), tuple((r[0], *(r[at] for at in places)) for r in then.rows))
    assert list(results_differ(then, again)) == []


# -- Refusals, and nothing half-written ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("-o", "r.record.json", "-o", "r.csv", "--record", "r.record.json"),
            "is also written as `r.record.json`",
        ),
        (("-o", "r.csv", "-o", "r.record.json"), "choose another place with --record"),
        (("-o", "r.csv", "--record", "data/record.json"), "lies in the data folder"),
        (("-o", "r.csv", "--record", "record.txt"), "a run record is a .json file"),
        (("-o", "r.csv", "--record", "nowhere/record.json"), "there is no folder"),
        (
            ("-o", "r.csv", "--earlier", "before.json", "--record", "before.json"),
            "is the earlier results: it is read",
        ),
        (("-o", "before.json", "--earlier", "before.json"), "is the earlier results: it is read"),
        (("-o", "r.csv", "--record", "rules.json"), "is a folder"),
    ],
)
def test_refused_places(
    office: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """A record never takes the place of anything that the run reads or writes; it is refused before any work."""
    monkeypatch.chdir(office)
    (office / "before.json").write_text("{}", encoding="utf-8")
    (office / "rules.json").mkdir()
    before = names(office)
    done = run("rules", "data", *arguments)
    assert done.exit_code == 2, done.output
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""
    assert names(office) == before
    assert (office / "before.json").read_text("utf-8") == "{}"


def test_records_of_the_same_name(office: Path) -> None:
    """A run never takes the record of results that it does not write: theirs stays, and its own bears its whole name."""

    def again(*arguments: object) -> Result:
        return run(office / "rules", office / "data", *arguments)

    record = office / "r.record.json"
    assert again("-o", office / "r.csv").exit_code == 0
    before = record.read_bytes()
    for _ in range(2):
        assert again("-o", office / "r.xlsx").exit_code == 0
        assert record.read_bytes() == before
        there = ["data", "r.csv", "r.record.json", "r.xlsx", "r.xlsx.record.json", "rules"]
        assert names(office) == there
    told = CliRunner().invoke(verify_command, [str(record)])
    assert told.exit_code == 3
    assert "(it has a record of its own: r.xlsx.record.json)" in told.stdout
    assert again("-o", office / "r.csv", "-o", office / "r.md", "--lang", "ru").exit_code == 0
    assert record.read_bytes() != before
    refused = again("-o", office / "r.csv")
    assert refused.exit_code == 2
    assert "is the run record of `r.md` too" in " ".join(refused.stderr.split())
    (office / "r.md").unlink()
    assert again("-o", office / "r.csv").exit_code == 0
    record.write_text('{"mine": 1}', encoding="utf-8")
    refused = again("-o", office / "r.csv")
    assert refused.exit_code == 2
    assert "is there and is no run record" in " ".join(refused.stderr.split())
    assert record.read_text("utf-8") == '{"mine": 1}'


def test_nothing_half_written(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the record cannot be made, the results keep what they held and nothing lies beside them."""
    import effrules.cli.recording

    (office / "r.csv").write_text("before", encoding="utf-8")

    def fails(*arguments: object) -> Record:
        raise OSError(28, "No space left on device", "r.record.json")

    monkeypatch.setattr(effrules.cli.recording, "made", fails)
    before = names(office)
    done = run(office / "rules", office / "data", "-o", office / "r.csv")
    assert done.exit_code == 1
    assert "nothing was written: No space left on device" in done.stderr
    assert (office / "r.csv").read_text("utf-8") == "before"
    assert names(office) == before


@pytest.mark.parametrize("which", ["data/service.csv", "rules/methodology.eff"])
def test_a_file_that_changes_meanwhile(office: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    """A file that is changed while the run reads it would make the record untrue: nothing is written."""
    import effrules.exact

    score = effrules.exact.score

    def meanwhile(*arguments: Any, **more: Any) -> Any:
        with (office / which).open("a", encoding="utf-8") as stream:
            stream.write("\n")
        return score(*arguments, **more)

    monkeypatch.setattr(effrules.exact, "score", meanwhile)
    done = run(office / "rules", office / "data", "-o", office / "r.csv")
    assert done.exit_code == 1
    assert f"{Path(which).name} was changed while the run was reading it" in " ".join(done.stderr.split())
    assert names(office) == ["data", "rules"]


def test_files_of_data(tmp_path: Path) -> None:
    """What a folder of data is read from: known endings, without notes, hidden files and locks of spreadsheets."""
    for name in (
        "b.csv",
        "a.XLSX",
        "readme.csv",
        "notes.txt",
        ".hidden.csv",
        "~$a.xlsx",
        "photo.png",
        "c.jsonl",
    ):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    assert [path.name for path in files_of(tmp_path)] == ["a.XLSX", "b.csv", "c.jsonl"]
    assert files_of(tmp_path / "b.csv") == (tmp_path / "b.csv",)


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(), st.booleans(), st.text('], ["x\n', max_size=9)), max_size=3
        ),
        max_size=5,
    )
)
def test_rows_are_laid_out_one_in_a_line(rows: list[list[Any]]) -> None:
    """Whatever stands in them, and however many they are."""
    text = laid_out({"rows": rows})
    assert json.loads(text) == {"rows": rows}
    if rows:
        assert text.split("\n")[2:-2] == [
            f"  {json.dumps(row, ensure_ascii=False)}" + "," * (at < len(rows))
            for at, row in enumerate(rows, 1)
        ]
