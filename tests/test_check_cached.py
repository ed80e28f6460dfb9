"""Checked rules kept in the cache are what the checker gives, and a cache that is no good does no harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from effrules.check import build, cached
from tests.starting import starter


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "effrules"


def kept(folder: Path) -> list[Path]:
    """The stored results."""
    return sorted(folder.glob("rules-*.bin"))


def test_same_as_checked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second load comes from the cache and equals what checking gives, places included."""
    rules, _ = starter(tmp_path)
    first = cached.load(rules)
    assert len(kept(folder)) == 1
    monkeypatch.setattr(build, "load", lambda *_: pytest.fail("checked again"))
    second = cached.load(rules)
    assert second.program == first.program
    assert repr(second.findings) == repr(first.findings)
    assert str(second.program and second.program.root.span) == str(first.program and first.program.root.span)


def test_changed_rules_are_checked_again(folder: Path, tmp_path: Path) -> None:
    """A changed text, and a changed amendment on top, are never answered from the cache."""
    rules, _ = starter(tmp_path)
    cached.load(rules)
    path = rules / "methodology.eff"
    path.write_text(path.read_text("utf-8").replace('version "1"', 'version "2"'), encoding="utf-8")
    changed = cached.load(rules)
    assert changed.program is not None
    assert changed.program.header.version == "2"
    overlay = tmp_path / "on-top.eff"
    for services, complaints in ((50, 50), (70, 30)):
        overlay.write_text(
            f'change weights {{ services {services}% complaints {complaints}% }} because en "x"',
            encoding="utf-8",
        )
        laid = cached.load(rules, (overlay,))
        assert laid.program is not None
        assert laid.program.weights[0].weights["total"][0].share * 100 == services


def test_spoilt_cache_is_made_again(folder: Path, tmp_path: Path) -> None:
    """What cannot be read in the cache is checked and stored anew."""
    rules, _ = starter(tmp_path)
    cached.load(rules)
    (path,) = kept(folder)
    path.write_bytes(b"spoilt")
    assert cached.load(rules).program is not None
    assert path.read_bytes() != b"spoilt"


def test_folder_of_others_is_not_read(folder: Path, tmp_path: Path) -> None:
    """A cache folder into which others can write is left alone."""
    if os.name != "posix":
        pytest.skip("permissions of POSIX")
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    rules, _ = starter(tmp_path)
    assert cached.load(rules).program is not None
    assert kept(folder) == []
