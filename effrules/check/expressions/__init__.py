"""Expressions: names looked up, types and units checked, missing values dealt with; from syntax to program.

``arms`` says what becomes of each kind; ``typed`` is the way in, for operands and for whoever checks a clause.
"""

__all__ = [
    "arms",
    "bands",
    "facts",
    "fields",
    "grounding",
    "no_total",
    "rows",
    "scales",
    "scope",
    "scores",
    "typed",
    "typing",
]
