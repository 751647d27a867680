"""Which errors does the index side raise on purpose? Each says what happened and what to do next."""

from __future__ import annotations

import errno
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


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


Advice = tuple[str | Remedy, ...]
"""What to do next: pieces of a sentence and the commands that stand between them."""


def quoted(remedy: Remedy) -> str:
    """The command as it stands in a sentence."""
    return f"`{remedy}`"


def worded(advice: Advice, spell: Callable[[Remedy], str] = quoted) -> str:
    """The advice as text, its commands as `spell` writes them."""
    return "".join(part if isinstance(part, str) else spell(part) for part in advice)


class CuttingsError(Exception):
    """Base of every error that is meant for a person to read: `what` has happened, and the `advice` what to do next.

    `str(error)` is both in one sentence.
    """

    advice: Advice = ()
    joint = ": "  # between what has happened and the advice

    def __init__(self, what: str = "", *advice: str | Remedy) -> None:
        super().__init__(what, *advice)
        self.what = what
        self.advice = advice or type(self).advice

    def __str__(self) -> str:
        return self.told(quoted)

    def told(self, spell: Callable[[Remedy], str]) -> str:
        """What has happened and what to do next, its commands as `spell` writes them."""
        return self.joint.join(filter(None, (self.what, worded(self.advice, spell))))


class Code(StrEnum):
    """Of which kind is the reason why a source was left out? A closed set, for programs that read the report."""

    NOT_UNDERSTOOD = "not_understood"
    NO_ARTICLE = "no_article"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    UNREADABLE = "unreadable"
    GIVEN_UP = "given_up"
    CHANGED = "changed"
    REPEATED = "repeated"
    PASSED_OVER = "passed_over"
    CORRECTION = "correction"
    FAULT = "fault"


_RETRY = Remedy("reindex", "--retry-failed")
ADVICE: dict[Code, Advice] = {
    Code.NOT_UNDERSTOOD: ("save it as text or as an HTML page",),
    Code.NO_ARTICLE: (
        "if it is one all the same, give this and later runs `--keep-empty`, or set CUTTINGS_KEEP_EMPTY=1",
    ),
    Code.EMPTY: ("save it again, or delete it",),
    Code.TOO_LARGE: ("split it",),
    Code.MALFORMED: ("mend it or fetch it again",),
    Code.UNREADABLE: ("see that it may be read, then run ", _RETRY),
    Code.GIVEN_UP: ("raise CUTTINGS_FILE_SECONDS or CUTTINGS_WORKER_MB, then run ", _RETRY),
    Code.CHANGED: ("run ", Remedy("reindex"), " again"),
    Code.REPEATED: ("give each line an id of its own, if they are different articles",),
    Code.PASSED_OVER: ("nothing, unless it holds an article: then save that as a file of its own",),
    Code.CORRECTION: ("mend the correction file",),
    Code.FAULT: ("report it: it is a mistake of this program",),
}
"""What to do about each kind, where the reason itself knows nothing better."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a source was left out: a sentence without its subject, the kind, and what to do about this one in special."""

    text: str
    code: Code
    special: str = ""

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self.special or worded(ADVICE[self.code])


class ReadError(CuttingsError):
    """A source could not be read: the message is the reason, without the path."""

    def __init__(self, text: str, code: Code = Code.MALFORMED, special: str = "") -> None:
        super().__init__(text)
        self.reason = Reason(text, code, special)


class IndexMissing(CuttingsError):
    """There is no published index in the folder."""

    advice: Advice = ("run ", Remedy("reindex"))


class IndexOutdated(CuttingsError):
    """The index was written by another version of the format or of the rules that it rests on."""

    advice: Advice = ("run ", Remedy("reindex"))


class IndexDamaged(CuttingsError):
    """The index's files are not what was published; it says where and how."""

    advice: Advice = ("run ", Remedy("verify"), ", then ", Remedy("reindex", "--full"))
    joint = "; "


class IndexUnreadable(CuttingsError):
    """The system does not let the index be read. Nothing is known of its bytes, so that this is no damage."""


class IndexLocked(CuttingsError):
    """Another process is writing this index."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was left out of the archive, and why."""

    path: str
    why: Reason

    @property
    def reason(self) -> str:
        """The reason in one sentence without its subject."""
        return self.why.text


_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
_UNREADABLE = {
    errno.EACCES: "let the user who runs this read the index's folder and everything in it",
    errno.EPERM: "let the user who runs this read the index's folder and everything in it",
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
