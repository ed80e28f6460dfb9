"""The derivation of a score, in words."""
