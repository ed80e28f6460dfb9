"""Tables in: what offices send, read into typed rows that know their cells."""

from effrules.data.dataset import Dataset, Row
from effrules.data.reading import from_tables, read

__all__ = ["Dataset", "Row", "from_tables", "read"]
