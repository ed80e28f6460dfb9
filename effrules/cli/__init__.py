"""The command ``effrules``: one module for each subcommand, imported when it is called."""

__all__ = ["start"]
