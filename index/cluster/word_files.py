"""Which files tell servers the words of a generation? A table of each segment's, of what is gone of it, and the values.

    words/SEGMENT           the words of a segment (`index.cluster.words`), deleted documents and older versions among
                            them; SEGMENT is a number of what it holds
    deleted/SEGMENT-DOCUMENTS, older/SEGMENT-DOCUMENTS  those of its documents that are deleted, or older versions of
                            articles, where there are any: what is to be taken off
    values                  the values of the facets (`index.cluster.values`)
    copies                  what copies have in common (`index.cluster.copy_values`)
    attached/NAME           what was published with the generation under a name (`Snapshot.extra`)

So the words of the newest versions are `words` less `deleted` and `older`, those of all versions `words` less
`deleted`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64, xxh3_64_hexdigest

from index.cluster.copy_values import write_copy_values
from index.cluster.values import write_values
from index.cluster.words import write_words
from index.segment.reader import Segment
from index.store.snapshot import Snapshot
from index.versions.published_versions import newest_only

WORD_TABLES, DELETED_WORDS, OLDER_WORDS = "words", "deleted", "older"
VALUE_FILE, COPY_FILE = "values", "copies"
ATTACHED_PREFIX = "attached/"


def segment_number(segment: Segment) -> str:
    """A number of what a segment holds and how its articles are called: one of another content has another."""
    number = xxh3_64(repr(list(segment.container.parts())).encode())
    number.update(segment.names.ids.tobytes())
    return str(number.hexdigest())


def generation_files(snapshot: Snapshot, known: Mapping[str, str]) -> Iterator[tuple[str, bytes | str]]:
    """The files of a generation by their names: of those that are `known` what their content is called, of others their
    bytes. Raises IndexDamaged."""
    newest = newest_only(snapshot)
    for segment, shown in zip(snapshot.segments, newest.snapshot.segments, strict=True):
        number = segment_number(segment)
        yield _table(f"{WORD_TABLES}/{number}", segment, None, known)
        deleted = _gone_of(segment)
        for kind, documents in ((DELETED_WORDS, deleted), (OLDER_WORDS, _gone_of(shown) & ~deleted)):
            if documents.any():
                name = f"{kind}/{number}-{xxh3_64_hexdigest(np.packbits(documents).tobytes())}"
                yield _table(name, segment, documents, known)
    yield VALUE_FILE, _written(partial(write_values, shown=newest.snapshot))
    yield COPY_FILE, _written(partial(write_copy_values, shown=newest.snapshot))
    for entry in snapshot.record.attached:
        yield f"{ATTACHED_PREFIX}{entry.name}", snapshot.extra(entry.name) or b""  # noqa: S610  (no query)


def _table(
    name: str, segment: Segment, documents: NDArray[np.bool_] | None, known: Mapping[str, str]
) -> tuple[str, bytes | str]:
    if name in known:
        return name, known[name]
    return name, _written(partial(write_words, segment=segment, documents=documents))


def _written(write: Callable[[Path], None]) -> bytes:
    with TemporaryDirectory(prefix="cuttings-") as folder:
        path = Path(folder) / "table"
        write(path)
        return path.read_bytes()


def _gone_of(segment: Segment) -> NDArray[np.bool_]:
    """bool[doc_count]: the documents that are not shown."""
    return np.zeros(segment.doc_count, np.bool_) if segment.live is None else ~segment.live
