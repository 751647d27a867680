"""What does a result list show of one article? A hit as words, addresses and safe HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from index.facets import BY_NAME, DERIVED, SITE
from search.query import Query, Sort
from search.results import Hit, Marked, Reason
from web import render, urls, words
from web.site import moves
from web.site.copy_lists import CopyList, of_hit
from web.site.reader import REMOVED_VIEW
from web.site.version_lists import version_hit

_FIELDS = {"title": "the title", "body": "the text", "lead": "the opening", "removed": "what was removed"}


_ENDS = (".", "!", "?", "…", "”", "’", '"', "'", ")", "»", "“", "。", "؟", "۔")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fragment of the text, and whether it looks cut out of a sentence at either end."""

    html: Markup
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A result. `some` is true where only some of the words are in it; `reasons` are sentences; `of_host` leads to the
    results of its host alone. `older` says which older version of its article it is, "" for the newest; `added` when it
    came into the archive, "" where nobody asks."""

    id: str
    href: str
    title: Markup
    language: str
    direction: str
    language_name: str
    publisher: str
    host: str
    of_host: str
    dated: str
    machine_date: str
    authors: tuple[str, ...]
    source: tuple[str, ...]
    snippets: tuple[Snippet, ...]
    matches: str
    reasons: tuple[str, ...]
    some: bool
    copies: CopyList | None = None
    older: str = ""
    added: str = ""


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
    return Card(
        id=hit.id,
        href=urls.article(hit.id, query, urls.Showing(REMOVED_VIEW if hit.removed else "", rank)),
        title=render.marked(hit.title) if hit.title.text.strip() else Markup("Untitled"),
        language=words.tag(hit.language),
        direction=words.direction(hit.language),
        language_name=words.language(hit.language),
        publisher=hit.publisher,
        host=hit.host,
        of_host=of_host(hit.host) if hit.host else "",
        dated=words.filed_under(hit.published, hit.modified, hit.yearless),
        machine_date=hit.filed_under.isoformat() if hit.filed_under else "",
        authors=hit.authors,
        source=_source(hit),
        snippets=tuple(_snippet(snippet) for snippet in hit.snippets),
        matches=words.count(hit.matches, "match", "matches") if hit.matches else _named(hit),
        reasons=tuple(_sentence(reason) for reason in hit.reasons),
        some=not hit.all_words,
        copies=of_hit(hit, replace(query, page=1)),
        older=version_hit(hit.older) if hit.older else "",
        added=words.day(hit.added.date()) if hit.added and (query.arrival or query.sort is Sort.ADDED) else "",
    )


def _named(hit: Hit) -> str:
    """ "In the byline", where nothing in title and text is marked because a value is what was asked for."""
    if hit.title.spans or hit.removed:
        return ""
    facets = dict.fromkeys(words.label(reason.field).lower() for reason in hit.reasons if reason.field in BY_NAME)
    return f"In the {' and the '.join(facets)}" if facets else ""


def _source(hit: Hit) -> tuple[str, ...]:
    """Where the article came from, and its values of facets that are told by their names."""
    named = [(facet.label, ", ".join(hit.facets.get(facet.name, ()))) for facet in DERIVED]
    stated = (hit.agency, hit.place, hit.section, *(f"{label}: {values}" for label, values in named if values))
    return tuple(part for part in stated if part)


def _snippet(value: Marked) -> Snippet:
    words = value.text.strip()
    return Snippet(render.marked(value), words[:1].islower(), bool(words) and not words.endswith(_ENDS))


def _sentence(reason: Reason) -> str:
    """ "“ceasefire” stands 3 times in the text; 14 articles have it; 62 % of this article's score"."""
    where = _FIELDS.get(reason.field, f"the {words.label(reason.field).lower()}")
    return (
        f"“{reason.word}” stands {words.times(reason.occurrences)} in {where}; "
        f"{words.count(reason.rarity, 'article has', 'articles have')} it; {reason.share:.0%} of this article’s score."
    )
