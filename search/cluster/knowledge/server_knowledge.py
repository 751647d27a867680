"""What does a server keep beside a cluster? Files of a generation: its words, values, and what came with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from index.authority import NAME as AUTHORITY
from index.authority import NO_AUTHORITY, Authority
from index.cluster.client import ClusterClient
from index.cluster.copy_values import CopyValues, open_copy_values
from index.cluster.state import ClusterState
from index.cluster.word_files import ATTACHED_PREFIX, COPY_FILE
from index.originals.original import Original
from index.originals.place import OriginalPlaces
from index.reindex.manifest import NAME as MANIFEST
from index.reindex.manifest import row_places
from index.segment.reader import Segment
from index.store import history
from index.store.history import History
from search.cluster.knowledge.fetched_pairs import FetchedPairs
from search.cluster.knowledge.fetched_texts import PublishedTexts
from search.cluster.knowledge.opened_words import open_published_values, open_shown_words
from search.cluster.knowledge.published_values import PublishedValues
from search.cluster.knowledge.table_names import TableNames
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.cluster.knowledge.table_words import TableWords
from search.embedded.inventory import Samples, sample_places, sources_of
from search.notes import Note
from search.options import Options
from search.query.readings import Readings
from search.words.lexicon import ArchiveLexicon


class ServerKnowledge:
    """What is known of one generation from its `files` by name; see `ClusterKnowledge`. Raises IndexDamaged,
    IndexOutdated and IndexUnreadable."""

    def __init__(
        self,
        client: ClusterClient,
        state: ClusterState,
        files: Mapping[str, Path],
        options: Options,
        previous: ServerKnowledge | None = None,
    ) -> None:
        self._files = files
        self._options = options
        self._segments = open_shown_words(files)
        table = open_published_values(files)
        self.readings: Readings = previous.readings if previous else Readings(options.budget)
        self.words = PublishedValues(self._segments, table, self._authority(), self.readings)
        languages = [code for code, articles in table.of("language") if articles] or ["en"]
        self._languages = sorted(languages)
        texts = PublishedTexts(client, state, self._languages)
        self.vocabulary = TableVocabulary(self._segments, self._languages, options.budget, texts.occurrences)
        self._every_text = PublishedTexts(client, state, self._languages, versions=True)
        pairs = FetchedPairs(self._segments, self.vocabulary, texts, options.budget)
        source = TableWords(self._segments, table, texts.examples, pairs)
        before = previous.lexicon if previous else None
        self.lexicon: ArchiveLexicon = ArchiveLexicon(source, options.aliases, options.budget, options.renewed, before)
        self.table = table
        self.notices: tuple[Note, ...] = ()

    @cached_property
    def copies(self) -> CopyValues:
        """What copies have in common."""
        return open_copy_values(self._files[COPY_FILE])

    @cached_property
    def names(self) -> TableNames:
        """The names that are offered."""
        return TableNames(self.table)

    def _authority(self) -> Authority:
        data = self._attached(AUTHORITY)
        return NO_AUTHORITY if data is None else Authority.decode(data)

    def _attached(self, name: str) -> bytes | None:
        path = self._files.get(ATTACHED_PREFIX + name)
        return None if path is None else path.read_bytes()

    @cached_property
    def every_vocabulary(self) -> TableVocabulary:
        """The words of all versions of articles."""
        segments = open_shown_words(self._files, versions=True)
        return TableVocabulary(segments, self._languages, self._options.budget, self._every_text.occurrences)

    @cached_property
    def history(self) -> History:
        """What became of ids that no article has any more."""
        data = self._attached(history.NAME)
        return History.empty() if data is None else History.decode(data)

    @cached_property
    def _originals(self) -> OriginalPlaces | None:
        data = self._attached(MANIFEST)
        return None if data is None else OriginalPlaces(row_places(data))

    def original(self, segment: Segment, doc: int) -> Original | None:
        """What was saved of a document of a page."""
        return self._originals.of(segment, doc) if self._originals else None

    @cached_property
    def samples(self) -> Samples:
        """Which articles are samples."""
        return Samples(sample_places(self._attached(MANIFEST)))

    @cached_property
    def sources(self) -> tuple[tuple[str, int], ...]:
        """The folders and files that are indexed, with the articles that came from each."""
        return sources_of(self._attached(MANIFEST))
