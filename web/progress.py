"""How is a run of `reindex` shown? A bar with rate and time left at a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

import click

from index.errors import Remedy, quoted
from index.store.run_states import RunPhase
from web.reasons import advice_sentence, reason_sentence

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from index.cluster.cluster_report import ClusterReport
    from index.errors import Skipped
    from index.reindex.environment import Watcher
    from index.reindex.plan.plan import ReindexPlan
    from index.reindex.report import CorrectionCount, ReindexReport, Room

_LISTED = 20  # lines of a kind that the closing lines have; --json has them all
_SKIPS_LISTED = 200  # files that were not skipped before


class ProgressLines:
    """Plain lines, for logs and pipes: the plan, each phase with its outcome, the end."""

    def __init__(self, *, err: bool = False) -> None:
        self._err = err
        self._name = ""
        self._units = self._done = 0

    def planned(self, plan: ReindexPlan) -> None:
        if not plan.work:
            return  # the closing lines say it
        again = "everything is read again: " if plan.everything else ""
        self._say(f"to read: {again}{plan.sentence()}")
        self._warn(plan.room)

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None:
        ready = "looked at" if phase == RunPhase.LOOKING else "read"
        local = ended.astimezone()
        when = f"{local:%H:%M}" if local.date() == datetime.now(local.tzinfo).date() else f"{local:%Y-%m-%d %H:%M}"
        self._say(f"Going on with a run that ended at {when}: {done:,} of {units:,} files are {ready} already")

    def phase(self, name: str, units: int) -> None:
        self._name, self._units, self._done = name, units, 0
        self._say(f"{name} {units:,}" if units else name)

    def advanced(self, units: int) -> None:
        """A line at every tenth of the phase."""
        before, self._done = self._done, self._done + units
        if self._units >= 1000 and self._done * 10 // self._units > before * 10 // self._units:
            self._say(f"{self._name} {self._done:,} of {self._units:,}")

    def closing(self, report: ReindexReport) -> None:
        """What was done, and what was left out and why."""
        self._sources(report)
        if report.dry_run and report.room and report.room.is_short:
            self._say(f"the run would be refused: the disk {_has(report.room)}")
        self._left_out(report)
        for item in report.faults[:1]:
            count = "1 article lacks" if len(report.faults) == 1 else f"{len(report.faults):,} articles lack"
            first = f"{printable(item.path)}: {printable(reason_sentence(item))}"
            self._say(f"{count} a field that could not be described; please report it: {first}")
        for one in report.unread[:_LISTED]:
            self._say(printable(one.sentence()))
        self._corrections(report)
        self._say(report.counts.sentence())
        parts = in_index(report.articles, report.older_versions)
        if report.skipped:
            parts.append(f"{len(report.skipped):,} skipped")
        if report.reread:
            parts.append(
                f"{report.reread:,} read again, as other articles or corrections now say something else of them"
            )
        if report.dry_run:
            self._say(f"would be: {', '.join(parts)}; nothing was done (--dry-run)")
            return
        outcome = "done" if report.generation else "the index is up to date"
        self._say(f"{outcome} in {report.seconds:.1f} s: {', '.join(parts)}")
        if report.cluster is not None and not report.cluster.problem:
            self._say(sent_sentence(report.cluster))

    def _warn(self, room: Room | None) -> None:
        """Say that the disk may become full."""
        if room is not None and room.is_tight:
            self._say(f"the disk may become full, and the index would be as it was then: the disk {_has(room)}")

    def _sources(self, report: ReindexReport) -> None:
        """Which folders are elsewhere now, and which hold what others hold."""
        for moved in [one for one in report.moved if one.articles or len(report.moved) == 1]:
            self._say(printable(f"{moved.before} is now {moved.now}: {_counted(moved.articles, 'article')} moved"))
        if report.samples_left:
            self._say(samples_sentence(report.samples_left, dry_run=report.dry_run))
        for one in report.repeated:
            told = f"{_counted(one.articles, 'article')} of {one.path} {'is' if one.articles == 1 else 'are'}"
            told += f" in {one.other}, too; both are kept, and results show them as one"
            if not one.is_there:
                remedy = quoted(Remedy("reindex", "--forget", one.other))
                told += f". {one.other} is gone: if it was moved, {remedy} ends that"
            self._say(printable(told))

    def _left_out(self, report: ReindexReport) -> None:
        """What was skipped: what was not before, with its reason, and the rest as a number."""
        new = [item for item in report.skipped if item in report.new_skips]
        for item in new[:_SKIPS_LISTED]:
            self._say(f"skipped {printable(item.path)}: {printable(reason_line(item))}")
        if len(new) > _SKIPS_LISTED:
            self._say(f"... and {len(new) - _SKIPS_LISTED:,} more; the page /status and --json list them all")
        if before := len(report.skipped) - len(new):
            self._say(f"{before:,} skipped as in the run before: the page /status and --json list them")

    def _corrections(self, report: ReindexReport) -> None:
        """What corrections touch, how many articles each, and which match nothing; the same of entries on names."""
        used = [one for one in report.corrections if one.articles]
        if used:
            touch = "touches" if len(used) == 1 else "touch"
            self._say(f"{_counted(len(used), 'correction')} {touch} {_counted(report.corrected, 'article')}")
        self._listed([f"  {_place(one)}: {_counted(one.articles, 'article')}" for one in used])
        self._unused(report.corrections, "correction", "corrections")
        self._unused(report.names, "entry of names.yaml", "entries of names.yaml")

    def _unused(self, entries: Sequence[CorrectionCount], one: str, several: str) -> None:
        unused = [entry for entry in entries if not entry.articles]
        if unused:
            self._say(f"1 {one} matches nothing" if len(unused) == 1 else f"{len(unused):,} {several} match nothing")
            self._listed([f"  {_place(entry)}" for entry in unused])

    def _listed(self, lines: Sequence[str]) -> None:
        for line in lines[:_LISTED]:
            self._say(printable(line))
        if len(lines) > _LISTED:
            self._say(f"  ... and {len(lines) - _LISTED:,} more; --json lists them all")

    def _say(self, text: str) -> None:
        quietly(lambda: click.echo(text, err=self._err), err=self._err)


class ProgressBar(ProgressLines):
    """A bar for each phase."""

    def __init__(self, progress: Progress, *, err: bool) -> None:
        super().__init__(err=err)
        self._progress = progress
        self._task: TaskID | None = None

    def phase(self, name: str, units: int) -> None:
        if self._task is not None:
            self._progress.update(self._task, visible=False)
        self._task = self._progress.add_task(name, total=units or None)

    def advanced(self, units: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, units)

    def _say(self, text: str) -> None:
        self._progress.console.print(text, highlight=False, markup=False)


def quietly(say: Callable[[], None], *, err: bool = False) -> None:
    """Say something, where anybody listens: whoever closed the pipe (`| head -1`) does not end what is being done."""
    try:
        say()
    except BrokenPipeError:
        stream = sys.stderr if err else sys.stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def printable(text: str) -> str:
    """The text with control characters made visible: a file's name must not be able to steer the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def reason_line(skipped: Skipped) -> str:
    """Why something was skipped, of which kind that is, and what to do about it."""
    return f"{reason_sentence(skipped)} [{skipped.why.kind}]: {advice_sentence(skipped.why)}"


def _place(one: CorrectionCount) -> str:
    """Where a correction stands, and of which articles it speaks."""
    return f"{one.path} line {one.line} (entry {one.entry}), {one.by}"


def _has(room: Room) -> str:
    """What a disk has and what is needed of it."""
    from index.reindex.report import in_words

    least, most = in_words(room.at_least), in_words(room.needed)
    return f"has {in_words(room.free)} free, and the run needs {least} at the least, {most} most likely"


def in_index(articles: int, older_versions: int) -> list[str]:
    """What the index holds: its articles, and apart from them those that are older versions of others."""
    told = [f"{_counted(articles - older_versions, 'article')} in the index"]
    return [*told, _counted(older_versions, "older version")] if older_versions else told


def sent_sentence(done: ClusterReport) -> str:
    """What a publication to a cluster did."""
    if not done.written and not done.ended:
        return f"the cluster is up to date, generation {done.generation:,}"
    written = f"{_counted(done.written, 'document')} written"
    return f"published generation {done.generation:,} to the cluster: {written}, {done.ended:,} ended"


def samples_sentence(count: int, *, dry_run: bool) -> str:
    """That the samples are no longer in the index, or would not be."""
    which = "The sample article" if count == 1 else f"The {count:,} sample articles"
    if dry_run:
        return f"{which} would leave"
    return f"{which} {'has' if count == 1 else 'have'} left"


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"


@contextmanager
def shown(*, to_stderr: bool) -> Iterator[Watcher]:
    """A watcher for this run: a bar where the output is a terminal."""
    stream: TextIO = sys.stderr if to_stderr else sys.stdout
    if not stream.isatty():
        yield ProgressLines(err=to_stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from web.rate import Rate

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=to_stderr), transient=True) as progress:
        yield ProgressBar(progress, err=to_stderr)
