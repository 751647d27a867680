"""An index of format version 5 had ids of places: each of them leads on to the article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest
from xxhash import xxh3_64_intdigest

from index.article import article_id
from index.errors import IndexOutdated
from index.reindex import manifest
from index.reindex.verify import verify
from index.store import publication
from index.store.history import Moved
from index.store.publication import (
    AttachedEntry,
    encode_generation,
    generation_numbers,
    generation_path,
    read_generation,
)
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.reindex.test_ids_carried_along import _attached as attached
from tests.reindex.test_ids_carried_along import folder, ids

__all__ = ["folder"]


def _as_version_5(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the newest generation as format version 5 did: articles are published under the ids of their places."""
    path = attached(index, manifest.NAME)
    with np.load(path) as arrays:
        columns = {name: arrays[name] for name in arrays.files}
    head = orjson.loads(columns["head"].tobytes()) | {"version": 1}
    columns["head"] = np.frombuffer(orjson.dumps(head), np.uint8)
    with path.open("wb") as file:
        np.savez(file, **{name: columns[name] for name in columns if name.removeprefix("row_") not in NEW_COLUMNS})
    record = read_generation(index, generation_numbers(index)[0])
    data = path.read_bytes()
    entry = AttachedEntry(manifest.NAME, str(path.relative_to(index)), len(data), xxh3_64_intdigest(data))
    monkeypatch.setattr(publication, "FORMAT_VERSION", 5)
    generation_path(index, record.number).write_bytes(encode_generation(replace(record, attached=(entry,))))
    monkeypatch.undo()


NEW_COLUMNS = {"base", "by_address", "source", "article", "added"}


def test_the_ids_of_an_index_of_format_version_5_lead_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    now = ids(index)
    _as_version_5(index, monkeypatch)
    with pytest.raises(IndexOutdated):
        open_snapshot(index)
    run(index)
    engine = open_engine(index)
    assert ids(index) == now
    assert {key: engine.former(article_id(f"{key}.md", key)) for key in now} == {key: Moved(now[key]) for key in now}
    assert not verify(index).problems
