"""What does an address lead to whose article or name is not there? To its address of now, or to a word of farewell."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

from flask import Response, abort, request
from werkzeug.exceptions import Gone, NotFound

from index.entity import EntityKind
from index.store.history import Moved
from search.article_versions import SEPARATOR, taken_apart
from search.name_results import NameRecord, NearName, OtherName, UnknownName
from search.query import Query
from web import urls
from web.paths import Parameter
from web.shelf import engine
from web.translation import gettext as _
from web.translation import ngettext
from web.words import day

_LONGEST = 20  # characters of a number that no version has which are told


class ArticleGone(Gone):
    """The article was deleted; `title` is what it was called, "" where that is not known."""

    def __init__(self, title: str, since: str) -> None:
        told = (
            _("“%(title)s” has left the archive: its file was gone on %(day)s.", title=title, day=since)
            if title
            else _("The article that stood here has left the archive: its file was gone on %(day)s.", day=since)
        )
        super().__init__(told)
        self.title = title


class NameUnknown(NotFound):
    """No article has the name; `near` are those that may have been meant."""

    def __init__(self, near: tuple[NearName, ...]) -> None:
        super().__init__(_("No article has this name."))
        self.near = near


class NoCopies(NotFound):
    """The article is there, and is in no group of copies, or in none any more."""

    def __init__(self) -> None:
        super().__init__(_("The article is there; no copy of it is known, so that it is in no group."))


def named(path: str, kind: EntityKind, value: str) -> NameRecord | Response:
    """What there is of a name, or a redirection from `path` to the name that it counts under. Raises `NameUnknown`."""
    answer = engine().name(kind, value)
    if isinstance(answer, OtherName):
        place = urls.name(answer.kind, answer.value, path)
        return Response(f"The name counts under {place}\n", 301, {"Location": place}, mimetype="text/plain")
    if isinstance(answer, UnknownName):
        raise NameUnknown(answer.near)
    return answer


def elsewhere(path: str, article_id: str, behind: str = "") -> Response:
    """A redirection from `path`, which holds the former id of an article, and what stands `behind` it, to its address;
    the parameters are kept.
    From the id of a version, which an address may also hold, it leads to the address of that.

    Raises `ArticleGone` where it was deleted, and Not Found where there never was such an article, or such a version.
    """
    article_id, version = taken_apart(id_of_now(article_id))
    if version and Parameter.VERSION not in request.args:
        place = urls.write(path + article_id + behind, Query(), (Parameter.VERSION, str(version)))
        return Response(f"The version stands at {place}\n", 301, {"Location": place}, mimetype="text/plain")
    asked = quote_from_bytes(request.query_string, safe="!$&'()*+,;=:@/?%-._~")
    place = urls.address(path) + article_id + behind + (f"?{asked}" if asked else "")
    return Response(f"The article stands at {place} now.\n", 301, {"Location": place}, mimetype="text/plain")


def id_of_now(article_id: str, named: str = "") -> str:
    """The id of the article that once had another one, or none now.

    An id of a version leads to that of the version. Raises `ArticleGone` where the article was deleted, and Not Found,
    which tells the id where it is `named`, where there never was such an article, or it has no such version.
    """
    article, _separator, number = article_id.partition(SEPARATOR)
    former = engine().former(article)
    if isinstance(former, Moved):
        return urls.versioned(former.id, number)
    if former is not None:
        raise ArticleGone(former.title, day(former.day))
    known = engine().article(article) if number else None
    if known is None:
        if named:
            abort(404, _("There is no article with the id “%(id)s”, and there never was one.", id=named))
        abort(404, _("There is no article with this id, and there never was one."))
    if engine().article(article_id):
        return article_id
    several = len(known.versions.all) if known.versions else 1
    told = ngettext(
        "The article has no version %(version)s: it has %(n)s version.",
        "The article has no version %(version)s: it has %(n)s versions.",
        several,
        version=number[:_LONGEST],
        n=several,
    )
    abort(404, told)
