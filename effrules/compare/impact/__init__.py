"""Who moves by which edit, on data."""

__all__ = ["attribution", "coalitions", "datasets", "impacts", "measuring", "shapley", "spread"]
