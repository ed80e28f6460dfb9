"""A column of a file as a field's values, all at once: only what is plainly right. Whatever is in doubt the careful reader reads.

Texts are told apart first. Numbers of a file of text, and floats, are taken for decimals without any calculation on floats that could round;
each different cell of any other kind is read by the careful reader of cells itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, frozen
from flint import fmpq

from effrules.columnar.forms import FITS, Array, Bools, Codes, Days, Exact, Scaled, Truth
from effrules.columnar.tables import FieldColumn, Lexicon, numbers
from effrules.data.binary import has_dust
from effrules.data.formats.frames import cell_of
from effrules.data.numerals import Convention, numeral
from effrules.data.values import Refusal, reader
from effrules.model.schema import Field
from effrules.model.types import SHARE, Choice, Date, Quantity, Text, YesNo

MOST_DIGITS = 15
"""Decimals of so many digits and the floats next to them belong together one to one."""

MOST_BY_ITSELF = 2_000
"""Of so many different cells each is read by itself; where there are more, they have to be plain."""

_MOST_PLACES = 9
_DAYS_BEFORE_1970 = 719_163
_PLAIN_NUMBER = r"^[0-9]{1,9}(\.([0-9]{1,2}|[0-9]{4,6}))?$"
_THREE_PLACES = r"^[0-9]{1,9}\.[0-9]{3}$"
_SETTLED = r"^(0[0-9]*|[0-9]{4,})\.[0-9]{3}$"
_PLAIN_WORD = r"^[A-Za-z0-9]+([ _.-][A-Za-z0-9]+)*$"
_PLACES = 6
_BARE_SHARE, _SMALL_SHARE = 2, fmpq(1, 100)


class Doubt(Exception):
    """Something in a file is not plainly right: the careful reader has to look at it."""


@frozen(eq=False)
class Words:
    """Texts: for each row the number of its own among the different ones; -1 where there is none."""

    codes: Array
    different: list[str]

    def text(self, row: int) -> str | None:
        """The text of a row."""
        code = int(self.codes[row])
        return None if code < 0 else self.different[code]

    def column(self, lexicon: Lexicon) -> FieldColumn:
        """The same by the numbers that texts have in all tables."""
        known = np.array([*map(lexicon.code, self.different), -1], dtype=np.int64)
        missing = self.codes < 0
        return FieldColumn(Codes(known[self.codes]), missing if missing.any() else None)


@define(eq=False)
class Marks:
    """What the texts of numbers in a table show: whether some have a point before three digits, and whether some have other marks."""

    three_places: bool = False
    others: bool = False

    def settle(self) -> None:
        """Raises Doubt where a point before three digits may stand for thousands."""
        if self.three_places and self.others:
            raise Doubt


def different(column: Any) -> tuple[Array, Any]:
    """For each row the number of its cell among the different ones (-1: none), and these."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64), encoded.dictionary


def values(
    column: Any, field: Field, keys: Mapping[str, frozenset[str]], marks: Marks
) -> FieldColumn | Words:
    """The values of a field. Raises Doubt."""
    typed = None if field.lookup is not None else _typed(column, field)
    quick: FieldColumn | Words
    if typed is not None:
        quick = typed
    else:
        codes, cells = different(column)
        read = _of_texts if field.lookup is None else _by_cell
        quick = read(codes, cells, field, keys, marks)
    if isinstance(quick, FieldColumn):
        if quick.missing is not None and not field.optional:
            raise Doubt
        _admitted(quick, field)
    elif not field.optional and (quick.codes < 0).any():
        raise Doubt
    return quick


def _typed(column: Any, field: Field) -> FieldColumn | None:
    """What the file keeps as numbers, yes or no, or days; ``None`` for other cells."""
    kind = column.type
    missing = pc.is_null(column).to_numpy()
    match field.type:
        case Quantity() if pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
            m = pc.fill_null(column, 0).to_numpy().astype(np.int64)
            return _scaled(m, 0, missing, field)
        case Quantity() if pa.types.is_float64(kind):
            x = pc.fill_null(column, 0.0).to_numpy()
            nothing = np.isnan(x)
            if nothing.any():
                missing, x = missing | nothing, np.where(nothing, 0.0, x)
            return _of_floats(x, missing, field)
        case Quantity() if pa.types.is_decimal128(kind) and 0 <= kind.scale <= MOST_DIGITS:
            return _scaled(_mantissas(pc.fill_null(column, pa.scalar(0, kind))), kind.scale, missing, field)
        case YesNo() if pa.types.is_boolean(kind):
            truth = pc.fill_null(column, False).to_numpy()
            return FieldColumn(Truth(truth), missing if missing.any() else None)
        case Date() if pa.types.is_date32(kind):
            days = pc.fill_null(column.cast(pa.int32()), 0).to_numpy().astype(np.int64) + _DAYS_BEFORE_1970
            if len(days) and (days.min() < 1 or days.max() > 3_652_059):
                raise Doubt
            return FieldColumn(Days(days), missing if missing.any() else None)
        case _:
            return None


def _mantissas(column: Any) -> Array:
    """The whole numbers that decimals are kept as. Raises Doubt where one has more than 15 digits."""
    found = [np.zeros(0, dtype=np.int64)]
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        pairs = np.frombuffer(chunk.buffers()[1], dtype=np.int64).reshape(-1, 2)
        pairs = pairs[chunk.offset : chunk.offset + len(chunk)]
        if (pairs[:, 1] != pairs[:, 0] >> 63).any():
            raise Doubt
        found.append(pairs[:, 0])
    m = np.concatenate(found)
    if len(m) and max(abs(int(m.min())), abs(int(m.max()))) >= 10**MOST_DIGITS:
        raise Doubt
    return m


def _of_floats(x: Array, missing: Bools, field: Field) -> FieldColumn | None:
    """Decimals of at most 15 digits of which these are the nearest floats; ``None`` where some are not."""
    for places in range(_MOST_PLACES + 1):
        power = 10.0**places
        scaled = np.rint(x * power)
        if len(scaled) and not np.abs(scaled).max() < 10.0**MOST_DIGITS:
            raise Doubt
        if (scaled / power == x).all():
            return _scaled(scaled.astype(np.int64), places, missing, field)
    raise Doubt


def _scaled(m: Array, places: int, missing: Bools, field: Field) -> FieldColumn:
    """Mantissas of so many decimals as a field's numbers. Raises Doubt."""
    while places and len(m) and not (m % 10).any():
        m, places = m // 10, places - 1
    d = 10**places
    low, high = (int(m.min()), int(m.max())) if len(m) else (0, 0)
    if max(abs(low), abs(high)) >= FITS:
        raise Doubt
    there = m[~missing] if missing.any() else m
    _no_odd_shares(there, d, field)
    if field.percent_numbers:
        d *= 100
    return FieldColumn(Scaled(m, d, low, high), missing if missing.any() else None)


def _no_odd_shares(m: Array, d: int, field: Field) -> None:
    """Raises Doubt for bare shares that may have been meant otherwise."""
    if field.type != SHARE or not len(m):
        return
    if field.percent_numbers:
        if ((m > 0) & (m <= d)).any():
            raise Doubt
    elif int(m.max()) > _BARE_SHARE * d:
        raise Doubt


def _of_texts(
    codes: Array, cells: Any, field: Field, keys: Mapping[str, frozenset[str]], marks: Marks
) -> FieldColumn | Words:
    """What stands as text, or as cells of any kind of which there are few different ones. Raises Doubt."""
    if len(cells) <= MOST_BY_ITSELF or not pa.types.is_string(cells.type):
        if len(cells) > MOST_BY_ITSELF and not isinstance(field.type, Text):
            raise Doubt
        return _by_cell(codes, cells, field, keys, marks)
    match field.type:
        case Quantity():
            return _plain_numbers(codes, cells, field, marks)
        case Text():
            if pc.all(pc.match_substring_regex(cells, _PLAIN_WORD)).as_py():
                words = cells.to_pylist()
                read = reader(field, Convention(), keys)
                odd = pc.match_substring_regex(cells, r"(?i)^(n/a|err:[0-9]{3})$")
                if not pc.any(odd).as_py() and read(words[0]) == words[0]:
                    return Words(codes, words)
            return _by_cell(codes, cells, field, keys, marks)
        case _:
            raise Doubt


def _plain_numbers(codes: Array, cells: Any, field: Field, marks: Marks) -> FieldColumn:
    """Digits with at most one point. Raises Doubt."""
    blank = pc.equal(cells, "")
    texts = pc.if_else(blank, "0", cells)
    plain = pc.match_substring_regex(texts, _PLAIN_NUMBER)
    if not pc.all(plain).as_py():
        three = pc.match_substring_regex(texts, _THREE_PLACES)
        settled = pc.match_substring_regex(texts, _SETTLED)
        if not pc.all(pc.or_(plain, three)).as_py() or not pc.any(settled).as_py():
            raise Doubt
        marks.three_places = True
    decimals = texts.cast(pa.decimal128(MOST_DIGITS + 1, _PLACES))
    m = np.append(_mantissas(decimals), 0)[codes]
    missing = np.append(blank.to_numpy(zero_copy_only=False), True)[codes]
    return _scaled(m, _PLACES, missing, field)


def _by_cell(
    codes: Array, cells: Any, field: Field, keys: Mapping[str, frozenset[str]], marks: Marks
) -> FieldColumn | Words:
    """Each different cell read by the careful reader. Raises Doubt where it refuses one, or would tell of it."""
    read = reader(field, Convention(), keys)
    found: list[Any] = []
    for kept in cells.to_pylist():
        cell = cell_of(kept)
        value = read(cell)
        if isinstance(value, Refusal) or not _is_sure(cell, value, field, marks):
            raise Doubt
        found.append(value)
    missing = np.array([*(value is None for value in found), True])[codes]
    some = missing if missing.any() else None
    match field.type:
        case Quantity():
            held = numbers([*(fmpq(0) if value is None else value for value in found), fmpq(0)])
            return FieldColumn(
                Scaled(held.m[codes], held.d, held.low, held.high)
                if isinstance(held, Scaled)
                else Exact(held.v[codes]),
                some,
            )
        case YesNo():
            return FieldColumn(Truth(np.array([*map(bool, found), False])[codes]), some)
        case Date():
            days = [*(0 if value is None else value.toordinal() for value in found), 0]
            return FieldColumn(Days(np.array(days, dtype=np.int64)[codes]), some)
        case Text() | Choice():
            words = [word for word in dict.fromkeys(found) if word is not None]
            number = {word: at for at, word in enumerate(words)} | {None: -1}
            return Words(np.array([*(number[value] for value in found), -1], dtype=np.int64)[codes], words)


def _is_sure(cell: Any, value: Any, field: Field, marks: Marks) -> bool:
    """Whether nothing is told of a cell that was read."""
    if not isinstance(field.type, Quantity):
        return True
    if has_dust(cell):
        return False
    if isinstance(cell, str):
        written = numeral(cell)
        if written is not None:
            if written.mark:
                return False
            marks.others |= written.decimal == "," or bool(written.thousands)
            if written.percent:
                return True
    if field.type != SHARE or value is None:
        return True
    return not 0 < value <= _SMALL_SHARE if field.percent_numbers else bool(value <= _BARE_SHARE)


def _admitted(column: FieldColumn, field: Field) -> None:
    """Raises Doubt where a value lies outside the domain of a field."""
    domain, held = field.domain, column.held
    if isinstance(held, Exact) or (domain.low is domain.high is None and not domain.whole):
        return  # objects were looked at one by one
    if not isinstance(held, Scaled | Days):
        return
    there = held.m if isinstance(held, Scaled) else held.c
    if column.missing is not None:
        there = there[~column.missing]
    if not len(there):
        return
    ends = int(there.min()), int(there.max())
    if isinstance(held, Days):
        from datetime import date

        if not all(domain.admits(date.fromordinal(end)) for end in ends):
            raise Doubt
    elif not all(domain.holds(fmpq(end, held.d)) for end in ends) or (
        domain.whole and held.d != 1 and (there % held.d).any()
    ):
        raise Doubt
