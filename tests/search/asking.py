"""A question and the steps of its answer one by one, as tests look at them."""

from __future__ import annotations

from functools import cached_property

from index.article import Article
from index.segment.reader import Segment
from search.embedded.answer import Answer, page
from search.embedded.archive import Archive
from search.embedded.asked import ask
from search.embedded.display import Display, marks_of, question_of, shown
from search.embedded.hits import Question
from search.embedded.matched import matched
from search.embedded.ordered import Ordered, ordered, rows_of, weighed
from search.query import Parsed, Query
from search.rank.ranking import MatchRow
from search.results import Hit, Marked, Results
from search.show.highlight import Highlighter
from search.words.leaves import Leaf

_DISPLAY = Display(Highlighter())


class Asking:
    """One query over one archive, in any time that it takes."""

    def __init__(self, archive: Archive, query: Query, parsed: Parsed | None = None) -> None:
        self._asked = ask(archive, query, lambda: False, parsed=parsed)
        self._matched = matched(self._asked)

    @property
    def total(self) -> int:
        return self._matched.total

    @property
    def factors(self) -> tuple[tuple[Leaf, float], ...]:
        return weighed(self._asked).factors

    @property
    def question(self) -> Question:
        return question_of(self._asked, weighed(self._asked))

    @cached_property
    def _ordered(self) -> Ordered:
        return ordered(self._asked, self._matched)

    def page(self) -> list[MatchRow]:
        return rows_of(self._asked, self._ordered, self._ordered.numbers)[0]

    def hits(self) -> tuple[Hit, ...]:
        return shown(self._asked, self._ordered, self._ordered.numbers, _DISPLAY).hits

    def answer(self) -> Answer:
        return page(self._asked, self._matched, _DISPLAY)

    def results(self) -> Results:
        return self.answer().results()

    def marks_of(self, segment: Segment, doc: int, article: Article) -> tuple[Marked, ...]:
        return marks_of(self._asked, (segment, doc), article, _DISPLAY)[0]
