"""What does a page look like that was saved with its pictures and style sheets in one file (MHTML, mail, Safari)?

The parts that the page names are written into it: pictures as `data:` addresses, style sheets as `style` elements.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from urllib.parse import urljoin

from index.readers.mime import parsed, parts
from index.readers.safari_archive import files_of

_SOURCE = re.compile(r"""(\bsrc\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.I)
_LINK = re.compile(r"<link\b[^>]*>", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_CSS_ADDRESS = re.compile(r"""\burl\(\s*(["']?)([^"')]*)\1\s*\)""", re.I)
_END_OF_STYLE = re.compile(r"</(?=style)", re.I)
_STYLE = "text/css"
_MOST = 60_000_000  # characters that are written into one page: what a file of 50 MB, the most, holds is less


def with_parts(markup: str, message: bytes) -> str:
    """The markup with the pictures and style sheets of a message that it names. Raises `ReadError` as `parsed`."""
    found = [part for part in parts(parsed(message)) if part.kind == _STYLE or _is_picture(part.kind)]
    names = {name: (part.kind, part.content) for part in found for name in (part.location, f"cid:{part.identity}")}
    return _Inliner(names).page(markup)


def with_files(markup: str, archive: bytes) -> str:
    """The same of the files of a page that Safari saved. Raises `ReadError` as `files_of`."""
    base, files = files_of(archive)
    names = {file.location: (file.kind, partial(bytes, file.data)) for file in files}
    return _Inliner(names, base).page(markup)


def _is_picture(kind: str) -> bool:
    return re.fullmatch(r"image/[\w.+-]+", kind) is not None


_NOTHING: tuple[str, Callable[[], bytes]] = "", bytes


class _Inliner:
    def __init__(self, files: Mapping[str, tuple[str, Callable[[], bytes]]], base: str = "") -> None:
        self._files, self._base = files, base  # content type and bytes by address; where relative addresses start from
        self._left = _MOST

    def page(self, markup: str) -> str:
        return _SOURCE.sub(self._source, _LINK.sub(self._link, markup))

    def _source(self, found: re.Match[str]) -> str:
        return self._put(html.unescape(found[2] or found[3] or ""), found[0], lambda value: f'{found[1]}"{value}"')

    def _link(self, found: re.Match[str]) -> str:
        href = _HREF.search(found[0])
        kind, content = self._file(html.unescape(href[1] or href[2] or "")) if href else _NOTHING
        if kind != _STYLE:
            return found[0]
        style = _CSS_ADDRESS.sub(self._css_address, content().decode("utf-8", "replace"))
        return f"<style>{_END_OF_STYLE.sub('', style)}</style>"

    def _css_address(self, found: re.Match[str]) -> str:
        return self._put(found[2], found[0], lambda value: f"url({value})")

    def _file(self, address: str) -> tuple[str, Callable[[], bytes]]:
        """Content type and bytes of the file at an address; no type where there is none."""
        if self._base and address not in self._files:
            with suppress(ValueError):
                address = urljoin(self._base, address)
        return self._files.get(address, _NOTHING)

    def _put(self, address: str, as_it_is: str, written: Callable[[str], str]) -> str:
        """What stands for a picture at this address; what stood there where the message has none."""
        kind, content = self._file(address)
        if not _is_picture(kind):
            return as_it_is
        value = f"data:{kind};base64,{b64encode(content()).decode()}"
        if len(value) > self._left:
            return as_it_is
        self._left -= len(value)
        return written(value)
