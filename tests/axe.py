"""axe-core (https://github.com/dequelabs/axe-core, MPL 2.0): what on a page in a browser is against WCAG 2.2 A and AA.

``make axe`` gets it from npm; where it is not, tests that need it are skipped and say so. Its digest is stated here.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.browser import Browser

FILE = Path(__file__).parent.parent / ".cache" / "axe.min.js"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
"""Of axe-core 4.14.1."""

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

NAMES = "label-content-name-mismatch"
"""A rule that items of trees do not keep: one is named by its own line, and this rule wants what stands below it in the name as well.
Everything else is asked by it."""

needs_axe = pytest.mark.skipif(not FILE.exists(), reason="axe-core is not here: `make axe` gets it from npm")


def violations(browser: Browser) -> list[str]:
    """What axe finds on the page that is open: the rule, the first element, how many."""
    script = FILE.read_text(encoding="utf-8")
    assert hashlib.sha256(script.encode()).hexdigest() == SHA256, "another axe-core than the one stated"
    browser.js(f"{script};0")
    off = {NAMES: {"enabled": False}, "target-size": {"enabled": True}}
    told = "r => r.violations.map(v => `${v.id}: ${v.nodes.length} x ${v.nodes[0].target.join(' ')}: ${v.nodes[0].failureSummary}`)"
    found: list[str] = []
    for where, only, rules in (
        ({"include": [["html"]]}, {"type": "tag", "values": TAGS}, off),
        ({"include": [["html"]], "exclude": [["[role=tree]"]]}, {"type": "rule", "values": [NAMES]}, {}),
    ):
        asked = json.dumps({"runOnly": only, "rules": rules, "resultTypes": ["violations"]})
        found += browser.js(f"axe.run({json.dumps(where)}, {asked}).then({told})")
    return found
