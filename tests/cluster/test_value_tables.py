"""The file of values says what going through every article says, and its names are found as the segments' are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from index.authority import SettledNames
from index.authority import published as published_authority
from index.cluster.values import ValueTable, open_values, write_values
from index.facets import BY_NAME, FACET_NAMES
from index.store.snapshot import Snapshot, open_snapshot
from index.store.transaction import open_store
from search.cluster.knowledge.table_names import TableNames
from search.facets.columns import FacetTable, SegmentColumns
from search.facets.segment_names import SegmentNames
from tests.facets.test_offered_names import SAID
from tests.reindex.archives import run
from tests.search import corpora


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Articles with names and of several segments, one of them deleted."""
    folder = tmp_path_factory.mktemp("values")
    for number, again in enumerate(("", "Nadia Petrov of the World Bank met them in Norway. ")):
        lines = [
            {
                "id": f"{key}{number}",
                "title": "A report",
                "text": again + text,
                "language": "en",
                "publisher": "Courier",
            }
            for key, text in SAID.items()
        ]
        (folder / f"{number}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        assert not run(folder / "index", *sorted(folder.glob("*.jsonl"))).skipped
    with open_store(folder / "index", now=corpora.NOW) as store:
        for article in corpora.archive(4, 40):
            store.add(article)
        store.publish()
    snapshot = open_snapshot(folder / "index")
    with open_store(folder / "index", now=corpora.NOW) as store:
        store.remove(snapshot.segments[0].article_id(0))
        store.publish()
    return open_snapshot(folder / "index")


@pytest.fixture(scope="module")
def table(shown: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> ValueTable:
    path: Path = tmp_path_factory.mktemp("table") / "values"
    write_values(path, shown)
    return open_values(path)


def test_every_value_has_the_articles_that_have_it(shown: Snapshot, table: ValueTable) -> None:
    authority = published_authority(shown)
    expected: dict[str, Counter[str]] = {name: Counter() for name in FACET_NAMES}
    for segment in shown.segments:
        names = SettledNames(authority, segment.mentions)
        for doc in range(segment.doc_count):
            if segment.live is not None and not segment.live[doc]:
                continue
            for facet in FACET_NAMES:
                settled = BY_NAME[facet].settled
                if settled is None:
                    expected[facet].update(segment.facets.values_of(doc, facet) or ("",))
                else:
                    of_doc = names.of(doc)
                    expected[facet].update(names.text(n) for n in of_doc.tolist() if names.types[n] == settled)
    assert {facet: dict(table.of(facet)) for facet in FACET_NAMES} == expected
    assert all(expected[facet] for facet in ("person", "organisation", "mentioned_place", "byline"))
    assert table.shown == shown.live_count
    assert len(shown.segments) > 1


def test_a_value_has_the_groups_of_copies_that_have_it(tmp_path: Path) -> None:
    said = " ".join(f"The council of town {number} has met about its {number + 7} bridges." for number in range(12))
    rows = [("a", "Courier", said), ("b", "Courier", said), ("c", "Herald", said), ("d", "Herald", "Another story.")]
    for number, some in enumerate((rows[:2], rows[2:])):
        lines = [{"id": key, "title": "A report", "text": text, "publisher": paper} for key, paper, text in some]
        (tmp_path / f"{number}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        run(tmp_path / "index", *sorted(tmp_path.glob("*.jsonl")))
    whole = open_snapshot(tmp_path / "index")
    assert len(whole.segments) > 1
    write_values(tmp_path / "values", whole)
    table = open_values(tmp_path / "values")
    assert dict(table.of("publisher")) == {"Courier": 2, "Herald": 2}
    assert dict(table.groups_of("publisher")) == {"Courier": 1, "Herald": 2}
    assert (table.shown, table.shown_groups) == (4, 2)


def test_names_are_found_as_in_the_segments(shown: Snapshot, table: ValueTable) -> None:
    authority = published_authority(shown)
    columns = [SegmentColumns(segment) for segment in shown.segments]
    known = FacetTable([each.under(SegmentNames(each.segment, authority, "x")) for each in columns]).named
    names = TableNames(table)
    words = ["angela", "merkel", "bashar", "assad", "claude", "world", "health", "bank", "geneva", "norway", "nowhere"]
    found = 0
    for word in words:
        for typed in ((word,), ("world", word), (word, "organization")):
            assert names.holding(typed) == known.holding(typed)
            found += bool(names.holding(typed))
        for start in (word, word[:2], f"world {word[:2]}"):
            for facets in (("person",), ("person", "organisation", "mentioned_place")):
                assert names.beginning(start, facets, 3) == known.beginning(start, facets, 3)
    assert found > 5
    assert names.holding(("claude",)) == []  # no article vouches for him
