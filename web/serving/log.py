"""What does the log look like? Each entry begins a line, and what a client sent can neither begin nor steer one."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from index.errors import CuttingsError
from index.settings import SettingInvalid
from web.progress import printable


class Entry(logging.Formatter):
    """Time, level and message on one line, control characters made visible; a trace is set in beneath it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's)
        return printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's)
        return "\n".join(f"    {printable(line)}" for line in super().formatException(ei).split("\n"))


class JsonEntry(logging.Formatter):
    """An entry as one line of JSON: time (UTC), level, logger, message, and what else is known.

    `request_id` is that of the request which was being answered, of whose errors only the kinds are told. `fields` of a
    record are fields of the entry.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": printable(record.getMessage()),
        }
        if request := _REQUEST.get():
            entry["request_id"] = request
        if record.exc_info and record.exc_info[1]:
            entry["trace"] = _without_messages(record.exc_info[1]) if request else self.formatException(record.exc_info)
        return json.dumps({**entry, **getattr(record, "fields", {})})


def _without_messages(error: BaseException) -> str:
    """The trace of an error and of those before it, without what they say: that may be of the question."""
    told: list[str] = []
    following: BaseException | None = error
    while following is not None:
        said = f": {following}" if isinstance(following, CuttingsError) else ""  # of the index, never of a question
        frames = "".join(traceback.format_tb(following.__traceback__))
        told.insert(0, f"{frames}{type(following).__qualname__}{said}\n")
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return "\n".join(told)


_FORMATS: dict[str, Callable[[], logging.Formatter]] = {"text": Entry, "json": JsonEntry}
_REQUEST: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def of_request(identity: str) -> Iterator[None]:
    """Let what is logged meanwhile be of the request of that id."""
    before = _REQUEST.set(identity)
    try:
        yield
    finally:
        _REQUEST.reset(before)


def start(form: str) -> None:
    """Let warnings and errors of the whole process go to stderr as entries of the form `text` or `json`, which has a
    line for each request, too. Raises `SettingInvalid` for another form."""
    if form not in _FORMATS:
        raise SettingInvalid(f"CUTTINGS_LOG_FORMAT is {form!r}", "say text or json")
    handler = logging.StreamHandler()
    handler.setFormatter(_FORMATS[form]())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    if form == "json":
        logging.getLogger("cuttings.requests").setLevel(logging.INFO)


def beginning(form: str, told: str) -> str:
    """The line that says that the server has begun: an entry where the log is of JSON."""
    entry = logging.makeLogRecord({"name": "cuttings.server", "levelname": "INFO", "msg": told})
    return JsonEntry().format(entry) if form == "json" else f"{told} (Ctrl-C ends)"


class Seldom:
    """A warning that cannot fill the log: at most one line in `seconds`, which says how many there were."""

    def __init__(
        self, logger: logging.Logger, seconds: float = 10.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._logger = logger
        self._seconds = seconds
        self._clock = clock
        self._again = float("-inf")
        self._unsaid = 0

    def say(self, words: str) -> None:
        now = self._clock()
        if now < self._again:
            self._unsaid += 1
            return
        more = f"; {self._unsaid:,} more since the last such line" if self._unsaid else ""
        self._logger.warning("%s%s", words, more)
        self._again, self._unsaid = now + self._seconds, 0
