"""What stands before a run: what the index knows, which files there are, and the plan."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from index.copies.copy_table import NAME as COPIES
from index.copies.copy_table import of_today
from index.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexUnreadable, Remedy, Skipped, What
from index.reasons import SkipReason
from index.reindex import manifest
from index.reindex.agree.correcting import unchanged
from index.reindex.agree.derivations import DERIVATIONS, States, waiting
from index.reindex.agree.known import known_of, nothing_known, salvaged
from index.reindex.agree.register import PastIds
from index.reindex.agree.settling import NAME as SETTLED
from index.reindex.agree.settling import TABLE, NamesRecord
from index.reindex.agree.touched import NAME as TOUCHED
from index.reindex.agree.touched import Touched
from index.reindex.manifest import Manifest
from index.reindex.plan.moved_roots import SearchTerms, located
from index.reindex.plan.plan import ReindexPlan, Terms
from index.reindex.plan.planner import make_plan
from index.reindex.plan.recipe import made, settling
from index.reindex.roots_note import as_noted, roots_noted
from index.reindex.scan.corrections import CorrectionsFile, corrections_at, names_at
from index.reindex.scan.file_records import FileRecords
from index.reindex.scan.roots import Root, forget, holds, join_roots
from index.reindex.scan.samples import marked, without_samples
from index.reindex.scan.sources import FoundSources, SourceMissing, not_let_in, refusal
from index.reindex.scan.walk import KEPT, find
from index.segment.reader import Segment
from index.settings import Settings
from index.store.run_file import read_skipped
from index.store.snapshot import Snapshot, open_snapshot


@dataclass(frozen=True, slots=True)
class ReindexRequest:
    """What a run is asked to do.

    `paths` are folders and files, empty for all that the index remembers; `forget` are roots_noted ones to leave out.
    `full` reads everything again, `failed` what was skipped before; `dry_run` stops after the plan.
    """

    paths: tuple[Path, ...] = ()
    forget: tuple[Path, ...] = ()
    full: bool = False
    failed: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the runs before.

    `manifest` and the `table` of each derivation are what was published; `roots` are those of the manifest, and after
    them those that a run took up which did not come to its end. `known` is what the runs before have said of ids, also
    where the index itself cannot be read and is built from nothing. `segments` are those of the published index.
    """

    manifest: Manifest
    table: Callable[[str], bytes | None]
    roots: tuple[Root, ...]
    known: Callable[[], PastIds]
    segments: tuple[Segment, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot | None, folder: Path) -> Past:
        """What the published index in `folder` knows, None where there is none yet."""
        if snapshot is None or (data := snapshot.extra(manifest.NAME)) is None:  # noqa: S610
            return cls(Manifest.empty(), _no_table, as_noted((), folder), nothing_known)
        known = Manifest.decode(data)
        roots = as_noted(known.roots, folder)
        return cls(known, snapshot.extra, roots, lambda: known_of(snapshot, known), snapshot.segments)

    def states(self) -> States:
        """The state of each derivation when the last run ended. Raises `IndexDamaged`."""
        said = self.manifest.derived
        return {each.name: each.last(said.get(each.name), self.table(each.name)) for each in DERIVATIONS}

    def touched(self) -> Touched:
        """What the last run knew of corrections. Raises `IndexDamaged`."""
        return Touched.decode(self.table(TOUCHED))

    def settled(self) -> NamesRecord:
        """How the last run made the table of names. Raises `IndexDamaged`."""
        return NamesRecord.decode(self.table(SETTLED))

    def names(self) -> bytes | None:
        """The table of names of the last run, None where today's code would make another. Raises `IndexDamaged`."""
        return self.table(TABLE) if settling().made(self.settled().code) else None

    @classmethod
    def without_index(cls, folder: Path) -> Past:
        """What is known where the index cannot be read: the roots noted beside it, and what of ids is left."""
        known = salvaged(folder)
        return cls(Manifest.empty(), _no_table, roots_noted(folder), lambda: known)


def _no_table(name: str) -> bytes | None:
    return None


def published(folder: Path) -> Snapshot | None:
    """The published index, None where there is none yet."""
    try:
        return open_snapshot(folder)
    except IndexMissing:
        return None


def readable(folder: Path, *, full: bool) -> tuple[Past, bool]:
    """What can be read of the index, and whether it has to be built from nothing.

    An index of another version is built anew by itself; one that is damaged or cannot be read only where `full` asks
    for it, else this raises `IndexDamaged` or `IndexUnreadable`.
    """
    try:
        past = Past.of(published(folder), folder)
        if full:
            past.touched()
            past.settled()
            past.states()  # so that its damage does not stop the run that mends it
            past.known()
        return past, full
    except IndexOutdated:
        pass
    except (IndexDamaged, IndexUnreadable):
        if not full:
            raise
    return Past.without_index(folder), True


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that a run starts from; `corrections` are those of each root that is there, by its number, `names`
    its `names.yaml`. Where `grouped` is not set, today's code would find other copies among the articles, or none has
    looked for any. `skipped_before` is what runs before have told of. `moved` says where roots are now that were
    elsewhere, by their numbers; `left` are the numbers of the roots of samples that leave."""

    past: Past
    roots: tuple[Root, ...]
    listing: FoundSources
    plan: ReindexPlan
    today: date
    corrections: Mapping[int, CorrectionsFile]
    names: Mapping[int, CorrectionsFile]
    grouped: bool
    skipped_before: frozenset[Skipped]
    moved: Mapping[int, str] = field(default_factory=dict)
    left: tuple[int, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether nothing at all has to be published: no file has changed, and no date waits for its day."""
        before = self.past.manifest
        same = self.plan.empty and self.roots == before.roots and unchanged(self.corrections, self.past.touched())
        settled = self.past.settled()
        same = same and settled.holds(self.names) and (settling().made(settled.code) or not before.paths)
        return same and self.grouped and not waiting(before.rows, before.derived, self.today)


def prepare(request: ReindexRequest, settings: Settings, now: datetime, past: Past) -> Prepared:
    """Look at the files and plan the run. Raises `SourceMissing` where there is nothing to read."""
    before = past.manifest
    indexed = len(before.paths) > 0
    everything = request.full or (indexed and not made(before.recipe, settings))
    known = forget(past.roots, request.forget)
    if not any(root.path for root in known) and not request.paths and not request.forget:
        raise SourceMissing("say which folder to index", Remedy("reindex", "FOLDER"))
    moment, page_limit = int(now.timestamp() * 1e9), settings.file_mb * 1_000_000
    known, places = located(before, known, request.paths, SearchTerms(moment, page_limit, settings.index))
    roots, scans = join_roots(known, request.paths)
    roots, left = without_samples(marked(roots), len(before.roots) or len(known), {n for n, _ in scans})
    named = scans
    if everything or not request.paths:  # in a full run: what is not scanned could not be made anew
        scans = tuple((number, root.path) for number, root in enumerate(roots) if root.path)
    nothing = frozenset(range(len(roots))) - {*before.root.tolist(), *(number for number, _ in named)}
    if indexed:  # a root that holds nothing, as its folders are roots or were moved, has nothing to lose
        scans = tuple(one for one in scans if one[0] not in nothing or os.path.exists(one[1]))  # noqa: PTH110
    listing = find(roots, scans, settings.index)
    _refuse_emptiness(listing, before, roots, [one for one in scans if not indexed or one[0] not in nothing])
    forgotten = tuple((number, root.prefix) for number, root in enumerate(roots) if not root.path)
    whole = tuple((number, roots[number].prefix) for number in places if (number, roots[number].path) in scans)
    listing = replace(listing, scopes=listing.scopes + forgotten + whole)  # a moved file may be called otherwise
    terms = Terms(
        now=moment,
        page_limit=page_limit,
        form_of=_form_of,
        form_number=_form_number,
        record_id=_record_id,
        foreign=_foreign,
        everything=everything,
        failed=request.failed,
        keep_empty=settings.keep_empty,
    )
    plan = make_plan(before, listing, terms)
    grouped = everything or not indexed or not settings.copies or of_today(past.table(COPIES))
    told = [one.skipped for one in read_skipped(settings.index)]
    skipped_before = frozenset((*told, *before.skipped()))
    files = corrections_at(roots), names_at(roots)
    return Prepared(past, roots, listing, plan, now.date(), *files, grouped, skipped_before, places, left)


# What reads files is loaded when a file has changed: a run without changes is over before.


def _form_of(head: bytes, path: str) -> str:
    from index.readers.records import form_of  # noqa: PLC0415

    return form_of(head, path)


def _form_number(name: str) -> int:
    from index.readers.records import form_named  # noqa: PLC0415

    return form_named(name).number


def _record_id(records: FileRecords, data: bytes, path: str) -> int:
    from index.article import article_id  # noqa: PLC0415
    from index.readers.records import record_key  # noqa: PLC0415

    key = record_key(records.form, data, records.place(path))
    return int(article_id(path, key), 16) if key else 0


def _foreign(head: bytes) -> SkipReason | None:
    from index.readers import foreign_bytes  # noqa: PLC0415

    return foreign_bytes(head)


def _refuse_emptiness(
    listing: FoundSources, before: Manifest, roots: tuple[Root, ...], scans: Sequence[tuple[int, str]]
) -> None:
    """A folder without articles is a mistake or a disk that is not mounted: never a wish to delete everything."""
    held = {source.root for source in listing.sources}
    for number, path in scans:
        if path != roots[number].path or any(holds(path, roots[root].path) for root in held):
            continue
        known = int((before.root == number).sum())
        if reason := refusal(path):
            raise not_let_in(path, reason, *([KEPT] if known else []))
        if known:
            raise SourceMissing(
                f"{path} holds no articles any more, but {known:,} files of it are indexed, and stay so",
                "is the disk mounted? Where else they are, ",
                Remedy("reindex", "FOLDER"),
                " says; ",
                Remedy("reindex", "--forget", path),
                " removes them",
            )
        first: What = (" (", listing.skipped[0], ")") if listing.skipped else ()
        raise SourceMissing(
            (f"{path} holds no articles", *first),
            "put text, HTML, mailboxes, web archives or tables there",
        )


def unreadable(plan: ReindexPlan) -> What:
    """Why the index cannot be built anew now: something that it holds cannot be looked at."""
    first = plan.skipped[0] if plan.skipped else "something cannot be looked at"
    return first, "; building the index anew would lose what it holds of it, so nothing was done"
