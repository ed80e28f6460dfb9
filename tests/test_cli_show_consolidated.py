"""``effrules show --consolidated`` and ``--as-of``: one text that reads back as the same program, and the right version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given, settings

from effrules.amend.locating import bundled
from effrules.audit.program_digest import canonical_text
from effrules.check.build import load, load_text
from effrules.check.checked import Checked
from effrules.cli import show
from effrules.history.consolidated import consolidated_text
from effrules.model import program as p
from effrules.model.basis import Origin
from tests.shipped import checked, read_alone
from tests.strategies import methodologies
from tests.thesis import VERSIONS, rules_at

BASE = """methodology m version "1" { scale 0 to 100 points  title en "M"  in force from 2011-01-01 to 2012-12-31 }
source order { title "Order" }
subject agency { staff: count, above 0 }
table report of agency { late: count  code: text, in norm }
figures norm { code: text  days: number  | "a" 5  | "b" 7  cite order }
define base = staff + 1
define worst(r: report): number = r.late + r.days
block goals {
    cite order
    direction budget { score = 60 points  not applicable when staff < 2  cite order }
    direction funds { score = when budget is applicable then budget before rounding otherwise 0 points  cite order }
    direction plans { score = 1 points * base but at most 100 points  assumed base en "plain" }
}
block citizens { score = when budget is applicable then budget otherwise 5 points  cite order }
penalty tardy {
    take 1 points * norm("a").days / 5 for each report where late > base
    from block goals
    at most 5 points in all
    cite order "1"
}
weights { goals 60% { equal }  citizens 40%  when not applicable: share out in proportion  cite order }
total { round block goals to 1 decimal, half up  cite order }
rating of block goals { good from 50 points  bad below 50 points  cite order }
rank agency by goals as rounded, highest first; equal totals share a place cite order
property more: one more report where late > 5 never raises goals
property bounded: a higher report.late never raises goals where late > base
"""

RENAMES = """methodology m version "2" amends "1" { in force from 2013-01-01 to 2014-12-31 }
rename source decree was order because en "a decree now" cite decree
rename table account was report because en "accounts now" cite decree
rename figures norms was norm because en "many" cite decree
rename define basis was base because en "clearer" cite decree
rename block aims was goals en "Aims" because en "new name" cite decree
rename direction use_of_funds was budget because en "new name" cite decree
rename penalty lateness was tardy because en "new name" cite decree
change weights { aims 50%  citizens 50% } because en "half each" cite decree "2"
example "one" {
    agency A { staff 5 }
    account of A { late 1, code "a" }
    expect use_of_funds of A is 60 points
}
"""


def written(folder: Path, *texts: str) -> Path:
    """Versions beside each other; the path of the last."""
    for at, text in enumerate(texts, 1):
        (folder / str(at)).mkdir(exist_ok=True)
        (folder / str(at) / "methodology.eff").write_text(text, "utf-8")
    return folder / str(len(texts))


def meaning(program: p.Program) -> str:
    """All that a program says but who wrote it: what a text that stands alone cannot repeat."""
    nowhere = Origin("")
    header = evolve(program.header, amends=None, replaces=None)

    def plain(item: Any) -> Any:
        return evolve(item, origin=nowhere)

    bare = evolve(
        program,
        header=header,
        dropped=(),
        renamed={},
        sources=tuple(map(plain, program.sources)),
        definitions={name: plain(one) for name, one in program.definitions.items()},
        figures={name: plain(one) for name, one in program.figures.items()},
        nodes={name: plain(one) for name, one in program.nodes.items()},
        weights=tuple(map(plain, program.weights)),
        adjustments=tuple(map(plain, program.adjustments)),
        ratings=tuple(map(plain, program.ratings)),
        rankings=tuple(map(plain, program.rankings)),
        properties=tuple(map(plain, program.properties)),
        examples=tuple(map(plain, program.examples)),
        institutions={name: plain(one) for name, one in program.institutions.items()},
        stages={name: plain(one) for name, one in program.stages.items()},
        spot_checks={name: plain(one) for name, one in program.spot_checks.items()},
        recommendations={name: plain(one) for name, one in program.recommendations.items()},
    )
    return canonical_text(bare)


def is_read_back(alone: Checked, chained: Checked) -> None:
    """Assert that what a chain means is what its consolidated text means."""
    assert alone.program is not None, alone.findings
    assert chained.program is not None, chained.findings
    assert alone.program.order == chained.program.order
    assert meaning(alone.program) == meaning(chained.program)


@pytest.mark.parametrize("name", [*bundled(), *map(rules_at, VERSIONS)], ids=str)
def test_rules_read_back_the_same(name: str | Path) -> None:
    """The consolidated text of each bundled version, and of those of the thesis, read alone, is the very same program."""
    is_read_back(read_alone(name), checked(name))


def test_not_there() -> None:
    """Rules that are not there are a finding."""
    assert [finding.code for finding in consolidated_text("no-such-rules")[1]] == ["E200"]


def test_renamed_things_read_back_the_same(tmp_path: Path) -> None:
    """Everything that can be renamed bears its new name wherever it is spoken of, in formulas too."""
    path = written(tmp_path, BASE, RENAMES)
    text, findings = consolidated_text(path)
    assert text is not None, findings
    is_read_back(load_text(text), load(path))
    rules = re.sub(r"--.*", "", text)
    for old in ("order", "report", "norm", "base", "goals", "budget", "tardy"):
        assert not re.search(rf"\b{old}\b", rules), old


@given(methodologies())
@settings(max_examples=15)
def test_any_methodology_reads_back_the_same(text: str) -> None:
    """A standing methodology is its own consolidated text, in another layout."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        whole, findings = consolidated_text(path)
        assert whole is not None, findings
        is_read_back(load_text(whole), load(path))


def test_a_new_name_that_hides_another(tmp_path: Path) -> None:
    """A new name that would mean a field where the old one meant a node is refused, with the name."""
    path = written(
        tmp_path,
        BASE,
        'methodology m version "2" amends "1" {}\nrename direction staff was budget because en "x" cite order\n',
    )
    text, findings = consolidated_text(path)
    assert text is None
    assert ["`staff`" in str(finding.message) for finding in findings] == [True]


def test_each_clause_says_who_wrote_it(tmp_path: Path) -> None:
    """Above each declaration stand its versions with their reasons; a younger clause has its own in the margin."""
    change = (
        'methodology m version "3" amends "2" { in force from 2015-01-01 }\n'
        'change direction use_of_funds { score = 70 points } because en "more" cite decree "3"\n'
        'drop direction plans { because en "no\tplan" cite decree }\n'
        'change weights { aims { equal } } because en "two" cite decree\n'
    )
    text, _ = consolidated_text(written(tmp_path, BASE, RENAMES, change))
    assert text is not None
    lines = text.splitlines()
    at = next(index for index, line in enumerate(lines) if "direction use_of_funds" in line)
    assert [line.strip() for line in lines[at - 3 : at]] == [
        "-- written by 1",
        "-- renamed by 2: new name (cite order)".replace("order", "decree"),
        '-- changed by 3: more (cite decree "3")',
    ]
    assert lines[at + 1].strip() == 'score = 70 points    -- 3: cite decree "3"'
    assert "-- direction plans, by 3: no plan (cite decree)" in lines
    declared = [
        line
        for line in lines
        if re.match(r"(source|subject|table|figures|define|block|penalty|weights|total) ?", line)
    ]
    assert len(declared) == 11
    for line in declared:
        assert lines[lines.index(line) - 1].startswith("-- "), line


def shown(*arguments: str | Path, columns: int = 200) -> tuple[int, str]:
    """How the command ends, and all that it says."""
    done = CliRunner().invoke(show.command, [str(word) for word in arguments], env={"COLUMNS": str(columns)})
    return done.exit_code, done.output


def test_text_is_the_same_as_consolidated() -> None:
    """``--text`` is another name of ``--consolidated``."""
    assert shown(rules_at("2015"), "--text") == shown(rules_at("2015"), "--consolidated")


def test_comments_in_a_language_and_a_width() -> None:
    """Reasons come in the language that is asked for; comments are broken at the width, and still are comments."""
    _, wide = shown(rules_at("2015"), "--consolidated", "--lang", "ru")
    assert "-- changed by 2015: приказ, действовавший в то время (cite order_goals_146)" in wide
    _, narrow = shown(rules_at("2015"), "--consolidated", "--lang", "ru", "--width", "40")
    comments = [line for line in narrow.splitlines() if line.startswith("--")]
    assert all(len(line) <= 42 or len(line.split()) <= 2 for line in comments), "only a path is longer"
    assert load_text(narrow).program == load_text(wide).program


@pytest.mark.parametrize(
    ("day", "version"),
    [("2011-01-01", "2011"), ("2012-12-31", "2011"), ("2013-01-01", "2013"), ("2014-12-31", "2013"),
     ("2016-12-31", "2015"), ("2017-01-01", "current"), ("2030-01-01", "current")],
)  # fmt: skip
def test_as_of_a_day(day: str, version: str) -> None:
    """From any version, a day finds the version that is in force on it; one without a last day ends where another begins."""
    for rules in ("2011", "2015", "current"):
        code, text = shown(rules_at(rules), "--consolidated", "--as-of", day)
        assert code == 0
        assert f'methodology thesis_assessment version "{version}"' in text
    code, outline = shown(rules_at("2013"), "--as-of", day)
    assert f"Version {version} (thesis_assessment)" in outline


def test_no_version_on_a_day(tmp_path: Path) -> None:
    """A day before the first version, or between two, is refused with the nearest ones; so is what is no day."""
    code, said = shown(rules_at("current"), "--as-of", "2010-12-31")
    assert code == 2
    assert (
        'no version of `thesis_assessment` is in force on 2010-12-31. The nearest: after it "2011" (from 2011-01-01).'
        in said
    )
    gap = RENAMES.replace("2013-01-01", "2013-06-01")
    path = written(tmp_path, BASE, gap, 'methodology m version "3" amends "2" {}\n')
    code, said = shown(path, "--as-of", "2013-05-31")
    assert code == 2
    assert (
        '"1" (2011-01-01 to 2012-12-31), after it "2" (2013-06-01 to 2014-12-31). Without days: "3".' in said
    )
    code, said = shown(rules_at("current"), "--as-of", "31.12.2014")
    assert (code, "`31.12.2014` is not a day like 2014-12-31." in said) == (2, True)


def test_several_versions_on_a_day(tmp_path: Path) -> None:
    """Two versions on one day are refused by name."""
    again = RENAMES.replace("2013-01-01", "2012-01-01")
    code, said = shown(written(tmp_path, BASE, again), "--as-of", "2012-06-01")
    assert code == 2
    assert '"1" (2011-01-01 to 2012-12-31) in ' in said
    assert '"2" (2012-01-01 to 2014-12-31) in ' in said
    assert "1/methodology.eff" in said
    assert "2/methodology.eff" in said


def test_rules_with_errors(tmp_path: Path) -> None:
    """Rules that do not check have no consolidated text; their errors are told."""
    code, said = shown(written(tmp_path, BASE.replace("citizens 40%", "citizens 30%")), "--consolidated")
    assert code == 1
    assert "E305" in said
