"""What does an HTML page say about itself outside its visible text?"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from index.page import Head
from index.readers.entities import decoded, decoded_within
from index.readers.html_bylines import byline_texts
from index.readers.html_walk import Walk
from index.readers.lenient import loads


def read_head(parser: LexborHTMLParser, walk: Walk) -> Head:
    """The head of a parsed page, with what the walk over its body found marked."""
    title = canonical = ""
    meta: dict[str, list[str]] = {}
    valued: dict[str, str] = {}  # what meta tags call their value that have no content
    json_ld = []
    for node in parser.css("title, meta, link, script"):
        tag, attributes = node.tag, node.attributes
        if tag == "title" and not title:
            title = decoded(node.text() or "")
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content and content.strip():
                meta.setdefault(name.strip().lower(), []).append(decoded(content))
            elif name and (value := (attributes.get("value") or "").strip()):
                valued.setdefault(name.strip().lower(), decoded(value))
        elif tag == "link" and not canonical and "canonical" in (attributes.get("rel") or "").lower().split():
            canonical = (attributes.get("href") or "").strip()
        elif tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            json_ld.append(node.text() or "")
    for name, value in valued.items():
        meta.setdefault(name, [value])
    for name, value in walk.marked:
        if value:
            meta.setdefault(name, []).append(value)
    root = parser.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return Head(
        title=title,
        language=language.strip(),
        canonical=canonical,
        meta={name: tuple(values) for name, values in meta.items()},
        json_ld=tuple(found for text in json_ld for found in _flattened(decoded_within(_parsed(text)))),
        times=tuple(walk.times),
        bylines=byline_texts(walk.writers),
    )


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
