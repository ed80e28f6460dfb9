"""A methodology as a document for lawyers: numbered clauses, formulas in mathematical notation, tables, sources.

The document is put together once (``composing``), without a word of HTML; ``html``, ``markdown`` and ``docx`` each write it.
Its notation with titles in place of symbols, for all who tell a formula in a line, is in ``told_formulas``.
"""

__all__ = [
    "binding",
    "composing",
    "context",
    "data_clauses",
    "document_words",
    "filling",
    "lookups",
    "mathematics",
    "node_clauses",
    "numbering",
    "numbers",
    "outcome_clauses",
    "procedure_clauses",
    "symbols",
    "told_formulas",
]
