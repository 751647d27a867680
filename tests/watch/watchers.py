"""A `cuttings watch` that runs beside a test, and what it says as it comes."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from index.article import Article
from tests.programs import CUTTINGS
from tests.reindex.archives import contents, run

PATIENCE = 300.0  # seconds after which what has not been said is taken for lost, on a machine with much else to do
_TOWNS = ("Arden", "Borne", "Cressing", "Dunmore", "Elsdorf", "Fallow", "Garth", "Holm", "Inver", "Jarrow")


def story(number: int) -> str:
    """The text of an article that is like no other."""
    town, other = _TOWNS[number % 10], _TOWNS[number // 10 % 10]
    return (
        f"Bridge {number} of {town} is rebuilt\n\nThe council of {town} agreed on Tuesday to rebuild bridge {number}, "
        f"which the flood of last winter had carried away.\n\nIt is to cost {number * 7 + 3} thousand crowns, half of "
        f"which the county of {other} pays, said a clerk of the town hall.\n"
    )


@dataclass
class Heard:
    """The lines that a process has said and will say."""

    lines: queue.Queue[str] = field(default_factory=queue.Queue)

    def listen(self, stream: IO[str]) -> None:
        def read() -> None:
            for line in stream:
                self.lines.put(line.rstrip("\n"))

        threading.Thread(target=read, daemon=True).start()

    def until(self, found: Callable[[str], bool]) -> str:
        """The next line of which it is so."""
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if found(line):
                return line


@dataclass
class Watching:
    """A process that watches; its reports are JSON lines on the output, sentences come as errors."""

    index: Path
    process: subprocess.Popen[str]
    reports: Heard = field(default_factory=Heard)
    sentences: Heard = field(default_factory=Heard)

    def report(self) -> dict[str, Any]:
        """What the next run did."""
        told: dict[str, Any] = json.loads(self.reports.lines.get(timeout=PATIENCE))
        return told

    def did(self) -> dict[str, Any]:
        """What the next run did that published something."""
        while not (told := self.report())["generation"]:
            pass
        return told

    def said(self, words: str) -> str:
        """The next sentence with these words."""
        return self.sentences.until(lambda line: words in line)

    def agrees_with(self, *folders: Path) -> None:
        """Wait until the index is what a run over everything makes of the folders; fails where no run makes it so."""
        expected = made_anew(self.index, folders)
        while contents(self.index) != expected:
            self.report()


def made_anew(index: Path, folders: Iterable[Path]) -> dict[tuple[str, str], Article]:
    """All articles by their places as a full run makes them now, in an index of its own."""
    aside = index.with_name(f"{index.name}-anew")
    run(aside, *folders, full=True, now=datetime.now(UTC), file_seconds=60.0)
    return contents(aside)


@contextmanager
def watching(index: Path, *args: object, before: tuple[str, ...] = ()) -> Iterator[Watching]:
    """A watch of the index with these arguments, which ends well when the test does; `before` begins the command."""
    line = [*before, *CUTTINGS, "watch", "--json", "--index", str(index), *map(str, args)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    watched = Watching(index, process)
    assert process.stdout is not None and process.stderr is not None
    watched.reports.listen(process.stdout)
    watched.sentences.listen(process.stderr)
    try:
        yield watched
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
