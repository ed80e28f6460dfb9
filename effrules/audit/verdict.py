"""What a verification found: what was compared, every kind of difference, and what is only worth knowing."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from effrules.audit.record import Role
from effrules.audit.rerun import Rerun
from effrules.words import Message, Text, phrase


class About(Enum):
    """What a difference is about, in the order in which differences are told: causes first."""

    RECORD = "record"
    PACKAGE = "package"
    SIGNATURE = "signature"
    RULES = "rule file"
    DATA = "data file"
    EARLIER = "file of earlier results"
    REGISTER = "register"
    PROGRAM = "consolidated rules"
    RUN = "run"
    RESULT = "result"
    OUTPUT = "result file"
    TRACE = "trace"

    @property
    def called(self) -> Message:
        """What it is, to begin a sentence with."""
        return CALLED[self]


CALLED = {
    About.RECORD: phrase("record", context="verified"),
    About.PACKAGE: phrase("package", context="verified"),
    About.SIGNATURE: phrase("signature", context="verified"),
    About.RULES: phrase("rule file", context="verified"),
    About.DATA: phrase("data file", context="verified"),
    About.EARLIER: phrase("file of earlier results", context="verified"),
    About.REGISTER: phrase("register", context="verified"),
    About.PROGRAM: phrase("consolidated rules", context="verified"),
    About.RUN: phrase("run", context="verified"),
    About.RESULT: phrase("result", context="verified"),
    About.OUTPUT: phrase("result file", context="verified"),
    About.TRACE: phrase("trace", context="verified"),
}


ABOUT = {
    Role.RULES: About.RULES,
    Role.AMENDED: About.RULES,
    Role.OVERLAY: About.RULES,
    Role.DATA: About.DATA,
    Role.EARLIER: About.EARLIER,
}
"""What a difference in a file of a role is about."""


@frozen
class Unchecked:
    """One thing that was not checked, and why, in ``words``; ``what`` names it."""

    about: About
    what: str
    words: Text


@frozen
class Difference:
    """One thing that is not what the record says.

    ``what`` is the file, the body with the node, or the digest. ``then`` is what the record says, ``now`` what is there;
    ``None`` where there is nothing. ``words`` say it in a sentence. ``more`` counts others of the same kind that are not
    told one by one.
    """

    about: About
    what: str
    words: Text
    then: str | None = None
    now: str | None = None
    more: int = 0


@frozen
class Compared:
    """How much was compared."""

    rule_files: int
    data_files: int
    result_files: int
    bodies: int
    values: int
    """Scores, penalties, grades and places, of all bodies together."""


@frozen
class Verdict:
    """Whether a record holds: it does where there is no difference, and all of it where nothing was left ``unchecked``.

    ``digest`` is the one that the record should state. ``again`` is the run that was compared with.
    """

    digest: str
    compared: Compared
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...] = ()
    notes: tuple[Text, ...] = ()
    again: Rerun | None = field(default=None, repr=False)

    @property
    def same(self) -> bool:
        """Whether everything is as the record says."""
        return not self.differences
