"""Which versions there are, drafts, and amendments brought together to the text as it stands."""

__all__ = [
    "amendment_errors",
    "bases",
    "changed_days",
    "consolidate",
    "draft",
    "headings",
    "laid_on",
    "layers",
    "locating",
    "name_errors",
    "neighbourhood",
    "total_clauses",
    "version_errors",
    "versions",
]
