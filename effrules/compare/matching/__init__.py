"""What of one program is what of the other."""
