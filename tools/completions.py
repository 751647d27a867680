"""How often does completion offer the name that a person types? Names of two words, counted in the raw texts.

    python -m tools.completions --index FOLDER

A name is two capitalised words side by side in the texts of three articles of one half of the sites. Asked is the first
word and two letters of the second, in small letters; right is the name among the first five offers. A first offer is
nonsense where its last two words stand side by side in no text.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import MAX_RESULTS, Listing, Query
from tools.docs.markdown import table

_NAME = re.compile(r"(?<![^\W_])(?=([A-Z][a-z]+) ([A-Z][a-z]{2,})(?![^\W_]))")
_LEAST = 3  # articles
_LETTERS = 2
_FIRST = 5


@dataclass(frozen=True, slots=True)
class RawText:
    """What an article says, and the half that its site is in."""

    half: str
    words: str


def texts(engine: Engine) -> list[RawText]:
    """The titles and texts of the archive."""
    rows = []
    for page in engine.export(Query(quotes=False, copies=Listing.ALL), MAX_RESULTS):
        for hit in page:
            reading = engine.article(hit.id)
            assert reading is not None
            host = (urlsplit(reading.article.url).hostname or hit.publisher).removeprefix("www.")
            rows.append(RawText("ab"[crc32(host.encode()) & 1], f"{reading.title.text}\n{reading.text.text}"))
    return rows


def names(rows: Sequence[RawText]) -> list[tuple[str, str]]:
    """The names of two words in three of the texts."""
    pairs = Counter(pair for row in rows for pair in set(_NAME.findall(row.words)))
    return sorted(pair for pair, count in pairs.items() if count >= _LEAST)


def stands(offer: str, whole: str) -> bool:
    """Whether the last two words of an offer without a filter stand side by side in the texts (in small letters)."""
    return ":" in offer or " ".join(offer.lower().split()[-2:]) in whole


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    engine = open_engine(parser.parse_args(arguments).index, seconds=60.0)
    engine.warm()
    rows = texts(engine)
    whole = " ".join(" ".join(row.words for row in rows).lower().split())
    lines = []
    for half in "ab":
        asked = names([row for row in rows if row.half == half])
        offers = [engine.complete(f"{first} {second[:_LETTERS]}".lower()) for first, second in asked]
        right = sum(
            any(f"{first} {second}".lower() in offer.lower() for offer in some[:_FIRST])
            for (first, second), some in zip(asked, offers, strict=True)
        )
        strange = sum(bool(some) and not stands(some[0], whole) for some in offers)
        lines.append((half, str(len(asked)), f"{right / len(asked):.3f}", f"{strange / len(asked):.3f}"))
    print(table(("half", "names", "among the first five", "first offer nonsense"), lines))


if __name__ == "__main__":
    main()
