"""Number formats of spreadsheets: whether one shows percentages, and which digits it shows of a number.

The codes are those of ECMA-376, part 1, 18.8.30 and 18.8.31; the other kinds of workbook keep the same.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

GENERAL = "General"
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The codes that a file names by their number alone; dates and times are left out, for cells of these are no numbers."""

_PARTS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;]|(;)')
_DATES = re.compile(r"[dmyhs]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=) *(-?[0-9.]+) *\]")
_COMPARED = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip
_SCALED = re.compile(r"(?P<whole>[0#?, ]*[0#?],*)(?:\.(?P<part>[0#?]*)(?P<behind>,*))?(?![0#?])")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SIGN = re.compile(r"%|процент|пайыз|per ?cent", re.IGNORECASE)
_EXPONENT = re.compile(r"[0#?]+(?:\.([0#?]*))?[Ee][+-](0+)")
_FRACTION = re.compile(r"(?:[#0?]+ +)?[#0?]+/([#0?]+)")
_PLAIN = re.compile(r"(?P<whole>[0#?, ]*)(?:\.(?P<part>[0#?]*))?")
_LONGEST = 30
_SPACES = re.compile(r"[ \u00a0\u202f\u2009']")
_NUMERAL = re.compile(
    r"[0-9](?:[0-9.,' \u00a0\u202f\u2009]*[0-9])?(?P<power>[Ee][+-]?[0-9]+)?(?P<over> *(?:[0-9]+ *)?/ *[0-9]+)?"
)
"""A number in a text as a workbook shows it; with a power of ten or as a fraction it is not looked at more closely."""


def is_percent(code: str, number: float | None = None) -> bool:
    """Whether a format shows a hundred times the number, with a percent sign; of a number, whether the part that is for it does."""
    return "%" in _LITERAL.sub("", code if number is None or ";" not in code else _section(number, code))


def names_percent(text: str) -> bool:
    """Whether a text holds a percent sign, or the word."""
    return _SIGN.search(text) is not None


def writes_percent(code: str) -> bool:
    """Whether a format only writes a percent sign, or the word, behind the number itself: 1.5 is shown as ``1.5 %``."""
    literals = (part for part in _LITERAL.findall(code) if part[0] in '"\\' or part.startswith("[$"))
    return not is_percent(code) and names_percent(" ".join(literals))


def shown_otherwise(number: float, code: str) -> str | None:
    """What a format shows in place of a number, and not only of its decimals: nothing, words, thousands of it; None where it shows the number.

    95 in the format ``;;;`` is not seen at all, in ``"97"`` it is ``97``; 95000 in ``0,`` is ``95``. A zero is a zero in any.
    """
    if not number or not code:
        return None
    section = _section(number, code)
    bare = _LITERAL.sub("", section)
    if _DATES.search(bare) or GENERAL.lower() in bare.lower():
        return None
    if not any(sign in bare for sign in "0#?@"):
        return "".join(part.strip('"\\') for part in _LITERAL.findall(section) if part[0] in '"\\').strip()
    match = _SCALED.match(bare.strip(" ()-+"))
    if match is None:
        return None
    thousands = len(match["whole"]) - len(match["whole"].rstrip(",")) + len(match["behind"] or "")
    shown = f"{match['whole'].rstrip(',')}.{match['part'] or ''}"
    return digits_shown(number / 1000**thousands, shown) or "0" if thousands else None


def _section(number: float, code: str) -> str:
    """The part of a format that a number is shown by: the first whose condition holds, else by its sign; empty where there is none."""
    sections = [""]
    for part in _PARTS.finditer(code):
        if part[1]:
            sections.append("")
        else:
            sections[-1] += part[0]
    numeric = sections[:3]
    for at, section in enumerate(numeric):
        last = at == len(numeric) - 1
        if condition := _CONDITION.search(section):
            if _COMPARED[condition[1]](number, float(condition[2])):
                return section
        elif last or (number < 0 if at else number > 0 or (number == 0 and len(numeric) == 2)):
            return section
    return ""


def shown_in(number: float, text: str) -> bool:
    """Whether a text shows a number, rounded or not: some number in it is that number with as many decimals."""
    if not number:
        return True
    exact = abs(Decimal(float.__repr__(number)))
    for match in _NUMERAL.finditer(text):
        if match["power"] or match["over"]:
            return True
        digits = _SPACES.sub("", match[0])
        whole, sign, decimals = max(
            digits.rpartition("."), digits.rpartition(","), key=lambda parts: len(parts[0])
        )
        readings = [re.sub("[.,]", "", digits)]
        if sign:
            readings.append(f"{re.sub('[.,]', '', whole)}.{decimals}")
        for reading in map(Decimal, readings):
            places = Decimal(1).scaleb(int(reading.as_tuple().exponent))
            if exact.adjusted() > _LONGEST or reading == exact.quantize(places, ROUND_HALF_UP):
                return True
    return False


def digits_shown(number: float, code: str) -> str | None:
    """The digits that a format shows of a number, without separators of thousands; None for formats that show none so.

    3.1 in the format ``0.00`` is ``3.10``, 7 in ``000`` is ``007``; 100000 in ``0.0E+00`` is ``1.0E+05``, and 0.5 in ``# ?/?`` is ``1/2``. Formats of dates give None.
    """
    sections = _LITERAL.sub("", code).split(";")
    section = sections[1] if number < 0 and len(sections) > 1 and sections[1] else sections[0]
    if shortened := _EXPONENT.fullmatch(section.strip()):
        return _with_exponent(number, len(shortened[1] or ""), len(shortened[2]))
    if parts := _FRACTION.fullmatch(section.strip()):
        return str(Fraction(float.__repr__(number)).limit_denominator(10 ** min(len(parts[1]), 4) - 1))
    match = _PLAIN.fullmatch(section.strip(" ()-+"))
    if match is None or not any(sign in section for sign in "0#?"):
        return None
    whole, part = match["whole"].rstrip(), match["part"] or ""
    scale = len(whole) - len(whole.rstrip(","))
    if len(part) > _LONGEST or len(whole) > _LONGEST:
        return None
    exact = Decimal(float.__repr__(number)).scaleb(-3 * scale)
    if exact.adjusted() > _LONGEST:
        return None
    text = format(abs(exact).quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP), "f")
    before, _, after = text.partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    after = after[: part.rfind("0") + 1] + after[part.rfind("0") + 1 :].rstrip("0")
    return ("-" if exact < 0 else "") + before + ("." + after if after else "")


def _with_exponent(number: float, decimals: int, digits: int) -> str:
    mantissa, _, power = f"{Decimal(float.__repr__(number)):.{decimals}E}".partition("E")
    return f"{mantissa}E{power[0]}{power[1:].rjust(digits, '0')}"
