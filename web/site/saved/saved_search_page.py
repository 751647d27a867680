"""How are searches saved? A page with forms for people, and requests for programs.

A search that is opened is not seen by that: a reader, or a browser that loads ahead, changes nothing by following a
link. It is marked as seen by a form, up to the moment of arrival that the page with the form knew of, so that what came
meanwhile stays new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import NotFound

from index.entity import EntityKind
from index.settings import Settings
from search.name_results import NameRecord, OtherName
from search.query import Query
from web import paths, render, urls, writing
from web.api import reply
from web.public_address import public_address
from web.reply.saved_search import SavedSearchList, SavedSearchReply
from web.shelf import engine
from web.site import moves
from web.site.change_requests import ChangeRefused, json_object
from web.site.own_forms import LARGEST_ID, can_send, number_in
from web.site.reader_keeping import changing, keeping
from web.site.saved import search_address
from web.site.saved.search_news import SearchNews, default_name, in_words, news, seconds
from web.state.reader_state import ReaderState
from web.state.saved_searches import LONGEST_SEARCH_NAME, MOST_SAVED, AlreadySaved, SavedSearch, TooManySaved
from web.translation import gettext as _
from web.translation import noted

routes = Blueprint("saved_searches", __name__)
_NO_SUCH = noted("No saved search has this id.")


@dataclass(frozen=True, slots=True)
class SavedSearchLine:
    """What the page says of a saved search: its question in `words` where its name is another, and where its results,
    its feed and what is new of them stand."""

    news: SearchNews
    words: str
    href: str
    feed: str
    newest: str


@routes.get(paths.SAVED_SEARCHES)
def page() -> str:
    """The saved searches with what is new in them."""
    state = keeping()
    lines = [_line(news(search, engine().count)) for search in state.searches.all()] if state else []
    return render_template(
        "saved_searches.html",
        keeps=state is not None,
        secure=can_send(),
        lines=lines,
        new=sum(line.news.new > 0 for line in lines),
        until=seconds(engine().last_arrival()),
        deleted=_deleted(),
        longest=LONGEST_SEARCH_NAME,
    )


def _deleted() -> dict[str, str] | None:
    """What the form that was just sent has deleted, for who did not mean it."""
    kept = {name: request.args.get(name, "") for name in ("deleted", "name", "until")}
    return kept if kept["deleted"] else None


def _line(found: SearchNews) -> SavedSearchLine:
    newest = urls.search(found.newer) if found.newer else ""
    told = in_words(found.query)
    if found.search.name in (told, default_name(found.query)):
        told = ""
    return SavedSearchLine(found, told, urls.search(found.query), _feed(found.query), newest)


def _feed(query: Query) -> str:
    return urls.export("atom", moves.arriving(query))


def send_form() -> Response:
    """Do what a form asks for, and show the saved searches."""
    if request.mimetype != writing.URL_ENCODED:
        raise ChangeRefused(415, _("This is no form."))
    state, done = changing(), request.form.get("do", "")
    if done not in _FORMS:
        raise ChangeRefused(422, _("The form does not say what to do."))
    tail = _FORMS[done](state)
    return Response(status=303, headers={"Location": urls.address(paths.SAVED_SEARCHES) + tail})


def _save(state: ReaderState) -> str:
    until = min(number_in("until"), seconds(engine().last_arrival()))
    try:
        made = _added(state, request.form.get("name", ""), request.form.get("address", ""), until)
    except AlreadySaved as error:
        made = error.search
    return f"#s{made.id}"


def _rename(state: ReaderState) -> str:
    identity = number_in("id")
    if not state.searches.rename(identity, _name(request.form.get("name", ""))):
        raise NotFound(_(_NO_SUCH))
    return f"#s{identity}"


def _delete(state: ReaderState) -> str:
    search = state.searches.get(number_in("id"))
    if search is None:
        return ""  # another tab was quicker
    state.searches.delete(search.id)
    with_prefix = urls.search(search_address.query_of(search.address))
    return "?" + urlencode({"deleted": with_prefix, "name": search.name, "until": search.seen})


def _see(state: ReaderState) -> str:
    until = min(number_in("until"), seconds(engine().last_arrival()))
    if "id" not in request.form:
        for search in state.searches.all():
            state.searches.see(search.id, until)
        return ""
    identity = number_in("id")
    state.searches.see(identity, until)
    return f"#s{identity}"


_FORMS: dict[str, Callable[[ReaderState], str]] = {"save": _save, "rename": _rename, "delete": _delete, "see": _see}
"""What a form may ask for in its field `do`."""


@routes.get(paths.API_SAVED)
def all_searches() -> Response:
    """All saved searches."""
    state = keeping()
    return reply(SavedSearchList(searches=tuple(map(_told, state.searches.all())) if state else ()))


def save_search() -> Response:
    """Save the search of an address under a name."""
    state, body = changing(), json_object()
    address, name = body.get("address"), body.get("name", "")
    if not isinstance(address, str) or not isinstance(name, str):
        raise ChangeRefused(422, "The body has no `address`, or it or `name` is no text.")
    try:
        made = _added(state, name, address, seconds(engine().last_arrival()))
    except AlreadySaved as error:
        raise ChangeRefused(409, f"{str(error)[:1].upper()}{str(error)[1:]}: its id is {error.search.id}.") from None
    response = reply(_told(made), 201)
    response.headers["Location"] = urls.address(f"{paths.API_SAVED}/{made.id}")
    return response


@routes.get(f"{paths.API_SAVED}/<int:identity>")
def one_search(identity: int) -> Response:
    """One saved search."""
    state = keeping()
    search = state.searches.get(min(identity, LARGEST_ID)) if state else None
    if search is None:
        raise NotFound(_(_NO_SUCH))
    return reply(_told(search))


def rename_search(identity: int) -> Response:
    """Give a saved search another name."""
    state, body = changing(), json_object()
    if not isinstance(body.get("name"), str):
        raise ChangeRefused(422, "The body has no `name`, or it is no text.")
    if not state.searches.rename(min(identity, LARGEST_ID), _name(body["name"])):
        raise NotFound(_(_NO_SUCH))
    return one_search(identity)


def delete_search(identity: int) -> Response:
    """Forget a saved search."""
    if not changing().searches.delete(min(identity, LARGEST_ID)):
        raise NotFound(_(_NO_SUCH))
    return Response(status=204)


_HANDLERS: dict[tuple[str, str], Callable[..., Response]] = {
    ("POST", paths.SAVED_SEARCHES): send_form,
    ("POST", paths.API_SAVED): save_search,
    ("PATCH", f"{paths.API_SAVED}/{writing.ONE}"): rename_search,
    ("DELETE", f"{paths.API_SAVED}/{writing.ONE}"): delete_search,
}
for _route in writing.WRITING_ROUTES:
    if _handler := _HANDLERS.get((_route.method, _route.path)):
        routes.add_url_rule(_route.rule("int"), _handler.__name__, _handler, methods=[_route.method])


def _added(state: ReaderState, name: str, given: str, last_arrival: int) -> SavedSearch:
    """A search that is saved now. Raises `AlreadySaved`."""
    settings: Settings = current_app.config["SETTINGS"]
    hosts = {request.host, *filter(None, [public_address(settings).host])}
    try:
        query = search_address.read_address(given, hosts, _query_of_name)
    except search_address.NoSearch as error:
        raise ChangeRefused(422, str(error)) from None
    called = _name(name if name.strip() else default_name(query)[:LONGEST_SEARCH_NAME])
    kept, question = search_address.address_of(query), search_address.question_of(query)
    try:
        return state.searches.add(called, kept, question, last_arrival, datetime.now(UTC))
    except TooManySaved:
        told = _("%(most)s searches are saved, which is the most.", most=MOST_SAVED)
        raise ChangeRefused(422, told) from None


def _name(given: str) -> str:
    name = render.single_line(given.encode("utf-8", "replace").decode())
    if not 0 < len(name) <= LONGEST_SEARCH_NAME:
        raise ChangeRefused(422, _("A name has 1 to %(most)s characters.", most=LONGEST_SEARCH_NAME))
    return name


def _query_of_name(kind: EntityKind, value: str) -> Query | None:
    known = engine().name(kind, value)
    if isinstance(known, OtherName):
        known = engine().name(known.kind, known.value)
    return known.query if isinstance(known, NameRecord) else None


def _told(search: SavedSearch) -> SavedSearchReply:
    line = _line(news(search, engine().count))
    return SavedSearchReply(
        id=search.id,
        name=search.name,
        address=line.href,
        question=in_words(line.news.query),
        feed=line.feed,
        saved=search.saved,
        results=line.news.total,
        new=line.news.new,
        new_address=line.newest,
    )
