"""Text to syntax tree and back. The only room that knows Lark."""

__all__ = ["expression_text", "parse", "printer", "tree"]
