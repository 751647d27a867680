"""Which parts does a web address have? The one place that takes addresses apart; nothing here raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gbraid|gclid|gclsrc|dclid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|mc_[ce]id|mkt_tok|igshid|"
    r"_ga|_gl|_hsenc|_hsmi|vero_id|oly_(?:anon|enc)_id|at_(?:medium|campaign)|cmpid|ncid|spm|wt_mc|xtor",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\w/.~!$&'()*+,;=:@-]*", re.ASCII)  # a path that is spelt in one way
_SCHEME = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?//", re.IGNORECASE)
# A host that is typed without a scheme: `U.S.` and `3.5` are none, as its last label is letters, two or more.
_TYPED_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{2,}|xn--[a-z0-9-]+)\.?", re.IGNORECASE)
_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?(?::\d+)?")
_NO_HOST = re.compile(r"[\s%<>\"'{}|\\^`]")
_ENDS = re.compile(r"[/?#:]")  # what may stand behind a host


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of an address. `host` is in small letters, without its port and a leading `www.`, and empty where the
    text names none (`/news/1`, `mailto:...`); `path` and `query` are as they stand."""

    host: str = ""
    path: str = ""
    query: str = ""


def parsed(text: str) -> AddressParts | None:
    """The parts of `text`; None where it cannot be an address, as with brackets that hold no IPv6 address, or with a
    percent sign in its host."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    return None if _NO_HOST.search(host) else AddressParts(host.removeprefix("www."), parts.path, parts.query)


class SpelledAddress(NamedTuple):
    """The parts of an address as they are written; `authority` is host and port, with a user where there is one."""

    scheme: str
    authority: str
    path: str
    query: str
    fragment: str


def spelled(text: str) -> SpelledAddress | None:
    """The parts of `text` as they stand there; None where it cannot be an address. The scheme is in small letters."""
    try:
        parts = urlsplit(text)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return SpelledAddress(*parts)


def pairs_of(query: str) -> list[tuple[str, str]]:
    """The names and values in the query of an address, decoded."""
    return parse_qsl(query, keep_blank_values=True, errors="replace")


def host_of(text: str) -> str:
    """The host that `text` names, as `AddressParts.host`; empty where it names none or is no address."""
    address = parsed(text)
    return address.host if address is not None else ""


@lru_cache(maxsize=1024)  # an article's is asked for as its name, and a batch of 512 later as its place in a table
def canonical(text: str) -> str:
    """The one spelling of the web address `text` that all its spellings share; empty where it names no single page.

    Scheme, `www.`, the host's case, a default port, the fragment, a slash at the end, tracking parameters and the
    order of the others make no difference. The root of a site is the address of a site, not of an article.
    """
    try:
        parts = urlsplit(text.strip())
        host, tail = _spelt(parts)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("", *_PORTS) or "." not in host:
        return ""
    return f"{host}{tail}" if tail else ""


def _spelt(parts: SplitResult) -> tuple[str, str]:
    """Host with port, and path with query, as `canonical` has them. Raises `ValueError`."""
    return _authority(parts), _path(parts.path).rstrip("/") + (_query(parts.query) if parts.query else "")


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
    """The host that `text` names in the letters of its language (`münchen.example`), as `host_of` otherwise."""
    return in_letters(host_of(text).rstrip("."))


def in_letters(host: str) -> str:
    """A host in the letters of its language, however it was spelt; as it stands where its spelling is of no host."""
    if host.isascii() and "xn--" not in host:
        return host
    try:
        return host.encode("idna").decode("idna")
    except ValueError:
        return host


class TypedAddress(NamedTuple):
    """An address that a person typed: its host in letters, as `shown_host` has it, with its port, and the path and
    query behind it as `canonical` spells them."""

    host: str = ""
    tail: str = ""


def placed(text: str) -> TypedAddress:
    """The address that is typed as `text`, with any scheme or none; an empty one where it is none."""
    scheme = _SCHEME.match(text)
    known = scheme is not None and (scheme[1] or "").lower() in ("", *_PORTS)
    spelling = text if known else "//" + text[scheme.end() if scheme else 0 :]
    try:
        host, tail = _spelt(urlsplit(spelling.strip()))
    except ValueError:
        return TypedAddress()
    for port in _PORTS.values():
        host = host.removesuffix(f":{port}")
    return TypedAddress(in_letters(host), tail) if _HOST.fullmatch(host) else TypedAddress()


def in_ascii(host: str) -> str:
    """A host of letters as `canonical` spells it."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return host


def pasted(text: str) -> TypedAddress:
    """The address that `text` is, and nothing beside it; an empty one where it is none.

    Without a scheme it is one where its host is made as a host is: `example.org/news`, `example.org`.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    if not text or any(map(str.isspace, text)):
        return TypedAddress()
    if not _SCHEME.match(text) and not _TYPED_HOST.fullmatch(_ENDS.split(text, maxsplit=1)[0]):
        return TypedAddress()
    address = placed(text)
    return address if "." in address.host else TypedAddress()


def is_plainly_address(text: str) -> bool:
    """Whether nobody could take `text` for words: it has a scheme, or begins as addresses do."""
    return _SCHEME.match(text.strip().removeprefix("<")) is not None or text.strip().lower().startswith("www.")
