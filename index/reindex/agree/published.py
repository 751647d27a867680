"""Which articles of a published index are known by a key? Asked of its arrays: no article is read for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.article import article_id
from index.corrections.keys import BY, BY_ADDRESS, BY_FILE, BY_ID, BY_TITLE, BYS, ArticleKey
from index.naming import name_of
from index.reasons import Code
from index.reindex.manifest import Manifest
from index.segment.reader import Segment

PlaceIds = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class PublishedArticles:
    """What was published: the manifest, and the segments of its articles. PlaceIds are uint64."""

    manifest: Manifest
    segments: Sequence[Segment]

    def known_by(self, keys: Collection[ArticleKey]) -> PlaceIds:
        """The places of articles that have one of the keys, as the index has them: corrected, where they are.

        Of ids those of JSON lines are looked for; which article has an id is asked of the manifest.
        """
        wanted = {by.name: frozenset(key.value for key in keys if key.by == by.name) for by in BY}
        parts = [self._at_addresses(wanted[BY_ADDRESS]), self._of_lines(wanted[BY_ID]), self._in_files(wanted[BY_FILE])]
        for segment in self.segments:
            masks = [
                segment.facets.holding(by.facet, _among(wanted[by.name], by.spelt))
                for by in BY
                if by.facet and wanted[by.name]
            ]
            masks += [_with_titles(segment, wanted[BY_TITLE])] if wanted[BY_TITLE] else []
            if masks:
                mask = np.logical_or.reduce(masks)
                parts.append(segment.identities.by_document[mask if segment.live is None else mask & segment.live])
        return np.unique(np.concatenate(parts))

    def of_root(self, root: int) -> PlaceIds:
        """The places of a root's articles, and of what was read there and is none."""
        places: PlaceIds = self.manifest.rows.id[roots_of(self.manifest) == root]
        return places

    def empty(self) -> PlaceIds:
        """The places of pages that hold no article."""
        reasons = enumerate(self.manifest.reasons)
        empty = [number for number, reason in reasons if reason.kind is Code.NO_ARTICLE]
        places: PlaceIds = self.manifest.rows.id[np.isin(self.manifest.rows.reason, empty)]
        return places

    def _at_addresses(self, addresses: Iterable[str]) -> PlaceIds:
        """By the names of articles, which are made of their addresses: also of pages that hold none."""
        names = [name_of(f"//{address}", "", (), "") for address in addresses]
        bases = np.array([name.base for name in names if name.by_address], np.uint64)
        rows = self.manifest.rows
        places: PlaceIds = rows.id[rows.by_address & np.isin(rows.base, bases)]
        return places

    def _of_lines(self, ids: Collection[str]) -> PlaceIds:
        """By the ids that JSON lines have in their files."""
        files = [self.manifest.paths[number] for number in np.flatnonzero(self.manifest.form).tolist()]
        places = [int(article_id(path, one), 16) for path in files for one in ids]
        return np.intersect1d(np.array(places, np.uint64), self.manifest.rows.id)

    def _in_files(self, names: Collection[str]) -> PlaceIds:
        """By the names of their files."""
        if not names:
            return np.zeros(0, np.uint64)
        named = np.array([path in names for path in self.manifest.paths], np.bool_)
        places: PlaceIds = self.manifest.rows.id[np.repeat(named, np.diff(self.manifest.first))]
        return places


def roots_of(manifest: Manifest) -> NDArray[np.int32]:
    """int32[rows]: the number of the root of each row."""
    return np.repeat(manifest.root, np.diff(manifest.first))


def _among(wanted: frozenset[str], spelt: Callable[[str], str]) -> Callable[[str], bool]:
    return lambda value: spelt(value) in wanted


def _with_titles(segment: Segment, titles: frozenset[str]) -> NDArray[np.bool_]:
    """bool[documents]: titles are in no array, so that the card of each article is read."""
    spelt = BYS[BY_TITLE].spelt
    return np.array([spelt(segment.card(doc).title) in titles for doc in range(segment.doc_count)], np.bool_)
