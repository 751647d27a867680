"""An archive in a folder and the same one in a cluster, asked the same by the same plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from index.cluster.copy_values import open_copy_values
from index.cluster.files import FileStore
from index.cluster.publication import ClusterPublication, ClusterShape
from index.cluster.state import published_state
from index.cluster.word_files import COPY_FILE
from index.facets import SITE
from index.naming import id_text
from index.schema import TEXT_FIELDS
from index.store.snapshot import open_snapshot
from search.cluster.cluster_asked import ClusterAsked, ClusterNumbers
from search.cluster.cluster_rows import ClusterRow
from search.cluster.compiler.compile import compiled
from search.cluster.compiler.stretches import pieces
from search.cluster.matched_copies import CopiesInCluster
from search.cluster.order import first
from search.cluster.statistics import Statistics, statistics
from search.embedded.archive import Archive
from search.embedded.asked import Asked, ask
from search.embedded.matched import Matched, matched
from search.embedded.ordered import Ordered, ordered, rows_of
from search.facets.segment_names import TYPE_OF_FACET
from search.kept import Kept
from search.options import Options
from search.query import ABOUT, Parsed, Query
from search.query.tree import asks_for_versions
from search.rank.ranking import MatchRow
from search.words.leaves import Leaf
from search.words.value_names import ValueName


class FolderWords:
    """What a server knows of an archive, read from the folder that it was published from."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def holds(self, term: bytes) -> bool:
        return any(
            segment.terms(field).find(term) >= 0 for segment in self._archive.whole.segments for field in TEXT_FIELDS
        )

    def forms(self, term: bytes) -> Iterable[bytes]:
        return {
            form
            for segment in self._archive.whole.segments
            for forms in segment.forms.of(term).values()
            for form in forms
        }

    def holding(self, facet: str, text: str) -> Mapping[str, Sequence[str]]:
        held: dict[str, set[str]] = {}
        for part in self._archive.parts:
            if facet in TYPE_OF_FACET or facet == ABOUT:
                names = part.lists.names
                settled = names.settled
                kinds = TYPE_OF_FACET if facet == ABOUT else {facet: TYPE_OF_FACET[facet]}
                for kind in kinds:
                    docs = names.holding(kind, text)
                    rows = [row for doc in np.flatnonzero(docs).tolist() for row in settled.of(doc).tolist()]
                    for ordinal in dict.fromkeys(rows):
                        value = settled.texts(np.array([ordinal]))[0]
                        if settled.types[ordinal] == kinds[kind] and self._is_held(part, kind, value, docs):
                            held.setdefault(kind, set()).add(value)
            elif facet in part.segment.facets.names:
                low, high = part.segment.facets.facet(facet)
                fits = part.lists.readings.holding(text)
                if facet == SITE:
                    fits = lambda site: site == text or site.endswith(f".{text}")  # noqa: E731
                held.setdefault(facet, set()).update(filter(fits, part.segment.facets.values[low:high]))
        return {name: sorted(values) for name, values in held.items()}

    @staticmethod
    def _is_held(part: object, kind: str, value: str, docs: object) -> bool:
        """Whether all articles with the value are among those found: then it is a value that is meant."""
        mask = part.lists.names.mask(kind, value)  # type: ignore[attr-defined]
        return bool((~mask | docs).all())

    def hosts(self, fits: Callable[[str], bool]) -> Sequence[str]:
        found: set[str] = set()
        for part in self._archive.parts:
            low, high = part.segment.facets.facet(SITE)
            found.update(filter(fits, part.segment.facets.values[low:high]))
        return sorted(found)

    def meant(self, names: Sequence[ValueName]) -> Mapping[str, Sequence[str]]:
        meant: dict[str, set[str]] = {}
        for part in self._archive.parts:
            columns = part.segment.facets
            for ordinal in part.lists.values.ordinals(names).tolist():
                number = int(columns.bases.searchsorted(ordinal, side="right")) - 1
                meant.setdefault(columns.names[number], set()).add(columns.values[ordinal])
        return {name: sorted(values) for name, values in meant.items()}


@dataclass
class Twins:
    """A folder's archive and the client of the cluster that has it."""

    archive: Archive
    client: ClusterClient
    index: str
    generation: int
    copies: CopiesInCluster

    def ask(self, query: Query, parsed: Parsed | None = None) -> Answers:
        """Both answers to one question."""
        root = (parsed or self.archive.readings.question(query.text)).root
        archive = self.archive.every if asks_for_versions(root) else self.archive
        asked = ask(archive, query, lambda: False, parsed=parsed)
        numbers = ClusterNumbers(archive.articles, archive.mean, archive.spoken, archive.span)
        there = ClusterAsked(
            self.client,
            self.index,
            self.generation,
            query,
            asked.root,
            asked.leaves,
            asked.telling,
            asked.choices,
            FolderWords(archive),
            numbers,
            archive.weights,
            self.copies,
            archive.main_languages,
        )
        return Answers(asked, there)


class Answers:
    """One question, answered here and there."""

    def __init__(self, asked: Asked, there: ClusterAsked) -> None:
        self._asked, self._there = asked, there
        self.matched: Matched = matched(asked)
        self.ordered: Ordered = ordered(asked, self.matched)
        self.known: Statistics = statistics(there, compiled(there))

    @property
    def leaves(self) -> list[Leaf]:
        """What its words look for."""
        return list(self._asked.leaves.values())

    @property
    def spread(self) -> bool:
        """Whether the places of a leaf are too many ways to be counted one by one."""
        tokens = self.known.told.compiler.frequency.tokens
        return any(
            pieces(tokens.ways(leaf, one.language), leaf.slop) is None
            for leaf in self.leaves
            if not leaf.plain
            for one in tokens.classes([leaf])
        )

    def here(self) -> list[tuple[str, bool, float]]:
        """The page from the folder: place of the text, whether all words are there, score."""
        rows: list[MatchRow] = rows_of(self._asked, self.ordered, self.ordered.numbers)[0]
        segments = self._asked.archive.segments
        versions = self._asked.archive.newest.versions.of_article
        known = {(place.segment, place.doc): article_id for article_id, places in versions.items() for place in places}
        return [
            (
                known.get((row.segment, row.doc)) or id_text(int(segments[row.segment].names.ids[row.doc])),
                row.all_words,
                row.score,
            )
            for row in rows
        ]

    def there(self) -> list[tuple[str, bool, float]]:
        """The page from the cluster."""
        query = self._there.query
        size = max(query.per_page, 1)
        rows: list[ClusterRow] = first(self._there, self.known, (max(query.page, 1) - 1) * size, size)
        return [(row.article, row.all_words, row.score) for row in rows]


def published_twins(folder: Path, address: str, name: str, shards: int = 1, replicas: int = 0) -> Twins:
    """The archive of a folder, published to the cluster at an address (`http://host:port`) under a name."""
    client = ClusterClient(read_address(f"opensearch://{address.removeprefix('http://')}/{name}"))
    snapshot = open_snapshot(folder)
    ClusterPublication(client, snapshot, ClusterShape(shards, replicas)).publish()
    state = published_state(client)
    values = open_copy_values(FileStore(client).fetch(state.files, folder.with_name(f"{folder.name}.files"))[COPY_FILE])
    copies = CopiesInCluster(client, state.articles, values, Kept(0))
    return Twins(Archive(snapshot, Options()), client, state.articles, state.generation, copies)
