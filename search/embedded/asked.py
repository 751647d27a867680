"""What does a question ask of an archive? Its words are planned as leaves, and each segment gets a matcher for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from index.copies.published_groups import CopyGroups
from search.embedded.archive import Archive
from search.embedded.pasted import Pasted
from search.facets.selections import Chosen, chosen
from search.facets.tally import ValueTally
from search.match.matching import Deadline, DeadlinePassed, Matcher
from search.notes import Note
from search.query import LeafNode, Listing, Node, Parsed, Query, Ranked, Word, everywhere, mapped, named, shouted
from search.query.rewrite import possibly
from search.query.tree import leaf_nodes, scored
from search.results import OtherForms
from search.words.aliases.expander import Added
from search.words.function_words import is_long, telling
from search.words.leaves import Leaf, Widened
from search.words.missing import Missing, missing
from search.words.plan import Planner, QueryPlan, Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one snapshot, ready to be answered.

    `root` is the tree that is matched: of what was `parsed`, with its plain words looked for in values, too. `leaves`
    are what its words look for, `notes` how it was read, `widened` its words that other names count as and
    `other_forms` those of names that come behind them; `choices` are its selections by facet; `telling` are those of
    its words side by side that are no function words, see `search.words.function_words`; `pasted` is the address that
    it is. `matchers`, one a segment, raise `DeadlinePassed` by `deadline`. Nothing that it holds holds it: its arrays
    are given back with it, not at the next collection of garbage.
    """

    archive: Archive
    query: Query
    parsed: Parsed
    root: Node
    planner: Planner
    leaves: Mapping[Node, Leaf]
    notes: tuple[Note, ...]
    widened: tuple[Widened, ...]
    other_forms: tuple[OtherForms, ...]
    choices: tuple[Chosen, ...]
    telling: Mapping[Ranked, tuple[Node, ...]]
    matchers: tuple[Matcher, ...]
    deadline: Deadline
    pasted: Pasted | None = None

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
    parsed = parsed or archive.readings.question(query.text)
    root = parsed.root if query.exact or leaves else everywhere(parsed.root)
    root = possibly(root) if query.possible else root
    added: Added = {} if query.as_typed or query.exact else archive.lexicon.added(root)
    loud, long = shouted(root), is_long(scored(root))
    names = named(root) if not loud and not long else frozenset()
    reading = Reading(query.exact, capitals=not loud, stems=long, names=names)
    planner = Planner(archive.vocabulary, added, reading)
    plan = QueryPlan(added, leaves, (), ()) if leaves else _plan(archive, root, query, planner, added)
    deadline = Deadline(late)
    one_of = telling(root, plan.leaves, archive.main_languages)
    return Asked(
        archive,
        query,
        parsed,
        root,
        planner,
        plan.leaves,
        (*parsed.notes, *plan.notes),
        plan.widened,
        tuple(OtherForms(word.text, forms, _only(root, word)) for word, forms in plan.behind),
        chosen(query.selections, archive.table.names),
        one_of,
        tuple(Matcher(part.segment, plan.leaves, deadline.check, part.lists, telling=one_of) for part in archive.parts),
        deadline,
    )


def _only(root: Node, name: Word) -> str:
    """The question with a name of it in no other form."""
    return str(Parsed(mapped(root, lambda leaf: replace(name, exact=True) if leaf == name else leaf)))


def _plan(archive: Archive, root: Node, query: Query, planner: Planner, added: Added) -> QueryPlan:
    """What each leaf node looks for; as it was worked out for the same question before, with what was noted."""
    plan = archive.plans.get((root, query.exact))
    if plan is None or plan.added != added:
        leaves: dict[Node, Leaf] = {node: planner.leaf(node) for node in leaf_nodes(root)}
        plan = QueryPlan(added, leaves, tuple(planner.notes), tuple(planner.widened), tuple(planner.behind))
        archive.plans.keep((root, query.exact), plan, plan.weight)
    return plan


def is_later(clock: Callable[[], float], deadline: float) -> bool:
    """Whether `clock` has passed `deadline`."""
    return clock() > deadline
