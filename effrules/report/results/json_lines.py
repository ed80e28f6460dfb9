"""JSON of long lists: each of their items on a line of its own, so that it is written quickly and compared line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_line = json.JSONEncoder(ensure_ascii=False).encode


def in_lines(document: Mapping[str, Any]) -> str:
    """A document as text: each key on a line, and each item of a list of objects."""
    return "{\n" + ",\n".join(f" {_line(key)}: {_lines(value)}" for key, value in document.items()) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        return _line(value)
    return "[\n  " + ",\n  ".join(map(_line, value)) + "\n ]"
