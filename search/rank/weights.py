"""What does an occurrence of a word weigh, and what does a word? BM25F over title, lead and body.

BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004): a word's
frequencies in the fields are weighted, divided by each field's length norm and added BEFORE they saturate,

    tf = sum of weight_f * frequency_f / (1 - b + b * length_f / mean length_f)
    score = sum over the query's words of weight * tf / (k1 + tf)
    weight = idf * sqrt(occurrences / n)
    idf = ln(1 + (N - n + 0.5) / (n + 0.5))                            (Lucene's, never negative)

with N articles of which n hold the word, `occurrences` times in all (counted as in tf, but without length norms). A
word that comes often where it comes at all names a subject (Kwok, "A new method of weighting query terms for ad-hoc
retrieval", SIGIR 1996): of two equally rare words it says more. A word typed twice counts twice; a phrase is a word
whose frequency is how often it stands. An occurrence among the first 100 words of a body counts 1 + `lead`. A value
of a facet that a word means (a byline, a publisher) is an occurrence that counts `value`, without a length.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from index.schema import FREQUENCY_BITS, LARGEST_FREQUENCY, LARGEST_LEAD, LEAD_WORDS
from index.segment.reader import Postings

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The knobs of ranking.

    `lead` is what a word among the first 100 of the body counts on top of 1, `value` what a value of a facet counts.
    `function` is what a word of `search.words.function_words` counts. `inflection` and `derivation` are what a word
    counts in an article that holds no nearer form of it, `other_name` what it counts there where a name was typed,
    `strange` what it counts where only a language that the question is hardly of makes one word of the two.
    Eighths and the like: sums of them are exact.
    """

    title: float = 3.0
    lead: float = 0.25
    value: float = 3.0  # surnames whose author stands on the first page: 1 gives .86, 3 .94, 6 .97 (decision 0047)
    k1: float = 1.2
    b: float = 0.75
    function: float = 0.25
    inflection: float = 0.875
    derivation: float = 0.5
    other_name: float = 1 / 256
    strange: float = 1 / 32

    def by_level(self, *, name: bool, strange: bool) -> Scores:
        """float32[3]: what a word counts by the `Level` of the nearest form that an article holds, where it stands
        under a stem of languages that the question is hardly of (`strange`), and else."""
        others = (
            [self.other_name] * 2 if name else [self.strange] * 2 if strange else [self.inflection, self.derivation]
        )
        return np.array([1, *others], np.float32)


def idf(articles: int, holding: int) -> float:
    """How much a word says that `holding` of `articles` articles hold."""
    return log(1 + (articles - holding + 0.5) / (holding + 0.5))


def weight(articles: int, holding: int, occurrences: float) -> float:
    """What a word adds to a score where its frequency has saturated; `occurrences` are those in all articles."""
    return idf(articles, holding) * sqrt(occurrences / holding) if holding else 0.0


def length_norms(lengths: NDArray[np.int32], mean: float, b: float) -> Scores:
    """1 / (1 - b + b * length / mean) of each article (float32)."""
    if not mean:
        return np.ones(len(lengths), np.float32)
    scaled = lengths.astype(np.float32)
    scaled *= np.float32(b / mean)
    scaled += np.float32(1 - b)
    return np.reciprocal(scaled, out=scaled)


class FieldWeights:
    """What one occurrence in a field of a segment's articles adds to a word's frequency.

    `table` is float32[256]: the weighted frequency that a byte of `Postings.counts` stands for, NaN where the byte
    does not hold both numbers.
    """

    def __init__(self, weight: float, lead: float, norms: Scores) -> None:
        self.weight = np.float32(weight)
        self.lead = np.float32(lead)
        self.norms = norms
        byte = np.arange(256)
        frequency, leading = byte & LARGEST_FREQUENCY, byte >> FREQUENCY_BITS
        table = self.weigh(frequency, leading)
        table[(frequency == LARGEST_FREQUENCY) | (leading == LARGEST_LEAD)] = np.nan
        self.table = table

    def weigh(self, frequency: NDArray[np.int32], leading: NDArray[np.int32]) -> Scores:
        """The weighted frequency before the length norm."""
        weighted: Scores = self.weight * frequency.astype(np.float32) + self.lead * leading.astype(np.float32)
        return weighted

    def each(self, positions: NDArray[np.int64]) -> Scores:
        """What the occurrences at `positions` weigh, one by one."""
        return self.weight + self.lead * (positions < LEAD_WORDS).astype(np.float32)

    def of(self, postings: Postings, indices: NDArray[np.intp] | None) -> Scores:
        """The weighted frequencies of all postings, or of those numbered `indices`, before the length norm."""
        weighted: Scores = self.table.take(postings.counts if indices is None else postings.counts[indices])
        if np.isnan(weighted.max(initial=0)):
            odd = np.flatnonzero(np.isnan(weighted))
            numbers, frequency, leading = postings.exceptions()
            places = numbers.searchsorted(odd if indices is None else indices[odd])
            weighted[odd] = self.weigh(frequency[places], leading[places])
        return weighted
