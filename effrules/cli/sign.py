"""``effrules sign``: a signature of a run record or a trace, in the format of OpenSSH."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from effrules.cli.door import (
    DOCUMENT,
    KEY,
    OUTPUT,
    Command,
    apart,
    need,
    promise,
    say_bytes,
    to_file,
    write_text,
)
from effrules.cli.inputs import RUN_OR_TRACE, record_or_trace
from effrules.cli.language import in_words
from effrules.cli.speaking import say, speak
from effrules.disk import is_spooled
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PASSPHRASE = "EFFRULES_PASSPHRASE"  # noqa: S105 - the name of a variable, not a secret
"""The environment variable that holds the passphrase of a key, where nobody is there to type it."""


@click.command(cls=Command, short_help="Sign a run record, a trace or a package.")
@click.argument("document", metavar=RUN_OR_TRACE, type=DOCUMENT)
@click.option("--key", type=KEY, metavar="KEY",
              help="The private key: Ed25519, of OpenSSH or in PEM.")  # fmt: skip
@click.option("-o", "--output", type=OUTPUT, default=None, metavar="FILE",
              help="Write the signature to FILE; by default to the document's name with .sig after it.")  # fmt: skip
@click.option("--canonical", is_flag=True,
              help="Print the bytes that are signed instead, for ssh-keygen, a key agent or a security key.")  # fmt: skip
def command(document: Path, key: Path | None, output: Path | None, canonical: bool) -> None:
    """Sign a run record (of `effrules run -o`), a trace (of `effrules trace -o FILE.json`) or a package (`effrules year package`).

    What is signed is the record's canonical form: the bytes that its digest is made of. The signature stands in a file of
    its own, in the format of OpenSSH, for the namespace `effrules`. Verify before you sign: signing calculates nothing.

    \b
    effrules sign results.record.json --key ~/.ssh/id_ed25519
    effrules verify results.record.json --signed-by id_ed25519.pub
    effrules sign results.record.json --canonical | ssh-keygen -Y verify -n effrules \\
      -f allowed_signers -I office -s results.record.json.sig

    A passphrase is asked for at a terminal, or read from EFFRULES_PASSPHRASE. It needs cryptography: pip install
    'effrules[sign]'.
    """
    for option, value in (("--key", key), ("-o", output)) if canonical else ():
        apart(option, "--canonical", given=value is not None)
    from effrules.audit.signed import message_of

    if document.is_dir():
        from effrules.report.publication.descriptor import NAME

        document = document / NAME
    message = message_of(_sealed(document))
    if canonical:
        say_bytes(message)
        return
    if key is None:
        raise click.UsageError(in_words(phrase("Missing option '--key'.")))
    need_cryptography("--key")
    from effrules.audit.ssh_signature import fingerprint, read, sign

    if output is None and not is_spooled(document):
        output = document.with_name(f"{document.name}.sig")
        promise(output, "-o")
    place = to_file(output)
    if place is not None:
        _refuse_place(place)
    text = sign(message, private(key))
    if place is None:
        say(text)
        return
    write_text(place, text)
    speak(phrase("Signed: {document}", document=str(document)))
    speak(phrase("  signature: {file}", file=str(place)))
    speak(phrase("  key: {key}", key=fingerprint(read(text).key)))


def need_cryptography(hint: str) -> None:
    """End the command where the library is not installed. Raises click.BadParameter."""
    need("cryptography", phrase("it needs cryptography"), "sign", hint)


def _sealed(path: Path) -> dict[str, Any]:
    """The JSON of a record or a trace whose digest is right. Raises click.BadParameter."""
    from effrules.audit.record import own_digest

    content = record_or_trace(path)
    if content.get("digest") != own_digest(content):
        told = phrase(
            "`{path}` was edited: the digest that it states is not that of what it says. It is not signed.",
            path=str(path),
        )
        raise click.BadParameter(in_words(told), param_hint=RUN_OR_TRACE)
    return content


def _refuse_place(place: Path) -> None:
    """A place of the signature at which something else lies. Raises click.BadParameter."""
    from effrules.audit.signed import MOST
    from effrules.audit.ssh_signature import NoSignature, read
    from effrules.source import text_of

    if not os.path.lexists(place):
        return
    try:
        read(text_of(place, MOST))
    except (OSError, UnicodeDecodeError, NoSignature):
        told = phrase("`{place}` is there and is no signature.", place=str(place))
        raise click.BadParameter(in_words(told), param_hint="-o") from None


def private(path: Path) -> Ed25519PrivateKey:
    """The key of a file, whose passphrase is asked for where it has one. Raises click.BadParameter."""
    from effrules.audit.signed import MOST
    from effrules.audit.ssh_signature import Locked, NoSignature, private_key
    from effrules.source import bytes_of

    try:
        content = bytes_of(path, MOST)
        try:
            return private_key(content, None)
        except Locked:
            return private_key(content, _passphrase(path))
    except OSError as why:
        raise _unfit(path, why) from None
    except NoSignature as why:
        raise _unfit(path, why) from None


def _unfit(path: Path, why: Exception) -> click.BadParameter:
    """A key that cannot be used: to be raised."""
    told = phrase("`{path}`: {reason}.", path=str(path), reason=reason_of(why))
    return click.BadParameter(in_words(told), param_hint="--key")


def _passphrase(path: Path) -> bytes:
    stated = os.environ.get(PASSPHRASE)
    if stated:
        return stated.encode("utf-8", "surrogateescape")
    if not sys.stdin.isatty():
        told = phrase(
            "`{path}` is locked with a passphrase, and nobody is there to type it: set {variable}.",
            path=str(path),
            variable=PASSPHRASE,
        )
        raise click.BadParameter(in_words(told), param_hint="--key")
    asked = in_words(phrase("Passphrase of {path}", path=str(path)))
    typed: str = click.prompt(asked, hide_input=True, err=True)
    return typed.encode()
