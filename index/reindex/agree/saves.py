"""Which articles were saved from one address, and which of them are versions of one article?

Most archives have few addresses that come twice. Only those are looked at of which an article was read in this run, has
come or has gone; for all others the ids tell what the last run found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.reindex.agree.partners import Living, Numbers
from index.reindex.agree.texts import ArchiveTexts
from index.store.history import SKETCH
from index.versions.same_article import VersionText, related
from index.versions.text_sketch import recalls, sketch_of
from index.versions.version_groups import version_groups

SavedArticles = list[list[int]]
"""Articles by their numbers: each list is one article, its versions in order, the oldest first."""
_MOST_READ = 500  # articles whose texts are held at once


@dataclass(frozen=True)
class Saves:
    """The articles of a run: where their `texts` are read, and the places of those that were `read` in it (uint64).

    Those at the places `fixed` (uint64) keep the ids that they have, as they cannot be read: they are no versions of
    others that they were not before.
    """

    texts: ArchiveTexts = field(default_factory=ArchiveTexts)
    read: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    fixed: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    _known: dict[bytes, SavedArticles] = field(default_factory=dict)  # by places, as numbers among these

    def units(self, before: Living, now: Living) -> list[SavedArticles]:
        """For each address of several articles that has to be looked at what these are, the one saved last at the end.

        An article whose text is not there is alone.
        """
        repeated = _repeated(now, self.fixed)
        known = _places_by_base(before, np.array([*repeated], np.uint64))
        found = []
        for base, numbers in repeated.items():
            places = now.rows.id[numbers]
            same = known.get(base, set()) == set(places.tolist())
            if not same or np.isin(places, self.read).any():
                found.append(self._units(places, numbers))
        return found

    def versions(self, before: NDArray[np.uint64], now: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """bool[pairs]: whether what was published at the places `before` and what is at the places `now` are versions
        of one article, pair by pair; False where a text is not there."""
        same = np.zeros(len(now), np.bool_)
        for some in _chunks(len(now)):
            old, new = self._published.articles(before[some]), self.texts.articles(now[some])
            for number in some.tolist():
                one, other = old.get(int(before[number])), new.get(int(now[number]))
                if one is not None and other is not None:
                    same[number] = related(VersionText.of(one), VersionText.of(other))
        return same

    def recalled(self, sketches: NDArray[np.uint32], now: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """bool[pairs]: whether what is at the places `now` are versions of the deleted articles of these sketches."""
        same = np.zeros(len(now), np.bool_)
        for some in _chunks(len(now)):
            new = self.texts.articles(now[some])
            for number in some.tolist():
                article = new.get(int(now[number]))
                same[number] = article is not None and recalls(VersionText.of(article), sketches[number])
        return same

    def sketches(self, before: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """uint32[articles, SKETCH]: the sketches of what was published at these places, 0 where it is not there."""
        sketches = np.zeros((len(before), SKETCH), np.uint32)
        for some in _chunks(len(before)):
            old = self._published.articles(before[some])
            for number in some.tolist():
                if (article := old.get(int(before[number]))) is not None:
                    sketches[number] = sketch_of(VersionText.of(article))
        return sketches

    @cached_property
    def _published(self) -> ArchiveTexts:
        return replace(self.texts, built=())

    def _units(self, places: NDArray[np.uint64], numbers: list[int]) -> SavedArticles:
        known = self._known.get(places.tobytes())
        if known is None:
            known = self._known[places.tobytes()] = self._grouped(places)
        return [[numbers[place] for place in group] for group in known]

    def _grouped(self, places: NDArray[np.uint64]) -> SavedArticles:
        """The same by the places."""
        articles = self.texts.articles(places)
        there = [number for number, place in enumerate(places.tolist()) if place in articles]
        alone = [[number] for number in range(len(places)) if number not in there]
        groups = version_groups([articles[int(places[number])] for number in there])
        return [*alone, *([there[number] for number in group] for group in groups)]


def _chunks(count: int) -> Iterator[Numbers]:
    """The numbers up to `count`, some at a time."""
    for start in range(0, count, _MOST_READ):
        yield np.arange(start, min(start + _MOST_READ, count))


def _repeated(living: Living, fixed: NDArray[np.uint64]) -> dict[int, list[int]]:
    """The articles of each address that several have, by the base of their names, without those that are `fixed`."""
    stated = np.flatnonzero(living.rows.by_address)
    bases, inverse, counts = np.unique(living.rows.base[stated], return_inverse=True, return_counts=True)
    some = np.flatnonzero((counts[inverse] > 1) & ~np.isin(living.rows.id[stated], fixed))
    groups: dict[int, list[int]] = {}
    for number, base in zip(stated[some].tolist(), bases[inverse[some]].tolist(), strict=True):
        groups.setdefault(base, []).append(number)
    return groups


def _places_by_base(living: Living, bases: NDArray[np.uint64]) -> dict[int, set[int]]:
    """The places of the articles of some bases."""
    some: Numbers = np.flatnonzero(np.isin(living.rows.base, bases))
    places: dict[int, set[int]] = {}
    for base, place in zip(living.rows.base[some].tolist(), living.rows.id[some].tolist(), strict=True):
        places.setdefault(base, set()).add(place)
    return places
