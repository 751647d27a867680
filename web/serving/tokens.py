"""Does a request carry the token, and how often may a client guess? Nobody waits here: who guessed is sent away."""

from __future__ import annotations

import hmac
import ipaddress
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.datastructures import Authorization
from werkzeug.exceptions import TooManyRequests, Unauthorized

from index.settings import SettingInvalid
from web.translation import noted

_LOG = logging.getLogger(__name__)
SHORTEST_TOKEN = 16  # characters: at the 431 guesses a second that one connection made, 16 letters last for ever
FREE = 5  # wrong tokens in a row without a delay: a person mistypes
LONGEST_DELAY = 60.0  # seconds of delay, which doubles from one second with each further wrong token
FORGOTTEN = 900.0  # seconds after its last wrong token that a client is as if it had sent none
KNOWN = 86_400.0  # seconds that a client that had the right token is not delayed by wrong ones of its address
CLIENTS = 4096  # that are remembered, the latest


class TokenNeeded(Unauthorized):
    description = noted("Give the archive’s token as the password, with any user name.")
    advice = noted("Programs send it as `Authorization: Bearer`.")


class TooManyGuesses(TooManyRequests):
    description = noted(
        "Several wrong tokens came from your address. Wait a moment, then try again with the right one."
    )


@dataclass(slots=True)
class _Client:
    wrong: int = 0
    last: float = float("-inf")
    until: float = float("-inf")  # when it may try again
    right: float = float("-inf")  # when it last had the right token


class TokenGuard:
    """Lets in who carries `token`. Raises `SettingInvalid` where the token is too short to keep anybody out."""

    def __init__(self, token: str, clock: Callable[[], float] = time.monotonic) -> None:
        if len(token.strip()) < SHORTEST_TOKEN:
            raise SettingInvalid(
                f"CUTTINGS_TOKEN has fewer than {SHORTEST_TOKEN} characters, which can be guessed: make one with "
                "`python3 -c 'import secrets; print(secrets.token_urlsafe())'`"
            )
        self._token = token.encode()
        self._clock = clock
        self._lock = threading.Lock()
        self._clients: OrderedDict[str, _Client] = OrderedDict()

    def check(self, address: str, given: Authorization | None) -> None:
        """Raises `TokenNeeded` or `TooManyGuesses`; the latter is said without looking at the token.

        Only the token of a client that had the right one within a day is always looked at: the readers behind one
        proxy have one address, and one of them cannot keep the others out.
        """
        if given is None:
            raise TokenNeeded
        offered = _secret(given)
        now = self._clock()
        with self._lock:
            client = self._client(_network(address), now)
            delayed = client.until - now
            if delayed > 0 and now - client.right > KNOWN:
                raise TooManyGuesses(retry_after=int(delayed) + 1)
            if hmac.compare_digest(offered.encode("utf-8", "surrogatepass"), self._token):
                client.right, client.wrong = now, 0
                return
            if delayed > 0:
                raise TooManyGuesses(retry_after=int(delayed) + 1)
            client.wrong, client.last = client.wrong + 1, now
            if client.wrong >= FREE:
                client.until = now + min(LONGEST_DELAY, 2.0 ** min(client.wrong - FREE, 16))
            wrong = client.wrong
        _LOG.warning("wrong token from %s, %d in a row", address, wrong)
        raise TokenNeeded

    def knows(self, address: str, given: str) -> bool:
        """Whether a header `Authorization` lets its client in now. It is not counted, and a client that is delayed
        learns nothing by it: `check` says what is wrong."""
        offered = Authorization.from_header(given)
        if offered is None:
            return False
        now = self._clock()
        with self._lock:
            client = self._clients.get(_network(address))
            if client and client.until > now and now - client.right > KNOWN:
                return False
            return hmac.compare_digest(_secret(offered).encode("utf-8", "surrogatepass"), self._token)

    def _client(self, name: str, now: float) -> _Client:
        client = self._clients.setdefault(name, _Client())
        self._clients.move_to_end(name)
        if len(self._clients) > CLIENTS:
            self._clients.popitem(last=False)
        if now - client.last > FORGOTTEN:
            client.wrong = 0
        return client


def writes(given: Authorization | None, fetched_from: str) -> bool:
    """Whether credentials may write: a browser adds a password by itself to whatever another site lets it send, so that
    one counts only with its word (`Sec-Fetch-Site`) that a page of the archive asks. No other site can add a Bearer."""
    return given is not None and (given.type == "bearer" or fetched_from == "same-origin")


def credentials_write(header: str, fetched_from: str) -> bool:
    """The same of a header `Authorization` as it came."""
    return writes(Authorization.from_header(header), fetched_from)


def _secret(given: Authorization) -> str:
    return (given.token if given.type == "bearer" else given.password) or ""


def _network(address: str) -> str:
    """The address, of IPv6 its first 64 bits: one machine has all the others."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
