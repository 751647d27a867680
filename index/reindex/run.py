"""How is a plan carried out? Look, extract, agree; what comes out is handed to the store as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.reindex.agree.correcting import Correcting
from index.reindex.agree.derivation import Change, Derivation, Made
from index.reindex.agree.derivations import DERIVATIONS, States, outdated
from index.reindex.agree.published import PublishedArticles
from index.reindex.agree.register import renamed, settle
from index.reindex.agree.saves import Saves
from index.reindex.agree.settling import Settling
from index.reindex.agree.texts import ArchiveTexts
from index.reindex.environment import Environment
from index.reindex.manifest import Manifest
from index.reindex.outcome import Outcome
from index.reindex.passes import Passes, ReadPass
from index.reindex.plan.plan import Work
from index.reindex.plan.recipe import recipe_stamp
from index.reindex.plan.remembered import KnownFiles
from index.reindex.prepare import Prepared
from index.reindex.read.drafts import Draft, file_row, fill, winners_to_read
from index.reindex.read.jobs import ReadResult
from index.reindex.read.payload import CHANGED, ReadArticle, Setup
from index.reindex.report import UnreadFields
from index.reindex.resume.checkpoint import MadeWith
from index.reindex.resume.resuming import Resuming
from index.reindex.rows import Rows, indexed, of_each, of_places
from index.reindex.scan.sources import Source
from index.segment.arrays.origin import stamps
from index.store.history import History
from index.store.run_states import RunPhase


class ReindexRun:
    """The carrying out of one plan; see `index.reindex.phases` for the phases.

    `workspace` is a folder for the reading processes, `resuming` what earlier runs have left in it. Without `building`
    everything is read and decided in the same way, and no segment is made: a dry run.
    """

    def __init__(
        self,
        prepared: Prepared,
        environment: Environment,
        workspace: Path,
        *,
        building: bool,
        resuming: Resuming | None = None,
    ) -> None:
        plan = prepared.plan
        self._past = prepared.past
        self._roots = prepared.roots
        self._environment = environment
        self._passes = Passes(environment, workspace, resuming)
        self._building = building
        sources = {source.path: source for source in prepared.listing.sources}
        longest = environment.settings.file_mb * 1_000_000
        self._files = KnownFiles(prepared.past.manifest, sources, prepared.roots, longest)
        self._reasons = {reason: number for number, reason in enumerate(plan.reasons)}
        self._kept = dict.fromkeys(plan.kept.tolist())  # in order, and each is taken out at once: a set with an order
        self._stamps = dict(plan.stamps)
        self._drafts = [Draft(work, work.file.rows, work.todo.copy()) for work in plan.work]
        self._planned = len(self._drafts)  # those that join later are read again for the archive's sake
        self._last = self._past.states()  # of each derivation, when the last run ended
        self._now = dict(self._last)
        self._values: dict[str, tuple[Any, Any]] = {}  # by a derivation's name a state and what came out of it
        self._extracted: list[int] = []
        self._read = Saves(ArchiveTexts(self._past.segments))
        self._words: dict[int, NDArray[np.uint32]] = {}  # of a dry run, which makes no segments
        self._complaints = dict(prepared.past.manifest.complaints)
        self._unread: dict[str, UnreadFields] = {}
        self._reread = 0
        self._faults: dict[int, Skipped] = {}
        past = self._past
        table = None if plan.everything else past.names()
        self._settling = Settling(prepared.roots, prepared.names, past.settled(), table)
        self._correcting = Correcting(prepared.roots, prepared.corrections, prepared.past.touched())
        self._segments = () if plan.everything else prepared.past.segments  # nothing has to be looked for there

    def read(self) -> Outcome:
        """All phases up to publishing."""
        with self._passes:
            return self._phases()

    def _phases(self) -> Outcome:
        then = self._look()
        guess = dict(self._now)
        self._extract(self._drafts, RunPhase.READING)
        self._agree(then, guess)
        said = {each.name: each.said(self._now[each.name]) for each in DERIVATIONS}
        return self._outcome(said)

    def _look(self) -> States:
        """First pass over the new and changed pages; pages whose early derivations have changed join the work.

        The states under which the articles that have not joined were made, or could as well have been made.
        """
        pages = [d for d in self._drafts if d.work.records is None or d.work.records.told]
        kept = self._past.manifest.select(np.array([*self._kept], np.int64)).rows.id
        still = [kept, *(draft.rows.id[~draft.todo] for draft in self._drafts)]
        gone = frozenset(np.setdiff1d(self._past.manifest.rows.id, np.concatenate(still)).tolist())
        seen: dict[str, list[Any]] = {derivation.name: [] for derivation in DERIVATIONS}

        def take(draft: Draft, row: int, result: ReadResult) -> None:
            if result.reason:
                draft.rows.reason[row] = self._reason(result.reason)
                draft.todo[row] = False
                return
            for name, given in result.value.items():
                seen[name].append(given)

        self._passes.read(ReadPass(RunPhase.LOOKING, pages, take))
        self._passes.compare(self._drafts)
        for each in DERIVATIONS:
            change = Change(gone, seen[each.name], self._past.manifest.rows, self._today)
            self._now[each.name] = each.changed(self._last[each.name], change)
        early = {each.name: self._now[each.name] for each in DERIVATIONS if each.early}
        rows, published = self._past.manifest.rows, PublishedArticles(self._past.manifest, self._segments)
        places = self._correcting.stale(published, lambda: self._past.known().history)
        self._mark(lambda rows: of_places(rows, places))
        then = {**self._last, **early}
        self._mark(lambda rows: outdated(rows, self._last, then))  # as they were, in files that are not
        self._again_where(outdated(rows, self._last, then) | of_places(rows, places))
        return then

    def _mark(self, told: Callable[[Rows], NDArray[np.bool_]]) -> None:
        """Have the rows of the drafts read (again) of which `told` tells it."""
        for draft, mask in zip(self._drafts, of_each([draft.rows for draft in self._drafts], told), strict=True):
            draft.todo |= mask

    def _extract(self, drafts: Sequence[Draft], phase: RunPhase) -> None:
        def take(draft: Draft, row: int, result: ReadResult) -> None:
            if result.reason:
                draft.rows.reason[row] = self._reason(result.reason)
                draft.stale = draft.stale or result.reason == CHANGED
                return
            fill(draft, row, result.value)
            self._hear(draft.work.source, result.value)
            if result.value.unread and phase is RunPhase.READING:
                path = draft.work.source.path
                self._unread.setdefault(path, UnreadFields(path)).take(result.value.unread)
            if result.value.refused is None:
                self._extracted.append(result.value.id)
                if result.value.words:
                    self._words[result.value.id] = np.frombuffer(result.value.words, np.uint32)
            else:
                draft.rows.reason[row] = self._reason(result.value.refused)

        made = MadeWith(self._now, self._correcting.placed)
        self._passes.read(ReadPass(phase, drafts, take, self._setup, made, self._staying))

    def _staying(self) -> NDArray[np.uint64]:
        """The places (uint64) of the articles that the index has and that no pass under way has still to read."""
        kept = self._past.manifest.select(np.array([*self._kept], np.int64))
        rows = [draft.rows.id[(draft.rows.reason == 0) & ~draft.left] for draft in self._drafts]
        return np.concatenate([indexed(kept.rows), *rows])

    def _setup(self) -> Setup:
        environment = self._environment
        return Setup(
            {each.name: self._value(each) for each in DERIVATIONS},
            environment.build_budget,
            environment.seed,
            stamps(),
            self._building,
            environment.settings.keep_empty,
            environment.settings.entities,
            environment.settings.copies,
            self._correcting.rules,
            self._correcting.placed,
        )

    def _value(self, derivation: Derivation[Any]) -> Any:
        """What comes out of a derivation now, worked out once for each state."""
        state = self._now[derivation.name]
        if self._values.get(derivation.name, (None,))[0] is not state:
            self._values[derivation.name] = state, derivation.value(state)
        return self._values[derivation.name][1]

    def _is_to_publish(self, derivation: Derivation[Any]) -> bool:
        """Whether the index holds another table of the derivation, or none yet."""
        name = derivation.name
        return self._now[name] is not self._last[name] or self._past.table(name) is None

    def _hear(self, source: Source, read: ReadArticle) -> None:
        """Note what is wrong with a source's correction file and fields, or that nothing is any more."""
        self._complaints.pop(source.path, None)
        self._faults.pop(read.id, None)
        self._correcting.hear(read.id, read.keys)
        if read.complaint:
            why = SkipReason(SkipCode.CORRECTION, text=read.complaint)
            self._complaints[source.path] = Skipped(source.correction_path, why)
        if read.fault:
            self._faults[read.id] = Skipped(source.path, SkipReason(SkipCode.FAULT, text=read.fault))

    def _agree(self, then: States, guess: States) -> None:
        """Read again what was read under other states than those that hold now, and ids that occur twice."""
        self._passes.compare(self._drafts)
        again = [(draft, winners_to_read(draft)) for draft in self._drafts if draft.work.records is not None]
        parts = [self._past.manifest.select(np.array([*self._kept], np.int64)).rows, *(d.rows for d in self._drafts)]
        rows = Rows.join(parts)
        texts = ArchiveTexts(self._past.segments, self._passes.built, self._words)
        made = Made(rows, np.array(self._extracted, np.uint64), self._today, texts.words)
        self._now = {each.name: each.agreed(self._now[each.name], made) for each in DERIVATIONS}
        marks = {id(draft): mark for draft, mark in again}
        read = [draft.rows for draft in self._drafts]
        fresh = of_each(read, lambda rows: outdated(rows, guess, self._now))
        others = of_each(read, lambda rows: outdated(rows, then, self._now))
        for draft, of_fresh, of_others in zip(self._drafts, fresh, others, strict=True):
            late = np.where(draft.todo, of_fresh, of_others)
            draft.todo = marks.get(id(draft), np.zeros(len(late), np.bool_)) | late
        places = np.union1d(self._correcting.agreed(self._settled), self._renamed())
        self._mark(lambda rows: of_places(rows, places))
        past = self._past.manifest.rows
        self._again_where(outdated(past, then, self._now) | of_places(past, places))
        if any(draft.todo.any() for draft in self._drafts):
            self._extract(self._drafts, RunPhase.READING_AGAIN)

    def _settled(self) -> tuple[Manifest, History]:
        """The manifest with the ids that articles have by what was read, and the history."""
        manifest, _, history = settle(self._past.known(), self._manifest(), self._environment.now, self._saves())
        return manifest, history

    def _renamed(self) -> NDArray[np.uint64]:
        """The places of the articles that get another id and so are to be read; what is not there keeps its own."""
        while True:
            places = renamed(self._past.known(), self._manifest(), self._environment.now, self._saves())
            if not len(away := self._files.away(places, self._kept)):
                return places
            self._read = replace(self._read, fixed=np.union1d(self._read.fixed, away))

    def _saves(self) -> Saves:
        if len(self._read.read) != len(self._extracted):
            texts = ArchiveTexts(self._past.segments, self._passes.built)
            self._read = Saves(texts, np.array(self._extracted, np.uint64), self._read.fixed)
        return self._read

    def _again_where(self, late: NDArray[np.bool_]) -> None:
        """Let the files that are as they were join the work for those of their rows that are `late`."""
        if late.any():
            first = self._past.manifest.first
            for number in [n for n in self._kept if late[first[n] : first[n + 1]].any()]:
                self._again(number, late[first[number] : first[number + 1]])

    def _again(self, number: int, rows: NDArray[np.bool_]) -> None:
        """Let a file that is as it was join the work, for some of its rows, if it is there."""
        if (found := self._files.found(number, rows)) is None:
            return
        file, (source, records) = self._past.manifest.file(number), found
        del self._kept[number]
        stamp = self._stamps.pop(number, file.stamp)
        self._drafts.append(Draft(Work(source, replace(file, stamp=stamp), rows, number, records), file.rows, rows))
        self._reread += int(rows.sum())

    @property
    def _today(self) -> date:
        return self._environment.now.date()

    def _reason(self, reason: SkipReason) -> int:
        return self._reasons.setdefault(reason, len(self._reasons))

    def _manifest(self) -> Manifest:
        """What there is when all is read."""
        past = self._past.manifest
        stamp = past.stamp.copy()
        for number, value in self._stamps.items():
            stamp[number] = value
        kept = replace(past, stamp=stamp, rows=self._files.rows()).select(np.array(sorted(self._kept), np.int64))
        files = [file_row(draft) for draft in self._drafts]
        return kept.joined(Manifest.of(self._roots, files, tuple(self._reasons)))

    def _outcome(self, said: Mapping[str, Any]) -> Outcome:
        past = self._past.manifest
        stamp = recipe_stamp(self._environment.settings)
        after = replace(self._manifest(), complaints=self._complaints, recipe=stamp, derived=said).tidied()
        ever = np.concatenate([indexed(past.rows), np.array(self._extracted, np.uint64), *self._passes.others])
        lost = np.setdiff1d(ever, indexed(after.rows))
        planned = [d.rows.id[d.work.todo & (d.rows.reason == 0)] for d in self._drafts[: self._planned]]
        ids = np.concatenate([np.zeros(0, np.uint64), *planned])
        faults = dict(fault for built in self._passes.built for fault in built.faults) | self._faults
        unread = tuple(sorted(self._unread.values(), key=lambda one: one.path))
        derived = tuple((each, self._now[each.name]) for each in DERIVATIONS if self._is_to_publish(each))
        told = tuple(faults.values()), unread, *self._correcting.concluded(after)
        return Outcome(
            tuple(self._passes.built), lost, after, derived, self._reread, ids, self._settling, self._saves(), *told
        )
