"""The digest of a program's meaning: nothing that means nothing changes it, and whatever means something does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.amend.locating import rule_files
from effrules.audit.program_digest import VERSION, canonical_text, program_digest
from effrules.check.build import load
from effrules.cli.starter import METHODOLOGY
from effrules.source import Source
from effrules.syntax.parse import parse
from effrules.syntax.printer import print_file
from tests.running import program_of
from tests.strategies import methodologies
from tests.test_trace import read_whole
from tests.thesis import MIDDLE, VERSIONS, rules_at


def digest_of(text: str) -> str:
    """The digest of a text that has no error."""
    return program_digest(program_of(text))


def test_form() -> None:
    """A digest is a SHA-256 in hexadecimal digits; the text that is hashed begins with its version."""
    program = program_of(METHODOLOGY)
    assert re.fullmatch("sha256:[0-9a-f]{64}", program_digest(program))
    assert canonical_text(program).startswith(f"{VERSION}\n(Program ")


def test_versions_differ() -> None:
    """Each version has a digest of its own."""
    digests = {program_digest(read_whole(name)[0]) for name in MIDDLE}
    assert len(digests) == len(MIDDLE)


def test_equal_programs_have_equal_texts() -> None:
    """Read twice, rules have the same canonical text, which names no file."""
    first, second = load(rules_at("2013")).program, load(rules_at("2013")).program
    assert first is not None
    assert second is not None
    assert canonical_text(first) == canonical_text(second)
    assert ".eff" not in canonical_text(first)


def spaced(text: str, random: Random) -> str:
    """The text with other comments and blanks at the ends of lines (no text in quotes goes on to the next line)."""
    without = re.sub(r"[ ]*--[^\n]*", "", text)
    ends = ["", "   ", " -- a comment 12", "\n\n", "\n-- 3%\n"]
    return "\n".join(line + random.choice(ends) for line in without.splitlines())


@settings(max_examples=8)
@given(st.integers(0, 10**6))
def test_comments_and_blanks_mean_nothing(seed: int) -> None:
    """Comments, blank lines and blanks at the ends of lines do not change the digest."""
    assert digest_of(spaced(METHODOLOGY, Random(seed))) == digest_of(METHODOLOGY)


def test_layout_means_nothing() -> None:
    """The rules printed anew, laid out in another way, have the digest of the original."""
    again = print_file(parse(Source("rules.eff", METHODOLOGY))[0])
    assert again != METHODOLOGY
    assert digest_of(again) == digest_of(METHODOLOGY)


@settings(max_examples=10)
@given(methodologies(), st.integers(0, 1000))
def test_the_order_of_declarations_means_little(text: str, seed: int) -> None:
    """Definitions, tables, sources may stand anywhere; nodes, penalties and what shows an order keep theirs."""
    declared = parse(Source("rules.eff", text))[0].declarations
    heading, *pieces = [declaration.span.text for declaration in declared]
    loose = ("define", "source", "figures", "property", "example", "rating")
    movable = [piece for piece in pieces if piece.startswith(loose)]
    fixed = [piece for piece in pieces if not piece.startswith(loose)]
    Random(seed).shuffle(movable)
    assert digest_of("\n".join([heading, *fixed, *movable])) == digest_of(text)


def test_files_mean_nothing(tmp_path: Path) -> None:
    """The same declarations divided into other files, of other names, in another folder, have the same digest."""
    text = "\n".join(file.read_text("utf-8") for file in rule_files(rules_at("current")))
    declared = parse(Source("rules.eff", text))[0].declarations
    heading = declared[0].span.text
    for name, parts in (("one", 1), ("three", 3)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "methodology.eff").write_text(heading, encoding="utf-8")
        rest = declared[1:]
        size = len(rest) // parts + 1
        for part in range(parts):
            words = "\n\n".join(d.span.text for d in rest[part * size : (part + 1) * size])
            (folder / f"part_{part}.eff").write_text(words, encoding="utf-8")
        divided, (original, _) = load(folder).program, read_whole("current")
        assert divided is not None
        assert program_digest(divided) == program_digest(original)


def test_names_of_folders_mean_nothing(tmp_path: Path) -> None:
    """Rules, and those that they amend, in folders of other names, elsewhere, with files of other names."""
    office = tmp_path / "some office"
    for old, new in (("2011", "first"), ("2013", "draft of spring")):
        (office / new).mkdir(parents=True)
        for number, file in enumerate(rule_files(rules_at(old))):
            (office / new / f"{9 - number}.eff").write_bytes(file.read_bytes())
    moved = load(office / "draft of spring")
    assert moved.program is not None, moved.findings
    assert {Path(source.name).parent.name for source in moved.sources} == {"first", "draft of spring"}
    assert program_digest(moved.program) == program_digest(read_whole("2013")[0])


def test_names_of_overlays_mean_nothing(tmp_path: Path) -> None:
    """An amendment laid on top has the same digest under any name, and another one with another content or in another order."""
    (tmp_path / "rules.eff").write_text(METHODOLOGY, encoding="utf-8")
    half = 'change weights { services 50% complaints 50% } because en "to see"'
    other = half.replace("50% complaints 50%", "40% complaints 60%")
    headed = 'methodology my_methodology version "later" amends "1" { }\n' + half
    digests = {}
    for name, texts in {
        "half": [half], "spring/elsewhere": [half], "other": [other], "both": [half, other], "back": [other, half],
        "later": [headed], "spring/headed": [headed],
    }.items():  # fmt: skip
        overlays = [tmp_path / f"{name}{number or ''}.eff" for number, _ in enumerate(texts)]
        for overlay, text in zip(overlays, texts, strict=True):
            overlay.parent.mkdir(exist_ok=True)
            overlay.write_text(text, encoding="utf-8")
        checked = load(tmp_path / "rules.eff", overlays)
        assert checked.program is not None, checked.findings
        digests[name] = program_digest(checked.program, overlays)
    assert digests["half"] == digests["spring/elsewhere"]
    assert digests["later"] == digests["spring/headed"]
    different = {digests[name] for name in ("half", "other", "both", "back", "later")}
    assert len({*different, digest_of(METHODOLOGY)}) == 6


HEAD = 'methodology m version "1" { scale 0 to 100 points }\nsubject agency { name: text }\n'
TAIL = """
criterion a out of 50 points { score = 1 points * count of one assumed "x" }
criterion b out of 50 points { score = 1 points * count of two cite s1 cite s2 }
weights { a 50% b 50% assumed "x" }
"""


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        ('source s3 { title en "3" }', 'source s4 { title en "4" }', TAIL),
        ("table three of agency { x: count }", "table four of agency { y: count }", TAIL),
        ("property p: total is at least 0 points", "property q: one more one never lowers total", TAIL),
    ],
)  # fmt: skip
def test_what_has_no_order(first: str, second: str, after: str) -> None:
    """Sources, tables and promises mean the same in either order."""
    given_first = HEAD + "".join(
        f"{one}\n"
        for one in (
            "table one of agency { x: count }",
            "table two of agency { x: count }",
            'source s1 { title en "1" }',
            'source s2 { title en "2" }',
        )
    )
    one_way, other_way = (f"{given_first}{a}\n{b}\n{after}" for a, b in ((first, second), (second, first)))
    assert digest_of(one_way) == digest_of(other_way)
    assert digest_of(one_way) != digest_of(f"{given_first}{first}\n{after}")


def test_what_has_an_order() -> None:
    """The parts of a node stand in the order of the text, which people see."""
    tables = HEAD + "table one of agency { x: count }\ntable two of agency { x: count }\n"
    parts = [
        f'criterion {name} out of 50 points {{ score = 1 points * count of one assumed "x" }}\n'
        for name in "ab"
    ]
    tables += 'weights { a 50% b 50% assumed "x" }\n'
    assert digest_of(tables + parts[0] + parts[1]) != digest_of(tables + parts[1] + parts[0])


NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


def numbers_of(text: str) -> list[re.Match[str]]:
    """The numbers of a rule text that stand neither in quotes nor in comments."""
    blank = re.sub(r'"(?:[^"\\]|\\.)*"|--[^\n]*', lambda found: " " * len(found[0]), text)
    return list(NUMBER.finditer(blank))


@pytest.mark.parametrize("name", MIDDLE)
def test_every_number_means_something(name: str, tmp_path: Path) -> None:
    """Rules in which one number is another have errors or another digest; tried for a sample of each version's numbers."""
    random = Random(11)
    original, _ = read_whole(name)
    texts = {file.name: file.read_text("utf-8") for file in rule_files(rules_at(name))}
    others = [other for other in VERSIONS if other != name] if name in VERSIONS else []
    found = [(file, number) for file, text in texts.items() for number in numbers_of(text)]
    tried = 0
    for file, number in random.sample(found, min(len(found), 3)):
        folder = tmp_path / f"{Path(file).stem}-{number.start()}" / name
        folder.mkdir(parents=True)
        for other, text in texts.items():
            (folder / other).write_text(text, encoding="utf-8")
        for other in others:  # the versions that it amends lie beside it
            shutil.copytree(rules_at(other), folder.parent / other)
        text, digits = texts[file], number[0]
        changed = digits[:-1] + ("3" if digits[-1] == "2" else "2")
        (folder / file).write_text(text[: number.start()] + changed + text[number.end() :], encoding="utf-8")
        program = load(folder).program
        tried += program is not None
        assert program is None or program_digest(program) != program_digest(original), (
            f"{file}: {digits} -> {changed} at {text[number.start() - 30 : number.end() + 30]!r}"
        )
    assert tried, "no change was tried that the checker accepts"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Public services"', '"Public service"'),
        ('item "3"', 'item "4"'),
        ("edition 2026-01-01", "edition 2026-01-02"),
        ('item "1–4" scores', 'item "1–4" procedure'),
        ("half up", "half even"),
        ("at most 100%", "at least 100%"),
        ("assumed en", "assumed ru"),
        ("within kind", ""),
        ("never raises", "never lowers"),
        ("in_time 9", "in_time 8"),
        ("code: text, unique", "code: text"),
    ],
)
def test_words_mean_something(old: str, new: str) -> None:
    """Titles, citations, modes, limits, assumptions, rankings, promises, examples and fields all take part."""
    assert old in METHODOLOGY
    assert digest_of(METHODOLOGY.replace(old, new, 1)) != digest_of(METHODOLOGY)
