"""Is the body of a request received? Only of one that may write or asks by a form, and no more than it may bring.

Of all others it is left unread: the application answers them as if there were none, and the connection ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.settings import Settings
from web import urls
from web.serving.tokens import TokenGuard, credentials_write
from web.writing import MAX_FORM, asks_by_form, writing_route


@dataclass(frozen=True, slots=True)
class BodyGate:
    """Says how much of a body is received. `guard` is that of the token, None where there is none."""

    settings: Settings
    prefix: str
    guard: TokenGuard | None

    def limit(self, method: str, path: str, client: Callable[[], str], headers: Mapping[str, str]) -> int | None:
        """How many bytes the body of a request may have: 0 where it may not write, None where no such request does.

        `client` tells its address, `headers` are as waitress has them: capitals and `_`.
        """
        inner, given = urls.inner(self.prefix, path), headers.get("AUTHORIZATION", "")
        if asks_by_form(inner, method):
            return MAX_FORM if self.guard is None or self.guard.knows(client(), given) else 0
        route = writing_route(inner, method)
        if route is None:
            return None
        asked_from = headers.get("SEC_FETCH_SITE", "")
        if self.guard is None or not credentials_write(given, asked_from) or not self.guard.knows(client(), given):
            return 0
        return route.limit(self.settings)
