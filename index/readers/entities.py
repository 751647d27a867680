"""Which characters do entities stand for that a page's metadata still holds after it was parsed?"""

from __future__ import annotations

import html
import html.entities
import re
from typing import Any

# Only whole entities: of "?a=1&copy=2" nothing stands for anything, and "B&Bs;" is no entity's name.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def decoded(text: str) -> str:
    """The text with its entities decoded once more, as sites write `AT&amp;amp;T` into attributes, and white space
    made plain spaces."""
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return " ".join(text.split())


def decoded_within(value: Any, depth: int = 0) -> Any:
    """A JSON value with the entities of its strings decoded; what is nested deeper than any page stays as it is."""
    if isinstance(value, str):
        return _ENTITY.sub(_character, value) if "&" in value else value
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [decoded_within(member, depth + 1) for member in value]
    if isinstance(value, dict):
        return {name: decoded_within(member, depth + 1) for name, member in value.items()}
    return value


_DEEPEST = 100


def _character(found: re.Match[str]) -> str:
    name = found[0][1:]
    return html.unescape(found[0]) if name[0] == "#" or name in html.entities.html5 else found[0]
