"""The words in capitals for which others are put on a command line (``RULES``, ``FILE``), in three languages."""

from __future__ import annotations

from effrules.words import phrase

PLACEHOLDERS = {
    message.text: message
    for message in (
        phrase("OPTIONS", context="on a command line"),
        phrase("COMMAND", context="on a command line"),
        phrase("ARGS", context="on a command line"),
        phrase("RULES", context="on a command line"),
        phrase("DATA", context="on a command line"),
        phrase("AGENCY", context="on a command line"),
        phrase("NODE", context="on a command line"),
        phrase("FILE", context="on a command line"),
        phrase("FOLDER", context="on a command line"),
        phrase("ID", context="on a command line"),
        phrase("NAME", context="on a command line"),
        phrase("WHAT", context="on a command line"),
        phrase("VALUE", context="on a command line"),
        phrase("TABLE", context="on a command line"),
        phrase("FIELD", context="on a command line"),
        phrase("POINTS", context="on a command line"),
        phrase("TEXT", context="on a command line"),
        phrase("INTEGER", context="on a command line"),
        phrase("INTEGER RANGE", context="on a command line"),
        phrase("COLUMNS", context="on a command line"),
        phrase("DAY", context="on a command line"),
        phrase("DIGEST", context="on a command line"),
        phrase("RECORD", context="on a command line"),
        phrase("TRACE", context="on a command line"),
        phrase("KEY", context="on a command line"),
        phrase("PUB", context="on a command line"),
        phrase("BASE", context="on a command line"),
        phrase("OLD", context="on a command line"),
        phrase("NEW", context="on a command line"),
        phrase("FORMAT", context="on a command line"),
        phrase("OUT", context="on a command line"),
        phrase("YEAR", context="on a command line"),
        phrase("BODY", context="on a command line"),
        phrase("ROW", context="on a command line"),
        phrase("ENTRY", context="on a command line"),
        phrase("APPEAL", context="on a command line"),
        phrase("PACKAGE", context="on a command line"),
        phrase("URL", context="on a command line"),
        phrase("SHARE", context="on a command line"),
        phrase("PATH", context="on a command line"),
        phrase("WAY", context="on a command line"),
        phrase("PART", context="on a command line"),
        phrase("YYYY", context="on a command line"),
        phrase("STAGE", context="on a command line"),
    )
}
"""By the English word. What is one letter, or is put there by git, is the same in every language."""
