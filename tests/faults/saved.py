"""Small indexes for the tests of backups: an archive that grows by an article, and what a folder holds."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.store.snapshot import open_snapshot
from tests.reindex.archives import run
from web.terminal.cli import main

STORY = "The ferry to the outer islands was taken out of service on Friday after its engine had failed twice."


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"The report of {name}\n\n{STORY}\n\n{STORY} It was {name} who said so.\n")


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder by its path, but for the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "LOCK"
    }


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def flip_unseen(segment: Path) -> None:
    """Flip a bit of a segment's file where no opening of it looks."""
    content = bytearray(segment.read_bytes())
    content[Container(segment).extent(sections.PUBLISHED)[0]] ^= 1
    segment.write_bytes(content)


def grow(index: Path, name: str) -> None:
    """Publish one more article."""
    write(index.with_name("archive"), name)
    run(index)


def segment_of(folder: Path) -> Path:
    """A segment's file of the newest generation."""
    return folder / "segments" / open_snapshot(folder).segments[0].name / "segment"
