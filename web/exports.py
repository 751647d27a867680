"""How does a reader take a whole result set along? The same address as the page, with `.csv`, `.json` or `.atom`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, request

from search.engine import Engine, Results
from search.export import every_hit, to_atom, to_csv, to_json
from search.query import Query
from web import render, urls
from web.shelf import engine

routes = Blueprint("exports", __name__)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@routes.get(f"{urls.SEARCH}.<kind>")
def export(kind: str) -> Response:
    if kind not in urls.EXPORTS:
        abort(404, "Results come as .csv, .json or .atom.")
    query, _ = urls.read(request.args.items(multi=True))
    query = replace(query, page=1, per_page=Query().per_page)
    found = every_hit(engine(), query)
    if kind == "csv":
        name = {"Content-Disposition": 'attachment; filename="cuttings.csv"'}
        return Response(to_csv(found), mimetype="text/csv", headers=name)
    if kind == "json":
        return Response(to_json(found), mimetype="application/json")
    return Response(_atom(engine(), query, found), mimetype="application/atom+xml")


def _atom(source: Engine, query: Query, found: Results) -> bytes:
    origin = request.host_url.rstrip("/")
    name = render.single_line(query.text)
    return to_atom(
        found,
        title=f"Cuttings: {name}" if name else "Cuttings",
        page_url=origin + urls.search(query),
        feed_url=origin + urls.export("atom", query),
        article_url=lambda hit: origin + urls.article(hit.id, query),
        updated=_moment(source.health().published_at),
    )


def _moment(stated: str) -> datetime:
    try:
        return datetime.fromisoformat(stated)
    except ValueError:
        return _NEVER
