"""Results for people and for machines."""

__all__ = [
    "delimited",
    "json_text",
    "notebook",
    "outputs",
    "parquet",
    "ranked",
    "verify_json",
    "wide",
    "writing",
]
