"""What does a request search? One snapshot of the index, with what is worked out from it once.

Of an article with several versions the snapshot shows the newest one (`index.versions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import authority
from index.authority import Authority
from index.copies import published_groups
from index.errors import Remedy
from index.facets import LANGUAGE
from index.originals.place import OriginalPlaces, original_places
from index.reindex.plan.recipe import of_another_recipe
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from index.store import history
from index.store.history import History
from index.store.snapshot import Snapshot
from index.versions.published_versions import NewestOnly, newest_only
from search.asking.pasted_address import Pasted, pasted_into
from search.asking.planned import OfferKey
from search.budget import Budget
from search.embedded.article_words import SurfaceTerms
from search.embedded.held_addresses import SegmentAddresses
from search.embedded.inventory import Inventory, Samples, inventory, samples_of
from search.embedded.segment_words import SegmentWords
from search.embedded.shown import ShownArticles
from search.facets.columns import FacetTable, SegmentColumns
from search.facets.segment_copies import SegmentCopies
from search.facets.segment_names import SegmentNames
from search.facets.tally import ValueTally
from search.holdings import Holdings, WorkedExample
from search.kept import Kept
from search.match.lists import Lists
from search.match.vocabulary import SegmentVocabulary
from search.notes import Note, NoteCode
from search.options import Options
from search.query import Node
from search.query.readings import Readings
from search.rank.ranking import MatchRow
from search.rank.scoring import Scorer
from search.results import FacetCounts, Offer
from search.words.lexicon import ArchiveLexicon
from search.words.plan import QueryPlan

WARMING = 60.0  # seconds that the start of a server may wait for the words of a large archive
_BESIDE = 0.25  # of the memory for caches, for questions that ask for older versions


class SegmentParts:
    """What is kept of a segment as long as it is in use: its facet columns, lists and articles asked for lately; with
    the names and copies that a generation lays over it. `bound` says how much that may be."""

    def __init__(self, segment: Segment, budget: Budget, readings: Readings) -> None:
        self.segment = segment
        self.columns = SegmentColumns(segment, budget)
        self.lists = Lists(segment, budget, readings)
        self.shown = ShownArticles(segment, budget)

    def under(self, authority: Authority, stamp: str, copies: SegmentCopies) -> SegmentParts:
        """The same with the names that an authority of this digest lays over the segment, and with its copies."""
        parts = copy(self)
        if self.columns.names.stamp != stamp:
            parts.columns = self.columns.under(SegmentNames(self.segment, authority, stamp))
        parts.lists = self.lists.under(parts.columns.names, copies)
        return parts

    def bound(self, budget: Budget) -> None:
        """Keep at most so much from now on."""
        self.lists.lists.bound(budget.lists)
        self.lists.slots.bound(budget.slots)
        self.lists.leaves.bound(budget.leaves)
        self.lists.spoken.bound(budget.spoken)
        self.lists.levels.tables.bound(budget.levels)
        self.columns.masks.bound(budget.masks)
        self.shown.kept.bound(budget.shown)


class BesideArticle(NamedTuple):
    """The articles beside one: `similar`, the likest first and none of the story, and `story`, the earliest first."""

    similar: list[MatchRow]
    story: list[MatchRow]


class Archive:
    """A snapshot with its facet tables, scorers and vocabulary. What belongs to a segment is taken over from
    `previous` where the segment is still the same one. Of the `whole` generation it shows the newest versions; all of
    them where it is made `beside` the archive of these."""

    def __init__(
        self, whole: Snapshot, options: Options, previous: Archive | None = None, beside: Archive | None = None
    ) -> None:
        self.newest: NewestOnly = beside.newest if beside else newest_only(whole, previous.newest if previous else None)
        self.whole, snapshot = whole, whole if beside else self.newest.snapshot
        self.snapshot = snapshot
        self._options, self._beside = options, beside
        previous = previous or beside
        self.segments: tuple[Segment, ...] = snapshot.segments
        self.articles = snapshot.live_count
        self.weights = options.weights
        self.readings: Readings = previous.readings if previous else Readings(options.budget)
        self._budgets = self._divided(options.budget)
        stamp = _stamp(snapshot)
        same = previous is not None and stamp == _stamp(previous.snapshot)
        self.authority: Authority = previous.authority if previous and same else authority.published(snapshot)
        self.groups = published_groups.published(snapshot)
        self.parts: tuple[SegmentParts, ...] = self._parts(() if beside or not previous else previous.parts, stamp)
        self._budget = options.budget
        # By a question's root and whether forms are exact.
        self.plans: Kept[tuple[Node, bool], QueryPlan] = Kept(options.budget.plans)
        self.offers: Kept[OfferKey, tuple[Offer, ...]] = Kept(options.budget.offers)
        # By what the matches are, see `search.embedded.answer`.
        self.counts: Kept[bytes, tuple[FacetCounts, ...]] = Kept(options.budget.counts)
        # The articles beside one, by its segment and document.
        self.beside: Kept[tuple[int, int], BesideArticle] = Kept(options.budget.beside)
        # Once they are asked for.
        self.holdings: Holdings | None = None
        self.worked_examples: tuple[WorkedExample, ...] | None = None
        self.columns = tuple(part.columns for part in self.parts)
        self.table = FacetTable(self.columns, options.budget)
        self.article_tally = ValueTally(self.table)
        self.group_tally = ValueTally(self.table, self.groups)
        self.lexicon: ArchiveLexicon = (
            beside.lexicon if beside else self._lexicon(previous.lexicon if previous else None)
        )

    def _lexicon(self, previous: ArchiveLexicon | None) -> ArchiveLexicon:
        """The lexicon of the segments, not read yet."""
        options = self._options
        words = SegmentWords(self.segments, self.languages, self.table, options.budget)
        return ArchiveLexicon(words, options.aliases, options.budget, options.renewed, previous)

    def _parts(self, previous: tuple[SegmentParts, ...], stamp: str) -> tuple[SegmentParts, ...]:
        """What is kept of each segment, that of before where it is the same one."""
        known = {id(part.segment): part for part in previous}
        parts = tuple(
            (known.get(id(segment)) or SegmentParts(segment, budget, self.readings)).under(
                self.authority, stamp, SegmentCopies(segment.doc_count, self.groups, number)
            )
            for number, (segment, budget) in enumerate(zip(self.segments, self._budgets, strict=True))
        )
        for part, budget in zip(parts, self._budgets, strict=True):
            part.bound(budget)  # those of before are cut down to their new share
        return parts

    def warm(self) -> None:
        """Read what the first questions would wait for."""
        if words := self.lexicon.wait(WARMING):
            words.speller.warm()
        self.lexicon.succeed()
        for part in self.parts:
            part.lists.values.warm()
        self.table.named.warm()

    @cached_property
    def last_arrival(self) -> datetime | None:
        """When the last of its articles came into the index; None where that is not known of any."""
        last = max((int(_live_added(segment).max(initial=0)) for segment in self.segments), default=0)
        return datetime.fromtimestamp(last, UTC) if last else None

    @property
    def with_versions(self) -> bool:
        """Whether it has all versions of its articles, and some have several."""
        return self._beside is not None

    @property
    def hides_versions(self) -> bool:
        """Whether some of its articles have older versions, which it does not have."""
        return self._beside is None and bool(self.newest.versions.of_article)

    @cached_property
    def every(self) -> Archive:
        """The archive with all versions of its articles, with caches of its own; this one where there are none but the
        newest."""
        if not self.hides_versions:
            return self
        budget = self._options.budget.part(_BESIDE)
        return Archive(self.whole, replace(self._options, budget=budget), beside=self)

    def _divided(self, budget: Budget) -> list[Budget]:
        """What may be kept of each segment: one half evenly, as what is new is asked for most, one half by their
        articles."""
        count = sum(segment.doc_count for segment in self.segments)
        whole = budget.for_articles(count)
        return [
            whole.part((1 / len(self.segments) + segment.doc_count / max(count, 1)) / 2) for segment in self.segments
        ]

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
    def originals(self) -> OriginalPlaces | None:
        """Where its articles come from; None where nobody knows. Raises `IndexDamaged`."""
        return original_places(self.whole)

    @cached_property
    def inventory(self) -> Inventory:
        """What the archive lacks, and where it comes from. Raises `IndexDamaged`."""
        return inventory(self.snapshot, self.table)

    @cached_property
    def samples(self) -> Samples:
        """Which of its articles are samples; none where the list of files cannot be read, which costs no answer."""
        return samples_of(self.whole)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the articles, "" for those whose language is not known."""
        return tuple(code for code, articles in self.spoken.items() if articles) or ("en",)

    @cached_property
    def spoken(self) -> dict[str, int]:
        """The live articles of each language, "" for those whose language is not known."""
        low, high = self.table.parts.get(LANGUAGE, (0, 0))
        return dict(zip(self.table.values[low:high], self.table.all_counts[low:high].tolist(), strict=True))

    @cached_property
    def span(self) -> tuple[int, int]:
        """The days (ordinals) of the oldest and of the newest dated article; of no article (0, 0)."""
        known = [part.published if part.live is None else part.published[part.live] for part in self.segments]
        days = [day for part in known if (part > 0).any() for day in (part[part > 0].min(), part.max())]
        return (int(min(days)), int(max(days))) if days else (0, 0)

    @cached_property
    def main_languages(self) -> tuple[str, ...]:
        """Those of at least a tenth of the articles, the commonest first: a few strange articles change nothing."""
        return self.table.commonest(LANGUAGE, self.articles / 10)

    @property
    def facet_names(self) -> Sequence[str]:
        """The facets of which values can be chosen."""
        return self.table.names

    @property
    def has_possible_days(self) -> bool:
        """Whether there are articles of an unknown year that may be of some days."""
        return any(len(segment.possible.docs) for segment in self.segments)

    def pasted(self, text: str) -> Pasted | None:
        """What a question is that is an address and nothing else; None for any other."""
        return pasted_into(SegmentAddresses(self.segments), text)

    @cached_property
    def vocabulary(self) -> SegmentVocabulary:
        levels = [part.lists.levels for part in self.parts]
        return SegmentVocabulary(self.segments, self.languages, self._budget, levels)

    @cached_property
    def surface_terms(self) -> SurfaceTerms:
        """What the words of its articles stand for, as they are asked for."""
        return SurfaceTerms(partial(self.vocabulary.articles, fields=("body",)), self._budget.surfaces)

    @cached_property
    def mean(self) -> dict[str, float]:
        """The mean length of each field over all live articles."""
        return {
            field: sum(segment.total_length(field) for segment in self.segments) / max(self.articles, 1)
            for field in TEXT_FIELDS
        }

    @cached_property
    def scorers(self) -> tuple[Scorer, ...]:
        return tuple(
            Scorer(segment, self.mean, self.weights, budget)
            for segment, budget in zip(self.segments, self._budgets, strict=True)
        )


def _live_added(segment: Segment) -> NDArray[np.int64]:
    """When each live article of a segment came into the index, in seconds since 1970; 0: not known."""
    added = segment.names.added
    return added if segment.live is None else added[segment.live]


def _stamp(snapshot: Snapshot) -> str:
    """The digest of the table of names that was published with a generation, "" where none was."""
    return next((f"{entry.digest:x}" for entry in snapshot.record.attached if entry.name == authority.NAME), "")
