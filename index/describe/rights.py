"""Who holds the rights in what a line of a page says?"""

from __future__ import annotations

import re

_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:copyright\s{0,3})?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s{0,3})?"
    r"(?:by\s+)?([A-Z][\w.’'& -]{1,50}?)"
    r"(?=\s*(?:[.,|•·]|all rights|(?:19|20)\d\d|inc\b|ltd\b|llc\b|$))",
    re.I,
)
_MOST_LOOKED_AT = 200  # characters of a line
_MOST_WORDS = 5


def speaks_of_rights(text: str) -> bool:
    """Whether a line speaks of rights at all."""
    if "©" in text:
        return True
    low = text.casefold()
    return "(c)" in low or "copyright" in low


def holder_of(text: str) -> str:
    """Who holds the rights by a line: "Courier" of "© 2016 Courier. All rights reserved."; "" where it names nobody."""
    text = text[:_MOST_LOOKED_AT]
    match = _HOLDER.search(text) if speaks_of_rights(text) else None
    if match is None or len(match[1].split()) > _MOST_WORDS:
        return ""
    return "" if match[1].casefold().startswith(("all rights", "copyright")) else match[1].strip(" .")
