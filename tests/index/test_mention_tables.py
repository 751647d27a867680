"""The names of documents as they lie on disk say what was put in, whatever is merged and whatever is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.mentions import (
    NAME_SHIFT,
    NO_TYPE,
    SURE,
    TYPE_SHIFT,
    VOTE_SHIFT,
    DocumentName,
    DocumentNames,
    MentionCollector,
    MentionTable,
    merge_mentions,
    read_mentions,
    write_mentions,
)

# A document in plain values: names as (text, number, type, sure), votes as (number, type).
Plain = tuple[list[tuple[str, int, int, bool]], list[tuple[int, int]]]
texts = st.sampled_from(["Ode Lund", "Lund", "LUND", "Nairobi", "Grün AG", "\ud800", "", "東京", "a" * 300])
documents = st.tuples(
    st.lists(st.tuples(texts, st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=6),
    st.lists(st.tuples(st.integers(0, 2**30 - 1), st.integers(0, 3)), max_size=4),
)
archives = st.lists(documents, max_size=8)


def table(archive: Sequence[Plain]) -> MentionTable:
    collector = MentionCollector()
    for names, votes in archive:
        rows = tuple(DocumentName(text, number, len(text), kind, sure) for text, number, kind, sure in names)
        packed = np.array([number << VOTE_SHIFT | kind for number, kind in votes], np.uint32)
        collector.add(DocumentNames(rows, packed))
    return collector.table()


def plain(known: MentionTable) -> list[Plain]:
    """What a table says of each document, in plain values."""
    return [
        (
            [
                (
                    known.text(row >> NAME_SHIFT),
                    int(known.numbers[row >> NAME_SHIFT]),
                    row >> TYPE_SHIFT & NO_TYPE,
                    bool(row & SURE),
                )
                for row in known.rows_of(doc).tolist()
            ],
            [(vote >> VOTE_SHIFT, vote & NO_TYPE) for vote in known.votes_of(doc).tolist()],
        )
        for doc in range(len(known.row_ends))
    ]


@settings(deadline=None)
@given(archives)
def test_a_table_says_what_was_put_in(archive: list[Plain]) -> None:
    known = table(archive)
    assert plain(known) == archive
    assert not [*known.problems(len(archive))]
    assert sorted({(text, number) for names, _ in archive for text, number, *_ in names}) == sorted(
        (known.text(name), int(known.numbers[name])) for name in range(len(known.keys))
    )
    assert all(int(known.blocks[name]) == len(known.text(name)) for name in range(len(known.keys)))


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(documents, st.booleans()), max_size=5), min_size=1, max_size=4))
def test_merged_tables_are_the_table_of_what_lives(parts: list[list[tuple[Plain, bool]]]) -> None:
    tables = [
        table([document for document, _ in part]).only(np.array([live for _, live in part], np.bool_)) for part in parts
    ]
    merged = merge_mentions(tables)
    anew = table([document for part in parts for document, live in part if live])
    for name in MentionTable.__slots__:
        mine, other = getattr(merged, name), getattr(anew, name)
        assert mine.dtype == other.dtype, name
        assert np.array_equal(mine, other), name


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    archive: list[Plain] = [([("Ode Lund", 7, 0, True), ("Lund", 2**30 - 1, 2, False)], [(7, 0), (9, 3)]), ([], [])]
    writer = ContainerWriter(tmp_path / "table")
    write_mentions(writer, table(archive))
    writer.close()
    assert plain(read_mentions(Container(tmp_path / "table"))) == archive


def test_what_is_wrong_in_a_table_is_named() -> None:
    sound = table([([("Ode Lund", 7, 0, True), ("Nairobi", 8, 2, False)], [(7, 0)]), ([("Lund", 9, 0, False)], [])])

    def told(**changed: object) -> list[str]:
        return [*replace(sound, **changed).problems(2)]  # type: ignore[arg-type]

    assert told() == []
    order = "the names are not in the order of their keys"
    assert told(keys=sound.keys[::-1]) == [order]
    assert told(texts=sound.texts ^ np.uint8(1)) == [order], "a text under the key of another"
    assert told(ends=sound.ends[:-1]) == ["the names do not fit their texts"]
    assert told(texts=sound.texts[1:]) == ["the names do not fit their texts"]
    assert told(row_ends=sound.row_ends[::-1]) == ["the rows do not fit the documents"]
    assert told(votes=sound.votes[:0]) == ["the rows do not fit the documents"]
    assert told(rows=sound.rows + np.uint32(9 << NAME_SHIFT)) == ["a document has a name that is not there"]
    assert told(rows=sound.rows | np.uint32(NO_TYPE << TYPE_SHIFT)) == ["a name of a document has no type"]
    assert [*sound.problems(3)] == ["the rows do not fit the documents"] * 2
