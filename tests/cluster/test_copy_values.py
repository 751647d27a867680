"""The file of what copies have in common says what the documents of each group say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest

from index.cluster.copy_values import COUNTED, CopyValues, open_copy_values, write_copy_values
from index.cluster.documents import ArchiveDocuments
from index.store.snapshot import open_snapshot
from search.cluster import matched_copies
from search.query import Listing, Query, Selection, Sort
from tests.cluster.engine_pairs import engine_pair, plainly
from tests.search import copied_archive
from tests.search.copied_archive import MARKERS
from tools.opensearch.local_cluster import LocalCluster


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of stories that several papers print."""
    made = tmp_path_factory.mktemp("copies")
    copied_archive.published(made, copied_archive.prints())
    return made / "index"


def test_the_file_says_what_the_documents_of_groups_share(folder: Path, tmp_path: Path) -> None:
    snapshot = open_snapshot(folder)
    write_copy_values(tmp_path / "copies", snapshot)
    values: CopyValues = open_copy_values(tmp_path / "copies")
    archive = ArchiveDocuments(snapshot)
    documents = [orjson.loads(each.fields) for each in archive.documents(list(archive.places()))]
    grouped = [fields for fields in documents if "group" in fields]
    sizes = Counter(fields["group"] for fields in grouped)
    assert dict(zip(values.groups.tolist(), (values.ends - values.begins).tolist(), strict=True)) == sizes
    assert len(sizes) > 10
    shared = 0
    for field in COUNTED:
        held = [
            (fields["group"], fields["member"], str(value))
            for fields in grouped
            for stated in [fields.get(field, [])]
            for value in (stated if isinstance(stated, list) else [stated])
        ]
        times = Counter((group, value) for group, _, value in held)
        expected = {one for one in held if times[one[0], one[2]] > 1}
        members, numbers = values.shared(field)
        group = values.of_members.take(members)
        places = members - values.begins.take(group)
        texts = map(values.text, numbers.tolist())
        assert set(zip(values.groups.take(group).tolist(), places.tolist(), texts, strict=True)) == expected, field
        shared += bool(expected)
    assert shared > 5


def test_many_groups_are_asked_for_in_parts(folder: Path, node: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("_PART", 4), ("_PAGE", 3), ("_TERMS", 5)):
        monkeypatch.setattr(matched_copies, name, most)
    pair = engine_pair(folder, node.addresses[0], "copies-in-parts")
    partly = 0
    for selections in ((), (Selection("publisher", "The Barge"),), (Selection("byline", "Ann Lee", excluded=True),)):
        for words in ("", MARKERS[0], " ".join(MARKERS[:3]), "talor", "talor -morist"):
            query = Query(words, selections, sort=Sort.RELEVANCE, copies=Listing.GROUP, as_typed=True)
            there, here = pair.there.search(query), pair.here.search(query)
            assert plainly(there) == plainly(here), query
            partly += 1 < here.total_groups < here.total
            counts = (pair.there.facet(query, "byline"), pair.here.facet(query, "byline"))
            assert plainly(counts[0]) == plainly(counts[1])
    assert partly > 5
