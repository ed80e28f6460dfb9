"""``effrules diff`` as it is called: exit codes, formats, widths, files, and what is escaped."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from effrules.cli.main import main
from effrules.diagnostics.glyphs import width_of
from tests.diff_programs import edited
from tests.thesis import rules_at

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "diff-1.json").read_text("utf-8"))

RULES = """
methodology m version "1" { title en "<b>T</b> & co" scale 0 to 100 points }
source order { title en "Order" }
subject agency { staff: count, above 0  open: yes or no }
criterion one "<script>alert(1)</script>" out of 100 points { score = 50 points cite order }
total { round total to 1 decimal, half up cite order }
"""


def diff(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """The exit code, the output and the messages of a comparison."""
    with pytest.raises(SystemExit) as leaving:
        main(["diff", *map(str, arguments)])
    printed = capsys.readouterr()
    code = leaving.value.code
    assert isinstance(code, int)
    return code, printed.out, printed.err


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two rule files that differ in a figure."""
    old, new = tmp_path / "old.eff", tmp_path / "new.eff"
    old.write_text(RULES, "utf-8")
    new.write_text(edited(RULES, ("50 points", "60 points")), "utf-8")
    return old, new


def test_a_change_of_meaning_ends_with_2(capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]) -> None:
    """Where the meaning changes the exit code is 2, in every format."""
    for form in ("text", "json", "md", "html"):
        code, out, err = diff(capsys, *pair, "--format", form)
        assert (code, err) == (2, "")
        assert out


@pytest.mark.parametrize(
    "change",
    [("cite order }", "cite order } -- x"), ('"Order"', '"Decree"'), ('"<script>', '"Script<script>')],
)
def test_no_change_of_meaning_ends_with_0(
    capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path], change: tuple[str, str]
) -> None:
    """Comments, titles, sources: the exit code is 0."""
    pair[1].write_text(edited(RULES, change), "utf-8")
    code, _, err = diff(capsys, *pair)
    assert (code, err) == (0, "")


def test_the_same_is_said_to_be_the_same(capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]) -> None:
    """The same file twice; a file of other layout; a version split into two files."""
    code, out, _ = diff(capsys, pair[0], pair[0])
    assert code == 0
    assert "the texts are the same" in out
    pair[1].write_text(RULES.replace("{ ", "{\n"), "utf-8")
    code, out, _ = diff(capsys, *pair)
    assert code == 0
    assert "only layout, comments or files differ" in out
    folder = pair[0].parent / "split"
    folder.mkdir()
    head, tail = RULES.split("total {")
    (folder / "a.eff").write_text(head, "utf-8")
    (folder / "b.eff").write_text("total {" + tail, "utf-8")
    code, out, _ = diff(capsys, pair[0], folder)
    assert code == 0
    assert "only layout, comments or files differ" in out


def test_errors_in_rules_end_with_1(capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]) -> None:
    """Rules that do not check, or are not there: exit code 1, the findings of both on standard error, nothing printed."""
    pair[0].write_text("methodology", "utf-8")
    pair[1].write_text(edited(RULES, ("50 points", "5%")), "utf-8")
    code, out, err = diff(capsys, *pair)
    assert (code, out) == (1, "")
    assert "old.eff" in err
    assert "new.eff" in err
    code, out, err = diff(capsys, "no_such_rules", rules_at("2013"))
    assert (code, out) == (1, "")
    assert "no_such_rules" in err


@pytest.mark.parametrize(
    "wrong", [["--format", "pdf"], ["-o", "x.pdf"], ["--only", "some"], ["--old-data", "x"]]
)
def test_wrong_options_print_usage_only(
    capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path], wrong: list[str]
) -> None:
    """A wrong option: exit code 2, usage on standard error, nothing on standard output."""
    code, out, err = diff(capsys, *pair, *wrong)
    assert (code, out) == (2, "")
    assert "Usage" in err


@pytest.mark.parametrize("width", [40, 60, 80, 132])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_text_fits_any_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    """No line is wider than the terminal, but for a single word that is."""
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = diff(capsys, rules_at("2015"), rules_at("current"), "--lang", language)
    for line in out.splitlines():
        assert width_of(line) <= width or " " not in line.strip(), line
    assert "\x1b" not in out


def test_formulas_are_marked(capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]) -> None:
    """Without colours what went and what came stands between signs."""
    _, out, _ = diff(capsys, *pair)
    assert "[-50-]{+60+} points" in out


@pytest.mark.parametrize(("old", "new"), [("2011", "2015"), ("2015", "current"), ("2013", "2013")])
@pytest.mark.parametrize("only", ["meaning", "all"])
def test_json_fits_its_schema(capsys: pytest.CaptureFixture[str], old: str, new: str, only: str) -> None:
    """The JSON is what docs/schemas/diff-1.json describes; keys are unique and ``requires`` names them."""
    code, out, _ = diff(capsys, rules_at(old), rules_at(new), "--format", "json", "--only", only)
    document = json.loads(out)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    keys = [edit["key"] for edit in document["edits"]]
    assert len(keys) == len(set(keys))
    if only == "all":
        assert {key for edit in document["edits"] for key in edit["requires"]} <= set(keys)
    assert code == (2 if document["changes_meaning"] else 0)


def test_html_is_escaped_and_self_contained(
    capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]
) -> None:
    """Titles from rules are escaped; nothing is loaded from elsewhere and nothing is a script."""
    _, out, _ = diff(capsys, *pair, "--format", "html")
    assert "&lt;b&gt;T&lt;/b&gt; &amp; co" in out
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in out
    assert "<script" not in out
    assert not re.search(r"(src|href)\s*=|url\(|@import", out)
    assert "<del>50</del>" in out
    assert "<ins>60</ins>" in out


def test_a_file_is_written_by_its_ending(capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]) -> None:
    """The ending decides the format; nothing is printed; a place that cannot be written to is refused."""
    target = pair[0].parent / "out.json"
    code, out, _ = diff(capsys, *pair, "-o", target)
    assert (code, out) == (2, "")
    assert json.loads(target.read_text("utf-8"))["format"] == "effrules.diff/1"
    code, out, err = diff(capsys, *pair, "-o", pair[0].parent / "lacking" / "out.md")
    assert (code, out) == (2, "")
    assert "there is no folder" in err


def test_only_meaning_leaves_words_out(capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path]) -> None:
    """With ``--only meaning`` a new title is not told."""
    pair[1].write_text(edited(RULES, ("50 points", "60 points"), ('"Order"', '"Decree"')), "utf-8")
    assert "Decree" in diff(capsys, *pair)[1]
    assert "Decree" not in diff(capsys, *pair, "--only", "meaning")[1]


AMENDED = """
methodology m version "1" { scale 0 to 100 points }
source order { title en "Order" }
subject agency { staff: count }
block one {
    cite order
    direction first { score = 50 points }
    direction second { score = 40 points }
}
weights { one { first 30%  second 70% }  cite order }
total { cite order }
"""


def test_the_people_moved_are_told_what_was_laid_on_top(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With --set or --with the heading of the effect names it as the heading of the comparison does; a renamed part keeps its weight's line."""
    base, data = tmp_path / "base.eff", tmp_path / "d.json"
    base.write_text(AMENDED, "utf-8")
    data.write_text('{"agency": [{"id": "A", "staff": 1}]}', "utf-8")
    settings = ("--set", "weight.first=50%", "--set", "weight.second=50%")
    for form in ("text", "md", "html"):
        _, out, _ = diff(capsys, base, *settings, "--data", data, "--format", form)
        assert re.search(r"What changes: 1 → 1 \+ weight\.first=50% \+ weight\.second=50%", out), form
    draft = tmp_path / "draft.eff"
    draft.write_text(
        'methodology m version "2" amends "1" { draft }\n'
        'rename direction other was second because en "a name" cite order "1"\n'
        'change weights { one { first 50%  other 50% } } because en "even" cite order "2"\n'
        'change direction other { round to 1 decimal, half up } because en "short" cite order "3"\n',
        "utf-8",
    )
    _, out, _ = diff(capsys, base, draft, "--data", data, "--format", "md")
    assert "first 30% → 50%, other 70% → 50%" in out
    _, out, _ = diff(capsys, base, draft, "--data", data)
    assert 'Reason: a name; short (order "1", order "3") [version 2]' in out
