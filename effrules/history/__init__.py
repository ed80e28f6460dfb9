"""What became of the text: log, blame, merge, consolidated text, the version of a day."""
