"""Publication packages: what stands in them, what does not, and that whoever changes anything in one is found out."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from effrules.audit.record import own_digest
from effrules.audit.shapes import laid_out
from effrules.cycle import opened
from effrules.cycle.entries import Published
from tests.starting import effrules
from tests.test_year_entering import refused
from tests.years import begun, verify, year

LICENCE = ("--licence", "CC-BY-4.0")
SECRET = "Letter of a citizen"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year whose final results were approved, after a check and an objection that was upheld."""
    place = begun(tmp_path_factory.mktemp("closed"))
    evidence = place.parent / "letter.txt"
    evidence.write_text(SECRET)
    year("verified", place, "A", "service/1", "in_time", "--verified", "91")
    year("appeal", place, "A", "--node", "timeliness", "--claim", SECRET, "--evidence", evidence)
    decide = ("decide", place, "7", "--outcome", "upheld", "--reason", SECRET, "--member", "B. Kassymova")
    assert year(*decide, "--correct", "A service/1 in_time=96").exit_code == 0
    assert year("score", place, "--stage", "final").exit_code == 0
    done = year("approve", place, "--stage", "final", "--member", "B. Kassymova")
    assert done.exit_code == 0, done.output
    return place


@pytest.fixture(scope="module")
def package(closed: Path) -> Path:
    """Its package, signed."""
    folder = closed.parent / "package"
    key = closed.parent / "key"
    _new_key(key)
    done = year("package", closed, *LICENCE, "--publisher", "The centre", "--key", key, "-o", folder)
    assert done.exit_code == 0, done.output
    return folder


def _new_key(place: Path) -> None:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    place.write_bytes(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.OpenSSH, s.NoEncryption()))
    public = key.public_key().public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH)
    place.with_suffix(".pub").write_bytes(public + b" office\n")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_package_alone_is_verified(package: Path, closed: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(package, alone)
    told = effrules("verify", alone, "--signed-by", closed.parent / "key.pub", folder=tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "13 files: listed, and none besides" in told.stdout
    assert "4 bodies scored anew" in told.stdout
    assert "signed by: office" in told.stdout
    entry = opened(closed).register.entries()[-1].what
    assert isinstance(entry, Published)
    assert f"digest of the package: {entry.package}" in " ".join(told.stdout.split())
    assert verify(alone, "--digest", entry.package).exit_code == 0
    assert verify(alone / "datapackage.json", "--digest", "0" * 64).exit_code == 1
    assert verify(alone / "results.record.json").exit_code == 0


def test_it_is_a_data_package(package: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        found = Package.from_descriptor(str(package / "datapackage.json"))
        report = found.validate()
    assert report.valid, report.flatten(["title", "note"])
    service = found.get_resource("data-service")
    assert service.schema.get_field("planned").constraints["exclusiveMinimum"] == "0"
    assert service.schema.primary_key == ["agency", "code"]
    assert service.schema.foreign_keys[0]["reference"]["resource"] == "data-agency"
    kind = found.get_resource("data-agency").schema.get_field("kind")
    assert kind.constraints["enum"] == ["central", "local"]
    document = json.loads((package / "datapackage.json").read_text())
    assert document["licenses"][0]["name"] == "CC-BY-4.0"
    assert document["contributors"] == [{"title": "The centre", "roles": ["publisher"]}]
    assert document["sources"] == [{"title": "Replace this with the order that you express"}]


def test_a_cell_against_its_schema_is_found_by_others_too(package: Path, tmp_path: Path) -> None:
    changed = tmp_path / "package"
    shutil.copytree(package, changed)
    data = changed / "data/service.csv"
    data.write_text(data.read_text().replace("A,1,100", "A,1,-1"))
    _noted(changed, "data/service.csv")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package.from_descriptor(str(changed / "datapackage.json")).validate()
    assert [error[0] for error in report.flatten(["type"])] == ["constraint-error"]


def test_evidence_claims_and_reasons_are_not_published(package: Path, closed: Path) -> None:
    assert all(SECRET not in path.read_text("utf-8", "replace") for path in _files(package))
    assert "91 before, 96 by the decision on an objection" in (package / "data/origins.csv").read_text()
    assert SECRET in (closed / "stages/final/data/origins.csv").read_text()


def _every(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in _files(folder)]


def _noted(folder: Path, path: str) -> None:
    """Write the new size and digest of a file into the descriptor, and the descriptor's own digest."""
    import hashlib

    place = folder / "datapackage.json"
    document = json.loads(place.read_text())
    content = (folder / path).read_bytes()
    for one in document["resources"]:
        if one["path"] == path:
            one["bytes"], one["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
    document["digest"] = own_digest(document)
    place.write_text(laid_out(document) + "\n")


def _appended(folder: Path, path: str) -> None:
    with (folder / path).open("ab") as stream:
        stream.write(b"x")


def _emptied(folder: Path, path: str) -> None:
    (folder / path).write_bytes(b"")


def _gone(folder: Path, path: str) -> None:
    (folder / path).unlink()


def _added(folder: Path, path: str) -> None:
    (folder / path).with_name("more" + Path(path).suffix).write_bytes(b"x")


def _noted_anew(folder: Path, path: str) -> None:
    _appended(folder, path)
    _noted(folder, path)


def test_every_file_changed_emptied_removed_or_added_is_found(
    package: Path, closed: Path, tmp_path: Path
) -> None:
    public = closed.parent / "key.pub"
    for do in (_appended, _emptied, _gone, _added):
        for path in _every(package):
            changed = tmp_path / f"{do.__name__}-{path.replace('/', '-')}"
            shutil.copytree(package, changed)
            do(changed, path)
            done = verify(changed, "--signed-by", public)
            assert done.exit_code in (1, 2), (do.__name__, path, done.output)
            assert "internal error" not in done.output
            shutil.rmtree(changed)


@pytest.mark.parametrize(
    "path", ["index.html", "README.md", "columns.csv", "results.csv", "results.json", "data/service.csv", "data/origins.csv",
             "rules/rules/methodology.eff", "approved.record.json"],
)  # fmt: skip
def test_a_file_that_was_changed_with_its_digest_is_found_without_a_signature(
    path: str, package: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "package"
    shutil.copytree(package, changed)
    (changed / "datapackage.json.sig").unlink()
    _noted_anew(changed, path)
    done = verify(changed)
    assert done.exit_code == 1, done.output
    assert Path(path).name in done.output


@pytest.mark.parametrize(
    "edit",
    [
        lambda document: document.update(title="Other results"),
        lambda document: document["resources"][3].update(title="Other data"),
        lambda document: document["resources"].append(dict(document["resources"][0])),
        lambda document: document["resources"][0].update(path="../key"),
        lambda document: document.update(more="x"),
        lambda document: document["approved"].update(record="sha256:" + "0" * 64),
        lambda document: document.update(withheld={"service.code": "numbered"}),
    ],
)
def test_a_descriptor_that_was_edited_is_found(
    edit: Callable[[dict[str, object]], None], package: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "package"
    shutil.copytree(package, changed)
    place = changed / "datapackage.json"
    document = json.loads(place.read_text())
    edit(document)
    document["digest"] = own_digest(document)
    place.write_text(laid_out(document) + "\n")
    assert verify(changed).exit_code == 1


def test_a_link_and_an_empty_folder_are_found(package: Path, tmp_path: Path) -> None:
    changed = tmp_path / "package"
    shutil.copytree(package, changed)
    (changed / "empty").mkdir()
    assert "file empty was added" in verify(changed).output
    (changed / "empty").rmdir()
    real = changed / "README.md"
    (tmp_path / "elsewhere.md").write_bytes(real.read_bytes())
    real.unlink()
    real.symlink_to(tmp_path / "elsewhere.md")
    assert "README.md is no plain file" in verify(changed).output


def test_a_zip_is_a_package_too(closed: Path, tmp_path: Path) -> None:
    file = tmp_path / "package.zip"
    assert year("package", closed, *LICENCE, "-o", file).exit_code == 0
    assert verify(file).exit_code == 0
    refused(year("package", closed, *LICENCE, "-o", file), "is there already")
    with ZipFile(file, "a") as archive:
        archive.writestr("more.txt", "x")
    assert "file more.txt was added" in verify(file).output
    with ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../outside.txt", "x")
    refused(verify(tmp_path / "bad.zip"), "is no file below it")
    (tmp_path / "no.zip").write_bytes(b"PK")
    refused(verify(tmp_path / "no.zip"), "cannot be unpacked")
    refused(verify(tmp_path), "no publication package")


def test_a_zip_of_the_folder_is_signed_beside_it(package: Path, closed: Path, tmp_path: Path) -> None:
    made = shutil.make_archive(str(tmp_path / "sent"), "zip", package.parent, package.name)
    assert verify(made, "--signed-by", closed.parent / "key.pub").exit_code == 0


def test_what_is_withheld_is_not_published_and_changes_no_result(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    done = year(
        "package", closed, *LICENCE, "--without", "agency.name", "--without", "service.code", "-o", folder
    )
    assert done.exit_code == 0, done.output
    assert not (folder / "approved.record.json").exists()
    assert (folder / "data/agency.csv").read_text().splitlines()[1] == "A,1,central"
    assert "reported 95" in (folder / "data/origins.csv").read_text()
    assert all("Ministry" not in path.read_text("utf-8", "replace") for path in _files(folder))
    told = verify(folder)
    assert told.exit_code == 0, told.output
    document = json.loads((folder / "datapackage.json").read_text())
    assert document["withheld"] == {"agency.name": "numbered", "service.code": "numbered"}
    assert "`agency.name`" in (folder / "README.md").read_text()


def test_what_cannot_be_published_or_withheld_is_refused(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    to = ("-o", folder)
    refused(year("package", closed, *LICENCE, *to, "--stage", "preliminary"), "not approved")
    refused(year("package", closed, *to), "--licence")
    refused(year("package", closed, *to, "--licence", "mine"), "NAME=URL")
    refused(year("package", closed, *to, *LICENCE, "--without", "service.cod"), "did you mean `service.code`")
    refused(
        year("package", closed, *to, *LICENCE, "--without", "service.planned"), "cannot be read by the rules"
    )
    assert not folder.exists()
    folder.mkdir()
    (folder / "mine.txt").touch()
    refused(year("package", closed, *to, *LICENCE), "is not empty")
    refused(verify(folder, "--rules", "current"), "leave out --rules")


def test_a_field_on_which_results_rest_is_not_withheld(tmp_path: Path) -> None:
    from effrules.cli.starter import METHODOLOGY

    rules = METHODOLOGY.replace("in_time: count ", "extra: number, may be missing\n    in_time: count ")
    rules = rules.replace(
        "for each service s\n", "for each service s where s.extra is missing if none then 0%\n"
    )
    place = begun(tmp_path, rules)
    assert year("verified", place, "A", "service/1", "extra", "--verified", "5").exit_code == 0
    assert year("score", place, "--stage", "final").exit_code == 0
    assert year("approve", place, "--stage", "final", "--member", "B. Kassymova").exit_code == 0
    done = year("package", place, *LICENCE, "--without", "service.extra")
    refused(done, "the results are others: A, node in_time was")
    assert not (place / "package").exists()
    assert year("package", place, *LICENCE).exit_code == 0
    assert verify(place / "package").exit_code == 0


def test_another_release_says_what_it_could_not_check(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results are worked out anew and are the same; what only the release that made it can write anew is not checked: exit code 3."""
    from effrules.audit import lock

    other = tmp_path / "package"
    shutil.copytree(package, other)
    monkeypatch.setattr(lock, "own_code", lambda: "sha256:" + "1" * 64)
    page = other / "index.html"
    same = verify(other)
    assert same.exit_code == 0, same.output  # all files are still written the same
    page.write_text(page.read_text("utf-8").replace("</body>", "<!-- another release --></body>"), "utf-8")
    _noted(other, "index.html")
    told = verify(other)
    assert told.exit_code == 3, told.output
    assert "not checked" in told.output
    assert "index.html" in told.output
