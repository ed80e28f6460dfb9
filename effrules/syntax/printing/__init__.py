"""The texts of declarations, by subject; expressions have theirs in ``expression_text``."""
