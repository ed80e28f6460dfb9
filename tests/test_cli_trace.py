"""``effrules trace``: formats, folding, widths, encodings, refusals; every case ends with the documented exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.amend.locating import display_name
from effrules.cli.trace import command
from effrules.cli.verify import command as verify_command
from effrules.diagnostics.glyphs import plain_for, width_of
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.terminal import terminal
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding, Line, trace_outline
from effrules.report.derivation.trace_tree import page
from effrules.report.derivation.why_not import page as why_not
from effrules.trace import steps as s
from effrules.trace.json_text import digest, document
from effrules.trace.referring import references
from effrules.trace.tracing import trace
from effrules.words import Language
from tests.costs import shared
from tests.running import program_of
from tests.starting import effrules
from tests.strategies import methodologies
from tests.test_trace import read_whole, traced
from tests.thesis import MIDDLE, rules_at, sample_of

CURRENT, SAMPLE = str(rules_at("current")), str(sample_of("current"))


def run(*arguments: object, columns: int = 80) -> Result:
    """What the command prints, in this process."""
    return CliRunner().invoke(command, list(map(str, arguments)), env={"COLUMNS": str(columns)})


@shared
def told(*arguments: object, columns: int = 80) -> str:
    """The same for a command that ends well."""
    done = run(*arguments, columns=columns)
    assert done.exit_code == 0, done.output
    return done.output


# -- What is shown --------------------------------------------------------------------------------------------------


def test_the_parts_of_the_total() -> None:
    """Without a node: every node with its score, weight and what it adds, but no formula and no cell."""
    text = told(CURRENT, SAMPLE, "C01", columns=200)
    program, _ = read_whole("current")
    for name in program.nodes:
        assert re.search(rf"  {name}(?: · cl\. [\d.]+)? · current/\w+\.eff:\d+:\d+$", text, re.MULTILINE), (
            name
        )
    assert "├ Achieving goals: 78.69* / 100; weight ≈33.33%; adds 26.23  goals · " in text
    assert "target.csv" not in text
    assert "Efficiency: medium" in text
    assert "Place: Central state body: 16 of 20" in text


def test_a_node_is_opened_down_to_the_cells() -> None:
    """With a node: its formula, the cells with file, place and raw text, and what it rests on."""
    text = told(CURRENT, SAMPLE, "C01", "achievement", columns=200)
    assert '└ Plan, code "01": 12  target.csv D2 "12"' in text
    assert "ASSUMED: the plain mean of the targets" in text
    assert 'cites press_2023 "indicators without statistics are not taken into account"' in text
    assert "├ t.better is higher: yes  current/block_1_goals.eff:42:10" in text


def test_rows_are_folded() -> None:
    """The first three rows stand below an aggregate and the rest is counted; a depth of 0 shows every row."""
    folded, whole = (told(CURRENT, SAMPLE, "C01", "achievement", *more) for more in ((), ("--depth", 0)))
    count = len(re.findall(r"Degree of achievement: code", whole))
    assert count > 3
    assert len(re.findall(r"Degree of achievement: code", folded)) == 3
    assert f"… and {count - 3} more" in folded
    assert "more" not in whole


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_depth(depth: int) -> None:
    """So many levels are shown, and what lies deeper is counted."""
    text = told(CURRENT, SAMPLE, "C01", "--depth", depth, columns=400)
    lines = [re.match(r"[│ ]*[├└]?", line) for line in text.splitlines()]
    levels = {len(found[0]) // 2 for found in lines if found and found[0].endswith(("├", "└"))}
    assert max(levels, default=0) <= depth
    assert "deeper (--depth)" in text


def test_what_did_not_happen_is_folded_away() -> None:
    """Branches not taken and caps that did not bite are told with --all only."""
    folded, whole = (told(CURRENT, SAMPLE, "C01", "achievement", *more) for more in ((), ("--all",)))
    assert "not taken:" not in folded
    assert "did not bite" not in folded
    assert "(not taken: `100%`, because an earlier condition holds)" in whole
    assert "(the cap of 1 did not bite" in whole


def test_a_penalty_without_incidents_is_folded_away() -> None:
    """A penalty that took nothing is told with --all only."""
    assert "penalty" not in told(CURRENT, SAMPLE, "C01", "goals")
    assert "no incident; nothing was taken" in told(CURRENT, SAMPLE, "C01", "goals", "--all", columns=200)


@pytest.mark.parametrize(("language", "word"), [("kk", "салмағы"), ("ru", "вес"), ("en", "weight")])
def test_languages(language: str, word: str) -> None:
    """Titles, words and decimal signs are those of the language."""
    text = told(CURRENT, SAMPLE, "C01", "--lang", language)
    assert word in text
    assert ("78.81" in text) is (language == "en")
    assert ("78,81" in text) is (language != "en")


# -- How wide, for whom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("arguments", [(), ("goals", "--depth", 0, "--all"), ("--why-not", 99)])
def test_no_line_is_too_long(columns: int, arguments: tuple[object, ...]) -> None:
    """A line is at most as wide as the terminal, unless what is left of it for text is taken by one word."""
    for line in told(CURRENT, SAMPLE, "C10", *arguments, columns=columns).splitlines():
        words = line.lstrip("│├└ ").lstrip()
        assert (
            width_of(line) <= columns or len(words.split()) == 1 or len(line) - len(words) > columns - 28
        ), line


def test_piped_without_colour() -> None:
    """Piped text is 80 columns wide and holds no control character."""
    done = effrules("trace", CURRENT, SAMPLE, "C01", folder=Path(SAMPLE))
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert max(map(width_of, done.stdout.splitlines())) <= 80


def test_colour() -> None:
    """On a terminal the names of nodes are bold and sources dim; the text is the same."""
    derivation = traced("current").of("C01")
    words = StepWords(derivation.program, Language.EN, "C01")
    plain, painted = (
        terminal(page(derivation, words, Folding()), width=80, colour=colour) for colour in (False, True)
    )
    assert "\x1b[1mTotal:\x1b[0m 78.81*" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "latin-1"])
def test_signs_of_other_encodings(encoding: str) -> None:
    """What an encoding lacks of the signs is replaced by plain ones, and nothing English becomes a question mark."""
    text = told(CURRENT, SAMPLE, "C10", "--depth", 0, "--all", columns=200)
    shown = plain_for(text, encoding).encode(encoding, "replace").decode(encoding)
    assert "?" not in shown
    assert "~33.33%" in shown
    assert plain_for(text, "utf-8") == text


# -- Formats --------------------------------------------------------------------------------------------------------


def test_json_has_the_files(tmp_path: Path) -> None:
    """The JSON is that of the derivation, with the digests of all files that were read."""
    path = tmp_path / "C01.json"
    told(CURRENT, SAMPLE, "C01", "goals", "-o", path)
    made = json.loads(path.read_text("utf-8"))
    program, dataset = read_whole("current")
    files = {display_name(file): file.name for file in rules_at("current").glob("*.eff")}
    own = document(trace(program, dataset, ["C01"], ranked=False).of("C01", "goals"), called=files)
    assert made["digest"] == digest(made)
    changed = {"data", "rules", "digest"}
    assert {k: v for k, v in made.items() if k not in changed} == json.loads(
        json.dumps({k: v for k, v in own.items() if k not in changed})
    )
    assert {one["file"] for one in made["data"]} == {file.name for file in Path(SAMPLE).glob("*.csv")}
    assert {one["file"] for one in made["rules"]} == set(files.values())
    assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in (*made["data"], *made["rules"]))


def test_formats_by_ending(tmp_path: Path) -> None:
    """The ending of a file says its format; --format says another."""
    beginnings = {"a.txt": "Assessment", "a.md": "# Assessment", "a.html": "<!doctype html>", "a.json": "{"}
    for name, beginning in beginnings.items():
        told(CURRENT, SAMPLE, "C01", "goals", "-o", tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").lower().startswith(beginning.lower()), name
    told(CURRENT, SAMPLE, "C01", "goals", "-o", tmp_path / "b.out", "--format", "md")
    assert (tmp_path / "b.out").read_bytes() == (tmp_path / "a.md").read_bytes()


def test_markdown_escapes_what_stands_in_data(tmp_path: Path) -> None:
    """A name in the data cannot become markup, nor steer the terminal."""
    (tmp_path / "rules.eff").write_text(
        'methodology m version "1" { scale 0 to 100 points }\nsource order { title en "Order" }\n'
        "subject agency { name: text  a: number }\n"
        'direction d { score = 1 points * a  cite order "1" }\n'
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "agency.csv").write_text("agency,name,a\nA,<b>*x*\x1b[1m,3\n", "utf-8")
    shown = [
        told(tmp_path / "rules.eff", tmp_path / "data", "A", "d", "--format", form) for form in ("md", "text")
    ]
    assert "\\<b>\\*x\\*" in shown[0]
    assert all("\x1b" not in text for text in shown)


def test_why_not_in_json() -> None:
    """The losses of the JSON make what is missing, each with the step at which it came about."""
    from fractions import Fraction

    made = json.loads(told(CURRENT, SAMPLE, "C10", "--why-not", "95", "--format", "json"))
    assert made["format"] == "effrules.why-not/1"
    assert sum(Fraction(loss["points"]) for loss in made["losses"]) == Fraction(made["missing"])
    assert Fraction(made["maximum"]) - Fraction(made["value"]) == Fraction(made["missing"])
    steps = json.loads(told(CURRENT, SAMPLE, "C10", "--format", "json"))["steps"]
    ops = {loss["kind"]: steps[int(loss["step"][1:])]["op"] for loss in made["losses"]}
    assert ops == {"score": "node", "penalty": "adjust", "rounding": "round"}


def test_why_not_reached() -> None:
    """A score that is reached, one that is not, and one that cannot be."""
    assert "70 is reached already" in told(CURRENT, SAMPLE, "C10", "--why-not", "70")
    assert "largest loss" in told(CURRENT, SAMPLE, "C10", "--why-not", "99,5")
    assert "making good all losses would not reach it" in told(
        CURRENT, SAMPLE, "C10", "--why-not", 101, columns=200
    )


# -- What if, failures, refusals --------------------------------------------------------------------------------------


def test_what_if_is_loud() -> None:
    """A changed number stands above all, in every format that people read."""
    setting = ("--set", "penalty.unreliable_information=1")
    for more in ((), ("--format", "md"), ("--why-not", 90), ("--why-not", 90, "--format", "md")):
        text = told(CURRENT, SAMPLE, "C10", "goals", *setting, *more)
        assert "WHAT IF" in text.splitlines()[0] + text.splitlines()[2]
        assert "penalty.unreliable\\_information=1" in text.replace("unreliable_", "unreliable\\_")
    assert "6 x 1 = 6" in told(CURRENT, SAMPLE, "C10", "goals", *setting, columns=200)
    page = told(CURRENT, SAMPLE, "C10", "goals", *setting, "--format", "html")
    head, _, _rest = page.partition("<h2")
    assert "WHAT IF" in head
    assert "<code>penalty.unreliable_information=1</code>" in head
    assert "WHAT IF" not in told(CURRENT, SAMPLE, "C10", "goals", "--format", "html").partition("<h2")[0]
    for more in ((), ("--why-not", 90)):
        made = json.loads(told(CURRENT, SAMPLE, "C10", "goals", *setting, *more, "--format", "json"))
        assert made["what_if"] == ["penalty.unreliable_information=1"]
        plain = json.loads(told(CURRENT, SAMPLE, "C10", "goals", *more, "--format", "json"))
        assert plain["what_if"] == []


@pytest.mark.parametrize(
    "settings_",
    [
        ("penalty.unreliable_information=1",),
        ("weight.goals=1%", "weight.citizens=98%", "weight.organisation=1%"),
    ],
)
def test_what_if_is_confirmed(settings_: tuple[str, ...], tmp_path: Path) -> None:
    """A trace with changed numbers is right in itself, names `--set` as their place, and says of what it is a trace."""
    path = tmp_path / "c10.json"
    told(CURRENT, SAMPLE, "C10", *(part for one in settings_ for part in ("--set", one)), "-o", path)
    done = CliRunner().invoke(verify_command, [str(path), "--rules", CURRENT, "--data", SAMPLE])
    assert done.exit_code == 0, done.output
    assert "note: what if: not the result of the rules as they stand" in done.stdout
    assert settings_[0] in done.stdout
    steps = json.loads(path.read_text("utf-8"))["steps"]
    written = [step["text"] for step in steps if step.get("place", "").startswith("--set:")]
    assert written == (["1 points"] if settings_[0].startswith("penalty") else [])


def test_amendments(tmp_path: Path) -> None:
    """An amendment laid on top is followed, and named."""
    overlay = tmp_path / "later.eff"
    overlay.write_text(
        'methodology thesis_assessment version "later" amends "current" { }\n'
        'change total { round total to 0 decimals, half up  assumed "for show" } because en "for show"\n'
    )
    text = told(CURRENT, SAMPLE, "C10", "--with", overlay, columns=200)
    assert "WHAT IF" in text
    assert "to a whole number, half up" in text


@pytest.fixture
def failing(tmp_path: Path) -> tuple[str, str]:
    """Rules that ask for the logarithm of 0, and data."""
    rules = tmp_path / "rules.eff"
    rules.write_text(
        'methodology m version "1" { scale 0 to 100 points }\nsource order { title en "Order" }\n'
        "subject agency { a: number }\n"
        'direction d { score = 100 points * ln(a)  cite order "1" }\n'
        'direction e { score = 10 points  cite order "1" }\n'
        'weights { equal  cite order "1" }\n'
    )
    data = tmp_path / "data"
    data.mkdir()
    (data / "agency.csv").write_text("agency,a\nA,0\nB,2\n")
    return str(rules), str(data)


@pytest.mark.parametrize("form", ["text", "md", "json", "html"])
def test_a_failed_score_is_traced(failing: tuple[str, str], form: str) -> None:
    """It is shown as far as it goes in every format; the finding follows, and the exit code is 1."""
    done = run(*failing, "A", "--format", form)
    assert done.exit_code == 1
    assert "the logarithm of" in done.stdout
    assert "error[E702]" in done.stderr
    well = run(*failing, "B", "--format", form)
    assert (well.exit_code, well.stderr) == (0, "")


def test_a_part_that_did_not_fail_is_well(failing: tuple[str, str]) -> None:
    """A failure elsewhere is no failure of the node asked for."""
    done = run(*failing, "A", "e")
    assert (done.exit_code, done.stderr) == (0, "")
    assert run(*failing, "A", "--why-not", 90).exit_code == 1


def test_unknown_names() -> None:
    """A body that is not there is a finding, a node that is not there a wrong argument; both with near names."""
    done = run(CURRENT, SAMPLE, "C1")
    assert done.exit_code == 1
    assert 'error[E722]: there is no agency "C1"' in done.stderr
    assert "did you mean" in done.stderr
    done = run(CURRENT, SAMPLE, "C01", "goal")
    assert done.exit_code == 2
    assert "there is no node `goal`. Did you mean `goals`" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--why-not", "many"), ("--why-not", "90", "--depth", "2"), ("--why-not", "90", "--all"),
        ("--depth", "2", "--format", "json"), ("--all", "--format", "html"),
        ("--depth", "-1"), ("-o", "trace.ods"), ("-o", "nowhere/trace.json"), ("-o", "."), ("--set", "weight=3"),
    ],
)  # fmt: skip
def test_refusals(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options that say nothing, and files that cannot be written, are refused before any work; nothing is written."""
    monkeypatch.chdir(tmp_path)
    done = run(CURRENT, SAMPLE, "C01", *arguments)
    assert done.exit_code == 2, done.output
    assert "Error: Invalid value" in done.stderr
    assert not list(tmp_path.iterdir())


def test_data_are_never_overwritten(failing: tuple[str, str]) -> None:
    """Neither a file of the data nor anything in their folder is written."""
    data = Path(failing[1])
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    for path in (data / "agency.csv", data / "trace.json"):
        done = run(*failing, "B", "-o", path, "--format", "json")
        assert done.exit_code == 2
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_wrong_rules_and_data(tmp_path: Path) -> None:
    """Errors in the rules or the data are findings, and the exit code is 1."""
    assert run("no_such_rules", SAMPLE, "C01").exit_code == 1
    assert run(CURRENT, tmp_path / "nothing", "C01").exit_code == 1


# -- Whatever the rules -----------------------------------------------------------------------------------------------


def all_lines(lines: tuple[Line, ...]) -> list[Line]:
    """Lines with all below them."""
    return [one for line in lines for one in (line, *all_lines(line.lines))]


@pytest.mark.parametrize("name", MIDDLE)
def test_every_cell_of_a_score_is_shown(name: str) -> None:
    """Opened whole, a tree leads to every cell that the value rests on (but those that only a filter looked at)."""
    derivations = traced(name)
    key = next(iter(derivations.subjects))
    derivation = derivations.of(key)
    words = StepWords(derivations.program, Language.EN, key)
    outline = trace_outline(derivation, words, Folding(rows=0, all=True))
    shown = {line.ref for line in all_lines(outline.lines)}
    used: set[int] = set()
    ahead = [derivation.root]
    while ahead:
        step = derivation.step(ahead.pop())
        if step.id in used:
            continue
        used.add(step.id)
        rows = getattr(step, "rows", None)
        filters = set() if rows is None else {at.where for at in (*rows.taken, *rows.left_out)}
        tests = {test.condition for test in step.tests} if isinstance(step, s.Node) else set()
        ahead += [ref for ref in references(step) if ref not in filters | tests]
    cells = {ref for ref in used if isinstance(derivation.steps[ref], s.Cell)}
    assert cells
    assert cells <= shown


@settings(max_examples=6)
@given(methodologies(), st.data(), st.sampled_from(Language))
def test_words_for_whatever_comes(text: str, data: st.DataObject, language: Language) -> None:
    """Every step of every score of random rules has its words, and every view is made of them."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    derivations = trace(program, dataset)
    for key in derivations.subjects:
        derivation = derivations.of(key)
        words = StepWords(program, language, key)
        for step in derivation.steps:
            assert words.label(step)
            assert words.shown(step) or isinstance(step, s.Weighting | s.Among)
            more = (words.exact(step), words.place(step), words.basis(step, derivation.clauses))
            done = (words.note(step, derivation.steps), words.working(step, derivation.steps))
            for said in (*more, *done, *words.not_taken(step, derivation.steps)):
                assert said.replace("\xa0", " ").isprintable()
        for folding in (Folding(), Folding(nodes_only=True), Folding(rows=0, all=True), Folding(depth=2)):
            assert terminal(page(derivation, words, folding), width=80)
            assert markdown(page(derivation, words, folding))
        assert terminal(why_not(derivation, words, program.root.maximum), width=80)
