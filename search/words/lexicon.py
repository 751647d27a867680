"""What does an engine know of its archive's words? Corrections, completions and added names, read when needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.budget import Budget
from search.kept import ENTRY, WORD, Kept
from search.query import Node
from search.query.tree import leaf_nodes
from search.words.aliases import Aliases, Expander, NameVariants, Witness
from search.words.aliases.expander import Added
from search.words.suggest import Completer, FacetValues, KnownNames, Lookups, Speller, Spelling, WordCounts, WordPairs

# Reading the words of an archive takes 60 ms at 1,000 articles and 0.6 s at 10,000. Up to here the first question
# waits for them; in larger archives it is answered without, and they are read beside it.
AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class ReadWords:
    """What an engine has read of the words of one publication.

    `counts` are the words as they are written in small letters, `everyday` those of them that are no names. `values`
    and `hosts` are (facet, value, articles) of the facets of such kinds, `languages` the main ones of the archive,
    `names` those in its texts. `examples(word)` are a few texts that hold a word, `pairs` the words side by side.
    """

    counts: WordCounts
    everyday: Collection[str]
    values: Sequence[tuple[str, str, int]]
    hosts: Sequence[tuple[str, str, int]]
    languages: tuple[str, ...]
    names: KnownNames
    examples: Callable[[str], Sequence[str]]
    pairs: WordPairs


class WordSource(Protocol):
    """Where the words of one publication are read: what an engine brings."""

    @property
    def articles(self) -> int:
        """How many articles the publication has."""
        ...

    def read(self, previous: ReadWords | None) -> ReadWords:
        """The words; `previous` are those of the publication before, of which some may be taken over."""
        ...


@dataclass(frozen=True, slots=True)
class Suggesters:
    """The words of one publication as they were read, its corrections (of names in values, too), completions, added
    names and facet values."""

    read: ReadWords
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
    """The words of one publication, from its `source`; until they are read, those of `previous`. Where the archive is
    `renewed`, another process reads what is published."""

    def __init__(
        self,
        source: WordSource,
        aliases: Aliases,
        budget: Budget,
        renewed: Callable[[], bool],
        previous: ArchiveLexicon | None = None,
    ) -> None:
        self._source = source
        self._aliases = aliases
        self._budget = budget
        self._renewed = renewed
        self._words: Suggesters | None = None
        self._stale = previous.known if previous else None
        self._plain = Expander(aliases)
        self._added: Kept[tuple[Node, Expander], Added] = Kept(budget.added)
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
                if self._words is None and self._source.articles <= AT_ONCE:
                    self._read()
                elif self._words is None and self._reader is None and not (self.stale and self._renewed()):
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
        stale, budget = self._stale, self._budget
        read = self._source.read(stale.read if stale else None)
        values = FacetValues(read.values, read.languages, read.names)
        spelt = read.counts.joined(WordCounts.of(values.spelt()).without(read.counts))
        speller = RememberingSpeller(spelt, budget.spellings, stale.speller if stale else None)
        if stale and stale.speller.warmed:
            speller.warm()  # before it takes over, so that no reader waits for it
        witness = Witness(read.examples, budget.company)
        former = stale.variants if stale else None
        variants = NameVariants(read.counts, read.everyday, witness, former, budget.variants)
        variants.warm()
        rows = (*values.rows, *FacetValues(read.hosts).rows)
        lookups = Lookups(read.pairs, read.names)
        completer = Completer(read.counts, rows, self._source.articles, lookups, most=budget.completions)
        self._words = Suggesters(read, speller, values, completer, variants, Expander(self._aliases, variants))
        self._stale = None  # with it the segments of the generation before are given back
