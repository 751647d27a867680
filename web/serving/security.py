"""Who may ask, how much, and what may a browser do with the answer? All of it is said here, for every reply."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

from flask import Flask, Response, abort, request
from werkzeug.exceptions import Forbidden, MethodNotAllowed, RequestEntityTooLarge, ServiceUnavailable
from werkzeug.http import dump_header

from index.settings import SettingInvalid, Settings
from web import paths
from web.serving.asked_forms import FORM_TOO_LONG, UNREAD
from web.serving.lanes import REFUSED
from web.serving.mount import UNREADABLE
from web.serving.tokens import TokenGuard, writes
from web.translation import gettext as _
from web.translation import noted
from web.writing import MAX_FORM, WRITING_ROUTES, WritingRoute, file_limit, writing_route

MAX_ADDRESS = 128 * 1024  # bytes of an address's query: 10,000 words fit, and are then cut to the language's limit
RETRY_SECONDS = 2
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
METHODS = ("GET", "HEAD")  # of requests that change nothing

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
}


# Of a page that was saved elsewhere, which is shown as it was: it is nobody's, loads nothing, runs nothing and sends
# nothing. A browser may refuse a page that is both in a sandbox and cut off from who opened it; whoever did gets
# nothing of it, as it has no origin.
SAVED_PAGE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "X-DNS-Prefetch-Control": "off",
}
# Of the page of ours that has such a page in a frame, and may frame nothing of anybody else.
FRAMING_HEADERS = {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "connect-src", "frame-src 'self'; connect-src"
    ),
}
_OTHER_HEADERS = {"saved_pages.page": SAVED_PAGE_HEADERS, "saved_pages.framed": FRAMING_HEADERS}  # by endpoint
_SMALLER = noted("Add fewer files at a time, split the file, or raise CUTTINGS_FILE_MB.")


class Busy(ServiceUnavailable):
    description = noted(
        "Your request waited for its turn, and others were still being answered. Try again in a moment."
    )


class NothingAdded(MethodNotAllowed):
    """Without a token nobody can be told from anybody else, so that nobody may write."""

    description = noted("Nothing can be added to this archive, corrected in it, or kept on its server.")
    advice = noted(
        "Set CUTTINGS_TOKEN to a secret of 16 characters or more and start the server again; then send it along."
    )


class MayNotWrite(Forbidden):
    """The credentials are such as a browser sends by itself, and it does not say that a page of ours asks."""

    description = noted("This request may come from another site, so that it may not change anything.")
    advice = noted(
        "A program sends the token as `Authorization: Bearer`. In a browser use the pages of the archive, by "
        "https or at localhost: elsewhere browsers do not say which page asks."
    )


class BodyTooLarge(RequestEntityTooLarge):
    """A request that may write brings more than it may."""

    def __init__(self, limit: int, advice: str = _SMALLER) -> None:
        most = limit // 1_000_000
        told = _("A file may have %(most)s MB.", most=most) if advice else _("This may have %(most)s MB.", most=most)
        super().__init__(told)
        self.advice = _(advice)


def host_names(given: str) -> frozenset[str]:
    """The names of CUTTINGS_TRUSTED_HOSTS. Raises `SettingInvalid` where one is no name that a request could carry."""
    names = [name.strip().rstrip(".").lower() for name in given.split(",") if name.strip()]
    for name in names:
        if not _HOST.fullmatch(name) and not _is_address(name):
            raise SettingInvalid(
                f"CUTTINGS_TRUSTED_HOSTS has {name!r}, which is no host name",
                "give names as news.example.org, without https://, port and path, separated by commas",
            )
    return frozenset(names)


def protect(app: Flask, settings: Settings, guard: TokenGuard | None) -> None:
    """Put the checks before and the headers after every request of `app`; `guard` is that of its token, where it has
    one."""
    names = host_names(settings.trusted_hosts) | {"localhost", settings.host.lower()}
    open_to_all = own_files(app)

    @app.before_request
    def check() -> None:
        route = writing_route(request.path, request.method)
        _refuse_methods(route, may_write=guard is not None)
        if unreadable := request.environ.get(UNREADABLE):
            abort(400, unreadable)
        _refuse_strangers(names, route)
        if guard and request.path not in open_to_all:
            guard.check(request.remote_addr or "", request.authorization)
        _refuse_loads(route, settings)
        if request.environ.get(REFUSED):
            raise Busy(retry_after=RETRY_SECONDS)

    @app.after_request
    def armour(response: Response) -> Response:
        response.headers.update(HEADERS | _other_headers(response))
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = dump_header({"Basic realm": "Cuttings", "charset": "UTF-8"})
        if not request.path.startswith(paths.STATIC):
            # A secret keeps the archive: then no browser may leave what it showed on a disk.
            response.headers["Cache-Control"] = "no-store" if guard else "private, no-cache"
        return response


def own_files(app: Flask) -> frozenset[str]:
    """The paths that need no token: style, script and sign of the pages, which are the same in every archive. The page
    that asks for the token needs them; that a path of their folder means nothing is told only to who has it."""
    return frozenset(paths.STATIC + file.name for file in Path(app.static_folder or "").iterdir() if file.is_file())


def _other_headers(response: Response) -> dict[str, str]:
    """What a page as it was saved has in the place of `HEADERS`, and the page around it: where it is the very reply of
    `web.site.article_page.saved_pages`, whole, and not one of ours that stands at its address."""
    others = _OTHER_HEADERS.get(request.endpoint or "", {}) if response.status_code == 200 else {}
    return others if all(response.headers.get(name) == value for name, value in others.items()) else {}


def _refuse_methods(route: WritingRoute | None, *, may_write: bool) -> None:
    """Refuse a request that would change something, but for those that may."""
    if route and not may_write:
        raise NothingAdded(METHODS)
    if not route and request.method not in METHODS:
        raise MethodNotAllowed((*METHODS, *(one.method for one in WRITING_ROUTES if one.fits(request.path))))


def _refuse_strangers(names: frozenset[str], route: WritingRoute | None) -> None:
    """Refuse a request that names another host than `names`, or that a page of another site makes; where one writes,
    its credentials tell (`_refuse_loads`)."""
    if not trusted(request.host, names):
        abort(400, _("This host name is not one that the archive answers to; name it in CUTTINGS_TRUSTED_HOSTS."))
    if not route and _from_elsewhere():
        abort(403, _("Another site may link to the archive, but not use it."))


def _refuse_loads(route: WritingRoute | None, settings: Settings) -> None:
    """Refuse a body that may not be, or is too large, and an address that is too long or no text."""
    if route:
        if not writes(request.authorization, request.headers.get("Sec-Fetch-Site", "")):
            raise MayNotWrite
        request.max_content_length = route.limit(settings)
        if request.environ.get(UNREAD) or (request.content_length or 0) > route.limit(settings):
            raise BodyTooLarge(file_limit(settings)) if route.files else BodyTooLarge(route.limit(settings), "")
    elif request.content_length or "chunked" in request.headers.get("Transfer-Encoding", ""):
        abort(413, _("Nothing may be sent with this request: only those that write take something."))
    if request.environ.get(FORM_TOO_LONG):
        abort(413, _("A list has %(most)s KB at most: send it in several parts.", most=MAX_FORM // 1024))
    if len(request.query_string) > MAX_ADDRESS:
        abort(414, _("The address is longer than %(most)s KB.", most=MAX_ADDRESS // 1024))
    if not _is_utf8(request.query_string):
        abort(400, _("The address has bytes that are not UTF-8."))


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _from_elsewhere() -> bool:
    """Whether a page of another site asks, other than by a link that a reader follows.

    It could not read the answer, but it could measure how long and how large it is.
    """
    asked = request.headers
    followed = asked.get("Sec-Fetch-Mode") == "navigate" and asked.get("Sec-Fetch-Dest", "document") == "document"
    return asked.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not followed


def trusted(host: str, names: frozenset[str]) -> bool:
    """Whether a request may name `host`: one of `names` or an IP address, which no foreign name server can give.

    A page elsewhere could point its own host name at this machine and read the archive; its requests carry that name.
    """
    name = _host_name(host)
    return _is_address(name) or name.lower().rstrip(".") in names


def _host_name(host: str) -> str:
    """The name or address in a header `Host`, without port and brackets."""
    return host.rsplit("]", 1)[0].lstrip("[") if host.startswith("[") else host.rsplit(":", 1)[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
