"""What does the page of a name show? Each number on it is the total of the search that it leads to: stories, where
copies of one text count once; how many articles they are stands beside once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template

from index.entity import EntityKind
from index.facets import PUBLISHER
from search.name_results import NameRecord, Together
from search.query import Listing, Query
from search.results import Hit
from web import paths, regional, urls, words
from web.former import named
from web.sentences import sentence
from web.shelf import engine
from web.site import moves
from web.site.article_page.name_links import KIND_WORDS
from web.site.charts.chart import MAIN, NARROW
from web.site.charts.histogram import Dating, histogram
from web.site.result_list.cards import similar
from web.translation import gettext as _
from web.translation import noted

routes = Blueprint("names", __name__)
_TOGETHER: dict[EntityKind, str] = {
    "person": noted("People in the same articles"),
    "organisation": noted("Organisations in the same articles"),
    "place": noted("Places in the same articles"),
}


@dataclass(frozen=True, slots=True)
class CountedLink:
    """Something with the number of stories that `href` lists; `page` is the page of the name that it is."""

    shown: str
    count: str
    href: str
    everywhere: str = ""
    page: str = ""


@routes.get(f"{paths.NAME}{urls.NAMED}", merge_slashes=False)
def name(kind: EntityKind, value: str) -> str | Response:
    known = named(paths.NAME, kind, value)
    return known if isinstance(known, Response) else render_template("name.html", **_page(known))


def _page(known: NameRecord) -> dict[str, object]:
    undated = next((count for period, count, *_ in known.dates.values if not period), 0)
    return {
        "known": known,
        "kind": _(KIND_WORDS[known.kind]),
        "stories": urls.search(known.query),
        "articles": urls.search(replace(known.query, copies=Listing.ALL)),
        "as_words": _as_words(known.value),
        "span": _span(known),
        "undated": undated,
        "histogram": histogram(known.dates, known.query, Dating(sizes=(MAIN, NARROW))),
        "latest": similar(known.latest),
        "spellings": [CountedLink(s.text, regional.number(s.stories), urls.search(s.query)) for s in known.spellings],
        "together": [
            (_(_TOGETHER[kind]), rows)
            for kind in KIND_WORDS
            if (rows := _together(n for n in known.together if n.kind == kind))
        ],
        "papers": [
            CountedLink(
                words.value(PUBLISHER, paper),
                regional.number(count),
                urls.search(moves.with_value(known.query, PUBLISHER, paper)),
            )
            for paper, count, *_ in known.publishers.values
        ],
        "more_papers": urls.facet(PUBLISHER, known.query)
        if known.publishers.distinct > len(known.publishers.values)
        else "",
        "notes": tuple(map(sentence, known.notices)),
    }


def _as_words(value: str) -> CountedLink | None:
    """In how many articles the name stands word for word, whoever bears it; None where it does in none."""
    query = Query(f'"{value.replace(chr(34), " ")}"', as_typed=True, copies=Listing.ALL)
    count = engine().count(query)
    return CountedLink(value, words.articles(count), urls.search(query)) if count else None


def _together(names: Iterable[Together]) -> list[CountedLink]:
    return [
        CountedLink(
            n.value,
            regional.number(n.stories),
            urls.search(n.query),
            regional.number(n.stories_in_all),
            urls.name(n.kind, n.value),
        )
        for n in names
    ]


def _span(known: NameRecord) -> tuple[Hit, Hit] | None:
    """The first and the latest article that have a date."""
    newest = next((hit for hit in known.latest if hit.filed_under), None)
    return (known.first, newest) if known.first and newest else None
