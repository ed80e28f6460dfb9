"""Text in runs, as OOXML keeps it: raised and lowered digits are written as such, ``9`` with a raised ``1`` is ``9¹``.

What is struck out bears strokes: 57 of which the 5 is struck out is no number.

ECMA-376, part 1, 18.4.4 (runs), 18.4.6 (text for pronunciation, which is no part of the text) and 18.4.14.
"""

from __future__ import annotations

from collections.abc import Sequence
from zipfile import ZipFile

from attrs import define, field

from effrules.data.formats.packages import parse

RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


STRUCK = 4
STROKE = "\u0336"
"""Combining long stroke overlay."""


def struck_out(text: str) -> str:
    """A text with a stroke through each of its characters."""
    return "".join(character if character.isspace() else character + STROKE for character in text)


def in_runs(text: str, runs: Sequence[tuple[int, int]], positions: Sequence[int]) -> str | None:
    """A text whose runs begin at some characters, each in a font; None where no font raises, lowers or strikes out.

    Of a font's number two bits say that it raises (1) or lowers (2), one that it strikes out (:data:`STRUCK`).
    """
    if not runs:
        return None
    made, moved = text[: runs[0][0]], False
    ends = [*(start for start, _ in runs[1:]), len(text)]
    for (start, font), end in zip(runs, ends, strict=True):
        part = text[start:end]
        position = positions[font] if font < len(positions) else 0
        if position and part.strip():
            moved = True
            part = part.translate({1: RAISED, 2: LOWERED}.get(position & 3, {}))
            part = struck_out(part) if position & STRUCK else part
        made += part
    return made if moved else None


@define(eq=False)
class RichText:
    """Collects the runs of one text from what a parser meets."""

    parts: list[str] = field(factory=list)
    moved: bool = False
    align: str = ""
    struck: bool = False
    spoken: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the text begins."""
        if name == "r":
            self.align, self.struck, self.spoken = "", False, False
        elif name == "rPh":
            self.spoken = True
        elif name == "vertAlign":
            self.align = attributes.get("val", "")
        elif name == "strike":
            self.struck = attributes.get("val") not in ("0", "false")

    def add(self, text: str) -> None:
        """Characters of an element ``t``."""
        if self.spoken or not text:
            return
        table = {"superscript": RAISED, "subscript": LOWERED}.get(self.align)
        if table is not None and text.strip():
            self.moved = True
            text = text.translate(table)
        if self.struck and text.strip():
            self.moved = True
            text = struck_out(text)
        self.parts.append(text)

    def text(self) -> str | None:
        """The text, where some of it is raised, lowered or struck out."""
        return "".join(self.parts) if self.moved else None


def moved_strings(package: ZipFile, part: str = "xl/sharedStrings.xml") -> dict[int, str]:
    """The shared texts of which some characters are raised, lowered or struck out, by their number."""
    if part not in package.namelist():
        return {}
    with package.open(part) as content:
        tail = b""
        while chunk := content.read(1 << 20):
            if b"vertAlign" in tail + chunk or b"strike" in tail + chunk:
                break
            tail = chunk[-16:]
        else:
            return {}
    found: dict[int, str] = {}
    number, run, inside = -1, RichText(), False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, run, inside
        inside = name == "t"
        if name == "si":
            keep()
            number, run = number + 1, RichText()
        else:
            run.start(name, attributes)

    def characters(text: str) -> None:
        if inside:
            run.add(text)

    def end(name: str) -> None:
        nonlocal inside
        inside = False

    def keep() -> None:
        text = run.text()
        if text is not None:
            found[number] = text

    def prepare(parser: object) -> None:
        parser.CharacterDataHandler = characters  # type: ignore[attr-defined]
        parser.EndElementHandler = end  # type: ignore[attr-defined]

    parse(package, part, start, prepare)
    keep()
    return found
