"""How is a question answered? Matched, ordered, counted, shown: each step takes what the ones before it gave, and says
whether the time was up before it was whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from search.embedded.asked import Asked
from search.embedded.display import TOO_LATE, Display, Shown, shown
from search.embedded.expansions import expansions
from search.embedded.matched import Matched
from search.embedded.ordered import Ordered, ordered
from search.facets.counts import count_facets
from search.facets.related import related
from search.facets.selections import Narrowed, filter_gains
from search.kept import ENTRY
from search.query import Parsed, any_of
from search.query.tree import scored
from search.results import FacetCounts, Related, Results

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

    def results(self) -> Results:
        """The answer as it leaves the engine, with the time left open."""
        asked, nothing = self.asked, not self.matched.total
        late = (TOO_LATE,) if self.partial else ()
        ordering = (self.ordered.note,) if self.ordered.note else ()
        notes = dict.fromkeys((*asked.notes, *ordering, *late))
        return Results(
            asked.query,
            self.matched.total,
            self.shown.hits,
            facets=self.counted.facets,
            related=self.counted.related,
            total_groups=asked.archive.groups.count(self.matched.docs),
            grouped=asked.groups is not None,
            total_all_words=self.ordered.all_words,
            left_out=self.matched.guesses,
            any_word=self._any_word() if self.matched.guesses else "",
            partial=self.partial,
            reading=str(asked.parsed) if asked.parsed.reworded else "",
            notes=tuple(notes),
            expansions=expansions(asked, self.matched.docs) if self.shown.hits else (),
            other_forms=asked.other_forms if self.matched.total else (),
            term_counts=self._term_counts() if nothing else (),
            filter_gains=filter_gains(asked.choices, self.matched.narrowed) if nothing else (),
        )

    def _any_word(self) -> str:
        """The question of which one word is enough."""
        (root, words), *_ = self.asked.telling.items()
        return str(Parsed(any_of(root, words)))

    def _term_counts(self) -> tuple[tuple[str, int], ...]:
        """How many articles hold each word of the query, as the word is asked for by itself."""
        rarity, leaves = self.ordered.words.rarity, self.asked.leaves
        counts = {str(Parsed(node)): rarity[leaves[node]] for node in scored(self.asked.root)} if rarity else {}
        return tuple(counts.items())


def page(asked: Asked, matches: Matched, display: Display) -> Answer:
    """The answer with the page asked for and the facets."""
    order = ordered(asked, matches)
    return Answer(asked, matches, order, counted(asked, matches), shown(asked, order, order.numbers, display))


def listing(asked: Asked, matches: Matched) -> Answer:
    """The answer without hits and facets, the matches being found and put in order."""
    return Answer(asked, matches, ordered(asked, matches), Counted(), Shown())


def unsure(results: Results) -> Results:
    """The answer where there was no time for another spelling: that nothing is found is not the last word then."""
    return results if results.total else replace(results, partial=True, notes=(*results.notes, TOO_LATE))
