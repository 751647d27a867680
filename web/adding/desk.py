"""Who takes additions to the archive? Two threads: one keeps files in the inbox, the other has the inbox read.

Both hand on together what has come meanwhile, so that many additions take few runs.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import Skipped
from index.inbox.folder import Inbox
from index.reasons import SkipCode, SkipReason
from index.settings import Settings
from web.adding.addition import Addition, AdditionState, Fate
from web.adding.errand import Errand, ErrandKind, ErrandReply, Errands, FileOutcome, FileRefusal
from web.translation import noted

_LOG = logging.getLogger("cuttings.additions")
RUN_PATIENCE = 45.0  # seconds that a request waits for the run that reads its file: one takes 3 s; proxies wait for 60
AGAIN = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)  # seconds until a run is tried again while another writes the index
_MOST_REMEMBERED = 200  # results that can be looked at again
_BATCH = 500  # files that are read together
_MOST_NAMES = 10_000  # files that are known by their bytes while the index may not know them yet
_BUSY = noted("others are being read")


class AdditionDesk:
    """Keeps and publishes what is added. Files that a server before this one has kept are published when it begins."""

    def __init__(self, settings: Settings, patience: float = RUN_PATIENCE) -> None:
        """Raises `SettingInvalid`. No thread runs, and nothing is written, before `begin`."""
        self.inbox = Inbox.of(settings)
        self._errands = Errands(settings)
        self._patience = patience
        self._changed = threading.Condition()
        self._came: list[Addition] = []
        self._kept: list[Addition] = []
        self._names: OrderedDict[str, str] = OrderedDict()  # by the digests of their bytes, of files kept of late
        self._remembered: OrderedDict[str, Sequence[Addition]] = OrderedDict()
        self._begun = self._ended = False
        self._unread = False  # whether files may be in the inbox that no run has read
        self._fresh = False  # whether one has come since the last run was tried

    def begin(self) -> None:
        """Take up what a server before this one has left; to be called before a file is received."""
        with self._changed:
            if self._begun:
                return
            self.inbox.clear()  # before anybody may receive a file
            self._begun = True
        for name, work in (("keeping", self._keep), ("publishing", self._publish)):
            threading.Thread(target=work, name=f"cuttings-{name}", daemon=True).start()

    def end(self) -> None:
        """Take no more; what is kept waits for the next server, or for any reindex."""
        with self._changed:
            self._ended = True
            ending = Fate(
                AdditionState.REFUSED,
                status=503,
                told=noted("The server is ending."),
                advice=noted("Send the file again."),
            )
            fates = [(one, ending) for one in self._came]
            fates += [(one, Fate(AdditionState.QUEUED, told=noted("the server is ending"))) for one in self._kept]
        self._settle(fates)
        self._errands.end()

    def add(self, additions: Sequence[Addition]) -> None:
        """Take files that were received, and wait until it is known what becomes of them, for a bounded time; those of
        which it is not known by then are queued."""
        until = time.monotonic() + self._patience
        with self._changed:
            self._came += [one for one in additions if one.fate.state is AdditionState.WAITING]
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: all(one.fate.state is not AdditionState.WAITING for one in additions), until - time.monotonic()
            )
            for one in additions:
                if one.fate.state is AdditionState.WAITING:
                    one.fate = Fate(AdditionState.QUEUED, told=_BUSY)

    def remember(self, additions: Sequence[Addition]) -> str:
        """A key under which `recall` finds the additions again."""
        key = secrets.token_urlsafe(12)
        with self._changed:
            self._remembered[key] = additions
            while len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return key

    def recall(self, key: str) -> Sequence[Addition] | None:
        """The additions of a key as they are now; None where it is too old, or of a server before this one."""
        with self._changed:
            return self._remembered.get(key)

    def _keep(self) -> None:
        """Look at what has come, and give what can be read its name in the inbox."""
        self._take_up()
        while (batch := self._next_batch()) is not None:
            try:
                self._keep_batch(batch)
            except Exception as error:  # a full disk among others: whoever waits is told, and the thread goes on
                _LOG.exception("additions could not be kept")
                for one in batch:
                    with suppress(OSError):
                        one.staged.place.unlink(missing_ok=True)
                said = (getattr(error, "strerror", "") or "an error that nobody expected").lower()
                fate = Fate(AdditionState.REFUSED, status=503, told=f"The file could not be kept: {said}.")
                self._settle([(one, fate) for one in batch if one.fate.state in _OPEN and not one.kept])

    def _take_up(self) -> None:
        """Have the files read that a server before this one has kept and no run has read."""
        if names := self.inbox.names():
            reply = self._errands.run(Errand(ErrandKind.UNHEARD, str(self.inbox.folder), tuple(names)))
            left = names if reply.waits else reply.names
            digests = [(self.inbox.digest(name), name) for name in left]
            with self._changed:
                self._names.update(digests)
                self._unread = self._unread or bool(left)
                self._changed.notify_all()

    def _next_batch(self) -> list[Addition] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._came or self._ended)
            if self._ended:
                return None
            batch, self._came = self._came[:_BATCH], self._came[_BATCH:]
            return batch

    def _keep_batch(self, batch: list[Addition]) -> None:
        folder = self.inbox.batch([one.staged for one in batch])
        try:
            errand = Errand(ErrandKind.FORESEE, str(folder), tuple(one.address for one in batch))
            reply = self._errands.run(errand)
            for number, one in enumerate(batch):
                name = f"{number}-{one.staged.name}"
                self._decide(one, folder / name, reply.files.get(name, FileOutcome(articles=1, single=not reply.waits)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _decide(self, one: Addition, file: Path, found: FileOutcome) -> None:
        """Keep a file that would give articles, or say why not. Where nothing was foreseen, the run will tell."""
        if found.status:
            fate = _refused(found)
        elif found.known:
            fate = _fate(one, found, AdditionState.KNOWN)
        elif one.address and not found.single:
            told = noted("An address cannot be given for a file of several articles.")
            advice = noted("Add it without one.")
            fate = Fate(AdditionState.REFUSED, status=422, told=told, advice=advice)
        else:
            self._give_name(one, file, "" if found.addressed else one.address)
            return
        file.unlink(missing_ok=True)
        self._settle([(one, fate)])

    def _give_name(self, one: Addition, file: Path, address: str) -> None:
        """Keep a file, where none has the same bytes that was kept of late and of which the index may not know yet."""
        digest = one.staged.digest
        same = self._names.get(digest, "")
        one.repeated = bool(same) and self.inbox.digest(same) == digest
        name = same if one.repeated else self.inbox.keep(file, one.staged, address)
        with self._changed:
            one.kept = self._names[digest] = name
            while len(self._names) > _MOST_NAMES:
                self._names.popitem(last=False)
            self._kept.append(one)
            self._unread = self._fresh = True
            self._changed.notify_all()

    def _publish(self) -> None:
        """Have the inbox read whenever something was kept, and again while another process writes the index."""
        tries = 0
        while True:
            with self._changed:
                if tries:
                    self._changed.wait_for(lambda: self._ended or self._fresh, AGAIN[min(tries, len(AGAIN)) - 1])
                self._changed.wait_for(lambda: self._unread or self._ended)
                if self._ended:
                    return
                self._unread = self._fresh = False
                kept, self._kept = self._kept, []
            names = tuple(dict.fromkeys(one.kept for one in kept))
            reply = self._errands.run(Errand(ErrandKind.PUBLISH, str(self.inbox.folder), names))
            tries = tries + 1 if reply.waits else 0
            if reply.waits:
                self._wait(kept, reply.waits)
            else:
                self._tell(kept, reply)

    def _wait(self, kept: list[Addition], why: str) -> None:
        """Let those who wait know why, and try again later."""
        for one in kept:
            if one.fate.told != why and one.fate.state in _OPEN:
                _LOG.info("%s waits: %s", one.kept, why)
        self._settle([(one, Fate(AdditionState.QUEUED, told=why)) for one in kept])
        with self._changed:
            self._kept = kept + self._kept
            self._unread = bool(self._kept) or bool(self.inbox.names())

    def _tell(self, kept: list[Addition], reply: ErrandReply) -> None:
        """Say what became of files that a run has read. One that gave no article leaves the inbox again."""
        fates: list[tuple[Addition, Fate]] = []
        for one in kept:
            found = reply.files.get(one.kept)
            if found is None:
                fates.append(
                    (one, Fate(AdditionState.REFUSED, status=422, told=noted("The file has left the inbox unread.")))
                )
            elif found.status:
                with suppress(OSError):
                    self._unread = self.inbox.drop(one.kept) or self._unread
                fates.append((one, _refused(found)))
            else:
                fates.append((one, _fate(one, found, AdditionState.KNOWN if one.repeated else AdditionState.NEW)))
        self._settle(fates)

    def _settle(self, fates: Sequence[tuple[Addition, Fate]]) -> None:
        with self._changed:
            for one, fate in fates:
                one.fate = fate
            self._changed.notify_all()


_OPEN = (AdditionState.WAITING, AdditionState.QUEUED)
_ADDRESS_NOT_TAKEN = noted(
    "The address was not taken, as this very file is here already. A `corrections.yaml` in its folder can give it one."
)


def _fate(one: Addition, found: FileOutcome, state: AdditionState) -> Fate:
    advice = _ADDRESS_NOT_TAKEN if one.address and state is AdditionState.KNOWN else ""
    return Fate(state, found.articles, found.id, found.title, advice=advice)


def _refused(found: FileOutcome) -> Fate:
    return Fate(
        AdditionState.REFUSED,
        status=found.status,
        told=found.error,
        advice=found.advice,
        why=_skipped(found.why) if found.why else None,
    )


def _skipped(why: FileRefusal) -> Skipped:
    return Skipped("", SkipReason(SkipCode(why.code), **dict(why.values)), why.line, why.unit)
