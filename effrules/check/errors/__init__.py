"""The findings of the checker, one small function each."""
