"""Which file holds what was saved of an article, and which line of it? Told by the manifest of its generation."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from index.originals.original import Original
from index.reindex.manifest import NAME, RowPlaces, row_places
from index.reindex.scan.roots import Root
from index.segment.reader import Segment
from index.store.snapshot import Snapshot

_ESCAPED = re.compile(rb"\\x([89a-f][0-9a-f])")  # a byte of a name that is not UTF-8, as `name_as_text` writes it


@dataclass(frozen=True, slots=True)
class OriginalPlaces:
    """Where the articles of a generation come from: the `rows` of those that are in the index."""

    rows: RowPlaces

    def of(self, segment: Segment, doc: int) -> Original | None:
        """What was saved of a document; None where the manifest does not know it."""
        found = np.flatnonzero(self.rows.id == segment.identities.by_document[doc])
        if not len(found):
            return None
        row, card = int(found[0]), segment.card(doc)
        line, file = int(self.rows.line[row]), int(self.rows.file[row])
        root, size = self.rows.roots[self.rows.root[file]], None if line else int(self.rows.size[file])
        files = tuple(dict.fromkeys(_files(root, card.path)))
        return Original(card.path, files, line, size, card.sha256, card.format, root.path)


def original_places(snapshot: Snapshot) -> OriginalPlaces | None:
    """Where the articles of a generation come from; None where it was published without a manifest.

    Raises `IndexDamaged` and `IndexUnreadable`.
    """
    data = snapshot.extra(NAME)  # noqa: S610  (no query of a database)
    return None if data is None else OriginalPlaces(row_places(data))


def _files(root: Root, path: str) -> Iterator[str]:
    """The paths on this machine that a source of a root may have by its name in the archive."""
    if not root.path:  # forgotten
        return
    relative = path.removeprefix(root.prefix)
    for name in (relative, os.fsdecode(_ESCAPED.sub(lambda byte: bytes.fromhex(byte[1].decode()), relative.encode()))):
        yield str(PurePath(root.path, name))
        if name == PurePath(root.path).name:  # the root is a file
            yield root.path
