"""How is what readers keep opened, read and written? SQLite in WAL mode, for any number of processes and threads.

A commit is on the disk before it returns, so that neither a kill nor a loss of power takes it back. Nothing here reads
the index, and nothing of the index needs this file.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import CuttingsError

_PATIENCE = 5.0  # seconds that a writer waits for another: a commit takes some milliseconds, of a slow disk a second
_BETWEEN = 0.005  # seconds between two tries where SQLite itself does not wait
_NO_WAIT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OPENING = threading.Lock()  # to close a file that a process has open twice takes the locks of both
_KNOWN = {
    sqlite3.SQLITE_CORRUPT: ("it is damaged", "move it away and bring it back from a backup"),
    sqlite3.SQLITE_NOTADB: ("it is no database", "move it away and bring it back from a backup"),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room, then try again"),
    sqlite3.SQLITE_READONLY: ("it may not be written", "let the user who runs this write the file and its folder"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "let the user who runs this write the file and its folder"),
    sqlite3.SQLITE_PERM: ("it may not be read", "let the user who runs this write the file and its folder"),
    sqlite3.SQLITE_BUSY: ("another process is writing it and does not end", "try again in a moment"),
    sqlite3.SQLITE_IOERR: ("the disk fails", "look into the system's log"),
}


class StateUnusable(CuttingsError):
    """What readers keep cannot be read or written. The index has nothing to do with it: searching goes on."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A connection, the process that opened it, and which file that was: device and number."""

    connection: sqlite3.Connection
    process: int
    place: tuple[int, int]


class StateDatabase:
    """The file at the absolute `path`, brought up by `steps`: statements of SQL, each carried out once in a file's
    life. Steps are only added, behind the others: how many a file has had is its `user_version`.

    Each thread has a connection of its own; one that another process opened, or whose file was replaced, is left.
    """

    def __init__(self, path: Path, steps: tuple[str, ...]) -> None:
        self.path = path
        self._steps = steps
        self._own = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """To ask what is kept; where there is no file, of an empty one, and none is made. Raises `StateUnusable`."""
        with self._told():
            yield self._connection(self._place() or None)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """To change what is kept, all of it or nothing; the file is made where there is none. Raises
        `StateUnusable`."""
        with self._told():
            connection = self._connection(self._place() or self._made())
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise

    def copy(self, target: Path) -> None:
        """Write all that is kept at one moment into a new file, while others go on. Raises `StateUnusable`, and OSError
        where the target cannot be written."""
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with self._told(), self.reading() as connection:
            copied = sqlite3.connect(target)
            try:
                connection.backup(copied)
                copied.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read where nothing is written
            finally:
                copied.close()

    def close(self) -> None:
        """End the connection of this thread."""
        held: _Opened | None = getattr(self._own, "held", None)
        if held and held.process == os.getpid():
            held.connection.close()
            del self._own.held

    def _place(self) -> tuple[int, int] | None:
        """Which file it is now; None where there is none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _made(self) -> tuple[int, int]:
        self.path.parent.mkdir(0o700, parents=True, exist_ok=True)
        with _OPENING, suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        found = self.path.stat()
        return found.st_dev, found.st_ino

    def _connection(self, place: tuple[int, int] | None) -> sqlite3.Connection:
        if place is None:
            return _prepared(sqlite3.connect(":memory:", isolation_level=None), self._steps)
        held: _Opened | None = getattr(self._own, "held", None)
        if held and (held.process, held.place) == (os.getpid(), place):
            return held.connection
        self.close()
        with _OPENING:
            opened = sqlite3.connect(f"{self.path.as_uri()}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            _write_ahead(opened)
            _prepared(opened, self._steps)
        except BaseException:
            opened.close()
            raise
        self._own.held = _Opened(opened, os.getpid(), place)
        return opened

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Word what fails, and begin anew with the next request."""
        try:
            yield
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self.close()
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the lowest byte; the others say more of it
            what, advice = _KNOWN.get(code, (str(error), "mend that, then try again"))
            raise StateUnusable(f"what readers keep, {self.path}: {what}", advice) from error
        except OSError as error:
            what = (error.strerror or str(error)).lower()
            raise StateUnusable(
                f"what readers keep, {self.path}: {what}", "name another file in CUTTINGS_STATE, or mend that"
            ) from error


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while another writes, and each commit wait for the disk."""
    until = time.monotonic() + _PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:  # another process does the same at this moment
            if error.sqlite_errorcode not in _NO_WAIT or time.monotonic() > until:
                raise
            time.sleep(_BETWEEN)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _prepared(connection: sqlite3.Connection, steps: tuple[str, ...]) -> sqlite3.Connection:
    """Carry out the steps that the file has not had. Raises `StateUnusable` where it is none of ours, or newer."""
    if _version(connection) == len(steps):
        return connection
    connection.execute("BEGIN IMMEDIATE")
    done = _version(connection)
    foreign = not done and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,)
    if foreign or done > len(steps):
        why = "it is of another program" if foreign else "a newer version of the program wrote it"
        raise StateUnusable(f"what readers keep: {why}", "name another file in CUTTINGS_STATE, or that version")
    for step in steps[done:]:
        connection.execute(step)
    connection.execute(f"PRAGMA user_version = {len(steps)}")
    connection.execute("COMMIT")
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
