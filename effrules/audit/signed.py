"""Whether a record or trace bears the signatures that it must bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from effrules.audit.shapes import canonical
from effrules.audit.signers import Signer, signers
from effrules.audit.ssh_signature import NAMESPACE, NoSignature, Signature, fingerprint, holds, read
from effrules.audit.verdict import About, Difference
from effrules.source import text_of
from effrules.words import both, phrase, reason_of

MOST = 2**20
"""A signature or a list of signers has no more bytes than this."""


@frozen
class Signed:
    """What came of it: whose signatures hold, what is wrong, and whether all that was asked for is there."""

    by: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.differences


def message_of(document: dict[str, Any]) -> bytes:
    """What is signed of a record or a trace: the bytes that its digest is made of."""
    return canonical({key: value for key, value in document.items() if key != "digest"})


def check_signatures(
    document: dict[str, Any], content: bytes, lists: Sequence[Path], files: Sequence[Path]
) -> Signed:
    """For each list of signers, whether one of them signed; ``files`` are the signatures, ``content`` the bytes of the file.

    A signature is of the canonical bytes, or of the file's own, as ``ssh-keygen -Y sign FILE`` makes it. Each list is a demand
    of its own: a key that stands in two of them signs for one.
    """
    differences: list[Difference] = []
    found: list[Signature] = []
    for path in files:
        try:
            found.append(read(text_of(path, MOST)))
        except FileNotFoundError:
            differences.append(
                Difference(About.SIGNATURE, path.name, phrase("there is no signature {path}", path=str(path)))
            )
        except (OSError, UnicodeDecodeError, NoSignature) as why:
            words = phrase(
                "signature {path} cannot be read: {why}",
                path=str(path),
                why=getattr(why, "strerror", None) or reason_of(why),
            )
            differences.append(Difference(About.SIGNATURE, path.name, words))
    messages = (message_of(document), content)
    right: list[tuple[Path, dict[bytes, Signer]]] = []
    for path in lists:
        told: list[Difference] = []
        known = _signers(path, told)
        if told:
            differences += told
            continue
        theirs = [one for one in found if one.key in known]
        holding = [one.key for one in theirs if any(_holds(one, message) for message in messages)]
        if holding:
            right.append((path, {key: known[key] for key in holding}))
        else:
            differences += _why(path, [known[one.key] for one in theirs], found)
    differences += _shared(right)
    by = (_said(signer) for _, keys in right for signer in keys.values())
    return Signed(tuple(dict.fromkeys(by)), tuple(differences))


def _shared(right: Sequence[tuple[Path, dict[bytes, Signer]]]) -> Iterator[Difference]:
    """A difference for each list that is left over when each key signs for one list only, however they are shared out."""
    signs_for: dict[bytes, int] = {}

    def placed(at: int, tried: set[bytes]) -> bool:
        for key in right[at][1]:
            if key not in tried:
                tried.add(key)
                if key not in signs_for or placed(signs_for[key], tried):
                    signs_for[key] = at
                    return True
        return False

    for at, (path, keys) in enumerate(right):
        if not placed(at, set()):
            others = both(dict.fromkeys(str(right[signs_for[key]][0]) for key in keys))
            words = phrase(
                "{path} asks for a signature of its own: that of {keys} is the one for {others}, and a key signs for one of them",
                path=str(path),
                keys=both(map(_said, keys.values())),
                others=others,
            )
            yield Difference(About.SIGNATURE, path.name, words)


def _signers(path: Path, told: list[Difference]) -> dict[bytes, Signer]:
    known: dict[bytes, Signer] = {}
    try:
        for signer in signers(text_of(path, MOST)):
            names = [known[signer.key].name, signer.name] if signer.key in known else [signer.name]
            known[signer.key] = Signer(signer.key, " or ".join(dict.fromkeys(filter(None, names))))
    except (OSError, UnicodeDecodeError) as why:
        words = phrase(
            "{path} cannot be read: {why}",
            path=str(path),
            why=getattr(why, "strerror", None) or reason_of(why),
        )
        told.append(Difference(About.SIGNATURE, path.name, words))
        return {}
    if not known:
        words = phrase(
            "{path} names no Ed25519 key that may sign for `{namespace}` today",
            path=str(path),
            namespace=NAMESPACE,
        )
        told.append(Difference(About.SIGNATURE, path.name, words))
    return known


def _holds(signature: Signature, message: bytes) -> bool:
    try:
        return holds(signature, message)
    except NoSignature:
        return False


def _why(path: Path, whose: Sequence[Signer], found: Sequence[Signature]) -> Iterator[Difference]:
    """Why there is no signature of anybody in a list."""
    if whose:
        words = phrase(
            "the signature of {signer} is not of this document: it was changed after it was signed, or is another",
            signer=_said(whose[0]),
        )
        yield Difference(About.SIGNATURE, path.name, words)
    elif found:
        keys = ", ".join(fingerprint(one.key) for one in found)
        words = phrase(
            "nobody in {path} signed it: the signature is of the key {keys}", path=str(path), keys=keys
        )
        yield Difference(About.SIGNATURE, path.name, words)


def _said(signer: Signer) -> str:
    return f"{signer.name} ({fingerprint(signer.key)})".strip()
