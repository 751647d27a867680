"""What did a page mean to say in its head? Meta tags and JSON-LD that are written wrongly, read as they were meant."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from index.page import Head

_META = re.compile(r"<meta\s[^<>]{1,1000}>", re.I)
_VALUED = re.compile(r"<meta\s[^<>]{0,200}?\bvalue=", re.I)
_ESCAPED = re.compile(r"<script[^<>]{0,200}ld\+json[^<>]{0,200}>\s{0,20}([\[{][^<>]{2,200000})</script>", re.I)
_WITHIN = 200_000  # characters of the markup in which a head is looked for


def mended(head: Head, markup: str) -> Head:
    """The head, with `<meta value=...>` read where it has no `content`, and JSON-LD whose quotes were escaped."""
    meta = dict(head.meta)
    if _VALUED.search(markup, 0, _WITHIN):
        for name, value in _valued(markup[:_WITHIN]):
            meta.setdefault(name, (value,))
    objects = () if head.json_ld or "&quot;@" not in markup else tuple(_escaped(markup))
    return (
        head
        if len(meta) == len(head.meta) and not objects
        else replace(head, meta=meta, json_ld=head.json_ld + objects)
    )


def _valued(markup: str) -> Iterator[tuple[str, str]]:
    """(name, value) of the meta tags that give a value and no content."""
    for node in LexborHTMLParser("".join(_META.findall(markup))).css("meta[value]"):
        given = node.attributes
        name, value = given.get("name") or given.get("property") or given.get("itemprop"), given.get("value")
        if name and value and value.strip() and not given.get("content"):
            yield name.strip().lower(), " ".join(value.split())


def _escaped(markup: str) -> Iterator[Mapping[str, Any]]:
    for match in _ESCAPED.finditer(markup):
        try:
            found = orjson.loads(html.unescape(match[1]))
        except ValueError:
            continue
        within = found.get("@graph", [found]) if isinstance(found, dict) else found
        yield from (one for one in within if isinstance(one, dict)) if isinstance(within, list) else ()
