"""What does a page look like that was saved with its pictures and style sheets as parts of one message (MHTML, mail)?

The parts that the page names are written into it: pictures as `data:` addresses, style sheets as `style` elements.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Callable

from index.readers.mime import MimePart, parsed, parts

_SOURCE = re.compile(r"""(\bsrc\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.I)
_LINK = re.compile(r"<link\b[^>]*>", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_CSS_ADDRESS = re.compile(r"""\burl\(\s*(["']?)([^"')]*)\1\s*\)""", re.I)
_END_OF_STYLE = re.compile(r"</(?=style)", re.I)
_STYLE = "text/css"
_MOST = 60_000_000  # characters that are written into one page: what a file of 50 MB, the most, holds is less


def with_parts(markup: str, message: bytes) -> str:
    """The markup with the pictures and style sheets of the message that it names. Raises `ReadError` as `parsed`."""
    inliner = _Inliner([part for part in parts(parsed(message)) if part.kind == _STYLE or _is_picture(part)])
    return inliner.page(markup)


def _is_picture(part: MimePart) -> bool:
    return re.fullmatch(r"image/[\w.+-]+", part.kind) is not None


class _Inliner:
    def __init__(self, found: list[MimePart]) -> None:
        self._parts = {name: part for part in found for name in (part.location, f"cid:{part.identity}")}
        self._left = _MOST

    def page(self, markup: str) -> str:
        return _SOURCE.sub(self._source, _LINK.sub(self._link, markup))

    def _source(self, found: re.Match[str]) -> str:
        return self._put(html.unescape(found[2] or found[3] or ""), found[0], lambda value: f'{found[1]}"{value}"')

    def _link(self, found: re.Match[str]) -> str:
        href = _HREF.search(found[0])
        part = self._parts.get(html.unescape(href[1] or href[2] or "")) if href else None
        if part is None or part.kind != _STYLE:
            return found[0]
        style = _CSS_ADDRESS.sub(self._css_address, part.content().decode("utf-8", "replace"))
        return f"<style>{_END_OF_STYLE.sub('', style)}</style>"

    def _css_address(self, found: re.Match[str]) -> str:
        return self._put(found[2], found[0], lambda value: f"url({value})")

    def _put(self, address: str, as_it_is: str, written: Callable[[str], str]) -> str:
        """What stands for a picture at this address; what stood there where the message has none."""
        part = self._parts.get(address)
        if part is None or not _is_picture(part):
            return as_it_is
        value = f"data:{part.kind};base64,{b64encode(part.content()).decode()}"
        if len(value) > self._left:
            return as_it_is
        self._left -= len(value)
        return written(value)
