"""Which engine answers this request? Opened at the first request that finds an index, and then kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import current_app

from index.errors import CuttingsError
from search.engine import Engine
from search.health import EngineHealth
from search.notes import Note
from search.overview import Overview

EngineSource = Engine | Callable[[], Engine]
EXTENSION = "cuttings"


@dataclass(slots=True)
class Shelf:
    """Holds what `create_app` was given: an engine, or a function that opens one; and the index's folder, None where
    commands know it by themselves."""

    source: EngineSource
    folder: Path | None = None
    _open: Engine | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def engine(self) -> Engine:
        """Raises what the function raises, such as `IndexMissing`, and asks it again at the next request."""
        with self._lock:
            if self._open is None:
                self._open = self.source() if callable(self.source) else self.source
            return self._open

    def holding(self) -> tuple[int, datetime | None] | None:
        """As the function of that name, but raises what the engine raises."""
        opened = self.engine()
        health = opened.health()
        return None if health.error else (health.articles, opened.last_arrival())

    def problem(self) -> Note | None:
        """What is wrong with the index that the open engine answers from, if anything is."""
        return self._open.problem() if self._open else None


def engine() -> Engine:
    """The engine of the application that is handling a request."""
    shelf: Shelf = current_app.extensions[EXTENSION]
    return shelf.engine()


def folder() -> Path | None:
    """The index's folder, which commands that are advised have to name; None where they know it by themselves."""
    shelf: Shelf = current_app.extensions[EXTENSION]
    return shelf.folder


def status() -> Overview:
    """How the archive of this application is, which may be that there is none."""
    try:
        return engine().status()
    except CuttingsError as error:
        return Overview(EngineHealth(ok=False, error=error))


def health() -> EngineHealth:
    """How the index of this application is; its error where there is none."""
    try:
        return engine().health()
    except CuttingsError as error:
        return EngineHealth(ok=False, error=error)


def holding() -> tuple[int, datetime | None] | None:
    """How many articles the archive of this application has, and when the last of them came; None where nothing
    can say: whatever fails, a page about it can be made."""
    shelf: Shelf = current_app.extensions[EXTENSION]
    try:
        return shelf.holding()
    except Exception:  # the page that says what failed must not fail
        return None


def problem() -> Note | None:
    """What is wrong with the index that this application answers from, if anything is."""
    shelf: Shelf = current_app.extensions[EXTENSION]
    return shelf.problem()
