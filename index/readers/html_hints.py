"""What do the names that an element's author gave it say about it?"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

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
_BITS_OF_PART = {part: _BITS[name] for name, parts in HINTS for part in parts}
_BITS_OF_PART |= {part: _BITS_OF_PART.get(part, 0) | WRITER for part in _WRITERS}
_LETTERS = re.compile(r"[a-z]+")
LONGEST_NAMES = 400  # characters of an element's names that are looked at


def _any_part() -> re.Pattern[str]:
    """Finds the parts wherever they begin, also within each other; no part begins with another."""
    by_first = groupby(sorted(_BITS_OF_PART), key=lambda part: part[0])  # three times as fast as 100 alternatives
    letters = (f"{first}(?:{'|'.join(re.escape(part[1:]) for part in parts)})" for first, parts in by_first)
    return re.compile(f"(?=({'|'.join(letters)}))")


_PART = _any_part()


@lru_cache(maxsize=1 << 14)
def hint_of_names(names: str) -> int:
    """The hints of an element's class, id and role; remembered, because the pages of a site share their names."""
    hint = 0
    for name in names.split():
        hint |= _hint_of_name(name)
    return hint


@lru_cache(maxsize=1 << 15)
def _hint_of_name(name: str) -> int:
    name = name.lower()
    hint = 0
    for part in _PART.findall(name):
        hint |= _BITS_OF_PART[part]
    if "ad" in name or "tag" in name:
        for letters in _LETTERS.findall(name):
            hint |= _BITS.get(_WHOLE_WORDS.get(letters, ""), 0)
    return hint
