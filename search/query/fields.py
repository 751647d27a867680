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
    "hlead": Field.HLEAD,
    "hlp": Field.HLEAD,
    "body": Field.BODY,
    "text": Field.BODY,
    "intext": Field.BODY,
    "removed": Field.REMOVED,
}
FILTERS = {name: facet.name for facet in TOLD for name in facet.asked_as}
DATES = ("before", "after", "since", "until", "date")
PLANNED = tuple(name for name in ("person", "org") if name not in FILTERS)

# Names of Nexis, Factiva and ProQuest. They are read before a bracket or an equals sign, as they stand there: before a
# colon, `la:` may begin what somebody said.
FOREIGN = {
    **dict.fromkeys(("hl", "ti"), "title"),
    "ft": "body",
    "au": "byline",
    **dict.fromkeys(("publication", "pub", "sn"), "publisher"),
    "dateline": "place",
    **dict.fromkeys(("se", "sec"), "section"),
    "la": "language",
    **dict.fromkeys(("pd", "yr"), "date"),
}
# Their fields that no article has here: the name is left out, and what follows it is looked for in the whole text.
ABSENT = frozenset(
    (
        *("abstract", "caption", "city", "company", "correction", "country", "edition", "graphic", "highlight"),
        *("industry", "series", "state", "subject", "term", "terms", "ticker"),
        *("ab", "co", "fds", "ns", "re", "su"),
    )
)


def own_name(typed: str, sign: str) -> str:
    """Our name of the field that `typed` names before `sign`, a colon, equals sign or bracket; in small letters."""
    name = typed.casefold()
    return name if sign == ":" else FOREIGN.get(name, name)


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
