"""The edits between two programs, and the programs in between."""
