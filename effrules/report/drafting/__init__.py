"""Papers that are signed: a methodology as an act, the table that compares two texts of it, the order that makes one into the other.

``outline`` numbers what an act consists of, ``act`` words it, ``changes`` compares two acts; the papers are put together from these.
"""

__all__ = ["act_page", "acts", "findings", "papers"]
