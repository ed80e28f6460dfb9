"""Every command, at a narrow terminal: no line is wider than it, unless what cannot be broken is.

The commands are those of the table of ``effrules.cli.main``: what is told of a wrong call of a new one is looked at by itself, and a test
says that its right call is lacking here. Tables keep the rule of their own: a column is as wide as its longest word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path

import pytest

from effrules.cli.main import COMMANDS, main
from effrules.cli.starter import METHODOLOGY
from effrules.diagnostics.glyphs import width_of
from tests.years import begun

NARROW = 60
RULES = """methodology m version "2023" {
    title kk "Мемлекеттік органдардың қызметін жыл сайын бағалау" ru "Ежегодная оценка деятельности государственных органов" en "Annual assessment of the activity of state bodies"
    version kk "бірінші редакциядағы" ru "первой редакции" en "of the first edition"
    languages kk, ru, en
    in force from 2023-01-01 to 2023-12-31
    scale 0 to 100 points
}
source order {
    title kk "2022 жылғы 1 желтоқсандағы № 17 бұйрық" ru "Приказ от 1 декабря 2022 года № 17" en "Order of 1 December 2022 No. 17"
    short kk "№ 17 бұйрық" ru "Приказ № 17" en "Order No. 17"
    item "1–9" scores
}
subject agency kk "Мемлекеттік орган" ru "Государственный орган" en "State body" {
    name kk "Атауы" ru "Наименование" en "Name": text
    provided kk "Көрсетілген мемлекеттік қызметтердің жалпы саны" ru "Общее количество оказанных государственных услуг" en "Public services provided in all": count, above 0
    late kk "Мерзімі бұзылған қызметтер" ru "Оказано с нарушением установленных сроков" en "Provided after the time that was set": count
}
block services kk "Мемлекеттік қызметтерді көрсетудің сапасы" ru "Качество оказания государственных услуг" en "Quality of public services" {
    cite order item "3"
    criterion timely kk "Мемлекеттік қызметтерді көрсету мерзімдерінің сақталуы" ru "Соблюдение сроков оказания государственных услуг" en "Public services provided in time" out of 100 points {
        score = 100 points * (1 - late / provided)
        assumed kk "формула сурет болып, жоғалған: мерзімінде көрсетілген қызметтердің үлесі алынды" ru "формула была рисунком и утрачена: взята доля услуг, оказанных в срок" en "the formula was a picture and is lost: the share of services in time is taken"
    }
}
rating {
    high kk "жоғары" ru "высокая" en "high" from 90 points
    low kk "төмен" ru "низкая" en "low" below 90 points
    cite order item "7"
}
property bounded kk "Балл шкаладан шықпайды" ru "Балл не выходит за пределы шкалы" en "The score stays on the scale": total is at most 100 points
"""
AMENDED = """methodology m version "2024" amends "2023" { in force from 2024-01-01 }
change criterion timely { round to 1 decimal, half up  cite order item "5" } because kk "дөңгелектеу енгізілді, өйткені бұйрықтың жаңа редакциясы осыны талап етеді" ru "введено округление, как того требует новая редакция приказа" en "rounding was put in, as the new edition of the order asks for it"
"""
BODIES = (
    "Министерство цифрового развития, инноваций и аэрокосмической промышленности",
    "Министерство здравоохранения",
)

CALLS = """
run {new} {data}
run {new} {wrong}
run {new} {data} -o {folder}/r.csv --record {folder}/r.record.json
check {new}
check {folder}/2023.eff --strict
test {new} --tries 20
trace {new} {data} a timely
trace {new} {data} a --why-not 99
report {new} {data} -o {folder}/r.html
verify {folder}/r.record.json
verify {spoiled}
diff {folder}/2023.eff {new}
diff {folder}/2023.eff {new} --data {data}
simulate {new} {data} --draws 20
goal-seek {new} {data} a 90
analyse {new} {data}
document {new} --lang kk --format text
sources {new}
log {new}
blame {new} timely
merge {folder}/2023.eff {new} {new}
git-diff x
list
show {new}
init {folder}/mine
schema
sign {folder}/r.record.json --key {data}/agency.csv
completion nope
"""
"""A right call of each command, and calls that go wrong after something was read."""

YEAR = """
year init {folder}/another --year 2023 --rules {new} --bodies {data}/agency.csv --on 2024-01-09
year forms {year} -o {folder}/forms
year calendar {year}
year collect {year} {wrong}/agency.csv --body A --on 2024-01-10
year collect {year} {nobodys}/service.csv --on 2024-01-10
year assign {year} 7 A --on 2024-01-10
year remind {year}
year sample {year} --seed "3 8 15" --bodies 1 --cells 2 --on 2024-01-11
year verified {year} A service/1 in_time --verified 91 --evidence {new} --on 2024-01-12
year incident {year} A complaint code=9 --evidence {new} --on 2024-01-12
year withdraw {year} 10 --on 2024-01-12
year score {year} --stage preliminary --on 2024-01-13
year approve {year} --stage preliminary --on 2024-01-14
year appeal {year} A --node timeliness --claim "a hundred" --evidence {new} --on 2024-01-15
year decide {year} 14 --outcome upheld --reason "it is so" --strike 9 --on 2024-01-16
year score {year} --stage final --on 2024-01-17
year compare {year}
year papers {year} --stage final --format html
year conclude {year} --stage final --format html
year template {folder}/t.html
year series {year}
year approve {year} --stage final --on 2024-01-18
year reopen {year} --stage final --why "a letter" --on 2024-01-19
year score {year} --stage final --on 2024-01-19
year approve {year} --stage final --on 2024-01-20
year package {year} --licence CC-BY-4.0 -o {folder}/p.zip --on 2024-01-21
year status {year}
year registers {year}
year decide {year} 99 --outcome upheld --reason "it is so" --on 2024-01-21
"""
"""The life of a year, in this order."""

Run = Callable[[str], str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line at a narrow terminal; gives all that it told."""
    monkeypatch.setenv("COLUMNS", str(NARROW))
    monkeypatch.setenv("EFFRULES_BY", "A. Omarova")

    def call(line: str) -> str:
        words = [word.replace('"', "") for word in re.findall(r'(?:[^\s"]|"[^"]*")+', line)]
        with pytest.raises(SystemExit):
            copy_context().run(main, words)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert "internal error" not in told.err
        return told.out + told.err

    return call


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two versions, data that are right and wrong, a trace that is none, and a year in which four bodies sent something."""
    at = tmp_path_factory.mktemp("narrow")
    made = {"folder": at, "new": at / "2024.eff", "spoiled": at / "spoiled.json"}
    (at / "2023.eff").write_text(RULES, "utf-8")
    made["new"].write_text(AMENDED, "utf-8")
    made["spoiled"].write_text("{}", "utf-8")
    for name, late in (("data", "1"), ("wrong", "many")):
        made[name] = at / name
        made[name].mkdir()
        rows = "".join(f'{key},"{called}",10,{late}\n' for key, called in zip("ab", BODIES, strict=True))
        (made[name] / "agency.csv").write_text("agency,name,provided,late\n" + rows, "utf-8")
    made["nobodys"] = at / "nobodys"
    made["nobodys"].mkdir()
    (made["nobodys"] / "service.csv").write_text(
        "agency,code,planned,in_time\nA,1,100,96\nB,1,9,9\n", "utf-8"
    )
    of_year = at / "year-2023"
    of_year.mkdir()
    bodies = "".join(f'{key},"{BODIES[0]} № {key}",{kind}\n' for key, kind in zip("ABCD", ("central", "central", "local", "local"), strict=True))  # fmt: skip
    made["year"] = begun(of_year, METHODOLOGY, agency="agency,name,kind\n" + bodies)
    return made


def _calls(text: str) -> Iterator[str]:
    yield from filter(None, text.splitlines())


def wide(told: str) -> list[str]:
    """The lines that are too wide, and could be narrower."""
    return [line for line in told.splitlines() if width_of(line) > NARROW and not _is_whole(line)]


def _is_whole(line: str) -> bool:
    """Whether a line cannot be shorter, or should not: a path or a digest with a word or two before it, what is copied: a piece of the rules, a command."""
    words, quoted = line.split(), re.findall(r'"[^"]+"', line)
    is_copied = (line.startswith("  ") and "effrules " in line) or (
        bool(quoted) and all(one in RULES + AMENDED for one in quoted)
    )
    return len(words) == 1 or width_of(line) - max(map(width_of, words)) < NARROW // 3 or is_copied


def test_every_command_is_called() -> None:
    """A command that is new has a right call above."""
    called = {
        " ".join(call.split()[: 1 + call.startswith("year ")]) for call in (*_calls(CALLS), *_calls(YEAR))
    }
    assert called == {name for name, (place, _) in COMMANDS.items() if place}


@pytest.mark.parametrize("words", ["--lang kk", "--nope --lang ru", "/nope /nope /nope /nope --lang kk"])
def test_what_is_told_of_a_wrong_call(run: Run, words: str) -> None:
    """Without its arguments, with an option that is none, and with files that are not there."""
    for name in COMMANDS:
        told = run(f"{name} {words}")
        assert not wide(told), (name, "\n".join(wide(told)))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_help(run: Run, language: str) -> None:
    """Only the examples, which are copied as they are, are wider."""
    for name in COMMANDS:
        told = run(f"{name} --help --lang {language}")
        assert not wide(told), (name, "\n".join(wide(told)))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_results(run: Run, places: dict[str, Path], language: str) -> None:
    for call in _calls(CALLS):
        told = run(f"{call.format(**places)} --lang {language}")
        assert told.strip() or " -o " in call, call
        assert not wide(told), (call, "\n".join(wide(told)))


def test_a_year(run: Run, places: dict[str, Path]) -> None:
    """From its opening to its package."""
    for call in _calls(YEAR):
        told = run(f"{call.format(**places)} --lang kk")
        assert not wide(told), (call, "\n".join(wide(told)))
