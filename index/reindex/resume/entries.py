"""What came of each page and record that was read, as JSON: plain values, so that nothing is run that a file holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

import orjson

from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.reindex.agree.derivations import DERIVATIONS
from index.reindex.read.drafts import Draft
from index.reindex.read.jobs import ReadResult
from index.reindex.read.payload import ReadArticle

Faults = tuple[tuple[int, Skipped], ...]


ReadRow = tuple[Draft, int, ReadResult]
"""A row of a draft, and what was read of it."""


class CheckpointEntry(NamedTuple):
    """One page or record that was read. `path` is its file's name in the archive, `root` the number of its root, `form`
    that of its form, 0 for a page. `key` is the stamp of a page's file, 0 where it is not to be trusted, or the digest
    of a record."""

    path: str
    root: int
    form: int
    key: int
    result: ReadResult

    @classmethod
    def of(cls, draft: Draft, row: int, result: ReadResult) -> Self:
        work = draft.work
        key = work.file.stamp if work.records is None else int(draft.rows.digest[row])
        return cls(work.file.path, work.file.root, work.file.form, key, result)


def encode_entries(entries: Sequence[CheckpointEntry], faults: Faults) -> bytes:
    """Entries of one kind, looks or articles, and articles that lack a field. Raises `TypeError` where a text is none
    that can be stored."""
    columns: dict[tuple[str, ...], int] = {}  # what is known of a bookmark has others than an article
    rows = [
        [*entry[:4], _packed_reason(entry.result.reason), _packed(entry.result.value, columns)] for entry in entries
    ]
    lacking = [[place, one.path, _packed_reason(one.why)] for place, one in faults]
    return orjson.dumps({"columns": list(columns), "rows": rows, "faults": lacking})


def decode_entries(data: bytes) -> tuple[Sequence[CheckpointEntry], Faults]:
    """The value of `encode_entries`. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    told = orjson.loads(data)
    faults = tuple((place, Skipped(path, _reason(why))) for place, path, why in told["faults"])
    return tuple(_entries(told["columns"], told["rows"])), faults


def _entries(names: Sequence[Sequence[str]], rows: Sequence[Any]) -> Iterator[CheckpointEntry]:
    reasons: dict[bytes, SkipReason] = {}  # one of each
    for path, root, form, key, why, value in rows:
        reason = reasons.setdefault(orjson.dumps(why), _reason(why)) if why is not None else None
        yield CheckpointEntry(path, root, form, key, ReadResult(0, _unpacked(value, names), reason))


def _packed(value: Any, names: dict[tuple[str, ...], int]) -> Any:
    """The value, the names of an article's columns as their place among `names`, to which they are added."""
    if isinstance(value, ReadArticle):
        which = names.setdefault(tuple(value.columns), len(names))
        columns = [which, *value.columns.values()]
        return [columns, value.complaint, value.fault, _packed_reason(value.refused), value.unread, value.keys]
    if not value:
        return value
    return {each.name: each.packed(value[each.name]) for each in DERIVATIONS if each.name in value}


def _unpacked(value: Any, names: Sequence[Sequence[str]]) -> Any:
    if isinstance(value, list):
        (which, *columns), complaint, fault, refused, unread, keys = value
        told = dict(zip(names[which], columns, strict=True))
        return ReadArticle(told, complaint, fault, _reason(refused) if refused else None, tuple(unread), tuple(keys))
    if not value:
        return value
    return {each.name: each.unpacked(value[each.name]) for each in DERIVATIONS if each.name in value}


def _packed_reason(reason: SkipReason | None) -> Any:
    return None if reason is None else [reason.code, dict(reason.values)]


def _reason(packed: tuple[str, Mapping[str, Any]]) -> SkipReason:
    code, values = packed
    return SkipReason(SkipCode(code), **{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
