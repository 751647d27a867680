"""The document of the format names the sections of an index that was really written, and how their items lie."""

from __future__ import annotations

import pytest

from index.schema import TEXT_FIELDS
from index.segment.arrays.container import Container
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from tests.search import corpora
from tools.docs.format import IN_A_FIELD, IN_A_SEGMENT, IN_DELETED, IN_NAMES, Held


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The dtype of each section of each kind of file, by the directories of the files themselves."""
    folder = tmp_path_factory.mktemp("format")
    corpora.store(folder, corpora.archive(3, 40))
    with open_store(folder, now=corpora.NOW) as store:
        store.remove(open_snapshot(folder).segments[0].card(0).id)
        store.publish()
    kinds: dict[str, dict[str, str]] = {}
    for file in sorted(path for path in (folder / "segments").rglob("*") if path.is_file()):
        entries = Container(file)._directory.items()
        kinds.setdefault(file.name.split("-")[0], {}).update({name: dtype for name, (dtype, *_) in entries})
    return kinds


def named(sections: tuple[Held, ...], before: str = "") -> dict[str, str]:
    return {before + section.name: section.dtypes for section in sections}


def test_each_section_is_named_with_the_dtypes_that_it_may_have(written: dict[str, dict[str, str]]) -> None:
    told = {
        "segment": named(IN_A_SEGMENT)
        | {k: v for field in TEXT_FIELDS for k, v in named(IN_A_FIELD, f"{field}.").items()},
        "names": named(IN_NAMES),
        "deleted": named(IN_DELETED),
    }
    assert {kind: set(sections) for kind, sections in written.items()} == {
        kind: set(names) for kind, names in told.items()
    }
    wrong = [
        (name, dtype)
        for kind, sections in written.items()
        for name, dtype in sections.items()
        if dtype not in told[kind][name].split()
    ]
    assert wrong == []
