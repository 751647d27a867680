"""What a checkpoint holds is what was put into it: pages, articles, bookmarks beside them, and what was not read."""

from __future__ import annotations

from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.reindex.read.jobs import ReadResult
from index.reindex.read.payload import ReadArticle
from index.reindex.resume.entries import CheckpointEntry, decode_entries, encode_entries

REASON = SkipReason(SkipCode.CHANGED)
VALUES = (
    ReadArticle({"id": 1, "digest": 2, "source": 3, "base": 4}, "a complaint", "a fault", REASON, ("shelf",), (5, 6)),
    ReadArticle({"id": 7, "digest": 8}),  # of a bookmark, of which there is no text
    ReadArticle({"id": 9, "digest": 10, "source": 11, "base": 12}),
    ReadArticle({}),
)


def test_what_is_read_of_different_things_comes_back() -> None:
    entries = [CheckpointEntry(f"{n}.html", 0, n % 2, n, ReadResult(0, value, None)) for n, value in enumerate(VALUES)]
    entries.append(CheckpointEntry("z.html", 1, 0, 13, ReadResult(0, None, REASON)))
    for row in (entries, entries[::-1], entries[1:2], []):
        read, faults = decode_entries(encode_entries(row, ((4, Skipped("z.html", REASON)),)))
        assert list(read) == row
        assert faults == ((4, Skipped("z.html", REASON)),)
