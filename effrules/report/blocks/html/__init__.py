"""Pages as HTML files: no script, nothing from a network, one style that their policy names by its digest."""

from __future__ import annotations

import base64
import hashlib


def digest_of(part: str) -> str:
    """The digest of a style or script, as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


__all__ = ["digest_of", "rendering", "styles", "whole"]
