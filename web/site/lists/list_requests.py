"""How do programs read and change lists of articles? Requests of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from search.query import Query
from web import parameters, paths, urls, writing
from web.api import reply
from web.reply.article_list import ArticleListReply, ArticleListsReply, ListedArticleReply, WholeListReply
from web.shelf import engine
from web.site.change_requests import ChangeRefused, json_object
from web.site.lists.list_changes import (
    LIST_ID,
    NO_SUCH_LIST,
    NOT_LISTED,
    add,
    annotate,
    checked_note,
    found,
    lists,
    make,
    rename,
)
from web.site.lists.list_rows import ListRow, id_of_now, list_rows
from web.site.reader_keeping import keeping
from web.state.article_lists import ArticleList

routes = Blueprint("list_requests", __name__)


@routes.get(paths.API_LISTS)
def every_list() -> Response:
    """All lists."""
    state = keeping()
    return reply(ArticleListsReply(lists=tuple(map(_told, state.lists.all())) if state else ()))


@routes.get(f"{paths.API_LISTS}/<{LIST_ID}:identity>")
def whole_list(identity: int, status: int = 200) -> Response:
    """A list with its articles."""
    one, articles = found(identity)
    told = tuple(map(_told_row, list_rows(engine(), articles)))
    value = WholeListReply(
        id=one.id, name=one.name, made=one.made, size=one.size, address=urls.article_list(one.id), articles=told
    )
    return reply(value, status)


def make_list() -> Response:
    """Make a list, which may have articles from the beginning."""
    body = _body({"name": str, "ids": list})
    if "name" not in body:
        raise ChangeRefused(422, "The body has no `name`.")
    made = make(body["name"])
    if ids := body.get("ids"):
        try:
            add(made.id, _ids(ids))
        except ChangeRefused:
            lists().delete(made.id)
            raise
    response = whole_list(made.id, 201)
    response.headers["Location"] = urls.address(f"{paths.API_LISTS}/{made.id}")
    return response


def change_list(identity: int) -> Response:
    """Give a list another name, or its articles another order."""
    body = _body({"name": str, "ids": list})
    found(identity)
    if "ids" in body and not lists().arrange(identity, _ids(body["ids"])):
        raise ChangeRefused(422, "`ids` are not exactly those of the list, so that its order stays.")
    if "name" in body:
        rename(identity, body["name"])
    return whole_list(identity)


def delete_list(identity: int) -> Response:
    """Forget a list."""
    if not lists().delete(identity):
        raise NotFound(NO_SUCH_LIST)
    return Response(status=204)


def add_articles(identity: int) -> Response:
    """Put articles into a list, all of them or none; with a note where there is one article."""
    body = _body({"ids": list, "note": str})
    ids = _ids(body.get("ids", []))
    if not ids or ("note" in body and len(ids) != 1):
        raise ChangeRefused(422, "`ids` names no article, or several for one `note`.")
    note = checked_note(body.get("note", ""))
    add(identity, ids)
    if "note" in body:
        now = id_of_now(engine(), ids[0])
        of_list = (row.article for row in found(identity)[1] if id_of_now(engine(), row.article) == now)
        annotate(identity, next(of_list), note)
    return whole_list(identity)


def remove_articles(identity: int) -> Response:
    """Take the articles out of a list that the address names."""
    ids, _notes = parameters.identities(request.args.getlist(paths.Parameter.IDS))
    _one, articles = found(identity)
    named = [row.article for row in articles if {row.article, id_of_now(engine(), row.article)} & set(ids)]
    if not lists().remove(identity, named):
        raise NotFound(NOT_LISTED)
    return whole_list(identity)


_HANDLERS: dict[tuple[str, str], Callable[..., Response]] = {
    ("POST", paths.API_LISTS): make_list,
    ("PATCH", f"{paths.API_LISTS}/{writing.ONE}"): change_list,
    ("DELETE", f"{paths.API_LISTS}/{writing.ONE}"): delete_list,
    ("POST", f"{paths.API_LISTS}/{writing.ONE}{paths.OF_LIST}"): add_articles,
    ("DELETE", f"{paths.API_LISTS}/{writing.ONE}{paths.OF_LIST}"): remove_articles,
}
for _route in writing.WRITING_ROUTES:
    if _handler := _HANDLERS.get((_route.method, _route.path)):
        routes.add_url_rule(_route.rule(LIST_ID), _handler.__name__, _handler, methods=[_route.method])


def _told(one: ArticleList) -> ArticleListReply:
    return ArticleListReply(id=one.id, name=one.name, made=one.made, size=one.size, address=urls.article_list(one.id))


def _told_row(row: ListRow) -> ListedArticleReply:
    return ListedArticleReply(
        id=row.listed.article,
        state="here" if row.article else "gone",
        article=row.id if row.article else "",
        title=row.title,
        address=urls.article(row.id, Query()) if row.article else "",
        note=row.listed.note,
        added=row.listed.added,
    )


def _body(kinds: dict[str, type]) -> dict[str, Any]:
    """The body, an object of JSON whose values are of these kinds."""
    value = json_object()
    for name, kind in kinds.items():
        if name in value and not isinstance(value[name], kind):
            raise ChangeRefused(422, f"`{name}` is no {'text' if kind is str else 'list'}.")
    return value


def _ids(given: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(one, str) and one for one in given):
        raise ChangeRefused(422, "`ids` holds something that is no id.")
    return tuple(dict.fromkeys(given))
