"""Which word of the archive did a misspelt one mean? Near words, by how likely the slip and how common the word."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.analysis.characters import unaccented
from search.words.suggest.counts import WordCounts
from search.words.suggest.deletions import DeletionIndex
from search.words.suggest.slips import EditCosts, Slips, letter_matrix

MOST_KNOWN_WORDS = 250_000  # the most frequent ones; 60 MB of deletions
SHORTEST_WORD, LONGEST_WORD = 2, 30
SHORTEST_PART, MOST_SPLIT_RARE = 3, 2
MOST_COST = 3.0
GROWN = 0.05  # words that came after the index was built, as a share of it: each look-up searches them apart
COST_A_LETTER = 0.5  # a word of four letters with more than two changed is another word


class Spelling(NamedTuple):
    """A word of the archive, its articles, the cost of the slip in edits, and the rank by both (less is better)."""

    word: str
    occurrences: int
    cost: float
    rank: float


class _Index(NamedTuple):
    """The words that may be suggested. `places` are theirs among all words, by which equally good ones are ordered."""

    words: tuple[str, ...]
    plain: list[str]
    places: NDArray[np.int64]
    counts: NDArray[np.int64]
    letters: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    deletions: DeletionIndex


class Speller:
    """Corrections from the `most` most frequent words of one publication. Its index is built by `warm` or the first
    question; where `previous` has one, words that are new are added to that. What is suggested does not hang on it."""

    def __init__(
        self,
        words: WordCounts,
        weights: EditCosts | None = None,
        rarity: float = 0.08,
        previous: Speller | None = None,
        *,
        most: int = MOST_KNOWN_WORDS,
    ) -> None:
        self._counts = words
        self._most = most
        self._before: _Index | None = previous.__dict__.get("_index") if previous else None
        self._slips = Slips(weights or EditCosts())
        self._rarity = rarity

    @cached_property
    def _index(self) -> _Index:
        former, self._before = self._before, None
        every = self._counts.words
        places = [i for i, word in enumerate(every) if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()]
        if len(places) > self._most:
            kept = np.sort(np.argsort(-self._counts.counts[places], kind="stable")[: self._most])
            places = [places[i] for i in kept]
        grown = self._grown(former, {every[i]: i for i in places}) if former else None
        if grown:
            return grown
        words = tuple(every[i] for i in places)
        plain = [unaccented(word) for word in words]  # the words of an index are in normal form
        numbers = np.array(places, np.int64)
        return _Index(words, plain, numbers, self._counts.counts[numbers], *letter_matrix(plain), DeletionIndex(plain))

    def _grown(self, former: _Index, places: dict[str, int]) -> _Index | None:
        """The index before with the words of `places` that it lacks; None where it holds others, or lacks many."""
        known = set(former.words)
        new = [word for word in places if word not in known]
        if len(known) + len(new) != len(places):
            return None
        if former.deletions.grown + len(new) > GROWN * len(known):
            return None
        words = (*former.words, *new)
        plain = [unaccented(word) for word in new]
        numbers = np.fromiter((places[word] for word in words), np.int64, len(words))
        letters, lengths = letter_matrix(plain)
        width = max(letters.shape[1], former.letters.shape[1])
        rows = [np.pad(matrix, ((0, 0), (0, width - matrix.shape[1]))) for matrix in (former.letters, letters)]
        return _Index(
            words,
            former.plain + plain,
            numbers,
            self._counts.counts[numbers],
            np.concatenate(rows),
            np.concatenate([former.lengths, lengths]),
            former.deletions.with_words(plain),
        )

    @property
    def warmed(self) -> bool:
        """Whether the index behind it is there."""
        return "_index" in self.__dict__

    def warm(self) -> None:
        """Build the index behind it: 0.2 s for 20,000 words."""
        _ = self._index

    def knows(self, word: str) -> bool:
        """Whether the archive holds `word` in just this form."""
        return self._counts.count(word) > 0

    def split(self, word: str) -> tuple[str, str] | None:
        """The two words of the archive that `word` is without the space between them; None where there are none.

        Both have three letters at least and stand in three articles; the rarer of the two decides between places.
        """
        best, least = None, MOST_SPLIT_RARE
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            parts = word[:place], word[place:]
            rarer = min(map(self._counts.count, parts))
            if rarer > least:
                best, least = parts, rarer
        return best

    def near(self, word: str) -> list[tuple[str, str]]:
        """(word, word without accents) of the archive's words that may be within two edits of `word`.

        All that are, and some more; `word` itself is left out.
        """
        index = self._index
        typed = fold(word)
        numbers = index.deletions.near(typed)
        numbers = numbers[np.abs(index.lengths[numbers] - len(typed)) <= 2]
        numbers = numbers[np.argsort(index.places[numbers])]
        return [
            (index.words[number], index.plain[number]) for number in numbers.tolist() if index.words[number] != word
        ]

    def suggest(self, word: str, limit: int = 5, least: int = 0) -> list[Spelling]:
        """The likeliest corrections of `word`, best first, `word` itself left out; none for numbers and short words.

        None either where no near word stands in `least` articles: then no costs are worked out, a millisecond."""
        typed = fold(word)
        if not SHORTEST_WORD < len(typed) <= LONGEST_WORD or not typed.isalpha():
            return []
        words, _, places, counts, letters, lengths, deletions = self._index
        candidates = deletions.near(typed)
        candidates = candidates[np.abs(lengths[candidates] - len(typed)) <= 2]
        if not len(candidates) or counts[candidates].max() < least:
            return []
        cost = self._slips.costs(typed, letters[candidates], lengths[candidates])
        score = cost - self._rarity * np.log(counts[candidates])
        order = np.lexsort((places[candidates], score))
        most = min(MOST_COST, COST_A_LETTER * len(typed))
        best: list[Spelling] = []
        exact = word.casefold()
        for number in order.tolist():
            candidate = words[candidates[number]]
            if len(best) == limit:
                break
            if cost[number] <= most and candidate != exact:
                best.append(
                    Spelling(candidate, int(counts[candidates[number]]), float(cost[number]), float(score[number]))
                )
        return best
