"""Writes docs/law-defects.md: the defects of the acts that ``effrules check`` finds in the shipped rules, act by act."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from effrules.amend.locating import bundled
from effrules.check.cached import load
from effrules.diagnostics import Finding
from effrules.diagnostics.defect import Defect, DefectKind
from effrules.model import program as p

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "law-defects.md"

HEAD = """# Defects of the acts

Orders are written by people, against deadlines, in two languages. Below is what `effrules check` notices in them when their words are
taken one by one: printed scales that leave values without points, values that two lines claim, and places where an act says otherwise
elsewhere or in its other language. None of it is a reproach; each has cost nobody a point so long as somebody knew how it was meant. A
program cannot know, so the rules say how they read it, and every result that rests on such a reading says so.

The page is made by `scripts/make_law_defects.py` from the findings themselves; a test holds that it is up to date. A finding's code is
explained in [errors.md](errors.md). Gaps that lie between two printed values of a scale that is read rounded (89.9 and 90 in a scale with one decimal) are
counted, and named only where a value that could stand in print has no line.
"""
WORDS = {
    DefectKind.GAPS: "values without a line",
    DefectKind.SHARED_ENDS: "values with two lines",
    DefectKind.CONTRADICTION: "said otherwise",
    DefectKind.NOT_REACHED: "a maximum that is not reached",
}


def found() -> Iterator[tuple[p.Program, Finding, Defect]]:
    """Every defect in the shipped rules, once, though later versions may have it from earlier ones."""
    seen: set[tuple[str, str]] = set()
    for name in bundled():
        checked = load(name)
        assert checked.program is not None, checked.findings
        for finding in checked.findings:
            if finding.defect is None:
                continue
            key = (repr(finding.place), str(finding.message))
            if key not in seen:
                seen.add(key)
                yield checked.program, finding, finding.defect


def act(defect: Defect) -> str:
    """The name of the source in which the defect is."""
    said = [one.place for one in defect.quoted] if defect.kind is DefectKind.CONTRADICTION else []
    first = str(next(iter([*defect.cited, *said]), ""))
    return first.partition(" ")[0]


def what(defect: Defect) -> str:
    """What is amiss, in one sentence."""
    match defect.kind:
        case DefectKind.GAPS:
            printed = [one for one in defect.left_out if one.printed_from]
            between = len(defect.left_out) - len(printed)
            told = []
            for one in printed:
                ends = (
                    [one.printed_from]
                    if one.printed_from == one.printed_to
                    else [one.printed_from, one.printed_to]
                )
                read = f" (read as: {one.line})" if one.line else ""
                told.append(f"no line is for **{' to '.join(ends)}**{read}")
            if between:
                told.append(f"{between} {'gap' if between == 1 else 'gaps'} between printed values")
            return "; ".join(told)
        case DefectKind.SHARED_ENDS:
            return "; ".join(
                f"two lines are for **{one.value}** (read as: {one.line})" for one in defect.shared
            )
        case DefectKind.CONTRADICTION | DefectKind.NOT_REACHED:
            quotes = [
                f"{str(one.place).partition(' ')[2]}: "
                + ", ".join(f"{lang} «{words}»" for lang, words in one.words)
                for one in defect.quoted
            ]
            return "; ".join(quotes)


def page() -> str:
    """The whole page."""
    acts: dict[str, list[tuple[p.Program, Finding, Defect]]] = {}
    titles: dict[str, str] = {}
    for program, finding, defect in found():
        source = next((one for one in program.sources if one.name == act(defect)), None)
        title = "Without a citation" if source is None else source.titles.get("en") or source.name
        link = "" if source is None or not source.url else f"[the act]({source.url})"
        acts.setdefault(title, []).append((program, finding, defect))
        titles.setdefault(title, link)
    total = sum(map(len, acts.values()))
    out = [HEAD, f"In all {total} findings in {len(acts)} acts."]
    for title in sorted(acts):
        out.append(f"\n## {title}\n")
        if titles[title]:
            out.append(titles[title] + "\n")
        out.append("| item | where in the rules | what | code | read as |\n|---|---|---|---|---|")
        for _, finding, defect in acts[title]:
            items = "; ".join(
                dict.fromkeys(one.partition(" ")[2].replace('"', "") for one in map(str, defect.cited))
            )
            readings = "; ".join(map(str, defect.readings))
            cells = (
                items,
                str(defect.about).replace("`", ""),
                f"{WORDS[defect.kind]}: {what(defect)}",
                finding.code,
                readings,
            )
            out.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE.name} written\n")
