"""Formulas as they are told to readers of Kazakh and Russian."""

from __future__ import annotations

import re

import pytest

from effrules.check import build
from effrules.compare.matching.expressions import text_of
from effrules.model.walk import expressions
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Naming
from effrules.words import Language
from tests.shipped import checked

KEYWORD = re.compile(r"\b(where|each|average|known|missing|when|then|otherwise|but|yes)\b")
RULES = """methodology small version "1" {
    languages ru
    title ru "Малая"
    scale 0 to 10 points
}
subject agency ru "Орган" {
    code: text, unique
    kind ru "Вид": one of central ru "центральный", local ru "местный"
    staff ru "Штат": count
}
table goal of agency ru "Цель" { plan ru "План": number, at least 1  actual ru "Факт": number, at least 0, may be missing }
criterion c ru "Критерий" out of 10 points { score = FORMULA }
"""

TOLD = {
    "10 points * (average of (g.actual / g.plan but at most 100%) for each goal g where g.actual is known, if none then 0%)": (
        "10 баллов × среднее[«Цель», если «Факт» представлено; если строк нет: 0\xa0%](min(«Факт» / «План»; 100\xa0%))"
    ),
    "when kind is central then 1 points otherwise 2 points": (
        "{ 1 балл, если «Вид» = «центральный»; 2 балла, иначе }"
    ),
    "1 points * count of goal g where g.plan is at least 3 but at most 10 points": (
        "min(1 балл × число строк[«Цель», если «План» ≥ 3]; 10 баллов)"
    ),
    "points by staff { from 10: 5 points; below 10: 0 points }": (
        "по диапазонам(x = «Штат»; x ≥ 10 → 5 баллов; x < 10 → 0 баллов)"
    ),
}


@pytest.mark.parametrize("formula", TOLD)
def test_a_formula_is_told_by_titles(formula: str) -> None:
    """Fields, choices and forms by their titles, rows with their condition, points as points."""
    program = build.load_text(RULES.replace("FORMULA", formula)).program
    assert program is not None
    score = program.nodes["c"].formula
    assert score is not None
    assert Formulas(Naming(program, Language.RU)).of(score, formula) == TOLD[formula]
    assert Formulas(Naming(program, Language.EN)).of(score, formula) == formula


@pytest.mark.parametrize(("name", "language"), [("2015", Language.KK), ("current", Language.RU)])
def test_no_formula_of_the_shipped_rules_is_told_in_keywords(name: str, language: Language) -> None:
    """Outside of titles no keyword of the rules is left."""
    program = checked(name).program
    assert program is not None
    formulas = Formulas(Naming(program, language))
    names = {word for one in program.definitions.values() for word in one.name.split("_")}
    names |= {
        word
        for one in program.definitions.values()
        for _, given, _ in one.value_parameters
        for word in given.split("_")
    }
    for one in expressions(program):
        told = re.sub("«[^»]*»", "", formulas.of(one, text_of(one)))
        assert not set(KEYWORD.findall(told)) - names, told
