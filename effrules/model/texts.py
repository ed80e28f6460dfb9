"""The texts that a program was made of: which versions, in which files."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from effrules.model.schema import Titles


class TextRole(Enum):
    """What a text is for a program."""

    RULES = "rules"
    AMENDED = "amended"
    """A version that the rules amend."""
    LAID_ON_TOP = "laid on top"


@frozen
class RuleText:
    """A version, or an amendment laid on top, and its files as they are named to people.

    ``version`` is that of the heading; without one, what the file is called. ``draft``: it says that it is not law. ``names`` are
    the files as a run record names them: the same wherever the rules lie.
    """

    role: TextRole
    version: str
    draft: bool
    files: tuple[str, ...]
    names: tuple[str, ...]
    titles: Titles = Titles()
    """What people call the version."""
