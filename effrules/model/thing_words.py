"""What the things of the rules are called in sentences: ``criterion `published```, ``the total``."""

from __future__ import annotations

from effrules.model.program import NodeKind, ScoreNode
from effrules.words import Message, Template, phrase, template

TOTAL = phrase("the total")
WEIGHTS = phrase("the weights")

NAMED: dict[str, Template] = {
    "adjustment": template("adjustment `{name}`"),
    "block": template("block `{name}`"),
    "bonus": template("bonus `{name}`"),
    "calendar": template("calendar `{name}`"),
    "choice": template("choice `{name}`"),
    "column": template("column `{name}`"),
    "criterion": template("criterion `{name}`"),
    "define": template("definition `{name}`"),
    "direction": template("direction `{name}`"),
    "example": template('example "{name}"'),
    "field": template("field `{name}`"),
    "figure": template("figure `{name}`"),
    "figures": template("table of figures `{name}`"),
    "form": template("form `{name}`"),
    "grade": template("grade `{name}`"),
    "institution": template("institution `{name}`"),
    "node": template("node `{name}`"),
    "parameter": template("parameter `{name}`"),
    "penalty": template("penalty `{name}`"),
    "property": template("property `{name}`"),
    "rank": template("ranking `{name}`"),
    "rating": template("rating `{name}`"),
    "recommend": template("recommendation `{name}`"),
    "source": template("source `{name}`"),
    "spot check": template("spot check `{name}`"),
    "stage": template("stage `{name}`"),
    "subject": template("subject `{name}`"),
    "table": template("table `{name}`"),
    "unit": template("unit `{name}`"),
}
"""By the keyword that declares it."""


def thing(keyword: str, name: str) -> Message:
    """A thing of the rules by the keyword that declares it, and its name."""
    return NAMED[keyword].of(name=name)


def node_called(node: ScoreNode) -> Message:
    """A node of the tree."""
    return TOTAL if node.kind is NodeKind.TOTAL else thing(node.kind.value, node.name)
