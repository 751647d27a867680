"""Which parts does a web address have? The one place that takes addresses apart; nothing here raises."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address. `host` is in small letters, without its port and a leading `www.`, and empty where the
    text names none (`/news/1`, `mailto:...`); `path` and `query` are as they stand."""

    host: str = ""
    path: str = ""
    query: str = ""


def parsed(text: str) -> Address | None:
    """The parts of `text`; None where it cannot be an address, as with brackets that hold no IPv6 address."""
    try:
        parts = urlsplit(text.strip())
        return Address((parts.hostname or "").removeprefix("www."), parts.path, parts.query)
    except ValueError:
        return None


def host_of(text: str) -> str:
    """The host that `text` names, as `Address.host`; empty where it names none or is no address."""
    address = parsed(text)
    return address.host if address is not None else ""
