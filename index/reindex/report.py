"""What did a run of `reindex` do? One value, drawn as lines for people (`web.progress`) and as JSON for programs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cluster.cluster_report import ClusterReport
from index.errors import Skipped
from index.reindex.manifest import Manifest
from index.reindex.rows import indexed
from index.reindex.scan.roots import Root


@dataclass(frozen=True, slots=True)
class Counts:
    """How the articles of the index compare with those of before; skipped files and lines are none.

    `articles` before + `new` + `renamed` - `gone` - `renamed` are `articles` now, of which those that are neither
    new, nor changed, nor renamed are `unchanged`.
    """

    new: int
    changed: int
    unchanged: int
    gone: int
    renamed: int
    articles: int

    @classmethod
    def of(cls, before: Manifest, after: Manifest, planned: NDArray[np.uint64]) -> Counts:
        """The counts of a run; `planned` (uint64) are the ids of articles that were to be read as new or changed."""
        old, new = np.unique(indexed(before.rows)), np.unique(indexed(after.rows))
        changed = len(np.intersect1d(np.intersect1d(old, new), planned))
        came, went = np.setdiff1d(new, old), np.setdiff1d(old, new)
        renamed = _pairs(_digests(before, went), _digests(after, came))
        return cls(
            new=len(came) - renamed,
            changed=changed,
            unchanged=len(new) - len(came) - changed,
            gone=len(went) - renamed,
            renamed=renamed,
            articles=len(new),
        )

    def sentence(self) -> str:
        """The counts in one line: "12 new, 3 changed, 1 gone; 40 as before"."""
        named = ((self.new, "new"), (self.changed, "changed"), (self.renamed, "renamed"), (self.gone, "gone"))
        return count_sentence(named, self.unchanged)


def count_sentence(named: Sequence[tuple[int, str]], unchanged: int) -> str:
    """What comes, changes, moves and goes in one line, without what is 0."""
    parts = [f"{count:,} {word}" for count, word in named if count]
    return (", ".join(parts) or "no source has changed") + (f"; {unchanged:,} as before" if unchanged else "")


def _digests(manifest: Manifest, ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The digests of the pages' files of these articles."""
    whole = (manifest.rows.number == 0) & (manifest.rows.reason == 0) & np.isin(manifest.rows.id, ids)
    digests: NDArray[np.uint64] = manifest.rows.digest[whole]
    return digests


def _pairs(some: NDArray[np.uint64], others: NDArray[np.uint64]) -> int:
    """How many of the values can be paired off with an equal one."""
    values, counts = np.unique(some, return_counts=True)
    other, other_counts = np.unique(others, return_counts=True)
    _, here, there = np.intersect1d(values, other, return_indices=True)
    return int(np.minimum(counts[here], other_counts[there]).sum())


@dataclass(slots=True)
class UnreadFields:
    """Fields of a JSON-lines file that are not read: how many of the lines have any, and how many have each."""

    path: str
    lines: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    def take(self, names: tuple[str, ...]) -> None:
        """Count the names of one line's fields; a file of ever new names counts no more than some of them."""
        self.lines += 1
        for name in names:
            known = name if name in self.fields or len(self.fields) < _MOST_FIELDS else "…"
            self.fields[known] = self.fields.get(known, 0) + 1

    def sentence(self) -> str:
        """The same as one sentence."""
        lines = "1 line" if self.lines == 1 else f"{self.lines:,} lines"
        named = ", ".join(f"`{name}`" for name in [*self.fields][:_MOST_NAMED])
        more = ", ..." if len(self.fields) > _MOST_NAMED else ""
        have = "has" if self.lines == 1 else "have"
        return f"{lines} of {self.path} {have} fields that are not read: {named}{more}; {_RENAME}"


_MOST_FIELDS, _MOST_NAMED = 50, 8
_RENAME = (
    "if one of them is `text`, `title`, `date`, `authors`, `publisher`, `section`, `url`, `language` or "
    "`saved`, call it so"
)


@dataclass(frozen=True, slots=True)
class CorrectionCount:
    """One entry of a `corrections.yaml` or a `names.yaml`, by its number and its line from 1, and how many articles it
    touches.

    `by` says of which articles it speaks, as `host: news.example.org`, or of which names.
    """

    path: str
    entry: int
    line: int
    by: str
    articles: int


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes a run is likely to write at the most at one time, how many it needs `at_least`, and how many are
    `free` on the disk of the index."""

    needed: int
    at_least: int
    free: int

    @property
    def is_short(self) -> bool:
        """Whether the run would fill the disk for certain."""
        return self.free < self.at_least

    @property
    def is_tight(self) -> bool:
        """Whether it may."""
        return self.free < self.needed


def in_words(size: int) -> str:
    """A number of bytes as people read it."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size / 1000:,.0f} kB"


@dataclass(frozen=True, slots=True)
class MovedSource:
    """A folder or file that is elsewhere now, by its paths, and how many articles came with it."""

    before: str
    now: str
    articles: int


@dataclass(frozen=True, slots=True)
class RepeatedSource:
    """A folder or file that this run took up, `path`, and `other`, which was indexed before: so many articles of the
    one are byte by byte articles of the other, too, which `is_there` or is gone."""

    path: str
    other: str
    articles: int
    is_there: bool


def moved_sources(before: Manifest, after: Manifest, old: Sequence[Root], now: Mapping[int, str]) -> list[MovedSource]:
    """What was moved: `old` are the roots as they were, `now` their paths by their numbers. An article has come along
    where its place or its bytes are in the index still."""
    there = before.rows.reason == 0
    came = np.isin(before.rows.id, indexed(after.rows))
    came |= (before.rows.source != 0) & np.isin(before.rows.source, after.rows.source[after.rows.reason == 0])
    of_root = _roots_of_rows(before)
    return [
        MovedSource(old[number].path, path, len(np.unique(before.rows.id[there & came & (of_root == number)])))
        for number, path in sorted(now.items())
    ]


def repeated_sources(before: Manifest, after: Manifest) -> list[RepeatedSource]:
    """Which of the roots that are new in `after` hold articles that are in other roots, too."""
    known, roots = set(np.unique(before.root).tolist()), _roots_of_rows(after)
    told = (after.rows.reason == 0) & (after.rows.source != 0)
    sources = {number: after.rows.source[told & (roots == number)] for number in np.unique(roots[told]).tolist()}
    repeated = []
    for new in [number for number in sources if number not in known]:
        for other in [number for number in sources if number in known and after.roots[number].path]:
            count = int(np.isin(sources[new], sources[other]).sum())
            path, other_path = after.roots[new].path, after.roots[other].path
            if count:
                repeated.append(RepeatedSource(path, other_path, count, Path(other_path).exists()))
    return repeated


def articles_of_roots(manifest: Manifest, numbers: Collection[int]) -> int:
    """How many articles the roots of these numbers hold that no other root holds, too."""
    if not numbers:
        return 0
    there = manifest.rows.reason == 0
    within = np.isin(_roots_of_rows(manifest), list(numbers))
    return len(np.setdiff1d(manifest.rows.id[there & within], manifest.rows.id[there & ~within]))


def _roots_of_rows(manifest: Manifest) -> NDArray[np.int32]:
    """The number of the root that each row is of."""
    return np.repeat(manifest.root, np.diff(manifest.first))


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """The outcome of a run, or what a run would do.

    `counts` are of articles, `older_versions` of them are kept as versions of others, as the index was published.
    `new_skips` are those of `skipped` that the run before did not tell of. `cluster` is what came of publishing to the
    cluster, where the settings name one. `skipped` lists everything that is in the
    folders and not in the index, `hidden` counts what begins with a dot, `reread` articles that were read again
    for the archive's sake. `generation` is the published generation, 0 where nothing had to be published. `seconds`
    is wall time. `unread` names fields of the JSON lines that were read in this run, `faults` articles of it that
    lack a field for a mistake of the program. `corrections` are those that count, `corrected` is how many articles
    they touch; `names` are the entries of each `names.yaml`. `moved` are folders that were found elsewhere, `repeated`
    new ones with articles of others. `samples_left` of the articles that are gone were samples, which left as the first
    folder of somebody's own came. `room` is what was foretold of the disk, None for a run that writes little.
    """

    counts: Counts
    reread: int
    skipped: tuple[Skipped, ...]
    hidden: int
    generation: int
    seconds: float
    dry_run: bool = False
    faults: tuple[Skipped, ...] = ()
    unread: tuple[UnreadFields, ...] = ()
    corrections: tuple[CorrectionCount, ...] = ()
    corrected: int = 0
    names: tuple[CorrectionCount, ...] = ()
    moved: tuple[MovedSource, ...] = ()
    repeated: tuple[RepeatedSource, ...] = ()
    room: Room | None = None
    older_versions: int = 0
    samples_left: int = 0
    new_skips: frozenset[Skipped] = frozenset()
    cluster: ClusterReport | None = None

    @property
    def new(self) -> int:
        return self.counts.new

    @property
    def changed(self) -> int:
        return self.counts.changed

    @property
    def gone(self) -> int:
        return self.counts.gone

    @property
    def articles(self) -> int:
        """How many articles the index holds now, or would hold."""
        return self.counts.articles
