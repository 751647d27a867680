"""What is an article called, so that it keeps its name when its file is renamed, moved or read anew? A 64-bit number.

It is made from what the article is, best first: the address that its page states; its title and the first words of
its text; its bytes. Articles that are equal in this have one *base*; the first published has the base itself as its
id, each further one the next of `slot(base, 1)`, `slot(base, 2)`... (`index.reindex.agree.register` keeps who has
which).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from xxhash import xxh3_64_intdigest

from index.address import canonical

_WORDS = 50
_CHARACTERS = 500  # of these words: in scripts without spaces a word may be a paragraph
_CUT = _CHARACTERS + 100  # of a line that is looked at


class Name(NamedTuple):
    """The base of an article's id, and whether it is made of an address."""

    base: int
    by_address: bool


def name_of(url: str, title: str, body: Iterable[str], sha256: str) -> Name:
    """The name of an article.

    `url` is the address that its page states, "" for none, `title` its clean title and `body` the lines of its clean
    text, `sha256` the digest of its bytes. An address that is the root of a site names nothing.
    """
    if url and (address := canonical(url)):
        return Name(_number("address", address), by_address=True)
    words = _first_words(body)
    if words:
        return Name(_number("text", f"{' '.join(_folded(title).split())}\n{words}"), by_address=False)
    return Name(_number("bytes", sha256), by_address=False)


def slot(base: int, ordinal: int) -> int:
    """The id of the article that was the `ordinal`-th (from 0) with this base to be published."""
    return _number("equal", f"{base:016x} {ordinal}") if ordinal else base


def id_text(number: int) -> str:
    """An id as it stands in addresses: 16 hexadecimal digits."""
    return f"{number:016x}"


def _first_words(body: Iterable[str]) -> str:
    words: list[str] = []
    for line in body:
        words += _folded(line[:_CUT]).split(None, _WORDS)[: _WORDS - len(words)]
        if len(words) >= _WORDS:
            break
    return " ".join(words)[:_CHARACTERS]


def _folded(text: str) -> str:
    """The text without what is lost when a page is saved in another way: capitals and composed letters."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def _number(kind: str, text: str) -> int:
    return xxh3_64_intdigest(f"{kind}\0{text}".encode("utf-8", "surrogatepass"))
