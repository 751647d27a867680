"""Which elements of a page say who wrote it? Those whose names speak of a writer, outside of teasers and comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from selectolax.lexbor import LexborNode

_ASIDE = re.compile(r"comment|related|recommend|sidebar|footer|widget|popular|trending|more-|card|teaser|promo", re.I)
_COMMENT = re.compile(r"(?:^|\s)(?:comments?\b|commentlist|disqus)", re.I)
_WHOLE = ("html", "body", "main")  # what themes name by whether one may comment
_LONGEST = 160  # characters
_MOST_NODES = 400  # below one element
_MOST_STEPS = 12  # above it


def byline_texts(nodes: Sequence[LexborNode]) -> tuple[str, ...]:
    """The texts of the elements in their order, each once; not the long ones, nor those in asides."""
    texts: dict[str, None] = {}
    for node in nodes:
        text = _short_text(node)
        if 2 < len(text) <= _LONGEST and text not in texts and not _inside_aside(node):
            texts[text] = None
    return tuple(texts)


def _short_text(node: LexborNode) -> str:
    """The element's text, with a space between its parts; cut somewhere where it is longer than a byline."""
    pieces: list[str] = []
    size = 0
    for below in islice(node.traverse(include_text=True), _MOST_NODES):
        if below.tag == "-text":
            words = (below.text_content or "").split()
            pieces += words
            size += sum(map(len, words)) + len(words)
            if size > _LONGEST + 1:
                break
    return " ".join(pieces)


def inside_comment(node: LexborNode) -> bool:
    """Whether the element stands in one that is named as a reader's comment, or in a list of them."""
    above = node.parent
    for _ in range(_MOST_STEPS):
        if above is None or above.tag in _WHOLE:
            return False
        value = (above.attributes or {}).get
        if _COMMENT.search(f"{value('class') or ''} {value('id') or ''} {value('itemprop') or ''}"):
            return True
        above = above.parent
    return False


def _inside_aside(node: LexborNode) -> bool:
    above: LexborNode | None = node
    for _ in range(_MOST_STEPS):
        if above is None:
            return False
        names = above.attributes or {}
        if _ASIDE.search(f"{names.get('class') or ''} {names.get('id') or ''}"):
            return True
        above = above.parent
    return False
