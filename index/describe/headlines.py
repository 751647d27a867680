"""Which line of a dump is its headline? Scores the lines above the body by place, length and words that the body uses."""

from __future__ import annotations

import re

from index.describe.layout import Layout
from index.describe.titles import fold

_FURNITURE = frozenset(
    ("share", "comments", "form", "rating", "advertisement", "newsletter", "cookies", "tags", "legal", "symbols")
)


def headline_of(layout: Layout) -> int:
    """The number of the line that is most likely the headline, or -1."""
    body = " ".join(text for text, keep in zip(layout.texts, layout.kept, strict=True) if keep)[:6000]
    words = set(fold(body).split())
    times: dict[str, int] = {}
    for n in layout.head:
        text = layout.texts[n]
        times[text] = times.get(text, 0) + 1
    candidates = [*layout.head[-60:], layout.first] if layout.first >= 0 else list(layout.head[-60:])
    best, number = 0.0, -1
    for at, n in enumerate(candidates):
        score = _score(layout, n, len(candidates) - 1 - at, words, times)
        if score > best:
            best, number = score, n
    return number


def _score(layout: Layout, n: int, distance: int, words: set[str], times: dict[str, int]) -> float:
    text = layout.texts[n]
    own = [word for word in fold(text).split() if len(word) > 3]
    count = len(text.split())
    if not own or count < 2 or count > 30 or len(text) > 220:
        return 0.0
    rule = layout.rules[n]
    if rule in _FURNITURE or rule in ("byline", "date", "source"):
        return 0.0
    shared = sum(word in words for word in own) / len(own)
    score = 1.5 * shared + min(count, 8) * 0.12 - 0.03 * distance
    if rule == "title":
        score += 1.5
    if times.get(text, 0) > 1:
        score += 0.4
    if re.search(r"[.:;,]$", text):
        score -= 0.5
    if text.startswith(("•", "*", "-", "o ")):
        score -= 0.6
    return score
