"""Literate tests: Markdown in which ```eff blocks are rules and ```output blocks what the checker says to them.

A block with ``file=2013/methodology.eff`` is that file of a folder of versions; the last one, or the one that the
output block names with ``load=2013``, is loaded. ``lang=ru`` tells the findings in Russian. A block without a file is a text of its own; what it lacks to be
a whole methodology (heading, subject, tables, something that is scored) is put behind it, so that the places are
those of the block.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from attrs import field, frozen
from click.testing import Result

from effrules.check.build import Checked, load, load_text
from effrules.diagnostics import Finding
from effrules.diagnostics.told import SEVERITIES, told
from effrules.source import Span
from effrules.words import Language, in_language

FENCE = re.compile(r"^```(eff|output)\b([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

LACKING = (
    (r"^methodology\b", 'methodology snippet version "1" { scale 0 to 100 points }'),
    (r"^source order\b", 'source order "Order" '),
    (
        r"^subject\b",
        """subject agency "State body" {
    kind: one of central, local
    staff: count, above 0
    vacancies: count
    visited: date, may be missing
}""",
    ),
    (
        r"^table target\b",
        """table target of agency {
    code: text, unique
    plan: number, above 0
    actual: number, at least 0, may be missing
    better: one of higher, lower
}""",
    ),
    (
        r"^table report of\b",
        """table report of agency {
    late: count
    complete: yes or no
    due: date
}""",
    ),
    (
        r"^(block|direction|criterion|total)\b",
        "criterion filler out of 100 points { score = 100 points  cite order }",
    ),
)


@frozen
class Case:
    """Some rules and what is expected to be said to them."""

    path: Path
    line: int
    heading: str
    files: tuple[tuple[str, str], ...]
    options: dict[str, str]
    expected: str
    output_span: tuple[int, int] = field(default=(0, 0))

    @property
    def title(self) -> str:
        """A name for the test report."""
        return f"{self.path.stem}:{self.line} {self.heading}"


def completed(text: str) -> str:
    """A snippet with what it lacks to be a methodology put behind it."""
    extra = [
        addition.replace('source order "Order" ', 'source order { title en "Order" }')
        for pattern, addition in LACKING
        if not re.search(pattern, text, re.MULTILINE)
    ]
    return text.rstrip("\n") + "\n" + "\n".join(extra) + "\n"


def options(words: str) -> dict[str, str]:
    """The ``key=value`` words behind a fence's language; a bare word has the value ``yes``."""
    return {key: value or "yes" for key, _, value in (word.partition("=") for word in words.split())}


def cases(path: Path) -> list[Case]:
    """The cases of a Markdown file: each ends with an ```output block."""
    text = path.read_text("utf-8")
    found: list[Case] = []
    files: list[tuple[str, str]] = []
    for fence in FENCE.finditer(text):
        kind, words, body = fence.groups()
        given = options(words)
        if kind == "eff":
            files.append((given.get("file", ""), body))
            continue
        heading = re.findall(r"^#+ (.*)$", text[: fence.start()], re.MULTILINE)
        line = text.count("\n", 0, fence.start()) + 1
        found.append(
            Case(path, line, heading[-1] if heading else "", tuple(files), given, body, fence.span(3))
        )
        files = []
    assert not files, f"{path}: rules without an output block"
    return found


def check(case: Case, folder: Path) -> Checked:
    """Check a case's rules; files are written to ``folder``, which is the current one."""
    if len(case.files) == 1 and not case.files[0][0]:
        return load_text(completed(case.files[0][1]))
    for name, text in case.files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if case.options.get("encoding"):
            file.write_bytes(text.encode(case.options["encoding"]))
        else:
            file.write_text(text, "utf-8")
    last = Path(case.files[-1][0]) if case.files else Path()
    name = case.options.get("load") or (last if len(last.parts) == 1 else last.parts[0])
    overlay = case.options.get("overlay")
    return load(name, (overlay,) if overlay else ())


def shown(case: Case, checked: Checked) -> str:
    """The findings of a case as its output block has them; those about what was put behind it only if errors."""
    length = len(case.files[0][1]) if case.files and not case.files[0][0] else None
    language = Language(case.options.get("lang", "en"))
    return "\n".join(
        plain(finding, language)
        for finding in checked.findings
        if length is None
        or finding.is_error
        or not isinstance(finding.place, Span)
        or finding.place.start < length
    )


def plain(finding: Finding, language: Language = Language.EN) -> str:
    """A finding in plain lines: all that a rendering shows, without its frames and colours."""
    one = told(finding, language)
    weight = in_language(SEVERITIES[finding.severity], language)
    lines = [f"{weight}[{finding.code}]: {one.message}"]
    if isinstance(finding.place, Span):
        marked = finding.place.text.split("\n")[0]
        lines.append(f"  at {finding.place}: {marked}")
    elif finding.place is not None:
        lines.append(f"  at {finding.place}")
    if one.label:
        lines.append(f"  ^ {one.label}")
    lines.extend(f"  = {note.word}: {note.text}" for note in one.notes)
    lines.extend(f"  see {related.place}: {related.label}" for related in one.related)
    return "\n".join(lines) + "\n"


def printed(result: Result, *more: str) -> str:
    """What a command printed, both streams, with what else is to be seen, and its exit code where that is not 0."""
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    lines = [*(line.rstrip() for line in result.output.splitlines()), *more]
    return "\n".join([*lines, *([f"exit code {result.exit_code}"] if result.exit_code else [])]) + "\n"


def compare(page: Path, at: tuple[int, int], expected: str, said: str) -> None:
    """That a text of a page is what is said; with UPDATE_GOLDEN it is put there instead."""
    if os.environ.get("UPDATE_GOLDEN"):
        text = page.read_text("utf-8")
        page.write_text(text[: at[0]] + said + text[at[1] :], "utf-8")
    else:
        assert said == expected
