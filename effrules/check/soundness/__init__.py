"""What can be said of the program as a whole: values that can occur, defects of acts, warnings."""

__all__ = ["defects", "founding", "lints", "maxima_said", "sound"]
