"""What is a source? A file to read, the correction beside it, and what the system tells of both."""

# A walk of 100,000 files keeps their names as strings: Path objects double its time and memory.
# ruff: noqa: PTH112, PTH113, PTH116, PTH118, PTH119, PTH120, PTH122
from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from index.errors import CuttingsError, Skipped
from index.reasons import SkipCode, SkipReason

CORRECTION = ".meta.yaml"
"""Ending of the name of a correction file; it corrects the sources beside it that have the rest as name or stem."""


_WITHIN = "\0"  # between the system's names of a ZIP and of its member


class SourceMissing(CuttingsError):
    """A path that was named, or that the index remembers, is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Stat:
    """A file and what tells, without reading it, that it has changed: size in bytes, modification time in ns."""

    file: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `path` is its name in the archive, `/`-separated and unique; `correction` lies beside it,
    or is the file of corrections of the ZIP that it is in."""

    path: str
    root: int
    stat: Stat
    correction: Stat | None = None

    @property
    def correction_path(self) -> str:
        """The correction file's name in the archive, "" where there is none."""
        if self.correction is None:
            return ""
        inner, within = (stat.file.partition(_WITHIN)[2] for stat in (self.stat, self.correction))
        if within:
            return self.path[: -len(name_as_text(inner))] + within
        folder, slash, _ = self.path.rpartition("/")
        return folder + slash + name_as_text(os.path.basename(self.correction.file))


@dataclass(frozen=True, slots=True)
class FoundSources:
    """What a walk found.

    `scopes` says where it looked: (number of the root, beginning of names that ends in `/` or is empty, or a whole
    name). `unknown` holds names, of folders ending in `/`, that could not be looked at: what the index holds of them
    is neither there nor gone. `hidden` counts files and folders that begin with a dot.
    """

    sources: tuple[Source, ...]
    scopes: tuple[tuple[int, str], ...]
    skipped: tuple[Skipped, ...] = ()
    unknown: tuple[str, ...] = ()
    hidden: int = 0


def name_as_text(name: str) -> str:
    """A file name as text that can be stored: bytes that are not UTF-8 become `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def corrections_beside(file: str) -> dict[str, str]:
    """The correction files of one file that was named by itself."""
    names = (os.path.basename(file), os.path.splitext(os.path.basename(file))[0])
    folder = os.path.dirname(file)
    beside = {name: os.path.join(folder, name + CORRECTION) for name in names}
    return {name: path for name, path in beside.items() if os.path.isfile(path)}


def correction_of(file: str) -> Stat | None:
    """The correction file that counts for a file by its path, None where there is none."""
    return next((stat_of(path) for path in corrections_beside(file).values()), None)


def stat_of(file: str) -> Stat:
    """What the system tells of a file. Raises `OSError` where there is none, or it is a pipe, socket or device."""
    status = os.stat(file)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "not a file")
    return Stat(file, status.st_size, status.st_mtime_ns)


def refusal(path: str) -> str:
    """Why the system does not let a folder or file be looked into, in its own words; "" where it does, or where nothing
    is there."""
    try:
        if os.path.isdir(path):
            os.scandir(path).close()
        else:
            os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return why(error)
    return ""


def not_let_in(path: str, reason: str, *left: str) -> SourceMissing:
    """The error of a path that is there and that `refusal` has a reason for; `left` says how the index stands."""
    what = "; ".join((f"{path} cannot be read: {reason}", *left))
    return SourceMissing(
        what, "let the user who runs this read it, and enter the folders above it; then run this again"
    )


def why(error: OSError) -> str:
    """The system's reason in its own words, without number and path."""
    return (error.strerror or str(error)).lower()


def unreadable(error: OSError) -> SkipReason:
    """The reason why the system does not let a file be read."""
    return SkipReason(SkipCode.UNREADABLE, error=why(error))
