"""What does a program get that watches over the service? The replies of `/ready` and `/api/status`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from index.store.run_states import Running, UnfinishedRun
from search import overview as source
from web.reasons import advice_sentence, reason_sentence
from web.reply.record import described
from web.reply.state import ClusterNodes, health_reply


class Ready(Struct, kw_only=True, frozen=True):
    """The reply of `/ready`. The status is 503 where it is not."""

    ready: Annotated[bool, described("Whether questions are answered, be it from an older index.")]


class RunningRun(Struct, kw_only=True, frozen=True):
    """A run of `cuttings reindex` that goes on."""

    phase: Annotated[str, described("What it does.")]
    done: Annotated[int, described("How many pages and lines of this phase are done.")]
    of: Annotated[int, described("How many there are; 0 where the phase has none.")]
    since: Annotated[str, described('When the run began, ISO 8601; "" where not known.')]
    seconds: Annotated[float, described("How long the phase had taken when this was told.")]
    per_second: Annotated[float | None, described("Pages and lines a second; null while that says little.")]
    seconds_left: Annotated[float | None, described("How long this phase takes still at that rate; null likewise.")]


class UnfinishedReindex(Struct, kw_only=True, frozen=True):
    """A run of `cuttings reindex` that ended early; the index is as it was before it."""

    at: Annotated[str, described("When it ended, ISO 8601.")]
    phase: Annotated[str, described("What it did then.")]
    done: Annotated[int, described("How many pages and lines of this phase were done.")]
    of: Annotated[int, described("How many there were; 0 where the phase has none.")]
    reason: Annotated[str, described('The error that ended it; "" where it was killed.')]


class FinishedRun(Struct, kw_only=True, frozen=True):
    """The last run of `cuttings reindex` that came to its end."""

    at: Annotated[str, described("When it began, ISO 8601.")]
    seconds: Annotated[float, described("How long it took by the clock.")]
    new: Annotated[int, described("Articles that came in.")]
    changed: Annotated[int, described("Articles that were read again, as their source had changed.")]
    renamed: Annotated[int, described("Articles whose source had another name.")]
    gone: Annotated[int, described("Articles that left the index.")]
    skipped: Annotated[int, described("What is in the folders and not in the index.")]


class IndexedSource(Struct, kw_only=True, frozen=True):
    """A folder or file that is indexed."""

    path: Annotated[str, described("Where it is, on the machine of the service.")]
    articles: Annotated[int, described("Articles of it in the index.")]
    state: Annotated[
        Literal["present", "missing", "unreadable"],
        described("Whether it is there and may be read; articles of one that is not stay in the index."),
    ]
    reason: Annotated[str, described('Why it cannot be read here, in the words of the system; "" where it can.')]


class SkippedSource(Struct, kw_only=True, frozen=True):
    """Something that is in the folders and not in the index."""

    path: Annotated[str, described("The file, as the report of a run has it.")]
    line: Annotated[int, described("Which line or part of it, from 1; 0: all of it.")]
    reason: Annotated[str, described("Why, in one sentence without its subject.")]
    advice: Annotated[str, described("What to do about it.")]
    new: Annotated[bool, described("Whether the run before the last one did not tell of it.")]


class Status(Struct, kw_only=True, frozen=True):
    """The reply of `/api/status`: what the archive holds and lacks, and what is done with it."""

    generation: Annotated[str, described('Which state of the index answers; "" where none does.')]
    published_at: Annotated[str, described('When that state was published, ISO 8601; "" where not known.')]
    articles: Annotated[int, described("The number of articles in the index.")]
    undated: Annotated[int, described("Those without a date.")]
    without_publisher: Annotated[int, described("Those without a publisher.")]
    without_byline: Annotated[int, described("Those without a byline.")]
    empty: Annotated[int, described("Those without a text.")]
    running: Annotated[RunningRun | None, described("The run that goes on, if one does.")]
    last_run: Annotated[FinishedRun | None, described("The last run that came to its end, if one is known.")]
    sources: Annotated[tuple[IndexedSource, ...], described("What is indexed.")]
    skipped: Annotated[
        tuple[SkippedSource, ...], described("What the last run left out, what is new first; in the order of paths.")
    ]
    older_versions: Annotated[
        int, described("Articles that are kept as older versions of others, which `articles` leaves out.")
    ]
    unfinished_run: Annotated[
        UnfinishedReindex | None, described("A run after the last one that ended early, where none goes on since.")
    ]
    cluster: Annotated[ClusterNodes | None, described("The cluster; null where the index lies in a folder.")] = None


def skipped_sources(status: source.Overview) -> tuple[SkippedSource, ...]:
    """What the last run left out, what is new first."""
    return tuple(
        SkippedSource(
            path=one.path, line=one.line, reason=reason_sentence(one), advice=advice_sentence(one.why), new=new
        )
        for one, new in sorted(status.skipped, key=lambda known: not known.new)
    )


def status_reply(status: source.Overview) -> Status:
    """The status for a program."""
    health, running, last = health_reply(status.health), status.running, status.last
    return Status(
        generation=health.generation,
        published_at=health.published_at,
        articles=health.articles,
        undated=status.undated,
        without_publisher=status.without_publisher,
        without_byline=status.without_byline,
        empty=status.empty,
        running=_running(running) if running else None,
        last_run=FinishedRun(
            at=last.at,
            seconds=last.seconds,
            new=last.new,
            changed=last.changed,
            renamed=last.renamed,
            gone=last.gone,
            skipped=last.skipped,
        )
        if last
        else None,
        skipped=skipped_sources(status),
        older_versions=status.older_versions,
        sources=tuple(
            IndexedSource(path=one.path, articles=one.articles, state=_state(one), reason=_reason(one))
            for one in status.sources
        ),
        unfinished_run=_unfinished(status.unfinished) if status.unfinished else None,
        cluster=health.cluster,
    )


def _running(run: Running) -> RunningRun:
    return RunningRun(
        phase=run.phase,
        done=run.done,
        of=run.of,
        since=run.since,
        seconds=run.seconds,
        per_second=run.rate or None,
        seconds_left=None if run.left is None else round(run.left, 1),
    )


def _unfinished(run: UnfinishedRun) -> UnfinishedReindex:
    return UnfinishedReindex(at=run.at, phase=run.phase, done=run.done, of=run.of, reason=run.reason)


def _state(one: source.SourceState) -> Literal["present", "missing", "unreadable"]:
    if one.refused or one.is_there is None:
        return "unreadable"
    return "present" if one.is_there else "missing"


def _reason(one: source.SourceState) -> str:
    return "it is on the machine that publishes to the cluster" if one.is_there is None else one.refused
