"""How does the embedded engine answer? From the index in a folder of this machine, one snapshot a request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import CuttingsError
from index.snapshot import open_snapshot, reopen
from search.archive import Archive
from search.engine import Engine, Facet, Health, Hit, Marked, Reading, Results
from search.facets import count_facets
from search.highlight import Highlighter
from search.query import Query
from search.request import Request
from search.scoring import Weights


@dataclass(frozen=True, slots=True)
class EmbeddedSettings:
    """The knobs of the embedded engine. `seconds` is the time after which an answer is partial."""

    weights: Weights = Weights()
    seconds: float = 2.0


def open_engine(
    folder: Path, *, weights: Weights | None = None, seconds: float = 2.0, clock: Callable[[], float] = time.monotonic
) -> Engine:
    """The engine over the index in `folder`, which need not be there yet.

    A search is answered with what it has found after `seconds` by `clock`. Safe to share between threads.
    """
    return EmbeddedEngine(folder, EmbeddedSettings(weights or Weights(), seconds), clock)


class EmbeddedEngine:
    """See `search.engine.Engine`."""

    def __init__(self, folder: Path, settings: EmbeddedSettings, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._settings = settings
        self._clock = clock
        self._archive: Archive | None = None
        self._lock = threading.Lock()
        self._local = threading.local()

    def search(self, query: Query) -> Results:
        started = self._clock()
        return replace(self._request(query).results(), seconds=self._clock() - started)

    def facet(self, query: Query, name: str, limit: int = 10_000) -> Facet:
        request = self._request(query)
        found = count_facets(request.archive.table, request.narrowed, request.choices, (name,), limit)
        return found[0] if found else Facet(name, ())

    def article(self, article_id: str, query: Query | None = None) -> Reading | None:
        archive = self._current()
        place = archive.snapshot.find(article_id)
        if place is None:
            return None
        segment, doc = place
        article = segment.stored(doc)
        if query is None:
            return Reading(article, Marked(article.title), Marked(article.text))
        request = self._request(query, archive)
        title, text = request.marks_of(segment, doc, article)
        return Reading(article, title, text, request.notes)

    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        return ()

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        return ()

    def health(self) -> Health:
        try:
            archive = self._current()
        except CuttingsError as error:
            return Health(False, problem=str(error))
        snapshot = archive.snapshot
        return Health(
            not snapshot.problem, archive.articles, str(snapshot.generation), snapshot.created, snapshot.problem
        )

    def _request(self, query: Query, archive: Archive | None = None) -> Request:
        deadline = self._clock() + self._settings.seconds
        return Request(archive or self._current(), query, self._highlighter(), lambda: self._clock() > deadline)

    def _highlighter(self) -> Highlighter:
        """This thread's own, whose memory of words makes it fast."""
        found: Highlighter | None = getattr(self._local, "highlighter", None)
        if found is None:
            found = self._local.highlighter = Highlighter()
        return found

    def _current(self) -> Archive:
        """The newest generation, opened; only what is new in it is opened anew."""
        with self._lock:
            archive = self._archive
            snapshot = reopen(archive.snapshot) if archive else open_snapshot(self._folder)
            if archive is None or snapshot is not archive.snapshot:
                archive = self._archive = Archive(snapshot, self._settings.weights, archive)
            return archive
