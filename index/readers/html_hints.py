"""What do the names that an element's author gave it say about it?"""

from __future__ import annotations

import re
from functools import lru_cache

HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("comment", ("comment", "disqus", "discuss", "replies", "reply", "respond")),
    ("share", ("share", "sharing", "social", "follow", "tweet", "facebook", "whatsapp")),
    ("related", ("related", "recirc", "recommend", "more-", "popular", "trending", "most-", "teaser", "promo", "card")),
    ("ad", ("advert", "sponsor", "dfp", "banner", "anzeige", "werbung", "gpt-", "outbrain", "taboola")),
    ("nav", ("nav", "menu", "breadcrumb", "footer", "header", "masthead", "toolbar", "paginat", "pager", "skip")),
    ("newsletter", ("newsletter", "subscri", "signup", "sign-up", "paywall", "regwall", "login")),
    ("caption", ("caption", "credit", "figure", "gallery", "slideshow", "image", "photo", "media")),
    ("byline", ("author", "byline", "meta", "date", "time", "publish", "kicker", "contributor", "bio")),
    ("body", ("article", "story", "body", "content", "entry", "post", "text", "main", "paragraph", "prose")),
    ("aside", ("side", "rail", "widget", "sticky", "module", "box", "aux", "complementary")),
    ("cookie", ("cookie", "consent", "gdpr", "modal", "popup", "overlay", "dialog")),
    ("tags", ("topic", "keyword", "categor", "taxonomy")),
    ("lead", ("lead", "standfirst", "subtitle", "subhead", "summary", "deck", "dek", "intro", "excerpt", "headline")),
)
HIDDEN = 1 << len(HINTS)
WRITER = HIDDEN << 1  # speaks of who wrote something; for the walk alone, no tree holds it
_WRITERS = "byline author autor writer contributor redakteur verfasser signature skribent yazar".split()  # noqa: SIM905
_WHOLE_WORDS = {"ad": "ad", "ads": "ad", "tag": "tags", "tags": "tags"}
_BITS = {name: 1 << bit for bit, (name, _) in enumerate(HINTS)}
_PARTS = [(part, _BITS[name]) for name, parts in HINTS for part in parts]
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=1 << 15)
def hint_of_word(word: str) -> int:
    """The hints of one class name; remembered, because the pages of a site share their names."""
    word = word.lower()
    hint = 0
    for part, bit in _PARTS:
        if part in word:
            hint |= bit
    if any(part in word for part in _WRITERS):
        hint |= WRITER
    if "ad" in word or "tag" in word:
        for letters in _LETTERS.findall(word):
            name = _WHOLE_WORDS.get(letters, "")
            hint |= _BITS.get(name, 0)
    return hint
