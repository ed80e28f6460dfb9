"""The thesis case: what its versions say, the published table of Karaganda, and its totals worked out a second way."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from flint import fmpq

from effrules.exact import NodeState
from effrules.model import program as p
from effrules.model.assumptions import all_assumptions
from tests.test_rules_shipped import examples_come_out, program_at, scored
from tests.thesis import THESIS, VERSIONS, rules_at, sample_of

KARAGANDA = THESIS.parent / "karaganda_2010"

PUBLISHED = {
    "staffing": "5.03",
    "qualification_requirements": "9.28",
    "turnover": "8.39",
    "rotation": "5",
    "training": "12.43",
    "corruption": "13.27",
    "satisfaction": "7.49",
    "management_system": "0",
}


def program_of(version: str, *overlays: Path) -> p.Program:
    """The program of a version."""
    return program_at(rules_at(version), *overlays)


@pytest.mark.parametrize("version", VERSIONS)
def test_sample_is_scored(version: str) -> None:
    """Each sample is scored whole: 40 bodies, each with a total on the scale and a place."""
    program = program_of(version)
    results = scored(program, sample_of(version))
    assert len(results.subjects) == 40
    for subject in results.subjects:
        assert subject.total.value is not None
        assert program.header.minimum <= subject.total.value <= program.header.maximum
        assert all(place is not None for place in subject.places.values())
    states = {node.state for subject in results.subjects for node in subject.nodes.values()}
    assert states == {NodeState.SCORED, NodeState.NOT_APPLICABLE}, "the sample should show both"


@pytest.mark.parametrize("version", VERSIONS)
def test_assumptions_are_said(version: str) -> None:
    """Nothing of the unknown weights and formulas is dressed up as law: every result rests on assumptions."""
    program = program_of(version)
    assert all_assumptions(program)
    assert all(clause.basis.is_assumed for clause in program.weights)
    results = scored(program, sample_of(version))
    assert all(subject.total.assumed for subject in results.subjects)


def test_directions_of_the_years() -> None:
    """Six directions in 2011, seven from 2013 with legal support, five in 2015; three blocks from 2017."""
    six = program_of("2011").root.parts
    seven = program_of("2013").root.parts
    five = program_of("2015").root.parts
    assert len(six) == 6
    assert set(seven) - set(six) == {"legal_support"}
    assert set(seven) - set(five) == {"legal_support", "acts_and_instructions"}
    assert set(five) <= set(seven)
    assert program_of("current").root.parts == ("goals", "citizens", "organisation")
    dropped = program_of("2015").dropped
    assert {d.name for d in dropped} == {"legal_support", "acts_and_instructions"}
    assert all("threshold" in (d.because.get("en") or "") and d.citations.is_stated for d in dropped)


def test_maxima_of_2010() -> None:
    """Personnel management carries the eight criteria and maxima of 2010, in all versions by directions."""
    for name in ("2011", "2013", "2015"):
        nodes = program_of(name).nodes
        maxima = [int(nodes[part].maximum.p) for part in nodes["personnel_management"].parts]
        assert maxima == [10, 10, 25, 5, 15, 15, 15, 5]


def test_karaganda_criterion_by_criterion() -> None:
    """The published table of the Karaganda akimat comes out criterion by criterion, with the exact total 60.89."""
    results = scored(program_of("2011"), KARAGANDA / "data")
    (karaganda,) = results.subjects
    for criterion, points in PUBLISHED.items():
        whole, _, rest = points.partition(".")
        assert karaganda.nodes[criterion].value == fmpq(int(whole + rest), 10 ** len(rest))
    assert karaganda.nodes["personnel_management"].value == fmpq(6089, 100)
    others = [n for n in program_of("2011").root.parts if n != "personnel_management"]
    assert {karaganda.nodes[n].state for n in others} == {NodeState.NOT_APPLICABLE}


def test_karaganda_as_published() -> None:
    """Rounded to one decimal, as the conclusion prints it, the direction has 60.9."""
    program = program_of("2011", KARAGANDA / "as_published.eff")
    (karaganda,) = scored(program, KARAGANDA / "data").subjects
    assert karaganda.nodes["personnel_management"].value == fmpq(609, 10)
    assert karaganda.nodes["personnel_management"].before_rounding == fmpq(6089, 100)


def test_penalty_of_block_one() -> None:
    """The 0.2 points for each case are cited, taken from block 1 only, after two decimals of mathematical rounding."""
    program = program_of("current")
    (penalty,) = program.adjustments
    assert penalty.target == "goals"
    assert isinstance(penalty.amount, p.Constant)
    assert penalty.amount.value == fmpq(1, 5)
    assert penalty.basis.citations[0].source == "thesis"
    rounding = program.nodes["goals"].rounding
    assert rounding is not None
    assert str(rounding) == "to 2 decimals, half up"
    assert program.nodes["citizens"].rounding is None


@pytest.mark.parametrize("version", VERSIONS)
def test_worked_cases(version: str) -> None:
    """Every `example` of the rules, worked out by hand in its comment, comes out exactly."""
    examples_come_out(program_of(version))


def rows_of(sample: Path, table: str) -> dict[str, list[dict[str, str]]]:
    """The rows of a table of a sample, by the body that they belong to."""
    by_agency: dict[str, list[dict[str, str]]] = {}
    with (sample / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            by_agency.setdefault(row["agency"], []).append(row)
    return by_agency


def mean(values: list[Fraction]) -> Fraction | None:
    """The mean, or nothing of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def degrees(rows: list[dict[str, str]]) -> Fraction | None:
    """The mean of fact to plan in points, capped at the plan, without rows that have no statistics."""
    found = []
    for row in rows:
        if row["actual"]:
            plan, actual = Fraction(row["plan"]), Fraction(row["actual"])
            ratio = actual / plan if row["better"] == "higher" else plan / actual if actual else Fraction(1)
            found.append(100 * min(ratio, Fraction(1)))
    return mean(found)


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """A number that is not negative, rounded half up."""
    return Fraction(int(value * 10**places + Fraction(1, 2)), 10**places)


def test_current_sample_worked_out_another_way() -> None:
    """All 40 totals of the three blocks come out of a plain calculation with fractions, straight from the files."""
    sample = sample_of("current")
    results = scored(program_of("current"), sample)
    tables = {
        name: rows_of(sample, name) for name in ("target", "indicator", "service", "portal", "incident")
    }
    penalised = 0
    for key, (agency,) in rows_of(sample, "agency").items():
        own = {name: rows.get(key, []) for name, rows in tables.items()}
        indicators = {
            direction: degrees([row for row in own["indicator"] if row["direction"] == direction])
            for direction in ("budget_use", "information_technology", "personnel_management")
        }
        shares = [100 * min(Fraction(r["in_time"]) / int(r["provided"]), Fraction(1)) for r in own["service"]]
        published = [100 * min(Fraction(r["published"]) / int(r["due"]), Fraction(1)) for r in own["portal"]]
        received = int(agency["appeals_received"])
        appeals = 100 * min(Fraction(agency["appeals_in_time"]) / received, Fraction(1)) if received else None
        services = mean(shares) if agency["provides_services"] == "yes" else None
        cases = sum(row["block"] == "goals" for row in own["incident"])
        penalised += cases
        goals = mean([d for d in (degrees(own["target"]), indicators["budget_use"]) if d is not None])
        if goals is not None:
            goals = max(half_up(goals) - Fraction(cases, 5), Fraction(0))
        citizens = mean([d for d in (services, appeals, mean(published)) if d is not None])
        inside = (indicators["information_technology"], indicators["personnel_management"])
        organisation = mean([d for d in inside if d is not None])
        total = mean([block for block in (goals, citizens, organisation) if block is not None])
        assert total is not None
        value = results.of(key).total.value
        assert isinstance(value, fmpq)
        assert Fraction(int(value.p), int(value.q)) == half_up(total), key
    assert penalised > 10
