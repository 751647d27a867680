"""What becomes of an added file? What a run would make of it, and what the published index has of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import CuttingsError, Remedy, Skipped
from index.naming import id_text
from index.readers import markup_of
from index.readers.saved import saved_from
from index.reindex.environment import Environment
from index.reindex.manifest import Manifest
from index.reindex.phases import ReindexRequest, foretold, reindex
from index.reindex.plan.recipe import made
from index.reindex.prepare import Past, readable
from index.reindex.report import ReindexReport
from index.reindex.scan.contents import MEMBER
from index.reindex.scan.roots import Root
from index.reindex.scan.walk import find
from index.settings import Settings


class AdditionsWait(CuttingsError):
    """Nothing can be added to the index before another command has been run."""


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What a file gives: how many articles, and of the first the id, "" where it has none yet, and the title. Where it
    gives none, `skipped` says why.

    `known`: each of its articles is in the archive by the same bytes. `single`: it is a page, not a file of several
    articles. `addressed`: the program that saved the page wrote the given address into it.
    """

    articles: int
    id: str = ""
    title: str = ""
    skipped: Skipped | None = None
    known: bool = False
    single: bool = True
    addressed: bool = False


def foreseen(folder: Path, addresses: Sequence[str], environment: Environment) -> dict[str, AddedFile]:
    """What a run would make of the files in a folder that is hidden in the inbox, by their names; nothing is written.

    `addresses` are those that were given for the files in the order of their numbers (`Inbox.batch`), "" for none.
    Raises `AdditionsWait`, `IndexDamaged` and `IndexUnreadable`.
    """
    files = sorted(file.name for file in folder.iterdir())
    past = past_of(environment.settings)
    there = {name: _there(past, folder / name) for name in files}
    if all(there.values()):
        return {name: one for name, one in there.items() if one}
    alone = (Root(str(folder.resolve())),)
    listing = find(alone, ((0, alone[0].path),), environment.settings.index)
    if not listing.sources:  # a run would take the folder for a disk that is not mounted
        return {name: AddedFile(0, skipped=_why(listing.skipped, name)) for name in files}
    after, report = foretold(ReindexRequest((folder,), dry_run=True), environment)
    out = {}
    for name in files:
        path = _archive_name(after.roots, folder / name)
        one = _new(past, after, path)
        given = addresses[int(name.partition("-")[0])]
        addressed = bool(given) and one.single and _names(folder / name, given)
        out[name] = (
            replace(one, addressed=addressed) if one.articles else replace(one, skipped=_why(report.skipped, path))
        )
    return out


def publish(inbox: Path, names: Sequence[str], environment: Environment) -> dict[str, AddedFile]:
    """Take the inbox, and nothing else, into the index. Returns what the index has of these files in it, by their
    names; what it does not know of is left out. Raises as `reindex`, and `AdditionsWait`."""
    past_of(environment.settings)
    report = reindex(ReindexRequest((inbox,)), environment)
    wait_for_cluster(report)
    past = past_of(environment.settings)
    out = {}
    for name in names:
        path = _archive_name(past.manifest.roots, inbox / name)
        read = _articles(past.manifest, path)
        if len(read):
            out[name] = _published(past, read[0], AddedFile(len(read)))
        elif why := _why(report.skipped, path):
            out[name] = AddedFile(0, skipped=why)
    return out


def wait_for_cluster(report: ReindexReport) -> None:
    """Raises `AdditionsWait` where a cluster has not got what a run published."""
    if report.cluster and report.cluster.problem:
        raise AdditionsWait(f"the cluster does not have it yet: {report.cluster.problem}")


def unheard(inbox: Path, names: Sequence[str], settings: Settings) -> list[str]:
    """Which files in the inbox the index has not heard of. Raises as `foreseen`."""
    manifest = past_of(settings).manifest
    paths = frozenset(path.partition(MEMBER)[0] for path in manifest.paths)
    return [name for name in names if _archive_name(manifest.roots, inbox / name) not in paths]


def past_of(settings: Settings) -> Past:
    """What is published. Raises `AdditionsWait` where the next run would build the index anew, which takes its time."""
    past, fresh = readable(settings.index, full=False)
    if fresh or (past.manifest.paths and not made(past.manifest.recipe, settings)):
        raise AdditionsWait("the index was made by another version or under other settings", "run ", Remedy("reindex"))
    return past


def _new(past: Past, after: Manifest, path: str) -> AddedFile:
    """What a file gives that a run would read."""
    read, before = _articles(after, path), past.manifest.rows
    if not len(read):
        return AddedFile(0)
    found = AddedFile(
        len(read), single=not after.rows.number[read[0]] and after.paths[_file_of(after, read[0])] == path
    )
    there = before.reason == 0
    if not np.isin(after.rows.source[read], before.source[there]).all():
        return found
    first = np.flatnonzero(there & (before.source == after.rows.source[read[0]]))[0]
    return _published(past, first, replace(found, known=True))


def _there(past: Past, file: Path) -> AddedFile | None:
    """What the index has of a page with these bytes, without reading it; None where that is not known."""
    rows = past.manifest.rows
    with file.open("rb") as stream:
        source = int.from_bytes(file_digest(stream, "sha256").digest()[:8], "big")
    found = np.flatnonzero((rows.reason == 0) & (rows.source == source))
    return _published(past, found[0], AddedFile(1, known=True)) if len(found) else None


def _published(past: Past, row: np.int64, found: AddedFile) -> AddedFile:
    """The same with the id and the title of the article of a row."""
    identity = id_text(int(past.manifest.rows.article[row]))
    for segment in reversed(past.segments):
        if (doc := segment.find(identity)) >= 0:
            return replace(found, id=identity, title=segment.card(doc).title)
    return replace(found, id=identity)


def _articles(manifest: Manifest, path: str) -> NDArray[np.int64]:
    """The numbers of the rows of a file, or of the members of a ZIP, that are articles."""
    inside = path + MEMBER
    files = [n for n, one in enumerate(manifest.paths) if one == path or one.startswith(inside)]
    rows = [np.arange(manifest.first[n], manifest.first[n + 1]) for n in files]
    found = np.concatenate([np.zeros(0, np.int64), *rows])
    read: NDArray[np.int64] = found[manifest.rows.reason[found] == 0]
    return read


def _file_of(manifest: Manifest, row: np.int64) -> int:
    return int(np.searchsorted(manifest.first, row, side="right")) - 1


def _why(skipped: Sequence[Skipped], path: str) -> Skipped | None:
    """The first thing that is said of a file."""
    return next((one for one in skipped if one.path == path or one.path.startswith(path + MEMBER)), None)


def _names(file: Path, address: str) -> bool:
    try:
        return saved_from(markup_of(file.read_bytes())) == address
    except (CuttingsError, OSError):
        return False


def _archive_name(roots: Sequence[Root], file: Path) -> str:
    """What the archive calls a file, by the deepest root that holds it; "" where none does."""
    real = file.parent.resolve() / file.name
    holding = [root for root in roots if root.path and real.is_relative_to(root.path)]
    if not holding:
        return ""
    root = max(holding, key=lambda one: len(one.path))
    return root.prefix + real.relative_to(root.path).as_posix()
