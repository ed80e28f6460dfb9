"""Conditions on the kind of a body in the words of readers: no code of the rules stands in a Kazakh or Russian sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.check.build import load_text
from effrules.check.checked import Checked
from effrules.cli import document, trace
from effrules.model.kind_words import condition_words

RULES = """
methodology m version "1" { title kk "Т" ru "Т" languages kk, ru scale 0 to 100 points }
source o { title kk "Б" ru "П" }
subject agency kk "Орган" ru "Орган" {
    kind kk "Түрі" ru "Вид": one of central kk "орталық" ru "центральный", local kk "жергілікті" ru "местный"
    open kk "Ашық" ru "Открытый": yes or no
}
criterion a kk "А" ru "А" {
    only where kind is central or not open
    out of 100 points where kind is central  cite o "1"
    out of 100 points where kind is not central  cite o "2"
    score = 50 points
    cite o "3"
}
criterion b kk "Ә" ru "Б" out of 100 points { only where kind is local and open  score = 50 points  cite o "3" }
total { cite o "4" }
"""


def ready() -> Checked:
    return load_text(RULES)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ru", "kind is central or not open", "«Вид» = «центральный» или не «Открытый»"),
        ("ru", "kind is not local and open is yes", "«Вид» ≠ «местный» и «Открытый» = да"),
        ("kk", "not (kind is central) and open", "емес: («Түрі» = «орталық») және «Ашық»"),
        ("en", "kind is central", "kind is central"),
    ],
)
def test_words_of_conditions(language: str, text: str, words: str) -> None:
    """Fields and choices by their titles; English as the rules write it."""
    program = ready().program
    assert program is not None, ready().findings
    assert condition_words(text, program.schema.subject, language, program.header.languages) == words


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_code_of_the_rules_in_sentences(tmp_path: Path, language: str) -> None:
    """The document and the trace of a body that lacks a node say for whom it is by titles."""
    rules, data = tmp_path / "rules.eff", tmp_path / "agency.csv"
    rules.write_text(RULES, "utf-8")
    data.write_text("agency,kind,open\nA,central,yes\nB,local,yes\n", "utf-8")
    given = [str(rules), str(data)]
    for command, arguments in (
        (document.command, [str(rules), "--format", "md"]),
        (trace.command, [*given, "B", "a"]),
        (trace.command, [*given, "A", "b", "--format", "md"]),
    ):
        said = CliRunner().invoke(command, [*arguments, "--lang", language]).stdout
        assert re.findall(r"[(:,] ?(?:kind|open|not) (?:is|and|or)\b.*", said) == []
        assert "«жергілікті»" in said or "«местный»" in said or "орталық" in said or "центральный" in said
