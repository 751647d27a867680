"""How may a half-typed question go on? Names and facet values, what stands behind the word before, and words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

import numpy as np

from index.analysis import fold, words
from index.facets import BY_NAME, FACETS, SETTLED, Kind
from search.budget import STANDARD
from search.kept import ENTRY, Kept
from search.query import ABOUT, MAX_CHARACTERS, FacetFilter, parse
from search.query.fields import FILTERS
from search.words.suggest.counts import WordCounts
from search.words.suggest.pairs import NoPairs, WordPairs
from search.words.suggest.values import KnownNames, NoNames, ValueWords

_LAST = re.compile(r'[^\s"\u201c\u201d():]*$')
_RUN = re.compile(r'[^"\u201c\u201d():]*$')
_FILTER = re.compile(rf'(?:^|(?<=[\s(+-]))({"|".join(FILTERS)}):["\u201c]?$', re.IGNORECASE)
_QUOTES = re.compile(r'["\u201c\u201d]')
_PAIR = re.compile(r'(?:^|(?<=[\s"\u201c\u201d(]))([^\W_][^\s"\u201c\u201d():]*?)([\s-]+)([^\s"\u201c\u201d():-]+)$')
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))
_MOST_WORDS = 8  # of a name
_MOST_NAMES = 3  # that begin as typed and come first; words follow them
_MOST_FIRST = 2  # words of which names are looked for, which takes 2 ms a word
_SHORTEST = 3  # letters of a name's beginning
_COMMON = 0.3  # a word of more articles than this share says nothing; it comes last


# The facets of whose values those are that go on behind no filter, and behind one that is of several.
_ASKED_BY = {
    "": tuple(facet.name for facet in FACETS if facet.kind is Kind.TEXT and facet.settled is None),
    ABOUT: tuple(facet.name for facet in SETTLED),
}

_Offers = list[tuple[str, int]]
"""Questions with the articles that speak for them."""


class ValueStart(NamedTuple):
    """A facet's value from one of its words on: folded, with the facet, the whole value and its articles."""

    rest: str
    facet: str
    value: str
    articles: int


@dataclass(frozen=True, slots=True)
class Lookups:
    """What is looked up in the archive for each completion: which words stand side by side, and the names in texts."""

    pairs: WordPairs = field(default_factory=NoPairs)
    names: KnownNames = field(default_factory=NoNames)


class Completer:
    """Completions from the words and facet values of one publication.

    `articles` is the number of articles of the archive, `lookups` asks it for more than words and values, and filters
    for values that were offered lately are kept in `most` bytes. Hosts among the `values` go on behind their facet's
    name alone, as parts of them (`news`, `the`) are words; so do names in the texts, whose words are words.
    """

    def __init__(
        self,
        words: WordCounts,
        values: Iterable[ValueWords] = (),
        articles: int = 0,
        lookups: Lookups | None = None,
        *,
        most: int = STANDARD.completions,
    ) -> None:
        self._words = words
        self._lookups = lookups or Lookups()
        self._filters: Kept[tuple[str, str, int], _Offers] = Kept(most)
        self._values = tuple(values)
        self._common = max(_COMMON * articles, 20)

    @cached_property
    def _starts(self) -> tuple[ValueStart, ...]:
        """What the facets' values begin with, and their words, sorted."""
        rows = {
            ValueStart(" ".join(row.words[place:]), row.facet, row.value, row.articles)
            for row in self._values
            for place in range(len(row.words))
        }
        return tuple(sorted(rows))

    @cached_property
    def _accented(self) -> tuple[tuple[str, int], ...]:
        """(word without accents, its place) of the words that have accents, sorted."""
        pairs = ((fold(word), number) for number, word in enumerate(self._words.words) if not word.isascii())
        return tuple(sorted(pair for pair in pairs if pair[0]))

    def complete(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """Whole questions that go on from `typed`: its last words as the value of a filter, or its last word longer.

        A value that begins as several of the typed words is the best guess, what stands behind the word before the
        next one; names and values that only start as the last word does come behind them. So do words, where none of
        them stands behind the word before.
        """
        match = _LAST.search(typed[-MAX_CHARACTERS:])
        last = match[0].lstrip("+-=") if match else ""
        if not fold(last) or len(typed) > MAX_CHARACTERS:
            return ()
        longer, inner, single = self._valued(typed, limit)
        facet = _tails(typed)[1]
        pairs = self._paired(typed) if not facet else []
        longer += pairs + inner
        if not facet:
            opening = typed[: len(typed) - len(last)]
            worded = self._worded(last, limit)
            longer += self._names(opening, last, [word for word, _ in worded])
            if pairs:
                single = [offer for offer in single if _value_begins(offer[0], last)][:_MOST_NAMES]
            else:  # a word of one article comes behind every value
                single += [(opening + word, count if count > 1 else 0) for word, count in worded]
        first: dict[str, str] = {}
        for text, _ in longer + sorted(single, key=self._order):
            first.setdefault(fold(text), text)
        return tuple(first.values())[:limit]

    def _valued(self, typed: str, limit: int) -> tuple[_Offers, _Offers, _Offers]:
        """Questions with a filter for a value, and its articles: values that begin as several of the last words, those
        that hold these further on, and those that hold the last word."""
        head, facet, tails = _tails(typed)
        longer: _Offers = []
        inner: _Offers = []
        single: _Offers = []
        seen: set[str] = set()
        for tail in tails:
            opening, begun = typed[: head if facet else tail], fold(typed[tail:])
            several = facet or " " in typed[tail:]
            for text, articles in self._named(typed[tail:], facet, limit):
                if text not in seen:
                    begins = fold(text.partition(":")[2]).startswith(begun)
                    kept = (longer if begins or facet else inner) if several else single
                    kept.append((opening + text, articles))
                    seen.add(text)
        return longer, inner, single

    def _paired(self, typed: str) -> _Offers:
        """Questions whose last word is one that stands behind the word before it, with the articles that hold both."""
        match = _PAIR.search(typed)
        if match is None or match[1] in _OPERATORS or any(len(words(match[part])) != 1 for part in (1, 3)):
            return []
        pairs = self._lookups.pairs.following(fold(match[1]), fold(match[3]))
        if "-" in match[2]:
            pairs = [pair for pair in pairs if "-" in pair.written]
        return [(typed[: match.start()] + pair.written, pair.articles) for pair in pairs]

    def _names(self, opening: str, last: str, begun: Sequence[str]) -> _Offers:
        """Questions that end in a name of two words that begins with one of `begun`, which start as `last`."""
        plain = fold(last)
        if len(plain) < _SHORTEST:
            return []
        rarer = [word for word in dict.fromkeys((last.casefold(), *begun)) if self._words.count(word) <= self._common]
        pairs = [pair for word in rarer[:_MOST_FIRST] for pair in self._lookups.pairs.names(fold(word))]
        pairs = sorted(pairs, key=lambda pair: (-pair.articles, pair.written))[:_MOST_NAMES]
        return [(opening + pair.written, pair.articles) for pair in pairs]

    def _named(self, tail: str, facet: str, limit: int) -> _Offers:
        """Filters for the most frequent values, of one facet or of any, that begin as `tail` from one of their words
        on, with their articles."""
        prefix = fold(tail)
        key = prefix, facet, limit
        known = self._filters.get(key)
        return self._filters.keep(key, self._begun(*key), ENTRY * (2 + limit)) if known is None else known

    def _begun(self, prefix: str, facet: str, limit: int) -> _Offers:
        asked = _ASKED_BY.get(facet, (facet,))
        place = bisect_left(self._starts, (prefix,))
        counts: dict[tuple[str, str], int] = {}
        for start in takewhile(lambda start: start.rest.startswith(prefix), islice(self._starts, place, None)):
            if start.facet in asked:
                counts[start.facet, start.value] = start.articles
        for row in self._lookups.names.beginning(prefix, asked, limit) if facet else ():
            counts[row.facet, row.value] = row.articles
        best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        written = ((_written(*named), count) for named, count in best)
        return [(text, count) for text, count in written if text]

    def _worded(self, typed: str, limit: int) -> _Offers:
        """The most frequent words that start with `typed`, itself left out."""
        prefix = typed.casefold()
        words, counts = self._words.words, self._words.counts
        first, end = bisect_left(words, prefix), bisect_left(words, prefix + "\U0010ffff")
        counted = counts[first:end].astype(np.float64)
        counted[counted > self._common] *= 1e-9
        chosen = np.argsort(-counted, kind="stable")[: limit + 1] + first
        occurrences = {words[number]: int(counts[number]) for number in chosen.tolist()}
        plain = fold(typed)
        number = bisect_left(self._accented, (plain, -1))
        while number < len(self._accented) and self._accented[number][0].startswith(plain):
            place = self._accented[number][1]
            occurrences[words[place]] = int(counts[place])
            number += 1
        occurrences.pop(prefix, None)
        best = sorted(occurrences.items(), key=self._order)[:limit]
        # What counts once may stand in removed lines alone: a form is known of a segment, not of its fields.
        return [(word, count) for word, count in best if count > 1 or self._lookups.pairs.holds(fold(word))]

    def _order(self, pair: tuple[str, int]) -> tuple[bool, int, str]:
        return pair[1] > self._common, -pair[1], pair[0]


def _tails(typed: str) -> tuple[int, str, list[int]]:
    """Where the last words that may be a name begin, the longest run first; behind `byline:`, where that stands and
    its facet, too. None within a phrase, behind a field of the text and where the words are looked for as typed."""
    run = _RUN.search(typed)
    start = run.start() if run else len(typed)
    head = typed[:start]
    opened = _FILTER.search(head)
    if opened:
        return opened.start(), FILTERS[opened[1].casefold()], [start]
    if head.endswith((":", "=")) or len(_QUOTES.findall(head)) % 2:
        return 0, "", []
    tails: list[int] = []
    for word in reversed(list(re.finditer(r"\S+", typed[start:]))[-_MOST_WORDS:]):
        plain = word[0].lstrip("+-")
        if plain[:1].isalnum():
            tails.insert(0, start + word.end() - len(plain))
        elif any(map(str.isalnum, plain)):
            break
        if plain and plain != word[0]:
            break
    return 0, "", tails


def _value_begins(text: str, last: str) -> bool:
    """Whether the value of the filter that ends a question begins as typed."""
    return fold(text.rpartition(":")[2].lstrip('"')).startswith(fold(last))


def _written(facet: str, value: str) -> str:
    """The filter that finds a value, as a question; "" where its characters cannot be asked for."""
    asked = parse(f'{BY_NAME[facet].asked_as[0]}:"{_QUOTES.sub(" ", value)}"')
    root = asked.root
    read_back = isinstance(root, FacetFilter) and root.facet == facet and fold(root.text) == fold(value)
    return str(asked) if read_back else ""
