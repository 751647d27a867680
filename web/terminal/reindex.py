"""`cuttings reindex`: how does a person start a run, watch it, and learn what it did?"""

from __future__ import annotations

import os
import resource
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import CuttingsError, Remedy
from index.settings import Settings
from web.terminal import index_option, warn_of_misspelt

if TYPE_CHECKING:
    from index.cluster.cluster_report import ClusterReport


class MemoryUsed(CuttingsError):
    """The run itself, not one of its reading processes, took more memory than it may."""


class NotInCluster(CuttingsError):
    """The working copy is up to date, and the cluster is not."""


@contextmanager
def limited_memory(most: int) -> Iterator[None]:
    """Let this process take so many MB of memory at most, or fewer where fewer were set before."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [limit for limit in (soft, hard, most << 20) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What was typed behind `cuttings reindex`."""

    paths: tuple[Path, ...]
    index: Path | None
    dry_run: bool
    as_json: bool
    full: bool
    failed: bool
    keep_empty: bool
    forget: tuple[Path, ...]
    workers: int | None


_PATH = click.Path(path_type=Path, readable=False)  # whether it can be read, the run says, and how the index stands


@click.command("reindex")
@click.argument("paths", nargs=-1, type=_PATH, metavar="[PATH...]")
@index_option
@click.option("--dry-run", is_flag=True, help="Read as a run does, write nothing, and say what it would report.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON; progress goes to stderr.")
@click.option("--full", is_flag=True, help="Read everything again and build the index anew.")
@click.option("--retry-failed", "failed", is_flag=True, help="Also read again what was skipped before.")
@click.option("--keep-empty", is_flag=True, help="Index pages that hold no article, too (CUTTINGS_KEEP_EMPTY).")
@click.option("--forget", multiple=True, type=_PATH, help="Remove a folder's articles.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that read files.")
def command(**given: Any) -> None:
    """Bring the index up to date with folders and files of articles.

    PATHs are remembered from the moment that reading begins: without one, all that were ever named are looked at
    again. Another PATH is added to them, and only it is looked at; a PATH inside a remembered folder looks at that
    part. Articles whose file is gone leave the index, but a folder that is missing or empty is never taken for
    deleted: name it with --forget.

    NAME.meta.yaml beside a file corrects its metadata (`title: ...`), beside JSON lines and tables that of single
    ones by id (`"id-7": {title: ...}`). A corrections.yaml in a folder that is indexed corrects many articles at once
    (docs/corrections.md).

    What cannot be read is skipped and listed with its reason, and read again when it changes. Ctrl-C, a crash or a
    full disk leave the index as it was, and the next run goes on with what this one had read; where the new index had
    been published by then, the message says so.
    """
    _run(_Given(**given))


def _run(given: _Given) -> None:
    from index.reindex.phases import Environment, ReindexRequest, reindex
    from web.progress import ProgressLines, quietly, shown
    from web.terminal.failures import newest

    settings = Settings.read(os.environ, index=given.index, workers=given.workers, keep_empty=given.keep_empty or None)
    request = ReindexRequest(given.paths, given.forget, given.full, given.failed, given.dry_run)
    warn_of_misspelt()
    before = newest(settings.index)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl-C: the reading processes end, too
    most = settings.worker_mb + settings.build_mb
    with _explained(settings.index, before, most), limited_memory(most), shown(to_stderr=given.as_json) as watcher:
        report = reindex(request, Environment(settings, datetime.now(UTC), watcher, secrets.randbits(63)))
    if given.as_json:
        from web.reply.encoding import indented
        from web.reply.run import run_report

        told = indented(run_report(report)).decode()
        quietly(lambda: click.echo(told))
    else:
        ProgressLines().closing(report)
    refuse_unsent(settings.index, report.cluster, Remedy("reindex"))


def refuse_unsent(folder: Path, sent: ClusterReport | None, again: Remedy) -> None:
    """Raises NotInCluster where the cluster has not got what is in the folder; `again` is the command that tries it."""
    if sent is None or not sent.problem:
        return
    older = f"; generation {sent.generation} stays in the cluster" if sent.generation else ""
    what = f"{folder} is up to date, but was not published: {sent.problem}{older}"
    if sent.foreign:
        raise NotInCluster(what, Remedy("copy-index", str(folder)), " puts this in its place")
    raise NotInCluster(what, "run ", again, " again, which goes on with that")


@contextmanager
def _explained(index: Path, before: int, most: int) -> Iterator[None]:
    """Let an error that ends the run say how the index stands, whose newest generation was `before` the run."""
    from web.terminal.failures import Interrupted, disk_failure, standing

    try:
        yield
    except KeyboardInterrupt:
        left = standing(index, before)
        raise Interrupted(f"interrupted; {left.state}", *left.advice) from None
    except MemoryError:
        raise MemoryUsed(
            f"the run took more than {most:,} MB of memory, which is CUTTINGS_WORKER_MB and CUTTINGS_BUILD_MB together",
            "raise one of them or index fewer files at a time; ",
            *standing(index, before).parts,
        ) from None
    except OSError as error:
        raise disk_failure(error, index, before) from error
