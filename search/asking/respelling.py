"""When is a question asked in other words? Where a word of it occurs nowhere, or another spelling finds more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from search.asking.answered import unsure
from search.asking.offered import is_named
from search.asking.steps import M, MadeAnswer, MatchFinder, Q, QuestionMaker
from search.query import Field, Phrase, Word
from search.query.dates import days_of
from search.results import Results
from search.words.suggest import RARE_WORD, Correction, corrected

FEW = 10  # matches below which another spelling is looked for

A = TypeVar("A", bound=MadeAnswer[Any])


class Respelling(Generic[Q, M, A]):
    """Asks again: by `ask` a query of an archive in other words. `find` says what that matches, of which `show` makes
    an answer, to which `offered` adds what the words name beside the texts."""

    def __init__(
        self,
        ask: QuestionMaker[Q],
        find: MatchFinder[Q, M],
        offered: Callable[[Q, Results], Results],
        show: Callable[[Q, M], A],
    ) -> None:
        self._ask = ask
        self._find = find
        self._offered = offered
        self._show = show

    def answered(self, answer: A, results: Results, left: Callable[[], float]) -> tuple[A, Results]:
        """The answer with a better spelling: applied where a word occurs nowhere, offered where it finds more. `left`
        are the seconds in which the words of the archive may come. Raises `DeadlinePassed`."""
        asked: Q = answer.asked
        rarity = answer.rarity
        unknown = any(not articles for articles in rarity.values())
        rare = any(articles <= RARE_WORD for articles in rarity.values()) and len(rarity) > 1
        if not rarity or (results.total > FEW and not rare) or days_of(asked.query.text):
            return answer, results
        lexicon = asked.archive.lexicon
        words = lexicon.wait(left()) if unknown else lexicon.words()
        results = self._offered(asked, results)  # in a large archive, the words may not have been there before
        if words is None or is_named(results):
            return answer, results if words else unsure(results)
        correction = corrected(
            asked.parsed,
            words.speller,
            lambda word: asked.held(Word(word, Field.EVERYWHERE)),
            asked.missing().words,
            lambda name: asked.held(Phrase(name, slop=0)),
        )
        return self._in_other_words(answer, results, correction) if correction else (answer, results)

    def _in_other_words(self, answer: A, results: Results, correction: Correction) -> tuple[A, Results]:
        """The answer to what may be respelt at once, whatever the filters, so that counts hold; with an offer."""
        asked: Q = answer.asked
        if correction.parsed.root != asked.parsed.root:
            reworded = self._ask(asked.query, asked.archive, correction.parsed)
            matches = self._find(reworded)
            if matches.total or not results.total:
                answer = self._show(reworded, matches)
                respelt = self._offered(reworded, answer.results())
                results = replace(respelt, corrected_from=asked.query.text, reading=str(correction.parsed))
        if correction.offered:
            wider = self._find(self._ask(asked.query, asked.archive, correction.offered))
            if wider.total > results.total or (wider.total and correction.strange):
                results = replace(results, suggestion=str(correction.offered))
        return answer, results
