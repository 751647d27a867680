"""The table of a segment's addresses gives what a plain walk over the addresses gives, also after a merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.article import Article, article_id
from index.errors import IndexDamaged
from index.segment.arrays import sections
from index.segment.arrays.addresses import entries_of, read_addresses, write_addresses
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.compaction import compact
from index.segment.reader import Segment, open_segment
from index.segment.writer import SegmentBuilder
from index.store import soundness

HOSTS = ("isles.example", "news.isles.example", "anews.isles.example", "b.example", "xn--kge-0na.example")
PARTS = ("news", "newsreel", "NEWS", "2015", "a-news-b", "News_c", "caf%C3%A9", "%C3%A9news", "news%20d", "e")


def address(rng: Random) -> str:
    """An address in its one spelling, "" now and then."""
    if rng.random() < 0.1:
        return ""
    path = "".join(f"/{rng.choice(PARTS)}" for _ in range(rng.randint(0, 3)))
    query = rng.choice(("", "", "?id=1", "?id=1&news=2"))
    return rng.choice(HOSTS) + (path + query if path or query else "/e")


def table_of(folder: Path, *addresses: Iterable[str]) -> Container:
    writer = ContainerWriter(folder / "table")
    write_addresses(writer, [entries_of(list(part)) for part in addresses])
    writer.close()
    return Container(folder / "table")


def stands(one: str, word: str) -> bool:
    """Whether a word stands in the path or query, no letter or digit on either side of it."""
    from urllib.parse import unquote

    path = unquote(one[re.search("[/?]", one).start() :]) if one else ""  # type: ignore[union-attr]
    pieces = re.findall(r"[^\W_]+", path)
    return word.lower() in (piece.lower() for piece in pieces)


@pytest.mark.parametrize("seed", range(8))
def test_each_look_up_gives_what_a_walk_gives(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    addresses = [address(rng) for _ in range(300)]
    table = read_addresses(table_of(tmp_path, addresses))
    assert table.in_order(300) and len(table) == sum(map(bool, addresses))

    def walk(holds: Callable[[str], bool]) -> list[int]:
        return [doc for doc, one in enumerate(addresses) if one and holds(one)]

    for sought in {*filter(None, addresses), "isles.example", "isles.example/ne", "b.example/news", "c.example/a"}:
        assert table.whole(sought).tolist() == walk(lambda one: one == sought)  # noqa: B023
        assert table.beginning(sought).tolist() == walk(lambda one: one.startswith(sought))  # noqa: B023
        ends = ("", "/", "?") if "?" not in sought else ("", "&")
        below = walk(lambda one: one.startswith(sought) and one[len(sought) :][:1] in ends)  # noqa: B023
        assert table.below(sought).tolist() == below
    for word in ("news", "NEWS", "newsreel", "2015", "caf\u00e9", "id", "isles", "nothing"):
        assert table.with_words(word).tolist() == walk(lambda one: stands(one, word)), word  # noqa: B023


def test_words_may_stand_apart_as_in_a_path(tmp_path: Path) -> None:
    table = read_addresses(table_of(tmp_path, ["a.example/ice-in-the-bay", "a.example/ice/in", "a.example/iced-in"]))
    assert table.with_words("ice in").tolist() == [0, 1]
    assert table.with_words("Bay").tolist() == [0]
    assert table.with_words("-").tolist() == table.with_words("a").tolist() == []


def test_an_empty_table_finds_nothing(tmp_path: Path) -> None:
    table = read_addresses(table_of(tmp_path, ["", ""]))
    assert table.in_order(2) and len(table) == 0
    assert [len(found) for found in (table.whole("a.b/c"), table.below("a.b"), table.with_words("c"))] == [0, 0, 0]


def test_a_table_that_is_not_of_its_documents_is_refused(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "table")
    writer.add(sections.ADDRESSES, b"a.b/c\n")
    writer.add(sections.ADDRESS_ENDS, np.array([0, 6], np.uint16))
    writer.add(sections.ADDRESS_DOCS, np.array([0, 1], np.int32))
    writer.close()
    with pytest.raises(IndexDamaged):
        read_addresses(Container(tmp_path / "table"))


def test_a_table_that_is_not_sorted_is_told(tmp_path: Path) -> None:
    assert not read_addresses(table_of(tmp_path, ["a.b/c"])).in_order(0)
    writer = ContainerWriter(tmp_path / "unsorted")
    writer.add(sections.ADDRESSES, b"b.b/c\na.b/c\n")
    writer.add(sections.ADDRESS_ENDS, np.array([0, 6, 12], np.uint16))
    writer.add(sections.ADDRESS_DOCS, np.array([0, 1], np.int32))
    writer.close()
    assert not read_addresses(Container(tmp_path / "unsorted")).in_order(2)


def segment(folder: Path, addresses: list[str], first: int) -> Segment:
    builder = SegmentBuilder(folder)
    for number, one in enumerate(addresses, first):
        key, url = str(number), f"https://www.{one}" if one else ""
        builder.add(Article(id=article_id("x", key), key=key, path="x", title=key, text="Ice.", url=url, language="en"))
    built = builder.finish()
    assert built
    return open_segment(built.path)


@pytest.mark.parametrize("seed", range(4))
def test_a_merge_keeps_the_addresses_of_what_lives(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    parts = [[address(rng) for _ in range(40)] for _ in range(3)]
    segments, live = [], []
    for number, addresses in enumerate(parts):
        gone = np.array(sorted(rng.sample(range(40), 8)), np.int32)
        segments.append(segment(tmp_path / str(number), addresses, 40 * number).with_deleted(gone, ""))
        live += [one for doc, one in enumerate(addresses) if doc not in gone]
    built = compact(segments, tmp_path / "merged")
    assert built
    merged = open_segment(built.path)
    for one in filter(None, live):
        assert merged.addresses.whole(one).tolist() == [doc for doc, other in enumerate(live) if other == one]
    assert len(merged.addresses) == sum(map(bool, live))
    assert list(soundness.of_segment(merged)) == []
