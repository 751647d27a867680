"""What is done with additions and corrections in a process of its own, so that nothing of it stays in the server?

The server starts `python -m web.terminal.intake_process`, writes what is asked into its stdin and reads the reply from
its stdout, both of `web.adding.errand`.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from index.errors import CuttingsError, IndexLocked, Skipped
from index.inbox.intake import AddedFile, foreseen, publish, unheard
from index.line_corrections import LineWish, NothingWritten, Refusal, read_again, write_wish
from index.reasons import Code
from index.reindex.phases import Environment
from index.reindex.plan.plan import ReindexPlan
from index.settings import Settings
from web.adding.errand import AskedLines, Errand, ErrandKind, ErrandReply, FileOutcome, FileRefusal, LinesOutcome
from web.advice import message
from web.reasons import refused_file
from web.terminal.reindex import limited_memory
from web.translation import noted

_UNSUPPORTED = 415
_TOO_LARGE = 413
_UNREADABLE = 422
_STATUSES = {Code.NOT_UNDERSTOOD: _UNSUPPORTED, Code.PASSED_OVER: _UNSUPPORTED, Code.TOO_LARGE: _TOO_LARGE}
_CONFLICT = 409
_OF_REFUSALS = {
    Refusal.UNKNOWN: 404,
    Refusal.NO_SUCH_LINE: _UNREADABLE,
    Refusal.CHANGED: _CONFLICT,
    Refusal.NO_FOLDER: _CONFLICT,
    Refusal.FILE: _CONFLICT,
    Refusal.DISK: 503,
}
_POLITE = 5  # how much this process stands behind those that answer readers (`nice`)


class _Silence:
    """A watcher that shows nothing: what the run is at, it tells beside the index."""

    def planned(self, plan: ReindexPlan) -> None: ...

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None: ...

    def phase(self, name: str, units: int) -> None: ...

    def advanced(self, units: int) -> None: ...


def main() -> None:
    """Do one errand."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the reading processes end, too
    with suppress(OSError, AttributeError):  # a service may not be let to
        os.nice(_POLITE)
    errand = msgspec.json.decode(sys.stdin.buffer.read(), type=Errand)
    settings = Settings.read(os.environ)
    try:
        with limited_memory(settings.worker_mb + settings.build_mb):
            reply = _done(errand, settings)
    except KeyboardInterrupt:
        sys.exit(1)
    except IndexLocked:
        reply = ErrandReply(waits=noted("another run is writing the index, and this follows it"))
    except CuttingsError as error:
        reply = ErrandReply(waits=message(error, settings.index))
    except OSError as error:
        reply = ErrandReply(waits=f"the disk or the system refuses: {(error.strerror or str(error)).lower()}")
    except MemoryError:
        reply = ErrandReply(waits=noted("there was not enough memory (CUTTINGS_WORKER_MB, CUTTINGS_BUILD_MB)"))
    sys.stdout.buffer.write(msgspec.json.encode(reply))


def _done(errand: Errand, settings: Settings) -> ErrandReply:
    if errand.lines is not None:
        return ErrandReply(lines=_corrected(errand.lines, settings))
    one = replace(settings, workers=settings.workers or 1)  # few files at a time, and readers wait for the processors
    environment = Environment(one, datetime.now(UTC), _Silence(), secrets.randbits(63))
    if errand.what is ErrandKind.FORESEE:
        found = foreseen(Path(errand.folder), errand.given, environment)
    elif errand.what is ErrandKind.PUBLISH:
        found = publish(Path(errand.folder), errand.given, environment)
    elif errand.what is ErrandKind.REREAD:
        read_again(errand.given, environment)
        return ErrandReply()
    else:
        return ErrandReply(names=tuple(unheard(Path(errand.folder), errand.given, settings)))
    return ErrandReply(files={name: _outcome(file) for name, file in found.items()})


def _corrected(asked: AskedLines, settings: Settings) -> LinesOutcome:
    wish = LineWish(asked.article, asked.numbers, asked.texts, asked.rules, asked.sha256, asked.keep)
    try:
        done = write_wish(settings.index, wish)
    except NothingWritten as error:
        advice = "".join(map(str, error.advice))
        return LinesOutcome(status=_OF_REFUSALS[error.why], error=_sentence(error.what), advice=_sentence(advice))
    return LinesOutcome(done.texts, done.folder, done.changed)


def _outcome(file: AddedFile) -> FileOutcome:
    if file.articles:
        return FileOutcome(
            articles=file.articles,
            id=file.id,
            title=file.title,
            known=file.known,
            single=file.single,
            addressed=file.addressed,
        )
    if file.skipped is None:
        return FileOutcome(status=_UNREADABLE, error=noted("The file holds no article."))
    return _refusal(file.skipped)


def _refusal(skipped: Skipped) -> FileOutcome:
    error, advice = refused_file(skipped)
    why = FileRefusal(skipped.why.code, skipped.why.values, skipped.line, skipped.unit)
    return FileOutcome(status=_STATUSES.get(skipped.why.kind, _UNREADABLE), error=error, advice=advice, why=why)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


if __name__ == "__main__":
    main()
