"""Writes the JSON Schemas in docs/schemas that are made from the classes of the documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from effrules.report.results.formats import schemas

WHERE = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def texts() -> dict[str, str]:
    """Each schema as its file holds it, by the file's name."""
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schemas().items()
    }


if __name__ == "__main__":
    for name, text in texts().items():
        (WHERE / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name} written\n")
