"""What rows of data are called in reports in Kazakh and Russian."""

from __future__ import annotations

from effrules.report.naming import Naming
from effrules.words import Language
from tests.running import program_of

RULES = """
methodology m version "1" { title ru "М"  in force from 2023-01-01  scale 0 to 100 points }
source order { title ru "Приказ" }
subject agency ru "Орган" { staff ru "Штат": count }
table goal of agency ru "Цель" { number ru "Номер": text, unique  fact ru "Факт": count }
table office of agency ru "Отдел" { number ru "Код": text, unique }
criterion a out of 100 points { score = 1 points * staff but at most 100 points  cite order }
total { cite order }
"""


def test_the_identifier_of_a_row_is_called_by_its_title() -> None:
    naming = Naming(program_of(RULES), Language.RU)
    assert naming.row('number "g-1"', "goal") == "Номер «g-1»"
    assert naming.row('agency "moh", number "g-1"', "office") == "Орган «moh», Код «g-1»"
    assert naming.row('number "g-1"') == "строка «g-1»", "nothing says of which of the two tables it is"
    assert Naming(program_of(RULES), Language.EN).row('number "g-1"', "goal") == 'number "g-1"'
