"""Checked rules kept in the cache are what the checker gives, and a cache that is no good does no harm."""

from __future__ import annotations

import ast
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import lark
import pytest

from effrules.amend.locating import bundled
from effrules.check import build, cached, plain
from effrules.check.build import Checked
from effrules.cli.starter import METHODOLOGY
from effrules.disk import cache
from effrules.syntax import notation, tables
from tests.starting import ROOT, starter
from tests.thesis import VERSIONS, rules_at


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "effrules"


def kept(folder: Path) -> list[Path]:
    """The stored results."""
    return sorted(folder.glob("rules-*.json"))


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


def test_bundled_rules_stay(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of other rules so many are kept and the oldest go; those that come with effrules do not go for them."""
    monkeypatch.setattr(cache, "MOST", 1)
    cached.load("reverification")
    for name in "ab":
        (tmp_path / name).mkdir()
        cached.load(starter(tmp_path / name)[0])
    assert len(kept(folder)) == 1
    monkeypatch.setattr(build, "load", lambda *_: pytest.fail("checked again"))
    assert cached.load("reverification").program is not None


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


def test_every_flipped_bit_is_noticed(folder: Path, tmp_path: Path) -> None:
    """A bit that flips anywhere in what is kept never changes the rules: they are checked anew."""
    rules, _ = starter(tmp_path)
    right = cached.load(rules)
    (path,) = kept(folder)
    key, whole = path_key(rules), path.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 300)):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1 << at % 8
        path.write_bytes(spoilt)
        assert cached._read(key) is None
    path.write_bytes(whole)
    again = cached._read(key)
    assert again is not None
    assert again.program == right.program


def test_what_is_read_is_kept(folder: Path) -> None:
    """When there is no more room, that goes which was neither read nor written for the longest time."""
    for number in range(cache.MOST):
        cache.retain("kind", str(number), number)
        os.utime(folder / f"kind-{number}.json", (number, number))
    assert cache.recall("kind", "0") == 0
    cache.retain("kind", "new", "new")
    assert [cache.recall("kind", key) for key in ("0", "1", "2", "new")] == [0, None, 2, "new"]


def path_key(rules: Path) -> str:
    """What the rules are kept under."""
    key = cached._key(rules, (), ())
    assert key is not None
    return key


def test_what_was_kept_for_other_rules_is_not_taken(folder: Path, tmp_path: Path) -> None:
    """A whole and unspoilt result in the place of another is not used: the digest covers what it was made from."""
    rules, _ = starter(tmp_path)
    cached.load(rules)
    (first,) = kept(folder)
    other = tmp_path / "elsewhere" / "other"
    other.mkdir(parents=True)
    text = (rules / "methodology.eff").read_text("utf-8").replace('version "1"', 'version "9"')
    (other / "methodology.eff").write_text(text, encoding="utf-8")
    cached.load(other)
    (second,) = (path for path in kept(folder) if path != first)
    second.write_bytes(first.read_bytes())
    loaded = cached.load(other)
    assert loaded.program is not None
    assert loaded.program.header.version == "9"


def test_values_that_are_no_rules_are_refused(folder: Path, tmp_path: Path) -> None:
    """Data with a right digest that makes no checked rules is made again: nothing but known classes comes of it."""
    rules, _ = starter(tmp_path)
    key = path_key(rules)
    for value in ([], [1], {"a": 1}, [[0, 1]], [[plain.FIRST + 10_000]], [[plain.FIRST, 0, 0, 0, 0, 0]], [[3, "1", "0"]],
                  "text", [["os.system", "true"]], [[4, "no day"]], [None, [2, 0]]):  # fmt: skip
        cache.retain(cached.KIND, key, value)
        assert cached._read(key) is None
        assert cached.load(rules).program is not None


def test_all_code_that_checks_counts() -> None:
    """What is kept is kept for this code: no room takes part in checking that the key does not look at, but those that read files."""
    words = "import sys; from effrules.check.build import load; load('progress'); print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", words], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    rooms = {module.split(".")[1] for module in modules if module.startswith("effrules.")}
    assert rooms - {"disk", "leaving", "resources", "source"} == set(cached._ROOMS)


def test_only_data_can_be_kept() -> None:
    """No module of the package imports what turns bytes into code or objects of any kind."""
    dangerous = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle"}
    for path in (ROOT / "effrules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            assert not names & dangerous, path
            assert called not in ("eval", "exec", "compile", "__import__"), path


@pytest.mark.parametrize("name", [*bundled(), *map(rules_at, VERSIONS)], ids=str)
def test_all_rules_can_be_kept(name: str | Path) -> None:
    """The rules that come with effrules, and those of the thesis, are the same again, places, findings and texts included."""
    checked = build.load(name)
    entries = json.loads(json.dumps(plain.to_plain(checked)))
    again = plain.from_plain(entries)
    assert again.program == checked.program
    assert repr(again.findings) == repr(checked.findings)
    assert plain.to_plain(again) == entries


def kinds_in(kind: Any) -> set[type]:
    """The classes and enums that can stand in a value of a class, as the types of its fields say; those that are only bases are left out."""
    names = {
        name: value
        for module in list(sys.modules.values())
        if module.__name__.startswith(
            ("effrules.model.", "effrules.diagnostics.", "effrules.words.", "effrules.source")
        )
        for name, value in vars(module).items()
        if not name.startswith("_")
    }
    seen: set[Any] = set()
    ahead = [kind]
    while ahead:
        hint = ahead.pop()
        if hint in seen:
            continue
        seen.add(hint)
        ahead += get_args(hint)
        if isinstance(hint, type) and hint.__module__.startswith("effrules."):
            ahead += hint.__subclasses__()
            if attrs.has(hint):
                hints = get_type_hints(hint, localns=names | vars(sys.modules[hint.__module__]))
                ahead += [hints[field.name] for field in attrs.fields(hint)]
    return {
        one
        for one in seen
        if isinstance(one, type) and one.__module__.startswith("effrules.") and not one.__subclasses__()
    }


def test_all_that_rules_can_hold_can_be_kept() -> None:
    """Every class that can stand in checked rules is known to the cache, whether or not shipped rules have one: else they are checked anew each time, in silence."""
    found = kinds_in(Checked)
    assert len(found) > 100
    assert found <= set(plain.CLASSES)


def test_a_class_that_is_not_known_is_not_kept() -> None:
    """An object of another class, or a number of another kind, is refused when it is to be kept."""
    for value in (object(), 0.5, b"bytes", [1], {1}, Path("x")):
        with pytest.raises(plain.NotPlain):
            plain.to_plain((value,))


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_folder_of_others_is_not_read(folder: Path, tmp_path: Path, mode: int) -> None:
    """A cache folder into which others can write is left alone, for rules and for the grammar."""
    folder.mkdir(parents=True)
    folder.chmod(mode)
    rules, _ = starter(tmp_path)
    assert cached.load(rules).program is not None
    notation.parser.cache_clear()
    assert notation.parser() is not None
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_folder_that_another_owns_is_not_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache folder of somebody else is left alone, whatever its permissions."""
    folder.mkdir(parents=True)
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    rules, _ = starter(tmp_path)
    assert cached.load(rules).program is not None
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
@pytest.mark.parametrize("kind", ["writable", "link", "pipe", "folder"])
def test_files_of_others_are_not_read(folder: Path, tmp_path: Path, kind: str) -> None:
    """A file that others can write to, a link, a pipe or a folder in the place of what is kept is not read."""
    rules, _ = starter(tmp_path)
    cached.load(rules)
    (path,) = kept(folder)
    if kind == "writable":
        path.chmod(0o666)
    else:
        moved = path.rename(tmp_path / "moved")
        if kind == "link":
            path.symlink_to(moved)
        elif kind == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
    assert cached._read(path_key(rules)) is None
    assert cached.load(rules).program is not None


def test_the_grammar_is_read_back_as_it_was_made(folder: Path) -> None:
    """Tables from the cache, spoilt ones and none at all give parsers that read alike."""
    text = grammar_text()
    notation.parser.cache_clear()
    notation.parser()
    (path,) = folder.glob("grammar-*.json")
    whole = path.read_bytes()
    notation.parser.cache_clear()
    from_cache = notation.parser()
    assert from_cache.parse(METHODOLOGY, start="start") == tables.built(text).parse(
        METHODOLOGY, start="start"
    )
    path.write_bytes(whole[:-100] + b"x" * 100)
    notation.parser.cache_clear()
    assert notation.parser().parse(METHODOLOGY, start="start") == from_cache.parse(METHODOLOGY, start="start")
    assert not path.read_bytes().endswith(b"x" * 100)


def grammar_text() -> str:
    """The text of the grammar."""
    return notation._grammar_text()


def test_tables_of_the_wheel_serve_only_their_grammar(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables that were prepared of another grammar, or by another Lark, are not used; right ones are, without a cache."""
    grammar = tmp_path / "grammar"
    shutil.copytree(ROOT / "grammar", grammar)
    (grammar / tables.FILE).write_bytes(prepared(grammar))
    monkeypatch.setattr(notation, "grammar_folder", lambda: grammar)
    monkeypatch.setattr(notation, "recall", lambda *_: None)
    for count in (0, 1):
        notation.parser.cache_clear()
        notation._grammar_text.cache_clear()
        made: list[str] = []
        monkeypatch.setattr(
            tables, "built", lambda text, made=made: made.append(text) or lark.Lark(text, **tables.OPTIONS)
        )
        assert notation.parser() is not None
        assert len(made) == count
        file = grammar / "effrules.lark"
        file.write_text(file.read_text("utf-8") + "\n// another\n", encoding="utf-8")
    notation.parser.cache_clear()
    notation._grammar_text.cache_clear()


def prepared(grammar: Path) -> bytes:
    """What the build puts into the wheel."""
    code = runpy.run_path(str(ROOT / "scripts" / "prepare_grammar.py"))
    content: bytes = code["prepared"](grammar)
    return content
