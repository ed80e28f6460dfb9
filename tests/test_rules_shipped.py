"""The bundled rules, whatever they are: they check, score their samples, and their worked cases come out."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest
from flint import fmpq

from effrules.amend.locating import bundled
from effrules.check.build import load
from effrules.check.soundness.lints import titled
from effrules.data import read
from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import has_errors
from effrules.exact import NodeState, Results, SubjectResult, score
from effrules.independent import replay
from effrules.model import program as p
from effrules.model.ticking import acts_of
from effrules.trace.json_text import document
from effrules.trace.tracing import trace
from tests.shipped import checked

ROOT = Path(__file__).parent.parent
BUNDLED = bundled()


def program_at(path: str | Path, *overlays: Path) -> p.Program:
    """A program that must check without an error."""
    found = load(path, overlays) if overlays else checked(path)
    assert found.program is not None, found.findings
    return found.program


def scored(program: p.Program, folder: Path) -> Results:
    """The results of a data folder that must read and score without a finding."""
    dataset, findings = read(folder, program.schema)
    assert dataset is not None, findings
    assert not has_errors(findings)
    results = score(program, dataset)
    assert results.findings == ()
    return results


def test_there_are_bundled_rules() -> None:
    """The tests below are about something."""
    assert BUNDLED


@pytest.mark.parametrize("name", BUNDLED)
def test_rules_check(name: str) -> None:
    """Bundled rules, asked for by their name, have no error."""
    assert program_at(name).header.name


@pytest.mark.parametrize("name", BUNDLED)
def test_readers_are_told_titles(name: str) -> None:
    """All that is told by its title has one in Kazakh and in Russian; only the total and the places need none of their own."""
    lacking = [
        str(what)
        for _, what, titles in titled(program_at(name))
        if not {"kk", "ru"} <= {language for language, _ in titles.texts}
    ]
    assert not {*lacking} - {"the total", "`rank`"}


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_definitions_are_told_apart(name: str, language: str) -> None:
    """No two definitions are called alike, nor two parameters of one."""
    definitions = program_at(name).definitions.values()
    called = Counter(one.titles.get(language) for one in definitions)
    assert [title for title, count in called.items() if count > 1] == []
    for one in definitions:
        titles = [titles.get(language) for _, titles in one.parameter_titles]
        assert len(titles) == len({*titles})


@pytest.mark.parametrize("name", BUNDLED)
def test_sample_is_scored(name: str) -> None:
    """Each sample is scored whole, without a finding: whatever has no score is not applicable."""
    program = program_at(name)
    results = scored(program, BUNDLED[name] / "sample")
    assert results.subjects
    for subject in results.subjects:
        for node, outcome in subject.nodes.items():
            if program.nodes[node].no_total is None:
                # a total that does not apply to a body is without a score
                without = NodeState.NO_SCORE if node == "total" else NodeState.NOT_APPLICABLE
                assert outcome.state in (NodeState.SCORED, without), (subject.key, node)
    assert any(subject.has_score for subject in results.subjects)


@pytest.mark.parametrize("name", BUNDLED)
def test_derivations_are_confirmed(name: str) -> None:
    """The independent checker confirms every step of the first and the last body of the sample, and finds every cell."""
    program, sample = program_at(name), BUNDLED[name] / "sample"
    dataset, findings = read(sample, program.schema)
    assert dataset is not None, findings
    first, *_, last = (subject.key for subject in dataset.subjects)
    derivations = trace(program, dataset, (first, last))
    for key in (first, last):
        found = replay(json.loads(json.dumps(document(derivations.of(key)))), sample)
        assert not found.problems
        assert not found.undecided
        assert found.confirmed
        assert found.cells_seen


@pytest.mark.parametrize("name", BUNDLED)
def test_titles_in_kazakh_and_english(name: str) -> None:
    """Every node, table, field and penalty has a title in Kazakh and in English."""
    program = program_at(name)
    titled = [n.titles for n in program.nodes.values() if n.kind is not p.NodeKind.TOTAL]
    titled += [t.titles for t in program.schema.tables]
    titled += [f.titles for t in program.schema.tables for f in t.fields]
    titled += [a.titles for a in program.adjustments]
    for titles in titled:
        assert {"kk", "en"} <= {language for language, _ in titles.texts}, titles


def test_electronic_format_only_where_there_is_one() -> None:
    """In the monitoring the e-format indicator is not applicable to services that are not electronic."""
    for name in ("monitoring-2015", "monitoring-2016"):
        for service in scored(program_at(name), BUNDLED[name] / "sample").subjects:
            if service.subject.values["electronic"] is False:
                assert service.nodes["e_format"].state is NodeState.NOT_APPLICABLE


def worked(example: p.Example, program: p.Program) -> Dataset:
    """The data of a worked case."""
    tables = {table.name: table for table in program.schema.tables}
    dataset = Dataset([], {name: [] for name in tables})
    named: dict[str, Row] = {}
    for number, written in enumerate(example.rows):
        given = dict(written.values)
        owner = named[written.owner] if written.owner is not None else None
        values = {field.name: given.get(field.name) for field in tables[written.table].fields}
        row = Row(written.table, written.name or str(number), values, owner)
        row.children.update({t.name: [] for t in program.schema.tables if t.owner == written.table})
        named[written.name or f"row {number}"] = row
        dataset.rows[written.table].append(row)
        (dataset.subjects if owner is None else owner.children[written.table]).append(row)
    return dataset


def come_out(subject: SubjectResult, expectation: p.Expectation) -> object:
    """What came of that which a worked case expects."""
    what = expectation.what
    if expectation.kind == "rating":
        return subject.ratings[what]
    if what in subject.nodes:
        node = subject.nodes[what]
        return node.state.value if node.value is None else node.value
    if what in subject.adjustments:
        return subject.adjustments[what].taken
    place = subject.places[what]
    return None if place is None else fmpq(place.number)


def examples_come_out(program: p.Program) -> None:
    """Assert that the rules have worked cases, and that each comes out as it says."""
    assert program.examples
    for example in program.examples:
        results = score(program, worked(example, program))
        # A case may leave out the forms that nothing expected reads: the nodes that read them then say so.
        assert {finding.code for finding in results.findings} <= {"E726"}, example.name
        for expectation in example.expectations:
            value = expectation.value
            expected = value.value if isinstance(value, p.ExpectedState) else value
            got = come_out(results.of(expectation.subject), expectation)
            assert got == expected, (example.name, expectation)


@pytest.mark.parametrize(
    "rules", [*BUNDLED, ROOT / "docs" / "examples" / "hdi"], ids=lambda rules: Path(rules).name
)
def test_worked_cases(rules: str | Path) -> None:
    """Every `example` of the rules, worked out by hand in its comment, comes out exactly."""
    examples_come_out(program_at(rules))


def test_samples_come_from_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script with its fixed seed writes all samples again, to the byte, and nothing else lies there."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "scripts" / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path)
    written = {folder.relative_to(tmp_path) for folder in tmp_path.rglob("sample")}
    assert written == {
        folder.relative_to(ROOT)
        for home in ("rules", "tests/cases/thesis")
        for folder in (ROOT / home).glob("*/sample")
    }
    for folder in sorted(written):
        kept, made = (
            {file.name: file.read_bytes() for file in (root / folder).iterdir()} for root in (ROOT, tmp_path)
        )
        assert kept == made, folder


@pytest.mark.parametrize("name", BUNDLED)
def test_no_item_that_decides_scores_is_left_out(name: str) -> None:
    """By the inventories of the acts, each item that decides scores is expressed, and no item is cited that an act does not have."""
    left = [
        (act.source.name, act.gaps, act.unlisted)
        for act in acts_of(program_at(name))
        if not act.is_ticked_off
    ]
    assert left == []
