"""Two methodologies compared by meaning: what was added, dropped, renamed, moved, changed, and what was only reworded.

``difference(old, new)`` (``effrules.compare.difference``) gives the edits and a verdict for every node;
``applied(difference, edits)`` and ``groups(difference)`` (``effrules.compare.applying``) make the programs in between.
"""

__all__ = ["chain", "difference", "edits", "impact", "matching", "verdicts"]
