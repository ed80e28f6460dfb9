"""From Lark's tree to the declarations of the syntax tree: one builder for each subject, each on top of the one before."""

__all__ = ["amendments"]
