"""What is no file (a pipe, a device, a folder) and what is too large is told of; nothing waits for it, nothing reads it to its end."""

from __future__ import annotations

import os
import shutil
import tracemalloc
from pathlib import Path

import pytest

from effrules import source
from effrules.check import build
from effrules.check.cached import load
from effrules.check.folder import versions_in
from effrules.data.earlier import earlier_scores
from effrules.data.reading import read
from effrules.source import bytes_of, text_of
from tests.thesis import rules_at

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices as files")

RULES = rules_at("current")


@pytest.fixture(params=["pipe", "endless device", "folder", "nothing"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Something that is no file, by a path in a folder."""
    path = tmp_path / "odd"
    match request.param:
        case "pipe":
            os.mkfifo(path)
        case "endless device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("nowhere")
    return path


def test_nothing_is_read_that_is_no_file(odd: Path) -> None:
    """The one way in to a file raises at once."""
    with pytest.raises(OSError, match=r"it is|[Nn]o such"):
        bytes_of(odd)


@pytest.mark.parametrize("way", ["alone", "in a folder", "beside", "laid over"])
def test_rules(odd: Path, way: str, tmp_path: Path) -> None:
    """As rules, as a file of a version, as a neighbour, as an amendment on top: a finding or nothing, and no waiting."""
    version = tmp_path / "versions" / "v1"
    shutil.copytree(RULES, version, ignore=lambda folder, names: [n for n in names if not n.endswith(".eff")])
    name, overlays = version, ()
    match way:
        case "alone":
            name = odd.rename(tmp_path / "odd.eff")
        case "in a folder":
            odd.rename(version / "odd.eff")
        case "beside":
            odd.rename(version.parent / "odd.eff")
        case _:
            overlays = (odd.rename(tmp_path / "odd.eff"),)
    for checked in (build.load(name, overlays), load(name, overlays)):
        codes = {finding.code for finding in checked.findings if finding.is_error}
        assert codes == (set() if way == "beside" else {"E200"})
    versions_in(version.parent)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet", "json", "jsonl", "sqlite"])
def test_data(odd: Path, ending: str) -> None:
    """As data, of any format: E401."""
    program = build.load(RULES).program
    assert program is not None
    path = odd.rename(odd.with_name(f"agency.{ending}"))
    dataset, findings = read(path, program.schema)
    assert dataset is None
    assert {"E401"} <= {finding.code for finding in findings} or path.is_dir()


def test_earlier_results(odd: Path) -> None:
    """As the results of an earlier run: a finding."""
    scores, findings = earlier_scores(odd.rename(odd.with_name("earlier.csv")))
    assert scores is None
    assert [finding.code for finding in findings] == ["E401"]


def test_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is not read; the reason says the limit."""
    path = tmp_path / "large.eff"
    with path.open("wb") as stream:
        stream.truncate(source.LARGEST_RULES + 1)
    with pytest.raises(OSError, match="larger than 16 MB"):
        text_of(path)
    assert [f.code for f in build.load(path).findings] == ["E200"]


def test_room_is_made_for_what_a_file_holds_not_for_what_it_may_hold(tmp_path: Path) -> None:
    """A file that may have a thousand million bytes and has three is read where there is no room for more."""
    small = tmp_path / "small.csv"
    small.write_bytes(b"a,b")
    tracemalloc.start()
    try:
        assert bytes_of(small, 2**30) == b"a,b"
        assert tracemalloc.get_traced_memory()[1] < 2**22
    finally:
        tracemalloc.stop()
