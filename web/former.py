"""What does an address lead to whose article or name is not there? To its address of now, or to a word of farewell."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

from flask import Response, abort, request
from werkzeug.exceptions import Gone, NotFound

from index.entity import EntityKind
from index.store.history import Moved
from search.name_results import NameRecord, NearName, OtherName, UnknownName
from web import urls
from web.shelf import engine
from web.words import day


class ArticleGone(Gone):
    """The article was deleted; `title` is what it was called, "" where that is not known."""

    def __init__(self, title: str, since: str) -> None:
        named = f"“{title}”" if title else "The article that stood here"
        super().__init__(f"{named} has left the archive: its file was gone on {since}.")
        self.title = title


class NameUnknown(NotFound):
    """No article has the name; `near` are those that may have been meant."""

    def __init__(self, near: tuple[NearName, ...]) -> None:
        super().__init__("No article has this name.")
        self.near = near


def named(path: str, kind: EntityKind, value: str) -> NameRecord | Response:
    """What there is of a name, or a redirection from `path` to the name that it counts under. Raises `NameUnknown`."""
    answer = engine().name(kind, value)
    if isinstance(answer, OtherName):
        place = urls.name(answer.kind, answer.value, path)
        return Response(f"The name counts under {place}\n", 301, {"Location": place}, mimetype="text/plain")
    if isinstance(answer, UnknownName):
        raise NameUnknown(answer.near)
    return answer


def elsewhere(path: str, article_id: str) -> Response:
    """A redirection from `path`, which holds the former id of an article, to its address; all behind the id is kept.

    Raises `ArticleGone` where it was deleted, and Not Found where there never was such an article.
    """
    article_id = id_of_now(article_id, "this id")
    behind = quote_from_bytes(request.query_string, safe="!$&'()*+,;=:@/?%-._~")
    place = urls.address(path) + article_id + (f"?{behind}" if behind else "")
    return Response(f"The article stands at {place} now.\n", 301, {"Location": place}, mimetype="text/plain")


def id_of_now(article_id: str, named: str) -> str:
    """The id of the article that once had another one, or none now.

    Raises `ArticleGone` where it was deleted, and Not Found, which calls the id what `named` says, where there never
    was such an article.
    """
    former = engine().former(article_id)
    if isinstance(former, Moved):
        return former.id
    if former is not None:
        raise ArticleGone(former.title, day(former.day))
    abort(404, f"There is no article with {named}, and there never was one.")
