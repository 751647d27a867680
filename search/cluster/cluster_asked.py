"""What does a question ask of an archive in a cluster? Its tree and leaves, and what is known of the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol

from index.cluster.client import ClusterClient
from search.budget import STANDARD
from search.cluster.matched_copies import CopiesInCluster
from search.facets.selections import Chosen
from search.kept import Kept
from search.query import Listing, Node, Query, Ranked
from search.query.tree import asks_for_versions
from search.rank.weights import Weights
from search.words.leaves import Leaf
from search.words.value_names import ValueName

Clause = dict[str, Any]
"""A part of a question in OpenSearch's query language."""


class ClusterWords(Protocol):
    """What a server knows of an archive without asking the cluster: its words with their forms, its facets' values."""

    def holds(self, term: bytes) -> bool:
        """Whether an article holds a term, in any text field; where that is not known it may be True."""
        ...

    def forms(self, term: bytes) -> Iterable[bytes]:
        """The exact forms of a term that have a number; the one that is the term itself may be missing."""
        ...

    def holding(self, facet: str, text: str) -> Mapping[str, Sequence[str]]:
        """By facet the values that a filter on a facet (or `ABOUT`) lets through, as `search.match.filters` has it."""
        ...

    def hosts(self, fits: Callable[[str], bool]) -> Sequence[str]:
        """The values of the facet of sites that fit."""
        ...

    def meant(self, names: Sequence[ValueName]) -> Mapping[str, Sequence[str]]:
        """By facet the values that one of the names means, as `search.match.value_index` has it."""
        ...


@dataclass(frozen=True, slots=True)
class ClusterNumbers:
    """What weights follow from: the number of `articles` that readers see, the `mean` length of each text field, the
    articles of each language (`spoken`), and the days (ordinals) of the oldest and newest of them."""

    articles: int
    mean: Mapping[str, float]
    spoken: Mapping[str, int]
    span: tuple[int, int]


class LeafFigures(NamedTuple):
    """What is known of a leaf in a whole archive: the articles that hold it, how often it stands in them, weighted, and
    the articles of each language among them."""

    articles: int
    occurrences: float
    spoken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ClusterAsked:
    """A question to one generation of an archive, planned.

    `index` is the index that has its articles. `root`, `leaves`, `telling`, `choices` are as those of
    `search.embedded.asked.Asked`; `main_languages` are those of at least a tenth of the articles. `figures` are kept
    from one question to the next.
    """

    client: ClusterClient
    index: str
    generation: int
    query: Query
    root: Node
    leaves: Mapping[Node, Leaf]
    telling: Mapping[Ranked, tuple[Node, ...]]
    choices: tuple[Chosen, ...]
    words: ClusterWords
    numbers: ClusterNumbers
    weights: Weights
    copies: CopiesInCluster
    main_languages: tuple[str, ...] = ()
    wide: bool = False  # whether it is put to all versions, whatever it asks for
    figures: Kept[Leaf, LeafFigures] = field(default_factory=partial(Kept, STANDARD.occurrences))

    @property
    def all_versions(self) -> bool:
        """Whether older versions of articles are asked for, too."""
        return self.wide or asks_for_versions(self.root)

    @property
    def grouped(self) -> bool:
        """Whether one article is listed for all its copies, and there are any."""
        return len(self.copies) > 0 and self.query.copies is Listing.GROUP
