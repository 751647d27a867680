"""Which parts does a web address have? The one place that takes addresses apart; nothing here raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gbraid|gclid|gclsrc|dclid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|mc_[ce]id|mkt_tok|igshid|"
    r"_ga|_gl|_hsenc|_hsmi|vero_id|oly_(?:anon|enc)_id|at_(?:medium|campaign)|cmpid|ncid|spm|wt_mc|xtor",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\w/.~!$&'()*+,;=:@-]*", re.ASCII)  # a path that is spelt in one way
_NO_HOST = re.compile(r"[\s%<>\"'{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address. `host` is in small letters, without its port and a leading `www.`, and empty where the
    text names none (`/news/1`, `mailto:...`); `path` and `query` are as they stand."""

    host: str = ""
    path: str = ""
    query: str = ""


def parsed(text: str) -> Address | None:
    """The parts of `text`; None where it cannot be an address, as with brackets that hold no IPv6 address, or with a
    percent sign in its host."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    return None if _NO_HOST.search(host) else Address(host.removeprefix("www."), parts.path, parts.query)


def host_of(text: str) -> str:
    """The host that `text` names, as `Address.host`; empty where it names none or is no address."""
    address = parsed(text)
    return address.host if address is not None else ""


def canonical(text: str) -> str:
    """The one spelling of the web address `text` that all its spellings share; empty where it names no single page.

    Scheme, `www.`, the host's case, a default port, the fragment, a slash at the end, tracking parameters and the
    order of the others make no difference. The root of a site is the address of a site, not of an article.
    """
    try:
        parts = urlsplit(text.strip())
        host = _authority(parts)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("", *_PORTS) or "." not in host:
        return ""
    path = _path(parts.path).rstrip("/")
    query = _query(parts.query) if parts.query else ""
    return f"{host}{path}{query}" if path or query else ""


def _path(path: str) -> str:
    """The path with the same characters escaped, however they were."""
    if _PLAIN.fullmatch(path):
        return path
    return quote(unquote(path, errors="surrogateescape"), safe="/.~!$&'()*+,;=:@", errors="surrogateescape")


def _query(query: str) -> str:
    """The parameters that may choose a page, in order, behind a question mark; empty where there are none."""
    asked = sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    return "?" + urlencode(asked, errors="replace") if asked else ""


def _authority(parts: SplitResult) -> str:
    """Host and port as `canonical` has them. Raises `ValueError`."""
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")  # its error is a ValueError
    port = parts.port
    return host if port is None or port == _PORTS.get(parts.scheme.lower()) else f"{host}:{port}"


def absolute(text: str, base: str) -> str:
    """The address `text` as it is meant on a page at `base`; as it stands where the two are no addresses."""
    try:
        return urljoin(base, text) if text else ""
    except ValueError:
        return text


def shown_host(text: str) -> str:
    """The host that `text` names in the letters of its language (`münchen.example`), as `Address.host` otherwise."""
    host = host_of(text)
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except ValueError:
        return host
