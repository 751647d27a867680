"""What does an HTML page say about itself outside its visible text?"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.page import Head
from index.readers.entities import decoded, decoded_within
from index.readers.html_bylines import byline_texts
from index.readers.html_walk import Walk
from index.readers.lenient import loads
from index.readers.saved import saved_at, saved_from


def read_head(parser: LexborHTMLParser, walk: Walk, markup: str) -> Head:
    """The head of a page that was parsed from `markup`, with what the walk over its body found marked."""
    nodes: dict[str, list[LexborNode]] = {"title": [], "meta": [], "link": [], "script": [], "base": []}
    for node in parser.css(", ".join(nodes)):
        nodes[node.tag or ""].append(node)
    root = parser.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    scripts = (node for node in nodes["script"] if "ld+json" in (node.attributes.get("type") or "").lower())
    return Head(
        title=next(filter(None, (decoded(node.text() or "") for node in nodes["title"])), ""),
        language=language.strip(),
        canonical=next(filter(None, map(_canonical, nodes["link"])), ""),
        base=next(((node.attributes.get("href") or "").strip() for node in nodes["base"]), ""),
        saved_from=saved_from(markup),
        saved=saved_at(markup),
        meta=_meta(nodes["meta"], walk.marked),
        json_ld=tuple(value for node in scripts for value in _flattened(decoded_within(_parsed(node.text() or "")))),
        times=tuple(walk.times),
        bylines=byline_texts(walk.writers),
    )


def _canonical(link: LexborNode) -> str:
    """The page's own address, where the link gives it."""
    attributes = link.attributes
    return (
        (attributes.get("href") or "").strip() if "canonical" in (attributes.get("rel") or "").lower().split() else ""
    )


def _meta(nodes: Iterable[LexborNode], marked: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The values of meta tags by name, and behind them what the body marks."""
    meta: dict[str, list[str]] = {}
    valued: dict[str, str] = {}  # what meta tags call their value that have no content
    for node in nodes:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and content.strip():
            meta.setdefault(name.strip().lower(), []).append(decoded(content))
        elif name and (value := (attributes.get("value") or "").strip()):
            valued.setdefault(name.strip().lower(), decoded(value))
    for name, value in valued.items():
        meta.setdefault(name, [value])
    for name, value in marked:
        if value:
            meta.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in meta.items()}


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>")
    unescaped = html.unescape(text)  # where the quotes were escaped
    for read, repaired in (orjson.loads, text), (orjson.loads, unescaped), (loads, text), (loads, unescaped):
        try:
            return read(repaired)
        except ValueError:
            continue
    return None


def _flattened(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD document in order, out of lists and `@graph`."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting.extend(reversed(found))
        elif isinstance(found, dict):
            graph = found.get("@graph")
            if graph is not None:
                waiting.append(graph)
            if graph is None or len(found) > 2:
                yield found
