"""What does a program get of a run? The report of `cuttings reindex --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Struct

from index import errors
from index.reasons import Code, ReasonValue, SkipCode
from web.reasons import advice_sentence, reason_sentence
from web.reply.record import described

if TYPE_CHECKING:
    from index.cluster.cluster_report import ClusterReport
    from index.reindex import report as source


class Skipped(Struct, kw_only=True, frozen=True):
    """A source that was left out, or an article that lacks a field."""

    path: Annotated[str, described("Which one.")]
    line: Annotated[
        int, described("Which part of a file of several articles, such as a line or row, from 1; 0: the file.")
    ]
    code: Annotated[Code, described("Of which kind the reason is.")]
    reason: Annotated[str, described("The reason in one sentence without its subject.")]
    reason_code: Annotated[SkipCode, described("Which reason it is.")]
    reason_values: Annotated[dict[str, ReasonValue], described("What it says it with.")]
    advice: Annotated[str, described("What to do about it.")]


class Unread(Struct, kw_only=True, frozen=True):
    """Fields of a file of JSON lines that are not read."""

    path: Annotated[str, described("The file.")]
    lines: Annotated[int, described("How many of its lines have any.")]
    fields: Annotated[dict[str, int], described("How many lines have each, by the field's name; `…`: further names.")]


class CorrectionCount(Struct, kw_only=True, frozen=True):
    """One entry of a `corrections.yaml` or a `names.yaml`."""

    path: Annotated[str, described("The file.")]
    entry: Annotated[int, described("Which entry of the file, from 1.")]
    line: Annotated[int, described("The line of the file on which it begins, from 1.")]
    by: Annotated[str, described("Of which articles or names it speaks, as `host: news.example.org`.")]
    articles: Annotated[int, described("How many articles it touches; 0: it matches nothing.")]


class MovedFolder(Struct, kw_only=True, frozen=True):
    """A folder or file that was found elsewhere."""

    before: Annotated[str, described("Where it was.")]
    now: Annotated[str, described("Where it is.")]
    articles: Annotated[int, described("Articles that came with it.")]


class RepeatedFolder(Struct, kw_only=True, frozen=True):
    """A folder or file that is new and holds the same bytes as another."""

    path: Annotated[str, described("The new one.")]
    other: Annotated[str, described("The other one.")]
    articles: Annotated[int, described("How many articles both hold.")]
    other_is_there: Annotated[bool, described("Whether the other one can be looked at still.")]


class DiskRoom(Struct, kw_only=True, frozen=True):
    """What is foretold of the disk of the index, in bytes."""

    needed: Annotated[int, described("What the run is likely to write at the most at one time.")]
    at_least: Annotated[int, described("What it needs for certain; with less free it is refused.")]
    free: Annotated[int, described("What was free before.")]


class ClusterPart(Struct, kw_only=True, frozen=True):
    """What came of publishing to a cluster."""

    generation: Annotated[int, described("The state of the archive that the cluster has now; 0: none, or not known.")]
    written: Annotated[int, described("Documents that were written.")]
    ended: Annotated[int, described("Documents that readers do not see any more.")]
    problem: Annotated[str, described("Why the cluster does not have the newest state; empty where it has.")]


class Report(Struct, kw_only=True, frozen=True):
    """What a run of `cuttings reindex` did, or would do."""

    new: Annotated[int, described("Articles that came in.")]
    changed: Annotated[int, described("Articles that were read again, as their source had changed.")]
    unchanged: Annotated[int, described("Articles that are as before.")]
    gone: Annotated[int, described("Articles that left the index.")]
    renamed: Annotated[int, described("Articles whose source has another name.")]
    articles: Annotated[int, described("Articles in the index now, older versions among them.")]
    reread: Annotated[
        int, described("Articles that were read again because the archive's templates, years or corrections changed.")
    ]
    hidden: Annotated[int, described("Files and folders that begin with a dot, which are not looked at.")]
    generation: Annotated[int, described("The state of the index that was published; 0 where nothing had to be.")]
    seconds: Annotated[float, described("How long it took by the clock.")]
    dry_run: Annotated[bool, described("Whether nothing was written.")]
    skipped: Annotated[tuple[Skipped, ...], described("Everything that is in the folders and not in the index.")]
    faults: Annotated[
        tuple[Skipped, ...], described("Articles that lack a field for a mistake of the program: please report it.")
    ]
    unread: Annotated[tuple[Unread, ...], described("Fields of JSON lines that are not read, by file.")]
    corrections: Annotated[
        tuple[CorrectionCount, ...], described("The corrections that count, in the order of their files.")
    ]
    corrected: Annotated[int, described("How many articles corrections touch.")]
    names: Annotated[
        tuple[CorrectionCount, ...], described("The entries of `names.yaml` that count, in the order of the files.")
    ]
    moved: Annotated[tuple[MovedFolder, ...], described("What was found elsewhere: nothing of it is read again.")]
    repeated: Annotated[
        tuple[RepeatedFolder, ...], described("What is new and holds articles that are in another source, too.")
    ]
    room: Annotated[DiskRoom | None, described("What was foretold of the disk; null for a run that writes little.")]
    older_versions: Annotated[int, described("Those of `articles` that are older versions of others; 0 in a dry run.")]
    samples_left: Annotated[
        int, described("Sample articles among those that are gone: they leave when a folder of one's own comes.")
    ]
    newly_skipped: Annotated[int, described("How many of `skipped` no run before has told of.")]
    cluster: Annotated[
        ClusterPart | None, described("What came of publishing to the cluster; null where the index is in none.")
    ]


def run_report(report: source.ReindexReport) -> Report:
    """The report for a program."""
    counts = report.counts
    return Report(
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        gone=counts.gone,
        renamed=counts.renamed,
        articles=counts.articles,
        reread=report.reread,
        hidden=report.hidden,
        generation=report.generation,
        seconds=report.seconds,
        dry_run=report.dry_run,
        skipped=tuple(_skipped(item) for item in report.skipped),
        faults=tuple(_skipped(item) for item in report.faults),
        unread=tuple(Unread(path=one.path, lines=one.lines, fields=one.fields) for one in report.unread),
        corrections=_counts(report.corrections),
        corrected=report.corrected,
        names=_counts(report.names),
        moved=tuple(MovedFolder(before=one.before, now=one.now, articles=one.articles) for one in report.moved),
        repeated=tuple(
            RepeatedFolder(path=one.path, other=one.other, articles=one.articles, other_is_there=one.is_there)
            for one in report.repeated
        ),
        room=DiskRoom(needed=report.room.needed, at_least=report.room.at_least, free=report.room.free)
        if report.room
        else None,
        older_versions=report.older_versions,
        samples_left=report.samples_left,
        newly_skipped=sum(item in report.new_skips for item in report.skipped),
        cluster=_cluster_part(report.cluster),
    )


def _cluster_part(done: ClusterReport | None) -> ClusterPart | None:
    if done is None:
        return None
    return ClusterPart(generation=done.generation, written=done.written, ended=done.ended, problem=done.problem)


def read_report(data: bytes) -> Report:
    """The report that a run has printed. Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(data, type=Report)


def _counts(entries: Iterable[source.CorrectionCount]) -> tuple[CorrectionCount, ...]:
    return tuple(
        CorrectionCount(path=one.path, entry=one.entry, line=one.line, by=one.by, articles=one.articles)
        for one in entries
    )


def _skipped(item: errors.Skipped) -> Skipped:
    return Skipped(
        path=item.path,
        line=item.line,
        code=item.why.kind,
        reason=reason_sentence(item),
        reason_code=item.why.code,
        reason_values=dict(item.why.values),
        advice=advice_sentence(item.why),
    )
