"""What an edit means for those assessed, by the rules alone."""

__all__ = ["judging", "rising"]
