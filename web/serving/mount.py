"""Where does the service stand? Under a prefix, and behind proxies that say who asks."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from index.settings import SettingInvalid, Settings
from web import paths, urls
from web.serving import log, proxies
from web.serving.proxies import ForwardingInvalid, TrustedProxies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

UNREADABLE = "cuttings.unreadable"  # in a request's WSGI environment: why what a proxy says cannot be believed, or ""
REQUEST_ID = "cuttings.request_id"  # what the log and the reply call the request
DIRECT = "cuttings.direct"  # whether no proxy has told anything of the request
_IDENTITY = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SEGMENTS = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_VARIABLES = {name: "HTTP_" + name.upper().replace("-", "_") for name in proxies.PROXY_HEADERS}


def prefix_of(settings: Settings) -> str:
    """The prefix of the settings: "" or a path that begins with a slash and ends with none. Raises `SettingInvalid`."""
    given = settings.prefix.strip().strip("/")
    prefix = f"/{given}" if given else ""
    if not _SEGMENTS.fullmatch(prefix) or {".", ".."} & set(given.split("/")):
        raise SettingInvalid(f"CUTTINGS_PREFIX is {settings.prefix!r}", "give a path of plain letters, as /news")
    if prefix and any(f"{path.strip('/')}/".startswith(f"{given.split('/')[0]}/") for path in paths.PATHS):
        raise SettingInvalid(
            f"CUTTINGS_PREFIX is {settings.prefix!r}, where the archive has a page of its own", "choose another name"
        )
    return prefix


def _random_name() -> str:
    return secrets.token_hex(8)


class Placed:
    """An application under a prefix, in whose links and log entries the prefix and the request's id are."""

    def __init__(self, app: WSGIApplication, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with urls.mounted(self._prefix), log.of_request(environ.get(REQUEST_ID, "")):
            return self._app(environ, start_response)


class Mount:
    """An application under the prefix of its settings, which sees the outer client, host and scheme.

    What nobody may say of a request is taken out of its environment.
    """

    def __init__(self, app: WSGIApplication, settings: Settings, names: Callable[[], str] = _random_name) -> None:
        self._names = names
        self._prefix = prefix_of(settings)
        self._app = Placed(app, self._prefix)
        self._proxies = TrustedProxies.read(settings.trusted_proxies)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        peer = environ.get("REMOTE_ADDR", "")
        said = {name: environ.pop(variable, "") for name, variable in _VARIABLES.items()}
        environ[DIRECT] = not any(said.values())
        environ[UNREADABLE] = self._take_origin(environ, said)
        environ[REQUEST_ID] = self._identity(peer, environ.pop("HTTP_X_REQUEST_ID", ""))
        environ["SCRIPT_NAME"] = self._prefix
        environ["PATH_INFO"] = urls.inner(self._prefix, environ.get("PATH_INFO", ""))
        return self._app(environ, start_response)

    def _identity(self, peer: str, given: str) -> str:
        """What a trusted proxy calls the request, or a name that no other has."""
        return given if self._proxies.holds(peer) and _IDENTITY.fullmatch(given) else self._names()

    def _take_origin(self, environ: WSGIEnvironment, said: dict[str, str]) -> str:
        """Put what is believed into the environment; returns why it cannot be read, or ""."""
        try:
            origin = self._proxies.origin(environ.get("REMOTE_ADDR", ""), lambda name: said[name])
        except ForwardingInvalid as error:
            return str(error)
        if origin is not None:
            environ["REMOTE_ADDR"] = origin.client
            environ["wsgi.url_scheme"] = origin.scheme or environ["wsgi.url_scheme"]
            if origin.host:
                environ["HTTP_HOST"] = origin.host
        return ""
