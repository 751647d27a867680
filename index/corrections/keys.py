"""By what does a correction know its articles? `BY` is the one table: id, file, address, host, or a value of a field.

The strongest stands first: where two corrections set one field of an article, the one whose row is above counts.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from xxhash import xxh3_64_intdigest

from index.address import canonical, parsed, shown_host
from index.article import Metadata

BY_ID, BY_FILE, BY_ADDRESS, BY_TITLE, BY_BYLINE = "id", "file", "address", "title", "byline"


class ArticleKey(NamedTuple):
    """What some articles have in common: the name of a row of `BY`, and the value as that row spells it."""

    by: str
    value: str

    def __str__(self) -> str:
        return f"{self.by}: {self.value}"

    @property
    def number(self) -> int:
        """64 bits of it, by which it is kept."""
        return xxh3_64_intdigest(f"{self.by}\0{self.value}".encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class By:
    """One way to name articles.

    `spelt` gives the one spelling of a value, "" for what can be none, which is then `expected`. `values_of` gives an
    article's values in this spelling, "" for none; ids and the file are told from outside. `facet` is the facet
    that has the same values.
    """

    name: str
    expected: str
    spelt: Callable[[str], str]
    values_of: Callable[[Metadata], Iterable[str]]
    facet: str = ""


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _address(text: str) -> str:
    return canonical(text) or canonical(f"//{text.strip()}")


def _host(text: str) -> str:
    bare = text.strip()
    address = parsed(bare if "//" in bare else f"//{bare}")
    whole = address is not None and address.path in ("", "/") and not address.query
    return shown_host(f"//{address.host}") if address is not None and whole else ""


_VALUE = "a text"
BY: tuple[By, ...] = (
    By(BY_ID, "an article's id, as it stands in its address here, or the id of a JSON line", _tidy, lambda known: ()),
    By(BY_FILE, "a file as the report names it, such as archive.zip#page.html", str.strip, lambda known: ()),
    By(BY_ADDRESS, "the address of one page", _address, lambda known: (canonical(known.url),)),
    By("host", "a host, such as news.example.org", _host, lambda known: (known.host,), "site"),
    By(BY_TITLE, _VALUE, _tidy, lambda known: (_tidy(known.title),)),
    By("publisher", _VALUE, _tidy, lambda known: (_tidy(known.publisher),), "publisher"),
    By(BY_BYLINE, _VALUE, _tidy, lambda known: map(_tidy, known.authors), "byline"),
    By("agency", _VALUE, _tidy, lambda known: (_tidy(known.agency),), "agency"),
    By("section", _VALUE, _tidy, lambda known: (_tidy(known.section),), "section"),
    By("place", _VALUE, _tidy, lambda known: (_tidy(known.place),), "place"),
)
BYS = {by.name: by for by in BY}


def keys_of(known: Metadata, ids: Iterable[str], file: str, kinds: Container[str] = BYS) -> list[ArticleKey]:
    """The keys of an article, the strongest first, of these rows of `BY`. `ids` are those that lead to it, `file`
    is the name of its file."""
    keys = [*(ArticleKey(BY_ID, one) for one in ids), ArticleKey(BY_FILE, file)]
    for by in BY:
        if by.name in kinds:
            keys += [ArticleKey(by.name, value) for value in by.values_of(known) if value]
    return list(dict.fromkeys(keys))
