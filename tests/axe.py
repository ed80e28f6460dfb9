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

OFF = {"label-content-name-mismatch": {"enabled": False}}
"""An item of a tree is named by its own line; this rule wants what stands below it in the name as well."""

needs_axe = pytest.mark.skipif(not FILE.exists(), reason="axe-core is not here: `make axe` gets it from npm")


def violations(browser: Browser) -> list[str]:
    """What axe finds on the page that is open: the rule, the first element, how many."""
    script = FILE.read_text(encoding="utf-8")
    assert hashlib.sha256(script.encode()).hexdigest() == SHA256, "another axe-core than the one stated"
    browser.js(f"{script};0")
    run = f"axe.run(document, {{runOnly: {{type: 'tag', values: {json.dumps(TAGS)}}}, rules: {json.dumps(OFF)}, resultTypes: ['violations']}})"
    told = "r => r.violations.map(v => `${v.id}: ${v.nodes.length} x ${v.nodes[0].target.join(' ')}: ${v.nodes[0].failureSummary}`)"
    return list(browser.js(f"{run}.then({told})"))
