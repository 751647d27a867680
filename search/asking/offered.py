"""What was offered for a question lately? It stays, as long as nothing of it can change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.facets import SETTLED
from search.asking.steps import AskedQuestion
from search.kept import ENTRY, WORD
from search.results import REWORDED, Offer, Results
from search.words.offers import Total, offers, possible_offer
from search.words.suggest import FacetValues

_NO_NAMES = REWORDED.union(facet.name for facet in SETTLED)


def is_named(results: Results) -> bool:
    """Whether the whole question names a value, a day or an address, so that its words are meant as they are. Names in
    the texts may be slips themselves."""
    return any(offer.facet not in _NO_NAMES and not offer.rest for offer in results.offers)


def kept_offers(asked: AskedQuestion, values: FacetValues | None, total: Total, day: date | None) -> tuple[Offer, ...]:
    """What can be had in the place of a question's words, see `offers`.

    They are kept for the day `day`, where one is given and the time lasted: those of a question that was cut short, or
    of the words of an older publication, would stay for all. Tomorrow, last week is another.
    """
    query, kept = asked.query, asked.archive.offers
    key = replace(query, page=1), asked.root, values, day
    known = kept.get(key)
    if known is not None:
        return known
    offered, whole = offers(query, asked.root, asked.missing(), values, total)
    if asked.archive.has_possible_days:
        possible, timely = possible_offer(query, asked.root, total)
        offered, whole = offered + possible, whole and timely
    if day and whole and not asked.deadline.late():
        selections = WORD * 2 * len(query.selections)
        kept.keep(key, offered, 2 * ENTRY + 10 * len(query.text) + selections + ENTRY * len(offered))
    return offered
