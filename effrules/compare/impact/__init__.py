"""Who moves by which edit, on data."""
