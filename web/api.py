"""What does the JSON say? The same `Results` and `Reading` as the pages, as the structs of `web.reply`."""

from __future__ import annotations

from flask import Blueprint, Response, request
from msgspec import Struct

from index.entity import EntityKind
from search.article_versions import SEPARATOR
from search.query import Listing
from web import openapi, parameters, paths, shelf, urls
from web.compared import compared
from web.cross_table import crossing
from web.former import NoCopies, elsewhere, named
from web.over_time import asked, over_time
from web.reply.article import article_reply
from web.reply.comparison import comparison_reply
from web.reply.distribution import chart_reply, table_reply
from web.reply.encoding import encoded
from web.reply.group import group_reply
from web.reply.name import name_reply
from web.reply.results import search_reply
from web.reply.state import Completions, health_reply
from web.reply.status import Ready, status_reply
from web.shelf import engine

routes = Blueprint("api", __name__)


def reply(value: Struct, status: int = 200) -> Response:
    return Response(encoded(value), status, mimetype="application/json")


@routes.get(paths.API_SEARCH)
def search() -> Response:
    query, notes = parameters.read(request.args.items(multi=True), copies=Listing.ALL)
    return reply(search_reply(engine().search(query), notes))


@routes.get(f"{paths.API_ARTICLE}<article_id>")
def article(article_id: str) -> Response:
    query, _ = parameters.read(request.args.items(multi=True))
    identity = urls.versioned(article_id, request.args.get(paths.Parameter.VERSION, ""))
    reading = engine().article(identity, query if query.text else None)
    if reading is None or SEPARATOR in article_id:
        return elsewhere(paths.API_ARTICLE, identity)
    story = engine().story(article_id) if identity == article_id else ()
    return reply(article_reply(reading, story, engine().original(identity)))


@routes.get(f"{paths.API_GROUP}<article_id>")
def group(article_id: str) -> Response:
    record = engine().group(article_id)
    if record is None:
        return elsewhere(paths.API_GROUP, article_id)
    if record.size == 1:
        raise NoCopies
    return reply(group_reply(record))


@routes.get(f"{paths.API_NAME}{urls.NAMED}", merge_slashes=False)
def name(kind: EntityKind, value: str) -> Response:
    known = named(paths.API_NAME, kind, value)
    return known if isinstance(known, Response) else reply(name_reply(known))


@routes.get(paths.API_COMPARE)
def compare() -> Response:
    both = compared(paths.API_COMPARE)
    if isinstance(both, Response):
        return both
    return reply(comparison_reply(both))


@routes.get(paths.API_CHART)
def chart() -> Response:
    query, charted, notes = asked(list(request.args.items(multi=True)), Listing.ALL)
    return reply(chart_reply(over_time(query, charted, notes)))


@routes.get(paths.API_TABLE)
def table() -> Response:
    return reply(table_reply(crossing(list(request.args.items(multi=True)), Listing.ALL)))


@routes.get(paths.API_COMPLETE)
def complete() -> Response:
    return reply(Completions(completions=engine().complete(request.args.get(paths.Parameter.TEXT, ""))))


@routes.get(paths.API_DESCRIPTION)
def description() -> Response:
    return Response(openapi.encoded_document(), mimetype="application/json")


@routes.get(paths.API_STATUS)
def status() -> Response:
    return reply(status_reply(shelf.status()))


@routes.get(paths.READY)
def ready() -> Response:
    state = Ready(ready=shelf.health().error is None)
    return reply(state, 200 if state.ready else 503)


@routes.get(paths.HEALTH)
def health() -> Response:
    state = health_reply(engine().health(), shelf.folder())
    return reply(state, 200 if state.ok else 503)
