"""Who writes into corrections what readers say of lines, and has their folders read again?

One process at a time writes; then one at a time reads all folders whose corrections have changed meanwhile.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from index.settings import Settings
from web.adding.desk import AGAIN, RUN_PATIENCE
from web.adding.errand import AskedLines, Errand, ErrandKind, Errands, LinesOutcome

_LOG = logging.getLogger("cuttings.corrections")
_BUSY = "other articles are being read"
_ENDING = "the server is ending"


@dataclass(frozen=True, slots=True)
class CorrectedLines:
    """What was written of lines, and what the reading of their folder waits for, "" where it has been read."""

    written: LinesOutcome
    waits: str = ""


class CorrectionDesk:
    """Takes what readers say of lines. What is written and not yet read when the server ends is read by any run."""

    def __init__(self, settings: Settings, patience: float = RUN_PATIENCE) -> None:
        """No thread runs before something is written. A request waits for the reading for `patience` seconds."""
        self._errands = Errands(settings)
        self._patience = patience
        self._writing = threading.Lock()
        self._changed = threading.Condition()
        self._asked = 0  # how often a folder was to be read
        self._due: dict[str, int] = {}  # folders, and when they were last asked for
        self._read: dict[str, int] = {}  # folders, and for which asking they were last read
        self._waits = ""
        self._working = self._ended = self._fresh = False

    def correct(self, asked: AskedLines) -> CorrectedLines:
        """Write what is asked, have the folder read, and wait for it for a bounded time."""
        with self._writing:
            reply = self._errands.run(Errand(ErrandKind.CORRECT, lines=asked))
        if reply.lines is None:
            why = (reply.waits[:1].upper() + reply.waits[1:]).rstrip(".")
            return CorrectedLines(LinesOutcome(status=503, error=f"{why}.", advice="Try again in a moment."))
        return CorrectedLines(reply.lines, self._reading(reply.lines.folder) if reply.lines.changed else "")

    def end(self) -> None:
        """Have no more read."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._errands.end()

    def _reading(self, folder: str) -> str:
        """Have a folder read. Returns what that waits for, "" where it is done."""
        with self._changed:
            self._asked += 1
            number = self._due[folder] = self._asked
            self._fresh, self._waits = True, ""
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="cuttings-correcting", daemon=True).start()
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: self._read.get(folder, 0) >= number or self._waits or self._ended, self._patience
            )
            if self._read.get(folder, 0) >= number:
                return ""
            return self._waits or (_ENDING if self._ended else _BUSY)

    def _work(self) -> None:
        tries = 0
        while True:
            with self._changed:
                if tries:
                    self._changed.wait_for(lambda: self._ended or self._fresh, AGAIN[min(tries, len(AGAIN)) - 1])
                self._changed.wait_for(lambda: self._ended or self._due)
                if self._ended:
                    return
                self._fresh = False
                due = dict(self._due)
            waits = self._errands.run(Errand(ErrandKind.REREAD, given=tuple(due))).waits
            tries = tries + 1 if waits else 0
            if waits:
                _LOG.info("corrections wait: %s", waits)
            with self._changed:
                self._waits = waits
                for folder, number in due.items() if not waits else ():
                    self._read[folder] = number
                    if self._due.get(folder) == number:
                        del self._due[folder]
                self._changed.notify_all()
