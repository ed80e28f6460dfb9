"""Signatures: made here and checked by ssh-keygen, made by ssh-keygen and checked here; and every way of being wrong."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from effrules.audit.signers import signers
from effrules.audit.ssh_signature import NoSignature, holds, read, sign
from effrules.cli.sign import command as sign_command
from tests.test_cli_verify import edit, office, original, replace, told, verify  # noqa: F401

pytest.importorskip("cryptography", reason="signatures need the extra `sign`")

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

FIXED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FIXED_PUBLIC = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 office@example"
)

VECTORS = {
    "sha256": """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgA6EHv/POEL4dcN0Y50vAmWfk1j
CbpQ1fHdyGZBJVMbgAAAAIZWZmcnVsZXMAAAAAAAAABnNoYTI1NgAAAFMAAAALc3NoLWVk
MjU1MTkAAABA2X5APFfJaf2gn1cAFS5YYfDNS9lPwxg6QLN3liWpkLYKtLwZBams3eBfcz
wLbJiAInwjP6uUcoPBAwbL/MtlAw==
-----END SSH SIGNATURE-----
""",
    "sha512": """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgA6EHv/POEL4dcN0Y50vAmWfk1j
CbpQ1fHdyGZBJVMbgAAAAIZWZmcnVsZXMAAAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVk
MjU1MTkAAABAMbtWKwLZ9D8EOVNcbMjpxH+dUgKgLSLe/cZFfymtPe1XYpfb0fQp6GbpO/
cxU3z4pG785CNiSHbmKLu+mhUzBQ==
-----END SSH SIGNATURE-----
""",
    "for files": """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgA6EHv/POEL4dcN0Y50vAmWfk1j
CbpQ1fHdyGZBJVMbgAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
OQAAAEAYEfPHBHY7Wdy8vYKkE78SSfIubQlMzxShzCReCdl87eMvWbzirci/tE/VpG014Z
iNqKjB1saxkhNDE+dmBNoJ
-----END SSH SIGNATURE-----
""",
}
"""What ssh-keygen of OpenSSH 9.2 made of the message `effrules` with the key FIXED; the last one not for effrules."""


def signed(*arguments: object, **environment: str) -> Result:
    """What ``effrules sign`` does, in this process."""
    return CliRunner(env={"EFFRULES_PASSPHRASE": "", "COLUMNS": "300", **environment}).invoke(
        sign_command, list(map(str, arguments))
    )


def key_file(folder: Path, name: str, key: Ed25519PrivateKey, lock: KeySerializationEncryption) -> Path:
    """A key pair of OpenSSH in files."""
    path = folder / name
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock))
    path.chmod(0o600)
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    path.with_name(f"{name}.pub").write_bytes(public + b" " + name.encode() + b"@example\n")
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key without a passphrase."""
    return key_file(tmp_path, "office", Ed25519PrivateKey.generate(), NoEncryption())


@pytest.fixture
def record(office: Path) -> Path:  # noqa: F811
    """A record that verifies."""
    return office / "r.record.json"


def ssh_keygen(*arguments: object, message: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What ssh-keygen does."""
    return subprocess.run(
        ["ssh-keygen", *map(str, arguments)], input=message, capture_output=True, check=False, timeout=30
    )


def canonical(record: Path) -> bytes:
    """The bytes that are signed."""
    made = signed(record, "--canonical")
    assert made.exit_code == 0, made.output
    return made.stdout_bytes


# -- Against fixed vectors, and against the tool ------------------------------------------------------------------


def test_fixed_vectors() -> None:
    """Byte for byte what ssh-keygen makes with SHA-256; what it makes with SHA-512 holds, too; no other message does."""
    assert sign(b"effrules", FIXED) == VECTORS["sha256"]
    for name in ("sha256", "sha512"):
        assert holds(read(VECTORS[name]), b"effrules")
        assert not holds(read(VECTORS[name]), b"effrule")
    assert not holds(read(VECTORS["for files"]), b"effrules")


@pytest.mark.openssh
def test_ssh_keygen_checks_what_is_signed_here(record: Path, key: Path, tmp_path: Path) -> None:
    """OpenSSH confirms a signature of effrules, and refuses it for another record."""
    assert signed(record, "--key", key).exit_code == 0
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(f'office namespaces="effrules" {key.with_name("office.pub").read_text()}')
    check = ("-Y", "verify", "-n", "effrules", "-f", allowed, "-I", "office", "-s", f"{record}.sig")
    message = canonical(record)
    done = ssh_keygen(*check, message=message)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b'Good "effrules" signature for office')
    assert ssh_keygen(*check, message=message + b" ").returncode != 0
    assert told(record, "--signed-by", allowed) == []


@pytest.mark.openssh
@pytest.mark.parametrize("what", ["canonical", "file"])
def test_a_signature_of_ssh_keygen_is_checked_here(record: Path, key: Path, what: str) -> None:
    """Effrules confirms what OpenSSH signs: the canonical bytes, or the file itself."""
    path = record.with_name("message") if what == "canonical" else record
    if what == "canonical":
        path.write_bytes(canonical(record))
    assert ssh_keygen("-Y", "sign", "-q", "-n", "effrules", "-f", key, path).returncode == 0
    signature = ("--signature", f"{path}.sig")
    assert told(record, "--signed-by", f"{key}.pub", *signature) == []
    edit(record, lambda d: d.update(made="2020-01-01T00:00:00Z"), resealed=True)
    (found,) = told(record, "--signed-by", f"{key}.pub", *signature)
    assert found["about"] == "signature"


@pytest.mark.openssh
def test_the_digest_is_what_is_signed(record: Path, tmp_path: Path) -> None:
    """With SHA-256, ssh-keygen makes of the canonical bytes the very signature that effrules makes."""
    key = key_file(tmp_path, "fixed", FIXED, NoEncryption())
    assert signed(record, "--key", key).exit_code == 0
    (tmp_path / "m").write_bytes(canonical(record))
    ssh_keygen("-Y", "sign", "-q", "-O", "hashalg=sha256", "-n", "effrules", "-f", key, tmp_path / "m")
    assert (tmp_path / "m.sig").read_bytes() == Path(f"{record}.sig").read_bytes()


# -- What holds, and what does not --------------------------------------------------------------------------------


def test_a_signed_record(record: Path, key: Path) -> None:
    """Who signed is told; laying the record out otherwise changes nothing."""
    made = signed(record, "--key", key)
    assert made.exit_code == 0
    record.write_text(json.dumps(json.loads(record.read_text("utf-8")), indent=7), encoding="utf-8")
    done = verify(record, "--signed-by", f"{key}.pub")
    assert done.exit_code == 0, done.output
    shown = made.stdout.splitlines()[2].removeprefix("  key: ")
    assert f"  signed by: office@example ({shown})" in done.stdout


FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "made": lambda d: d.update(made="2020-01-01T00:00:00Z"),
    "effrules": lambda d: d["engine"].update(effrules="9.9"),
    "code": lambda d: d["engine"].update(code="sha256:" + "0" * 64),
    "python": lambda d: d["engine"].update(python="PyPy 1"),
    "library": lambda d: d["engine"]["libraries"][1].update(version="0"),
    "lock": lambda d: d["engine"]["libraries"][1].update(digest=None),
    "given": lambda d: d["options"]["data"].update(given="C:/secret"),
    "partial": lambda d: d["options"].update(partial=True),
    "outputs": lambda d: d.update(outputs=[]),
    "traces": lambda d: d.update(traces=[]),
}
"""What only the record says, so that a new seal makes it whole; of the last two it is only told that nothing was checked."""


@pytest.mark.parametrize("what", FORGED)
def test_what_only_a_signature_tells(record: Path, key: Path, what: str) -> None:
    """What a new seal hides, the signature shows."""
    assert signed(record, "--key", key).exit_code == 0
    edit(record, FORGED[what], resealed=True)
    assert "signature" in [one["about"] for one in told(record, "--signed-by", f"{key}.pub")]


def test_another_key(record: Path, key: Path, tmp_path: Path) -> None:
    """A signature by somebody else, none at all, one that is damaged, one that is something else."""
    other = key_file(tmp_path, "other", Ed25519PrivateKey.generate(), NoEncryption())
    asked = (record, "--signed-by", f"{key}.pub")
    (found,) = told(*asked)
    assert "there is no signature" in found["words"]
    assert signed(record, "--key", other).exit_code == 0
    (found,) = told(*asked)
    assert "nobody in" in found["words"]
    signature = Path(f"{record}.sig")
    whole = signature.read_text()
    for content in (
        "",
        "x",
        whole.replace("A", "B", 1),
        whole[:-60],
        whole.replace("\n", "\n!", 1),
        whole + whole,
    ):
        signature.write_text(content)
        assert told(record, "--signed-by", f"{other}.pub")
    signature.write_text(whole)
    assert told(record, "--signed-by", f"{other}.pub") == []
    for name in (f"{other}", f"{record}"):
        (found,) = told(record, "--signed-by", name)
        assert "names no Ed25519 key" in found["words"]


def test_two_who_must_sign(record: Path, key: Path, tmp_path: Path) -> None:
    """Each --signed-by asks for a signature of its own; a file of signers for one of them."""
    other = key_file(tmp_path, "other", Ed25519PrivateKey.generate(), NoEncryption())
    assert signed(record, "--key", key).exit_code == 0
    assert signed(record, "--key", other, "-o", tmp_path / "2.sig").exit_code == 0
    both = ("--signed-by", f"{key}.pub", "--signed-by", f"{other}.pub")
    assert len(told(record, *both)) == 1
    assert told(record, *both, "--signature", f"{record}.sig", "--signature", tmp_path / "2.sig") == []
    either = tmp_path / "allowed"
    either.write_text("".join(f"* {Path(f'{one}.pub').read_text()}" for one in (key, other)))
    assert told(record, "--signed-by", either) == []


def test_one_signature_for_one_demand(record: Path, key: Path, tmp_path: Path) -> None:
    """A key that stands in two lists signs for one of them, however the lists are ordered, and by whatever names it is called."""
    other = key_file(tmp_path, "other", Ed25519PrivateKey.generate(), NoEncryption())
    public, others = (Path(f"{one}.pub").read_text() for one in (key, other))
    either, again = tmp_path / "either", tmp_path / "again"
    either.write_text(f"minister {public}audit {public}audit {others}")
    again.write_text(f"audit {public}")
    assert signed(record, "--key", key).exit_code == 0
    assert signed(record, "--key", other, "-o", tmp_path / "2.sig").exit_code == 0
    two = ("--signature", f"{record}.sig", "--signature", tmp_path / "2.sig")
    for lists in [(f"{key}.pub", f"{key}.pub"), (f"{key}.pub", again), (either, again), (again, either)]:
        both = ("--signed-by", lists[0], "--signed-by", lists[1])
        (found,) = told(record, *both)
        assert found["about"] == "signature"
        assert "asks for a signature of its own" in found["words"]
        assert "(SHA256:" in found["words"]
        doubled = ("--signature", f"{record}.sig", "--signature", f"{record}.sig")
        assert len(told(record, *both, *doubled)) == 1
        assert len(told(record, *both, *two)) == (0 if either in lists else 1)
    done = verify(record, "--signed-by", either)
    assert "minister or audit (SHA256:" in done.output


def test_a_signed_trace(office: Path, key: Path) -> None:  # noqa: F811
    """A trace is signed and checked in the same way."""
    import effrules

    trace = office / "d.json"
    trace.write_text(effrules.load(office / "rules").trace(office / "data", "D").to_json(), encoding="utf-8")
    assert signed(trace, "--key", key).exit_code == 0
    assert told(trace, "--signed-by", f"{key}.pub") == []
    replace(trace, "325/6", "331/6")
    assert told(trace, "--signed-by", f"{key}.pub")[0]["about"] == "signature"


# -- Keys and signers ---------------------------------------------------------------------------------------------


def test_a_locked_key(record: Path, tmp_path: Path) -> None:
    """The passphrase is read from the environment, or typed; without either, it is said what to do."""
    pytest.importorskip("bcrypt", reason="locked keys of OpenSSH need the extra `sign`")
    lock = BestAvailableEncryption("тайна".encode())
    key = key_file(tmp_path, "locked", Ed25519PrivateKey.generate(), lock)
    assert signed(record, "--key", key, EFFRULES_PASSPHRASE="тайна").exit_code == 0
    assert told(record, "--signed-by", f"{key}.pub") == []
    wrong = signed(record, "--key", key, EFFRULES_PASSPHRASE="other")
    assert (wrong.exit_code, "passphrase is wrong" in " ".join(wrong.stderr.split())) == (2, True)
    nobody = signed(record, "--key", key)
    assert (nobody.exit_code, "EFFRULES_PASSPHRASE" in nobody.stderr) == (2, True)


def test_keys_that_are_none(record: Path, key: Path, tmp_path: Path) -> None:
    """Another kind of key, and what is no key, are refused in words."""
    from cryptography.hazmat.primitives.asymmetric import ec

    other = tmp_path / "ec"
    made = ec.generate_private_key(ec.SECP256R1())
    other.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    for path, words in (
        (other, "no Ed25519 key"),
        (Path(f"{key}.pub"), "no private key"),
        (record, "no private"),
    ):
        done = signed(record, "--key", path)
        assert done.exit_code == 2
        assert words in " ".join(done.stderr.split())
    assert not Path(f"{record}.sig").exists()
    pem = tmp_path / "pem"
    pem.write_bytes(FIXED.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert signed(record, "--key", pem).exit_code == 0


def test_what_is_not_signed(record: Path, key: Path, tmp_path: Path) -> None:
    """An edited record is not signed, nor what is none; and a signature takes the place of nothing but a signature."""
    for place in (f"{key}.pub", tmp_path, tmp_path / "no" / "x.sig"):
        assert signed(record, "--key", key, "-o", place).exit_code == 2
    assert signed(record).exit_code == 2
    edit(record, lambda d: d.update(made="2020-01-01T00:00:00Z"), resealed=False)
    done = signed(record, "--key", key)
    assert (done.exit_code, "was edited" in done.stderr) == (2, True)
    assert signed(f"{key}.pub", "--key", key).exit_code == 2


@pytest.mark.parametrize(
    ("line", "may"),
    [
        (FIXED_PUBLIC, True),
        (f"office {FIXED_PUBLIC}", True),
        (f'office,chief@x namespaces="git,effrules" {FIXED_PUBLIC}', True),
        (f'office namespaces="git,file" {FIXED_PUBLIC}', False),
        (f'office namespaces="*,!effrules" {FIXED_PUBLIC}', False),
        (f'office valid-after="20200101",valid-before="20300101Z" {FIXED_PUBLIC}', True),
        (f'office valid-after="202801010000Z" {FIXED_PUBLIC}', False),
        (f'office valid-before="20200101" {FIXED_PUBLIC}', False),
        (f'office valid-before="soon" {FIXED_PUBLIC}', False),
        (f"office cert-authority {FIXED_PUBLIC}", False),
        (f"office something=1 {FIXED_PUBLIC}", False),
        (f"# {FIXED_PUBLIC}", False),
        (f"!office {FIXED_PUBLIC}", False),
        (f"!office,!chief {FIXED_PUBLIC}", False),
        (f"*,!chief {FIXED_PUBLIC}", True),
        (f"# a note\u2028office {FIXED_PUBLIC}", False),
        (f"# a note\x0boffice {FIXED_PUBLIC}", False),
        ("ssh-ed25519 AAAA office", False),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ office", False),
    ],
)
def test_signers(line: str, may: bool) -> None:
    """Lines of allowed_signers: a key counts only where all that the line says of it is understood and fits."""
    assert bool(signers(line, datetime(2026, 7, 1, tzinfo=UTC))) is may


def test_texts_that_are_no_signature() -> None:
    """Whatever stands in a signature file is refused in words."""
    whole = VECTORS["sha256"]
    lines = whole.splitlines()
    for text in ("", lines[0], "\n".join(lines[1:]), whole.replace("U1NI", "U1NJ"), "\n".join([lines[0], lines[-1]]),
                 "\n".join([lines[0], "AAAA", lines[-1]]), "\n".join([lines[0], "U1NIU0lHAAAAAf////8=", lines[-1]])):  # fmt: skip
        with pytest.raises(NoSignature):
            read(text)
