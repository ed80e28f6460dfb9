"""Results for people and for machines.

figures    how a number is shown, and its exact text
wording    the words around results, in kk, ru and en
naming     what bodies, nodes and groups are called
ranked     results as ranked tables, free of any rendering
terminal   ranked tables for a terminal
markdown   ranked tables as Markdown
wide       results as one row for each body: what CSV, Parquet and data frames hold
delimited, json, workbook, parquet   files
writing    which file is written how, and nothing left half written
outline    a methodology in words: its tree, weights, sources and order of calculation
"""

__all__ = [
    "analysis",
    "blocks",
    "cycle",
    "derivation",
    "difference",
    "document",
    "drafting",
    "figures",
    "goal",
    "history",
    "impact",
    "naming",
    "page",
    "publication",
    "results",
    "robustness",
    "rules",
    "sources",
    "texts",
    "workbook",
]
