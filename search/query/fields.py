"""Which names may stand before a colon? Fields of the text, filters on what is known of an article, and dates."""

from __future__ import annotations

from index.address import TypedAddress, placed
from index.facets import BY_NAME, PUBLISHER, SITE, TOLD, Kind
from search.notes import Note, NoteCode, NoteTaker
from search.query.nodes import ABOUT, Address, FacetFilter, Field, Node, Reach

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
URL = "url"  # a filter that is no facet's: on the whole address
FILTERS = {name: facet.name for facet in TOLD for name in facet.asked_as} | {URL: URL, "inurl": URL, ABOUT: ABOUT}
ARRIVAL = "added"  # when an article came into the archive
DATES = ("before", "after", "since", "until", "date", ARRIVAL)

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


def filtered(name: str, text: str, note: NoteTaker, *, exact: bool = False) -> Node:
    """The filter `name` (a value of `FILTERS`) on `text`; a language's English name is its code, and case does not
    matter there. `exact` says of an address that it is whole."""
    if name == SITE:
        return _site(text, note)
    if name == URL:
        return _url(text, exact=exact)
    if name in BY_NAME and BY_NAME[name].kind is Kind.LANGUAGE:
        text = LANGUAGE_NAMES.get(text.casefold(), text.casefold())
    return FacetFilter(name, text)


def _site(text: str, note: NoteTaker) -> Node:
    """A host with what is below it, and with a path what stands below that. A name without a dot is a publisher's."""
    address = placed(text.removeprefix("."))
    host = address.host.partition(":")[0]
    if "." not in text or not host:
        note(Note(NoteCode.SITE_IS_PUBLISHER, typed=text))
        return FacetFilter(PUBLISHER, text)
    return Address(host, address.tail, Reach.BELOW) if address.tail else FacetFilter(SITE, host)


def _url(text: str, *, exact: bool) -> Node:
    """An address, the beginning of one, or a word of its path."""
    address = placed(text) if "." in text or "/" in text else TypedAddress()
    if "." not in address.host:
        return Address("", text, Reach.WORD)
    return Address(*address, Reach.WHOLE if exact else Reach.BEGINNING)
