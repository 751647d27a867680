"""Sets of documents and of spans are combined as Python's own sets are, whichever way is taken."""

from __future__ import annotations

import random

import numpy as np
import pytest

from search.query import parse
from search.sets import EMPTY, Docs, distinct, everything, intersect, is_in, shared, subtract, unite
from search.spans import NO_SPANS, ordered
from search.tree import has_choice

DOCUMENTS = 2_000


def documents(rng: random.Random, count: int) -> Docs:
    return np.array(sorted(rng.sample(range(DOCUMENTS), count)), np.int32)


@pytest.mark.parametrize("seed", range(30))
def test_sets_of_documents_are_combined(seed: int) -> None:
    """Of every density: some are looked up one by one, others go through a mask."""
    rng = random.Random(seed)
    sizes = [0, 1, 3, 40, 300, 1_500]
    several = [documents(rng, rng.choice(sizes)) for _ in range(rng.randint(1, 5))]
    plain = [set(docs.tolist()) for docs in several]
    first, last = several[0], several[-1]
    assert intersect(several, DOCUMENTS).tolist() == sorted(set.intersection(*plain))
    assert unite(several, DOCUMENTS).tolist() == sorted(set.union(*plain))
    assert is_in(first, last, DOCUMENTS).tolist() == [doc in plain[-1] for doc in first.tolist()]
    assert subtract(first, last, DOCUMENTS).tolist() == sorted(plain[0] - plain[-1])
    twice = [doc for doc in range(DOCUMENTS) if sum(doc in docs for docs in plain) > 1]
    assert shared(several, DOCUMENTS).tolist() == twice
    assert distinct(np.concatenate(several)).tolist() == sorted(set.union(*plain))


def test_few_are_looked_up_among_many() -> None:
    """Also one behind the last of them."""
    others = np.arange(0, 1_000, 2, dtype=np.int32)
    docs = np.array([0, 7, 998, 999, 1_500], np.int32)
    assert is_in(docs, others, DOCUMENTS).tolist() == [True, False, True, False, False]
    assert intersect([docs, others], DOCUMENTS).tolist() == [0, 998]
    assert subtract(docs, others, DOCUMENTS).tolist() == [7, 999, 1_500]


def test_what_all_share_cannot_be_written_to() -> None:
    assert everything(3).tolist() == [0, 1, 2]
    assert not EMPTY.flags.writeable
    assert not NO_SPANS.start.flags.writeable


@pytest.mark.parametrize("seed", range(20))
def test_spans_are_put_in_order_each_once(seed: int) -> None:
    rng = random.Random(seed)
    spans = [(start, start + rng.randint(1, 3)) for start in (rng.randint(0, 12) for _ in range(rng.randint(0, 15)))]
    start, end = np.array([*zip(*spans, strict=True)] or [[], []], np.int64)
    places = ordered(start, end)
    assert list(zip(places.start.tolist(), places.end.tolist(), strict=True)) == sorted(set(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", False),
        ("a b", True),
        ("a AND b", False),
        ("a AND (b c)", True),
        ("(a b) AND c", True),
        ("a OR b", False),
        ("a OR (b c)", True),
        ("a -c", False),
        ("((a b) AND c) -d", True),
        ("-a -b", False),
        ("-a", False),
    ],
)
def test_some_of_the_words_may_be_enough(text: str, expected: bool) -> None:
    assert has_choice(parse(text).root) is expected
