"""Which articles were saved from one address, and which of them are versions of one article?

Most archives have few addresses that come twice. Only those are looked at of which an article was read in this run, has
come or has gone; for all others the ids tell what the last run found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.reindex.agree.partners import Living, Numbers
from index.reindex.agree.texts import ArchiveTexts
from index.versions.version_groups import version_groups

SavedArticles = list[list[int]]
"""Articles by their numbers: each list is one article, its versions in order, the oldest first."""


@dataclass(frozen=True, slots=True)
class Saves:
    """The articles of a run: where their `texts` are read, and the places of those that were `read` in it (uint64)."""

    texts: ArchiveTexts = field(default_factory=ArchiveTexts)
    read: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    _known: dict[bytes, SavedArticles] = field(default_factory=dict)  # by places, as numbers among these

    def units(self, before: Living, now: Living) -> list[SavedArticles]:
        """For each address of several articles that has to be looked at what these are, the one saved last at the end.

        An article whose text is not there is alone.
        """
        repeated = _repeated(now)
        known = _places_by_base(before, np.array([*repeated], np.uint64))
        found = []
        for base, numbers in repeated.items():
            places = now.rows.id[numbers]
            same = known.get(base, set()) == set(places.tolist())
            if not same or np.isin(places, self.read).any():
                found.append(self._units(places, numbers))
        return found

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


def _repeated(living: Living) -> dict[int, list[int]]:
    """The articles of each address that several have, by the base of their names."""
    stated = np.flatnonzero(living.rows.by_address)
    bases, inverse, counts = np.unique(living.rows.base[stated], return_inverse=True, return_counts=True)
    some = np.flatnonzero(counts[inverse] > 1)
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
