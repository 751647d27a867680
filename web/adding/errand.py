"""What does the server ask of the process that reads additions, and how? JSON through its pipes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from enum import StrEnum

import msgspec
from msgspec import Struct

from index.settings import Settings
from web.translation import noted

_PROGRAM = "web.terminal.intake_process"
_TOKEN = "CUTTINGS_TOKEN"  # noqa: S105  the name of the variable, which the process need not know


class ErrandKind(StrEnum):
    """What is to be done with files in a folder: to say what a run would make of them, to take them into the index, or
    to say which of them it has not heard of. Or with lines of an article: to write into the corrections of its folder
    that they belong to it, or no more; and then to have folders read again."""

    FORESEE = "foresee"
    PUBLISH = "publish"
    UNHEARD = "unheard"
    CORRECT = "correct"
    REREAD = "reread"


class AskedLines(Struct, frozen=True):
    """Lines of an article, as `index.line_corrections.LineWish` has them."""

    article: str
    numbers: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sha256: str = ""
    keep: bool = True


class Errand(Struct, frozen=True):
    """`given` are names of files in `folder`; with `FORESEE` the addresses that were given for them, by number; with
    `REREAD` folders. `lines` are those to `CORRECT`."""

    what: ErrandKind
    folder: str = ""
    given: tuple[str, ...] = ()
    lines: AskedLines | None = None


class FileRefusal(Struct, frozen=True, omit_defaults=True):
    """Why a file, or a part of one, is not taken: an `index.errors.Skipped` without its path."""

    code: str
    values: tuple[tuple[str, int | float | str | tuple[str, ...]], ...] = ()
    line: int = 0
    unit: str = ""


class FileOutcome(Struct, frozen=True, omit_defaults=True):
    """What becomes of a file. Where it gives no article, `status` is that of a reply, `error` a sentence, `advice`
    another, and `why` the same for pages, which tell it in the language of a reader; the other fields are those of
    `index.inbox.intake.AddedFile`."""

    articles: int = 0
    id: str = ""
    title: str = ""
    known: bool = False
    single: bool = True
    addressed: bool = False
    status: int = 0
    error: str = ""
    advice: str = ""
    why: FileRefusal | None = None


class LinesOutcome(Struct, frozen=True, omit_defaults=True):
    """What was written of lines: their texts, the folder whose corrections hold them, and whether these have changed.
    Where nothing was written, `status` is that of a reply, `error` a sentence, `advice` another."""

    texts: tuple[str, ...] = ()
    folder: str = ""
    changed: bool = False
    status: int = 0
    error: str = ""
    advice: str = ""


class ErrandReply(Struct, frozen=True, omit_defaults=True):
    """The outcomes by the names of files, or `names`, or that of `lines`; where nothing could be done, why it waits."""

    files: Mapping[str, FileOutcome] = {}
    names: tuple[str, ...] = ()
    lines: LinesOutcome | None = None
    waits: str = ""


class Errands:
    """Runs errands, each in a process that ends with it. Safe for threads."""

    def __init__(self, settings: Settings) -> None:
        self._environ = settings.variables()
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def run(self, errand: Errand) -> ErrandReply:
        """The reply; one that says that it waits where the process died."""
        environ = {name: value for name, value in os.environ.items() if name != _TOKEN} | self._environ
        with self._lock:
            if self._ended:
                return ErrandReply(waits=noted("the server is ending"))
            try:
                # Not of this one's group: Ctrl-C ends the server, which ends it.
                process = subprocess.Popen(  # noqa: S603  (nothing of it comes from a request)
                    [sys.executable, "-m", _PROGRAM],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=environ,
                    start_new_session=True,
                )
            except OSError as error:
                return ErrandReply(waits=f"no process could be started: {error.strerror}")
            self._running.add(process)
        try:
            told, _ = process.communicate(msgspec.json.encode(errand))
            return msgspec.json.decode(told, type=ErrandReply)
        except (OSError, msgspec.DecodeError):
            return ErrandReply(waits=noted("the process that reads additions has ended"))
        finally:
            with self._lock:
                self._running.discard(process)

    def end(self) -> None:
        """End what is running; a run that is cut off leaves the index as it was."""
        with self._lock:
            self._ended = True
            for process in self._running:
                process.terminate()
