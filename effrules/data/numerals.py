"""Numbers written as text, read exactly: ``12.5``, ``12,5``, ``1 234,5``, ``95 %``.

``1,234`` may be a thousand or one and a bit. Such a text is decided only by the other numbers of its table: the rule is in
docs/data.md. Nothing here goes through a binary float.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import field, frozen
from flint import fmpq, fmpz

LONGEST = 400
"""No number in data needs more characters; longer texts are refused, so that none can stall the reading."""

_SHORT = 40
_POWERS = tuple(fmpz(10) ** places for places in range(_SHORT))
_SPACES = " \u00a0\u202f\u2009\u2007"
_BODY = re.compile(
    rf"""
    (?P<digits>[0-9]+)
    | (?P<spaced>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+) (?:(?P<spaced_mark>[.,])(?P<spaced_rest>[0-9]+))?
    | (?P<grouped>[0-9]{{1,3}}(?:(?P<group>[.,])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*)
      (?P<mark>(?!(?P=group))[.,])(?P<rest>[0-9]+)
    | (?P<groups>[0-9]{{1,3}}(?P<by>[.,])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})+)
    | (?P<whole>[0-9]*)(?P<once>[.,])(?P<part>[0-9]+)
    """,
    re.VERBOSE,
)
_EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]*)?[eEеЕ][+\-\u2212]?[0-9]+")


@frozen
class Numeral:
    """What a text says as a number: its value, or two values between which the table's other numbers decide.

    ``decimal`` and ``thousands`` are the marks that the text shows beyond doubt to stand for these.
    ``mark`` is the one in doubt: with it, ``value`` is the reading as a decimal and ``thousand`` the other one.
    """

    value: fmpq
    percent: bool = False
    decimal: str = ""
    thousands: str = ""
    mark: str = ""
    thousand: fmpq = field(factory=fmpq)


def numeral(text: str) -> Numeral | None:
    """The number that a text writes; None when it writes none."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    percent = text.endswith("%")
    if percent:
        text = text[:-1].rstrip()
    negative = text[:1] in ("-", "\u2212")
    if negative or text[:1] == "+":
        text = text[1:]
    match = _BODY.fullmatch(text)
    if match is None:
        return None
    return _numeral(match, percent, -1 if negative else 1)


def unmistakable(text: str) -> str:
    """A decimal, with one zero more where its three decimals could be taken for thousands."""
    read = numeral(text)
    return f"{text}0" if read is not None and read.mark else text


def _numeral(match: re.Match[str], percent: bool, sign: int) -> Numeral:
    per = fmpq(sign, 100 if percent else 1)
    groups = match.groupdict(default="")
    if groups["digits"]:
        return Numeral(per * _decimal(groups["digits"]), percent)
    if groups["spaced"]:
        value = _decimal(groups["spaced"], groups["spaced_rest"])
        return Numeral(per * value, percent, decimal=groups["spaced_mark"])
    if groups["grouped"]:
        value = _decimal(groups["grouped"], groups["rest"])
        return Numeral(per * value, percent, groups["mark"], groups["group"])
    if groups["groups"]:
        return Numeral(per * _decimal(groups["groups"]), percent, thousands=groups["by"])
    whole, mark, part = groups["whole"], groups["once"], groups["part"]
    value = per * _decimal(whole or "0", part)
    if len(part) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        return Numeral(value, percent, mark=mark, thousand=per * _decimal(whole + part))
    return Numeral(value, percent, decimal=mark)


def _decimal(whole: str, part: str = "") -> fmpq:
    digits = "".join(c for c in whole if c in "0123456789")
    return fmpq(fmpz(int(digits + part)), fmpz(10) ** len(part))


def has_exponent(text: str) -> bool:
    """Whether a text is a number with an exponent, as a spreadsheet shows one that is too long: ``1.2E+05``."""
    return len(text) <= LONGEST and _EXPONENT.fullmatch(text.strip()) is not None


@frozen
class Convention:
    """What the numbers of one table show beyond doubt: which marks stand for decimals and for thousands.

    ``plain`` has the values of the texts that are nothing but digits and at most one mark, and are in no doubt.
    """

    decimals: frozenset[str] = frozenset()
    thousands: frozenset[str] = frozenset()
    plain: Mapping[str, fmpq] = field(factory=dict)

    def settle(self, read: Numeral) -> fmpq | None:
        """The value of a numeral; None where it stays in doubt."""
        mark = read.mark
        if not mark:
            return read.value
        other = "," if mark == "." else "."
        if mark in self.decimals and mark not in self.thousands and other not in self.decimals:
            return read.value
        if mark in self.thousands and mark not in self.decimals and other not in self.thousands:
            return read.thousand
        return None


def convention(texts: Iterable[str]) -> Convention:
    """What the numbers among some texts show."""
    decimals, thousands = set(), set()
    plain: dict[str, fmpq] = {}
    for text in texts:
        if text.isascii() and len(text) <= _SHORT:
            if text.isdigit():
                plain[text] = fmpq(int(text))
                continue
            mark = "." if "." in text else ","
            whole, _, part = text.partition(mark)
            if whole.isdigit() and part.isdigit() and (len(part) != 3 or len(whole) > 3 or whole[0] == "0"):
                plain[text] = fmpq(int(whole + part), _POWERS[len(part)])
                decimals.add(mark)
                continue
        read = numeral(text)
        if read is not None:
            decimals.add(read.decimal)
            thousands.add(read.thousands)
    return Convention(frozenset(decimals - {""}), frozenset(thousands - {""}), plain)


def shortest(number: float) -> fmpq | None:
    """The number that a binary float's shortest decimal form writes: 0.1 is 1/10. None for infinities."""
    text = float.__repr__(number)
    mantissa, _, exponent = text.partition("e")
    sign = -1 if mantissa.startswith("-") else 1
    whole, _, part = mantissa.lstrip("-").partition(".")
    if not whole.isdigit():
        return None
    power = int(exponent or "0") - len(part)
    return fmpq(sign * int(whole + part)) * fmpq(10) ** power
