"""What stands for a lone surrogate where text is written as UTF-8, which has none for it? A question mark."""

from __future__ import annotations


def well_formed(text: str) -> str:
    """The text with a question mark for each surrogate."""
    return text.encode("utf-8", "replace").decode("utf-8")
