"""What does the index hold of which file? One row for each file, and under it one for each page or record.

The manifest is published in the same commit as the segments, so that the two never disagree. It is held as arrays:
at 100,000 articles it takes 5 MB and is read in 20 ms, which every run of `reindex` has to wait for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged, Skipped
from index.reasons import Code, SkipCode, SkipReason, sentence_of
from index.reindex.rows import MOST_FAILURES, Rows
from index.reindex.scan.roots import Root
from index.store.tables import encode_table, json_array, json_of, opened_table

VERSION = 3
NAME = "manifest"
REASONS = (sentence_of("", Code.PASSED_OVER), SkipReason(SkipCode.ID_REPEATED))
_SEPARATOR = "\0"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: its name in the archive, the number of its root, its size in bytes, what tells that it is as it was.

    `stamp` is made of sizes and modification times (0: do not trust them), `digest` of the bytes, of file and
    correction alike; of a file of records, which are compared one by one, it is of the records. `form` is the number of
    their form (`index.readers.records`), 0 for a page. `left_out` counts records that could not be read and have no
    row; `notes` say what of the file is no record, and why it could not be read to its end.
    """

    path: str
    root: int
    size: int
    stamp: int
    digest: int
    form: int
    rows: Rows
    left_out: int = 0
    notes: tuple[SkipReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a run of `reindex` knows of the runs before it.

    `first` (int64, one more than there are files) holds where the rows of each file begin; `complaints` what is wrong
    with the correction file of a source, by the source's path, `notes` what is said of its records. `recipe` is the
    stamp of the code that made the articles: another makes others of the same bytes. `derived` is what each derivation
    said of the last run, by its name (`index.reindex.agree.derivation`).
    """

    roots: tuple[Root, ...]
    paths: tuple[str, ...]
    root: NDArray[np.int32]
    size: NDArray[np.int64]
    stamp: NDArray[np.uint64]
    digest: NDArray[np.uint64]
    form: NDArray[np.uint8]
    left_out: NDArray[np.int64]
    first: NDArray[np.int64]
    rows: Rows
    reasons: tuple[SkipReason, ...] = REASONS
    complaints: Mapping[str, Skipped] = field(default_factory=dict)
    notes: Mapping[str, tuple[SkipReason, ...]] = field(default_factory=dict)
    recipe: str = ""
    derived: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: tuple[Root, ...], files: Sequence[FileRow], reasons: tuple[SkipReason, ...]) -> Self:
        return cls(
            roots,
            tuple(file.path for file in files),
            np.array([file.root for file in files], np.int32),
            np.array([file.size for file in files], np.int64),
            np.array([file.stamp for file in files], np.uint64),
            np.array([file.digest for file in files], np.uint64),
            np.array([file.form for file in files], np.uint8),
            np.array([file.left_out for file in files], np.int64),
            np.concatenate([[0], np.cumsum([len(file.rows) for file in files], dtype=np.int64)]).astype(np.int64),
            Rows.join([Rows.of([], []), *(file.rows for file in files)]),
            reasons,
            notes={file.path: file.notes for file in files if file.notes},
        )

    @classmethod
    def empty(cls) -> Self:
        return cls.of((), (), REASONS)

    def file(self, number: int) -> FileRow:
        """A file with a copy of its rows: what is read again must not change what was known before."""
        rows = self.rows.take(np.arange(self.first[number], self.first[number + 1]))
        return FileRow(
            self.paths[number],
            int(self.root[number]),
            int(self.size[number]),
            int(self.stamp[number]),
            int(self.digest[number]),
            int(self.form[number]),
            rows,
            int(self.left_out[number]),
            self.notes.get(self.paths[number], ()),
        )

    def select(self, numbers: NDArray[np.int64]) -> Manifest:
        """The manifest of some of the files, in the order of `numbers`."""
        counts = (self.first[1:] - self.first[:-1])[numbers]
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        where = np.repeat(self.first[:-1][numbers] - first[:-1], counts) + np.arange(first[-1])
        arrays: dict[str, Any] = {name: getattr(self, name)[numbers] for name in _FILE_ARRAYS if name != "first"}
        paths = tuple(self.paths[n] for n in numbers.tolist())
        notes = {path: self.notes[path] for path in paths if path in self.notes} if self.notes else {}
        return replace(self, paths=paths, first=first, rows=self.rows.take(where), notes=notes, **arrays)

    def joined(self, other: Manifest) -> Manifest:
        """The files of both; `other` gives roots, recipe, derivations and reasons, which begin with this one's."""
        arrays: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(other, name)])
            for name in _FILE_ARRAYS
            if name != "first"
        }
        first = np.concatenate([self.first, other.first[1:] + self.first[-1]])
        rows = Rows.join([self.rows, other.rows])
        notes = {**self.notes, **other.notes}
        return replace(other, paths=self.paths + other.paths, first=first, rows=rows, notes=notes, **arrays)

    def tidied(self) -> Manifest:
        """The same with only the reasons that some row has, and the complaints about files that gave an article."""
        used = sorted({*range(len(REASONS)), *np.unique(self.rows.reason).tolist()})
        numbers = np.zeros(len(self.reasons), np.int32)
        numbers[used] = np.arange(len(used))
        rows = replace(self.rows, reason=numbers[self.rows.reason])
        whole = np.concatenate([[0], np.cumsum(rows.reason == 0)])
        read = {path for path, n in zip(self.paths, np.diff(whole[self.first]).tolist(), strict=True) if n}
        complaints = {path: said for path, said in sorted(self.complaints.items()) if path in read}
        return replace(self, rows=rows, reasons=tuple(self.reasons[n] for n in used), complaints=complaints)

    def skipped(self) -> tuple[Skipped, ...]:
        """Everything that was found and is not in the index, with the reason; correction files among it."""
        from index.readers.records import unit_of  # noqa: PLC0415  what serves loads no readers

        skipped = list(dict.fromkeys(self.complaints.values()))
        bookmarks: dict[int, int] = {}  # how many each file has: an export may hold nothing else
        for row in np.flatnonzero(self.rows.reason).tolist():
            file = int(np.searchsorted(self.first, row, side="right")) - 1
            unit = unit_of(int(self.form[file]))
            reason = self.reasons[self.rows.reason[row]]
            if reason.code is SkipCode.BOOKMARK:
                bookmarks[file] = bookmarks.get(file, 0) + 1
                continue
            skipped.append(Skipped(self.paths[file], reason, int(self.rows.number[row]), unit))
        skipped += [Skipped(self.paths[n], SkipReason(SkipCode.BOOKMARKS, count=m)) for n, m in bookmarks.items()]
        for file in np.flatnonzero(self.left_out).tolist():
            skipped.append(Skipped(self.paths[file], _unnamed(int(self.left_out[file]))))
        skipped += [Skipped(path, note) for path, notes in sorted(self.notes.items()) for note in notes]
        return tuple(skipped)

    def encode(self) -> bytes:
        """The manifest as bytes: a zip of plain arrays, each with its checksum."""
        head = {
            "version": VERSION,
            "made": [self.recipe, self.derived],
            "roots": [[root.path, root.prefix] for root in self.roots],
            "samples": [number for number, root in enumerate(self.roots) if root.samples],
            "reasons": [_sentence(reason) for reason in self.reasons],
            "reason_codes": [[reason.code, dict(reason.values)] for reason in self.reasons],
            "notes": [[path, [[note.code, dict(note.values)] for note in notes]] for path, notes in self.notes.items()],
            "complaints": [[path, said.path, dict(said.why.values)["text"]] for path, said in self.complaints.items()],
        }
        return encode_table(
            {
                "head": json_array(head),
                "paths": np.frombuffer(_SEPARATOR.join(self.paths).encode(), np.uint8),
                **{name: getattr(self, name) for name in _FILE_ARRAYS},
                "by_line": self.form != 0,  # what older programs know of it
                **{f"row_{f.name}": getattr(self.rows, f.name) for f in fields(Rows)},
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The manifest of `encode`. Raises `IndexDamaged` for anything else."""
        with opened_table(data, "the manifest") as arrays:
            head = json_of(arrays["head"])
            if head["version"] not in (1, 2, VERSION):
                raise IndexDamaged(f"the manifest has version {head['version']}")
            paths = arrays["paths"].tobytes().decode()
            known = {name: arrays[name] for name in _FILE_ARRAYS if name in arrays}
            known.setdefault("form", arrays["by_line"].astype(np.uint8))  # older indexes know JSON lines alone
            known.setdefault("left_out", np.zeros(len(known["size"]), np.int64))  # older indexes name all lines
            manifest = cls(
                _roots(head),
                tuple(paths.split(_SEPARATOR)) if paths else (),
                **known,
                recipe=head["made"][0],
                derived=head["made"][1] if head["version"] == VERSION else {},  # older ones: all is read anew
                rows=Rows.stored(arrays),
                reasons=_reasons(head),
                complaints={
                    path: Skipped(beside, SkipReason(SkipCode.CORRECTION, text=said))
                    for path, beside, said in head.get("complaints", ())
                },
                notes={
                    path: tuple(_reason(["", Code.MALFORMED, ""], code, values) for code, values in notes)
                    for path, notes in head.get("notes", ())
                },
            )
        if not len(manifest.paths) == len(manifest.size) == len(manifest.first) - 1:
            raise IndexDamaged("the manifest's parts do not fit together")
        return manifest


class RowPlaces(NamedTuple):
    """Where the rows come from whose articles are in the index: the roots, and arrays as those of `Manifest`. `id`
    and `line` (its number) have an element a row, as has `file`, its file's number (int32); `root` and `size` have one
    a file."""

    roots: tuple[Root, ...]
    id: NDArray[np.uint64]
    line: NDArray[np.int32]
    file: NDArray[np.int32]
    root: NDArray[np.int32]
    size: NDArray[np.int64]


def row_places(data: bytes) -> RowPlaces:
    """What the bytes of a manifest tell of places, without reading the rest. Raises `IndexDamaged`."""
    with opened_table(data, "the manifest") as arrays:
        there = arrays["row_reason"] == 0
        first = arrays["first"]
        file = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
        roots = _roots(json_of(arrays["head"]))
        rows = (arrays["row_id"][there], arrays["row_number"][there], file[there])
        return RowPlaces(roots, *rows, arrays["root"], arrays["size"])


def recipe_of(path: Path) -> str | None:
    """The recipe that a manifest's file names; None where that cannot be read. Reads only the file's head."""
    with suppress(IndexDamaged), opened_table(path, "the manifest") as arrays:
        return str(json_of(arrays["head"])["made"][0])
    return None


def holds_samples(path: Path) -> bool:
    """Whether a root of the manifest in this file holds samples. Reads only the file's head. Raises `IndexDamaged`."""
    with opened_table(path, "the manifest") as arrays:
        return any(root.samples for root in _roots(json_of(arrays["head"])))


def _roots(head: Mapping[str, Any]) -> tuple[Root, ...]:
    samples = head.get("samples", ())  # older indexes do not know which they are
    return tuple(Root(path, prefix, number in samples) for number, (path, prefix) in enumerate(head["roots"]))


def _sentence(reason: SkipReason) -> list[str]:
    """A reason for programs that know no codes, or not this one: text, kind and advice ("": that of the kind)."""
    if reason.code is SkipCode.SENTENCE:
        return [str(value) for _, value in reason.values]
    return [str(reason), reason.kind, ""]


def _reasons(head: Mapping[str, Any]) -> tuple[SkipReason, ...]:
    """The reasons as they were written. Of an older index, and of a newer one's codes, the sentences are known."""
    sentences = head["reasons"]
    codes = head.get("reason_codes", [[None, {}]] * len(sentences))
    kept = zip(sentences, codes, strict=True)
    return (*REASONS, *(_reason(sentence, code, values) for sentence, (code, values) in [*kept][len(REASONS) :]))


def _reason(sentence: str | list[str], code: str | None, values: Mapping[str, Any]) -> SkipReason:
    if code in _CODES:
        plain = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return SkipReason(SkipCode(code), **plain)
    if isinstance(sentence, str):  # of before there were kinds: it was of a file that could not be read
        return sentence_of(sentence, Code.UNREADABLE)
    text, kind, advice = sentence
    return sentence_of(text, Code(kind), advice)


def _unnamed(count: int) -> SkipReason:
    """Why so many lines of a file are not named one by one."""
    return SkipReason(SkipCode.LINES_UNNAMED, count=count, limit=MOST_FAILURES)


_CODES = frozenset(SkipCode)
_FILE_ARRAYS = ("root", "size", "stamp", "digest", "form", "left_out", "first")
