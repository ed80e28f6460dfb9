"""Invented data for ``rules/current``: the bodies of the decree's list with the forms and tables of the three orders."""

from __future__ import annotations

from samples import current_goals, current_interaction, current_organisation
from samples.bodies import LISTED
from samples.tables import Sample, Table


def samples() -> list[Sample]:
    """The one sample."""
    agency: Table = [["agency", "code", "name", "kind"]]
    agency += [[body.key, body.key, body.name, body.kind] for body in LISTED]
    tables = {"agency": agency}
    for part in (current_goals, current_interaction, current_organisation):
        made = part.tables(LISTED)
        assert not set(made) & set(tables), "a table of two orders"
        tables |= made
    what = (
        "The 28 central bodies of the decree's list, 18 of which are in the single rating, and the akimats of 20 regions. The\n"
        "names are those of the list, so that its restrictions of blocks take effect; every figure is invented: services,\n"
        "complaints, staff, programmes and marks, reports that came late or with faults, bodies that were not surveyed, secret\n"
        "budgets, and directions in which nothing happened."
    )
    return [Sample("rules/current", "current", tables, what)]
