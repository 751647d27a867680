"""What was asked of a segment lately? Its lists, with the documents that were decoded of them, and articles shown."""

from __future__ import annotations

from index.article import Article
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


class Shown:
    """The articles of one segment that stood in result pages, the last ones kept: a frame is unpacked, its card and
    its text decoded, in 40 us, and the first page is where the next search looks again.

    At most `most` characters of text are kept: 8 million hold 2,500 articles of the usual length.
    """

    def __init__(self, segment: Segment, most: int = 8_000_000) -> None:
        self._segment = segment
        self._most = most
        self._kept: dict[int, tuple[Article, str]] = {}
        self._held = 0

    def of(self, doc: int) -> tuple[Article, str]:
        """The card and the body of an article."""
        found = self._kept.get(doc)
        if found is None:
            found = self._segment.card(doc), self._segment.text(doc)
            self._held += len(found[1]) + 1000
            if self._held > self._most:
                self._kept, self._held = {}, len(found[1]) + 1000
            self._kept[doc] = found
        return found
