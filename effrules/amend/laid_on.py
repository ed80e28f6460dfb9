"""Amendments that are laid on top of rules (``--with``): what each is called, and which cannot be laid there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from effrules.amend import version_errors
from effrules.amend.versions import VersionText
from effrules.diagnostics import Finding


def called(below: Iterable[str], laid: Sequence[tuple[Path, VersionText]]) -> tuple[str, ...]:
    """What amendments are called that are laid on versions of these names, in the order in which they are laid.

    One with a heading is its version. One without is its file, with the ending; where a version, or another one, is called so
    too, its number among all that are laid stands behind it: the names are the same wherever the files lie.
    """
    plain = [path.name if text.heading is None else text.heading.version for path, text in laid]
    often = Counter((*plain, *below))
    taken = {*below, *plain}
    made: list[str] = []
    for number, (name, (_, text)) in enumerate(zip(plain, laid, strict=True), 1):
        own = name
        if text.heading is None and often[name] > 1:
            while own in taken:
                own += f" #{number}"
            taken.add(own)
        made.append(own)
    return tuple(made)


def misplaced(chain: Sequence[VersionText], laid: Iterable[VersionText]) -> tuple[Finding, ...]:
    """What is wrong with laying amendments on top: one with a heading amends the very version below it, and has a name of its own."""
    found: list[Finding] = []
    headings = [text.heading for text in chain if text.heading is not None]
    below = chain[-1].heading
    for text in laid:
        heading = text.heading
        if heading is None or below is None:
            continue
        if (heading.name.text, heading.amends) != (below.name.text, below.version):
            found.append(version_errors.amends_another(heading, below))
        elif (first := next((one for one in headings if one.version == heading.version), None)) is not None:
            found.append(version_errors.laid_under_a_name_that_is_there(heading, first))
        headings.append(heading)
        below = heading
    return tuple(found)
