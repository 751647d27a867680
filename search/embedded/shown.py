"""Which articles stood in result pages lately? They stay, ready to be marked and cut into snippets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import body_of
from index.facets import DERIVED
from index.segment.reader import ArticleCard, Segment
from search.budget import STANDARD, Budget
from search.kept import Kept
from search.results import Hit, Marked
from search.show.highlight import FieldText, Highlighter, Text
from search.show.snippets import Sentences, sentences

_CARD = 4000


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """What a hit says of an article whatever the question, its title and body with their words, and where the body's
    sentences end."""

    hit: Hit
    title: Text
    body: Text
    ends: Sentences

    @property
    def weight(self) -> int:
        """Bytes, about: of the hit and the objects around texts and words 4,000, as counted for 1,000 articles."""
        words = len(self.title.words.start) + len(self.body.words.start)
        return _CARD + sys.getsizeof(self.body.text) + 8 * words + 88 * len(self.ends.ends)


class ShownArticles:
    """The articles of one segment that stood in result pages, the last ones kept: the first page is where the next
    search looks again, and a frame unpacked, decoded and taken apart into words costs 80 us."""

    def __init__(self, segment: Segment, budget: Budget = STANDARD) -> None:
        self._segment = segment
        self.kept: Kept[int, ShownArticle] = Kept(budget.shown)

    def of(self, docs: Sequence[int], highlighter: Highlighter) -> list[ShownArticle]:
        """The articles `docs`, in their order."""
        articles = self.kept.several(docs)
        missing = [doc for doc, article in zip(docs, articles, strict=True) if article is None]
        read = self.read(missing, highlighter) if missing else []
        for doc, article in zip(missing, read, strict=True):
            self.kept.keep(doc, article, article.weight)
        new = iter(read)
        return [article or next(new) for article in articles]

    def read(self, docs: Sequence[int], highlighter: Highlighter) -> list[ShownArticle]:
        """The articles `docs`, none of them taken from those that are kept, nor kept."""
        cards = [self._segment.card(doc) for doc in docs]
        bodies = [body_of(card.standfirst, self._segment.text(doc)) for doc, card in zip(docs, cards, strict=True)]
        texts = []
        for card, body in zip(cards, bodies, strict=True):
            texts += [FieldText(card.title, card.language, "title"), FieldText(body, card.language, "body")]
        read = iter(highlighter.read(texts))
        return [
            ShownArticle(plain_hit(self._segment, doc, card), title, body, sentences(body.text))
            for doc, card, title, body in zip(docs, cards, read, read, strict=True)
        ]


def plain_hit(segment: Segment, doc: int, card: ArticleCard) -> Hit:
    """What a hit says of an article whatever the question: without marks, score, fragments and reasons."""
    return Hit(
        id=card.id,
        key=card.key,
        path=card.path,
        title=Marked(card.title),
        snippets=(),
        score=0.0,
        publisher=card.publisher,
        authors=card.authors,
        agency=card.agency,
        place=card.place,
        section=card.section,
        language=card.language,
        published=card.published,
        modified=card.modified,
        facets={facet.name: segment.facets.values_of(doc, facet.name) for facet in DERIVED},
        added=card.added,
        host=card.host,
        sha256=card.sha256,
        yearless=card.yearless,
        url=card.url,
        saved=card.saved,
    )
