"""Who may sign: a public key of OpenSSH, or a file of several (``allowed_signers``), as ``ssh-keygen -Y verify`` reads it."""

from __future__ import annotations

import base64
import binascii
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from attrs import frozen

from effrules.audit.ssh_signature import KEY, KEY_START, NAMESPACE


@frozen
class Signer:
    """A key that may sign, and what its owner is called."""

    key: bytes
    name: str


def signers(text: str, now: datetime | None = None) -> tuple[Signer, ...]:
    """The Ed25519 keys in a text that may sign for effrules today; lines with anything unknown are left out."""
    today = datetime.now(UTC) if now is None else now
    return tuple(found for line in text.split("\n") for found in _signer(line, today))


def _signer(line: str, now: datetime) -> Iterator[Signer]:
    line = line.strip()
    if not line or line.startswith("#"):
        return
    before, mark, after = f" {line}".partition(f" {KEY.decode()} ")
    words = after.split(None, 1)
    if not mark or not words:
        return
    try:
        key = base64.b64decode(words[0], validate=True)
    except binascii.Error:
        return
    if not key.startswith(KEY_START) or len(key) != len(KEY_START) + 4 + 32:
        return
    comment = words[1].strip() if len(words) > 1 else ""
    if not before.strip():
        yield Signer(key, comment)
        return
    name, _, options = before.strip().partition(" ")
    if _names_somebody(name) and _allowed(options.strip(), now):
        yield Signer(key, name.strip('"'))


def _names_somebody(principals: str) -> bool:
    """Whether a list of patterns lets anybody in: OpenSSH takes one that only says who does not (``!office``) for nobody's."""
    return any(not one.startswith("!") for one in principals.strip('"').split(","))


def _allowed(options: str, now: datetime) -> bool:
    """Whether the options of a line of ``allowed_signers`` let it sign for effrules now."""
    for option in re.findall(r'(?:[^,"]|"[^"]*")+', options):
        word, _, quoted = option.strip().partition("=")
        try:
            value = "".join(shlex.split(quoted))
        except ValueError:
            return False
        match word.casefold():
            case "namespaces":
                patterns = value.split(",")
                if (
                    not any(fnmatchcase(NAMESPACE, pattern) for pattern in patterns)
                    or f"!{NAMESPACE}" in patterns
                ):
                    return False
            case "valid-after":
                time = _time(value)
                if time is None or now < time:
                    return False
            case "valid-before":
                time = _time(value)
                if time is None or now > time:
                    return False
            case _:
                return False
    return True


def _time(text: str) -> datetime | None:
    """A time as OpenSSH writes it: YYYYMMDD, with HHMM or HHMMSS after it, and ``Z`` for UTC, else of this machine."""
    digits = text.removesuffix("Z")
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(digits))
    if form is None or not digits.isdecimal():
        return None
    try:
        made = datetime.strptime(digits, form)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    return made.replace(tzinfo=UTC) if text.endswith("Z") else made.astimezone()
