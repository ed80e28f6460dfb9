"""``effrules log``: the versions of a methodology, and what each changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from effrules.cli.door import RULES, Command
from effrules.cli.inputs import path_of
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings

if TYPE_CHECKING:
    from pathlib import Path

    from effrules.history.lineage import Lineage, Listed
    from effrules.words import Language


@click.command(cls=Command, short_help="List the versions of a methodology, and what each changed.")
@click.argument("rules", type=RULES)
@page_options(*PAGE, "json")
def command(rules: str, to: To) -> None:
    """List the versions of the methodology of RULES, the oldest first.

    For each: the days on which it is in force, what it amends or replaces, and a line for each of its edits, with the reason
    and the source that the amendment gives. Versions are looked for beside RULES and among those that come with effrules.
    """
    from effrules.history.lineage import lineage

    (path,) = path_of(rules)
    found, findings = lineage(path)
    if found is None:
        leave_with_findings(finding for finding in findings if finding.is_error)
    against = _against(found, to.language)
    if to.form == "json":
        from effrules.report.history.log_json import json_text

        to.text(json_text(found, against))
        return
    from effrules.report.history.log import page

    to.page(partial(page, found, against))


def _against(found: Lineage, language: Language) -> dict[str, tuple[str, ...]]:
    """What replaces another version declares no edits: a comparison of the two tells them; empty where one has errors."""
    told: dict[str, tuple[str, ...]] = {}
    for one in found.versions:
        before = _replaced(one)
        if before is None:
            continue
        from effrules.check.cached import load
        from effrules.compare.difference import difference
        from effrules.report.difference.summary import short

        old, new = load(before).program, load(one.path).program
        told[one.version] = () if old is None or new is None else short(difference(old, new), language)
    return told


def _replaced(one: Listed) -> Path | None:
    """The text that a version replaces, where there is one answer."""
    from effrules.amend.bases import base_of
    from effrules.amend.headings import Heading
    from effrules.amend.neighbourhood import Candidate

    if one.replaces is None:
        return None
    found = base_of(one.path, Heading(one.name, one.version, one.replaces, draft=one.draft))
    return found.path if isinstance(found, Candidate) else None
