"""The findings about forms, of which each body has exactly one row. Codes: E446, E449."""

from __future__ import annotations

from effrules.data.wording import empty, error, help_note, rule
from effrules.diagnostics import CellPlace, Finding, Related
from effrules.model.schema import Form


def not_its_form(form: Form, owner: str, place: CellPlace) -> Finding:
    """A row of a form for a body that does not have it."""
    return error(
        "E449",
        f"`{form.name}` has a row of {owner} `{place.raw.strip()}`, which does not have this form",
        place,
        empty(place),
        help_note(f"only where `{form.who}` there is one"),
        *rule(form),
    )


def second_row(form: Form, owner: str, place: CellPlace, first: CellPlace) -> Finding:
    """A body that has filled in a form twice."""
    return error(
        "E446",
        f"`{form.name}` has a second row of {owner} `{place.raw.strip()}`",
        place,
        empty(place),
        *rule(form),
        related=(Related(first, "the first one"),),
    )
