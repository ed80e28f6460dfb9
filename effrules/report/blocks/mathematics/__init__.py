"""Mathematics as it is written down, and one rendering of it for each format."""
