"""The commands of the assessment year."""

__all__ = []
