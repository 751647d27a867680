"""Which names may stand before a colon? Fields of the text, filters on what is known of an article, and dates."""

from __future__ import annotations

from search.query.nodes import Field, Metadata

FIELDS = {
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
FILTERS = {
    "source": "publisher",
    "publisher": "publisher",
    "site": "publisher",
    "byline": "byline",
    "by": "byline",
    "author": "byline",
    "agency": "agency",
    "section": "section",
    "place": "place",
    "lang": "language",
    "language": "language",
}
DATES = ("before", "after", "since", "until", "date")
PLANNED = ("person", "org")

LANGUAGES = {
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


def filtered(facet: str, text: str) -> Metadata:
    """The filter of a facet; a language's English name is its code, and case does not matter there."""
    if facet == "language":
        text = LANGUAGES.get(text.casefold(), text.casefold())
    return Metadata(facet, text)
