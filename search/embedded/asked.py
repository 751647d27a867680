"""What does a question ask of a snapshot? It is planned as any, and each segment gets a matcher for its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from index.copies.published_groups import CopyGroups
from search.asking.planned import PlannedQuestion, planned
from search.embedded.archive import Archive
from search.facets.tally import ValueTally
from search.match.matching import Deadline, DeadlinePassed, Matcher
from search.query import LeafNode, Listing, Node, Parsed, Query
from search.words.leaves import Leaf
from search.words.missing import Missing, missing

_PLANNED = tuple(field.name for field in fields(PlannedQuestion))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(PlannedQuestion):
    """A question to one snapshot, ready to be answered.

    `matchers`, one a segment, raise `DeadlinePassed` by `deadline`. Nothing that it holds holds it: its arrays are
    given back with it, not at the next collection of garbage.
    """

    archive: Archive
    matchers: tuple[Matcher, ...]
    deadline: Deadline

    @property
    def groups(self) -> CopyGroups | None:
        """The groups of which one article is listed for all; None where each article is."""
        return self.archive.groups if self.query.copies is Listing.GROUP and len(self.archive.groups) else None

    @property
    def tally(self) -> ValueTally:
        """What counts the values of the matches as they are listed."""
        return self.archive.group_tally if self.groups else self.archive.article_tally

    def held(self, node: LeafNode) -> int:
        """How many articles hold a word, phrase or pattern, as the engine looks for it. Raises `DeadlinePassed`."""
        self.deadline.check()
        leaf = self.leaves.get(node) or self.planner.leaf(node)
        return sum(matcher.live(leaf) for matcher in self.matchers)

    def missing(self) -> Missing:
        """What of the question no article holds, as far as there is time to find out."""
        try:
            return missing(self.root, self.held, self.archive.vocabulary, self._only_older)
        except DeadlinePassed:
            return Missing()

    def _only_older(self, node: Node) -> bool:
        """Whether older versions of articles match a node of the question, and no article does; never where it asks
        for them."""
        if not self.archive.hides_versions or any(matcher.live_of(node) for matcher in self.matchers):
            return False
        # With words of its own: those that only older versions hold are none of the archive without them.
        asked = ask(self.archive.every, self.query, self.deadline.late, parsed=self.parsed)
        return any(matcher.live_of(node) for matcher in asked.matchers)


def ask(
    archive: Archive,
    query: Query,
    late: Callable[[], bool],
    *,
    parsed: Parsed | None = None,
    leaves: Mapping[Node, Leaf] | None = None,
) -> Asked:
    """The question of `query` to an archive; `late` says whether the time for its answer is up.

    `parsed` is asked in the place of the query's words, and looks for `leaves` where they are given.
    """
    question = planned(archive, query, parsed=parsed, leaves=leaves)
    deadline = Deadline(late)
    told = {name: getattr(question, name) for name in _PLANNED}
    of_words, one_of = question.leaves, question.telling
    matchers = tuple(
        Matcher(part.segment, of_words, deadline.check, part.lists, telling=one_of) for part in archive.parts
    )
    return Asked(archive=archive, matchers=matchers, deadline=deadline, **told)
