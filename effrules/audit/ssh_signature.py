"""Signatures in the format of OpenSSH (SSHSIG): what ``ssh-keygen -Y sign`` makes and ``ssh-keygen -Y verify`` checks.

The format is that of PROTOCOL.sshsig in OpenSSH. Only Ed25519 keys are used; the cryptography is that of the library
``cryptography`` (``pip install 'effrules[sign]'``).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING

from attrs import frozen

from effrules.words import Telling, phrase

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = "effrules"
"""What the signature is for: one that was made for something else is refused."""

HASHES = ("sha256", "sha512")
"""Those that the format knows. With SHA-256, what is signed is the digest that a record states of itself."""

KEY = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_ARMOUR = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")
_WIDTH = 70


class NoSignature(Telling, ValueError):
    """A text that is no signature, or a key that cannot be used; the text says why."""


@frozen
class Signature:
    """A signature: the public key that it states, as OpenSSH encodes keys, what it is for, and how the message was hashed."""

    key: bytes
    namespace: str
    hash: str
    signature: bytes


def sign(message: bytes, key: Ed25519PrivateKey) -> str:
    """The signature of a message, as the text of a file."""
    hashed = hashlib.sha256(message).digest()
    public = KEY_START + _string(key.public_key().public_bytes_raw())
    made = key.sign(_MAGIC + b"".join(map(_string, (NAMESPACE.encode(), b"", b"sha256", hashed))))
    parts = (public, NAMESPACE.encode(), b"", b"sha256", _string(KEY) + _string(made))
    blob = _MAGIC + (1).to_bytes(4, "big") + b"".join(map(_string, parts))
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return "\n".join((_ARMOUR[0], *lines, _ARMOUR[1], ""))


def read(text: str) -> Signature:
    """The signature that a text holds. Raises NoSignature."""
    found = re.fullmatch(rf"\s*{_ARMOUR[0]}\r?\n([A-Za-z0-9+/=\r\n]*){_ARMOUR[1]}\s*", text)
    if found is None:
        raise NoSignature(phrase("it is no signature of OpenSSH"))
    try:
        blob = base64.b64decode("".join(found[1].split()), validate=True)
    except binascii.Error:
        raise NoSignature(phrase("it is no signature of OpenSSH")) from None
    if blob[:10] != _MAGIC + (1).to_bytes(4, "big"):
        raise NoSignature(phrase("it is no signature of OpenSSH, or of another version"))
    key, namespace, _, hashed, signature, *more = _strings(blob[10:], 5)
    kind, made = _strings(signature, 2)
    if more or kind != KEY or hashed.decode("ascii", "replace") not in HASHES:
        raise NoSignature(phrase("it is not made with an Ed25519 key, or hashed in an unknown way"))
    return Signature(key, namespace.decode("utf-8", "replace"), hashed.decode("ascii"), made)


def holds(signature: Signature, message: bytes) -> bool:
    """Whether the key that a signature states made it, for effrules, of this message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    kind, raw = _strings(signature.key, 2)
    if kind != KEY or len(raw) != 32 or signature.namespace != NAMESPACE:
        return False
    hashed = hashlib.new(signature.hash, message).digest()
    parts = (signature.namespace.encode(), b"", signature.hash.encode(), hashed)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(
            signature.signature, _MAGIC + b"".join(map(_string, parts))
        )
    except InvalidSignature:
        return False
    return True


def fingerprint(key: bytes) -> str:
    """A public key in short, as OpenSSH shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def private_key(content: bytes, passphrase: bytes | None) -> Ed25519PrivateKey:
    """The private key of a file of OpenSSH, or in PEM. Raises NoSignature, and Locked where a passphrase is needed."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    load = load_ssh_private_key if b"BEGIN OPENSSH PRIVATE KEY" in content else load_pem_private_key
    try:
        key = load(content, passphrase)
    except TypeError:
        if passphrase is None:
            raise Locked(phrase("it is locked with a passphrase")) from None
        return private_key(content, None)
    except (ValueError, UnsupportedAlgorithm):
        if passphrase is not None:
            raise NoSignature(phrase("the passphrase is wrong, or it is no private key")) from None
        if b"ENCRYPTED" in content or _is_locked(content):
            raise Locked(phrase("it is locked with a passphrase")) from None
        raise NoSignature(phrase("it is no private key of OpenSSH or in PEM")) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSignature(phrase("it is no Ed25519 key: make one with ssh-keygen -t ed25519"))
    return key


class Locked(NoSignature):
    """A private key that needs a passphrase."""


def _is_locked(content: bytes) -> bool:
    """Whether a file of OpenSSH holds a private key that is encrypted."""
    lines = content.split(b"-----")
    try:
        return b"bcrypt" in base64.b64decode(lines[2])[:64]
    except (IndexError, binascii.Error):
        return False


def _string(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


KEY_START = _string(KEY)
"""How the public part of an Ed25519 key begins, as OpenSSH encodes keys."""


def _strings(blob: bytes, count: int) -> list[bytes]:
    """The strings that a blob is made of, exactly so many. Raises NoSignature."""
    made: list[bytes] = []
    at = 0
    while at < len(blob) and len(made) < count:
        length = int.from_bytes(blob[at : at + 4], "big")
        made.append(blob[at + 4 : at + 4 + length])
        at += 4 + length
    if len(made) != count or at != len(blob):
        raise NoSignature(phrase("it is damaged"))
    return made
