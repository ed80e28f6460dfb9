"""Charts: what is drawn as data (``drawn``), and how each format draws it: HTML with SVG, characters, tables."""

__all__ = ["characters", "drawn", "html", "tables"]
