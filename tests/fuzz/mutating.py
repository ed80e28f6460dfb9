"""Spoiling texts, bytes and JSON values, by a random number generator that says everything."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|--[^\n]*|\w+|\s+|[^\w\s]')
LOOK_ALIKES = dict(zip("aceopxyABCEHKMOPTXi", "асеорхуАВСЕНКМОРТХі", strict=True))
NUMBERS = (
    "0", "1", "-1", "00", "0.5", "100", "101", "1e5", "1e999999999", "1E-999999999", "1" + "0" * 30, "9" * 400, "9" * 401,
    "1" * 4301, "0." + "0" * 50 + "1", "1/3", "1/0", "95%", "1 000,5", "1,234", "NaN", "Infinity", "-inf", "2019-02-30",
    "0000-00-00", "9999-12-31", "31.12.2015", "1_000_000", "0x10", "½", "٣", "²", "1.", ".5", "--1", "999999999999999999999",
)  # fmt: skip
ODD = (
    "\ufeff", "\u00a0", "\u200b", "\u202e", "\u0301", "\x00", "\x1b[31m", "\r", "\n\n", "\t", "\u2028", "\U0001f600", "\ud800", "'",
    '"', "\\", '\\"', "{", "}", "(", ")", "--", ";", ":", ",", "|", "=", "%", "−", "≤", "×", "№", "«", "<!--", "]]>", "&amp;",
)  # fmt: skip


def text_mutant(random: Random, seeds: Sequence[str], words: Sequence[str]) -> str:
    """A seed with one to six things done to it."""
    text = random.choice(seeds)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        text = random.choice(TEXTUAL)(random, text, seeds, words)
    return text


def _tokens(random: Random, text: str, change: Callable[[list[str], int], None]) -> str:
    tokens = TOKEN.findall(text)
    if tokens:
        change(tokens, random.randrange(len(tokens)))
    return "".join(tokens)


def _replace_word(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    def change(tokens: list[str], at: int) -> None:
        tokens[at] = random.choice(words)

    return _tokens(random, text, change)


def _insert_word(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    def change(tokens: list[str], at: int) -> None:
        tokens.insert(at, f" {random.choice(words)} ")

    return _tokens(random, text, change)


def _swap(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    def change(tokens: list[str], at: int) -> None:
        other = random.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]

    return _tokens(random, text, change)


def _double_or_drop(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    def change(tokens: list[str], at: int) -> None:
        piece = tokens[at : at + random.randint(1, 20)]
        tokens[at : at + len(piece)] = piece * random.choice((0, 0, 2, 2, 3))

    return _tokens(random, text, change)


def _other_number(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    places = list(re.finditer(r"\d+(?:\.\d+)?", text))
    if not places:
        return text + random.choice(NUMBERS)
    place = random.choice(places)
    return text[: place.start()] + random.choice(NUMBERS) + text[place.end() :]


def _look_alike(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + LOOK_ALIKES.get(text[at : at + 1], random.choice(ODD)) + text[at + 1 :]


def _odd(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(ODD) + text[at:]


def _cut(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] if random.random() < 0.7 else text[at:]


def _splice(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    other = random.choice(seeds)
    start = random.randrange(len(other) + 1)
    piece = other[start : start + random.randint(1, 300)]
    at = random.randrange(len(text) + 1)
    return text[:at] + piece + text[at:]


def _lines(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    lines = text.split("\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(3):
        case 0:
            lines[a], lines[b] = lines[b], lines[a]
        case 1:
            lines.insert(a, lines[b])
        case _:
            del lines[a]
    return "\n".join(lines)


def _long(random: Random, text: str, seeds: Sequence[str], words: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    bit = random.choice((*ODD, random.choice(words), text[at : at + random.randint(1, 8)] or "x"))
    many = min(random.choice((10, 50, 119, 200, 1000)), 4000 // max(len(bit), 1))
    if random.random() < 0.3:
        pairs = {"(": ")", "{": "}", "[": "]"}
        opening = random.choice(list(pairs))
        return text[:at] + opening * many + text[at : at + 20] + pairs[opening] * many + text[at + 20 :]
    return text[:at] + bit * many + text[at:]


TEXTUAL: tuple[Callable[[Random, str, Sequence[str], Sequence[str]], str], ...] = (
    _replace_word, _replace_word, _insert_word, _swap, _double_or_drop, _double_or_drop, _other_number, _look_alike, _odd,
    _cut, _splice, _lines, _long,
)  # fmt: skip


def bytes_mutant(random: Random, seed: bytes, least: int = 0) -> bytes:
    """Bytes with some of them changed, left out, doubled or put in; the first ``least`` stay."""
    held = bytearray(seed)
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        size = len(held)
        at = random.randrange(least, size + 1) if size >= least else size
        match random.randrange(7):
            case 0 if at < size:
                held[at] ^= 1 << random.randrange(8)
            case 1 if at < size:
                held[at] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))
            case 2:
                del held[at : at + random.choice((1, 2, 4, 16, 200))]
            case 3:
                held[at:at] = held[at : at + random.choice((1, 4, 32, 500))]
            case 4:
                held[at:at] = random.randbytes(random.choice((1, 2, 8)))
            case 5:
                number = random.choice((0, 1, 2**15, 2**31 - 1, 2**32 - 1, 2**62))
                held[at : at + 4] = number.to_bytes(8, random.choice(("little", "big")))[:4]  # type: ignore[arg-type]
            case _:
                if random.random() < 0.3:
                    del held[at:]
    return bytes(held)


VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**30, 0.1, 1e308, "", "x", "0", "1/3", "-0", "0.3333333333333333333333333333…", "1/0", "…",
    "A1", "XFD1048576", "s1", "s999", "total", [], {}, [[]], [None], {"x": []}, "\ud800", "../../etc/passwd", "/dev/zero",
    "2019-02-30", "NaN", "9" * 5000, "sha256:" + "0" * 64, "effrules.trace/1", "fmpq", "1e999999999", "\x00",
)  # fmt: skip


def json_mutant(random: Random, seed: str) -> str:
    """The text of a JSON value with a few of its parts replaced, left out, doubled or exchanged."""
    document = json.loads(seed)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        places = list(_places(document))
        if not places:
            break
        inside, key = random.choice(places)
        match random.randrange(6):
            case 0 | 1:
                inside[key] = random.choice(VALUES)
            case 2:
                del inside[key]
            case 3:
                other, other_key = random.choice(places)
                with contextlib.suppress(KeyError, IndexError, TypeError):
                    inside[key] = json.loads(json.dumps(other[other_key]))
            case 4 if isinstance(inside, list):
                inside.insert(key, inside[key])
            case 4:
                inside[random.choice(("x", "text", "op", "value", "", "format"))] = inside.pop(key)
            case _:
                value = inside[key]
                if isinstance(value, str):
                    inside[key] = text_mutant(random, [value], NUMBERS)[:5000]
                elif isinstance(value, list):
                    random.shuffle(value)
    text = json.dumps(document, ensure_ascii=random.random() < 0.5)
    return text if random.random() < 0.9 else text_mutant(random, [text], NUMBERS)


def _places(document: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    ahead = [document]
    while ahead:
        at = ahead.pop()
        keys = list(at) if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else ()
        for key in keys:
            found.append((at, key))
            ahead.append(at[key])
    return found
