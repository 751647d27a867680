"""Which articles stood in result pages lately? They stay, ready to be marked and cut into snippets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Article
from index.segment import Segment
from search.highlight import Highlighter, Text
from search.snippets import Sentences, sentences


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article's card, its title and body with their words, and where the body's sentences end."""

    card: Article
    title: Text
    body: Text
    ends: Sentences


class Shown:
    """The articles of one segment that stood in result pages, the last ones kept: the first page is where the next
    search looks again, and a frame unpacked, decoded and taken apart into words costs 80 us.

    At most `most` characters of text are kept, 5 bytes each: 8 million are 2,500 articles of the usual length.
    """

    def __init__(self, segment: Segment, most: int = 8_000_000) -> None:
        self._segment = segment
        self._most = most
        self._kept: dict[int, ShownArticle] = {}
        self._held = 0

    def of(self, docs: Sequence[int], highlighter: Highlighter) -> list[ShownArticle]:
        """The articles `docs`, in their order."""
        found = [self._kept.get(doc) for doc in docs]
        missing = [doc for doc, article in zip(docs, found, strict=True) if article is None]
        new = iter(self._read(missing, highlighter) if missing else ())
        return [article or next(new) for article in found]

    def _read(self, docs: Sequence[int], highlighter: Highlighter) -> list[ShownArticle]:
        cards = [self._segment.card(doc) for doc in docs]
        bodies = [self._segment.text(doc) for doc in docs]
        texts = []
        for card, body in zip(cards, bodies, strict=True):
            texts += [(card.title, card.language, "title"), (body, card.language, "body")]
        read = iter(highlighter.read(texts))
        found = [
            ShownArticle(card, title, body, sentences(body.text))
            for card, title, body in zip(cards, read, read, strict=True)
        ]
        held = sum(map(len, bodies)) + 1000 * len(docs)
        if self._held + held > self._most:
            self._kept, self._held = {}, 0
        self._held += held
        self._kept.update(zip(docs, found, strict=True))
        return found
