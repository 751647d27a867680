"""The words that the index tells are those of its texts, and names are known by how and beside whom they stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index.analysis import words
from index.segment.reader import Segment
from index.store.snapshot import open_snapshot
from search.embedded.archive_words import ArchiveWords, segment_words
from tests.suggest.named import variants_of

TEXTS = (
    "Sergei Lavrov met John Kerry in Geneva. The agreement was agreed by all who agree.",
    "In Moscow Sergey Lavrov said that the ceasefire was broken; ceasefires often are.",
    "Indiana Jones met nobody. The president spoke.",
    "Nick Jonas sang. Presidents listened to presidential songs.",
    "The quiet man was quite alone, and Lakhdar Ibrahimi left.",
    "Khaled Meshaal and Khalid Meshaal are one. A fence, a fancy.",
    "caf\u00e9 Caf\u00e9 cafe talks talking talked S-300 U.S. 220,000 don't",
)


@pytest.fixture(scope="module")
def segments(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    file = tmp_path_factory.mktemp("texts") / "texts.jsonl"
    rows = ({"id": str(n), "title": f"Title {n}", "text": text, "language": "en"} for n, text in enumerate(TEXTS))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return open_snapshot(reindexed(file)).segments


def test_the_words_are_those_of_the_texts(segments: tuple[Segment, ...]) -> None:
    found = ArchiveWords(segments).counts
    typed = {word for n, text in enumerate(TEXTS) for word in words(f"Title {n}\n{text}")}
    assert set(found.words) == typed
    assert found.count("title") == len(TEXTS)
    assert found.count("lavrov") == 2
    assert found.count("agreement") == found.count("agreed") == found.count("agree") == 1
    assert found.count("agr") == 0


@pytest.mark.parametrize("together", [1, 2, 7, 40])
def test_the_words_are_the_same_however_many_postings_are_read_at_once(
    together: int, segments: tuple[Segment, ...]
) -> None:
    for segment in segments:
        expected, found = segment_words(segment), segment_words(segment, together)
        assert found.words == expected.words
        assert found.counts.tolist() == expected.counts.tolist()


def variants(segments: tuple[Segment, ...], name: str) -> tuple[str, ...]:
    return variants_of(segments).of(name)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Sergei", ("Sergey",)),
        ("sergey", ("Sergei",)),
        ("Khalid", ("Khaled",)),
        ("Jones", ()),  # written alike, but nobody stands beside both Jones and Jonas
        ("fence", ()),  # no name
        ("quiet", ()),
        ("brahimi", ("Ibrahimi",)),  # finds nothing as typed
        ("Lavrov", ()),
        ("S-300", ()),
        ("", ()),
    ],
)
def test_spellings_of_a_name(segments: tuple[Segment, ...], name: str, others: tuple[str, ...]) -> None:
    assert variants(segments, name) == others
