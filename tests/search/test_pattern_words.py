"""The words that fit a pattern are those that going through every form of every stem gives, in whatever segments."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from random import Random

import numpy as np
import pytest

from index.segment.arrays.postings import extents
from index.segment.reader import Segment
from index.store.snapshot import open_snapshot
from search.match.vocabulary import SegmentVocabulary
from tests.search import corpora

ENDINGS = ("", "s", "ing", "ed", "er", "y", "ies", "é", "ën", "ness")
FIELDS = ("title", "body")
LIMIT = 1024


def invented(rng: Random, count: int) -> list[str]:
    """Words that begin alike in large families, with endings that stemming takes off."""
    stems = ["quo" + "".join(rng.choice("abdeiklmnorstu") for _ in range(4)) for _ in range(count)]
    stems += ["".join(rng.choice("aeioubdgklmnrst") for _ in range(rng.randint(2, 6))) for _ in range(count // 4)]
    return [stem + ending for stem in stems for ending in rng.sample(ENDINGS, 2)]


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    rng = Random(11)
    words = [*invented(rng, 1_600), *corpora.ODD_WORDS * 8]
    folder = tmp_path_factory.mktemp("patterns")
    corpora.store(folder, corpora.archive(3, 400, words), 3)
    return open_snapshot(folder).segments


def bare(form: bytes) -> str:
    """A form without accents, by the standard's tables; the Cyrillic short i and the Ukrainian yi are letters."""
    text = form.decode().replace("и\u0306", "й")
    parts = (c if c in "йї" else unicodedata.normalize("NFD", c) for c in unicodedata.normalize("NFC", text))
    return "".join(c for c in "".join(parts) if not unicodedata.combining(c))


class Every:
    """All stems with all their forms, and in how many articles of title and body each stem stands."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self.forms: dict[bytes, set[bytes]] = defaultdict(set)
        self.articles: Counter[bytes] = Counter()
        for segment in segments:
            for field in ("title", "body", "removed"):
                for term in segment.terms(field):
                    self.forms[term].add(term)
                    postings = segment.postings(field, term)
                    assert postings is not None
                    self.articles[term] += len(postings.docs) if field in FIELDS else 0
            for entry, _ in segment.forms:
                term, _, form = entry.partition(b"\0")
                self.forms[term] |= {term, form}
        self.stems: dict[bytes, set[bytes]] = defaultdict(set)
        for term, forms in self.forms.items():
            for form in forms:
                self.stems[form].add(term)
        self.bare = {form: bare(form) for form in self.stems}

    def fitting(self, fits: Callable[[str], object]) -> tuple[set[bytes], dict[bytes, frozenset[bytes]], int]:
        """The stems of which all forms fit, those of which some do with these, and how many were left out."""
        good = {form for form, text in self.bare.items() if fits(text)}
        stems = {term for form in good for term in self.stems[form] if term[:1] > b"\x1f"}
        fitting = {term: self.forms[term] & good for term in stems}
        kept = sorted(fitting, key=lambda term: (-self.articles[term], term))[:LIMIT]
        whole = {term for term in kept if fitting[term] == self.forms[term]}
        return whole, {term: frozenset(fitting[term]) for term in set(kept) - whole}, len(fitting) - len(kept)


def distance(word: str, other: str) -> int:
    """Letters put in, left out, replaced, and neighbours that changed places, by the whole table."""
    rows = [[max(i, j) if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(word) + 1)]
    for i in range(1, len(word) + 1):
        for j in range(1, len(other) + 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (word[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and word[i - 2 : i] == other[j - 1] + other[j - 2]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(ways)
    return rows[-1][-1]


def is_near(word: str, edits: int, form: str) -> bool:
    return form[:1] == word[:1] and distance(word, form) <= edits


def test_a_pattern_gives_what_going_through_all_words_gives(segments: tuple[Segment, ...]) -> None:
    rng = Random(5)
    every, vocabulary = Every(segments), SegmentVocabulary(segments, ("", "en", "fr"))
    words = sorted({text for text in every.bare.values() if text[:1].isalnum() and max(text) < "\u0250"})
    limited = partly = 0
    for number in range(1_000):
        word = rng.choice(words)
        if number % 200 == 0:
            slot, out = vocabulary.near(word, edits := rng.choice((1, 2)), FIELDS)
            expected = every.fitting(partial(is_near, word, edits))
        elif number % 2:
            prefix = word[: rng.randint(1, 6)]
            slot, out = vocabulary.starting(prefix, FIELDS)
            expected = every.fitting(re.compile(re.escape(prefix) + ".*").fullmatch)
        else:
            place = rng.randint(1, len(word))
            pattern = word[:place] + rng.choice("?*") + word[place + rng.randint(0, 3) :]
            slot, out = vocabulary.like(pattern, FIELDS)
            expression = re.escape(pattern).replace(r"\?", ".").replace(r"\*", ".*")
            expected = every.fitting(re.compile(expression).fullmatch)
        assert (set(slot.terms), dict(slot.forms), out) == expected
        assert list(slot.terms) == sorted(slot.terms)
        limited += out > 0
        partly += bool(slot.forms)
    assert len(segments) > 1
    assert min(limited, partly) > 10


def test_lists_of_many_terms_are_those_of_each(segments: tuple[Segment, ...]) -> None:
    rng = Random(8)
    for segment in segments:
        for field in FIELDS:
            terms = list(segment.terms(field))
            known = set(terms)
            for _ in range(8):
                first = rng.randrange(len(terms))
                asked = rng.choice((terms[first : first + 200], rng.sample(terms, 40), [b"quox", *terms[:30:3]]))
                held = [term for term in asked if term in known]
                lists = segment.several(field, asked)
                alone = [segment.postings(field, term) for term in held]
                assert len(lists) == len(alone)
                for one, other in zip(lists, alone, strict=True):
                    assert other is not None
                    assert one.docs.tolist() == other.docs.tolist()
                    assert one.frequencies().tolist() == other.frequencies().tolist()
                which = [np.array(rng.sample(range(len(one)), min(len(one), 2))) for one in lists]
                which = [np.sort(places) for places in which]
                parts = [one.extents(places) for one, places in zip(lists, which, strict=True)]
                starts, sizes = extents(lists, which)
                assert starts.tolist() == [start for part, _ in parts for start in part.tolist()]
                assert sizes.tolist() == [size for _, part in parts for size in part.tolist()]
