"""How is a plan carried out? Look, extract, agree; what comes out is handed to the store as one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import faults
from index.arrays.origin import stamps
from index.errors import Code, Reason, Skipped
from index.pipeline.digests import line_seed
from index.pipeline.drafts import Draft, file_row, fill, winners_to_read
from index.pipeline.environment import Environment
from index.pipeline.jobs import Job, Listener, Result, Task
from index.pipeline.lines import scan
from index.pipeline.manifest import FileRow, Made, Manifest
from index.pipeline.outcome import Outcome
from index.pipeline.payload import CHANGED, Read, Setup
from index.pipeline.plan import Work
from index.pipeline.prepare import Prepared
from index.pipeline.recipe import recipe
from index.pipeline.recurring import PageLines, Recurring
from index.pipeline.report import Unread
from index.pipeline.roots import Root
from index.pipeline.rows import Rows, indexed
from index.pipeline.sources import Source, Stat, correction_of
from index.pipeline.tasks import Tasks
from index.pipeline.years import Span, outdated, span_of, span_then
from index.writer import Built

_FIRST = "reading"  # the phase that reads everything; what follows reads some of it again


class Run:
    """The carrying out of one plan; see `index.reindex` for the phases.

    `workspace` is a folder for the reading processes. Without `building` everything is read and decided in the same
    way, and no segment is made: a dry run.
    """

    def __init__(self, prepared: Prepared, environment: Environment, workspace: Path, *, building: bool) -> None:
        plan = prepared.plan
        self._past = prepared.past
        self._roots = prepared.roots
        self._environment = environment
        self._workspace = workspace
        self._building = building
        self._sources = {source.path: source for source in prepared.found.sources}
        self._reasons = {reason: number for number, reason in enumerate(plan.reasons)}
        self._kept = dict.fromkeys(plan.kept.tolist())  # in order, and each is taken out at once: a set with an order
        self._stamps = dict(plan.stamps)
        self._drafts = [Draft(work, work.file.rows, work.todo.copy()) for work in plan.work]
        self._planned = len(self._drafts)  # those that join later are read again for the archive's sake
        self._recurring: Recurring | None = None
        self._templates: Mapping[str, Any] = {}
        self._built: list[Built] = []
        self._extracted: list[int] = []
        self._complaints = dict(prepared.past.manifest.complaints)
        self._unread: dict[str, Unread] = {}
        self._reread = 0
        self._faults: dict[int, Skipped] = {}

    def read(self) -> Outcome:
        """All phases up to publishing."""
        with self._environment.pool(_reading, self._environment.limits, self._workspace / "reading") as self._pool:
            return self._phases()

    def _phases(self) -> Outcome:
        self._look()
        then = span_then(self._past.manifest.made)
        guess = span_of(self._past.manifest.rows, self._today)
        self._extract(self._drafts, guess, _FIRST)
        settled = self._agree(then, guess)
        made = Made(recipe().stamp, settled.years or (0, 0), self._today.isoformat())
        return self._outcome(made)

    def _look(self) -> None:
        """First pass over the new and changed pages; pages whose template has changed join the work."""
        pages = [draft for draft in self._drafts if draft.work.lines is None]
        before = self._past.recurring()
        ids = _ids_of_pages(self._past.manifest)
        stay = {path_id for number in self._kept for path_id in ids.get(number, ())}
        gone = [page_id for page_id in before.pages if page_id not in stay]
        if not pages and not gone:
            self._templates = before.templates() if any(draft.todo.any() for draft in self._drafts) else {}
            return
        looked: list[PageLines] = []

        def take(draft: Draft, row: int, result: Result) -> None:
            if result.reason:
                draft.rows.reason[row] = self._reason(result.reason)
                draft.todo[row] = False
            elif result.value.site:
                looked.append(result.value)

        self._run(None, Tasks(pages, self._environment.workers), take, "looking for what recurs")
        after = before.changed(gone, looked)
        sites = {before.pages[page_id].site for page_id in gone} | {page.site for page in looked}
        touched = after.touched(before, sites) & stay
        for number in [n for n in self._kept if touched.intersection(ids.get(n, ()))]:
            self._again(number, np.ones(1, np.bool_))
        self._recurring, self._templates = after, after.templates()

    def _extract(self, drafts: Sequence[Draft], span: Span, phase: str) -> None:
        def take(draft: Draft, row: int, result: Result) -> None:
            if result.reason:
                draft.rows.reason[row] = self._reason(result.reason)
                draft.stale = draft.stale or result.reason == CHANGED
                return
            fill(draft, row, result.value)
            self._hear(draft.work.source, result.value)
            if result.value.unread and phase == _FIRST:
                path = draft.work.source.path
                self._unread.setdefault(path, Unread(path)).take(result.value.unread)
            if result.value.refused is None:
                self._extracted.append(result.value.id)
            else:
                draft.rows.reason[row] = self._reason(result.value.refused)

        environment = self._environment
        setup = Setup(
            span,
            self._templates,
            environment.build_budget,
            environment.seed,
            stamps(),
            self._building,
            environment.settings.keep_empty,
        )
        self._run(setup, Tasks(drafts, self._environment.workers), take, phase)

    def _hear(self, source: Source, read: Read) -> None:
        """Note what is wrong with a source's correction file and fields, or that nothing is any more."""
        self._complaints.pop(source.path, None)
        self._faults.pop(read.id, None)
        if read.complaint:
            why = Reason(read.complaint, Code.CORRECTION)
            self._complaints[source.path] = Skipped(source.correction_path, why)
        if read.fault:
            self._faults[read.id] = Skipped(source.path, Reason(read.fault, Code.FAULT))

    def _agree(self, then: Span, guess: Span) -> Span:
        """Read again what was read under other hints than those that hold now, and ids that occur twice."""
        again = [(draft, winners_to_read(draft)) for draft in self._drafts if draft.work.lines is not None]
        parts = [self._past.manifest.select(np.array([*self._kept], np.int64)).rows, *(d.rows for d in self._drafts)]
        now = span_of(Rows.join(parts), self._today)
        marks = {id(draft): mark for draft, mark in again}
        for draft in self._drafts:
            late = np.where(draft.todo, outdated(draft.rows, guess, now), outdated(draft.rows, then, now))
            late &= draft.rows.reason == 0
            draft.todo = marks.get(id(draft), np.zeros(len(late), np.bool_)) | late
        late = outdated(self._past.manifest.rows, then, now) & (self._past.manifest.rows.reason == 0)
        if late.any():
            first = self._past.manifest.first
            for number in [n for n in self._kept if late[first[n] : first[n + 1]].any()]:
                self._again(number, late[first[number] : first[number + 1]])
        if any(draft.todo.any() for draft in self._drafts):
            self._extract(self._drafts, now, "reading again")
        return now

    def _again(self, number: int, rows: NDArray[np.bool_]) -> None:
        """Let a file that is as it was join the work, for some of its rows."""
        file = self._past.manifest.file(number)
        source = self._sources.get(file.path) or _remembered(file, self._roots)
        lines = None
        if file.by_line:
            lines = scan(source.stat.file, self._environment.settings.file_mb * 1_000_000, line_seed(source))
            if file.left_out:
                lines = lines.take(np.isin(lines.number, file.rows.number))
            if not np.array_equal(lines.digest, file.rows.digest):
                return  # not scanned in this run, and changed since: its own run will see to it
        del self._kept[number]
        stamp = self._stamps.pop(number, file.stamp)
        self._drafts.append(Draft(Work(source, replace(file, stamp=stamp), rows, number, lines), file.rows, rows))
        self._reread += int(rows.sum())

    def _run(self, setup: Setup | None, tasks: Tasks, take: Callable[[Draft, int, Result], None], phase: str) -> None:
        """Carry out tasks in reading processes; `take` gets every result."""
        if not tasks.tasks:
            return
        self._environment.watcher.phase(phase, tasks.units)

        def done(task: Task, results: tuple[Result, ...]) -> None:
            for draft, row, result in tasks.rows_of(task, results):
                take(draft, row, result)
            faults.point(phase)

        self._pool.run(tasks.tasks, setup, Listener(done, self._built.append, self._environment.watcher.advanced))

    @property
    def _today(self) -> date:
        return self._environment.now.date()

    def _reason(self, reason: Reason) -> int:
        return self._reasons.setdefault(reason, len(self._reasons))

    def _outcome(self, made: Made) -> Outcome:
        past = self._past.manifest
        stamp = past.stamp.copy()
        for number, value in self._stamps.items():
            stamp[number] = value
        kept = replace(past, stamp=stamp).select(np.array(sorted(self._kept), np.int64))
        files = [file_row(draft) for draft in self._drafts]
        after = kept.joined(Manifest.of(self._roots, made, files, tuple(self._reasons)))
        after = replace(after, complaints=self._complaints).tidied()
        ever = np.concatenate([indexed(past.rows), np.array(self._extracted, np.uint64)])
        lost = np.setdiff1d(ever, indexed(after.rows))
        planned = [d.rows.id[d.work.todo & (d.rows.reason == 0)] for d in self._drafts[: self._planned]]
        ids = np.concatenate([np.zeros(0, np.uint64), *planned])
        faulty = tuple(self._faults.values())
        unread = tuple(sorted(self._unread.values(), key=lambda one: one.path))
        return Outcome(tuple(self._built), lost, after, self._recurring, self._reread, ids, faulty, unread)


def _reading() -> Job:
    """The job, made where it is done: the parent does not load the cleaner (0.5 s of its time at each start)."""
    from index.pipeline.reading import Reading  # noqa: PLC0415

    return Reading()


def _ids_of_pages(before: Manifest) -> dict[int, tuple[int, ...]]:
    """The article of each file that is a page, as one id, by the number of the file."""
    numbers = np.flatnonzero(~before.by_line)
    ids = before.rows.id[before.first[:-1][numbers]].tolist()
    return {number: (page_id,) for number, page_id in zip(numbers.tolist(), ids, strict=True)}


def _remembered(file: FileRow, roots: tuple[Root, ...]) -> Source:
    """The source of a file that this run did not look for."""
    root = roots[file.root]
    inner = file.path.removeprefix(root.prefix)
    path = root.path if os.path.isfile(root.path) else f"{root.path}/{inner}"  # noqa: PTH113
    return Source(file.path, file.root, Stat(path, file.size, 0), correction_of(path))
