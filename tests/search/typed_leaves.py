"""The words, patterns and filters of random questions, as they are typed, each with the node that it means."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from search.query import (
    FacetFilter,
    Field,
    Fuzzy,
    Length,
    Node,
    Phrase,
    Prefix,
    Published,
    Wildcard,
    Word,
)
from tests.search import corpora
from tests.search.addressed import ADDRESSED

WORDS = (
    *corpora.WORDS,
    *corpora.NAMES,
    *("peaceful", "assad", "geneva", "nowhere", "東京", "cease", "fire", "us", "Résumé", "TALKS", "İstanbul", "straße"),
    *(
        "O'Neill",
        "Qur'an",
        "Москва",
        "العربية",
        "ממשלה",
        "日本語の本",
        "e-mail",
        "3.5",
        "Σίσυφος",
        "IS",
        "US-led",
        "UN",
    ),
)
PREFIXES = (
    "el",
    "gov",
    "tal",
    "fac",
    "minist",
    "wa",
    "30",
    "zz",
    "talk",
    "dy",
    "ski",
    "Gené",
    "S-3",
    "cease-f",
    "is-is",
)
WILDCARDS = ("ta?k*", "go*ment", "wa?s", "tr*p*", "fa?ade", "mi*st*s", "dy*g", "sk?es", "Sy??an", "cease-f*e")
FUZZY = ("minster", "tlak", "troop", "elction", "wra", "peece", "dyng", "Sirya", "Gneva-2")
FIELDS = {
    Field.TITLE: ("title:", "Title:", "intitle:", "headline:", "hd=", "HD="),
    Field.LEAD: ("lead:", "lp="),
    Field.HLEAD: ("hlead:", "hlp="),
    Field.BODY: ("body:", "text:", "intext:"),
    Field.REMOVED: ("removed:",),
}
FILTERS = {
    "publisher": ("source:", "publisher:", "source="),
    "byline": ("byline:", "by:", "author:", "by="),
    "place": ("place:",),
    "language": ("lang:", "language:"),
}
VALUES = ("guardian", "Jay", "al-jazeera", "york", "Jose", "álvarez", "en", "nobody", "reuters")
QUOTES = ('""', "“”", "„“", "«»", "„”", "＂＂")


class LeafWriter:
    """Makes the leaves of questions from the numbers of `rng`."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def _leaf(self) -> tuple[str, Node]:
        text, node = self._plain_leaf()
        if self.rng.random() < 0.2:
            field = self.rng.choice(list(FIELDS))
            return self.rng.choice(FIELDS[field]) + text, replace(node, field=field)
        return text, node

    def _plain_leaf(self) -> tuple[str, Word | Phrase | Prefix | Wildcard | Fuzzy]:
        rng = self.rng
        kind = rng.randrange(12)
        if kind < 5:
            return self._typed_word()
        if kind < 8:
            words = " ".join(rng.choice(WORDS) for _ in range(rng.choice((1, 2, 2, 2, 3))))
            if " " in words and rng.random() < 0.2:
                words = words.replace(" ", rng.choice((" * ", " * * ")), 1)
            words = rng.choice(corpora.WHOLE_NAMES) if rng.random() < 0.15 else words
            opening, closing = list(rng.choice(QUOTES))
            slop = rng.choice((None, None, None, 0, 1, 3))
            exact = rng.random() < 0.15
            typed = f"{'=' * exact}{opening}{self._restyled(words)}{closing}{'' if slop is None else f'~{slop}'}"
            return typed, Phrase(words, slop=slop, exact=exact)
        if kind == 8:
            word = rng.choice(WORDS)
            return f"={word}", Word(word, exact=True)
        if kind == 9:
            text = rng.choice(PREFIXES)
            return f"{text}*", Prefix(text)
        if kind == 10:
            text = rng.choice(WILDCARDS)
            return text, Wildcard(text)
        text, edits = rng.choice(FUZZY), rng.choice((1, 2))
        return f"{text}~{rng.choice(('', '1')) if edits == 1 else 2}", Fuzzy(text, edits)

    def _typed_word(self) -> tuple[str, Word]:
        word = self.rng.choice(WORDS)
        return self._restyled(word), Word(word)

    def _restyled(self, words: str) -> str:
        """The same words in other characters."""
        rng = self.rng
        if rng.random() < 0.3:
            words = words.replace("'", rng.choice("’‘ʼ＇`")).replace("-", rng.choice("‐‑–−"))
        if rng.random() < 0.05:
            words = "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in words)
        return words

    def _filter(self) -> tuple[str, Node]:
        rng = self.rng
        if rng.random() < 0.2:
            return rng.choice(ADDRESSED)
        kind = rng.randrange(6)
        if kind < 3:
            facet = rng.choice(list(FILTERS))
            value = rng.choice(VALUES)
            typed = rng.choice((value, f'"{value}"', f"“{value}”"))
            text = value.casefold() if facet == "language" else value
            return rng.choice(FILTERS[facet]) + typed, FacetFilter(facet, text)
        if kind < 5:
            return self._dated()
        low, high = sorted((rng.randint(0, 60), rng.randint(0, 120)))
        return rng.choice(
            (
                (f"wc>{low}", Length(low + 1, None)),
                (f"wc>={low}", Length(low, None)),
                (f"WC<{high}", Length(0, max(high - 1, 0))),
                (f"wc:{low}..{high}", Length(low, high)),
                (f"wc:{high}..{low}", Length(low, high)),
            )
        )

    def _dated(self) -> tuple[str, Node]:
        rng = self.rng
        text, first, last = self._period()
        other, start, end = self._period()
        kind = rng.randrange(6)
        if kind == 0:
            return f"before:{text}", Published(None, first - timedelta(days=1))
        if kind == 1:
            return f"after:{text}", Published(last + timedelta(days=1), None)
        if kind == 2:
            return f"since:{text}", Published(first, None)
        if kind == 3:
            return f"until:{text}", Published(None, last)
        if kind == 4:
            return f"date:{text}", Published(first, last)
        if first > end:
            return f"date:{text}..{other}", Published(start, last)
        return f"date:{text}..{other}", Published(first, end)

    def _period(self) -> tuple[str, date, date]:
        """A year, month or day as it may be typed, with its first and last day."""
        rng = self.rng
        year, month, day = rng.choice((2013, 2014, 2015)), rng.randint(1, 3), rng.randint(1, 4)
        kind = rng.randrange(3)
        if kind == 0:
            return str(year), date(year, 1, 1), date(year, 12, 31)
        if kind == 1:
            return f"{year}-{month:02}", date(year, month, 1), date(year, month, monthrange(year, month)[1])
        one = date(year, month, day)
        typed = rng.choice((one.isoformat(), f"{year}/{month}/{day}", f"{year}{month:02}{day:02}"))
        return typed, one, one
