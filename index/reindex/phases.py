"""How does an index come to agree with the files? Plan, look, read, agree, publish: the pipeline in reading order.

1. `plan`     compares the files with the manifest of the published index.
2. `look`     reads new and changed pages for what they put into early derivations, and so finds pages to read again.
3. `extract`  turns every page and line of the plan into an article, in worker processes that build segments.
4. `agree`    reads again what hangs on what only the whole archive tells: derivations, ids that occur twice.
5. `settle`   gives every article its id: the one that it had, or a new one.
6. `publish`  hands segments, manifest, history and tables of derivations to the store, which commits them as one.
   Where the settings name a cluster, what was committed is then published there (`index.cluster`).

Everything before the last step is invisible: whatever ends the run earlier leaves the index as it was. A dry run takes
all steps but the last two, so that it foretells exactly what the run reports; it writes nothing into the index's
folder.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import numpy as np

from index.cluster.access import client_for
from index.reindex.agree.register import settle
from index.reindex.agree.touched import Touched
from index.reindex.environment import Environment, Watcher
from index.reindex.manifest import Manifest
from index.reindex.outcome import Outcome
from index.reindex.prepare import Past, Prepared, ReindexRequest, prepare, readable, unreadable
from index.reindex.read.jobs import FIRST_CHECKPOINT
from index.reindex.report import Counts, ReindexReport, articles_of_roots, moved_sources, repeated_sources
from index.reindex.resume.resuming import ResumeTerms, Resuming
from index.reindex.resume.rules_stamp import rules_stamp
from index.reindex.room import refuse_without, room
from index.reindex.roots_note import promised, remember
from index.reindex.run import ReindexRun
from index.reindex.scan.sources import SourceMissing
from index.reindex.telling import telling
from index.store.leftovers import tidy
from index.store.run_states import RunPhase
from index.store.snapshot import Snapshot, open_snapshot
from index.store.transaction import EmbeddedStore, open_store
from index.versions.version_table import published_table

__all__ = ["Environment", "ReindexRequest", "Watcher", "foretold", "reindex"]


def reindex(request: ReindexRequest, environment: Environment) -> ReindexReport:
    """Bring the index of `environment.settings.index` up to date and report.

    Raises `SourceMissing` where there is nothing to read, `RoomMissing` where the disk is too small, `IndexLocked`,
    `IndexDamaged`, `IndexUnreadable`, and `OSError` where the disk is full or read-only. Unless an `OSError` came after
    the commit, which a new generation in the folder tells, the published index is then as it was.
    """
    started = monotonic()
    if request.dry_run:
        return _foretold(request, environment)
    index = environment.settings.index
    past, fresh = readable(index, full=request.full)
    with (
        open_store(index, now=environment.now, fresh=fresh) as store,
        telling(index, environment.watcher, environment.now) as watcher,
    ):
        store.resumable = True
        environment = replace(environment, watcher=watcher)
        if store.snapshot is not None:  # another run may have ended meanwhile
            past = Past.of(store.snapshot, index)
        prepared = _prepared(request, environment, past, fresh=fresh)
        refuse_without(prepared.plan.room, index)
        watcher.planned(prepared.plan)
        if prepared.idle and not fresh and not _passed_over(store):
            tidy(index)
            store.resumable = False
            watcher.report = _sent(_report(prepared, None, monotonic() - started), environment, store.snapshot)
            return watcher.report
        if prepared.roots != past.manifest.roots:  # a run that is killed must not forget what it was told to read
            remember(index, promised(past.roots, prepared.roots))
        resuming = _resuming(request, environment, store, prepared)
        outcome = ReindexRun(prepared, environment, store.workspace, building=True, resuming=resuming).read()
        watcher.phase(RunPhase.PUBLISHING, 0)
        settled = settle(past.known(), outcome.manifest, environment.now, outcome.saves)
        outcome.hand_to(store, settled, copies=environment.settings.copies)
        generation = store.publish()
        remember(index, prepared.roots)
        report = _report(prepared, outcome, monotonic() - started, generation=generation)
        watcher.report = _sent(report, environment, open_snapshot(index))
        return watcher.report


def _sent(report: ReindexReport, environment: Environment, published: Snapshot | None) -> ReindexReport:
    """The report, telling of versions, and what came of publishing to the cluster, where the settings name one."""
    report = _with_versions(report, published)
    if not environment.settings.cluster or published is None:
        return report
    from index.cluster.publishing import publish_newest  # noqa: PLC0415  (what it needs is an extra)

    def begin() -> None:
        environment.watcher.phase(RunPhase.SENDING, sum(segment.live_count for segment in published.segments))

    done = publish_newest(environment.settings, published, begin, environment.watcher.advanced)
    return replace(report, cluster=done)


def _with_versions(report: ReindexReport, published: Snapshot | None) -> ReindexReport:
    """The report, telling how many articles of the published generation are older versions of others."""
    return replace(report, older_versions=published_table(published).older) if published else report


def _resuming(request: ReindexRequest, environment: Environment, store: EmbeddedStore, prepared: Prepared) -> Resuming:
    """What runs have left that were cut off."""
    settings = environment.settings
    rules = rules_stamp(settings, prepared.corrections)
    patience = min(FIRST_CHECKPOINT, environment.checkpoint)
    keeping = ResumeTerms(rules, request.full, not request.failed, patience)
    return Resuming(store, settings.index, keeping)


def _passed_over(store: EmbeddedStore) -> bool:
    """Whether a newer generation is damaged, so that one has to be published even where the files are as they were."""
    return store.snapshot is not None and bool(store.snapshot.passed_over)


def _foretold(request: ReindexRequest, environment: Environment) -> ReindexReport:
    """What a run would report: everything is read and decided as in a run, in a folder of its own."""
    started = monotonic()
    prepared, outcome = _foreseen(request, environment)
    return _report(prepared, outcome, monotonic() - started, dry_run=True)


def foretold(request: ReindexRequest, environment: Environment) -> tuple[Manifest, ReindexReport]:
    """What the index would hold of which file after a run, and its report; nothing is written. Raises as `reindex`."""
    prepared, outcome = _foreseen(request, environment)
    manifest = outcome.manifest if outcome else prepared.past.manifest
    return manifest, _report(prepared, outcome, 0.0, dry_run=True)


def _foreseen(request: ReindexRequest, environment: Environment) -> tuple[Prepared, Outcome | None]:
    """How a run would begin and what would come out of it, None where there is nothing to do."""
    past, fresh = readable(environment.settings.index, full=request.full)
    prepared = _prepared(request, environment, past, fresh=fresh)
    environment.watcher.planned(prepared.plan)
    outcome = None
    if fresh or not prepared.idle:
        with TemporaryDirectory(prefix="cuttings-") as place:
            # Where entries were told of before, it is told that none are left.
            edited = any(file.data for file in prepared.names.values()) or bool(prepared.past.settled().told)
            corrected = any(file.data for file in prepared.corrections.values())
            # Names, and the ids that corrections go by, follow from what articles hold, so that these are built.
            outcome = ReindexRun(prepared, environment, Path(place), building=edited or corrected).read()
            if edited:
                outcome.foretell(() if fresh else past.segments)
    return prepared, outcome


def _prepared(request: ReindexRequest, environment: Environment, past: Past, *, fresh: bool) -> Prepared:
    if environment.settings.cluster and not request.dry_run:
        client_for(environment.settings)  # what is wrong with its address is to be said before anything is read
    prepared = prepare(request, environment.settings, environment.now, past)
    if fresh and len(prepared.plan.kept):
        raise SourceMissing(unreadable(prepared.plan))
    size = sum(segment.container.size for segment in past.segments)
    foretold = room(prepared.plan, past.manifest, size, environment.settings.index, environment.workers)
    return replace(prepared, plan=replace(prepared.plan, room=foretold))


def _report(
    prepared: Prepared,
    outcome: Outcome | None,
    seconds: float,
    *,
    generation: int = 0,
    dry_run: bool = False,
) -> ReindexReport:
    """The report of a run; `outcome` is None where there was nothing to do."""
    before = prepared.past.manifest
    after = outcome.manifest if outcome else before
    touched = (outcome.touched or Touched()) if outcome else prepared.past.touched()
    settled = outcome.settling.settled if outcome else prepared.past.settled()
    skipped = (*prepared.plan.skipped, *after.skipped(), *touched.complaints, *settled.complaints)
    return ReindexReport(
        counts=Counts.of(before, after, outcome.planned if outcome else np.zeros(0, np.uint64)),
        reread=outcome.reread if outcome else 0,
        skipped=tuple(sorted(skipped, key=lambda item: item.path)),
        hidden=prepared.listing.hidden,
        generation=generation,
        seconds=seconds,
        dry_run=dry_run,
        faults=outcome.faults if outcome else (),
        unread=outcome.unread if outcome else (),
        corrections=touched.told,
        corrected=len(touched.keys),
        names=settled.told,
        moved=tuple(moved_sources(before, after, prepared.past.roots, prepared.moved)),
        repeated=tuple(repeated_sources(before, after)) if outcome else (),
        room=prepared.plan.room,
        samples_left=articles_of_roots(before, prepared.left),
        new_skips=frozenset(skipped).difference(prepared.skipped_before),
    )
