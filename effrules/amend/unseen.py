"""What a reader of the text does not see, but the program does: characters that turn or hide what stands in a line, and names of versions that look like others.

A character that turns the direction of writing, or one that an editor shows as a new line where the rules have none, makes a
comment look like a rule. (Boucher and Anderson, "Trojan Source", 2021, show it for programs.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from effrules.amend import version_errors
from effrules.diagnostics import Finding
from effrules.diagnostics.lookalikes import called
from effrules.source import Source, Span
from effrules.syntax import tree as ast

HIDING = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but the tab, the line feed and the form feed; other ends of lines; what turns the direction of writing."""


def hidden(source: Source, told: Iterable[Finding]) -> Iterator[Finding]:
    """A finding for each kind of such a character in a rule file, at the first one; none where one is ``told`` of there already."""
    already = {finding.place.start for finding in told if isinstance(finding.place, Span)}
    first: dict[str, int] = {}
    count: dict[str, int] = {}
    for match in HIDING.finditer(source.text):
        character = match.group()
        first.setdefault(character, match.start())
        count[character] = count.get(character, 0) + 1
    for character, at in first.items():
        if at not in already:
            yield version_errors.hidden_character(
                Span(source, at, at + 1), str(called(character)), count[character]
            )


def unsound_name(heading: ast.Methodology) -> Iterator[Finding]:
    """A finding for each version that a heading names in a way that cannot be told from another one by reading."""
    for version in (heading.version, heading.amends, heading.replaces):
        if version is None:
            continue
        unseen = next((c for c in version if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")), "")
        if not version.strip():
            yield version_errors.empty_version(heading.span, version)
        elif unseen:
            yield version_errors.unseen_in_version(heading.span, version, called(unseen))
        elif version != version.strip():
            yield version_errors.blank_around_version(heading.span, version)
