"""Which characters of a page does nobody see? Soft hyphens and marks without width, which are no text."""

from __future__ import annotations

# Where a line may be broken, where it may not, and a byte order mark that strayed. Joiners and marks of direction stay:
# they shape what is seen of Persian, Indic scripts and emoji.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_LEFT_OUT = str.maketrans(dict.fromkeys(_INVISIBLE))


def visible(text: str) -> str:
    """`text` without soft hyphens and marks without width."""
    return text if text.isascii() else text.translate(_LEFT_OUT)
