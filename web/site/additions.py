"""How are files added to the archive over the web? A form for people, and one request for programs.

Both hand what they receive to the desk (`web.adding.desk`), wait for it, and tell what became of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from index.address import host_of
from index.inbox.folder import StagedFile, StagedTooLarge
from index.settings import Settings
from search.query import Query, Sort
from web import paths, regional, urls, writing
from web.adding.addition import Addition, AdditionState, Fate
from web.adding.desk import AdditionDesk
from web.api import reply
from web.reasons import refused_file
from web.reply.added import AddedReply
from web.serving.security import BodyTooLarge
from web.site.change_requests import ChangeRefused
from web.site.own_forms import can_send
from web.translation import gettext as _
from web.translation import ngettext

routes = Blueprint("additions", __name__)
DESK = "additions"  # the extension of the application
_STATUSES = {AdditionState.NEW: 201, AdditionState.KNOWN: 200, AdditionState.QUEUED: 202}
_LONGEST_ADDRESS = 2_000
_FORMS = f"Send `{writing.MULTIPART}` with the part `{writing.FILE_PART}`, or one object of `{writing.JSON}`."


@dataclass(frozen=True, slots=True)
class AddedLine:
    """What the page says of one file: its name, what became of it, and where a click leads, "" for nowhere."""

    given: str
    state: str
    told: str
    href: str = ""
    advice: str = ""


def desk() -> AdditionDesk | None:
    """The desk of the application, None where nothing can be added."""
    return current_app.extensions.get(DESK)


@routes.get(paths.ADD)
def page() -> str:
    """The form, and what became of the files of a form that was sent."""
    taking = desk()
    key = request.args.get(urls.ADDED_KEY, "")
    done = taking.recall(key) if taking and key else None
    lines = [_line(one) for one in done or ()]
    queued = any(one.state == AdditionState.QUEUED for one in lines)
    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "add.html",
        taking=taking is not None,
        secure=can_send(),
        lines=lines,
        again=urls.added(key) if queued else "",
        forgotten=bool(key) and done is None,
        most=settings.file_mb,
        names=writing,
        everything=urls.search(Query()),
        latest=urls.search(Query(sort=Sort.ADDED)),
    )


def add_files() -> Response:
    """Take the files of the form; the page that shows what became of them can be loaded again."""
    files = [file for file in request.files.getlist(writing.FILE_PART) if file.filename]
    if not files:
        raise ChangeRefused(422, _("No file was chosen."), _("Go back and choose one."))
    address = _address()
    if address and len(files) > 1:
        raise ChangeRefused(
            422, _("One address was given for several files."), _("Add them one at a time, or without an address.")
        )
    taking = _desk()
    additions = [_received_or_not(taking, file, address) for file in files]
    taking.add(additions)
    return Response(status=303, headers={"Location": urls.added(taking.remember(additions))})


def add_article() -> Response:
    """Take one file, or one article as JSON."""
    taking = _desk()
    if request.mimetype == writing.MULTIPART:
        files = request.files.getlist(writing.FILE_PART)
        if len(files) != 1:
            raise ChangeRefused(422, f"The form has {len(files)} parts `{writing.FILE_PART}`.", _FORMS)
        one = _received(taking, files[0].stream.read, files[0].filename or "", _address())
    elif request.mimetype == writing.JSON:
        one = _line_received(taking)
    else:
        raise ChangeRefused(415, "This is neither a form nor JSON.", _FORMS)
    taking.add([one])
    return _told(one)


_HANDLERS: dict[str, Callable[[], Response]] = {paths.ADD: add_files, paths.API_ARTICLES: add_article}
for _route in writing.WRITING_ROUTES:
    if _route.files:
        _handler = _HANDLERS[_route.path]
        routes.add_url_rule(_route.path, _handler.__name__, _handler, methods=[_route.method])


def _desk() -> AdditionDesk:
    taking = desk()
    if taking is None:
        raise NotFound
    taking.begin()
    return taking


def _received(taking: AdditionDesk, read: Callable[[int], bytes], given: str, address: str) -> Addition:
    return Addition(given, address, _staged(taking, read, given))


def _received_or_not(taking: AdditionDesk, file: FileStorage, address: str) -> Addition:
    """One of the files of a form, which is refused alone."""
    given = file.filename or ""
    try:
        return _received(taking, file.stream.read, given, address)
    except (ChangeRefused, BodyTooLarge) as error:
        told = Fate(AdditionState.REFUSED, status=error.code or 422, told=error.description or "", advice=error.advice)
        return Addition(given, address, StagedFile(Path(), "", ""), told)


def _line_received(taking: AdditionDesk) -> Addition:
    """An article that came as one JSON object: a file of JSON lines with one line."""
    data = request.get_data(cache=False)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ChangeRefused(
            422, f"The body is not one JSON object: {error}.", "Send files of several lines as a form."
        ) from None
    title = str(value.get("title") or value.get("headline") or "") if isinstance(value, dict) else ""
    line = data.strip()
    if b"\n" in line or b"\r" in line:
        line = json.dumps(value).encode()
    return Addition(title, "", _staged(taking, BytesIO(line + b"\n").read, f"{title[:200]}.jsonl", ".jsonl"))


def _staged(taking: AdditionDesk, read: Callable[[int], bytes], given: str, suffix: str = "") -> StagedFile:
    most = writing.file_limit(current_app.config["SETTINGS"])
    try:
        return taking.inbox.stage(read, given, most, suffix)
    except StagedTooLarge:
        raise BodyTooLarge(most) from None
    except OSError as error:
        told = _("The file could not be kept: %(reason)s.", reason=(error.strerror or str(error)).lower())
        advice = _("Nothing of it was kept. Make room, or let the server write into CUTTINGS_INBOX, and send it again.")
        raise ChangeRefused(503, told, advice) from error


def _address() -> str:
    """The address that was given. Raises `ChangeRefused` where it is none."""
    given = request.form.get(writing.ADDRESS_PART, "").strip()
    is_of_page = given.lower().startswith(("http://", "https://")) and host_of(given)
    fits = is_of_page and given.isprintable() and " " not in given
    if given and (not fits or len(given) > _LONGEST_ADDRESS):
        raise ChangeRefused(
            422, _("The address is none of a web page."), _("Give one as https://news.example.org/article.")
        )
    return given


def _told(one: Addition) -> Response:
    fate = one.fate
    if fate.state is AdditionState.REFUSED:
        raise ChangeRefused(fate.status, fate.told, fate.advice)
    known = urls.article(fate.id, Query()) if fate.id else ""
    queued = fate.state is AdditionState.QUEUED
    response = reply(
        AddedReply(
            state=fate.state.value,  # type: ignore[arg-type]  # what is refused has left
            file=one.kept,
            articles=fate.articles,
            id=fate.id,
            address=known,
            title=fate.title,
            reason=fate.told if queued else fate.advice,
        ),
        _STATUSES[fate.state],
    )
    if known:
        response.headers["Location"] = known
    return response


def _line(one: Addition) -> AddedLine:
    fate = one.fate
    given = one.given or one.kept
    href = urls.article(fate.id, Query()) if fate.id else ""
    shown = fate.title or given
    if fate.articles > 1:
        more = fate.articles - 1
        shown = ngettext(
            "%(title)s (and %(n)s more article)",
            "%(title)s (and %(n)s more articles)",
            more,
            title=shown,
            n=regional.number(more),
        )
    told, advice = refused_file(fate.why) if fate.why else (_(fate.told), _(fate.advice))
    if fate.state == AdditionState.REFUSED:
        advice = regional.behind_colon(advice)
    return AddedLine(given, fate.state, shown if href else told, href, advice)
