"""Measures a comparison of two versions with 200 criteria: matching and edits, verdicts, programs in between, output.

Run ``python benchmarks/comparing.py``. Every figure is the best of several runs, in seconds of wall-clock time; the rules are
checked beforehand. Asserts nothing.
"""

from __future__ import annotations

from commands import best

from effrules.check.build import load_text
from effrules.compare.applying import applied, parted
from effrules.compare.difference import difference
from effrules.model.program import Program
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.terminal import terminal
from effrules.report.difference.json_text import json_text
from effrules.report.difference.summary import page

BLOCKS, CRITERIA = 10, 20

HEAD = """methodology large version "{version}" {{ scale 0 to 100 points }}
source order {{ title en "Order" }}
subject agency {{ staff: count, above 0  open: yes or no }}
table report of agency {{ late: count  done: share, between 0% and 100%  code: text }}
"""

CRITERION = """criterion c_{b}_{c} "Criterion {c} of block {b}" out of 5 points {{
    score = 5 points * average of degree_{b}(r) for each report r where r.late > {limit} and r.code is not "{b}-{c}", if none then 0%
    not applicable when no report where late is {c} because en "nothing was reported"
    round to 2 decimals, half up
    cite order "{b}.{c}"
}}
"""


def rules(version: str, *, changed: bool) -> str:
    """The text of a methodology.

    A ``changed`` one has other limits in every tenth criterion, and one new criterion name in every block.
    """
    parts = [HEAD.format(version=version)]
    for b in range(BLOCKS):
        least = 5 if changed and b == 3 else 4
        parts.append(
            f"define degree_{b}(r: report): share = r.done / {least} + {b}% but at most 100% cite order\n"
        )
        parts.append(f'block b_{b} "Block {b}" {{\n')
        for c in range(CRITERIA):
            limit = 7 if changed and c % 10 == 0 else c
            name = CRITERION.format(b=b, c=c, limit=limit)
            parts.append(name.replace(f"c_{b}_7 ", f"renamed_{b} ") if changed else name)
        parts.append("}\n")
    parts.append("weights { equal throughout when not applicable: share out in proportion cite order }\n")
    parts.append("total { round total to 2 decimals, half up cite order }\n")
    return "".join(parts)


def program(text_of: str) -> Program:
    """The checked program of a text."""
    checked = load_text(text_of)
    assert checked.program is not None, checked.findings
    return checked.program


def main() -> None:
    """Measure and print."""
    old, new = program(rules("1", changed=False)), program(rules("2", changed=True))
    found = difference(old, new)
    outline = page(found)
    fine = parted(found)
    lines = {
        f"difference and verdicts: {len(found.edits)} edits": best(lambda: difference(old, new)),
        "difference of a version from itself": best(lambda: difference(old, old)),
        f"groups of edits: {len(fine.groups)}": best(lambda: parted(found)),
        "program with all edits": best(lambda: applied(found, found.edits)),
        "outline in words": best(lambda: page(found)),
        "text": best(lambda: terminal(outline, width=80)),
        "HTML": best(lambda: html(outline)),
        "JSON": best(lambda: json_text(found)),
    }
    print(f"{BLOCKS * CRITERIA} criteria on either side")
    for what, seconds in lines.items():
        print(f"{what:<48}{seconds:8.3f} s")


if __name__ == "__main__":
    main()
