"""How is an added file called? Readably, and so that nothing in its name leads elsewhere or tells a run something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import PurePath

from index.corrections import CORRECTIONS_FILE, NAMES_FILE
from index.reindex.scan.sources import CORRECTION

_LONGEST, _MOST_BYTES = 100, 160  # characters and bytes of a stem: file systems allow 255 bytes in all
_LONGEST_SUFFIX = 12
_PLAIN = "-_."
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{1,2000})<", re.IGNORECASE)
_HEAD = 1 << 16  # bytes of a page that are looked at for its title
_MEANINGLESS = frozenset({"", "singlefile", "index", "blob", "download", "unnamed", "untitled"})
"""Stems that programs give to whatever they send: the title of a page says more."""
_MEANING = (CORRECTIONS_FILE, NAMES_FILE)


def safe_name(given: str, data: bytes = b"", suffix: str = "") -> str:
    """A name for a file that was called `given` and begins with `data`: letters and digits of any script, few signs,
    no folder, nothing hidden. Without a `suffix` it keeps its own."""
    last = PurePath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    stem, own = _parted(last)
    if stem.strip(" .").lower() in _MEANINGLESS:
        stem = title_of(data) or stem
    stem = _cut(_plain(stem)) or "article"
    name = stem + (suffix or _plain(own.lower()))
    return f"{stem}-file{name[len(stem) :]}" if name.lower() in _MEANING or name.lower().endswith(CORRECTION) else name


def spellings(name: str, digest: str) -> Iterator[str]:
    """The name, then longer ones that a digest tells apart."""
    stem, suffix = _parted(name)
    yield name
    yield from (f"{stem}-{digest[:length]}{suffix}" for length in (8, 16, 32, 64))


def stem_of(name: str) -> str:
    """The name without its suffix."""
    return _parted(name)[0]


def title_of(data: bytes) -> str:
    """The title that the head of a web page states, "" for none."""
    found = _TITLE.search(data[:_HEAD])
    return " ".join(unescape(found[1].decode("utf-8", "replace")).split()) if found else ""


def _parted(name: str) -> tuple[str, str]:
    """Stem and suffix; `.gz` goes with the suffix before it."""
    path = PurePath(name)
    suffix = path.suffix
    if suffix.lower() == ".gz":
        suffix = PurePath(path.stem).suffix + suffix
    if not 1 < len(suffix) <= _LONGEST_SUFFIX:
        return name, ""
    return name[: -len(suffix)], suffix


def _plain(text: str) -> str:
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" or sign in _PLAIN else " " for sign in text)
    return "-".join(kept.split())


def _cut(stem: str) -> str:
    short = stem[:_LONGEST].encode()[:_MOST_BYTES].decode("utf-8", "ignore")
    return short.strip("-._")
