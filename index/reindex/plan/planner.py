"""How do the files compare with the manifest? New, changed, as they were, gone, renamed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.errors import ReadError, Skipped
from index.readers.records import record_too_long
from index.reasons import Code, SkipCode, SkipReason, page_too_large
from index.reindex.manifest import FileRow, Manifest
from index.reindex.plan.plan import ReindexPlan, Terms, Work
from index.reindex.rows import ON_EMPTY, OUTDATED, REPEATED, TAKEN_OVER, Rows, indexed
from index.reindex.scan.contents import MEMBER
from index.reindex.scan.digests import digest_of_records, record_seed, source_digest, stamp_of
from index.reindex.scan.file_records import FileRecords, bytes_of, head_of, scan
from index.reindex.scan.sources import FoundSources, Source, unreadable, why


def make_plan(manifest: Manifest, listing: FoundSources, terms: Terms) -> ReindexPlan:
    """Compare what was found with what the index holds. Reads files whose size or time has changed."""
    return _PlanMaker(manifest, listing, terms).plan()


class _PlanMaker:
    def __init__(self, manifest: Manifest, listing: FoundSources, terms: Terms) -> None:
        self._manifest = manifest
        self._listing = listing
        self._terms = terms
        self._numbers = {path: number for number, path in enumerate(manifest.paths)}
        self._reasons = list(manifest.reasons)
        self._work: list[Work] = []
        self._kept: list[int] = []
        self._stamps: list[tuple[int, int]] = []
        self._skipped = list(listing.skipped)
        self._counts = dict.fromkeys(("new", "changed", "unchanged", "gone"), 0)

    def plan(self) -> ReindexPlan:
        again = _files_with(self._manifest, self._again(self._manifest.rows))
        seen = set()
        for source in self._listing.sources:
            old = self._numbers.get(source.path, -1)
            seen.add(old)
            if old < 0:
                self._new(source)
            elif self._terms.everything or again[old]:
                self._reread(source, old)
            else:
                self._known(source, old)
        gone = [number for number in range(len(self._manifest.paths)) if number not in seen]
        gone = [number for number in gone if not self._stays(number)]
        renamed = self._renamed(gone)
        self._counts["gone"] += sum(int(self._manifest.first[n + 1] - self._manifest.first[n]) for n in gone)
        return self._finished(renamed)

    def _again(self, rows: Rows) -> NDArray[np.bool_]:
        """Which known rows are read again although nothing has changed: what failed, what is decided otherwise now,
        what was away when it was to be read again."""
        reasons = self._manifest.reasons
        empty = [number for number, reason in enumerate(reasons) if reason.kind is Code.NO_ARTICLE]
        is_empty = np.isin(rows.reason, empty)
        again = (rows.reason > REPEATED) & self._terms.failed
        again |= ((rows.reason == 0) | is_empty) & ((rows.hangs_on & OUTDATED) != 0)
        if not self._terms.keep_empty:
            return np.asarray(again | ((rows.reason == 0) & ((rows.hangs_on & ON_EMPTY) != 0)))
        return np.asarray(again | is_empty)

    def _finished(self, renamed: int) -> ReindexPlan:
        counts = self._counts
        passed = sum(skipped.why.kind is Code.PASSED_OVER for skipped in self._skipped)
        return ReindexPlan(
            tuple(self._work),
            np.array(sorted(self._kept), np.int64),
            tuple(self._stamps),
            tuple(self._skipped),
            tuple(self._reasons),
            new=counts["new"] - renamed,
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            gone=counts["gone"] - renamed,
            renamed=renamed,
            unread=len(self._skipped) - passed + sum(int((w.file.rows.reason > REPEATED).sum()) for w in self._work),
            passed_over=passed,
            everything=self._terms.everything,
        )

    def _stays(self, number: int) -> bool:
        """Whether a file of the manifest that was not found is kept: it was not looked for, or could not be."""
        path, root = self._manifest.paths[number], self._manifest.root[number]
        inside = any(root == n and _within(path, scope) for n, scope in self._listing.scopes)
        if inside and not any(_within(path, name) for name in self._listing.unknown):
            return False
        self._keep(number)
        return True

    def _keep(self, number: int) -> None:
        self._kept.append(number)
        first, end = self._manifest.first[number], self._manifest.first[number + 1]
        self._counts["unchanged"] += int(end - first)

    def _known(self, source: Source, old: int) -> None:
        """A file that the manifest knows: by stamp, else by its bytes."""
        stamp = stamp_of(source, self._terms.now)
        if stamp and stamp == self._manifest.stamp[old]:
            self._keep(old)
            return
        if form := self._form(source):
            self._records(source, old, form)
            return
        if not self._too_large(source):
            try:
                digest = source_digest(source)
            except OSError as error:
                reason = SkipReason(SkipCode.KEPT_AS_READ, error=why(error))
                self._skipped.append(Skipped(source.path, reason))
                self._keep(old)
                return
            if digest == self._manifest.digest[old]:
                if stamp != self._manifest.stamp[old]:
                    self._stamps.append((old, stamp))
                self._keep(old)
                return
        self._page(source, old)
        self._counts["changed"] += 1

    def _new(self, source: Source) -> None:
        if form := self._form(source):
            self._records(source, -1, form)
        else:
            self._page(source, -1)
            self._counts["new"] += 1

    def _reread(self, source: Source, old: int) -> None:
        """A file that is read again whether it has changed or not."""
        if form := self._form(source):
            self._records(source, old, form)
        else:
            self._page(source, old)
            self._counts["changed"] += 1

    def _page(self, source: Source, old: int) -> None:
        rows = Rows.of([0], [0])
        todo = np.ones(1, np.bool_)
        if self._too_large(source):
            too_large = page_too_large(source.stat.size, self._terms.page_limit)
            rows.reason[0] = self._reason(self._foreign(source) or too_large)
            todo[0] = False
        stamp = stamp_of(source, self._terms.now)
        file = FileRow(source.path, source.root, source.stat.size, stamp, 0, 0, rows)
        self._work.append(Work(source, file, todo, old))

    def _records(self, source: Source, old: int, form: str) -> None:
        """A file of records: known ones are taken over, unknown ones must be read."""
        try:
            records = scan(source.stat.file, form, self._terms.page_limit, record_seed(source))
        except (OSError, ReadError) as error:
            reason = error.reason if isinstance(error, ReadError) else unreadable(error)
            self._skipped.append(Skipped(source.path, reason))
            if old >= 0:
                self._keep(old)
            return
        rows, todo = Rows.of(records.digest, records.number), np.ones(len(records), np.bool_)
        before = self._manifest.file(old).rows if old >= 0 else Rows.of([], [])
        again = np.zeros(len(records), np.bool_)
        if old >= 0 and not self._terms.everything:
            todo = _take_over(rows, before)
            again = self._again(rows) & ~todo
            todo |= again
        stamp = stamp_of(source, self._terms.now)
        if old >= 0 and not again.any() and self._as_read(old, records, rows, todo):
            if stamp != self._manifest.stamp[old]:
                self._stamps.append((old, stamp))
            self._keep(old)
            return
        self._count(source, records, rows, todo, before)
        for n in np.flatnonzero(todo & (records.length > self._terms.page_limit)):
            rows.reason[n] = self._reason(record_too_long(self._terms.page_limit))
            todo[n] = False
        file = FileRow(
            source.path,
            source.root,
            source.stat.size,
            stamp,
            digest_of_records(records),
            self._terms.form_number(form),
            rows,
            notes=records.notes,
        )
        self._work.append(Work(source, file, todo, old, records))

    def _as_read(self, old: int, records: FileRecords, rows: Rows, todo: NDArray[np.bool_]) -> bool:
        """Whether a file's records are those that were read, none of which is to be read again."""
        if self._terms.everything or (self._terms.failed and todo.any()):
            return False
        if self._manifest.digest[old]:
            return bool(digest_of_records(records) == self._manifest.digest[old])
        before = self._manifest.file(old).rows  # of an older index, which has no digest of records
        return len(rows) == len(before) and not todo.any() and bool((rows.digest == before.digest).all())

    def _count(self, source: Source, records: FileRecords, rows: Rows, todo: NDArray[np.bool_], before: Rows) -> None:
        """New, changed and gone articles of one file of records."""
        counts = self._counts
        counts["unchanged"] += int(len(rows) - todo.sum())
        if not len(before):
            counts["new"] += int(todo.sum())
            return
        ids = self._ids(source, records, todo)
        lost = np.setdiff1d(indexed(before), rows.id[rows.reason == 0])
        changed = np.intersect1d(ids, lost)
        counts["changed"] += len(changed)
        counts["new"] += int(todo.sum()) - len(changed)
        counts["gone"] += len(lost) - len(changed)

    def _ids(self, source: Source, records: FileRecords, todo: NDArray[np.bool_]) -> NDArray[np.uint64]:
        """Ids of the articles in the records that must be read, without reading the articles."""
        where = np.flatnonzero(todo & (records.length <= self._terms.page_limit))
        found = bytes_of(source.stat.file, records, where)
        ids = [self._terms.record_id(records, data, source.path) for data in found]
        return np.array(ids, np.uint64)

    def _renamed(self, gone: list[int]) -> int:
        """How many new files hold the bytes of a file that is gone; only files of equal size are read."""
        by_size: dict[int, list[int]] = {}
        for number in gone:
            if not self._manifest.form[number]:
                by_size.setdefault(int(self._manifest.size[number]), []).append(int(self._manifest.digest[number]))
        renamed = 0
        for work in self._work:
            digests = by_size.get(work.source.stat.size) if work.old < 0 and work.records is None else None
            if digests:
                try:
                    digest = source_digest(work.source)
                except OSError:
                    continue
                if digest in digests:
                    digests.remove(digest)
                    renamed += 1
        return renamed

    def _form(self, source: Source) -> str:
        """Which form of records a file has, "" for a page."""
        try:
            return self._terms.form_of(head_of(source.stat.file), source.path)
        except OSError:
            return ""

    def _foreign(self, source: Source) -> SkipReason | None:
        """Whether a file that is too large to be read is of a kind that is never read."""
        try:
            return self._terms.foreign(head_of(source.stat.file))
        except OSError:
            return None

    def _too_large(self, source: Source) -> bool:
        return source.stat.size > self._terms.page_limit

    def _reason(self, reason: SkipReason) -> int:
        if reason not in self._reasons:
            self._reasons.append(reason)
        return self._reasons.index(reason)


def _take_over(rows: Rows, before: Rows) -> NDArray[np.bool_]:
    """Fill `rows` with what is known of records with the same bytes; true where a record is not known."""
    if not len(before):
        return np.ones(len(rows), np.bool_)
    order = np.argsort(before.digest, kind="stable")
    place = order[np.minimum(np.searchsorted(before.digest[order], rows.digest), len(order) - 1)]
    known = before.digest[place] == rows.digest
    for name in TAKEN_OVER:
        getattr(rows, name)[known] = getattr(before, name)[place[known]]
    return np.asarray(~known)


def _files_with(manifest: Manifest, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which files have one of the rows."""
    count = np.concatenate([[0], np.cumsum(rows)])
    before, after = count[manifest.first[:-1]], count[manifest.first[1:]]
    return np.asarray(after > before)


def _within(path: str, scope: str) -> bool:
    if not scope or scope.endswith("/"):
        return bool(path.startswith(scope))
    return path == scope or path.startswith(scope + MEMBER)
