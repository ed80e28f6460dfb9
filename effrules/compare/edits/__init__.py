"""The edits between two programs, and the programs in between."""

__all__ = ["assembling", "building", "change", "clauses", "edit", "finding", "notation", "requiring", "sides"]
