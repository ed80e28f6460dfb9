"""The findings about forms, of which each body has exactly one row. Codes: E445, E446, E449."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.data.dataset import Row
from effrules.data.wording import empty, error, help_note, listed, rule
from effrules.diagnostics import CellPlace, Finding, Note, Related
from effrules.model.schema import Form


def without_form(form: Form, owner: str, rows: Sequence[Row], of: int, place: CellPlace) -> Finding:
    """Bodies that have not filled in a form."""
    named = [f"`{row.key}`" if row.owner is None else row.label for row in rows]
    if len(rows) == 1:
        what = f"{owner} {named[0]}" if rows[0].owner is None else named[0]
    else:
        what = f"any {owner}" if len(rows) == of else f"{len(rows):,} of the {of:,} in `{owner}`"
    return error(
        "E445",
        f"`{form.name}` has no row of {what}",
        place,
        "",
        *(() if len(rows) == 1 else (Note("without", listed(named)),)),
        help_note(
            f"each {owner} has exactly one; if some may have none, the rules say `form {form.name} of {owner}, may be missing`"
            if form.where is None
            else f"each {owner} where `{form.who}` has exactly one"
        ),
        *rule(form),
    )


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
