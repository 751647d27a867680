"""How does a reader take results or an article along? The same address as the page, with an ending such as `.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from flask import Blueprint, Response, abort, request

from search.article_versions import SEPARATOR
from search.query import Listing, Query, Sort
from search.results import Export, Hit
from web import parameters, paths, render, urls
from web.exports.answer import to_json
from web.exports.article_html import to_html
from web.exports.article_markdown import to_markdown
from web.exports.formats import Feed, to_atom, to_csv
from web.former import elsewhere
from web.paths import Parameter
from web.shelf import engine

routes = Blueprint("exports", __name__)
_TYPES = {"csv": "text/csv", "json": "application/json", "atom": "application/atom+xml"}


@routes.get(f"{paths.SEARCH}.<kind>")
def export(kind: str) -> Response:
    if kind not in paths.EXPORTS:
        abort(404, "Results come as .csv, .json or .atom.")
    query, _ = parameters.read(request.args.items(multi=True), frozenset({Parameter.IDS}), copies=Listing.ALL)
    query = replace(query, page=1, per_page=Query().per_page)
    exported = _exported(query)
    headers = {"Content-Disposition": 'attachment; filename="cuttings.csv"'} if kind == "csv" else {}
    if request.method == "HEAD":
        return Response(mimetype=_TYPES[kind], headers=headers)
    if kind == "csv":
        pieces = to_csv(exported)
    elif kind == "json":
        pieces = to_json(exported)
    else:
        pieces = _atom(query, exported)
    return Response(_begun(pieces), mimetype=_TYPES[kind], headers=headers)


def _exported(query: Query) -> Export:
    """All results of the query, or the articles that the address names by their ids."""
    ids, notes = parameters.identities(request.args.getlist(Parameter.IDS))
    if not ids:
        return engine().export(query)
    exported = engine().picked(ids, query)
    if notes:
        exported.lacks(*notes)
    return exported


@routes.get(f"{paths.ARTICLE}<article_id>.<any({', '.join(paths.FILES)}):kind>")
def article_file(article_id: str, kind: str) -> Response:
    identity = urls.versioned(article_id, request.args.get(paths.Parameter.VERSION, ""))
    reading = engine().article(identity)
    if reading is None or SEPARATOR in article_id:
        return elsewhere(paths.ARTICLE, identity, f".{kind}")
    text = to_markdown(reading.article) if kind == "md" else to_html(reading.article)
    headers = {"Content-Disposition": f'attachment; filename="{article_id}.{kind}"'}
    return Response(text, mimetype="text/markdown" if kind == "md" else "text/html", headers=headers)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, the first two made now: what goes wrong with the first page still gets an error page. A fault
    further on ends the connection in the middle, which HTTP/1.1 tells from an end."""
    first = list(islice(pieces, 2))
    return _after(first, pieces)


def _after(first: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from first
    yield from rest


def _atom(query: Query, exported: Export) -> Iterator[bytes]:
    origin = request.host_url.rstrip("/")
    name = render.single_line(query.text)
    asked = replace(query, copies=Listing.GROUP)  # as the pages list them
    prefix = urls.prefix()

    def article_url(hit: Hit) -> str:
        with urls.mounted(prefix):  # a feed is still being made when its request has been left
            return origin + urls.article(hit.id, asked)

    by_arrival = query.sort is Sort.ADDED
    of_what = ", as it is added" if by_arrival else ""
    feed = Feed(
        title=(f"Cuttings: {name}" if name else "Cuttings") + of_what,
        page_url=origin + urls.search(asked),
        feed_url=origin + urls.export("atom", query),
        article_url=article_url,
        by_arrival=by_arrival,
    )
    return to_atom(exported, feed)
