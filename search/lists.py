"""Which postings were asked for lately? A segment's lists, with the documents that were decoded of them."""

from __future__ import annotations

from index.segment import Postings, Segment


class Lists:
    """The postings of one segment by field and term, the last ones kept.

    A list's documents are decoded when they are first used, which takes 2 ns a document; they stay with it until the
    lists that are kept hold more than `most` documents, which at 4 bytes each is 32 MB.
    """

    def __init__(self, segment: Segment, most: int = 8_000_000) -> None:
        self._segment = segment
        self._most = most
        self._kept: dict[tuple[str, bytes], Postings | None] = {}
        self._held = 0

    def of(self, field: str, term: bytes) -> Postings | None:
        """The postings of a term; None where the field does not hold it."""
        try:
            return self._kept[field, term]
        except KeyError:
            pass
        found = self._segment.postings(field, term)
        self._held += 100 if found is None else len(found) + 100
        if self._held > self._most:
            self._kept, self._held = {}, 0
        self._kept[field, term] = found
        return found
