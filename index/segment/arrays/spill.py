"""Where do the postings of a run wait until runs are merged? In plain files, one an array, read back once and in order.

    FOLDER/FIELD.terms, .term_offsets     as in a segment
                .first_posting            u4 [terms + 1]
                .first_position           u4 [terms + 1]
                .docs i4                  one a posting
                .counts, .form_bits u1    one a posting
                .exceptions, .exact       as in a segment
                .positions u2 | u4        one an occurrence

No checksums, no compression: the process that writes them reads them, and nobody else ever does.
"""

from __future__ import annotations

import mmap
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays.dictionary import TermDictionary
from index.segment.arrays.disk import private_file
from index.segment.arrays.stretch import PORTIONS, Cursor, Portions, Stretch, TermWalk

_DTYPES = {
    "terms": "<u1", "term_offsets": "<u4", "first_posting": "<u4", "first_position": "<u4",
    "docs": "<i4", "counts": "<u1", "form_bits": "<u1", "exceptions": "<u4", "exact": "<u4",
}  # fmt: skip


def write_run(folder: Path, field: str, cursor: Cursor, portions: Portions = PORTIONS) -> None:
    """Write all that is left of a cursor into files of `folder`."""
    dtypes = _DTYPES | {"positions": "<u4" if cursor.wide else "<u2"}
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(private_file(_path(folder, field, name, dtype), "xb"))
            for name, dtype in dtypes.items()
        }

        def write(name: str, items: NDArray[Any]) -> None:
            files[name].write(np.ascontiguousarray(items, dtypes[name]).data)

        ends = dict.fromkeys(("term_offsets", "first_posting", "first_position"), 0)
        for name in ends:
            write(name, np.zeros(1))
        while cursor.remaining:
            terms = cursor.read_terms(cursor.pivot(portions.postings, portions.terms))
            stretch = cursor.take(len(terms))
            files["terms"].write(b"".join(terms))
            write("docs", stretch.docs)
            write("counts", stretch.counts)
            write("form_bits", stretch.form_bits)
            write("exceptions", stretch.which + ends["first_posting"])
            write("exact", stretch.exact)
            write("positions", stretch.positions)
            lengths = np.fromiter(map(len, terms), np.int64, len(terms))
            for name, sizes in zip(ends, (lengths, stretch.sizes, stretch.occurrences), strict=True):
                bounds = np.cumsum(sizes) + ends[name]
                write(name, bounds)
                ends[name] = int(bounds[-1])


class RunCursor(TermWalk):
    """Reads one field of a run: an `index.segment.arrays.stretch.Cursor`."""

    def __init__(self, folder: Path, field: str, portions: Portions = PORTIONS) -> None:
        self._portions = portions
        self.wide = _path(folder, field, "positions", "<u4").exists()
        self._maps: list[mmap.mmap] = []
        opened = {name: self._open(_path(folder, field, name, dtype), dtype) for name, dtype in _DTYPES.items()}
        position = "<u4" if self.wide else "<u2"
        self._positions = self._open(_path(folder, field, "positions", position), position)
        self._docs, self._counts = opened["docs"], opened["counts"]
        self._form_bits = opened["form_bits"]
        self._exceptions, self._exact = opened["exceptions"], opened["exact"].reshape(-1, 2)
        self._first_position = opened["first_position"]
        self._released = 0
        super().__init__(TermDictionary(opened["terms"], opened["term_offsets"], opened["first_posting"]))

    def _open(self, path: Path, dtype: str) -> NDArray[Any]:
        if not path.stat().st_size:
            return np.empty(0, dtype)
        with path.open("rb") as file:
            self._maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return np.frombuffer(self._maps[-1], dtype)

    def take(self, count: int) -> Stretch:
        bounds = self._terms.first_posting[self._term : self._term + count + 1]
        places = self._first_position[self._term : self._term + count + 1]
        self._term += count
        first, last = int(bounds[0]), int(bounds[-1])
        begin, end = int(places[0]), int(places[-1])
        if end - self._released > self._portions.release and hasattr(mmap, "MADV_DONTNEED"):
            for mapped in self._maps:
                mapped.madvise(mmap.MADV_DONTNEED)
            self._released = end
        a, b = np.searchsorted(self._exceptions, np.array([first, last], np.uint32)).tolist()
        return Stretch(
            sizes=np.diff(bounds).astype(np.int64),
            occurrences=np.diff(places).astype(np.int64),
            docs=self._docs[first:last],
            counts=self._counts[first:last],
            form_bits=self._form_bits[first:last],
            which=self._exceptions[a:b].astype(np.int64) - first,
            exact=self._exact[a:b],
            positions=self._positions[begin:end],
            targets=np.empty(0, np.int64),
        )


def _path(folder: Path, field: str, name: str, dtype: str) -> Path:
    return folder / f"{field}.{name}.{dtype[1:]}"
