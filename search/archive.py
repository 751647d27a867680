"""What does a request search? One snapshot of the index, with what is worked out from it once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from index import history
from index.errors import Remedy
from index.facets import LANGUAGE
from index.history import History
from index.pipeline.recipe import of_another_recipe
from index.schema import TEXT_FIELDS
from index.segment import Segment
from index.snapshot import Snapshot
from search.addresses import Addresses, keys
from search.aliases import Aliases
from search.columns import Columns, Table
from search.engine import Offer
from search.kept import IMPACTS, LEAVES, LISTS, MASKS, OCCURRENCES, OFFERS, PLANS, SHOWN, Kept
from search.lexicon import Lexicon
from search.lists import Lists
from search.notes import Note, NoteCode
from search.plan import Plan
from search.query import Node, Query
from search.scoring import Scorer
from search.shown import Shown
from search.suggest import FacetValues
from search.vocabulary import Vocabulary
from search.weights import Weights


class SegmentParts:
    """What is kept of a segment as long as it is in use: its facet columns, lists and articles asked for lately, and
    its addresses. `bound` says how much that may be."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.columns = Columns(segment)
        self.lists = Lists(segment)
        self.shown = Shown(segment)
        self.addresses = Addresses(segment)

    def bound(self, share: float, articles: int) -> None:
        """Keep at most a `share` of what an archive of so many articles may keep of its segments.

        Lists and leaves of a large archive get room for 16 common words: where 136 questions pushed each other out, a
        page at a million articles took twice as long.
        """
        self.lists.lists.bound(int(share * max(LISTS, 128 * articles)))
        self.lists.slots.bound(int(share * max(LISTS, 128 * articles)))
        self.lists.leaves.bound(int(share * max(LEAVES, 64 * articles)))
        self.lists.spoken.bound(int(share * max(MASKS, 64 * articles)))
        self.columns.masks.bound(int(share * max(MASKS, 64 * articles)))
        self.shown.kept.bound(int(share * SHOWN))


class Archive:
    """A snapshot with its facet tables, scorers and vocabulary. What belongs to a segment is taken over from
    `previous` where the segment is still the same one."""

    def __init__(
        self, snapshot: Snapshot, weights: Weights, aliases: Aliases | None = None, previous: Archive | None = None
    ) -> None:
        self.snapshot = snapshot
        self.segments: tuple[Segment, ...] = snapshot.segments
        self.articles = snapshot.live_count
        self.weights = weights
        known = {id(part.segment): part for part in previous.parts} if previous else {}
        self.parts: tuple[SegmentParts, ...] = tuple(
            known.get(id(segment)) or SegmentParts(segment) for segment in self.segments
        )
        self._share()
        self.plans: Kept[tuple[Node, bool], Plan] = Kept(PLANS)  # by a question's root and whether forms are exact
        self.offers: Kept[tuple[Query, Node, FacetValues | None], tuple[Offer, ...]] = Kept(OFFERS)
        self.columns = tuple(part.columns for part in self.parts)
        self.table = Table(self.columns)
        self.lexicon: Lexicon = Lexicon(
            self.segments, self.languages, self.table, aliases or Aliases(), previous.lexicon if previous else None
        )

    def _share(self) -> None:
        """Divide what may be kept of the segments: one half evenly, as what is new is asked for most, one half by their
        articles. Those of `previous` that stay are cut down to their new share."""
        whole = sum(segment.doc_count for segment in self.segments)
        self._shares = [(1 / len(self.segments) + segment.doc_count / max(whole, 1)) / 2 for segment in self.segments]
        for part, share in zip(self.parts, self._shares, strict=True):
            part.bound(share, whole)

    @cached_property
    def notices(self) -> tuple[Note, ...]:
        """What is to be said to readers of the archive as a whole, whatever is asked."""
        if of_another_recipe(self.snapshot):
            return (Note(NoteCode.OTHER_READING, remedy=Remedy("reindex")),)
        return ()

    @cached_property
    def history(self) -> History:
        """What became of ids that no article has any more. Raises `IndexDamaged`."""
        data = self.snapshot.extra(history.NAME)  # noqa: S610
        return History.decode(data) if data is not None else History.empty()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the articles, "" for those whose language is not known."""
        low, high = self.table.parts.get(LANGUAGE, (0, 0))
        counts = self.table.all_counts
        found = [self.table.values[at] for at in range(low, high) if counts[at]]
        return tuple(found) or ("en",)

    @cached_property
    def main_languages(self) -> tuple[str, ...]:
        """Those of at least a tenth of the articles, the commonest first: a few strange articles change nothing."""
        low, high = self.table.parts.get(LANGUAGE, (0, 0))
        counts = self.table.all_counts
        many = [at for at in range(low, high) if counts[at] * 10 >= self.articles]
        return tuple(self.table.values[at] for at in sorted(many, key=lambda at: -counts[at]))

    def at_address(self, address: str, late: Callable[[], bool]) -> str:
        """The id of the article at a web address, or ""; where the time is up, of those whose addresses are read."""
        found = (part.addresses.find(key, late) for key in keys(address) for part in reversed(self.parts))
        return next(filter(None, found), "")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.segments, self.languages)

    @cached_property
    def mean(self) -> dict[str, float]:
        """The mean length of each field over all live articles."""
        return {
            field: sum(segment.total_length(field) for segment in self.segments) / max(self.articles, 1)
            for field in TEXT_FIELDS
        }

    @cached_property
    def scorers(self) -> tuple[Scorer, ...]:
        found = tuple(Scorer(segment, self.mean, self.weights) for segment in self.segments)
        for scorer, share in zip(found, self._shares, strict=True):
            scorer.impacts.bound(int(share * max(IMPACTS, 128 * self.articles)))
            scorer.sums.bound(int(share * OCCURRENCES))
        return found
