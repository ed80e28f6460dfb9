"""What became of the rules: log and blame."""
