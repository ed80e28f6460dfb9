"""Results for people and for machines."""

__all__ = [
    "delimited",
    "json_text",
    "markdown",
    "notebook",
    "outputs",
    "parquet",
    "ranked",
    "terminal",
    "verify_json",
    "wide",
    "writing",
]
