"""Is the format's version raised when a file's layout changes? An older index is then refused, not misread."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from index.article import Article, article_id
from index.schema import FORMAT_VERSION
from index.segment.arrays import records
from index.segment.reader import open_segment
from index.segment.writer import SegmentBuilder

# 11: what each paragraph of an article is
LAYOUT = (11, "2eda2c7df27399f5")


def test_another_layout_has_another_version(tmp_path: Path) -> None:
    builder = SegmentBuilder(tmp_path / "segment")
    for key, text in (("a", "One word."), ("b", "Two words, and a third."), ("c", "Drei Wörter.")):
        builder.add(Article(id=article_id("x", key), key=key, path=key, title=key, text=text, language="en"))
    built = builder.finish()
    assert built
    segment = open_segment(built.path)
    files = [sorted(file._directory.items()) for file in (segment.container, segment.names.container)]
    layout = ([(name, entry[0]) for file in files for name, entry in file], records._CARD, records._TUPLES)
    assert (FORMAT_VERSION, sha256(repr(layout).encode()).hexdigest()[:16]) == LAYOUT, "raise FORMAT_VERSION"
