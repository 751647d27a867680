"""Which texts hold a word? A few of each segment, as examples of how it is used."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import analyse_query, words
from index.segment.reader import Segment

_ARTICLES = 24  # that hold the word are looked at, as many of each segment, 3 at least


class Examples:
    """The first articles of some segments that hold a word."""

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str] = ("en",)) -> None:
        self._segments = segments
        self._languages = languages

    def of(self, word: str) -> list[str]:
        """The bodies of articles that hold `word` in any of its forms; none where it is not one word."""
        tokens = analyse_query(word, self._languages)
        if len(tokens) != 1 or len(words(word)) != 1:
            return []
        texts: list[str] = []
        most = max(_ARTICLES // max(len(self._segments), 1), 3)
        for segment in self._segments:
            for term in tokens[0].plain:
                docs = segment.first_docs("body", term.encode("utf-8", "surrogatepass"), most)
                texts += map(segment.text, segment.alive(docs).tolist())
        return texts
