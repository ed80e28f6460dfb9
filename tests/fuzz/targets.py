"""What is fuzzed: for each target where its mutants come from and what is done with one, as a command would do it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from attrs import frozen

from tests import binary_workbook
from tests.binary_workbook import Shown
from tests.columnar_programs import held_against_each_other
from tests.columnar_rules import hard_case
from tests.fuzz import years
from tests.fuzz.mutating import NUMBERS, bytes_mutant, json_mutant, text_mutant

HERE = Path(__file__).resolve().parent

RULES = """methodology small version "1" { scale 0 to 100 points  languages kk, ru, en }
subject agency en "Agency" ru "Орган" { kind: one of central, local  staff: count, above 0  late: share  since: date, may be missing  online: yes or no }
table target of agency ru "Цели" { code: text, unique  plan: number, above 0  actual: number, may be missing }
form annex of agency ru "Приложение" { received: count  overdue: count, may be missing }
form extra of agency "Extra", may be missing { done: share in percent }
figures norm "Norms" { kind: one of central, local
    best: number
    | central 40
    | local 25 }
define reached(t: target): share = t.actual / t.plan but at most 100%
block b "B" {
    criterion staffed out of 60 points { score = 60 points * staff / (staff + norm(kind).best)  assumed en "x" }
    criterion met out of 40 points {
        score = 40 points * average of reached(t) for each target t where t.actual is known
        not applicable when no target t where t.actual is known
        assumed en "x"
    }
    round to 2 decimals, half up
}
penalty lateness { take 5 points when late is above 10%  from total }
penalty appeals { take 1 points when (overdue if missing then annex.received) > 5 and extra is missing  from total }
bonus done { give 1 points when extra is known and extra.done > 50%  to total  reaching at most 100 points }
total { round total to 1 decimal, half even  never below 0 points }
weights for agency { b 100% { staffed 60% met 40% } when not applicable: share out in proportion }
rating { good from 50 points  bad below 49.9 points  between grades: the lower grade assumed en "x" }
bonus prompt {
    give points by late as printed {
        at most 5%: 2 points;  5% to 9.9%: 1 points;  above 10%: 0 points;
        between lines: rounded to 1 decimal of the percentage, half up  assumed en "x";
        between lines: the line of the higher value  assumed en "x";
        at shared ends: the line of the lower value  assumed en "x"
    }
    to total  reaching at most 100 points
    contradicted by order item "7" annex "2" kk "3 балл" ru "2 балла"  assumed en "x"
}
source order { title en "Order" }
rank agency within kind by total as rounded, highest first; equal totals share a place
example "one" {
    agency A { kind central, staff 10, late 5%, online yes }
    target of A { code "1", plan 3, actual 2 }
    annex of A { received 5 }
    expect total of A is 50 points
}
"""
AGENCIES = (
    ("agency", "kind", "staff", "late", "since", "online"),
    ("Министерство", "central", "1 200", "5,5%", "2015-03-01", "да"),
    ("Әкімдік", "local", "40", "0.25", "01.02.2016", "жоқ"),
    ("Агентство «С»", "central", "7", "12%", "", "yes"),
)
GOALS = (
    ("agency", "code", "plan", "actual"),
    ("Министерство", "1.1", "10", "7,5"),
    ("Министерство", "1.2", "3", ""),
    ("Әкімдік", "1.1", "1 000,5", "12"),
    ("Агентство «С»", "x", "0.1", "0.3"),
)
ANNEX = (
    ("agency", "received", "overdue"),
    ("Агентство «С»", "5", ""),
    ("Министерство", "1 100", "7"),
    ("Әкімдік", "0", "0"),
)
EXTRA = (("agency", "done"), ("Әкімдік", "95 %"))
TABLES = (("agency", AGENCIES), ("target", GOALS), ("annex", ANNEX), ("extra", EXTRA))


@frozen
class Target:
    """``mutant`` makes one from a random number generator; ``run`` answers it in a folder of its own."""

    mutant: Callable[[Random], bytes]
    run: Callable[[bytes, Path], None]


# -- Rules ----------------------------------------------------------------------------------------------------------------


@cache
def rule_seeds() -> tuple[str, ...]:
    """Small rules that go well: the project's own cases, and one that has nearly everything."""
    from tests.literate import cases, completed

    root = HERE.parent
    found = [RULES]
    for path in sorted((*root.glob("golden/*.md"), *root.glob("golden_scoring/*.md"))):
        for case in cases(path):
            for name, text in case.files:
                if len(text) < 3000:
                    found.append(text if name else completed(text))
    return tuple(found)


@cache
def rule_words() -> tuple[str, ...]:
    """The words of the notation, signs and numbers, and names that occur in the seeds."""
    from effrules.syntax.notation import token_words

    words = {word for written in token_words().values() for word in re.split(r"[|]", written)}
    names = re.findall(r"\w{3,}", " ".join(rule_seeds()[:60]))
    return tuple(sorted({*words, *names})) + NUMBERS


def _rules_mutant(random: Random) -> bytes:
    return _encoded(text_mutant(random, rule_seeds(), rule_words()))


def _scoring_mutant(random: Random) -> bytes:
    seeds = scoring_seeds()
    return _encoded(text_mutant(random, seeds, rule_words()))


@cache
def scoring_seeds() -> tuple[str, ...]:
    """The rules among the seeds that have a worked case."""
    return tuple(text for text in rule_seeds() if "example " in text and len(text) < 4000)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _told(findings: Sequence[object]) -> None:
    """Show findings in the ways in which people and machines see them."""
    from effrules.diagnostics import json as as_json
    from effrules.diagnostics import terminal

    terminal.render(findings, colour=False, width=60).encode("utf-8", "replace")  # type: ignore[arg-type]
    as_json.to_json(findings)  # type: ignore[arg-type]


def check_rules(data: bytes, folder: Path) -> None:
    """Check rules, as `effrules check FILE` does, and show what is said."""
    from effrules.check.build import load
    from effrules.source import Source
    from effrules.syntax.parse import parse
    from effrules.syntax.printer import print_file

    path = folder / "rules.eff"
    path.write_bytes(data)
    checked = load(path)
    _told(checked.findings)
    if checked.program is not None:
        tree, found = parse(Source("x.eff", data.decode("utf-8")))
        if not found:
            print_file(tree)


def score_rules(data: bytes, folder: Path) -> None:
    """Check rules; where they hold, run their worked cases, trace a body, and have the trace checked independently."""
    from effrules.check.build import load_text
    from effrules.independent import replay
    from effrules.prove.cases import dataset_of
    from effrules.prove.examples import run_example
    from effrules.trace.json_text import document
    from effrules.trace.tracing import trace

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    checked = load_text(text)
    program = checked.program
    _told(checked.findings)
    if program is None or not program.examples:
        return
    example = program.examples[0]
    run_example(program, example)
    dataset = dataset_of(program.schema, example.rows)
    if not dataset.subjects:
        return
    derivations = trace(program, dataset, [dataset.subjects[0].key])
    _told(derivations.results.findings)
    for subject in derivations.results.subjects:
        made = json.loads(json.dumps(document(derivations.of(subject.key))))
        found = replay(made)
        undecided = any(step["value"] is None and step["type"] == "none" for step in made["steps"])
        assert undecided or not found.problems, found.problems[:3]


def score_in_columns(data: bytes, folder: Path) -> None:
    """Check rules; where they hold, see that columns and the exact engine give the same, field by field."""
    with contextlib.suppress(UnicodeDecodeError):
        held_against_each_other(data.decode("utf-8"))


# -- Data -----------------------------------------------------------------------------------------------------------------


@cache
def schemas() -> tuple[object, object]:
    """The schema of the small rules; and one of its subject alone, which a single table serves."""
    from effrules.check.build import load_text
    from effrules.model.schema import Schema

    program = load_text(RULES).program
    assert program is not None
    return program.schema, Schema(program.schema.as_read[:1], program.schema.languages)


def _read(ending: str, alone: bool = False) -> Callable[[bytes, Path], None]:
    """Read data in a format, as every command does, and show what is said."""

    def run(data: bytes, folder: Path) -> None:
        from effrules.data.reading import read

        path = folder / f"agency.{ending}"
        path.write_bytes(data)
        dataset, findings = read(path, schemas()[alone])  # type: ignore[arg-type]
        _told(findings)
        if dataset is not None:
            for subject in dataset.subjects:
                for name in subject.values:
                    str(subject.places.get(name))

    return run


def _table(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue()


@cache
def csv_seeds() -> tuple[bytes, ...]:
    """A table in the separators and encodings that are understood."""
    text = _table(AGENCIES, ";")
    return (
        _table(AGENCIES).encode(), text.encode("utf-8-sig"), ("sep=;\n" + text).encode(), text.encode("utf-16"),
        text.replace("Ә", "A").replace("қ", "k").encode("cp1251", "replace"),
    )  # fmt: skip


CELLS = (
    *NUMBERS,
    "-",
    "н/д",
    "#N/A",
    "#ДЕЛ/0!",
    "да",
    "жоқ",
    "central",
    "TRUE",
    "итого",
    '"',
    ";",
    "\t",
    "=1+1",
    "Министерство",
    "agency",
    "95 %",
)


def _csv_mutant(random: Random) -> bytes:
    seed = random.choice(csv_seeds())
    if random.random() < 0.3:
        return bytes_mutant(random, seed)
    text = _table(AGENCIES, random.choice(",;\t"))
    return text_mutant(random, [text], CELLS).encode(random.choice(("utf-8", "utf-16")), "surrogatepass")


def _records(rows: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    names = rows[0]
    return [
        {n: (float(v) if v.isdecimal() else v or None) for n, v in zip(names, row, strict=True)}
        for row in rows[1:]
    ]


@cache
def json_seed() -> str:
    """The tables as JSON."""
    return json.dumps({name: _records(rows) for name, rows in TABLES}, ensure_ascii=False)


def _json_mutant(random: Random) -> bytes:
    if random.random() < 0.5:
        return _encoded(json_mutant(random, json_seed()))
    return _encoded(text_mutant(random, [json_seed()], CELLS))


def _jsonl_mutant(random: Random) -> bytes:
    lines = [
        json.dumps({"table": name, **row}, ensure_ascii=False)
        for name, rows in TABLES
        for row in _records(rows)
    ]
    if random.random() < 0.5:
        at = random.randrange(len(lines))
        lines[at] = json_mutant(random, lines[at])
        return _encoded("\n".join(lines))
    return _encoded(text_mutant(random, ["\n".join(lines)], CELLS))


@cache
def xlsx_seed() -> bytes:
    """The tables as a workbook, with percentages, dates, a formula, an error and a merged cell."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    percent, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in TABLES:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    sheet = book.get_worksheet_by_name("agency")
    sheet.write_number(1, 2, 1200)
    sheet.write_number(1, 3, 0.055, percent)
    sheet.write_number(2, 4, 42401, day)
    sheet.write_formula(3, 2, "=3+4", None, 7)
    sheet.write_boolean(3, 5, True)
    book.close()
    return stream.getvalue()


@cache
def ods_seed() -> bytes:
    """The tables as an OpenDocument sheet."""

    def cell(text: str) -> str:
        number = text.replace(" ", "").replace(",", ".")
        if re.fullmatch(r"\d+(\.\d+)?", number):
            return f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{text}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in TABLES
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", listed)):
            book.writestr(name, text)
    return stream.getvalue()


XML_WORDS = (
    *NUMBERS, "<c>", "</c>", "<row r='1048576'>", 'r="XFD1048576"', 'r="A0"', 'r=""', 't="s"', 't="e"', 't="inlineStr"', "<v>1e999999999</v>",
    'encoding="x-unknown"', "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", 's="99"', "<f>1</f>", "<mergeCell ref='A1:XFD1048576'/>",
    "<dimension ref='A1:XFD1048576'/>", 'table:number-rows-repeated="1048576"', 'table:number-columns-repeated="16384"',
    'office:value="1e999999999"', 'office:value-type="percentage"', "numFmtId='9'", "utf-7", "idpf",
)  # fmt: skip


@cache
def xlsb_seed() -> bytes:
    """The tables as a binary workbook, with percentages, a day, an error, a raised digit, and what is hidden and merged."""
    sheets: dict[str, list[list[object]]] = {name: [list(row) for row in rows] for name, rows in TABLES}
    agencies = sheets["agency"]
    agencies[1][2:5] = 1200, Shown(0.055, 1), Shown(42401, 3)
    agencies[2][2:4] = Shown(None, error="#N/A"), Shown("9", raised="1")
    with TemporaryDirectory() as folder:
        return binary_workbook.write(Path(folder) / "a.xlsb", sheets, [2], [3], [(1, 2, 1, 1)]).read_bytes()


@cache
def xls_seed() -> bytes:
    """A workbook of the old kind, as an office program saved it."""
    return (Path(__file__).parents[1] / "cases" / "workbooks" / "office.xls").read_bytes()


def _zip_mutant(seed: Callable[[], bytes]) -> Callable[[Random], bytes]:
    """A package with one part spoiled, or spoiled as a whole."""

    @cache
    def parts() -> tuple[tuple[str, bytes], ...]:
        with zipfile.ZipFile(io.BytesIO(seed())) as package:
            return tuple((name, package.read(name)) for name in package.namelist())

    def mutant(random: Random) -> bytes:
        if random.random() < 0.2:
            return bytes_mutant(random, seed())
        held = dict(parts())
        telling = [
            n
            for n in held
            if "sheet" in n or "content" in n or "styles" in n or "shared" in n or n.endswith(".rels")
        ]
        name = random.choice(telling if random.random() < 0.9 else list(held))
        match random.randrange(10):
            case 0:
                del held[name]
            case 1:
                held[name] = bytes_mutant(random, held[name])
            case _ if name.endswith(".bin"):
                held[name] = bytes_mutant(random, held[name])
            case _:
                held[name] = _encoded(text_mutant(random, [held[name].decode("utf-8")], XML_WORDS))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            for other, content in held.items():
                package.writestr(other, content)
        return stream.getvalue()

    return mutant


def _database(statements: Sequence[str] = (), values: Sequence[object] = ()) -> bytes:
    with sqlite3.connect(":memory:") as connection:
        for name, rows in TABLES:
            connection.execute(f"create table {name} ({', '.join(rows[0])})")
            connection.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows[1:])
        for statement in statements:
            with contextlib.suppress(sqlite3.Error, OverflowError):
                connection.execute(statement, values if "?" in statement else ())
        connection.commit()
        return connection.serialize()


@cache
def sqlite_seed() -> bytes:
    """The tables in an SQLite file."""
    return _database()


ENDLESS = "with recursive n(a) as (select 1 union all select a + 1 from n) select"
STATEMENTS = (
    "drop table agency", f"create view t as {ENDLESS} a from n", f"drop table target; create view target as {ENDLESS} 'x', a, a, a from n",
    f"create view target2 as {ENDLESS} a from n where a < 0", "alter table target rename to x", 'create table "a""b" (x)',
    "update agency set staff = cast(x'fffe41' as text)", "update agency set agency = x'00ff'", "update agency set since = 1e999",
    "update agency set staff = 9223372036854775807", "update agency set staff = ?", "update target set code = ?",
    'create table "\u0441" ("\u0441" text)', "alter table agency add column staff2", "alter table agency rename column kind to Kind",
    "create view v as select * from nowhere", "update agency set staff = zeroblob(1000000)",
)  # fmt: skip


def _sqlite_mutant(random: Random) -> bytes:
    if random.random() < 0.5:
        return bytes_mutant(random, sqlite_seed(), 0 if random.random() < 0.2 else 100)
    value = random.choice((*NUMBERS, None, 1e308, -(2**63), 0.1, b"\xff", "\x00"))
    chosen = [random.choice(STATEMENTS) for _ in range(random.choice((1, 2, 3)))]
    if random.random() < 0.9:  # rows without end take a second each
        chosen = [one for one in chosen if ENDLESS not in one]
    return _database([part for one in chosen for part in one.split("; ")], (value,))


@cache
def parquet_seeds() -> tuple[bytes, ...]:
    """A table in Parquet, with texts, and with the types that it has of its own."""
    import pyarrow as pa
    from pyarrow import parquet

    names = AGENCIES[0]
    rows = AGENCIES[1:]
    found = []
    for columns in (
        {name: [row[at] for row in rows] for at, name in enumerate(names)},
        {
            "agency": pa.array(["a", "b", "c"]).dictionary_encode(),
            "kind": ["central", "local", "central"],
            "staff": pa.array([1, 2, 2**62], pa.int64()),
            "late": pa.array([0.1, 0.2, float("inf")], pa.float32()),
            "since": pa.array([1, -(2**31), 2**31 - 1], pa.date32()),
            "online": [True, None, False],
        },
        {
            "agency": ["a", "b", "c"],
            "kind": ["central", "local", "central"],
            "staff": pa.array([1, 2, 3], pa.decimal128(38, 10)),
            "late": pa.array([0.1, 0.2, 0.3], pa.float64()),
            "since": pa.array([1, -(2**63) + 1, 2**63 - 1], pa.timestamp("us")),
            "online": pa.array([b"\xff", None, b"yes"], pa.binary()),
        },
    ):
        stream = io.BytesIO()
        parquet.write_table(pa.table(columns), stream)
        found.append(stream.getvalue())
    return tuple(found)


def _parquet_mutant(random: Random) -> bytes:
    return bytes_mutant(random, random.choice(parquet_seeds()), 4 if random.random() < 0.8 else 0)


# -- Results, records, traces ---------------------------------------------------------------------------------------------


@cache
def record_seed() -> tuple[str, str, str]:
    """The record of a run, a trace and results, of the small rules."""
    from contextlib import chdir
    from tempfile import TemporaryDirectory

    from click.testing import CliRunner

    from effrules.cli.run import command as run
    from effrules.cli.trace import command as trace

    folder = Path()
    with TemporaryDirectory() as name, chdir(name):
        rules, data = _placed(folder)
        for command, arguments in (
            (run, [rules, data, "-o", folder / "out.csv"]),
            (trace, [rules, data, "Әкімдік", "-o", folder / "trace.json"]),
        ):
            CliRunner().invoke(command, list(map(str, arguments)))
        record = next(folder.glob("out*record.json"))
        return tuple(path.read_text("utf-8") for path in (record, folder / "trace.json", folder / "out.csv"))  # type: ignore[return-value]


def _placed(folder: Path) -> tuple[Path, Path]:
    """The small rules and data in a folder."""
    rules, data = folder / "small.eff", folder / "data"
    if not data.is_dir():
        data.mkdir()
        rules.write_text(RULES, "utf-8")
        for name, rows in TABLES:
            (data / f"{name}.csv").write_text(_table(rows), "utf-8")
    return rules, data


def _record_mutant(random: Random) -> bytes:
    return _encoded(json_mutant(random, record_seed()[0]))


def _trace_mutant(random: Random) -> bytes:
    return _encoded(json_mutant(random, record_seed()[1]))


def _verify(name: str, *options: str) -> Callable[[bytes, Path], None]:
    """Verify a record or a trace with the command, and see that it ends as commands do."""

    def run(data: bytes, folder: Path) -> None:
        from click.testing import CliRunner

        from effrules.cli.verify import command

        _placed(folder)
        path = folder / name
        path.write_bytes(data)
        result = CliRunner().invoke(command, [str(path), *options])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception

    return run


def replay_trace(data: bytes, folder: Path) -> None:
    """Have the independent checker look at a trace, as it is run alone."""
    from effrules.independent import replay, verdict

    _, cells = _placed(folder)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return
    verdict(replay(document, cells))


def _earlier_mutant(random: Random) -> bytes:
    return _encoded(text_mutant(random, [record_seed()[2]], CELLS))


def read_earlier(data: bytes, folder: Path) -> None:
    """Read the results of an earlier run."""
    from effrules.data.earlier import earlier_scores

    path = folder / "earlier.csv"
    path.write_bytes(data)
    _told(earlier_scores(path)[1])


TARGETS: dict[str, Target] = {
    "rules": Target(_rules_mutant, check_rules),
    "scoring": Target(_scoring_mutant, score_rules),
    "columns": Target(lambda random: hard_case(random).encode(), score_in_columns),
    "csv": Target(_csv_mutant, _read("csv", alone=True)),
    "json": Target(_json_mutant, _read("json")),
    "jsonl": Target(_jsonl_mutant, _read("jsonl")),
    "xlsx": Target(_zip_mutant(xlsx_seed), _read("xlsx")),
    "ods": Target(_zip_mutant(ods_seed), _read("ods")),
    "xlsb": Target(_zip_mutant(xlsb_seed), _read("xlsb")),
    "xls": Target(lambda random: bytes_mutant(random, xls_seed()), _read("xls", alone=True)),
    "sqlite": Target(_sqlite_mutant, _read("sqlite")),
    "parquet": Target(_parquet_mutant, _read("parquet", alone=True)),
    "earlier": Target(_earlier_mutant, read_earlier),
    "records": Target(_record_mutant, _verify("out.record.json")),
    "traces": Target(_trace_mutant, replay_trace),
    "traces-verified": Target(_trace_mutant, _verify("trace.json")),
    "registers": Target(years.register_mutant, years.asked("year/registers.sqlite")),
    "years": Target(years.manifest_mutant, years.asked("year/year.json")),
    "forms-back": Target(_zip_mutant(years.form_seed), years.collected),
}
"""By name."""
