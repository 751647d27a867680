"""How does the embedded engine answer? From the index in a folder of this machine, one snapshot a request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from index.errors import CuttingsError, IndexDamaged
from index.snapshot import Snapshot, open_snapshot, reopen
from search.addresses import is_address
from search.aliases import Aliases, load_aliases
from search.archive import Archive
from search.engine import (
    ADDRESS,
    FORM,
    REMOVED,
    Engine,
    Export,
    Facet,
    Health,
    Hit,
    HitPage,
    Marked,
    Offer,
    Reading,
    Results,
)
from search.facets import count_facets
from search.highlight import Highlighter
from search.leaves import Leaf
from search.proofs import Proofs
from search.query import MAX_RESULTS, Node, Parsed, Query, Word
from search.query.dates import days_of
from search.request import Request
from search.similar import question
from search.spans import FIELDS
from search.standing import field_text
from search.suggest import Correction, corrected
from search.weights import Weights
from search.words import WordFinder

P = ParamSpec("P")
R = TypeVar("R")
WARMING = 60.0  # seconds that the start of a server may wait for the words of a large archive
SEARCHING = 0.75  # of the time for an answer: what is under way when it is up, and showing what was found, take more
WRITING = 15  # times the time for an answer: 10,000 hits take 1.5 to 3 s of CPU, 13 beside others
FEW = 10  # matches below which another spelling is looked for

Show = Callable[[Request], Results]


def open_engine(
    folder: Path,
    *,
    weights: Weights | None = None,
    seconds: float = 2.0,
    aliases: Aliases | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Engine:
    """The engine over the index in `folder`, which need not be there yet.

    A search is answered with what it has found after `seconds` by `clock`. `aliases` are those that come with the
    program where none are given. Safe to share between threads.
    """
    return EmbeddedEngine(folder, weights or Weights(), seconds, load_aliases() if aliases is None else aliases, clock)


def _answering(
    method: Callable[Concatenate[EmbeddedEngine, P], R],
) -> Callable[Concatenate[EmbeddedEngine, P], R]:
    """The method; an unexpected error becomes `IndexDamaged` where the index's bytes are not what was written.

    So does what a reader of the bytes complains of, which does not know the generation and the section.
    """

    @wraps(method)
    def answer(self: EmbeddedEngine, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            if isinstance(error, CuttingsError) and not isinstance(error, IndexDamaged):
                raise
            if damage := self._find_damage():
                raise IndexDamaged(damage) from error
            raise

    return answer


class EmbeddedEngine:
    """See `search.engine.Engine`."""

    def __init__(
        self, folder: Path, weights: Weights, seconds: float, aliases: Aliases, clock: Callable[[], float]
    ) -> None:
        self._folder = folder
        self._weights = weights
        self._seconds = seconds
        self._aliases = aliases
        self._clock = clock
        self._archive: Archive | None = None
        self._snapshot: Snapshot | None = None  # that of the archive, or of the one that is being made
        self._proofs = Proofs()
        self._damage = ""
        self._lock = threading.Lock()
        self._local = threading.local()
        self._finder = WordFinder()

    @_answering
    def warm(self) -> None:
        lexicon = self._current().lexicon
        words = lexicon.wait(WARMING)
        lexicon.succeed()
        if words:
            words.speller.warm()

    @_answering
    def search(self, query: Query) -> Results:
        started = self._clock()
        request, found = self._answer(query, started, Request.results)
        return self._told(request, found, started)

    @_answering
    def export(self, query: Query, limit: int = MAX_RESULTS) -> Export:
        started = self._clock()
        whole = replace(query, page=1, per_page=min(limit, MAX_RESULTS))
        request, found = self._answer(whole, started, Request.listing)
        late = partial(_is_later, self._clock, self._clock() + WRITING * self._seconds)
        pages = self._proven(request.pages(late))
        return Export(self._told(request, found, started), pages, len(request.listed), request.archive.snapshot.created)

    def _told(self, request: Request, found: Results, started: float) -> Results:
        """The answer with what is to be said of the archive as a whole, and its time."""
        problem, notices = self.problem(), request.archive.notices
        return replace(found, seconds=self._clock() - started, problem=problem, notices=notices)

    def _proven(self, pages: Iterator[HitPage]) -> Iterator[HitPage]:
        """The pages; an unexpected error on the way becomes `IndexDamaged` as in `_answering`."""
        following = _answering(lambda _: next(pages, None))
        while (page := following(self)) is not None:
            yield page

    def _answer(self, query: Query, started: float, show: Show) -> tuple[Request, Results]:
        """What a query finds, as `show` makes it of the request that is answered: the query's or a respelt one."""
        request = self._request(query)
        found = self._offered(request, show(request))
        if not _named(found) and not query.as_typed and not query.exact and not request.partial:
            return self._respelt(request, found, started + self._seconds, show)
        return request, found

    def _respelt(self, request: Request, found: Results, deadline: float, show: Show) -> tuple[Request, Results]:
        """The answer with a better spelling: applied where a word occurs nowhere, offered where it finds more."""
        unknown = any(not many for many in request.rarity.values())
        if not request.rarity or (found.total > FEW and not unknown) or days_of(request.query.text):
            return request, found
        lexicon = request.archive.lexicon
        words = lexicon.wait(deadline - self._clock()) if unknown else lexicon.words()
        found = self._offered(request, found)  # in a large archive, the words may not have been there before
        if words is None or _named(found):
            return request, found
        values = words.values
        correction = corrected(
            request.parsed,
            words.speller,
            lambda w: request.held(Word(w)) or values.articles(w),
            request.missing.words,
        )
        return self._in_other_words(request, found, correction, show) if correction else (request, found)

    def _in_other_words(
        self, request: Request, found: Results, correction: Correction, show: Show
    ) -> tuple[Request, Results]:
        """The answer to what may be respelt at once, whatever the filters, so that counts hold; with an offer."""
        answered = request
        if correction.parsed.root != request.root:
            other = self._request(request.query, request.archive, correction.parsed)
            if other.total or not found.total:
                respelt = self._offered(other, show(other))
                found = replace(respelt, corrected_from=request.query.text, reading=str(correction.parsed))
                answered = other
        if correction.offered:
            more = self._request(request.query, request.archive, correction.offered)
            if more.total > found.total or (more.total and correction.strange):
                found = replace(found, suggestion=str(correction.offered))
        return answered, found

    def _offered(self, request: Request, found: Results) -> Results:
        """The answer with what the question's words name beside the texts."""
        archive, query = request.archive, request.query
        if is_address(query.text):
            at = archive.at_address(query.text, lambda: request.late)
            return replace(found, offers=(Offer(ADDRESS, at, 1),)) if at else found
        keep = not archive.lexicon.stale
        words = archive.lexicon.known
        values = words.values if words else None
        offers = archive.offers.of(request, values, partial(self._counted, archive), keep=keep)
        return replace(found, offers=offers) if offers else found

    def _counted(self, archive: Archive, query: Query) -> tuple[int, bool]:
        """How many articles a question finds, and whether there was time to count them all."""
        request = self._request(query, archive)
        return request.total, not request.partial

    @_answering
    def facet(self, query: Query, name: str, limit: int = 10_000) -> Facet:
        request = self._request(query)
        found = count_facets(request.archive.table, request.narrowed, request.choices, (name,), limit)
        return replace(found[0] if found else Facet(name, ()), notices=request.archive.notices)

    @_answering
    def article(self, article_id: str, query: Query | None = None) -> Reading | None:
        archive = self._current()
        place = archive.snapshot.find(article_id)
        if place is None:
            return None
        segment, doc = place
        article = segment.stored(doc)
        if query is None:
            title, text, removed = (Marked(field_text(article, name)) for name in FIELDS)
            return Reading(article, title, text, removed, problem=self.problem(), notices=archive.notices)
        request = self._request(query, archive)
        title, text, removed = request.marks_of(segment, doc, article)
        return Reading(article, title, text, removed, request.notes, self.problem(), archive.notices)

    @_answering
    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        lexicon = self._current().lexicon
        words = lexicon.words()
        lexicon.succeed()
        return words.completer.complete(prefix, limit) if words else ()

    @_answering
    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        archive = self._current()
        place = archive.snapshot.find(article_id)
        if place is None:
            return ()
        parsed, leaves = question(archive, place[0].stored(place[1]))
        request = self._request(Query(as_typed=True, per_page=limit + 1), archive, parsed, leaves)
        return tuple(hit for hit in request.hits(request.page()) if hit.id != article_id)[:limit]

    def health(self) -> Health:
        try:
            archive = _answering(EmbeddedEngine._current)(self)
        except CuttingsError as error:
            return Health(ok=False, problem=str(error))
        snapshot, problem = archive.snapshot, self.problem()
        return Health(not problem, archive.articles, str(snapshot.generation), snapshot.created, problem)

    def problem(self) -> str:
        damage = f"{self._damage}; answers may be wrong: run `cuttings reindex --full`" if self._damage else ""
        return damage or (self._archive.snapshot.problem if self._archive else "")

    def _find_damage(self) -> str:
        """What is damaged in the segments that answer; every answer from them says so from now on."""
        if self._snapshot is not None:
            self._damage = self._proofs.damage(self._snapshot)
        return self._damage

    def _request(
        self,
        query: Query,
        archive: Archive | None = None,
        parsed: Parsed | None = None,
        leaves: dict[Node, Leaf] | None = None,
    ) -> Request:
        archive = archive or self._current()
        archive.lexicon.words()  # a small archive's are read at its first question, whose time begins after it
        late = partial(_is_later, self._clock, self._clock() + SEARCHING * self._seconds)
        return Request(archive, query, self._highlighter(), late, parsed=parsed, leaves=leaves)

    def _highlighter(self) -> Highlighter:
        """This thread's own; what makes it fast, the memory of words, is that of all."""
        found: Highlighter | None = getattr(self._local, "highlighter", None)
        if found is None:
            found = self._local.highlighter = Highlighter(self._finder)
        return found

    def _current(self) -> Archive:
        """The newest generation, opened; only what is new in it is opened anew."""
        with self._lock:
            archive = self._archive
            snapshot = reopen(archive.snapshot) if archive else open_snapshot(self._folder)
            if archive is None or snapshot is not archive.snapshot:
                self._snapshot, self._damage = snapshot, self._proofs.known(snapshot)
                archive = self._archive = Archive(snapshot, self._weights, self._aliases, archive)
            return archive


def _named(found: Results) -> bool:
    """Whether the question names a value, a day or an address, so that its words are meant as they are."""
    return any(offer.facet not in (REMOVED, FORM) for offer in found.offers)


def _is_later(clock: Callable[[], float], deadline: float) -> bool:
    return clock() > deadline
