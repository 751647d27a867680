"""Which names may stand before a colon? Fields of the text, filters on what is known of an article, and dates."""

from __future__ import annotations

from index.facets import BY_NAME, TOLD, Kind
from search.query.nodes import FacetFilter, Field

WORD_FIELDS = {
    "title": Field.TITLE,
    "intitle": Field.TITLE,
    "headline": Field.TITLE,
    "hd": Field.TITLE,
    "lead": Field.LEAD,
    "lp": Field.LEAD,
    "body": Field.BODY,
    "text": Field.BODY,
    "intext": Field.BODY,
    "removed": Field.REMOVED,
}
FILTERS = {name: facet.name for facet in TOLD for name in facet.asked_as}
DATES = ("before", "after", "since", "until", "date")
PLANNED = tuple(name for name in ("person", "org") if name not in FILTERS)

LANGUAGE_NAMES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "russian": "ru",
    "ukrainian": "uk",
    "polish": "pl",
    "turkish": "tr",
    "arabic": "ar",
    "hebrew": "he",
    "persian": "fa",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
}


def filtered(facet: str, text: str) -> FacetFilter:
    """The filter of a facet; a language's English name is its code, and case does not matter there."""
    if BY_NAME[facet].kind is Kind.LANGUAGE:
        text = LANGUAGE_NAMES.get(text.casefold(), text.casefold())
    return FacetFilter(facet, text)
