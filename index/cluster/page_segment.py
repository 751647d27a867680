"""How do a few articles of a cluster become a segment, in which the words of a page are looked for?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.analysis import BatchAnalyser
from index.article import Article
from index.segment.arrays.named import write_names
from index.segment.arrays.records import decode_article
from index.segment.reader import Segment, open_segment
from index.segment.writer import VOCABULARY, SegmentBuilder

__all__ = ["OFFSET", "VOCABULARY", "BatchAnalyser", "page_segment", "stored_article"]

OFFSET = 1 << 63
"""What is added to a place or an id, as a document has it, so that it is the number that a segment has."""


def stored_article(source: Mapping[str, Any]) -> Article:
    """The article that a document holds, as it was stored."""
    text = source["text"]
    plain = text["plain"] if "plain" in text else text["escaped"].encode("ascii").decode("unicode_escape")
    details = source["details"].get("json", "")
    return decode_article(
        source["card"]["json"].encode("utf-8", "surrogatepass"),
        plain.encode("utf-8", "surrogatepass"),
        details.encode("utf-8", "surrogatepass"),
    )


def page_segment(folder: Path, sources: Sequence[Mapping[str, Any]], analyser: BatchAnalyser) -> Segment:
    """The segment of some documents, in their order, written into `folder`, which must not exist yet. It can be removed
    as soon as it is open."""
    builder = SegmentBuilder(folder, budget=16 << 20, analyser=analyser)
    builder.add_many(map(stored_article, sources))
    built = builder.finish()
    assert built is not None
    ids = np.array([source["published_as"] + OFFSET for source in sources], np.uint64)
    write_names(folder, ids, np.array([source["added"] for source in sources], np.int64))
    return open_segment(folder)
