"""Which texts hold a word? A few, as examples of how it is used: the same ones whatever the segments."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from index.analysis import analyse_query, words
from index.segment.reader import Segment

MOST_EXAMPLES = 24
"""How many articles that hold a term are looked at."""


class Examples:
    """The first articles of some segments that hold a word, in the order of their places (`Segment.identities`)."""

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str] = ("en",)) -> None:
        self._segments = segments
        self._languages = languages

    def of(self, word: str) -> list[str]:
        """The bodies of articles that hold `word` in any of its forms; none where it is not one word."""
        tokens = analyse_query(word, self._languages)
        if len(tokens) != 1 or len(words(word)) != 1:
            return []
        return [text for term in tokens[0].plain for text in self._holding(term.encode("utf-8", "surrogatepass"))]

    def _holding(self, term: bytes) -> list[str]:
        found: list[tuple[int, int, int]] = []
        for number, segment in enumerate(self._segments):
            postings = segment.postings("body", term)
            if postings is None:
                continue
            docs = segment.alive(postings.docs)
            places = segment.identities.by_document.take(docs)
            first = places.argpartition(MOST_EXAMPLES)[:MOST_EXAMPLES] if len(places) > MOST_EXAMPLES else slice(None)
            found += [(*pair, number) for pair in zip(places[first].tolist(), docs[first].tolist(), strict=True)]
        return [self._segments[number].text(doc) for _, doc, number in nsmallest(MOST_EXAMPLES, found)]
