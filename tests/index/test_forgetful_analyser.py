"""Does a segment hold every word where the analyser forgets what it knows, again and again, while it is built?"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.analysis import BatchAnalyser
from index.article import Article, article_id
from index.segment.reader import open_segment
from index.segment.writer import SegmentBuilder

ARTICLES = 1_200


@pytest.mark.parametrize("budget", [100_000, 256 << 20])
def test_words_outlive_what_the_analyser_forgets(tmp_path: Path, budget: int) -> None:
    with SegmentBuilder(tmp_path / "one", budget=budget, analyser=BatchAnalyser(7, limit=500)) as builder:
        for n in range(ARTICLES):
            text = f"common word{n} talking{n % 3} US"
            builder.add(Article(id=article_id("a", str(n)), key=str(n), path="a", title="", text=text, language="en"))
        assert builder.finish() is not None
    segment = open_segment(tmp_path / "one")
    for term in (b"common", b"\x03US"):
        found = segment.postings("body", term)
        assert found is not None
        assert found.docs.tolist() == list(range(ARTICLES))
    for n in range(ARTICLES):
        found = segment.postings("body", f"word{n}".encode())
        assert found is not None
        assert found.docs.tolist() == [n]
