"""How does a question come to its answer? Found, shown, told what its words name, respelt where that helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Generic

from search.asking.answered import unsure
from search.asking.offered import is_named, kept_offers
from search.asking.respelling import A, Respelling
from search.asking.steps import M, MatchFinder, Q, QuestionMaker
from search.match.matching import DeadlinePassed
from search.query import Query
from search.results import Results


class Answerer(Generic[Q, M]):
    """Answers questions: by `ask` one is made of a query, `find` says what it matches. `today` is the day that relative
    dates count from."""

    def __init__(self, ask: QuestionMaker[Q], find: MatchFinder[Q, M], today: Callable[[], date]) -> None:
        self._ask = ask
        self._find = find
        self._today = today

    def answer(self, query: Query, left: Callable[[], float], show: Callable[[Q, M], A]) -> tuple[A, Results]:
        """What a query finds, and as `show` makes it: of the query itself or of a respelt one. `left` are the seconds
        that are left of the time for an answer."""
        asked = self._ask(query)
        answer = show(asked, self._find(asked))
        results = self._offered(asked, answer.results())
        if asked.pasted or is_named(results) or query.as_typed or query.exact or answer.partial:
            return answer, results
        try:
            return Respelling(self._ask, self._find, self._offered, show).answered(answer, results, left)
        except DeadlinePassed:  # while the words were looked up
            return answer, unsure(results)

    def _offered(self, asked: Q, results: Results) -> Results:
        """The answer with what the question's words name beside the texts."""
        if asked.pasted and asked.pasted.articles:
            return replace(results, offers=asked.pasted.offers())
        lexicon = asked.archive.lexicon
        keep = not lexicon.stale
        words = lexicon.known
        day = self._today() if keep else None
        offers = kept_offers(asked, words.values if words else None, partial(self._counted, asked.archive), day)
        return replace(results, offers=offers) if offers else results

    def _counted(self, archive: Any, query: Query) -> tuple[int, bool]:
        """How many articles a question finds, and whether there was time to count them all."""
        matches = self._find(self._ask(query, archive))
        return matches.total, not matches.partial
