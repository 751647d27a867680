"""The commands that publish a generation, each with what stands before it and how it is repeated afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from index.errors import IndexMissing
from index.reindex.environment import Environment
from index.reindex.repairing import repair
from index.reindex.verify import verify
from index.settings import Settings
from index.store.snapshot import open_snapshot
from tests.attack.system_calls import program
from tests.faults.saved import cuttings, flip_unseen, write
from tests.reindex.archives import NOW, Watched, articles, contents, names, run, tables_of_names
from tests.reindex.inline import Inline

SEGMENTS = 7  # one more is a merge

Held = tuple[dict[str, Article], tuple[bytes | None, ...]] | None
"""What an index answers with: its articles, and the tables of their names; None where there is no index."""


@dataclass(frozen=True)
class Place:
    """The folder in which all is done: `disk` loses its power, the source files beside it do not."""

    folder: Path

    @property
    def disk(self) -> Path:
        return self.folder / "disk"

    @property
    def sources(self) -> Path:
        return self.folder / "archive"


@dataclass(frozen=True)
class Publication:
    """A command that publishes. `again` does in this process what it does; both are given the disk and the sources.
    `published` is the folder, below the disk, in which it publishes. What is `damaged` before is sound at the end, and
    its bytes are kept until then."""

    prepare: Callable[[Place], None]
    command: Callable[[Path, Path], list[object]]
    again: Callable[[Path, Path], None]
    published: str = "var/index"
    damaged: Callable[[Path], Path] | None = None


def held(index: Path) -> Held:
    """What is answered from the folder. Raises where an index is there and not whole."""
    try:
        open_snapshot(index)
    except IndexMissing:
        return None
    return articles(index), tables_of_names(index)


def problems(index: Path) -> tuple[str, ...]:
    """What `verify` finds; nothing where there is no index."""
    try:
        return verify(index).problems
    except IndexMissing:
        return ()


def _nothing(place: Place) -> None:
    write(place.sources, "one", "two", "three")


def _some(place: Place) -> None:
    """An index of two generations, and something new."""
    write(place.sources, "one", "two")
    run(place.disk / "var/index", place.sources)
    write(place.sources, "three")
    run(place.disk / "var/index")
    write(place.sources, "four")


def _merging(place: Place) -> None:
    """So many segments that the next one merges them all."""
    for number in range(SEGMENTS):
        write(place.sources, f"story{number}")
        run(place.disk / "var/index", place.sources)
    write(place.sources, "last")


def _deleting(place: Place) -> None:
    """Files of an older segment are gone, and one has changed."""
    write(place.sources, *(f"story{number}" for number in range(9)))
    run(place.disk / "var/index", place.sources)
    write(place.sources, "more")
    run(place.disk / "var/index")
    for number in (1, 5):
        (place.sources / f"story{number}.txt").unlink()
    (place.sources / "story2.txt").write_text("Another story\n\nIt is told anew, and it is longer than it was.\n" * 3)


def _saved(place: Place) -> None:
    """A backup that is a generation behind."""
    _some(place)
    assert cuttings("backup", place.disk / "saved", "--index", place.disk / "var/index").exit_code == 0
    run(place.disk / "var/index")


def _for_restore(place: Place) -> None:
    _some(place)
    assert cuttings("backup", place.disk / "saved", "--index", place.disk / "var/index").exit_code == 0
    shutil.rmtree(place.disk / "var")


def _damaged(place: Place) -> None:
    """The newest generation is damaged, the one before is not."""
    _some(place)
    run(place.disk / "var/index")
    flip_unseen(_newest_segment(place.disk))


def _newest_segment(disk: Path) -> Path:
    return max((disk / "var/index/segments").glob("*/segment"))


def _first_segment(disk: Path) -> Path:
    return min((disk / "var/index/segments").glob("*/segment"))


def _all_damaged(place: Place) -> None:
    """No generation is sound: all is read again."""
    _some(place)
    flip_unseen(_first_segment(place.disk))
    (place.sources / "two.txt").unlink()  # one that only the damaged index holds


def _killed(place: Place) -> None:
    """What a writer left that was killed before its commit, and nothing is new."""
    _some(place)
    for path in place.sources.iterdir():
        os.utime(path, (0, 0))  # a file changed just now is looked at once more by a later run, which publishes then
    index = place.disk / "var/index"
    last = 0
    while last < open_snapshot(index).generation:  # until nothing is left to say of names either
        last = open_snapshot(index).generation
        subprocess.run(program(_reindex(place.disk, place.sources)), check=True, stdout=subprocess.DEVNULL)
    (index / f"{last + 1}.publishing").touch()
    shutil.copytree(next((index / "segments").iterdir()), index / f"segments/{last + 1}-0")
    shutil.copytree(index / f"attached/{last}", index / f"attached/{last + 1}")


def _reindex(disk: Path, sources: Path) -> list[object]:
    return ["reindex", sources, "--index", disk / "var/index"]


def _by_reindex(disk: Path, sources: Path) -> None:
    run(disk / "var/index", sources)


def _by_backup(disk: Path, sources: Path) -> None:
    done = cuttings("backup", disk / "saved", "--index", disk / "var/index")
    assert done.exit_code == 0, done.output


def _by_restore(disk: Path, sources: Path) -> None:
    done = cuttings("restore", disk / "saved", "--index", disk / "var/index")
    whole = "is not empty" in done.output and held(disk / "var/index") is not None
    assert done.exit_code == 0 or whole, done.output


def _by_repair(disk: Path, sources: Path) -> None:
    settings = Settings.read({}, index=disk / "var/index")
    repair(Environment(settings, NOW, Watched(), pool=Inline))


def _first_backup(disk: Path, sources: Path) -> list[object]:
    return ["backup", disk / "saved", "--index", disk / "var/index"]


def _restore(disk: Path, sources: Path) -> list[object]:
    return ["restore", disk / "saved", "--index", disk / "var/index"]


def _repair(disk: Path, sources: Path) -> list[object]:
    return ["repair", "--index", disk / "var/index"]


PUBLICATIONS: Mapping[str, Publication] = {
    "first": Publication(_nothing, _reindex, _by_reindex),
    "second": Publication(_some, _reindex, _by_reindex),
    "merge": Publication(_merging, _reindex, _by_reindex),
    "deletion": Publication(_deleting, _reindex, _by_reindex),
    "nothing new": Publication(_killed, _reindex, _by_reindex),
    "first backup": Publication(_some, _first_backup, _by_backup, "saved"),
    "backup": Publication(_saved, _first_backup, _by_backup, "saved"),
    "restore": Publication(_for_restore, _restore, _by_restore),
    "repair": Publication(_damaged, _repair, _by_repair, damaged=_newest_segment),
    "repair by sources": Publication(_all_damaged, _repair, _by_repair, damaged=_first_segment),
}


def prepared(name: str, folder: Path) -> Place:
    """What stands before a command, in an empty folder."""
    place = Place(folder)
    place.disk.mkdir()
    PUBLICATIONS[name].prepare(place)
    return place


def finish(name: str, place: Place, disk: Path) -> None:
    """Run the command again where it was cut off, then a reindex, and compare what is held with all read anew."""
    publication = PUBLICATIONS[name]
    folder = disk / publication.published
    publication.again(disk, place.sources)
    assert problems(folder) == ()
    run(folder, place.sources)
    assert problems(folder) == ()
    assert not list(folder.glob("*.publishing"))
    anew = place.folder / "anew"
    if not anew.exists():
        run(anew, place.sources)
    assert contents(folder) == contents(anew)
    assert names(folder) == names(anew)
