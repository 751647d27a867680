"""What does a result list show of one article? A hit as words, addresses and safe HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from index.facets import BY_NAME, DERIVED, SITE
from search.query import Query, Sort
from search.results import Hit, Reason
from web import regional, urls, words
from web.paths import REMOVED_VIEW
from web.site import moves
from web.site.result_list.copy_lists import CopyList, of_hit
from web.site.result_list.openings import Passage, opening, whole
from web.site.result_list.version_lists import version_hit
from web.translation import gettext as _
from web.translation import ngettext, noted

_WHERE = {
    "title": noted("“%(word)s” stands %(times)s in the title"),
    "body": noted("“%(word)s” stands %(times)s in the text"),
    "lead": noted("“%(word)s” stands %(times)s in the opening"),
    "removed": noted("“%(word)s” stands %(times)s in what was removed"),
}
_NAMED = 2  # authors that a card names; of more it says how many


@dataclass(frozen=True, slots=True)
class Card:
    """A result. `paper` is where it stood, the host where no paper is known; `dated` its day in words, `short_day` the
    same for a line; `authors` are two names at most, `others` says how many more there are. `opening` is the passage
    that stands open, `passages` are all. `first_match` leads to the first of the `matches`, "" where none is in the
    text. `some` is true where only some of the words are in it; `reasons` are sentences; `of_host` leads to the results
    of its host alone. `older` says which older version of its article it is, "" for the newest; `added` when it came
    into the archive, "" where nobody asks; a `sample` came with the program."""

    id: str
    href: str
    title: str
    language: str
    direction: str
    language_name: str
    publisher: str
    paper: str
    host: str
    of_host: str
    dated: str
    short_day: str
    machine_date: str
    authors: tuple[str, ...]
    others: int
    agency: str
    source: tuple[str, ...]
    opening: Passage | None
    passages: tuple[Passage, ...]
    matches: str
    number: str
    first_match: str
    reasons: tuple[str, ...]
    some: bool
    copies: CopyList | None = None
    older: str = ""
    added: str = ""
    sample: bool = False


def cards(hits: tuple[Hit, ...], query: Query) -> list[Card]:
    first = (query.page - 1) * query.per_page + 1
    of_host = _of_host(query)
    return [card(hit, query, of_host, rank) for rank, hit in enumerate(hits, first)]


def similar(hits: Iterable[Hit]) -> list[Card]:
    """Cards that stand beside an article, whatever was asked."""
    of_host = _of_host(Query())
    return [card(hit, Query(), of_host) for hit in hits]


def _of_host(query: Query) -> Callable[[str], str]:
    """Where the link leads that keeps the results of a host; made once a page, as panels make theirs."""
    if not query.selections:
        return urls.choosing(query, SITE)
    return lambda host: urls.search(moves.with_value(query, SITE, host))


def card(hit: Hit, query: Query, of_host: Callable[[str], str], rank: int = 0) -> Card:
    """`rank` (from 1) is the hit's place in the results, so that its page can lead to its neighbours; `of_host` gives
    the address of the results of a host."""
    showing = urls.Showing(REMOVED_VIEW if hit.removed else "", rank)
    return Card(
        id=hit.id,
        href=urls.article(hit.id, query, showing),
        title=hit.title.text.strip() or _("Untitled"),
        language=words.tag(hit.language),
        direction=words.direction(hit.language),
        language_name=words.language(hit.language),
        publisher=hit.publisher,
        paper=hit.publisher or hit.host,
        host=hit.host,
        of_host=of_host(hit.host) if hit.host else "",
        dated=words.day_filed_under(hit.published, hit.modified, hit.yearless),
        short_day=words.short_day(hit.filed_under),
        machine_date=hit.filed_under.isoformat() if hit.filed_under else "",
        authors=hit.authors[:_NAMED],
        others=max(0, len(hit.authors) - _NAMED),
        agency=hit.agency if hit.agency != hit.publisher else "",
        source=_source(hit),
        opening=opening(hit.snippets),
        passages=tuple(whole(snippet) for snippet in hit.snippets),
        matches=_matches(hit.matches) if hit.matches else _named(hit),
        number=regional.number(hit.matches) if hit.matches else "",
        first_match=urls.article(hit.id, query, showing, "m1") if hit.matches else "",
        reasons=tuple(_sentence(reason) for reason in hit.reasons),
        some=not hit.all_words,
        copies=of_hit(hit, replace(query, page=1)),
        older=version_hit(hit.older) if hit.older else "",
        sample=hit.sample,
        added=words.day(hit.added.date()) if hit.added and (query.arrival or query.sort is Sort.ADDED) else "",
    )


def _named(hit: Hit) -> str:
    """ "In the author’s name", where nothing in the text is marked because the words stand elsewhere."""
    if hit.removed:
        return _("In removed lines")
    if hit.title.spans:
        return _("In the title")
    facets = dict.fromkeys(reason.field for reason in hit.reasons if reason.field in BY_NAME)
    told = ""
    for facet in map(words.in_sentence, facets):
        told = (
            _("%(several)s and the %(facet)s", several=told, facet=facet)
            if told
            else _("In the %(facet)s", facet=facet)
        )
    return told


def _matches(number: int) -> str:
    return ngettext("%(n)s match", "%(n)s matches", number, n=regional.number(number))


def _source(hit: Hit) -> tuple[str, ...]:
    """Where the article came from beside its paper, and its values of facets that are told by their names."""
    named = [(words.label(facet.name), ", ".join(hit.facets.get(facet.name, ()))) for facet in DERIVED]
    stated = (hit.place, hit.section, *(f"{label}: {values}" for label, values in named if values))
    return tuple(part for part in stated if part)


def _sentence(reason: Reason) -> str:
    """ "“ceasefire” stands 3 times in the text; 14 articles have it; 62 % of this article's score"."""
    often = words.times(reason.occurrences)
    if reason.field in _WHERE:
        stands = _(_WHERE[reason.field], word=reason.word, times=often)
    else:
        facet = words.in_sentence(reason.field)
        stands = _("“%(word)s” stands %(times)s in the %(facet)s", word=reason.word, times=often, facet=facet)
    return ngettext(
        "%(stands)s; %(n)s article has it; %(share)s of this article’s score.",
        "%(stands)s; %(n)s articles have it; %(share)s of this article’s score.",
        reason.rarity,
        stands=stands,
        n=regional.number(reason.rarity),
        share=regional.percent(reason.share),
    )
