"""The findings about forms, of which each body has exactly one row (E446, E449), and about what must hold of rows (E448)."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.data.wording import empty, help_note, rule
from effrules.diagnostics import RULE, CellPlace, Finding, Note, Related
from effrules.diagnostics.making import error
from effrules.model.program import MustHold
from effrules.model.schema import Form, named
from effrules.words import Text, given, phrase, several


def not_its_form(form: Form, owner: Text, place: CellPlace) -> Finding:
    """A row of a form for a body that does not have it."""
    return error(
        "E449",
        phrase(
            "`{form}` has a row of {owner} `{raw}`, which does not have this form",
            form=named(form),
            owner=owner,
            raw=place.raw.strip(),
        ),
        place,
        empty(place),
        help_note(phrase("only where `{who}` there is one", who=form.who)),
        *rule(form),
    )


def must_hold(demand: MustHold, label: str, cells: Sequence[tuple[Text, CellPlace]], why: Text) -> Finding:
    """A row of which something does not hold that must hold; ``why`` it cannot even be told, where that is so."""
    said = "" if demand.condition.span is None else " ".join(demand.condition.span.text.split())
    reason = given(dict(demand.reason.texts))
    demanded = reason if str(reason) else said
    place = cells[0][1] if cells else None
    row = label if place is None else place.names.said(label)
    return error(
        "E448",
        phrase(
            "{row}: whether what the rules demand holds cannot be told, {why}: {demand}",
            row=row,
            why=why,
            demand=demanded,
        )
        if why
        else phrase("{row}: what the rules demand does not hold: {demand}", row=row, demand=demanded),
        place,
        several(
            phrase("{field} {value}", field=name, value=place.raw.strip() or phrase("empty"))
            for name, place in cells
        ),
        *((Note(RULE, str(demand.span)), Note(RULE, said)) if demand.span is not None else ()),
        related=tuple(Related(place, name) for name, place in cells[1:]),
    )


def second_row(form: Form, owner: Text, place: CellPlace, first: CellPlace) -> Finding:
    """A body that has filled in a form twice."""
    return error(
        "E446",
        phrase(
            "`{form}` has a second row of {owner} `{raw}`",
            form=named(form),
            owner=owner,
            raw=place.raw.strip(),
        ),
        place,
        empty(place),
        *rule(form),
        related=(Related(first, phrase("the first one")),),
    )
