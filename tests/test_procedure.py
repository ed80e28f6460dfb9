"""How the year goes, as the rules say it: what is recommended, who assesses whom, and what amendments make of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from flint import fmpq

from effrules.check.build import load, load_text
from effrules.cli.main import cli
from effrules.compare.difference import difference
from effrules.compare.edits.building import built
from effrules.data.reading import from_tables
from effrules.exact import score
from effrules.exact.assessing import own_assessors
from effrules.independent import replay
from effrules.model import program as p
from effrules.model.procedure import DayOfYear, Month, YearOf
from effrules.model.things import Kept
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_outline import Folding, trace_outline
from effrules.report.recommending import recommended_text
from effrules.trace.json_text import document, json_text
from effrules.trace.tracing import trace
from effrules.words import Language
from tests.running import program_of

RULES = """
methodology m version "2023" { title en "M"  languages kk, ru, en  in force from 2023-01-01  scale 0 to 100 points }
source order { title kk "Б" ru "П" en "Order" }
subject agency kk "О" ru "О" en "Body" {
    code: text, unique
    kind: one of central kk "орталық" ru "центральный" en "central", local kk "ж" ru "м" en "local"
    plan: number, above 0
    actual: number, at least 0
    there: yes or no
}
institution finance kk "Қ" ru "Минфин" en "Finance" { is "MF"  cite order }
institution office kk "К" ru "Аппарат" en "Office"
criterion budget out of 60 points {
    title kk "Б" ru "Б" en "Budget"
    assessed by finance
    assessed by office where kind is local
    score = 60 points * actual / plan but at most 60 points
    not applicable when not there
    cite order
}
criterion other out of 40 points { title kk "Б" ru "Б" en "Other"  score = 40 points * actual / (plan + 1) but at most 40 points  cite order }
weights { when not applicable: share out in proportion  cite order }
recommend fulfil kk "Т" ru "Т" en "Fulfil" {
    for criterion budget
    when budget < 30 points
    text kk "{actual / plan rounded to 1 decimal of the percentage, half up}, {kind}"
         ru "{actual / plan rounded to 1 decimal of the percentage, half up} из {plan}, {kind}, {there}"
         en "{{{actual}}} of {plan}: {budget}"
    cite order
}
recommend never kk "Т" ru "Т" en "Never" { for criterion budget  when plan is 0  text kk "ж" ru "н" en "n"  cite order }
recommend broken kk "Т" ru "Т" en "Broken" { for criterion other  when power(actual - 7, -1) is 1  text kk "ж" ru "н" en "n"  cite order }
"""


def results(*rows: dict[str, object], text: str = RULES):  # type: ignore[no-untyped-def]
    """The program and what comes out for some bodies."""
    program = program_of(text)
    dataset, told = from_tables({"agency": list(rows)}, program.schema)
    assert dataset is not None, told
    return program, dataset, score(program, dataset)


BODY = {"code": "MA", "kind": "central", "plan": "12000", "actual": "4000.5", "there": "yes"}


def test_values_are_filled_in_as_each_language_writes_them() -> None:
    """Percentages, numbers and choices stand as readers of the language expect them."""
    program, _, made = results(BODY)
    (advice,) = made.of("MA").recommended
    told = {language: recommended_text(advice, program, language) for language in Language}
    assert told == {
        Language.KK: "33,3\u00a0%, орталық",
        Language.RU: "33,3\u00a0% из 12\u202f000, центральный, да",
        Language.EN: "{4000.5} of 12\u202f000: 20.0025",
    }


def test_what_is_not_applicable_or_does_not_hold_is_not_recommended() -> None:
    """A condition is not asked of a node that is not applicable; one that cannot be worked out is told, and the others come out."""
    _, _, made = results(
        BODY | {"code": "A", "there": "no"},
        BODY | {"code": "B", "actual": "11000"},
        BODY | {"code": "C", "actual": "7"},
    )
    assert [[one.name for one in made.of(key).recommended] for key in "ABC"] == [[], [], ["fulfil"]]
    (finding,) = made.findings
    assert finding.code == "E702"
    assert str(finding.notes[-2].text) == "agency `C`" or "recommendation `broken`" in map(
        str, [n.text for n in finding.notes]
    )


@pytest.mark.parametrize("node", ["total", "budget"])
def test_a_trace_says_why_something_is_recommended(node: str) -> None:
    """The condition with its values, step by step; whoever replays it finds a condition that does not hold."""
    program, dataset, _ = results(BODY)
    of = trace(program, dataset).of("MA", node)
    made = document(of)
    (advice,) = made["recommendations"]
    step = next(one for one in made["steps"] if one["id"] == advice["since"])
    assert (advice["name"], advice["titles"]["en"], step["op"], step["value"]) == (
        "fulfil",
        "Fulfil",
        "compare",
        True,
    )
    assert replay(json.loads(json_text(of))).problems == []
    last = trace_outline(of, StepWords(program, Language.EN, "MA"), Folding()).lines[-1]
    assert last.label == "Recommended: Fulfil"
    assert [one.label for one in last.lines[0].lines] == ["budget"]
    other = next(one["id"] for one in made["steps"] if one["value"] is not True)
    spoilt = made | {"recommendations": [advice | {"since": other}]}
    assert any("does not hold" in words for _, words in replay(spoilt).problems)


def test_a_trace_of_another_node_recommends_nothing() -> None:
    """What is recommended for one criterion does not stand in the trace of another."""
    program, dataset, _ = results(BODY)
    assert "recommendations" not in document(trace(program, dataset).of("MA", "other"))


def test_results_in_json_say_what_is_recommended(tmp_path: Path) -> None:
    """By language, with the values filled in; and nothing of it where the rules recommend nothing."""
    (tmp_path / "m.eff").write_text(RULES, "utf-8")
    (tmp_path / "agency.csv").write_text(",".join(BODY) + "\n" + ",".join(map(str, BODY.values())), "utf-8")
    ran = CliRunner().invoke(cli, ["run", str(tmp_path / "m.eff"), str(tmp_path), "--format", "json"])
    (body,) = json.loads(ran.stdout)["subjects"]
    assert [(one["name"], one["node"], one["texts"]["ru"]) for one in body["recommendations"]] == [
        ("fulfil", "budget", "33,3\u00a0% из 12\u202f000, центральный, да")
    ]


def test_nobody_assesses_himself() -> None:
    """A body that is the institution is told of, unless the rules name another for it."""
    program, dataset, _ = results(BODY | {"code": "MF"}, BODY)
    (finding,) = own_assessors(program, dataset)
    assert (finding.code, str(finding.message)) == (
        "W493", "`MF` would assess itself: criterion `budget` is assessed by Finance",
    )  # fmt: skip
    program, dataset, _ = results(BODY | {"code": "MF", "kind": "local"})
    assert own_assessors(program, dataset) == ()


CHANGED = """
methodology m version "2024" amends "2023" { in force from 2024-01-01 }
source decree { title kk "Ж" ru "У" en "Decree" }
change stage objections { within 7 calendar days after reports  drop only with documents  cite decree } because kk "е" ru "п" en "longer"
rename stage reports was report
drop spot check figures { because kk "е" ru "п" en "no longer" cite decree }
add institution commission kk "К" ru "К" en "Commission" cite decree
replace recommend fulfil { for criterion budget  when budget < 10 points  text kk "к" ru "р" en "r"  cite decree }
change institution finance { drop is }
"""

PROCEDURE = """
stage report kk "Е" ru "О" en "Reports" { kind reports  by agency  from 15 january of the year after  to last day of february of the year after  cite order }
stage objections kk "Қ" ru "В" en "Objections" { kind objections  by agency  within 5 calendar days after report  only with documents  cite order }
spot check figures kk "Т" ru "П" en "Check" { of agency.actual  tolerance 5%  cite order }
"""


def amended(tmp_path: Path, change: str = CHANGED) -> p.Program:
    """The rules of 2024."""
    (tmp_path / "2023.eff").write_text(RULES + PROCEDURE, "utf-8")
    (tmp_path / "2024.eff").write_text(change, "utf-8")
    checked = load(tmp_path / "2024.eff")
    assert checked.program is not None, checked.findings
    return checked.program


def test_amendments_change_clauses_and_keep_the_rest(tmp_path: Path) -> None:
    """A change replaces single clauses, a drop takes them out, what is renamed is still found, and its basis follows."""
    program = amended(tmp_path)
    stage = program.stages["objections"]
    assert stage.within is not None
    assert (stage.within.days, stage.within.after, stage.only_with_documents) == (7, "reports", False)
    assert stage.by == ("agency",)
    assert [one.source for one in stage.basis.citations] == ["decree"]
    assert set(program.stages) == {"reports", "objections"}
    assert program.spot_checks == {}
    assert program.institutions["finance"].subject is None
    assert program.institutions["commission"].basis.citations[0].source == "decree"
    assert [one.name for one in program.dropped] == ["figures"]


def test_the_text_as_it_stands_reads_back_the_same(tmp_path: Path) -> None:
    """The consolidated text has all of it, under the names of today."""
    program = amended(tmp_path)
    shown = CliRunner().invoke(cli, ["show", str(tmp_path / "2024.eff"), "--text"])
    again = load_text(shown.output).program
    assert again is not None, shown.output
    assert {kind: list(group) for kind, group in again.procedure.items()} == {
        kind: list(group) for kind, group in program.procedure.items()
    }
    assert again.stages["objections"].within == program.stages["objections"].within
    assert [one.basis.is_stated for group in again.procedure.values() for one in group.values()] == [
        one.basis.is_stated for group in program.procedure.values() for one in group.values()
    ]


def test_what_a_comparison_tells(tmp_path: Path) -> None:
    """Each clause that changed, in readers' words; what came and what went; scores are not touched."""
    amended(tmp_path)
    files = [str(tmp_path / "2023.eff"), str(tmp_path / "2024.eff")]
    told = CliRunner().invoke(cli, ["diff", *files, "--lang", "ru"]).output
    assert "На баллы ни одно изменение не влияет." in told
    for line in (
        "В течение: 5 календарных дней после: О → 7 календарных дней после: О",
        "Условия: только с подтверждающими документами → нет",
        "Сам является органом: MF → нет",
        "К (учреждение): добавлено",
        "П (выборочная проверка): исключено",
        "Допуск: 5\u00a0% от указанного в отчете",
        "Когда рекомендуется: «Б» < 30 баллов → «Б» < 10 баллов",
    ):
        assert line in told, told


def test_edits_lead_from_one_to_the_other(tmp_path: Path) -> None:
    """Applied together they give the new rules; each by itself gives rules that can be followed."""
    new = amended(tmp_path)
    old = load(tmp_path / "2023.eff").program
    assert old is not None
    found = difference(old, new)
    whole = built(found.sides, found.edits)
    assert {kind: dict(group) for kind, group in whole.procedure.items()} == {
        kind: {name: evolve(one, origin=group_of(whole, kind)[name].origin) for name, one in group.items()}
        for kind, group in new.procedure.items()
    }
    for edit in found.edits:
        alone = built(found.sides, [one for one in found.edits if one is edit or one.key in edit.requires])
        assert score(alone, from_tables({"agency": [BODY]}, alone.schema)[0]).subjects  # type: ignore[arg-type]


def group_of(program: p.Program, kind: Kept):  # type: ignore[no-untyped-def]
    """The declarations of a kind."""
    return program.procedure[kind]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("change stage reporting { to 1 march of the year }", "cannot change stage reporting: there is none"),
        ("change stage report { drop within }", "cannot drop `within`: there is none"),
        ("drop spot check figure", "cannot drop spot check figure: there is none"),
    ],
)
def test_what_is_not_there_cannot_be_amended(tmp_path: Path, change: str, said: str) -> None:
    """As of all declarations."""
    (tmp_path / "2023.eff").write_text(RULES + PROCEDURE, "utf-8")
    head = 'methodology m version "2024" amends "2023" { in force from 2024-01-01 }\n'
    (tmp_path / "2024.eff").write_text(head + change, "utf-8")
    assert said in [str(one.message) for one in load(tmp_path / "2024.eff").findings]


def test_days_of_the_year() -> None:
    """Days by rule are those of the year that is meant; the last day of a month is what it is."""
    assert DayOfYear(30, Month.DECEMBER, YearOf.BEFORE).of(2023) == date(2022, 12, 30)
    assert DayOfYear(None, Month.FEBRUARY, YearOf.AFTER).of(2023) == date(2024, 2, 29)
    assert DayOfYear(None, Month.DECEMBER, YearOf.SAME).of(2023) == date(2023, 12, 31)


def test_a_difference_within_the_tolerance_has_no_consequence() -> None:
    """A share of what was reported, or a number; of what is no number, any difference."""
    relative = load_text(RULES + PROCEDURE).program
    assert relative is not None
    check = relative.spot_checks["figures"]
    assert [check.beyond(fmpq(100), fmpq(value)) for value in (95, 105, 94, 106)] == [
        False,
        False,
        True,
        True,
    ]
    assert [check.beyond(fmpq(0), fmpq(0)), check.beyond(fmpq(0), fmpq(1)), check.beyond("a", "b")] == [
        False,
        True,
        True,
    ]
    assert check.covers("agency", "actual")
    assert not check.covers("agency", "plan")
