"""Which articles are read again because a `corrections.yaml` has changed, and which ids in it lead to which article?

An article's id is known only when all articles are there, as equal ones are numbered in the order of publication. So
the first reading goes by the ids of the last run; where an id leads to another place when all is read, those few are
read once more. Their ids stay: they are made of what articles are before they are corrected.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from index.copies.copy_table import NONE_APART
from index.corrections import CORRECTIONS_FILE
from index.errors import Skipped
from index.naming import id_text
from index.reasons import SkipCode, SkipReason
from index.reindex.agree.derivation import moved
from index.reindex.agree.published import PlaceIds, PublishedArticles, roots_of
from index.reindex.agree.touched import Touched
from index.reindex.manifest import Manifest
from index.reindex.report import CorrectionCount
from index.reindex.rows import indexed
from index.reindex.scan.corrections import CorrectionsFile
from index.reindex.scan.roots import Root
from index.store.history import History

if TYPE_CHECKING:
    from index.corrections.rulebook import Rules

SettleIds = Callable[[], tuple[Manifest, History]]
"""The manifest of a run with the ids of its articles, and the history after it."""
_ID = re.compile(r"[0-9a-f]{16}")
_NONE = np.zeros(0, np.uint64)


def unchanged(files: Mapping[int, CorrectionsFile], last: Touched) -> bool:
    """Whether the file of each root that is there is what it was in the last run."""
    refused = {(one.path, one.why) for one in last.complaints if one.why.code is SkipCode.UNREADABLE}
    same = all(last.files.get(root, b"") == file.data for root, file in files.items())
    return same and refused == {(file.path, file.problem) for file in files.values() if file.problem is not None}


class Correcting:
    """The corrections of one run, whose `files` were found at those of its `roots` that are there; `last` is what was
    known before."""

    def __init__(self, roots: Sequence[Root], files: Mapping[int, CorrectionsFile], last: Touched) -> None:
        self._last = last
        self._roots = roots
        self._files = files
        away = {n: data for n, data in last.files.items() if n not in files and roots[n].path}
        self._data = away | {root: file.data for root, file in files.items() if file.data}
        self._keys = dict(last.keys)
        self._placed: Mapping[int, tuple[str, ...]] = {}
        self._stale: set[int] = set(last.waiting)
        self.rules: Mapping[int, Rules] = _rules(self._data, len(roots))

    @property
    def active(self) -> bool:
        """Whether there are corrections, or were in the last run."""
        return bool(self.rules or self._last.files or self._last.keys)

    @property
    def has_ids(self) -> bool:
        """Whether a correction goes by an article's id."""
        return any(_article_ids(rules) for rules in self.rules.values())

    @property
    def placed(self) -> Mapping[int, tuple[str, ...]]:
        """The ids in the files that lead to an article, by the id of its place."""
        return self._placed

    def stale(self, published: PublishedArticles, history: Callable[[], History]) -> PlaceIds:
        """The places (uint64) of the published articles whose corrections are others now."""
        if not self.active:
            return _NONE
        before = _rules(self._last.files, len(self._roots)) if self._data != self._last.files else self.rules
        roots = [root for root in sorted({*self.rules, *before}) if self.rules.get(root) != before.get(root)]
        parts = [self._changed(root, before.get(root), published) for root in roots]
        self._placed = self._places(published.manifest, history) if self.has_ids else {}
        elsewhere = moved(self._last.placed, self._placed)
        places = np.union1d(np.concatenate([_NONE, *parts]), np.array([*elsewhere, *self._stale], np.uint64))
        self._stale.update(places.tolist())
        return places

    def _changed(self, root: int, before: Rules | None, published: PublishedArticles) -> PlaceIds:
        """The places of the articles of a root that are known by a key of which something else is said now.

        What corrections have touched is known by what it was before; all else is as the index has it.
        """
        sides = [side for side in (before, self.rules.get(root)) if side is not None]
        marks = [side.marks if side is not None else {} for side in (before, self.rules.get(root))]
        numbers = {number for side in marks for number in side if marks[0].get(number) != marks[1].get(number)}
        said = [(key, statements) for side in sides for key, statements in side.by_key.items() if key.number in numbers]
        touched = [place for place, known in self._last.keys.items() if not numbers.isdisjoint(known)]
        others = np.setdiff1d(published.known_by({key for key, _ in said}), np.array([*self._last.keys], np.uint64))
        kept = any(value is True for _, statements in said for value in statements.values())
        parts = (np.array(touched, np.uint64), others, published.empty() if kept else _NONE)
        return np.intersect1d(np.concatenate(parts), published.of_root(root))

    def hear(self, place: int, keys: tuple[int, ...]) -> None:
        """Note by what an article that was read is known, where corrections touch it; else no keys."""
        self._stale.discard(place)
        self._keys.pop(place, None)
        if keys:
            self._keys[place] = keys

    def agreed(self, settled: SettleIds) -> PlaceIds:
        """The places of the articles that ids lead to, or led to, otherwise than when they were read."""
        if not self.has_ids:
            return _NONE
        manifest, history = settled()
        placed = self._places(manifest, lambda: history)
        elsewhere = moved(self._placed, placed)
        self._placed = placed
        self._stale.update(elsewhere)
        return np.array([*elsewhere], np.uint64)

    def _places(self, manifest: Manifest, history: Callable[[], History]) -> dict[int, tuple[str, ...]]:
        """By the id of an article's place the ids in its root's file that lead to it: its own, then former ones."""
        wanted = [(root, int(value, 16)) for root, rules in self.rules.items() for value in _article_ids(rules)]
        rows, past, roots = manifest.rows, history(), roots_of(manifest)
        numbers = np.array([number for _, number in wanted], np.uint64)
        old = np.isin(past.former, numbers)
        now_of: dict[int, int] = dict(zip(past.former[old].tolist(), past.target[old].tolist(), strict=True))
        there = np.flatnonzero(np.isin(rows.article, np.union1d(numbers, past.target[old])) & (rows.reason == 0))
        rows_of: dict[int, list[int]] = {}  # of an article, one for each version
        for row in there.tolist():
            rows_of.setdefault(int(rows.article[row]), []).append(row)
        placed: dict[int, list[str]] = {}
        for root, number in wanted:
            for row in rows_of.get(number, rows_of.get(now_of.get(number, 0), [])):
                if roots[row] == root:
                    ids = placed.setdefault(int(rows.id[row]), [])
                    ids.insert(0 if number in rows_of else len(ids), id_text(number))
        return {place: tuple(ids) for place, ids in placed.items()}

    def concluded(self, manifest: Manifest) -> tuple[Touched | None, PlaceIds]:
        """What the next run is to know when `manifest` holds what there is, None where there are no corrections and
        were none; and uint64[n, 2]: the places of each two articles that are said to be no copies of each other."""
        if not self.active:
            return None, NONE_APART
        living = set(indexed(manifest.rows).tolist())
        keys = {place: known for place, known in self._keys.items() if place in living}
        waiting = frozenset(place for place in self._stale if place in living)
        touched = Touched(self._data, keys, {p: i for p, i in self._placed.items() if p in living}, waiting)
        roots = _roots_of_places(touched, manifest)
        told = replace(touched, told=self._told(touched, roots), complaints=self._complaints())
        return told, self._apart(touched, roots)

    def _apart(self, touched: Touched, roots: Mapping[int, int]) -> PlaceIds:
        of_key: defaultdict[int, list[int]] = defaultdict(list)
        for place, known in touched.keys.items():
            for number in known:
                of_key[number].append(place)
        pairs = {
            (min(one, other), max(one, other))
            for root, rules in self.rules.items()
            for near, far in rules.apart()
            for one in of_key[near.number]
            for other in of_key[far.number]
            if roots[one] == root and one != other
        }
        return np.array(sorted(pairs), np.uint64).reshape(-1, 2)

    def _told(self, touched: Touched, roots: Mapping[int, int]) -> tuple[CorrectionCount, ...]:
        counts = Counter((roots[place], number) for place, known in touched.keys.items() for number in known)
        every = Counter(number for known in touched.keys.values() for number in known)
        return tuple(
            CorrectionCount(
                self._path(root),
                entry.number,
                entry.line,
                entry.about,
                every[entry.key.number] if entry.apart else counts[root, entry.key.number],
            )
            for root, rules in sorted(self.rules.items())
            for entry in rules.entries
        )

    def _complaints(self) -> tuple[Skipped, ...]:
        unread = [Skipped(file.path, file.problem) for file in self._files.values() if file.problem is not None]
        told = [
            Skipped(self._path(root), SkipReason(SkipCode.CORRECTION, text=text), line)
            for root, rules in sorted(self.rules.items())
            for line, text in rules.complaints
        ]
        return (*unread, *told)

    def _path(self, root: int) -> str:
        return self._roots[root].prefix + CORRECTIONS_FILE


def _rules(data: Mapping[int, bytes], roots: int) -> dict[int, Rules]:
    """The corrections of each root; of so many `roots` also those of which the file of another one has something to
    say. What reads them is loaded where there are any: it takes a third of a second."""
    if not data:
        return {}
    from index.corrections.rulebook import Rules, read_rules  # noqa: PLC0415

    read = {root: read_rules(text) for root, text in data.items()}
    if any(True for rules in read.values() for _ in rules.apart()):
        for root, rules in [(root, read.get(root, Rules())) for root in range(roots)]:
            read[root] = rules.with_ends([other for one, other in sorted(read.items()) if one != root])
    return read


def _roots_of_places(touched: Touched, manifest: Manifest) -> dict[int, int]:
    """The number of the root of each article that corrections touch, by its place."""
    there = np.isin(manifest.rows.id, np.array([*touched.keys], np.uint64))
    return dict(zip(manifest.rows.id[there].tolist(), roots_of(manifest)[there].tolist(), strict=True))


def _article_ids(rules: Rules) -> list[str]:
    """The ids of articles that corrections go by, in an order that does not hang on the file's."""
    return sorted(key.value for key in rules.ids() if _ID.fullmatch(key.value))
