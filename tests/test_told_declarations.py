"""Comparisons tell declarations in the words of the readers in Kazakh and Russian, and large ones in a few lines."""

from __future__ import annotations

import re

import pytest

from effrules.check.build import load_text
from effrules.compare.difference import difference
from effrules.report.blocks.markdown import markdown
from effrules.report.difference.summary import page, short
from effrules.words import Language

HEAD = 'methodology m version "{version}"{after} {{ scale 0 to 100 points  languages ru, en }}\n'
BODY = """source o {{ title ru "Приказ" en "Order" }}
subject agency ru "Орган" en "Body" {{ code: text  s ru "Доля" en "Share": share, at most 100% }}
table case of agency ru "Дело" en "Case" {{ n ru "Номер" en "Number": number, {demands}  plan ru "План" en "Plan": number, above 0 }}
figures norm ru "Норматив" en "Norm" {{
    code ru "Код" en "Code": text
    most ru "Предел" en "Most": number
    | "a"  {most}
    cite o
}}
define rate ru "Отношение" en "Rate" (upper ru "Числитель" en "Numerator": number): number = upper / 2
define half ru "Половина" en "Half" (part ru "Часть" en "Part": {kind}): {kind} = part / 2
criterion c ru "Ц" en "C" out of 100 points {{
    score = 100 points * s * rate(1) / rate(1) * norm("a").most / norm("a").most but at most 100 points
    cite o
}}
rating {{ title ru "Степень" en "Degree"  high ru "Высокая" en "High" from {high}  low ru "Низкая" en "Low" below {high}  cite o }}
rank agency by total as rounded, {way} first; equal totals share a place  cite o
property never ru "Число не снижает" en "Never": a higher case.n never {never} total
"""
BEFORE = BODY.format(
    demands="at least 0", most="1.5", kind="number", high="50 points", way="highest", never="lowers"
)
AFTER = BODY.format(
    demands="above 0, may be missing",
    most="2.5",
    kind="share",
    high="60.5 points",
    way="lowest",
    never="raises",
)


def compared(language: Language) -> str:
    """The comparison of the two as a page."""
    old, new = (
        load_text(HEAD.format(version=version, after=after) + body).program
        for version, after, body in (("1", "", BEFORE), ("2", ' replaces "1"', AFTER))
    )
    assert old is not None
    assert new is not None
    return markdown(page(difference(old, new), language)).replace("\\", "")


@pytest.mark.parametrize(
    "told",
    [
        "число, значение ≥ 0",
        "число, значение > 0, может отсутствовать",
        "«Номер» («Дело»)",
        "дано: Часть (число); результат: число",
        "Предел: 1,5",
        "Предел: 2,5",
        "балл ≥ 60,5",
        "по баллу «Итоговый балл» (",
        "таблица «Дело»",
    ],
)
def test_declarations_are_told_in_words(told: str) -> None:
    """Fields with what they hold, parameters, columns, bands, places and demands, numbers with a comma."""
    assert told in compared(Language.RU)


def test_no_word_of_the_rules_is_left() -> None:
    """Nothing of the language of the rules stands in the page but its versions and what a name was."""
    assert not re.findall(r"[A-Za-z_]{3,}", compared(Language.RU))


def test_in_english_declarations_stand_as_they_are_written() -> None:
    """As the rules write them."""
    told = compared(Language.EN)
    assert "a higher case.n never ~~lowers~~ **raises** total" in told
    assert "number, at least 0" in told


def many(count: int) -> tuple[str, ...]:
    """The sentences at the top where so many criteria come."""
    criteria = "".join(
        f'criterion d{i} ru "Д{i}" en "D{i}" out of 1 points {{ score = 1 points * s  cite o }}\n'
        for i in range(count)
    )
    old = load_text(HEAD.format(version="1", after="") + BEFORE).program
    body = BEFORE.replace("out of 100 points", f"out of {100 - count} points") + criteria
    new = load_text(HEAD.format(version="2", after=' replaces "1"') + body).program
    assert old is not None
    assert new is not None
    return short(difference(old, new), Language.RU)


def test_of_many_things_only_their_number_stands_at_the_top() -> None:
    """Few are named, many counted by kind; what becomes of the total stands first."""
    assert any("Д2" in sentence for sentence in many(3))
    told = many(30)
    assert "Добавлено: 30 критериев." in told
    assert "Итоговый балл" in told[0]
    assert len(told) <= 8
