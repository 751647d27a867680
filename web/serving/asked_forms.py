"""How is a question asked that is too long for an address? As a form in the body, which becomes the address's query.

What is sent so is GET to all that stands behind: no route sees another method, so that none can write by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from web.writing import MAX_FORM, URL_ENCODED, asks_by_form

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BY_FORM = "cuttings.by_form"  # in a request's WSGI environment: whether its query came as a form
FORM_TOO_LONG = "cuttings.form_too_long"
UNREAD = "cuttings.unread"  # whether the body of a request was not received


class AskedForms:
    """An application whose questions may come as forms. To be called with the path of the request without prefix."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if kind == URL_ENCODED and asks_by_form(environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")):
            _turn(environ)
        return self._app(environ, start_response)


def _turn(environ: WSGIEnvironment) -> None:
    length = environ.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isascii() and length.isdigit() else 0
    body = environ["wsgi.input"].read(min(size, MAX_FORM + 1)) if size else b""
    too_long = len(body) > MAX_FORM or bool(environ.get(UNREAD))
    environ.update(
        {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": "" if too_long else body.decode("latin-1"),
            "CONTENT_LENGTH": "0",
            "CONTENT_TYPE": "",
            "wsgi.input": BytesIO(),
            BY_FORM: True,
            FORM_TOO_LONG: too_long,
        }
    )
