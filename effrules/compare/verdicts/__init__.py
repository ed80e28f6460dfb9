"""What an edit means for those assessed, by the rules alone."""
