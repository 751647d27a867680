"""What does a question name beside the texts? A byline, a publisher or a day, which a line of its own offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from search.columns import DATE
from search.engine import Offer
from search.kept import ENTRY, OFFERS, WORD, Kept
from search.query import Field, Node, Published, Query, Ranked, Selection, Word
from search.query.dates import canonical_span, days_of
from search.suggest import FacetValues

MOST = 3

Total = Callable[[Query], int]


def taken(query: Query, facet: str, value: str) -> Query:
    """The query with a facet's value in the place of its words; its other filters stay."""
    kept = tuple(s for s in query.selections if s.facet != facet)
    return replace(
        query,
        text="",
        selections=(*kept, Selection(facet, value)),
        page=1,
        all_words=False,
        exact=False,
        as_typed=False,
    )


def plain_words(root: Node) -> str:
    """The words of a question that is nothing but words side by side; "" for any other."""
    nodes = root.wanted if isinstance(root, Ranked) and not (root.required or root.excluded) else (root,)
    words = [node.text for node in nodes if isinstance(node, Word) and node.field is Field.ANY and not node.exact]
    return " ".join(words) if len(words) == len(nodes) else ""


class Offers:
    """The offers of one publication, those of the last questions kept."""

    def __init__(self) -> None:
        self._known: Kept[tuple[Query, Node, FacetValues | None], tuple[Offer, ...]] = Kept(OFFERS)

    def of(self, query: Query, root: Node, values: FacetValues | None, total: Total) -> tuple[Offer, ...]:
        """At most three values that hold the words of `root` and the period that the question is, as far as `total`
        finds articles for them under the query's filters; the most frequent first."""
        key = replace(query, page=1), root, values
        found = self._known.get(key)
        if found is None:
            named = _named(root, values) + _dated(query.text)
            offers = [Offer(facet, value, total(taken(query, facet, value))) for facet, value in named]
            offers.sort(key=lambda offer: -offer.count)
            found = tuple(offer for offer in offers if offer.count)
            chosen = WORD * 2 * len(query.selections)
            self._known.keep(key, found, 2 * ENTRY + 10 * len(query.text) + chosen + ENTRY * len(found))
        return found


def _named(root: Node, values: FacetValues | None) -> list[tuple[str, str]]:
    words = plain_words(root) if values else ""
    return [(row.facet, row.value) for row in values.holding(words)[:MOST]] if values and words else []


def _dated(text: str) -> list[tuple[str, str]]:
    days = days_of(text)
    return [(DATE, canonical_span(Published(days.first, days.last)))] if days else []
