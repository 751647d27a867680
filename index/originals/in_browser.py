"""How does a browser see what was saved? A function of a source's format and bytes; a format is a row of `_SHOWN`.

What is shown is UTF-8, whatever the source was written in, so that the bytes that were looked through here are those
that the browser reads. It is shown under a policy that lets it load nothing (`web.serving.security`). What no policy
stops, connections that are opened ahead of a request, is taken out of the markup here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from index.errors import ReadError, Skipped
from index.originals.inlined import with_files, with_parts
from index.originals.original import Original
from index.originals.saved_bytes import record_of, whole
from index.page import Format, RawPage
from index.readers import read
from index.readers.decode import characters, unpacked
from index.readers.records import form_named

PAGE_TYPE, TEXT_TYPE = "text/html", "text/plain"
_MESSAGES = (Format.MHTML, Format.EMAIL)
ONLY_DOWNLOADED = frozenset((Format.PDF, Format.DOCX))
"""Formats that a browser shows with a program of its own, if at all, which no sandbox lets run."""


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


def shown(original: Original) -> ShownOriginal:
    """What a browser shows of what was saved of an article; what it cannot show is plain text.

    Raises as `index.originals.saved_bytes.whole`, and `ReadError` where the bytes cannot be unpacked or decoded, which
    those that were indexed can.
    """
    if not original.line:
        data = whole(original)
        show = _SHOWN.get(original.format)
        return show(data) if show else _as_read(next(read(data, original.path)), data)
    record = record_of(original)
    if record.form == Format.JSONL:
        return as_json_line(record.data)
    return _as_read(form_named(record.form).page(record.data, record.place), record.data)


def _as_read(page: RawPage | Skipped, data: bytes) -> ShownOriginal:
    """What a reader took out of the bytes of a file or record: the page that it holds, else its lines."""
    if isinstance(page, Skipped):
        raise ReadError(page.why)
    if page.tree is not None:
        markup = page.markup
        if page.format in _MESSAGES:
            markup = with_parts(markup, unpacked(data))
        elif page.format is Format.SAFARI:
            markup = with_files(markup, unpacked(data))
        return ShownOriginal(PAGE_TYPE, _encoded(inert(markup)))
    return ShownOriginal(TEXT_TYPE, _encoded("\n".join(line.text for line in page.lines)))


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
    return characters(unpacked(data))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_SHOWN: Mapping[str, Callable[[bytes], ShownOriginal]] = {
    Format.HTML: as_page,
    Format.TEXT: as_plain_text,
    Format.MARKDOWN: as_plain_text,
}
