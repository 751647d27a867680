"""What have the runs before said of ids? Read from what was published, and from what is left of it where it is damaged.

A run that builds the index anew, because the index is damaged or of another version, cannot open it. The manifest and
the history are files of their own beside the segments: what of them is whole is read all the same, so that addresses
outlast the damage. Of format version 5, which had ids of places, every id becomes a former one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from xxhash import xxh3_64_intdigest

from index.errors import CuttingsError, IndexDamaged
from index.reindex import manifest
from index.reindex.agree.partners import Ids
from index.reindex.agree.register import PastIds
from index.reindex.manifest import Manifest
from index.store import history
from index.store.history import History
from index.store.publication import generation_numbers, read_generation
from index.store.snapshot import Snapshot

T = TypeVar("T")


def known_of(snapshot: Snapshot, published: Manifest) -> PastIds:
    """What a generation knows; `published` is its manifest. Raises `IndexDamaged` and `IndexUnreadable`."""
    data = snapshot.extra(history.NAME)  # noqa: S610
    return PastIds(
        published, History.decode(data) if data is not None else History.empty(), partial(titles_of, snapshot)
    )


def nothing_known() -> PastIds:
    """What is known before the first run."""
    return PastIds(Manifest.empty(), History.empty(), lambda _: {})


def salvaged(folder: Path) -> PastIds:
    """What is left of a published index that cannot be opened: of each file the newest one that is whole."""
    known = _newest(folder, manifest.NAME, Manifest.decode)
    past = _newest(folder, history.NAME, History.decode)
    return PastIds(known or Manifest.empty(), past or History.empty(), lambda _: {})


def titles_of(snapshot: Snapshot, places: Ids) -> dict[int, str]:
    """The titles of articles of a generation, by the ids of their places. Raises `IndexDamaged`."""
    titles: dict[int, str] = {}
    for segment in snapshot.segments:
        by_document = segment.identities.by_document
        for document in segment.identities.among(places).tolist():
            if segment.live is None or segment.live[document]:
                titles[int(by_document[document])] = segment.card(document).title
    return titles


def _newest(folder: Path, name: str, decode: Callable[[bytes], T]) -> T | None:
    for data in _attached(folder, name):
        try:
            return decode(data)
        except IndexDamaged:
            continue
    return None


def _attached(folder: Path, name: str) -> Iterator[bytes]:
    """The files of that name of the generations, newest first, those that are what was written."""
    try:
        numbers = generation_numbers(folder)
    except CuttingsError:
        return
    for number in numbers:
        try:
            entries = read_generation(folder, number, any_version=True).attached
            entry = next(entry for entry in entries if entry.name == name)
            data = (folder / entry.path).read_bytes()
        except (CuttingsError, OSError, StopIteration, KeyError, TypeError):
            continue
        if len(data) == entry.size and xxh3_64_intdigest(data) == entry.digest:
            yield data
