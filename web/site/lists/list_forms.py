"""What do readers ask for with a form that changes a list? On pages of lists, and where there are stars and picks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from web import parameters, paths, urls, words, writing
from web.paths import Parameter
from web.shelf import engine
from web.site.change_requests import ChangeRefused
from web.site.lists.list_changes import (
    NOT_LISTED,
    add,
    annotate,
    checked_note,
    lists,
    make,
    rename,
)
from web.site.lists.list_rows import named_rows
from web.site.lists.stars import places, starred
from web.site.own_forms import number_in
from web.state.article_lists import ArticleList
from web.translation import gettext as _

routes = Blueprint("list_forms", __name__)


def send_list_form() -> Response:
    """Do what a form asks for by the name of its button, and lead to where it shows."""
    if request.mimetype != writing.URL_ENCODED:
        raise ChangeRefused(415, _("This is no form."))
    lists()
    asked = next((name for name in _FORMS if name in request.form), "")
    if not asked:
        raise ChangeRefused(422, _("The form does not say what to do."))
    return Response(status=303, headers={"Location": _FORMS[asked](request.form[asked])})


def _make(name: str) -> str:
    return urls.article_list(make(name).id)


def _rename(name: str) -> str:
    rename(_list(), name)
    return urls.article_list(_list())


def _delete(_given: str) -> str:
    lists().delete(number_in("delete"))
    return urls.address(paths.OWN_LISTS)


def _add(_given: str) -> str:
    """Put the articles that were picked into a list, or into a new one."""
    ids, _notes = parameters.identities(request.form.getlist(Parameter.IDS))
    there = [row.id for row in named_rows(engine(), ids) if row.article]
    if not there:
        raise ChangeRefused(422, _("No article was picked."), _("Go back and tick some."))
    identity = number_in("add") or _new(_("Picked on %(day)s", day=words.day(datetime.now(UTC).date()))).id
    add(identity, there)
    return urls.article_list(identity)


def _star(article: str) -> str:
    """Put an article into a list that was chosen or is made, else into that of stars."""
    name = request.form.get("name", "")
    identity = make(name).id if name.strip() else number_in("into") or (starred(lists().all()) or _new(_("Starred"))).id
    add(identity, [article])
    return _back(article)


def _unstar(article: str) -> str:
    """Take an article out of all lists; where it has a note it stays, and the reader is led to that."""
    noted = ""
    for place in places([article]).get(article, ()):
        found = lists().get(place.list.id)
        note = next((row.note for row in found[1] if row.article == place.id), "") if found else ""
        if note:
            noted = urls.article_list(place.list.id, place.id)
        else:
            lists().remove(place.list.id, [place.id])
    return noted or _back(article)


def _remove(article: str) -> str:
    lists().remove(_list(), [article])
    return urls.article_list(_list())


def _move(by: int) -> Callable[[str], str]:
    def move(article: str) -> str:
        if not lists().move(_list(), article, by):
            raise NotFound(NOT_LISTED)
        return urls.article_list(_list(), article)

    return move


def _annotate(article: str) -> str:
    annotate(_list(), article, checked_note(request.form.get("text", "")))
    return urls.article_list(_list(), article)


_FORMS: dict[str, Callable[[str], str]] = {
    "star": _star,
    "unstar": _unstar,
    "add": _add,
    "remove": _remove,
    "up": _move(-1),
    "down": _move(1),
    "note": _annotate,
    "rename": _rename,
    "delete": _delete,
    "make": _make,
}
"""What a form asks for: the name of its button or field, whose value is an article, a list or a name."""

for _route in writing.WRITING_ROUTES:
    if _route.path == paths.OWN_LISTS:
        routes.add_url_rule(_route.path, send_list_form.__name__, send_list_form, methods=[_route.method])


def _new(name: str) -> ArticleList:
    """A new list with a name that no other one has."""
    taken = {one.name.casefold() for one in lists().all()}
    numbered = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return make(next(one for one in numbered if one.casefold() not in taken))


def _list() -> int:
    return number_in("list")


def _back(article: str) -> str:
    """The page that the form stood on; none of another site."""
    path = request.form.get("back", "")
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isascii() and path.isprintable()
    page = urls.address(path.partition("#")[0]) if is_ours else urls.address(paths.OWN_LISTS)
    return f"{page}#a-{article}" if article.isalnum() else page
