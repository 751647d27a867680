"""What does each page show? A URL in, a template filled from the engine's answer out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, current_app, render_template, request

from index.facets import DATE
from search.article_versions import SEPARATOR
from search.name_results import NAME_FACETS
from search.notes import Note, NoteCode
from search.query import MAX_RESULTS, Listing, Query
from search.results import ADDRESS, FacetCounts, Results
from search.words.offers import taken
from web import parameters, paths, regional, urls, words
from web.former import elsewhere
from web.paths import CLEAN_VIEW, Parameter
from web.sentences import sentence
from web.shelf import engine
from web.site import moves
from web.site.article_page import reader
from web.site.article_page.citing import cited_article
from web.site.article_page.further import further
from web.site.article_page.how_saved import how_saved
from web.site.article_page.removed_view import LINE_VIEWS, NOTHING_HELD, keeping
from web.site.article_page.story_lists import story_list
from web.site.charts.histogram import Dating, histogram
from web.site.lists.stars import stars
from web.site.own_forms import can_send
from web.site.result_list import list_tools, panels
from web.site.result_list.added_names import added_names
from web.site.result_list.arrivals import arrivals, by_last_run
from web.site.result_list.cards import cards, similar
from web.site.result_list.copy_lists import copy_list
from web.site.result_list.list_tools import Link
from web.site.result_list.nothing_found import nothing_found
from web.site.result_list.picks import ALL_OF_PAGE, pick_bar
from web.site.result_list.version_lists import version_list
from web.site.saved.search_saving import saving
from web.translation import gettext as _

routes = Blueprint("pages", __name__)
_ARTICLE_PARAMETERS = frozenset(urls.OF_ARTICLE)
_REFUSED = frozenset(
    {NoteCode.NOT_A_DATE, NoteCode.ATLEAST_LEFT_OUT}
)  # a part of the question that is not searched for
_KINDS = {facet: kind for kind, facet in NAME_FACETS.items()}


@dataclass(frozen=True, slots=True)
class TypicalValue:
    """A link that chooses a value typical of the results, its facet, and its articles among them and in all."""

    link: Link
    facet: str
    count: str
    articles: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A link with the name of what a question names beside the texts, what that is, and the articles that it gives;
    `rest` is what stays of the question."""

    link: Link
    kind: str
    count: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The result before an article (`rel` is "prev") or behind it ("next"): its number, title and address."""

    rel: str
    number: int
    shown: str
    href: str


@routes.get(paths.SEARCH)
def search() -> str | Response:
    query, notes = parameters.read(request.args.items(multi=True), frozenset({Parameter.TICKED, Parameter.PICKED}))
    if Parameter.TICKED in request.args and not notes:  # a form was sent: what it asks for has a shorter address
        return _see(urls.search(query))
    results = engine().search(query)
    pasted = [offer.value for offer in results.offers if offer.facet == ADDRESS]
    if len(pasted) == 1:
        place = urls.article(pasted[0], Query())
        return _see(place)
    if query.page > 1 and not results.hits and results.listed:
        last = -(-results.listed // query.per_page)
        notes += (Note(NoteCode.PAGE_MISSING, page=query.page),)
        results = engine().search(moves.page(query, last))
    return render_template("search.html", **_search_page(results, notes))


def _counted_for(results: Results) -> str:
    """The question that the number above the results is of: as it was read where a part of it was refused; "" where
    nothing is left of it, so that the number is that of all articles."""
    refused = any(note.code in _REFUSED for note in results.notes)
    return results.reading if refused else results.query.text


def _see(place: str) -> Response:
    """Sends the reader to an address."""
    return Response(f"What you look for stands at {place}\n", 303, {"Location": place}, mimetype="text/plain")


def _search_page(results: Results, notes: tuple[Note, ...]) -> dict[str, object]:
    query = results.query
    date = next((facet for facet in results.facets if facet.name == DATE), FacetCounts(DATE, ()))
    unit = words.unit(grouped=results.grouped)
    return {
        "query": query,
        "found": results,
        "counted_for": _counted_for(results),
        "notes": tuple(map(sentence, (*results.notices, *notes, *results.notes))),
        "cards": cards(results.hits, _asked(results)),
        "panels": panels.panels(results, unit),
        "histogram": histogram(date, query, Dating(_leaves_undated_out(results), _without_period(query), unit)),
        "switch": _switch(results),
        "names": [
            Link(s.value, urls.name(_KINDS[s.facet], s.value))
            for s in query.selections
            if s.facet in _KINDS and s.value and not s.excluded
        ],
        "filters": moves.filters(query),
        "sorts": list_tools.sorts(query),
        "shapes": list_tools.shapes(query),
        "sizes": list_tools.sizes(query, results.listed),
        "span": list_tools.span(query, results.listed),
        "arrivals": arrivals(engine().last_arrival(), results.total, engine().count) if _asks_nothing(query) else None,
        "by_last_run": by_last_run(query, engine().last_arrival()),
        "pages": list_tools.pages(query, results.listed),
        "exports": list_tools.exports(query),
        "also": added_names(results.expansions),
        "nothing": nothing_found(results, engine().count),
        "gains": _gains(results),
        "related": _related(results),
        "offers": _offers(results),
        "hidden": urls.hidden(query),
        "saving": saving(query),
        "beside": bool(results.total or moves.filters(query)),
        "unit": unit,
        "moves": moves,
        "stars": stars([hit.id for hit in results.hits]),
        "picks": pick_bar(query, all_of_page=request.args.get(Parameter.PICKED) == ALL_OF_PAGE),
    }


def _asks_nothing(query: Query) -> bool:
    """Whether it is the first page of the whole archive, in whatever order."""
    return query == moves.unfiltered(replace(query, text=""))


def _leaves_undated_out(results: Results) -> bool:
    """Whether a range of days leaves undated articles out."""
    query = results.query
    if not (query.first or query.last) or query.undated:
        return False
    return engine().count(moves.with_undated(query)) > results.listed


def _without_period(query: Query) -> int:
    """How many articles there are when the chosen periods are taken back; 0 where none is chosen."""
    if not any(s.facet == DATE and not s.excluded for s in query.selections):
        return 0
    return engine().count(moves.in_period(query, None))


def _switch(results: Results) -> Link | None:
    """Leads to the list of each copy, or back to the list of one for all; None where nothing would change."""
    query = results.query
    if query.copies is Listing.ALL:
        return Link(_("Show copies as one"), urls.search(moves.listing(query, Listing.GROUP)))
    if results.total_groups == results.total:
        return None
    return Link(_("Show each copy"), urls.search(moves.listing(query, Listing.ALL)))


def _asked(results: Results) -> Query:
    """The query as it was answered, so that an article shows the matches that brought it here."""
    return replace(results.query, text=results.reading) if results.corrected_from else results.query


def _related(results: Results) -> list[TypicalValue]:
    """Values that are typical of the results."""
    rows = []
    for value in results.related:
        chosen = moves.with_value(results.query, value.facet, value.value)
        link = Link(words.value(value.facet, value.value), urls.search(chosen))
        everywhere = words.counted(value.articles, words.unit(grouped=results.grouped))
        rows.append(TypicalValue(link, words.in_sentence(value.facet), regional.number(value.count), everywhere))
    return rows


def _offers(results: Results) -> list[OfferLine]:
    """What the question names beside the texts; the articles at an address are the results themselves."""
    rows = []
    for facet, value, count, rest in results.offers:
        kind, name = words.offered(facet, value)
        if facet == ADDRESS and not results.total:  # filters leave them out
            rows.append(OfferLine(Link(name, urls.article(value, Query())), kind, ""))
        elif facet != ADDRESS:
            link = Link(name, urls.search(taken(results.query, facet, value, rest)))
            rows.append(OfferLine(link, kind, words.articles(count), rest))
    return rows


def _gains(results: Results) -> list[tuple[Link, str]]:
    """For an empty result: each facet that is filtered by, with what leaving its filters out gives."""
    rows = []
    for named, count in results.filter_gains:
        facet = named.partition(":")[0]
        chosen = [f.spoken for f in moves.filters(results.query) if f.facet == facet]
        rest = moves.without_facet(results.query, facet) if chosen else moves.unfiltered(results.query)
        rows.append((Link(", ".join(chosen) or named, urls.search(rest)), words.articles(count)))
    return rows


@routes.get(f"{paths.ARTICLE}<article_id>")
def article(article_id: str) -> str | Response:
    query, notes = parameters.read(request.args.items(multi=True), _ARTICLE_PARAMETERS)
    identity = urls.versioned(article_id, request.args.get(Parameter.VERSION, ""))
    marked = engine().article(identity, query if query.text else None)
    if marked is None or SEPARATOR in article_id:
        return elsewhere(paths.ARTICLE, identity)
    showing = parameters.showing(request.args)
    versions = version_list(marked.versions, query)
    newest = identity == article_id
    original = engine().original(identity)
    action = urls.keep(article_id, query, showing) if newest and _may_correct() else ""
    held = keeping(marked.article, original, action) if newest and showing.view in LINE_VIEWS else NOTHING_HELD
    page = reader.page(marked, query, showing, held)
    listed = page.view == CLEAN_VIEW and newest
    return render_template(
        "article.html",
        query=query,
        notes=tuple(map(sentence, (*marked.notices, *notes, *marked.notes))),
        page=page,
        cited=cited_article(marked.article, identity, request.host_url.rstrip("/")),
        stars=stars([marked.article.id]),
        sample=marked.sample,
        saved=how_saved(marked.article, original),
        story=story_list(engine().story(article_id) if listed else (), marked.article),
        similar=similar(engine().similar(article_id) if listed else ()),
        versions=versions,
        further=further(marked.article) if page.view == CLEAN_VIEW else (),
        origin=request.host_url.rstrip("/"),
        copies=copy_list(marked.group, marked.article.id, marked.article.filed_under, query),
        neighbours=_neighbours(query, showing),
        back=urls.search(query, fragment=f"a-{article_id}") if showing.rank else "",
    )


def _may_correct() -> bool:
    """Whether a form of this page may write: where there is a token, and a browser says which site sends a form."""
    return bool(current_app.config["SETTINGS"].token) and can_send()


def _neighbours(query: Query, showing: urls.Showing) -> list[Neighbour]:
    """The results before and after the one at the rank; a newer generation may lack one."""
    found: list[tuple[str, int, str]] = []
    for rel, number in (("prev", showing.rank - 1), ("next", showing.rank + 1)):
        if showing.rank and 0 < number <= MAX_RESULTS:
            found += [(rel, number, one) for one in engine().ids(replace(query, page=number, per_page=1))]
    titles = engine().titles([one for _, _, one in found])
    return [
        Neighbour(
            rel,
            number,
            titles[one].strip() or _("Untitled"),
            urls.article(one, query, urls.Showing("", number, showing.names)),
        )
        for rel, number, one in found
        if one in titles
    ]


@routes.get(paths.OPENSEARCH)
def opensearch() -> Response:
    xml = render_template("opensearch.xml", origin=request.host_url.rstrip("/"))
    return Response(xml, mimetype="application/opensearchdescription+xml")
