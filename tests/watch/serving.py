"""A server that watches the folders of its index, as a process of its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import CUTTINGS
from tests.watch.watchers import PATIENCE, Heard


@dataclass
class Served:
    """A server that runs with `--watch`: its process, its address and what it logs."""

    process: subprocess.Popen[str]
    address: str
    log: Heard

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path) as reply:
            text: str = reply.read().decode()
            return text

    def watcher(self) -> int:
        """The number of the process that watches."""
        (found,) = (
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if _told(folder / "comm") == "cuttings-watch" and f"PPid:\t{self.process.pid}\n" in _told(folder / "status")
        )
        return found


def _told(file: Path) -> str:
    try:
        return file.read_text().removesuffix("\n") if file.name == "comm" else file.read_text()
    except OSError:
        return ""


@contextmanager
def ended(process: int) -> Iterator[None]:
    """Wait for the end of a process that lives at the beginning."""
    file = os.pidfd_open(process)
    yield
    assert select.select([file], [], [], PATIENCE)[0]
    os.close(file)


@contextmanager
def serving_watched(index: Path, processes: int) -> Iterator[Served]:
    """A server with `--watch` whose first run is over; it ends well, and what watches with it."""
    line = [*CUTTINGS, "serve", "--watch", "--port", "0", "--processes", str(processes), "--index", str(index)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None and process.stderr is not None
    log = Heard()
    log.listen(process.stderr)
    served = Served(process, process.stdout.readline().split(" at ")[1].split()[0], log)
    log.until(lambda line: "the index is up to date" in line or "published generation" in line)
    try:
        yield served
    finally:
        if process.poll() is None:
            with ended(served.watcher()):
                process.send_signal(signal.SIGINT)
                assert process.wait(PATIENCE) == 0
        process.stdout.close()
