"""Which segments become one, and that what lives in them is what lived before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.article import Article
from index.segment.compaction import choose, compact
from index.segment.reader import Segment, open_segment
from index.segment.writer import SegmentBuilder
from index.store.snapshot import open_snapshot
from index.store.soundness import of_segment
from index.store.transaction import open_store
from tests.search.corpora import NOW, archive, store


@pytest.mark.parametrize(
    ("live", "deleted", "expected"),
    [
        ([], [], []),
        ([10] * 7, [0] * 7, []),
        ([10] * 8, [0] * 8, [[0, 1, 2, 3, 4, 5, 6, 7]]),
        ([1_000, *[1_001] * 7], [0] * 8, []),  # of two tiers
        ([*[1_001] * 4, 10, *[8_000] * 4], [0] * 9, [[0, 1, 2, 3, 5, 6, 7, 8]]),
        ([*[8_001] * 4, *[64_000] * 4], [0] * 8, [[0, 1, 2, 3, 4, 5, 6, 7]]),
        ([50, 49], [50, 51], [[1]]),  # half of it deleted, and a little more
        ([5, *[10] * 7, 3_000], [90, *[0] * 7, 4_000], [[0, 1, 2, 3, 4, 5, 6, 7], [8]]),  # merged once
    ],
)
def test_eight_of_a_tier_are_merged_and_what_is_mostly_deleted_is_written_anew(
    live: list[int], deleted: list[int], expected: list[list[int]]
) -> None:
    documents = [count + gone for count, gone in zip(live, deleted, strict=True)]
    assert choose(live, documents) == expected


def cards(segment: Segment) -> list[Article]:
    return [segment.stored(doc) for doc in range(segment.doc_count) if segment.live is None or segment.live[doc]]


def test_what_lives_is_written_in_order(tmp_path: Path) -> None:
    articles = archive(5, 40)
    store(tmp_path / "index", articles, batches=3)
    with open_store(tmp_path / "index", now=NOW) as target:
        for article in articles[::4]:
            target.remove(article.id)
        target.publish()
    segments = open_snapshot(tmp_path / "index").segments
    assert len(segments) == 3
    assert all(segment.live is not None for segment in segments)
    built = compact(segments, tmp_path / "merged")
    assert built is not None
    merged = open_segment(built.path)
    assert merged.doc_count == built.doc_count == 30
    assert cards(merged) == [card for segment in segments for card in cards(segment)]
    assert list(of_segment(merged)) == []
    builder = SegmentBuilder(tmp_path / "anew")
    builder.add_many(cards(merged))
    anew = builder.finish()
    assert anew is not None
    other = open_segment(anew.path)
    for field in ("title", "body", "removed"):
        assert merged.lengths(field).tolist() == other.lengths(field).tolist()
        assert list(merged.terms(field)) == list(other.terms(field))
    assert merged.published.tolist() == other.published.tolist()
    assert merged.modified.tolist() == other.modified.tolist()


def test_of_nothing_nothing_is_written(tmp_path: Path) -> None:
    (article, *_) = archive(5, 1)
    store(tmp_path / "index", [article])
    (segment,) = open_snapshot(tmp_path / "index").segments
    assert compact([segment.with_deleted(np.array([0], np.int32), "deleted")], tmp_path / "merged") is None
    assert not (tmp_path / "merged").exists()


def test_articles_of_several_languages_keep_their_forms(tmp_path: Path) -> None:
    """In whatever order they come: a batch is analysed language by language."""
    base = archive(5, 1)[0]
    texts = [("en", "Talks Talked TALKS talk"), ("fr", "Pourparlers PARLER parlés"), ("de", "Gespräche GESPRÄCH")]
    articles = [
        replace(
            base,
            id=f"{number:016x}",
            language=texts[number % 3][0],
            title=texts[number % 3][1],
            text=texts[number % 3][1],
        )
        for number in range(9)
    ]
    files: list[dict[str, list[int]]] = []
    for order in (articles, [*articles[::3], *articles[1::3], *articles[2::3]]):
        builder = SegmentBuilder(tmp_path / str(len(files)))
        builder.add_many(order)
        built = builder.finish()
        assert built is not None
        segment = open_segment(built.path)
        forward = segment.field("title").forward
        ends = segment.lengths("title").cumsum()
        files.append(
            {
                segment.card(doc).id: forward[end - length : end].tolist()
                for doc, (end, length) in enumerate(zip(ends.tolist(), segment.lengths("title").tolist(), strict=True))
            }
        )
    assert files[0] == files[1]
    assert len(set(files[0][f"{0:016x}"])) == 3  # the first article's, two of them equal
