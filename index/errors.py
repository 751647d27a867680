"""Which errors does the index side raise on purpose? Each says what happened and what to do next."""

from __future__ import annotations

import errno
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.reasons import SkipReason


@dataclass(frozen=True, slots=True, init=False)
class Remedy:
    """A command of this program that helps: its name, and the arguments that stand behind it."""

    command: str
    arguments: tuple[str, ...]

    def __init__(self, command: str, *arguments: str) -> None:
        object.__setattr__(self, "command", command)
        object.__setattr__(self, "arguments", arguments)

    def __str__(self) -> str:
        """The line to type."""
        return shlex.join(("cuttings", self.command, *self.arguments))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was left out of the archive, and why; `line` is its number in a file of several, else 0, and `unit`
    what people call such a part of it."""

    path: str
    why: SkipReason
    line: int = 0
    unit: str = "line"


Advice = tuple[str | Remedy, ...]
"""What to do next: pieces of a sentence and the commands that stand between them."""
What = tuple[str | Skipped, ...]
"""What has happened: pieces of a sentence and the sources that it is about, with why they were left out."""


def quoted(remedy: Remedy) -> str:
    """The command as it stands in a sentence."""
    return f"`{remedy}`"


def plain(part: Remedy | Skipped) -> str:
    """A part of an error for whoever debugs: the reason of a source in words is made where it is shown."""
    return quoted(part) if isinstance(part, Remedy) else f"{part.path}: {part.why}"


def worded(parts: Iterable[str | Remedy | Skipped], spell: Callable[[Remedy | Skipped], str] = plain) -> str:
    """The parts as text, its commands and sources as `spell` writes them."""
    return "".join(part if isinstance(part, str) else spell(part) for part in parts)


class CuttingsError(Exception):
    """Base of every error that is meant for a person to read: `what` has happened, and the `advice` what to do next.

    `str(error)` is both in one sentence.
    """

    advice: Advice = ()
    joint = ": "  # between what has happened and the advice

    def __init__(self, what: str | What = "", *advice: str | Remedy) -> None:
        super().__init__(what, *advice)
        self.parts: What = (what,) if isinstance(what, str) else what
        self.advice = advice or type(self).advice

    @property
    def what(self) -> str:
        """What has happened."""
        return worded(self.parts)

    def __str__(self) -> str:
        return self.told(plain)

    def told(self, spell: Callable[[Remedy | Skipped], str]) -> str:
        """What has happened and what to do next, its commands and sources as `spell` writes them."""
        return self.joint.join(filter(None, (worded(self.parts, spell), worded(self.advice, spell))))


class ReadError(CuttingsError):
    """A source could not be read, for the `reason`."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(str(reason))
        self.args = (reason,)  # what another process makes it of
        self.reason = reason


class IndexMissing(CuttingsError):
    """There is no published index in the folder."""

    advice: Advice = ("run ", Remedy("reindex"))


class IndexOutdated(CuttingsError):
    """The index was written by another version of the format or of the rules that it rests on."""

    advice: Advice = ("run ", Remedy("reindex"))


class IndexDamaged(CuttingsError):
    """The index's files are not what was published; it says where and how."""

    advice: Advice = ("run ", Remedy("verify"), ", then ", Remedy("repair"))
    joint = "; "


class IndexUnreadable(CuttingsError):
    """The system does not let the index be read. Nothing is known of its bytes, so that this is no damage."""


class ClusterUnavailable(IndexUnreadable):
    """The cluster that has the archive does not answer, not in time, or not with the whole archive."""


class NodeLost(ClusterUnavailable):
    """The node of a cluster that gave the first part of an answer does not give the rest; another one may give all."""


class ClusterRefused(IndexUnreadable):
    """The cluster does not do what it is asked: `status` is its HTTP status, `kind` the type of its error."""

    def __init__(self, what: str, status: int, kind: str = "", advice: str = "") -> None:
        super().__init__(what, *filter(None, [advice]))
        self.status = status
        self.kind = kind


class IndexLocked(CuttingsError):
    """Another process is writing this index."""


class FolderRefused(CuttingsError):
    """A folder that was named for something is not fit for it; nothing was written."""


_GIVE = (
    "let the user who runs this read the index's folder and everything in it; files that root made it gives away by "
    "`chown -R USER FOLDER`"
)
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
_UNREADABLE = {
    errno.EACCES: _GIVE,
    errno.EPERM: _GIVE,
    errno.EIO: "the disk fails: look into the system's log, and bring the index to a disk that is sound",
}


def unopened(error: OSError, name: str) -> IndexDamaged | IndexUnreadable:
    """What it means that a file of the index, called `name`, cannot be opened or read.

    Where another thing or nothing lies in its place, the index is damaged; all else is the system's refusal.
    """
    reason = error.strerror or str(error)
    if error.errno in _NOT_THERE:
        return IndexDamaged(f"{name}: it cannot be opened ({reason})")
    advice = _UNREADABLE.get(error.errno or 0, "mend that, then try again")
    return IndexUnreadable(f"the index cannot be read: {name}: {reason}", advice)
