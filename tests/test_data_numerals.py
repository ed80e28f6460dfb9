"""Numbers as offices write them, exactly; what is ambiguous is decided by the rule of docs/data.md or refused."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import example, given
from hypothesis import strategies as st

from effrules.data import from_tables
from effrules.data.folding import folded, spaced
from effrules.data.grid import letters
from effrules.data.numerals import LONGEST, convention, has_exponent, numeral, shortest, unmistakable
from effrules.diagnostics import Finding
from effrules.model.numbers import exact_text
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import NUMBER, Date, Value, YesNo


def read_all(*texts: str) -> list[fmpq | None]:
    """The values of number texts that stand in one table."""
    shows = convention(texts)
    read = [numeral(text) for text in texts]
    assert all(number is not None for number in read), texts
    return [shows.settle(number) for number in read if number is not None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", fmpq(25, 2)),
        ("12,5", fmpq(25, 2)),
        ("0.1", fmpq(1, 10)),
        (",5", fmpq(1, 2)),
        ("-3", fmpq(-3)),
        ("\u22123,25", fmpq(-13, 4)),
        ("+7", fmpq(7)),
        ("1 234,5", fmpq(2469, 2)),
        ("1\u00a0234\u202f567\u2009890", fmpq(1234567890)),
        ("1 234,567", fmpq(1234567, 1000)),
        ("1.234,567", fmpq(1234567, 1000)),
        ("1,234,567", fmpq(1234567)),
        ("1.234.567,8", fmpq(12345678, 10)),
        ("0,125", fmpq(1, 8)),
        ("1234,567", fmpq(1234567, 1000)),
        ("007", fmpq(7)),
    ],
)
def test_numbers_that_can_be_read_in_one_way(text: str, value: fmpq) -> None:
    """Such a number needs no other number of its table."""
    assert read_all(text) == [value]
    assert convention([text]).plain.get(text, value) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "1.",
        "1 23",
        "12 34,5",
        "1,23,456",
        "1.234,5.6",
        "1e3",
        "1.2E+05",
        "0x1",
        "١٢",
        "½",
        "1 234.567,8",
        "--1",
        "+-1",
        "тг",
        "12 500 тг",
        "5%%",
        "%",
        "1,2345,678",
        "- 5",
        "1" * 401,
    ],
)
def test_what_is_no_number(text: str) -> None:
    """Nothing is read into a text that is no number, whatever stands before or behind it."""
    assert numeral(text) is None


def test_percentages() -> None:
    """A percent sign divides by a hundred and is remembered."""
    for text in ("95%", "95 %", "95\u00a0%"):
        read = numeral(text)
        assert read is not None
        assert (read.value, read.percent) == (fmpq(19, 20), True)


@pytest.mark.parametrize(
    ("others", "comma", "point"),
    [
        ((), None, None),
        (("12,5",), fmpq(1234, 1000), None),
        (("12.5",), None, fmpq(1234, 1000)),
        (("12,5", "12.5"), None, None),
        (("1,234,567",), fmpq(1234), None),
        (("1.234.567",), None, fmpq(1234)),
        (("1,234.5",), fmpq(1234), fmpq(1234, 1000)),
        (("1.234,5",), fmpq(1234, 1000), fmpq(1234)),
        (("1,234,567", "12,5"), None, None),
        (("1 234,5",), fmpq(1234, 1000), None),
        (("1 234", "12"), None, None),
    ],
)
def test_what_decides_an_ambiguous_number(
    others: tuple[str, ...], comma: fmpq | None, point: fmpq | None
) -> None:
    """`1,234` and `1.234` are what the other numbers of the table show beyond doubt, or are refused."""
    assert read_all("1,234", *others)[0] == comma
    assert read_all("1.234", *others)[0] == point
    assert read_all("123,456", *others)[0] == (None if comma is None else fmpq(123456, fmpq(1234) / comma))


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 6),
    st.sampled_from(".,"),
    st.sampled_from(["", " ", "\u00a0", "\u202f"]),
)
def test_written_numbers_are_read_back(mantissa: int, places: int, mark: str, space: str) -> None:
    """Any decimal number written with either mark and any space between thousands is read back exactly."""
    digits = str(abs(mantissa)).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    grouped = f"{int(whole):,}".replace(",", space)
    text = ("-" if mantissa < 0 else "") + grouped + (mark + part if places else "")
    assert read_all(text, "0" + mark + "5")[0] == fmpq(mantissa, 10**places)


WRITTEN = st.from_regex(r"[0-9]{1,5}([.,][0-9]{1,5})?", fullmatch=True)
"""Digits with at most one mark: what most cells are."""


@given(st.lists(WRITTEN | st.sampled_from(["1 234", "1.234,5", "1,234,567", "-5", "x", ""]), max_size=4))
@example(["1234,567", "123.456", "0.125"])
def test_many_numbers_show_what_each_shows(texts: list[str]) -> None:
    """Of the texts of a table each counts, whatever stands beside it; plain are those of digits and one mark that are in no doubt."""
    found = convention(texts)
    reads = {text: read for text in texts if (read := numeral(text)) is not None}
    assert found.decimals == {read.decimal for read in reads.values()} - {""}
    assert found.thousands == {read.thousands for read in reads.values()} - {""}
    plain = {text: read for text, read in reads.items() if re.fullmatch(r"[0-9]+([.,][0-9]+)?", text)}
    assert found.plain == {text: read.value for text, read in plain.items() if not read.mark}


@pytest.mark.parametrize("length", [2, 39, 40, 41, 400])
def test_long_numbers(length: int) -> None:
    """A number as long as one may be is read whole, one longer is none."""
    for text in ("7" * length, "1." + "3" * max(1, length - 2)):
        if len(text) <= LONGEST:
            exact = Fraction(text)
            assert read_all(text)[0] == fmpq(exact.numerator, exact.denominator)
            assert (text in convention([text]).plain) is (len(text) <= 40)
        assert numeral(text + "0" * (LONGEST + 1 - len(text))) is None


@pytest.mark.parametrize(
    ("text", "so"),
    [("1.2E+05", True), (" 5e3 ", True), ("1.2", False), ("1" * 398 + "e5", True), ("1" * 399 + "e5", False)],
)
def test_exponents_are_seen(text: str, so: bool) -> None:
    """A number as a spreadsheet shortens it is told from others, and a text that is too long is none."""
    assert has_exponent(text) is so


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_count_by_their_shortest_form(number: float) -> None:
    """A float is the decimal that Python shows for it."""
    exact = Fraction(repr(number))
    assert shortest(number) == fmpq(exact.numerator, exact.denominator)


@given(st.text(max_size=12))
def test_no_text_raises(text: str) -> None:
    """Any text is a number or none; reading it, and folding it, never raises."""
    numeral(text)
    convention([text])
    assert folded(folded(text)) == folded(text)
    assert spaced(spaced(text)) == spaced(text)


def test_column_letters() -> None:
    """Columns have the letters that a spreadsheet gives them."""
    assert [letters(column) for column in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def one(field: Field, cell: object) -> Value | Finding | None:
    """The value of a cell, or the finding about it."""
    schema = Schema((Table("agency", None, (field,)),))
    data, found = from_tables({"agency": [{"id": "A", field.name: cell}]}, schema)
    return found[0] if data is None else data.subjects[0].values[field.name]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-12-31", "2015-12-31"), ("31.12.2015", "2015-12-31"), ("1.2.2015", "2015-02-01"), ("31/12/2015", "2015-12-31"),
        ("12/31/2015", "2015-12-31"), ("05/05/2015", "2015-05-05"), ("2015-12-31 00:00:00", "2015-12-31"), ("31.12.2015 г.", "2015-12-31"),
        ("03/04/2015", None), ("31.12.15", None), ("30.02.2015", None), ("2015-12-31 10:30", None), ("42369", None), ("31/31/2015", None), (42369, None), (True, None),
    ],
)  # fmt: skip
def test_days(text: object, day: str | None) -> None:
    """Days are read in the forms that leave no doubt; all else is refused (E413)."""
    value = one(Field("due", Date()), text)
    if day is None:
        assert isinstance(value, Finding)
        assert value.code == "E413"
    else:
        assert str(value) == day


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Да", True),
        ("нет", False),
        ("ИӘ", True),
        ("жоқ", False),
        (1, True),
        (0.0, False),
        (True, True),
        ("TRUE", True),
        ("Yes", True),
        ("2", None),
        ("y", None),
        (0.5, None),
    ],
)
def test_yes_and_no(cell: object, value: bool | None) -> None:
    """Yes and no in three languages; all else is refused (E414)."""
    got = one(Field("online", YesNo()), cell)
    if value is None:
        assert isinstance(got, Finding)
        assert got.code == "E414"
    else:
        assert got is value


@pytest.mark.parametrize("mark", ["", "  ", "-", "–", "—", "N/A", "н/д", "Нет данных", "деректер жоқ", None])
def test_missing_marks(mark: str | None) -> None:
    """What people write for a missing value is one where the field says so, else an error (E411)."""
    assert one(Field("plan", NUMBER, optional=True), mark) is None
    value = one(Field("plan", NUMBER), mark)
    assert isinstance(value, Finding)
    assert value.code == "E411"


@pytest.mark.parametrize("number", [float("inf"), 1j, [1], {"a": 1}, b"1"])
def test_what_else_is_no_number(number: object) -> None:
    """Infinity and things of other kinds are no numbers (E408)."""
    value = one(Field("plan", NUMBER), number)
    assert isinstance(value, Finding)
    assert value.code == "E408"


@given(st.decimals(-(10**5), 10**5, places=3))
@example("1.417")
@example("-12")
@example("1.23")
def test_what_is_written_is_in_no_doubt(number: object) -> None:
    """Read alone, a number that was written for a reader of tables is the same number."""
    value = fmpq(*Fraction(str(number)).as_integer_ratio())
    assert read_all(unmistakable(exact_text(value))) == [value]
