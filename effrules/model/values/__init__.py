"""Which values can occur: of fields, expressions and scores, by what the rules say and by what is known where they are read."""

__all__ = ["demands", "held", "known", "occurring"]
