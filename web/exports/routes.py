"""How does a reader take results or an article along? The same address as the page, with an ending such as `.csv`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from hashlib import blake2b
from itertools import islice

from flask import Blueprint, Response, abort, request
from werkzeug.http import http_date, is_resource_modified

from search.article_versions import SEPARATOR
from search.query import Listing, Query, Sort
from search.results import Export, Hit
from web import parameters, paths, render, translation, urls
from web.exports.answer import to_json
from web.exports.article_html import to_html
from web.exports.article_markdown import to_markdown
from web.exports.atom import Feed, changed, feed_id, to_atom
from web.exports.bibliographies import bibtex, csl_file, ris, to_bibtex, to_csl, to_ris
from web.exports.file_names import disposition, file_name
from web.exports.formats import to_csv
from web.exports.reference import Reference, reference
from web.former import elsewhere
from web.paths import Parameter
from web.shelf import engine

routes = Blueprint("exports", __name__)
_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "atom": "application/atom+xml",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "md": "text/markdown",
    "html": "text/html",
}
_SHOWN = ("json", "atom")  # what a browser or a program reads in place


@dataclass(frozen=True, slots=True)
class Permalinks:
    """The addresses of articles in this archive, also when the request that asks for them has been left."""

    origin: str
    prefix: str

    def __call__(self, hit: Hit, query: Query | None = None) -> str:
        with urls.mounted(self.prefix):
            return self.origin + urls.article(hit.id, query or Query())

    def reference(self, hit: Hit) -> Reference:
        return reference(hit, self(hit))


_Writer = Callable[[Export, Permalinks], Iterator[bytes]]
_WRITERS: dict[str, _Writer] = {
    "csv": to_csv,
    "json": lambda export, _: to_json(export),
    "ris": lambda export, links: to_ris(export, links.reference),
    "bib": lambda export, links: to_bibtex(export, links.reference),
    "csl.json": lambda export, links: to_csl(export, links.reference),
}


@routes.get(f"{paths.SEARCH}.<kind>")
def export(kind: str) -> Response:
    if kind not in paths.EXPORTS:
        abort(404, f"Results come as {', '.join(f'.{name}' for name in paths.EXPORTS)}.")
    query, _ = parameters.read(request.args.items(multi=True), frozenset({Parameter.IDS}), copies=Listing.ALL)
    query = replace(query, page=1, per_page=Query().per_page)
    if kind == "atom":
        return _feed(query)
    exported = _exported(query)
    name = file_name(query, datetime.now(UTC).date(), kind)
    headers = {"Content-Disposition": disposition(name, "inline" if kind in _SHOWN else "attachment")}
    if request.method == "HEAD":
        return Response(mimetype=_TYPES[kind], headers=headers)
    return Response(_begun(_WRITERS[kind](exported, _permalinks())), mimetype=_TYPES[kind], headers=headers)


def _permalinks() -> Permalinks:
    return Permalinks(request.host_url.rstrip("/"), urls.prefix())


def _exported(query: Query) -> Export:
    """All results of the query, or the articles that the address names by their ids."""
    ids, notes = parameters.identities(request.args.getlist(Parameter.IDS))
    if not ids:
        return engine().export(query)
    exported = engine().picked(ids, query)
    if notes:
        exported.lacks(*notes)
    return exported


@routes.get(f"{paths.ARTICLE}<article_id>.<any({', '.join(map(repr, paths.FILES))}):kind>")
def article_file(article_id: str, kind: str) -> Response:
    identity = urls.versioned(article_id, request.args.get(Parameter.VERSION, ""))
    reading = engine().article(identity)
    if reading is None or SEPARATOR in article_id:
        return elsewhere(paths.ARTICLE, identity, f".{kind}")
    if kind in ("md", "html"):
        text = to_markdown(reading.article) if kind == "md" else to_html(reading.article)
    else:
        permalink = request.host_url.rstrip("/") + urls.article(identity, Query())
        text = {"ris": ris, "bib": bibtex, "csl.json": csl_file}[kind](
            replace(reference(reading.article, permalink), id=identity)
        )
    return Response(text, mimetype=_TYPES[kind], headers={"Content-Disposition": disposition(f"{article_id}.{kind}")})


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, the first two made now: what goes wrong with the first page still gets an error page. A fault
    further on ends the connection in the middle, which HTTP/1.1 tells from an end."""
    first = list(islice(pieces, 2))
    return _after(first, pieces)


def _after(first: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from first
    yield from rest


def _feed(query: Query) -> Response:
    """The feed, or a word that it is as it was when its reader last asked."""
    tag, when = _validators()
    headers = {"ETag": f'W/"{tag}"', "Last-Modified": http_date(when)} if tag else {}
    if tag and not is_resource_modified(request.environ, etag=tag, last_modified=when):
        return Response(status=304, headers=headers)
    exported = _exported(query)
    pieces = () if request.method == "HEAD" else _begun(_atom(query, exported))
    return Response(pieces, mimetype=_TYPES["atom"], headers=headers)


def _validators() -> tuple[str, datetime]:
    """What a feed hangs on, as a tag, and the last moment at which it can have changed; "" where that is not sure.

    A question may be counted from today ("last week"), so that every day may change what it finds.
    """
    health, now = engine().health(), datetime.now(UTC)
    if not health.ok or not health.published_at:
        return "", now
    today = datetime.combine(now.date(), time(), UTC)
    state = (health.generation, health.published_at, health.serving, health.damaged, health.problem)
    asked = (request.host_url, urls.prefix(), request.query_string, translation.language(), today)
    tag = blake2b(repr((state, asked)).encode("utf-8", "replace"), digest_size=10).hexdigest()
    return tag, max(today, changed(health.published_at).replace(microsecond=0))


def _atom(query: Query, exported: Export) -> Iterator[bytes]:
    links = _permalinks()
    name = render.single_line(query.text)
    asked = replace(query, copies=Listing.GROUP)  # as the pages list them
    by_arrival = query.sort is Sort.ADDED
    of_what = ", as it is added" if by_arrival else ""
    ids, _ = parameters.identities(request.args.getlist(Parameter.IDS))
    feed_url = urls.export("atom", query, ids)
    feed = Feed(
        title=(f"Cuttings: {name}" if name else "Cuttings") + of_what,
        page_url=links.origin + urls.search(asked),
        feed_url=links.origin + feed_url,
        article_url=lambda hit: links(hit, asked),
        id=feed_id(feed_url.removeprefix(urls.prefix())),
        by_arrival=by_arrival,
    )
    return to_atom(exported, feed)
