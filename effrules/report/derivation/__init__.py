"""The derivation of a score, in words."""

__all__ = ["step_values", "step_words", "trace_outline", "trace_tree", "why_not", "why_not_json"]
