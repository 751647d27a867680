"""What does the page of an article say of how it was saved? Its file and line, size and digest, and the links to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from index.article import Article
from index.originals.in_browser import ONLY_DOWNLOADED
from index.originals.original import Original
from web import regional, urls, words
from web.translation import gettext as _
from web.translation import ngettext, noted

_UNSAFE = re.compile(r'[\\/:*?"<>|%\s]')  # what some system does not allow in the name of a file
_LONGEST = 120  # characters of a file's name; the shortest limit of a system is 143 bytes
_FILE = noted("The file as it was saved")
_PAGE, _MAIL = noted("The page as it was saved"), noted("The mail as it was saved")
_KINDS = {
    "html": _PAGE,
    "mhtml": _PAGE,
    "webarchive": _PAGE,
    "email": _MAIL,
    "jsonl": noted("The line as it was saved"),
}
_SUFFIXES = {"jsonl": "json", "json": "json", "email": "eml", "csv": "csv", "feed": "xml"}
_OTHER_RECORD = "warc"  # of a web archive, whose records are pages and texts


@dataclass(frozen=True, slots=True)
class HowSaved:
    """What was saved: a page, a line, else a file. `line` is its number among those of its file, 0 where the file holds
    no other, and `unit` what it is called. `shown` leads to it as it was and `shown_as` says so, `download` leads to
    its bytes, both "" where nobody knows where it lies; `size` is in words, "" where it is not known; `address` is one
    of the web that may be a link, else ""."""

    shown_as: str
    shown: str
    download: str
    line: int
    unit: str
    size: str
    saved: str
    address: str


def how_saved(article: Article, original: Original | None) -> HowSaved:
    """How the article, or the version of one, was saved."""
    return HowSaved(
        _(_KINDS.get(article.format, _FILE)),
        urls.saved(article.id, urls.SAVED_FRAME) if original and article.format not in ONLY_DOWNLOADED else "",
        urls.saved(article.id, urls.SAVED_SOURCE) if original else "",
        original.line if original else 0,
        _("Line") if article.format == "jsonl" else _("Record"),
        _size(original) if original else "",
        words.date(article.saved) if article.saved else "",
        article.url if article.url.lower().startswith(("http://", "https://")) else "",
    )


def _size(original: Original) -> str:
    if original.size is None:
        return ""
    return ngettext("%(n)s byte", "%(n)s bytes", original.size, n=regional.number(original.size))


def file_name(original: Original) -> Mapping[str, str]:
    """The header that names a download (RFC 6266): after its file, without what no file may be called."""
    name = _safe(PurePosixPath(original.path).name)
    if original.line:
        suffix = _SUFFIXES.get(original.format, _OTHER_RECORD)
        name = f"{name.partition('.')[0] or 'records'}-{original.line}.{suffix}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    value = f'attachment; filename="{plain or "source"}"'
    if plain != name:
        value += f"; filename*=UTF-8''{quote(name, safe='!#$&+-.^_`|~')}"
    return {"Content-Disposition": value}


def _safe(name: str) -> str:
    """A name that every system takes: no dot in front, nothing invisible, of no great length, its ending kept."""
    visible = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in name)
    plain = _UNSAFE.sub("_", visible).lstrip(".") or "source"
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 20]}_{plain[-19:]}"
