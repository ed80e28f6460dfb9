"""The published JSON Schema of traces: it is that of the classes of the steps, and real traces fit it."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import pytest

from effrules.trace.json_text import document
from tests.test_trace import traced

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "docs" / "schemas"
PUBLISHED = json.loads((SCHEMAS / "trace-1.json").read_text(encoding="utf-8"))


def test_the_published_schema_is_that_of_the_steps() -> None:
    """What scripts/make_trace_schema.py gives is what is published, in the schema and in the table of the page."""
    where = ROOT / "scripts" / "make_trace_schema.py"
    spec = importlib.util.spec_from_file_location("make_trace_schema", where)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert json.loads(script.text()) == PUBLISHED
    assert script.page() == script.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("where", sorted(SCHEMAS.glob("*.json")), ids=lambda where: where.stem)
def test_what_a_schema_refers_to_is_in_it(where: Path) -> None:
    """Each reference of a published schema leads to one of its definitions: a validator stops at one that leads nowhere."""
    text = where.read_text(encoding="utf-8")
    named = set(re.findall(r'"\$ref": "#/\$defs/([^"]+)"', text))
    assert named <= json.loads(text).get("$defs", {}).keys()


@pytest.mark.parametrize(
    ("name", "node"), [("current", "citizens"), ("2011", "total"), ("monitoring-2016", "total")]
)
def test_traces_fit_the_schema(name: str, node: str) -> None:
    """A trace of rules of middle size is a document of the schema, and no longer with a step spoilt."""
    derivations = traced(name)
    made = document(derivations.of(list(derivations.subjects)[-1], node))
    made["steps"] = made["steps"][-24:]  # the schema says nothing of what refers to what
    checker = jsonschema.Draft202012Validator(PUBLISHED)
    made = json.loads(json.dumps(made))
    assert list(checker.iter_errors(made)) == []
    made["steps"][-1]["unheard"] = "of"
    assert list(checker.iter_errors(made))
