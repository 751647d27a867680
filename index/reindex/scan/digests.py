"""Is a source what it was? A stamp of its size and time tells quickly, a digest of its bytes for certain."""

from __future__ import annotations

from xxhash import xxh3_64, xxh3_64_intdigest

from index.reindex.scan.contents import bytes_of_file
from index.reindex.scan.file_records import FileRecords
from index.reindex.scan.sources import Source, Stat

# Two changes within one tick of a file system's clock look like one: a file that was modified this shortly before
# the run is compared by its bytes the next time. 2 s is the coarsest clock in use (FAT).
_TICK = 2_000_000_000


def stamp_of(source: Source, now: int) -> int:
    """What tells that a source is as it was: made of sizes and times; 0 where it changed too short before `now`."""
    stats = [source.stat] + ([source.correction] if source.correction else [])
    if max(stat.mtime for stat in stats) > now - _TICK:
        return 0
    return xxh3_64_intdigest(repr([(stat.size, stat.mtime) for stat in stats]).encode()) or 1


def digest_of(data: bytes, correction: bytes | None) -> int:
    """The digest of a page's file and its correction file."""
    digest = xxh3_64(data)
    if correction is not None:
        digest.update(b"\0correction\0" + correction)
    return digest.intdigest()


def digest_of_records(records: FileRecords) -> int:
    """The digest of a file by those of its records, and by what is said of it; never 0."""
    notes = repr([(note.code, note.values) for note in records.notes]).encode() if records.notes else b""
    return xxh3_64_intdigest(records.digest.tobytes() + notes) or 1


def source_digest(source: Source) -> int:
    """The digest of a page's file and correction as they are now. Raises `OSError`."""
    return digest_of(bytes_of_file(source.stat.file), _correction(source))


def record_seed(source: Source) -> int:
    """A seed for the digests of a file's records that differs when its correction file differs."""
    return xxh3_64_intdigest(_bytes(source.correction)) if source.correction else 0


def _correction(source: Source) -> bytes | None:
    return _bytes(source.correction) if source.correction else None


def _bytes(stat: Stat) -> bytes:
    return bytes_of_file(stat.file)
