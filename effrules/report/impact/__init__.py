"""Who moves when rules or data change."""
