"""What does the engine know of the archive's words? Corrections, completions and added names, read when needed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from index.facets import BY_NAME, LANGUAGE, Kind
from index.segment.reader import Segment
from search.embedded.archive_words import ArchiveWords
from search.embedded.everyday import EverydayWords
from search.facets.columns import FacetTable
from search.kept import ENTRY, WORD, Kept
from search.match.examples import Examples
from search.match.neighbours import ArchivePairs
from search.options import Options
from search.query import Node
from search.query.tree import leaf_nodes
from search.words.aliases import Expander, NameVariants, Witness
from search.words.aliases.expander import Added
from search.words.suggest import Completer, FacetValues, Lookups, Speller, Spelling, WordCounts

# Reading the words of an archive takes 60 ms at 1,000 articles and 0.6 s at 10,000. Up to here the first question
# waits for them; in larger archives it is answered without, and they are read beside it.
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Suggesters:
    """The words of one publication, its corrections (of names in values, too), completions, added names and facet
    values."""

    archive: ArchiveWords
    everyday: EverydayWords
    speller: Speller
    values: FacetValues
    completer: Completer
    variants: NameVariants
    expander: Expander


class RememberingSpeller(Speller):
    """A speller that keeps its last answers: people look at the next page of a misspelt question, too."""

    def __init__(self, words: WordCounts, most: int, previous: Speller | None = None) -> None:
        super().__init__(words, previous=previous)
        self._answers: Kept[tuple[str, int, int], list[Spelling]] = Kept(most)

    def suggest(self, word: str, limit: int = 5, least: int = 0) -> list[Spelling]:
        key = word, limit, least
        spellings = self._answers.get(key)
        if spellings is None:
            spellings = super().suggest(*key)
            self._answers.keep(key, spellings, ENTRY + ENTRY * len(spellings))
        return spellings


class ArchiveLexicon:
    """The words of one publication; until they are read, those of `previous`."""

    def __init__(
        self,
        segments: Sequence[Segment],
        languages: Sequence[str],
        table: FacetTable,
        options: Options,
        previous: ArchiveLexicon | None = None,
    ) -> None:
        self._segments = segments
        self._languages = languages
        self._table = table
        self._options = options
        self._articles = sum(segment.live_count for segment in segments)
        self._words: Suggesters | None = None
        self._stale = previous.known if previous else None
        self._plain = Expander(options.aliases)
        self._added: Kept[tuple[Node, Expander], Added] = Kept(options.budget.added)
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None
        self._failure: Exception | None = None

    @property
    def known(self) -> Suggesters | None:
        """The words as far as they are read, without reading any."""
        stale = self._stale  # looked at first: it goes when the words have come
        return self._words or stale

    @property
    def stale(self) -> bool:
        """Whether the words are those of an older publication, whose segments what is kept of them would hold."""
        return self._words is None and self._stale is not None

    def added(self, root: Node) -> Added:
        """The names that count as a question's words, too; spelling variants only where the words are read."""
        words, keep = self.words(), not self.stale
        expander = words.expander if words else self._plain
        added = self._added.get((root, expander))
        if added is None:
            added = expander.added(root)
            if keep and words in (None, self._words):
                weight = ENTRY * (2 + sum(1 for _ in leaf_nodes(root))) + 2 * WORD * sum(map(len, added.values()))
                self._added.keep((root, expander), added, weight)
        return added

    def completed(self, prefix: str, limit: int) -> tuple[str, ...]:
        """Whole questions that begin so, the likeliest first; none while no words are read."""
        words = self.words()
        self.succeed()
        return words.completer.complete(prefix, limit) if words else ()

    def words(self) -> Suggesters | None:
        """The words; None in a large archive until they are read."""
        if self._words is None:
            with self._lock:
                if self._words is None and self._articles <= AT_ONCE:
                    self._read()
                elif self._words is None and self._reader is None and not (self.stale and self._options.renewed()):
                    self._reader = threading.Thread(target=self._read_beside, daemon=True)
                    self._reader.start()
        return self.known

    def wait(self, seconds: float) -> Suggesters | None:
        """The words, waited for where they are being read."""
        self.words()
        if self._words is None and self._reader is not None:
            self._reader.join(max(seconds, 0))
        return self.known

    def succeed(self) -> None:
        """Raise where reading the words beside the questions has failed."""
        if self._failure is not None:
            raise RuntimeError("the words of the archive cannot be read") from self._failure

    def _read_beside(self) -> None:
        try:
            self._read()
        except Exception as error:
            self._failure = error

    def _read(self) -> None:
        stale = self._stale
        archive = ArchiveWords(self._segments, stale.archive if stale else None)
        budget = self._options.budget
        names = self._table.named
        names.warm()
        values = FacetValues(self._values(Kind.TEXT), self._table.commonest(LANGUAGE, self._articles / 10), names)
        spelt = archive.counts.joined(WordCounts.of(values.spelt()).without(archive.counts))
        speller = RememberingSpeller(spelt, budget.spellings, stale.speller if stale else None)
        if stale and stale.speller.warmed:
            speller.warm()  # before it takes over, so that no reader waits for it
        everyday = EverydayWords(self._segments, stale.everyday if stale else None)
        witness = Witness(Examples(self._segments, self._languages).of, budget.company)
        variants = NameVariants(
            archive.counts, everyday.words, witness, stale.variants if stale else None, budget.variants
        )
        variants.warm()
        pairs = ArchivePairs(self._segments, self._languages, budget)
        rows = (*values.rows, *FacetValues(self._values(Kind.HOST)).rows)
        lookups = Lookups(pairs, names)
        completer = Completer(archive.counts, rows, self._articles, lookups, most=budget.completions)
        expander = Expander(self._options.aliases, variants)
        self._words = Suggesters(archive, everyday, speller, values, completer, variants, expander)
        self._stale = None  # with it the segments of the generation before are given back

    def _values(self, kind: Kind) -> list[tuple[str, str, int]]:
        """(facet, value, articles) of the values of the facets of a kind."""
        counts = self._table.all_counts
        return [
            (name, self._table.values[ordinal], int(counts[ordinal]))
            for name, (low, high) in self._table.parts.items()
            if BY_NAME[name].kind is kind
            for ordinal in range(low, high)
            if self._table.values[ordinal] and counts[ordinal]
        ]
