"""The findings about forms, of which each body has exactly one row (E446, E449), and about what must hold of rows (E448)."""

from __future__ import annotations

from collections.abc import Mapping

from effrules.data.wording import empty, error, help_note, rule
from effrules.diagnostics import CellPlace, Finding, Note, Related
from effrules.model.program import MustHold
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


def must_hold(demand: MustHold, label: str, cells: Mapping[str, CellPlace], why: str) -> Finding:
    """A row of which something does not hold that must hold; ``why`` it cannot even be told, where that is so."""
    said = "" if demand.condition.span is None else " ".join(demand.condition.span.text.split())
    reason = demand.reason.get("en") or ""
    shown = ", ".join(f"{name} {place.raw.strip() or 'empty'}" for name, place in cells.items())
    first = next(iter(cells.values()), None)
    return error(
        "E448",
        f"{label}: it must hold that {said}" + (f", and that cannot be told: {why}" if why else ""),
        first,
        shown,
        *((Note("because", reason),) if reason else ()),
        *((Note("rule", str(demand.span)),) if demand.span is not None else ()),
        related=tuple(Related(place, name) for name, place in list(cells.items())[1:]),
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
