"""What a version consists of, and what its own tests say."""
