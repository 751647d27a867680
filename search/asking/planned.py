"""What does a question ask of an archive? Its words are planned as leaves, whatever looks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from search.asking.pasted_address import Pasted
from search.facets.selections import Chosen, chosen
from search.kept import Kept
from search.notes import Note
from search.query import Node, Parsed, Query, Ranked, Word, everywhere, mapped, named, shouted
from search.query.readings import Readings
from search.query.rewrite import possibly
from search.query.tree import leaf_nodes, scored
from search.rank.weights import Weights
from search.results import Offer, OtherForms
from search.words.aliases.expander import Added
from search.words.function_words import is_long, telling
from search.words.leaves import Leaf, Widened
from search.words.plan import Planner, QueryPlan, Reading
from search.words.suggest import FacetValues, Speller
from search.words.vocabulary import Vocabulary

# A question, as what it was read, the values that there were, and the day.
OfferKey = tuple[Query, Node, FacetValues | None, date | None]


class KnownWords(Protocol):
    """The words of an archive that its questions are respelt by, and the values that they may name."""

    @property
    def speller(self) -> Speller: ...

    @property
    def values(self) -> FacetValues: ...


class AskedLexicon(Protocol):
    """What is known of an archive's words, read when it is needed."""

    @property
    def known(self) -> KnownWords | None:
        """The words as far as they are read, without reading any."""
        ...

    @property
    def stale(self) -> bool:
        """Whether the words are those of an older publication."""
        ...

    def added(self, root: Node) -> Added:
        """The names that count as a question's words, too."""
        ...

    def words(self) -> KnownWords | None:
        """The words; None in a large archive until they are read."""
        ...

    def wait(self, seconds: float) -> KnownWords | None:
        """The words, waited for where they are being read."""
        ...


class AskedArchive(Protocol):
    """What a question has to know of the archive that it is put to."""

    @property
    def weights(self) -> Weights: ...

    @property
    def readings(self) -> Readings: ...

    @property
    def plans(self) -> Kept[tuple[Node, bool], QueryPlan]: ...

    @property
    def offers(self) -> Kept[OfferKey, tuple[Offer, ...]]: ...

    @property
    def lexicon(self) -> AskedLexicon: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def main_languages(self) -> tuple[str, ...]: ...

    @property
    def facet_names(self) -> Sequence[str]:
        """The facets of which values can be chosen."""
        ...

    @property
    def has_possible_days(self) -> bool:
        """Whether there are articles of an unknown year that may be of some days."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedQuestion:
    """A question to one archive as it was read and planned.

    `root` is the tree that is matched: of what was `parsed`, with its plain words looked for in values, too. `leaves`
    are what its words look for, `notes` how it was read, `widened` its words that other names count as and
    `other_forms` those of names that come behind them; `choices` are its selections by facet; `telling` are those of
    its words side by side that are no function words, see `search.words.function_words`; `pasted` is the address that
    it is.
    """

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
    pasted: Pasted | None = None


def planned(
    archive: AskedArchive,
    query: Query,
    *,
    parsed: Parsed | None = None,
    leaves: Mapping[Node, Leaf] | None = None,
) -> PlannedQuestion:
    """The question of `query` to an archive.

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
    return PlannedQuestion(
        query=query,
        parsed=parsed,
        root=root,
        planner=planner,
        leaves=plan.leaves,
        notes=(*parsed.notes, *plan.notes),
        widened=plan.widened,
        other_forms=tuple(OtherForms(word.text, forms, _only(root, word)) for word, forms in plan.behind),
        choices=chosen(query.selections, archive.facet_names),
        telling=telling(root, plan.leaves, archive.main_languages),
    )


def _only(root: Node, name: Word) -> str:
    """The question with a name of it in no other form."""
    return str(Parsed(mapped(root, lambda leaf: replace(name, exact=True) if leaf == name else leaf)))


def _plan(archive: AskedArchive, root: Node, query: Query, planner: Planner, added: Added) -> QueryPlan:
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
