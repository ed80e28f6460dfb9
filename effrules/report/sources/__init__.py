"""The acts that rules rest on, ticked off item by item, for people and for machines."""

__all__ = ["json_text", "telling"]
