"""Is the index still what was written? Asked a piece at a time beside a server, of everything that is kept.

A round goes through the generations, the newest first, and through every section of their files. Bytes are read from
the files and not from what is mapped: a file that shrank costs no process its life, and memory stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from xxhash import xxh3_64

from index.errors import CuttingsError, IndexDamaged, IndexOutdated, IndexUnreadable, unopened
from index.segment.arrays.container import Container
from index.store.publication import Generation, generation_numbers, generation_path, read_generation
from index.store.replica import paths_of

Stamp = tuple[int, int]
_Needed = tuple[frozenset[int], int | None]  # the generations that need a file; its digest where it says none itself


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of the index that is not what was written: the generations that need it, its file's path in the index's
    folder, what is wrong as a sentence, and the file's `stamp_of` when that was seen."""

    generations: frozenset[int]
    path: str
    problem: str
    stamp: Stamp

    def concerns(self, record: Generation) -> bool:
        """Whether a generation needs what is damaged. Raises IndexDamaged where it names no file of an index."""
        return record.number in self.generations or self.path in paths_of(record)


def stamp_of(path: Path) -> Stamp:
    """What tells that a file is another one than before: its time and its size; zeros where there is none."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def told(damage: Damage, answering: int = 0) -> str:
    """The damage as a sentence with the generation that it is of, where generation `answering` answers."""
    number = answering if answering in damage.generations else max(damage.generations)
    kept = ", kept in case that the newest is damaged" if number < answering else ""
    return f"generation {number}{kept}: {damage.problem}"


class Scrub:
    """Checks the index in a folder, which need not be there. Steps are taken by one thread, others may ask."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._found: dict[str, list[Damage]] = {}
        self._round: Iterator[int] | None = None
        self._most = 0

    def step(self, most: int) -> int:
        """Read `most` bytes at most and return how many were: 0 where a round is complete, and the next step begins
        another."""
        self._most = most
        if self._round is None:
            self._round = self._checked()
        read = next(self._round, 0)
        if not read:
            self._round = None
        return read

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What is damaged in the generations that are there now, as far as it has been looked at."""
        with self._lock:
            found = [damage for each in self._found.values() for damage in each]
        with suppress(CuttingsError):
            present = set(generation_numbers(self._folder))
            found = [damage for damage in found if not damage.generations.isdisjoint(present)]
        found = [damage for damage in found if damage.stamp == stamp_of(self._folder / damage.path)]
        return tuple(found)

    def hear(self, damage: Iterable[Damage]) -> None:
        """Take what a check in another process found for what this one did."""
        with self._lock:
            self._found = {}
            for each in damage:
                self._found.setdefault(each.path, []).append(each)

    def _checked(self) -> Iterator[int]:
        """The sizes of the pieces of a round, each when it is read."""
        try:
            files, records = self._planned()
        except IndexUnreadable:  # which whoever answers says
            return
        with self._lock:
            self._found = {path: damage for path, damage in self._found.items() if path in files} | records
        for path, (generations, digest) in files.items():
            problems: list[str] = []
            yield from self._of_file(path, digest, problems)
            with self._lock:
                self._found.pop(path, None)
                if problems:
                    stamp = stamp_of(self._folder / path)
                    self._found[path] = [Damage(generations, path, problem, stamp) for problem in problems]

    def _planned(self) -> tuple[dict[str, _Needed], dict[str, list[Damage]]]:
        """By the path of each file who needs it; and what is wrong with the generations' own files."""
        files: dict[str, _Needed] = {}
        records: dict[str, list[Damage]] = {}
        for number in generation_numbers(self._folder):
            one = frozenset((number,))
            try:
                paths = paths_of(read_generation(self._folder, number))
            except (FileNotFoundError, IndexOutdated):  # removed meanwhile, or none of ours to judge
                continue
            except IndexDamaged as error:
                file = generation_path(self._folder, number)
                records[file.name] = [Damage(one, file.name, error.what, stamp_of(file))]
                continue
            for path, digest in paths.items():
                known, _ = files.get(path, (one, None))
                files[path] = known | one, digest
        return files, records

    def _of_file(self, path: str, digest: int | None, problems: list[str]) -> Iterator[int]:
        """Check a file and put into `problems` what is wrong with it. What the system refuses to read is no damage."""
        try:
            whole = digest is not None
            parts = [("", 0, -1, digest)] if whole else [*Container(self._folder / path).parts()]
            with (self._folder / path).open("rb") as file:
                for name, first, last, checksum in parts:
                    running = xxh3_64()
                    for piece in self._pieces(file.fileno(), first, last):
                        running.update(piece)
                        yield len(piece)
                    if running.intdigest() != checksum:
                        what = "it does not match" if whole else f"section {name} does not match"
                        problems.append(f"{path}: {what} its checksum")
        except IndexDamaged as error:
            problems.append(error.what)
        except OSError as error:
            if isinstance(known := unopened(error, path), IndexDamaged):
                problems.append(known.what)
        except CuttingsError:
            return

    def _pieces(self, descriptor: int, first: int, last: int) -> Iterator[bytes]:
        """The bytes `first` to `last`, -1: to the end of the file."""
        while piece := os.pread(descriptor, self._most if last < 0 else min(self._most, last - first), first):
            first += len(piece)
            yield piece
