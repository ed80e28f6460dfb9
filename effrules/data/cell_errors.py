"""The findings about single cells: values that are lacking, of another kind or outside their domain, and signs. E408 to E418, E439, E440."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve
from flint import fmpq

from effrules.data.numerals import unmistakable
from effrules.data.wording import MOST_KNOWN, domain_text, empty, help_note, listed, rule
from effrules.diagnostics import RULE, CellPlace, Finding, Note, Severity
from effrules.diagnostics.lookalikes import nearest
from effrules.diagnostics.making import error, near, warning
from effrules.model.numbers import exact_text
from effrules.model.schema import Field, Table, named, named_choice
from effrules.model.types import Choice
from effrules.words import Message, Number, Text, phrase, several

DAYS = phrase("write `31.12.2015` or `2015-12-31`")


def mark(field: Field, text: str, place: CellPlace) -> Finding:
    """A sign that stands for something, most often for a missing value, but is none of those that are known."""
    return error(
        "E439", phrase("`{text}` is no value of `{field}`; it may be a mark for a missing one", text=text, field=named(field)), place, "",
        help_note(
            phrase("for a missing value leave the cell empty or write `-`, `n/a` or `н/д`; for nothing at all write 0")
            if field.optional
            else phrase("for a missing value leave the cell empty or write `-`, `n/a` or `н/д`, where the rules admit it (`may be missing`); for nothing at all write 0")
        ),
        *rule(field),
    )  # fmt: skip


def footnote(field: Field, place: CellPlace) -> Finding:
    """A number with the sign of a footnote."""
    return error(
        "E440", phrase("`{field}` has the sign of a footnote behind its number", field=named(field)), place, "",
        help_note(phrase("write the number alone, and the sign into a column of its own")), *rule(field),
    )  # fmt: skip


def letter_for_digit(field: Field, told: Text, place: CellPlace) -> Finding:
    """A number with a letter in place of a digit that looks like it."""
    return error(
        "E408",
        phrase("`{field}` must be a number", field=named(field)),
        place,
        "",
        help_note(phrase("{told}: write the digit", told=told)),
        *rule(field),
    )


def large_share(field: Field, cells: Sequence[str], number: str, value: fmpq, place: CellPlace) -> Finding:
    """Bare numbers far above 1 in a share: perhaps meant in percent."""
    return warning(
        "W464", phrase("`{field}` is a share: the bare number {number} counts as {value} %; perhaps percentages are meant ({cells})", field=named(field), number=number, value=Number(exact_text(value * 100)), cells=listed(cells)), place, "",
        help_note(phrase("write `{number} %` for percentages, or declare the field as `share in percent`", number=number)), *rule(field),
    )  # fmt: skip


def small_percentage(
    field: Field, cells: Sequence[str], number: str, others: Text, place: CellPlace
) -> Finding:
    """Bare numbers of at most 1 in a share in percent: perhaps meant as ratios."""
    return warning(
        "W465", phrase("`{field}` is in percent: the bare number {number} counts as {number} %; perhaps ratios are meant ({cells}); {others}", field=named(field), number=number, cells=listed(cells), others=others), place, "",
        help_note(phrase("write `{number} %` if that is meant; else write percentages", number=number)), *rule(field),
    )  # fmt: skip


def decided_elsewhere(
    field: Field, cells: Sequence[str], read: fmpq, other: fmpq, evidence: Text, place: CellPlace
) -> Finding:
    """``1,234``, read in one way because of a number in another cell, which another hand may have written."""
    return warning(
        "W466", phrase("`{field}`: {raw} is read as {read}, as {evidence} shows what its mark stands for; it could be {other} ({cells})", field=named(field), raw=place.raw.strip(), read=Number(exact_text(read)), evidence=evidence, other=Number(exact_text(other)), cells=listed(cells)), place, "",
        help_note(phrase("write `{other}` if that is meant; of one table, all numbers should be written alike", other=exact_text(other))),
    )  # fmt: skip


def _cell(code: str, told: Message, place: CellPlace, help_text: Message, *notes: Note) -> Finding:
    """A cell whose value is not one of its field, with the way out before other notes."""
    return error(code, told, place, empty(place), help_note(help_text), *notes)


def missing_value(one: Field | Table, place: CellPlace) -> Finding:
    """Nothing, or a mark such as ``-`` or ``n/a``, where a value must stand."""
    way_out = Note(RULE, phrase("where a value may be missing, the rules must say `may be missing`"))
    notes = (*rule(one), way_out) if isinstance(one, Field) else rule(one)
    return error("E411", phrase("`{wanted}` is missing", wanted=named(one)), place, empty(place), *notes)


def not_a_number(field: Field, place: CellPlace) -> Finding:
    """A text that is no number."""
    notes: tuple[Note, ...] = ()
    if any(c.isdigit() for c in place.raw):
        notes = (help_note(phrase("write digits, a decimal point or comma, no unit: `12500.5`")),)
    return error(
        "E408",
        phrase("`{field}` must be a number", field=named(field)),
        place,
        empty(place),
        *notes,
        *rule(field),
    )


def exponent(field: Field, place: CellPlace) -> Finding:
    """A number that a spreadsheet has shortened, so that digits are lost."""
    told = phrase("`{field}` has an exponent; its digits may be lost", field=named(field))
    way_out = phrase("the spreadsheet has shortened it: show the column as a number with all its digits")
    return _cell("E408", told, place, way_out)


def needless_percent(field: Field, place: CellPlace) -> Finding:
    """A percentage in a field that is no share."""
    told = phrase("`{field}` is no share: a percentage does not belong there", field=named(field))
    way_out = phrase("write the number alone, or declare the field as a share")
    return _cell("E408", told, place, way_out, *rule(field))


def ambiguous_number(field: Field, thousand: fmpq, decimal: fmpq, place: CellPlace) -> Finding:
    """``1,234``, where nothing else in the table tells what the mark stands for."""
    if "%" in place.raw:
        thousand, decimal = thousand * 100, decimal * 100
    text = exact_text(decimal)
    return error(
        "E409", phrase("`{field}` may be {thousand} or {text}", field=named(field), thousand=Number(exact_text(thousand)), text=Number(text)), place, empty(place),
        help_note(phrase("write `{thousand}` for the first, `{longer}` for the second", thousand=exact_text(thousand), longer=unmistakable(text))),
    )  # fmt: skip


def not_one_of(field: Field, place: CellPlace) -> Finding:
    """A text that is none of a field's choices."""
    assert isinstance(field.type, Choice)
    texts = [*field.type.names, *(t for _, titles in field.choice_titles for t in titles.all_texts())]
    listed = help_note(
        phrase(
            "one of {names}",
            names=several(
                phrase("`{choice}`", choice=named_choice(field, name)) for name in field.type.names
            ),
        )
    )
    hint = near(place.raw.strip(), texts) if len(texts) > MOST_KNOWN or _alike(place.raw, texts) else ()
    told = phrase("`{field}` has no choice `{raw}`", field=named(field), raw=place.raw.strip())
    return error("E410", told, place, "", *hint, listed, *rule(field))


def _alike(word: str, known: list[str]) -> bool:
    return bool(nearest(word.strip(), known))


def outside_domain(field: Field, place: CellPlace) -> Finding:
    """A value that the field does not admit."""
    return error(
        "E412",
        phrase("`{field}` must be {domain_text}", field=named(field), domain_text=domain_text(field)),
        place,
        "",
        *rule(field),
    )


def not_a_date(field: Field, place: CellPlace) -> Finding:
    """A text that is no calendar day."""
    return _cell("E413", phrase("`{field}` must be a date", field=named(field)), place, DAYS, *rule(field))


def ambiguous_date(field: Field, place: CellPlace) -> Finding:
    """``03/04/2015``: the third of April, or the fourth of March."""
    told = phrase("`{field}`: it cannot be told which is the day, which the month", field=named(field))
    return _cell("E413", told, place, DAYS)


def date_as_number(field: Field, place: CellPlace) -> Finding:
    """A number cell where a day belongs: a spreadsheet's count of days."""
    told = phrase("`{field}` must be a date, but the cell holds a number", field=named(field))
    return _cell("E413", told, place, phrase("show the column as dates in the spreadsheet"))


def not_yes_or_no(field: Field, place: CellPlace) -> Finding:
    """A text that is neither yes nor no."""
    known = phrase("`yes` `no`, `да` `нет`, `иә` `жоқ`, `true` `false`, `1` `0`")
    return _cell(
        "E414", phrase("`{field}` must be yes or no", field=named(field)), place, known, *rule(field)
    )


def no_such_figure(field: Field, known: Iterable[str], place: CellPlace) -> Finding:
    """A key that the figures of the rules do not have."""
    message = phrase(
        "the figures `{lookup}` have no row `{raw}`", lookup=field.lookup or "", raw=place.raw.strip()
    )
    return error(
        "E415",
        message,
        place,
        phrase("`{field}` must be one of them", field=named(field)),
        *near(place.raw.strip(), known),
        *rule(field),
    )


def error_cell(one: Field | Table, place: CellPlace) -> Finding:
    """``#N/A``, ``#REF!``: what a spreadsheet shows where a formula failed."""
    told = phrase("`{wanted}` is an error of the spreadsheet", wanted=named(one))
    return _cell("E417", told, place, phrase("mend the formula in the spreadsheet, or clear the cell"))


def not_a_text(one: Field | Table, kind: Text, place: CellPlace) -> Finding:
    """A cell of a kind that cannot be taken for a text: spreadsheets turn a code ``3.2`` into a day."""
    told = phrase("`{wanted}` must be a text, but the cell holds {kind}", wanted=named(one), kind=kind)
    way_out = phrase("format the column as text in the spreadsheet, and type the value again")
    return _cell("E418", told, place, way_out)


def more_alike(finding: Finding, count: int) -> Finding:
    """A note that stands for the rest of many findings of one kind in one column."""
    place = finding.place
    if isinstance(place, CellPlace):
        place = evolve(place, cell=place.cell.partition("[")[0].rstrip("0123456789"), row_label="", raw="")
    message = phrase(
        "{count} more like this in the same column: {finding}", count=count, finding=finding.message
    )
    return Finding(finding.code, Severity.NOTE, message, place)


def long_floats(field: Field, table: str, count: int, place: CellPlace) -> Finding:
    """Numbers with more digits than people type: the leftovers of binary calculation."""
    return warning(
        "W454", phrase("`{field}` has numbers with more than 15 digits ({count}); they are taken as they stand", field=named(field), count=count), place,
        empty(place), help_note(
            phrase("such digits come from calculation in binary: round them where they are calculated, or read them with 15 digits: `--shortest-decimal {table}.{field}`", table=table, field=field.name)
        ),
    )  # fmt: skip
