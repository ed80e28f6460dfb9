"""The text as it stands, declaration by declaration, to nodes of the program."""

__all__ = [
    "definitions",
    "demands",
    "inventories",
    "nodes",
    "outcome",
    "procedure",
    "promises",
    "reported",
    "weighing",
]
