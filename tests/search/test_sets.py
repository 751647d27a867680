"""Sets of documents and of spans are combined as Python's own sets are, whichever way is taken."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from index.article import Article, article_id
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.match.vocabulary import SegmentVocabulary
from search.query import parse
from search.query.tree import has_choice
from search.sets import EMPTY, Docs, distinct, everything, intersect, is_in, shared, subtract, unite
from search.spans import NO_SPANS, Spans, ordered, pairs
from tests.search.corpora import NOW, store

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
    places = ordered(np.array([start for start, _ in spans], np.int64), np.array([end for _, end in spans], np.int64))
    assert list(zip(places.start.tolist(), places.end.tolist(), strict=True)) == sorted(set(spans))


@pytest.mark.parametrize("distance", [0, 1, 5])
def test_pairs_of_spans_are_counted(distance: int) -> None:
    rng = random.Random(distance)
    left, right = (sorted(rng.sample(range(60), 12)) for _ in range(2))
    close = sum(
        first + 1 <= second <= first + 1 + distance for a in left for b in right for first, second in ((a, b), (b, a))
    )
    sides = [Spans(np.array(start, np.int64), np.array(start, np.int64) + 1) for start in (left, right)]
    assert pairs(sides[0], sides[1], distance) == close


def test_one_of_several_words_that_stands_anywhere_is_enough(tmp_path: Path) -> None:
    articles = [
        Article(id=article_id("a", word), key=word, path="a", title="Fish", text=f"The {word} rose.", language="en")
        for word in ("salmon", "trout", "perch")
    ]
    store(tmp_path, articles, batches=3)
    vocabulary = SegmentVocabulary(open_snapshot(tmp_path).segments, ("en",))
    assert vocabulary.stands((b"nowhere", b"trout"), ("body",))
    assert not vocabulary.stands((b"nowhere",), ("title", "body"))
    assert not vocabulary.stands((b"trout",), ("title",))
    with open_store(tmp_path, now=NOW) as target:
        target.remove(articles[1].id)
        target.publish()
    assert not SegmentVocabulary(open_snapshot(tmp_path).segments, ("en",)).stands((b"nowhere", b"trout"), ("body",))


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
def test_some_of_the_words_may_be_enough(text: str, *, expected: bool) -> None:
    assert has_choice(parse(text).root) is expected
