"""How is a question answered? Matched, ordered, counted, shown: each step takes what the ones before it gave, and says
whether the time was up before it was whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from search.asking.answered import Figures, results_of
from search.embedded.asked import Asked
from search.embedded.display import Display, Shown, shown
from search.embedded.expansions import expansions
from search.embedded.matched import Matched
from search.embedded.ordered import Ordered, ordered
from search.facets.counts import count_facets
from search.facets.related import related
from search.facets.selections import Narrowed, filter_gains
from search.kept import ENTRY
from search.results import FacetCounts, Related, Results
from search.words.leaves import Leaf

_VALUE = 180  # bytes of a value with its counts


@dataclass(frozen=True, slots=True)
class Counted:
    """The facets of the matches, and the values that are typical of them. Counting is never cut short."""

    facets: tuple[FacetCounts, ...] = ()
    related: tuple[Related, ...] = ()


def counted(asked: Asked, matches: Matched) -> Counted:
    """The facets that have a value to show."""
    archive = asked.archive
    key = _digest(asked, matches.narrowed)
    every = archive.counts.get(key)
    if every is None:
        every = count_facets(asked.tally, matches.narrowed, asked.choices, archive.table.names)
        weight = ENTRY * (1 + len(every)) + _VALUE * sum(len(facet.values) for facet in every)
        archive.counts.keep(key, every, weight)
    facets = tuple(facet for facet in every if any(v.value or v.selected or v.excluded for v in facet.values))
    typical = related(asked.tally, facets, asked.tally.of(matches.docs).total) if asked.query.quotes else ()
    return Counted(facets, typical)


def _digest(asked: Asked, narrowed: Sequence[Narrowed]) -> bytes:
    """A number of 128 bits of all that counts follow from: 20 us at 5,000 matches, of which counting takes a
    millisecond."""
    rule = repr((asked.choices, asked.query.copies))
    digest = blake2b(rule.encode("utf-8", "surrogatepass"), digest_size=16)
    for part in narrowed:
        digest.update(len(part.docs).to_bytes(4, "big") + part.docs.tobytes())
        for mask in part.passed.values():
            digest.update(mask.tobytes())
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What each step gave for a question."""

    asked: Asked
    matched: Matched
    ordered: Ordered
    counted: Counted
    shown: Shown

    @property
    def partial(self) -> bool:
        return self.matched.partial or self.ordered.partial or self.shown.partial

    @property
    def rarity(self) -> Mapping[Leaf, int]:
        """How many articles hold each scored leaf; empty where there was no time."""
        return self.ordered.words.rarity

    def results(self) -> Results:
        """The answer as it leaves the engine, with the time left open."""
        asked, nothing = self.asked, not self.matched.total
        found = Figures(
            total=self.matched.total,
            total_groups=asked.archive.groups.count(self.matched.docs),
            grouped=asked.groups is not None,
            all_words=self.ordered.all_words,
            rarity=self.rarity,
            hits=self.shown.hits,
            facets=self.counted.facets,
            related=self.counted.related,
            guesses=self.matched.guesses,
            partial=self.partial,
            note=self.ordered.note,
            gains=filter_gains(asked.choices, self.matched.without) if nothing else (),
            expansions=expansions(asked, self.matched.docs) if self.shown.hits else (),
        )
        return results_of(asked, found)


def page(asked: Asked, matches: Matched, display: Display) -> Answer:
    """The answer with the page asked for and the facets."""
    order = ordered(asked, matches)
    return Answer(asked, matches, order, counted(asked, matches), shown(asked, order, order.numbers, display))


def listing(asked: Asked, matches: Matched) -> Answer:
    """The answer without hits and facets, the matches being found and put in order."""
    return Answer(asked, matches, ordered(asked, matches), Counted(), Shown())
