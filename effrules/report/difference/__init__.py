"""The comparison of two versions."""
