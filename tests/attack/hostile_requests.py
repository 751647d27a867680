"""Requests that nobody means: every route and parameter, values that are refused, and bytes that are no request."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from web import urls
from web.openapi import document
from web.paths import Parameter

WORDS = (
    "the", "bridge", "Geneva", "water", "AND", "OR", "NOT", "NEAR/3",
    '"a b"', "(", ")", "((((", "a*", "*", "?", "-x",
    "~", "title:the", "source:", "author:x", "on:2015", "before:2015-05", "nosuch:field",
    "[", "]", "^", "\\", '"', "“”",
    "停戦", "السلام", "façade", "\u202e", "\0", "\r\n", "%", "&", "=", "#", "http://[::1",
    "https://a.example/b?c=d", "..",
)  # fmt: skip
VALUES = ("", "0", "1", "-1", "2", "100", "1e9", "99999999999999999999", "2015", "2015-05-26", "2015-13-45", "0000",
          "all", "group", "newest", "oldest", "relevance", "en", "null", "true", "NaN", "../../etc/passwd", "<script>",
          "a" * 300)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "G\0T", "")
HOSTS = ("127.0.0.1", "localhost", "a..b", "..", "x" * 64, "[::1", "é.example", "", "127.0.0.1:99999", "\t", "a b")
HEADERS = (
    "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: a..b", "X-Forwarded-Proto: \x00",
    "If-None-Match: *", "Accept: */*;q=x", "If-Modified-Since: never", "Range: bytes=0-1", "Authorization: Basic !!!",
    "Authorization: Bearer " + "x" * 5000,
    "Cookie: " + "a=b; " * 900,
    "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999",
    "Expect: 100-continue", "Transfer-Encoding: chunked",
    "Transfer-Encoding: strange", "Accept-Encoding: gzip, identity;q=0", ": nameless",
    "no colon", "Upgrade: websocket", "Accept-Language: " + "de," * 500,
)  # fmt: skip
RAW = 0.1  # of the requests are bytes rather than addresses


@dataclass(frozen=True)
class Request:
    """What is sent, and whether it asks for a transfer coding that no server has, for which 501 is the right answer."""

    data: bytes

    @property
    def strange_coding(self) -> bool:
        return b"ransfer-" in self.data


def requests(routes: Sequence[str], ids: Sequence[str], chance: random.Random) -> Iterator[Request]:
    """Requests without end: of every route, given as `/article/<id>`, and of every path of the API's description."""
    paths = sorted({*routes, *(path.replace("{", "<").replace("}", ">") for path in document()["paths"])})
    names = [*(name.value for name in Parameter), *urls.SELECTABLE, *(urls.EXCLUDE + name for name in urls.SELECTABLE)]
    for number in range(1 << 62):
        path = _filled(paths[number % len(paths)], ids, chance)
        count = chance.choice((0, 1, 1, 2, 3, 6, 30))
        pairs = [(names[(number + step) % len(names)], _value(ids, chance)) for step in range(count)]
        if Parameter.TEXT.value not in dict(pairs) and chance.random() < 0.7:
            pairs.insert(0, (Parameter.TEXT.value, _text(chance)))
        target = path + ("?" if pairs else "") + "&".join(f"{name}={_escaped(value, chance)}" for name, value in pairs)
        yield _raw(target, chance) if chance.random() < RAW else Request(_plain("GET", target, "127.0.0.1", ()))


def _filled(path: str, ids: Sequence[str], chance: random.Random) -> str:
    parts = path.split("/")
    return "/".join(_escaped(_value(ids, chance), chance) if "<" in part else part for part in parts)


def _text(chance: random.Random) -> str:
    return chance.choice((" ", "", "  ")).join(chance.choices(WORDS, k=chance.choice((1, 2, 3, 5, 12, 40))))


def _value(ids: Sequence[str], chance: random.Random) -> str:
    kind = chance.random()
    return chance.choice(ids) if kind < 0.3 else chance.choice(VALUES) if kind < 0.7 else _text(chance)


def _escaped(value: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.05:
        return quote_from_bytes(chance.randbytes(chance.randint(1, 30)))  # mostly no UTF-8
    return quote(value, safe="" if kind < 0.9 else "/:@")


def _plain(method: str, target: str, host: str, headers: Sequence[str]) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogatepass")


def _raw(target: str, chance: random.Random) -> Request:
    """A request of another method, host and headers, of which some bytes may be others."""
    headers = chance.sample(HEADERS, k=chance.randint(0, 4))
    data = bytearray(_plain(chance.choice(METHODS), target, chance.choice(HOSTS), headers))
    for _ in range(chance.choice((0, 0, 1, 8))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.1:
        data = bytearray(chance.randbytes(chance.randint(1, 2000)))
    return Request(bytes(data[: chance.randint(1, len(data))] if chance.random() < 0.1 else data))
