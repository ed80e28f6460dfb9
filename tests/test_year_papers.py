"""Papers of a year: conclusions for bodies, what moved since the year before, drafts and approved ones."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from flint import fmpq

from effrules.cli.starter import METHODOLOGY
from effrules.cli.year.paper import paper
from effrules.cycle import opened
from effrules.cycle.concluding import Findings, concluded
from effrules.cycle.entries import Stage
from effrules.cycle.previous import Split, previous, since
from effrules.cycle.scored import ScoredStage, scored_stage
from effrules.cycle.windows import last_day
from effrules.model.program import Within
from effrules.report.blocks.markdown import markdown
from effrules.report.cycle import commission, expert
from effrules.report.cycle.conclusion import page
from effrules.report.cycle.conclusion_moved import Moved
from effrules.report.cycle.lost import changes
from effrules.report.cycle.telling import Telling
from effrules.report.cycle.template import filled
from effrules.trace.losses import LossKind
from effrules.words import Language, Message
from tests.document_pages import W
from tests.starting import starter
from tests.test_year_comparing import decided
from tests.test_year_entering import entries, refused
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
    assert (
        year(
            "verified", place, "A", "service/2", "in_time", "--verified", "10", "--on", "2024-02-10"
        ).exit_code
        == 0
    )
    scored(place)
    return place


def played(folder: Path) -> Path:
    """A year: a figure found wrong, an incident struck out, objections upheld and rejected; both stages scored."""
    place = begun(folder)
    year("verified", place, "A", "service/1", "in_time", "--verified", "91", "--on", "2024-02-10")
    year("incident", place, "A", "complaint", "code=9", "--on", "2024-02-10")
    scored(place, "preliminary")
    for claim in ("42 requests were answered in time", "the complaint was about another body", "more points"):
        year("appeal", place, "A", "--node", "timeliness", "--claim", claim, "--on", "2024-07-15")
    decided(place, 9, "--on", "2024-07-15", "--correct", "A service/2 in_time=42")
    decided(place, 10, "--on", "2024-07-15", "--strike", "7")
    year(
        "decide",
        place,
        "11",
        "--outcome",
        "rejected",
        "--reason",
        "No document.",
        "--member",
        "B. Kassymova",
        "--on",
        "2024-07-15",
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


def test_what_is_lost_no_more_is_still_in_the_rules(years: tuple[Path, Path]) -> None:
    """Only what the rules do not have any more is said to be of the year before."""
    found = conclusion(years[0], "A", years[1])
    key = (LossKind.SCORE, "few_complaints", "")
    gone = (LossKind.PENALTY, "services", "gone")
    moved = changes({}, {key: fmpq(20), gone: fmpq(1)}, {})
    assert moved == [(key, 20, 0, 20), (gone, 1, 0, 1)]
    renamed = changes(
        {}, {(LossKind.SCORE, "complaints_few", ""): fmpq(20)}, {"few_complaints": "complaints_few"}
    )
    assert renamed == [(key, 20, 0, 20)]
    part = Moved(found, Telling(found.stage.year.program, Language.EN))
    assert part.reason(key) == "Few justified complaints"
    assert part.reason((LossKind.ROUNDING, "", "")) == "Rounding"


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
    year("incident", place, "A", "complaint", "code=9", "--on", "2024-02-10")
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
        year(
            "init",
            place,
            "--year",
            2023,
            "--rules",
            methodology,
            "--bodies",
            data / "agency.csv",
            "--on",
            "2023-12-01",
        ).exit_code
        == 0
    )
    for body in "AB":
        sent(opened(place), body, data)
    told = markdown(commission.page(scored(place), None, Language.EN))
    assert "## Without a score\n\n- C\n- D\n" in told


PROCEDURE = (
    METHODOLOGY
    + """
calendar kz "Working days" { weekend saturday, sunday  from 2024-01-01 to 2024-12-31  holiday 2024-07-08  assumed en "invented" }
stage conclusions "Conclusions" { kind conclusions  by assessors  to 2024-07-15  assumed en "invented" }
stage objections "Objections" {
    kind objections
    by agency
    within 5 working days after conclusions by calendar kz
    only with documents
    assumed en "invented"
}
stage decisions "Decisions on objections" {
    kind decisions
    by a commission without the assessors
    within 15 calendar days after objections
    assumed en "invented"
}
recommend faster "Answer in time" {
    for criterion in_time
    when in_time < 90 points
    text en "Answer more requests in time: {in_time rounded to 1 decimal, half up} of 100 points"
    assumed en "invented"
}
"""
)


def test_what_is_recommended_and_how_to_object(tmp_path: Path) -> None:
    """The last day is counted from the day on which the conclusion is sent; what was sent is kept, and objections name it."""
    place = begun(tmp_path, PROCEDURE)
    assert year("score", place, "--stage", "preliminary", "--on", "2024-07-01").exit_code == 0
    send = (
        "conclude",
        place,
        "--stage",
        "preliminary",
        "--lang",
        "en",
        "--lang",
        "ru",
        "--format",
        "html",
        "--send",
    )
    done = year(*send, "--on", "2024-07-05")
    assert done.exit_code == 0, done.output
    assert "8 papers are entered as sent" in done.output
    again = year(*send, "--on", "2024-07-09")
    assert again.exit_code == 2
    assert "went out already" in " ".join(again.output.split())
    told = text_of(place / "papers/preliminary/D.en.html")
    assert "Answer more requests in time: 54.2 of 100 points" in told
    assert "Answer more" not in text_of(place / "papers/preliminary/C.en.html")
    assert "5 working days after: Conclusions; by the calendar: Working days" in told
    assert "<b>Last day:</b> 15 July 2024" in told
    assert "15 calendar days after: Objections" in told
    assert "15 июля 2024 года" in text_of(place / "papers/preliminary/D.ru.html")
    entry = next(one for one in entries(place) if one["kind"] == "sent")
    assert (place / entry["what"]["file"]["at"]).read_bytes() == (
        place / "papers/preliminary/A.en.html"
    ).read_bytes()
    year("appeal", place, "D", "--node", "timeliness", "--claim", "more")
    assert entries(place)[-1]["what"]["conclusion"] == max(
        one["number"] for one in entries(place) if one["kind"] == "sent" and one["what"]["body"] == "D"
    )
    again = conclusion(place, "D", stage=Stage.PRELIMINARY)
    assert "Last day:** 15 July 2024" in markdown(page(again, Language.EN))
    assert last_day(within(place, "objections"), date(2024, 12, 27), opened(place).program) is None
    assert last_day(within(place, "decisions"), date(2024, 12, 27), opened(place).program) == date(
        2025, 1, 11
    )


def within(place: Path, stage: str) -> Within:
    found = opened(place).program.stages[stage].within
    assert found is not None
    return found


def by(place: Path, template: Path, *more: object) -> Any:
    return year(
        "conclude",
        place,
        "--stage",
        "final",
        "--body",
        "A",
        "--template",
        template,
        "-o",
        place / "out",
        *more,
    )


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_the_template_to_begin_with_gives_the_same(
    tmp_path: Path, years: tuple[Path, Path], ending: str
) -> None:
    template = tmp_path / f"mine.{ending}"
    assert year("template", template).exit_code == 0
    made = filled(template.name, template.read_bytes(), conclusion(years[0], "A", years[1]), Language.RU)
    (tmp_path / f"a.{ending}").write_bytes(made)
    plain = conclusion(years[0], "A", years[1])
    (tmp_path / f"b.{ending}").write_bytes(paper(page(plain, Language.RU), (ending,))[f".{ending}"])
    assert seen(tmp_path / f"a.{ending}") == seen(tmp_path / f"b.{ending}")
    assert made == filled(
        template.name, template.read_bytes(), conclusion(years[0], "A", years[1]), Language.RU
    )


def seen(path: Path) -> str:
    """What is read on a paper, in its order: of a Word file the sheet's heads and its text."""
    if path.suffix == ".html":
        return " ".join(re.sub("<[^>]*>", " ", path.read_text("utf-8").partition("</head>")[2]).split())
    with zipfile.ZipFile(path) as word:
        names = [
            name for name in sorted(word.namelist()) if re.fullmatch(r"word/(document|header\d)\.xml", name)
        ]
        return "\n".join(
            " ".join(re.findall("<w:t[^>]*>([^<]*)", word.read(name).decode())) for name in names
        )


def test_an_office_has_its_own_words(tmp_path: Path, years: tuple[Path, Path]) -> None:
    """Names are filled in and escaped, sections stand where the office wants them, loops run; what the office laid out stays."""
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    (tmp_path / "mine.html").write_text(
        "<h1>{{ body }}</h1>{% for one in nodes if one.place %}<p>{{ one.title }}: {{ one.score }}</p>{% endfor %}{{ scores }}"
        "{{ score_of.services.score }}"
    )
    assert by(place, tmp_path / "mine.html", "--lang", "ru").exit_code == 0
    told = (place / "out/A.ru.html").read_text()
    assert told.startswith("<h1>Ministry of Examples</h1><p>Итоговый балл: 77,30</p><section")
    assert told.endswith("95,50")
    word = docx.Document()
    word.add_heading("The office of {{ year }}", 1)
    word.add_paragraph("{{p lost }}")
    table = word.add_table(3, 2)
    for at, text in enumerate(("{%tr for one in nodes %}", "{{ one.title }}", "{%tr endfor %}")):
        table.cell(at, 0).text = text
    word.save(str(tmp_path / "mine.docx"))
    assert by(place, tmp_path / "mine.docx").exit_code == 0
    made = docx.Document(str(place / "out/A.en.docx"))
    assert made.paragraphs[0].text == "The office of 2023"
    assert "Where the points were lost" in [one.text for one in made.paragraphs]
    assert [row.cells[0].text for row in made.tables[-1].rows][:2] == ["Total", "Public services"]
    styles = {one.style_id for one in made.styles}
    used = {one.get(f"{W}val") for one in made.element.body.iter(f"{W}pStyle", f"{W}tblStyle")}
    assert used <= styles


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ bdy }}", "E488", ),
        ("one\n{% if %}", "in line 2"),
        ("{{ 1 / 0 }}", "E488"),
        ("{{ body.no.such }}", "E488"),
        ("{{ body.__class__.__mro__ }}", "E488"),
        ("{% include 'x' %}", "E488"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_a_finding(
    tmp_path: Path, years: tuple[Path, Path], text: str, told: str
) -> None:
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    (tmp_path / "mine.html").write_text(text)
    refused(by(place, tmp_path / "mine.html"), told)
    word = docx.Document()
    word.add_paragraph(text)
    word.save(str(tmp_path / "mine.docx"))
    refused(by(place, tmp_path / "mine.docx"), "E488")
    assert not (place / "out").exists()


def test_a_template_is_told_what_it_leaves_out_and_where_it_is_wrong(
    tmp_path: Path, years: tuple[Path, Path]
) -> None:
    """In the language of the reader; a Word file with macros, or of which little becomes very much, is none."""
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    (tmp_path / "mine.html").write_text("{{ scores }}{{ appeal }}")
    done = by(place, tmp_path / "mine.html", "--body", "A")
    assert "The template leaves out: `opening`, `findings`, `lost`, `moved`" in " ".join(done.stderr.split())
    (tmp_path / "wrong.html").write_text("one\n{{ bdy }}")
    refused(by(place, tmp_path / "wrong.html"), "the template is wrong in line 2: `bdy` stands for nothing")
    for name, held, told in (
        ("macros", {"word/vbaProject.bin": b"x"}, "it has macros"),
        ("bomb", {"word/bomb.xml": b"\0" * (2**27 + 1)}, "unpacked, it is too large"),
    ):
        docx.Document().save(str(tmp_path / f"{name}.docx"))
        with ZipFile(tmp_path / f"{name}.docx", "a", ZIP_DEFLATED) as archive:
            archive.writestr(*next(iter(held.items())))
        refused(by(place, tmp_path / f"{name}.docx"), told)


def test_a_template_is_not_written_over(tmp_path: Path, years: tuple[Path, Path]) -> None:
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    (place / "out").mkdir()
    template = place / "out" / "A.en.html"
    template.write_text("{{ body }}")
    refused(by(place, template), "A.en.html")
    assert template.read_text() == "{{ body }}"
    refused(by(place, template, "--send"), "A.en.html")
    assert not [one for one in entries(place) if one["kind"] == "sent"]


def test_what_is_no_template(tmp_path: Path, years: tuple[Path, Path]) -> None:
    place = tmp_path / "year"
    shutil.copytree(years[0], place)
    for name in ("mine.docx", "mine.html"):
        (tmp_path / name).write_bytes(b"\xff\xfe no template")
        refused(by(place, tmp_path / name), "E487")
    refused(by(place, place / "bodies.csv"), "ends in none of .docx, .html")
    refused(by(place, tmp_path / "mine.html", "--format", "docx"), "it is that of the template, html")
    refused(year("template", tmp_path / "mine.pdf"), "ends in none of .docx, .html")
    refused(by(place, tmp_path / "none.html"), "none.html")
