"""How does a browser see what was saved? A function of a source's format and bytes; a format is a row of `_SHOWN`.

What is shown is UTF-8, whatever the source was written in, so that the bytes that were looked through here are those
that the browser reads. It is shown under a policy that lets it load nothing (`web.serving.security`). What no policy
stops, connections that are opened ahead of a request, is taken out of the markup here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from index.page import Format
from index.readers.decode import characters, gunzip
from index.reindex.scan.lines import GZIP

PAGE_TYPE, TEXT_TYPE = "text/html", "text/plain"


class ShownOriginal(NamedTuple):
    """What a browser is given: UTF-8 of a `media_type`."""

    media_type: str
    data: bytes


# Chromium 156 opens connections to the hosts of `<link rel=preconnect>` and of frames before any policy is asked. The
# elements are known by their letters alone, as the parser knows them; where these stand in a script or a comment,
# nothing is lost. What takes their place means nothing to a browser and may stand where they stood, so that the page
# keeps its form: an element without content in the head, one in the text, one with the same content.
_ACTIVE = re.compile(r"<(/?)(link|embed|frame|iframe|object|portal|fencedframe)(?=[\s/>])", re.I)
_IN_PLACE = {"link": "bgsound", "embed": "wbr", "frame": "wbr"}


def shown(source_format: str, data: bytes) -> ShownOriginal:
    """What a browser shows of a source of a format; one that is not known is shown as plain text.

    Raises `ReadError` where the bytes cannot be unpacked or decoded, which those that were indexed can.
    """
    return _SHOWN.get(source_format, as_plain_text)(data)


def as_plain_text(data: bytes) -> ShownOriginal:
    """The characters of a text as they were saved."""
    return ShownOriginal(TEXT_TYPE, _encoded(_text(data)))


def as_json_line(data: bytes) -> ShownOriginal:
    """A JSON line as text."""
    try:
        return ShownOriginal(TEXT_TYPE, _encoded(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return as_plain_text(data)


def as_page(data: bytes) -> ShownOriginal:
    """A page of HTML that opens no connections by itself."""
    return ShownOriginal(PAGE_TYPE, _encoded(inert(_text(data))))


def inert(markup: str) -> str:
    """Markup without elements for which browsers connect to other hosts though they may not load anything."""
    return _ACTIVE.sub(_renamed, markup)


def _renamed(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return f"<{tag[1]}{_IN_PLACE.get(name, f'x-{name}')}"


def _text(data: bytes) -> str:
    return characters(gunzip(data) if data.startswith(GZIP) else data)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_SHOWN: Mapping[str, Callable[[bytes], ShownOriginal]] = {
    Format.HTML: as_page,
    Format.TEXT: as_plain_text,
    Format.MARKDOWN: as_plain_text,
    Format.JSONL: as_json_line,
}
