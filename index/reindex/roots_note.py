"""Which folders was a run told to read that did not come to its end? A note beside the index says so.

It is also what is left of the roots where the index itself cannot be read.
"""

# ruff: noqa: PTH110
from __future__ import annotations

import os
from pathlib import Path

import orjson

from index.reindex.scan.roots import Root
from index.segment.arrays import disk
from index.segment.arrays.disk import write_synced
from index.store.noted_roots import ROOTS, noted_roots


def remember(folder: Path, roots: tuple[Root, ...]) -> None:
    """Note the roots beside the index, for the day when a run is cut off or the index has to be built anew.

    The note is on the disk when this returns. Raises `OSError`.
    """
    aside = folder / f"{ROOTS}.new"
    write_synced(aside, orjson.dumps([[root.path, root.prefix] for root in roots]))
    disk.replace(aside, folder / ROOTS)


def promised(before: tuple[Root, ...], after: tuple[Root, ...]) -> tuple[Root, ...]:
    """The roots to note while a run from `before` to `after` goes on: new ones count at once, none is forgotten yet."""
    return tuple(old if not new.path else new for old, new in zip(before, after, strict=False)) + after[len(before) :]


def roots_noted(folder: Path) -> tuple[Root, ...]:
    """The roots of `remember`; none where the note is missing or cannot be read."""
    return tuple(Root(path, prefix) for path, prefix in noted_roots(folder))


def as_noted(published: tuple[Root, ...], folder: Path) -> tuple[Root, ...]:
    """The roots of the published index, and after them those that a run took up which was cut off.

    Of these one that is not there any more was a slip, or has nothing in the index that it could lose: it is not asked
    for. A published one that such a run had found elsewhere is there.
    """
    noted = roots_noted(folder)
    if [root.prefix for root in noted[: len(published)]] != [root.prefix for root in published]:
        return published  # the note is of another index, or an older one
    where = tuple(new if _was_moved(old, new) else old for old, new in zip(published, noted, strict=False))
    return where + tuple(root for root in noted[len(published) :] if root.path and os.path.exists(root.path))


def _was_moved(old: Root, new: Root) -> bool:
    return bool(old.path and new.path) and not os.path.exists(old.path) and os.path.exists(new.path)
