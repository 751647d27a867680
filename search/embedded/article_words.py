"""Which words does an article hold, how often, and how many articles hold each? What a surface word stands for is kept.

Of 200 different words of an article 185 stood in the 2,000 that were looked at before. To take a word apart and look it
up in the dictionary takes 20 us, to find it here .1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from index.analysis import EXTRA, Analyser
from index.analysis.characters import SURFACE
from search.kept import WORD

_LONGEST = 20_000  # characters of the body that are read: what an article is about stands at its beginning
_TITLE = 3  # times that a word of the title counts
_MOST = 400  # different words, the most frequent ones
_SHORTEST = 3  # letters of a word that may tell something
_ENTRY = 4 * WORD  # bytes of a surface word with its terms

_Told = tuple[tuple[str, int], ...]
"""The terms of a surface word, each with the number of articles that hold it."""


class ArticleTerm(NamedTuple):
    """A plain term of an article: how often it stands there, and how many articles, deleted ones among them, hold it in
    their bodies."""

    term: str
    times: int
    articles: int


class SurfaceTerms:
    """What surface words stand for in one generation. `holding` says how many articles hold a term.

    At most `most` bytes are kept: one half of the words that were met, until the other half is full of those met since.
    Safe to share between threads: where two meet, one learns again what the other knew.
    """

    def __init__(self, holding: Callable[[bytes], int], most: int) -> None:
        self._holding = holding
        self._half = most // _ENTRY // 2
        self._kept: tuple[dict[str, _Told], dict[str, _Told]] = {}, {}

    @property
    def weight(self) -> int:
        """Bytes of what is kept, about."""
        return sum(map(len, self._kept)) * _ENTRY

    def of(self, language: str, title: str, text: str = "") -> list[ArticleTerm]:
        """The words of an article's title and text that may tell what it is about: no numbers, none of one or two
        letters."""
        times: dict[str, int] = {}
        articles: dict[str, int] = {}
        analyser = Analyser(language)
        for part, weight in ((title, _TITLE), (text[:_LONGEST], 1)):
            for surface, count in Counter(SURFACE.findall(part)).items():
                if len(surface) < _SHORTEST or surface.isdecimal():
                    continue
                for term, holding in self._told(language + surface, surface, analyser):
                    times[term] = times.get(term, 0) + weight * count
                    articles[term] = holding
        most = Counter(times).most_common(_MOST) if len(times) > _MOST else times.items()
        return [ArticleTerm(term, count, articles[term]) for term, count in most]

    def terms(self, language: str, title: str, text: str = "") -> set[str]:
        """The terms of the words that `of` gives, however many they are. Counts nothing, and so keeps nothing."""
        surfaces = {*SURFACE.findall(title), *SURFACE.findall(text[:_LONGEST])}
        analyser = Analyser(language)
        (fresh, old), terms = self._kept, set[str]()
        for surface in surfaces:
            told = fresh.get(language + surface, old.get(language + surface))
            terms.update(_telling(surface, analyser) if told is None else [term for term, _ in told])
        return terms

    def _told(self, key: str, surface: str, analyser: Analyser) -> _Told:
        fresh, old = self._kept
        told = fresh.get(key)
        if told is None:
            told = old.get(key)
            if told is None:
                told = self._learned(surface, analyser)
            if len(fresh) >= self._half:
                self._kept = fresh, _ = {}, fresh
            if self._half:
                fresh[key] = told
        return told

    def _learned(self, surface: str, analyser: Analyser) -> _Told:
        telling = _telling(surface, analyser)
        return tuple((term, self._holding(term.encode("utf-8", "surrogatepass"))) for term in telling)


def _telling(surface: str, analyser: Analyser) -> list[str]:
    """The plain terms of a surface word that may tell something."""
    terms = [term for part in analyser.surface(surface)[1] for term, *_ in part if not term.startswith(EXTRA)]
    return [term for term in terms if len(term) >= _SHORTEST and not term.isdecimal()]
