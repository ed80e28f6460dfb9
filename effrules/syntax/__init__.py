"""Text to syntax tree and back. The only room that knows Lark."""

__all__ = ["parse", "printer", "tree"]
