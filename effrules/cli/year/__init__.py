"""The commands of the assessment year."""
