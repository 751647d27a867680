"""Which errors does the index side raise on purpose? Each says what happened and what to do next."""

from __future__ import annotations

from dataclasses import dataclass


class CuttingsError(Exception):
    """Base of every error that is meant for a person to read."""


class ReadError(CuttingsError):
    """A source could not be read: the message is the reason, without the path."""


class IndexMissing(CuttingsError):
    """There is no published index in the folder."""


class IndexOutdated(CuttingsError):
    """The index was written by another version of the format: run `cuttings reindex`."""


class IndexDamaged(CuttingsError):
    """The index's files are not what was published."""


class IndexLocked(CuttingsError):
    """Another process is writing this index."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was left out of the archive, and the reason in one sentence."""

    path: str
    reason: str
