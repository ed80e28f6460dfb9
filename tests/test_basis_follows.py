"""The basis follows the change: every figure rests on what the version that last wrote it states, in every view."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define, field
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.amend.versions import read_chain
from effrules.audit.program_digest import program_digest
from effrules.check.build import load
from effrules.check.soundness.founding_words import KINDS, Thing
from effrules.cli.main import cli
from effrules.data import from_tables
from effrules.exact import score
from effrules.history.blaming import attributed, stories_of
from effrules.history.consolidated import consolidated_text
from effrules.history.log import History, history
from effrules.history.part_keys import PartKind
from effrules.model import program as p
from effrules.model.grounds import Figure, FigureKind
from effrules.report.blocks.markdown import markdown
from effrules.report.document.composing import compose
from effrules.report.rules.outline import outline
from effrules.trace.json_text import document
from effrules.trace.tracing import trace
from effrules.words import Language
from tests.running import program_of, run

DECLARATIONS = {
    "block a": {"formula": "score = 40 points"},
    "block b": {"formula": 'score = norm("x").days * 10 points', "not applicable": "not applicable when staff < 1"},
    "block c": {"formula": "score = 30 points", "rounding": "round to 1 decimal, half up"},
    "penalty late": {"amount": "take 1 points", "cap": "at most 3 points in all", "leaving at least": "leaving at least 0 points"},
    "weights": {"weight a": "a 20%", "weight b": "b 30%", "weight c": "c 50%",
                "when not applicable": "when not applicable: share out in proportion"},
    "total": {"rounding": "round total to 2 decimals, half up", "never below": "never below 0 points"},
    "figures norm": {'row "x"': '| "x" 5', 'row "y"': '| "y" 7'},
}  # fmt: skip
"""Each declaration with its figures as they are written; an amendment writes some of them again."""

EXTRA = {"penalty late": "from total", "figures norm": "code: text  days: number"}
"""What else stands in a declaration."""

HEAD = 'methodology m version "{version}"{amends} {{ scale 0 to 100 points }}\n'
FIXED = """source s { title en "S" }
subject agency { staff: count }
"""

Key = tuple[str, str]


@define
class Oracle:
    """What each figure should rest on: the version that last wrote it, and the place in the source, or none."""

    rests: dict[Key, tuple[str, str | None]] = field(factory=dict)
    number: int = 0
    replaced: set[str] = field(factory=set)
    """Versions that replaced the weights: a second time would be a second set of them, which is refused."""

    def place(self) -> str:
        """A place in the source that nothing else cites."""
        self.number += 1
        return f"L{self.number}."


def written(name: str, figures: list[str], inside: str = "") -> str:
    """A declaration with some of its figures, and a basis inside it."""
    return f"{name} {{ {'  '.join([*(DECLARATIONS[name][one] for one in figures), inside])} }}"


def whole(name: str, place: str, oracle: Oracle, version: str, inside: bool = True) -> str:
    """A declaration with all its figures, resting on a place."""
    cite = f'cite s "{place}"' if inside else ""
    for one in DECLARATIONS[name]:
        oracle.rests[name, one] = (version, place)
    figures = [DECLARATIONS[name][one] for one in DECLARATIONS[name]]
    if cite and name in ("block c", "total"):  # a rounding takes the basis that stands behind it
        figures = [f"{one} {cite}" if one.startswith("round") else one for one in figures]
    own = [EXTRA[name]] if name in EXTRA else []
    parts = [*own, *figures, cite] if name == "figures norm" else [cite, *own, *figures]
    return f"{name} {{ {'  '.join(parts)} }}"


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[str], Oracle]:
    """The texts of a chain of versions, the standing one first, and what its figures should rest on in the end."""
    oracle = Oracle()
    standing = HEAD.format(version="1", amends="") + FIXED
    standing += "\n".join(whole(name, oracle.place(), oracle, "1") for name in DECLARATIONS) + "\n"
    texts = [standing]
    for number in range(2, draw(st.integers(2, 4)) + 1):
        version = str(number)
        text = HEAD.format(version=version, amends=f' amends "{number - 1}"')
        for _ in range(draw(st.integers(1, 4))):
            text += draw(amendment(oracle, version)) + "\n"
        texts.append(text)
    return texts, oracle


@st.composite
def amendment(draw: st.DrawFn, oracle: Oracle, version: str) -> str:
    """One amendment; the oracle learns of it."""
    name = draw(st.sampled_from(sorted(DECLARATIONS)))
    figures = sorted(DECLARATIONS[name])
    some = draw(st.lists(st.sampled_from(figures), min_size=1, unique=True))
    place = oracle.place()
    match draw(st.sampled_from(("behind", "behind", "inside", "nothing", "anew", "replace"))):
        case "inside" if name != "figures norm" and "rounding" not in some:
            because, inside = 'because "y"', f'cite s "{place}"'
        case "anew" if name != "figures norm":
            for one in figures:
                if one != "rounding":
                    oracle.rests[name, one] = (oracle.rests[name, one][0], place)
            return f'change {name} {{ cite s "{place}" }} because "y"'
        case "replace" if name != "weights" or version not in oracle.replaced:
            oracle.replaced |= {version} if name == "weights" else set()
            return f'replace {whole(name, place, oracle, version, inside=False)} because "y" cite s "{place}"'
        case "nothing":
            because, inside = 'because "y"', ""
        case _:
            because, inside = f'because "y" cite s "{place}"', ""
    rests = place if "cite" in because + inside else None
    for one in some:
        oracle.rests[name, one] = (version, rests)
    return f"change {written(name, some, inside)} {because}"


def things(program: p.Program) -> dict[str, p.ScoreNode | p.WeightsClause | p.Adjustment | p.Figures]:
    """The declarations of the program by the names of the test."""
    return {
        **{f"block {name}": program.nodes[name] for name in "abc"},
        "total": program.root,
        "weights": program.weights[0],
        "penalty late": program.adjustments[0],
        "figures norm": program.figures["norm"],
    }


def called(kind: str, about: str) -> str:
    """A figure as the test calls it."""
    word = {"at most in all": "cap", "cap": "cap"}.get(kind, kind)
    return f"{word} {about}".strip()


def grounds_of(program: p.Program) -> dict[Key, tuple[str, str | None]]:
    """What each figure rests on by the program."""
    found: dict[Key, tuple[str, str | None]] = {}
    for name, thing in things(program).items():
        for ground in thing.grounds:
            places = [cited.place.words.get("en") for cited in ground.basis.citations]
            assert len(places) <= 1
            assert bool(places) != any(made.unstated for made in ground.basis.assumptions)
            for figure in ground.figures:
                key = name, called(figure.kind.value, figure.about)
                assert key not in found
                found[key] = ground.version, places[0] if places else None
    return found


def traced(program: p.Program) -> dict[Key, tuple[str, str | None]]:
    """What each figure rests on by a trace."""
    dataset, _ = from_tables({"agency": [{"agency": "A", "staff": 5}]}, program.schema)
    assert dataset is not None
    made = document(trace(program, dataset, ["A"]).of("A"))
    names = {"figures": "figures norm", "penalty": "penalty late", "weights": "weights", "total": "total"}
    found = {}
    for clause in made["clauses"]:
        name = names.get(clause["kind"], f"{clause['kind']} {clause['name']}")
        for ground in clause["grounds"]:
            places = [cited["locator"] for cited in ground["citations"]]
            for figure in ground["figures"]:
                key = name, called(figure["kind"], figure["about"])
                found[key] = ground["version"], places[0] if places else None
    return found


def places_in(lines: Iterator[str] | list[str]) -> set[str]:
    """The places in the source that some lines name."""
    return {place for line in lines for place in re.findall(r"L\d+\.", line)}


def margins(text: str) -> dict[Key, str]:
    """What stands behind each figure in a consolidated text: its own margin, else what its declaration cites."""
    found: dict[Key, str] = {}
    for name, figures in DECLARATIONS.items():
        block = re.search(rf"^{re.escape(name)} \{{\n(.*?)^\}}", text, re.MULTILINE | re.DOTALL)
        assert block is not None, name
        lines = block[1].splitlines()
        cites = " ".join(
            line
            for line in lines
            if line.strip().startswith(("cite", "assumed")) and line.startswith("    " + line.strip()[0])
        )
        above = text[: block.start()].rsplit("\n\n", 1)[-1]
        for figure, words in figures.items():
            start = " ".join(words.split()[:2]).removeprefix("| ").replace("decimal,", "")
            at = next(
                i
                for i, line in enumerate(lines)
                if " ".join(line.split()).removeprefix("| ").startswith(start)
            )
            margin = lines[at].partition("    -- ")[2]
            if figure == "rounding":
                margin = next(
                    (line for line in lines[at + 1 : at + 2] if line.strip().startswith(("cite", "assumed"))),
                    "",
                )
            elif figure == "when not applicable":
                margin = next((line for line in above.splitlines() if "-- when not applicable" in line), "")
            found[name, figure] = (
                margin if "cite" in margin or "no basis" in margin or "assumed" in margin else cites
            )
    return found  # fmt: skip


@given(chains())
@settings(max_examples=40, deadline=None)
def test_every_figure_rests_on_its_own_version(case: tuple[list[str], Oracle]) -> None:
    """The program, a trace, the document, the outline, the consolidated text and blame all say what the oracle says."""
    texts, oracle = case
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for number, text in enumerate(texts, 1):
            (folder / f"{number}.eff").write_text(text, encoding="utf-8")
        path = folder / f"{len(texts)}.eff"
        checked = load(path)
        program = checked.program
        assert program is not None, checked.findings
        assert grounds_of(program) == oracle.rests
        assert traced(program) == oracle.rests
        live = {place for _, place in oracle.rests.values() if place is not None}
        lacking = {key for key, (_, place) in oracle.rests.items() if place is None}
        told = markdown(compose(program, Language.EN)).splitlines()
        rests = (line for line in told if line.startswith(("**Basis", "**Rounding")))
        assert places_in(rests) == live
        shown = markdown(outline(program)).splitlines()
        assert places_in(line for line in shown if "- **Basis" in line or "**Rounding" in line) == live
        whole_text, findings = consolidated_text(path)
        assert whole_text is not None, findings
        for key, said in margins(whole_text).items():
            version, place = oracle.rests[key]
            assert (
                (place in said) if place is not None else re.search("no basis|негізі көрсетілмеген", said)
            ), (key, said)
            if "--" not in said and re.search(r"\d: ", said):
                assert re.search(rf"(^| ){re.escape(version)}: ", said), (key, said)
        again = program_of(whole_text)
        for name, thing in things(again).items():
            assert set(thing.basis.citations) == set(things(program)[name].basis.citations)
            assert set(thing.basis.assumptions) == set(things(program)[name].basis.assumptions)
        marked = [finding for finding in checked.findings if finding.code == "W331"]
        assert bool(marked) == bool(lacking)
        assert all(str(finding.place).startswith(tuple(map(str, folder.glob("*.eff")))) for finding in marked)
        dataset, _ = from_tables({"agency": [{"agency": "A", "staff": 5}]}, program.schema)
        assert dataset is not None
        assert score(program, dataset).of("A").total.assumed == bool(lacking)
        chain, _ = read_chain(path)
        for name in DECLARATIONS:
            if name == "total":
                continue
            (story,) = stories_of(history(chain), tuple(name.split()))
            basis = [one.part.text for one in attributed(story) if one.part.key.kind is PartKind.BASIS]
            own = {
                place
                for (of, figure), (_, place) in oracle.rests.items()
                if of == name and figure != "rounding"
            }
            assert places_in(basis) == own - {None}
        assert blamed(history(chain)) == {key: version for key, (version, _) in oracle.rests.items()}


def blamed(found: History) -> dict[Key, str]:
    """Which version wrote each figure by the stories of the declarations."""
    by: dict[Key, str] = {}
    for name, figures in DECLARATIONS.items():
        (story,) = stories_of(found, tuple(name.split()))
        for one in attributed(story):
            if one.part.key.kind is PartKind.WEIGHTS:
                named = [f"weight {piece.name}" for piece in one.part.pieces] if name == "weights" else []
            else:
                named = [called(one.part.key.kind.value, one.part.key.about)]
            for figure in named:
                if figure in figures:
                    assert (name, figure) not in by
                    by[name, figure] = one.stage.version
    return by


def test_a_lacking_basis_is_the_same_in_the_consolidated_text(tmp_path: Path) -> None:
    """What effrules says of a basis that is not stated is no change from the version to its consolidated text, which says it too."""
    law, after, whole_text = (tmp_path / name for name in ("a.eff", "b.eff", "whole.eff"))
    law.write_text(LAW, "utf-8")
    after.write_text(
        'methodology m version "b" amends "a" {}\nchange weights { bx 50%  by_ 50% } because "y"', "utf-8"
    )
    whole_text.write_text(run("show", after, "--consolidated").stdout, "utf-8")
    assert "no basis is stated: weights (weight bx, weight by_)" in whole_text.read_text("utf-8")
    told = json.loads(run("diff", after, whole_text, "--format", "json").stdout)
    assert [one["kind"] for one in told["edits"]] == ["version"]


def test_what_is_written_again_unchanged_is_the_last_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that a version writes again as it was rests on that version's basis: blame and log name that version."""
    monkeypatch.chdir(tmp_path)
    blocks = "".join(f"block {one} {{ score = 50 points * x  cite s }}\n" for one in "gh")
    texts = {
        "a": f'source s {{ title "S" }}\nsubject agency {{ x: share }}\n{blocks}weights {{ g 50% h 50% cite s "1" }}',
        "b": 'change weights { g 60% h 40% cite s "2" } because "y"',
        "c": 'change weights { g 60% h 40% cite s "3" } because "z"\nreplace block g { score = 50 points * x  cite s } because "z"',
    }
    before = ""
    for name, text in texts.items():
        amends = f' amends "{before}"' if before else ""
        (tmp_path / f"{name}.eff").write_text(
            f'methodology m version "{name}"{amends} {{ scale 0 to 100 points }}\n{text}\n', "utf-8"
        )
        before = name
    for words in (["weights"], ["weights.total"], ["weight.g"], ["block", "g"]):
        said = CliRunner().invoke(cli, ["blame", "c.eff", *words, "--format", "json"])
        assert said.exit_code == 0, said.output
        (story,) = json.loads(said.stdout)["clauses"]
        parts = {one["part"]: (one["version"], one["place"]["file"]) for one in story["parts"]}
        for part in ("weights", "weight", "formula", "basis"):
            assert parts.get(part, ("c", "c.eff")) == ("c", "c.eff"), (words, part)
        last = story["stages"][-1]
        assert last["version"] == "c"
        assert any(one["before"] == one["after"] for one in last["changed"])
    shown = CliRunner().invoke(cli, ["log", "c.eff"]).stdout
    assert re.search(r"c, .*\n.*\n +changed +weights: parts of total, basis\n", shown), shown
    told = CliRunner().invoke(cli, ["blame", "c.eff", "weights", "--lang", "ru"]).stdout
    assert "записано заново без изменений" in told


def test_an_overlay_and_a_setting_are_amendments_too(tmp_path: Path) -> None:
    """What is laid on top or set rests on what it states, and on nothing else; the rest keeps its basis."""
    oracle = Oracle()
    base = tmp_path / "law.eff"
    text = HEAD.format(version="1", amends="") + FIXED
    base.write_text(
        text + "\n".join(whole(name, oracle.place(), oracle, "1") for name in DECLARATIONS), encoding="utf-8"
    )
    over = tmp_path / "w.eff"
    over.write_text(
        'change weights { a 20%  b 30% } because "x"\nchange penalty late { take 1 points } because "x" cite s "L99."',
        encoding="utf-8",
    )
    checked = load(base, (over,))
    assert checked.program is not None, checked.findings
    found = grounds_of(checked.program)
    assert found["weights", "weight a"] == found["weights", "weight b"] == ("w.eff", None)
    assert found["weights", "weight c"] == oracle.rests["weights", "weight c"]
    assert found["penalty late", "amount"] == ("w.eff", "L99.")
    assert [str(f.place) for f in checked.findings if f.code == "W331"] == [f"{over}:1:1"]
    data = tmp_path / "agency.csv"
    data.write_text("agency,staff\nA,5\n", encoding="utf-8")
    refused = CliRunner().invoke(cli, ["run", str(base), str(data), "--with", str(over), "--strict"])
    assert refused.exit_code == 1
    assert "W331" in refused.output
    done = CliRunner().invoke(
        cli,
        [
            "trace",
            str(base),
            str(data),
            "A",
            "--set",
            "weight.a=10%",
            "--set",
            "weight.b=40%",
            "--format",
            "json",
        ],
    )
    (clause,) = [one for one in json.loads(done.stdout)["clauses"] if one["kind"] == "weights"]
    rests = {f["about"]: ground for ground in clause["grounds"] for f in ground["figures"]}
    assert rests["a"]["version"] == rests["b"]["version"] == "--set"
    assert rests["a"]["citations"] == []
    assert rests["c"]["citations"] != []


LAW = """methodology m version "a" { in force from 2010-01-01 to 2017-12-31  scale 0 to 1 points }
source s2010 { title en "Survey 2010" }
source s2018 { title en "Survey 2018" }
subject country { x: points, between 0 and 1  y: points, between 0 and 1 }
block bx { score = x cite s2010 }
block by_ { score = y cite s2010 }
weights { bx 34%  by_ 66%  cite s2010 "annex: 0.34 and 0.66" }
"""
HALVES = """methodology m version "b" amends "a" { in force from 2018-01-01 }
change weights { bx 50%  by_ 50% } because en "halves" cite s2018 "annex: one half each"
"""


@pytest.mark.parametrize("view", ["trace", "document", "report", "show", "show --consolidated", "blame"])
def test_no_view_cites_the_old_annex(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the halves of 2018 no view says that the weights rest on the annex of 2010."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("a.eff", LAW), ("b.eff", HALVES), ("country.csv", "country,x,y\nA,0.5,1\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = {
        "trace": ["trace", "b.eff", "country.csv", "A", "--format", "json"],
        "document": ["document", "b.eff"],
        "report": ["report", "b.eff", "country.csv", "-o", "r.html"],
        "show": ["show", "b.eff"],
        "show --consolidated": ["show", "b.eff", "--consolidated"],
        "blame": ["blame", "b.eff", "weights", "--format", "json"],
    }[view]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    said = done.output
    if view == "report":
        page = (tmp_path / "r.html").read_text("utf-8")
        said = re.sub(
            r"<pre.*?</pre>", "", page, flags=re.DOTALL
        )  # the texts of the law as they were written
    if view == "blame":
        said = json.dumps(json.loads(said)["clauses"][0]["parts"])
    assert "one half each" in said
    assert "0.34 and 0.66" not in said


def test_every_version_that_changed_a_clause_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document names all of them: also those that wrote another clause of the total, or a node inside a replaced one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1.eff").write_text(
        HEAD.format(version="1", amends="") + FIXED + "block a { cite s  direction d { score = 1 points } }\n"
        "total { round total to 2 decimals, half up cite s  round block a to 1 decimal, half up cite s  never below 0 points  cite s }\n",
        encoding="utf-8",
    )
    anew = 'replace block a { direction d { score = 3 points } } because "x" cite s'
    changes = (
        'change total { never below 0 points } because "x" cite s',
        'change direction d { score = 2 points } because "x" cite s',
        f'change total {{ round total to 1 decimal, half up }} because "x" cite s {anew}',
        'change total { round block a to 2 decimals, half up } because "x" cite s',
    )
    for number, change in enumerate(changes, 2):
        text = HEAD.format(version=str(number), amends=f' amends "{number - 1}"') + change
        (tmp_path / f"{number}.eff").write_text(text, encoding="utf-8")
    program = load("5.eff").program
    assert program is not None
    assert program.root.origin.earlier == ("1", "2", "4")
    assert program.nodes["d"].origin.earlier == ("1", "3")
    told = CliRunner().invoke(cli, ["document", "5.eff"]).output
    block = told[told.index("Block. a") :]
    line = next(line for line in block.splitlines() if line.startswith("*"))
    assert "5" in line
    assert "4" in line
    assert "1" in line


def test_what_has_no_basis_is_said_in_each_language() -> None:
    """Every kind of declaration and of figure has its words: nothing English stands in a Kazakh or Russian sentence."""
    figures = [Figure(kind) for kind in FigureKind]
    for kind in KINDS:
        said = dict(Thing(kind, "n1").unstated(figures).texts)
        assert set(said) == {"kk", "ru", "en"}
        for language in ("kk", "ru"):
            assert not re.search(r"[a-z]{2,}", said[language]), said[language]
    said = dict(Thing("criterion", "plan").unstated([Figure(FigureKind.WEIGHT, "goals")]).texts)
    assert said["ru"] == "основание не указано: критерий plan (вес goals)"
    assert said["en"] == "no basis is stated: criterion plan (weight goals)"


def test_an_overlay_called_like_its_base_is_told_apart(tmp_path: Path) -> None:
    """A file without a heading is named with its ending, so that its figures are never taken for those of the version."""
    base, over, data = tmp_path / "law.eff", tmp_path / "w2.eff", tmp_path / "agency.csv"
    base.write_text(
        'methodology m version "w2" { scale 0 to 100 points }\nsource s { title "S" }\nsubject agency { x: share }\n'
        "block g { score = 50 points * x  cite s }\nblock h { score = 90 points * x  cite s }\nblock i { score = 9 points * x  cite s }\n"
        'weights { g 50% h 40% i 10%  cite s "1" }\n',
        encoding="utf-8",
    )
    over.write_text('change weights { g 40% h 50% } because "x" cite s "2"', encoding="utf-8")
    data.write_text("agency,x\nA,50%\n", encoding="utf-8")
    told = CliRunner(env={"COLUMNS": "200"}).invoke(
        cli, ["trace", str(base), str(data), "A", "--with", str(over), "--format", "json"]
    )
    assert told.exit_code == 0, told.output
    (weights,) = [one for one in json.loads(told.stdout)["clauses"] if one["kind"] == "weights"]
    rests = {f["about"]: ground["version"] for ground in weights["grounds"] for f in ground["figures"]}
    assert rests == {"g": "w2.eff", "h": "w2.eff", "i": "w2"}


def test_overlays_of_one_file_name_are_told_apart(tmp_path: Path) -> None:
    """Each has its turn behind its name, also where the version is called like the file, in results, traces and digests."""
    base, data = tmp_path / "law.eff", tmp_path / "agency.csv"
    base.write_text(
        'methodology m version "x.eff" { scale 0 to 100 points }\nsource s { title "S" }\nsubject agency { x: share }\n'
        "block g { score = 50 points * x  cite s }\nblock h { score = 90 points * x  cite s }\nblock i { score = 9 points * x  cite s }\n"
        'weights { g 50% h 40% i 10%  cite s "1" }\n',
        encoding="utf-8",
    )
    data.write_text("agency,x\nA,50%\n", encoding="utf-8")
    said: list[str] = []
    for folder, change in (("a", "weights { g 40% h 50% }"), ("b", "block i { score = 8 points * x }")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.eff").write_text(f'change {change} because "x" cite s "2"', encoding="utf-8")
        said += ["--with", str(tmp_path / folder / "x.eff")]

    def run(*words: str) -> str:
        done = CliRunner(env={"COLUMNS": "200"}).invoke(cli, [words[0], str(base), *words[1:], *said])
        assert done.exit_code == 0, done.output
        return done.stdout

    made = json.loads(run("trace", str(data), "A", "--format", "json"))
    clauses = {one["name"] or one["kind"]: one for one in made["clauses"]}
    rests = {
        f["about"]: ground["version"] for ground in clauses["weights"]["grounds"] for f in ground["figures"]
    }
    assert rests == {"g": "x.eff #1", "h": "x.eff #1", "i": "x.eff"}
    assert {ground["version"] for ground in clauses["i"]["grounds"]} == {"x.eff #2"}
    assert [one["version"] for one in made["methodology"]["texts"]] == ["x.eff", "x.eff #1", "x.eff #2"]
    assert "on top version x.eff #1 (x.eff); on top version x.eff #2 (x.eff)" in " ".join(
        run("run", str(data)).split()
    )

    def digest(*overlays: str) -> str:
        paths = [tmp_path / one for one in overlays]
        program = load(base, paths).program
        assert program is not None
        return program_digest(program, paths)

    before = digest("a/x.eff", "b/x.eff")
    (tmp_path / "a" / "x.eff").rename(tmp_path / "a" / "first.eff")
    assert digest("a/first.eff", "b/x.eff") == before
