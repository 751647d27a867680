"""What follows from a generation as a whole: the table of names, with what each root's `names.yaml` says of them.

No article is read for it: the table is made anew of the names that the segments hold, whenever something is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from index.corrections import NAMES_FILE
from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.reindex.report import CorrectionCount
from index.reindex.scan.corrections import CorrectionsFile
from index.reindex.scan.roots import Root
from index.segment.reader import Segment
from index.store.tables import encode_table, json_array, json_of, opened_table

if TYPE_CHECKING:
    from index.authority import Authority
    from index.corrections.name_entries import NameBook

NAME, TABLE = "names", "authority"
"""Under which names the record and the table are published."""


@dataclass(frozen=True, slots=True)
class NamesRecord:
    """How the table of names of a generation was made: by which `code`, with which `files` (bytes, by the number of the
    root); and what was reported, `told` and `complaints`."""

    code: str = ""
    files: Mapping[int, bytes] = field(default_factory=dict)
    told: tuple[CorrectionCount, ...] = ()
    complaints: tuple[Skipped, ...] = ()

    def encode(self) -> bytes:
        """The table as bytes."""
        head = {
            "code": self.code,
            "files": [[root, data.decode("latin-1")] for root, data in sorted(self.files.items())],
            "told": [[one.path, one.entry, one.line, one.by, one.articles] for one in self.told],
            "complaints": [[one.path, one.line, one.why.code, dict(one.why.values)] for one in self.complaints],
        }
        return encode_table({"head": json_array(head)})

    @classmethod
    def decode(cls, data: bytes | None) -> Self:
        """The table of `encode`; of None an empty one. Raises `IndexDamaged` for anything else."""
        if data is None:
            return cls()
        with opened_table(data, "what is known of names.yaml") as arrays:
            head: Mapping[str, Any] = json_of(arrays["head"])
            complaints = [
                Skipped(path, SkipReason(SkipCode(code), **values), line)
                for path, line, code, values in head["complaints"]
            ]
            return cls(
                head["code"],
                {root: text.encode("latin-1") for root, text in head["files"]},
                tuple(CorrectionCount(*one) for one in head["told"]),
                tuple(complaints),
            )

    def book(self) -> NameBook:
        """What the files say."""
        from index.corrections.name_entries import read_names  # noqa: PLC0415  loads YAML, which few archives need

        return read_names(self.files)

    def holds(self, files: Mapping[int, CorrectionsFile]) -> bool:
        """Whether the same files are there now, or cannot be read."""
        refused = {(one.path, one.why) for one in self.complaints if one.why.code is SkipCode.UNREADABLE}
        same = all(self.files.get(root, b"") == file.data for root, file in files.items())
        unread = {(file.path, file.problem) for file in files.values() if file.problem is not None}
        return same and refused == unread


class Settling:
    """The making of the table of names of one run.

    `files` are the `names.yaml` of its `roots` that are there. `last` is how the table of the last generation was made,
    `table` that table, or None where nothing of it may be taken over. `settled` is how it was made in this run.
    """

    def __init__(
        self, roots: Sequence[Root], files: Mapping[int, CorrectionsFile], last: NamesRecord, table: bytes | None
    ) -> None:
        away = {n: data for n, data in last.files.items() if n not in files and n < len(roots) and roots[n].path}
        self._files = away | {root: file.data for root, file in files.items() if file.data}
        self._unread = tuple(Skipped(file.path, file.problem) for file in files.values() if file.problem is not None)
        self._roots = roots
        self._table = table
        self.settled = last

    def conclude(self, segments: Sequence[Segment], code: str) -> dict[str, bytes]:
        """What is to be published with these segments, by name; made by the code of this stamp."""
        from index import authority  # noqa: PLC0415  a run without changes does not settle

        segments = [segment for segment in segments if segment.live_count]  # a damaged one that is gone hurts nobody
        self.settled = NamesRecord(code, self._files, complaints=self._unread)
        last = authority.NO_AUTHORITY if self._table is None else authority.Authority.decode(self._table)
        table = self._edited(segments, last) if self._files else authority.settled(segments, last)
        return {TABLE: table.encode(), NAME: self.settled.encode()}

    def _edited(self, segments: Sequence[Segment], last: Authority) -> Authority:
        """The table with what a person says of names; what is to be reported of it is noted."""
        from index import authority  # noqa: PLC0415

        book = self.settled.book()
        table = authority.settled(segments, last, book.edits)
        counts = authority.articles_of_entries(authority.living(segments), table, book.edits.entries).tolist()
        told = [
            CorrectionCount(self._path(entry.root), entry.number, entry.line, entry.about, count)
            for entry, count in zip(book.entries, counts, strict=True)
        ]
        complaints = [
            Skipped(self._path(root), SkipReason(SkipCode.CORRECTION, text=complaint.text), complaint.line)
            for root, complaint in book.complaints
        ]
        self.settled = replace(self.settled, told=tuple(told), complaints=(*self._unread, *complaints))
        return table

    def _path(self, root: int) -> str:
        return self._roots[root].prefix + NAMES_FILE
