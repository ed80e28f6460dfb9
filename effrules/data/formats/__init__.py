"""One module for each format that tables are sent in; each imports its library only when it reads."""

__all__ = [
    "delimited",
    "excel_97",
    "frames",
    "json_text",
    "number_formats",
    "packages",
    "parquet",
    "quiet",
    "spreadsheetml",
    "sqlite",
    "workbook",
]
