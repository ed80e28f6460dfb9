"""Papers of a year: conclusions for bodies, what moved since the year before, drafts and approved ones."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from flint import fmpq

from effrules.cli.starter import METHODOLOGY
from effrules.cycle import opened
from effrules.cycle.concluding import Findings, concluded
from effrules.cycle.entries import Stage
from effrules.cycle.previous import Split, previous, since
from effrules.cycle.scored import ScoredStage, scored_stage
from effrules.report.blocks.markdown import markdown
from effrules.report.cycle import commission, expert
from effrules.report.cycle.conclusion import page
from effrules.words import Language, Message
from tests.starting import starter
from tests.test_year_comparing import decided
from tests.test_year_entering import refused
from tests.years import begun, sent, year

FOLDER = Path(__file__).parent / "golden_papers"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
OTHER_WEIGHTS = METHODOLOGY.replace("services   60%", "services   50%").replace(
    "complaints 40%", "complaints 50%"
)
CALLED_OTHERWISE = METHODOLOGY.replace("few_complaints", "no_complaints")


def scored(place: Path, stage: str = "final") -> ScoredStage:
    done = year("score", place, "--stage", stage, "--on", "2024-07-15")
    assert done.exit_code == 0, done.output
    return scored_stage(opened(place), Stage(stage))


def before(folder: Path, rules: str = OTHER_WEIGHTS) -> Path:
    """The year before: A answered fewer requests, by these rules."""
    (folder / "before").mkdir()
    place = begun(folder / "before", rules, 2022)
    assert year("verified", place, "A", "service/2", "in_time", "--verified", "10").exit_code == 0
    scored(place)
    return place


def played(folder: Path) -> Path:
    """A year: a figure found wrong, an incident struck out, objections upheld and rejected; both stages scored."""
    place = begun(folder)
    year("verified", place, "A", "service/1", "in_time", "--verified", "91")
    year("incident", place, "A", "complaint", "code=9")
    scored(place, "preliminary")
    for claim in ("42 requests were answered in time", "the complaint was about another body", "more points"):
        year("appeal", place, "A", "--node", "timeliness", "--claim", claim)
    decided(place, 9, "--correct", "A service/2 in_time=42")
    decided(place, 10, "--strike", "7")
    year(
        "decide", place, "11", "--outcome", "rejected", "--reason", "No document.", "--member", "B. Kassymova"
    )
    scored(place)
    return place


def conclusion(place: Path, key: str, earlier: Path | None = None, stage: Stage = Stage.FINAL) -> Findings:
    (found,) = concluded(
        scored_stage(opened(place), stage), None if earlier is None else previous(earlier), [key]
    )
    return found


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A year that was played, and the year before by other weights; nothing of them is changed."""
    folder = tmp_path_factory.mktemp("years")
    return played(folder), before(folder)


@pytest.mark.parametrize("language", Language)
def test_a_conclusion(years: tuple[Path, Path], language: Language) -> None:
    found = conclusion(years[0], "A", years[1])
    made = masked(markdown(page(found, language)))
    golden = FOLDER / f"conclusion.{language.value}.md"
    if UPDATE:
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def split(place: Path, earlier: Path, key: str) -> Split | Message:
    return since(scored_stage(opened(place), Stage.FINAL), previous(earlier)).split(key, "total")


def test_performance_rules_and_corrections_add_up(years: tuple[Path, Path]) -> None:
    """Rules and data are averaged over both orders; what is between preliminary and final is a correction."""
    found = split(*years, "A")
    assert isinstance(found, Split)
    old, new, final = fmpq(95 + 25, 2), fmpq(91 + 75, 2), fmpq(91 + 100, 2)  # of both services, in points

    def total(timely: fmpq, weight: fmpq) -> fmpq:
        return timely * weight + 50 * (1 - weight)

    half, more = fmpq(1, 2), fmpq(3, 5)
    assert (found.before, found.after) == (total(old, half), total(final, more))
    assert found.rules == (total(old, more) - total(old, half) + total(new, more) - total(new, half)) / 2
    assert (
        found.performance == (total(new, half) - total(old, half) + total(new, more) - total(old, more)) / 2
    )
    assert found.corrections == total(final, more) - total(new, more)


def test_the_same_rules_give_no_part_to_rules(tmp_path: Path, years: tuple[Path, Path]) -> None:
    found = split(years[0], before(tmp_path, METHODOLOGY), "A")
    assert isinstance(found, Split)
    assert found.rules == 0


def test_a_node_that_is_called_otherwise_is_the_same(tmp_path: Path, years: tuple[Path, Path]) -> None:
    found = since(scored_stage(opened(years[0]), Stage.FINAL), previous(before(tmp_path, CALLED_OTHERWISE)))
    assert found.score("A", "few_complaints") == 50


def test_a_file_of_results_gives_scores_and_places_only(years: tuple[Path, Path]) -> None:
    place, earlier = years
    whole = previous(earlier)
    assert whole.places["A"] == {"rank": 2}
    for name in ("final.csv", "final.json"):
        found = previous(earlier / name)
        assert found.places == whole.places
        assert found.scores["A"]["total"] == whole.scores["A"]["total"]
        assert (
            str(split(place, earlier / name, "A"))
            == "the results of the year before came without their rules and data"
        )


def text_of(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as word:
        return "".join(word.read(name).decode() for name in word.namelist() if name.endswith(".xml"))


def test_one_command_makes_all(tmp_path: Path, years: tuple[Path, Path]) -> None:
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    done = year("conclude", place, "--stage", "final", "--lang", "kk", "--lang", "ru")
    assert done.exit_code == 0, done.output
    folder = place / "papers" / "final"
    names = {
        f"{key}.{language}.{form}" for key in "ABCD" for language in ("kk", "ru") for form in ("docx", "html")
    }
    assert {one.name for one in folder.iterdir()} == names
    record = scored_stage(opened(place), Stage.FINAL).scored.record
    before_it = {one.name: one.read_bytes() for one in folder.iterdir()}
    for name in names:
        told = text_of(folder / name)
        assert record in told
        assert ("Жоба" if ".kk." in name else "Проект") in told
    assert (
        year("conclude", place, "--stage", "final", "--lang", "ru", "--lang", "kk", "-o", folder).exit_code
        == 0
    )
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before_it


def test_what_was_approved_is_no_draft(tmp_path: Path, years: tuple[Path, Path]) -> None:
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    approve = ("approve", place, "--stage", "final", "--member", "C. Saparova", "--on", "2024-08-01")
    assert year(*approve).exit_code == 0
    for path in (place / "final.record.json", *(place / "stages/final/data").iterdir()):
        path.unlink()  # derived files: they are made again
    assert year("conclude", place, "--stage", "final", "--body", "A", "--lang", "ru").exit_code == 0
    told = text_of(place / "papers/final/A.ru.html")
    assert "Проект" not in told
    assert "утверждены 1 августа 2024 года: C. Saparova" in told
    assert year("reopen", place, "--stage", "final", "--why", "a letter").exit_code == 0
    refused(
        year("conclude", place, "--stage", "final"), "final.record.json is not the record of what was scored"
    )


def test_what_cannot_be_concluded(tmp_path: Path) -> None:
    place = begun(tmp_path)
    refused(year("conclude", place, "--stage", "final"), "not scored yet: the final results")
    scored(place)
    refused(year("conclude", place, "--stage", "final", "--body", "AA"), "`AA` is no body of this year")
    refused(year("conclude", place, "--stage", "final", "--earlier", place / "bodies.csv"), "bodies.csv")
    year("incident", place, "A", "complaint", "code=9")
    done = year("conclude", place, "--stage", "final", "--body", "A", "--format", "html")
    assert "1 entry changed the data since they were scored" in done.output
    assert done.exit_code == 0
    assert [one.name for one in (place / "papers/final").iterdir()] == ["A.en.html"]


def masked(told: str) -> str:
    return re.sub("sha256:[0-9a-f]{64}", "sha256:…", told)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("paper", ["expert", "commission"])
def test_papers_about_all_bodies(years: tuple[Path, Path], paper: str, language: Language) -> None:
    year = opened(years[0])
    final, preliminary = (scored_stage(year, stage) for stage in (Stage.FINAL, Stage.PRELIMINARY))
    members = ("A. Omarova", "B. Kassymova")
    if paper == "expert":
        made = expert.page(final, "services", language, members)
    else:
        made = commission.page(final, preliminary, language, members)
    told, golden = masked(markdown(made)), FOLDER / f"{paper}.{language.value}.md"
    if UPDATE:
        golden.write_text(told, "utf-8")
    assert told == golden.read_text("utf-8")


def test_papers_are_written_and_signed_by_those_who_approved(
    tmp_path: Path, years: tuple[Path, Path]
) -> None:
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    folder = place / "papers" / "final"
    assert year("papers", place, "--stage", "final", "--member", "Nobody Else").exit_code == 0
    names = {"commission", "expert-services", "expert-complaints"}
    assert {one.name for one in folder.iterdir()} == {
        f"{name}.en.{form}" for name in names for form in ("docx", "html")
    }
    assert all(">Draft<" in text_of(one) and "Nobody Else" in text_of(one) for one in folder.iterdir())
    assert (
        year("approve", place, "--stage", "final", "--member", "C. Saparova", "--on", "2024-08-01").exit_code
        == 0
    )
    assert (
        year(
            "papers", place, "--stage", "final", "--member", "Nobody Else", "--paper", "commission"
        ).exit_code
        == 0
    )
    for form in ("docx", "html"):
        told = text_of(folder / f"commission.en.{form}")
        assert ">Draft<" not in told
        assert "Nobody Else" not in told
        assert "C. Saparova" in told
    refused(
        year("papers", place, "--stage", "final", "--paper", "commision"),
        "it is one of expert-services, expert-complaints or commission",
    )


def test_a_body_without_a_score_is_named(tmp_path: Path) -> None:
    place = tmp_path / "year"
    methodology, data = starter(tmp_path)
    assert (
        year("init", place, "--year", 2023, "--rules", methodology, "--bodies", data / "agency.csv").exit_code
        == 0
    )
    for body in "AB":
        sent(opened(place), body, data)
    told = markdown(commission.page(scored(place), None, Language.EN))
    assert "## Without a score\n\n- C\n- D\n" in told
