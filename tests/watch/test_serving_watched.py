"""A server that watches: what is dropped into a folder is found by the next question; what watches lives as it does."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.programs import CUTTINGS
from tests.reindex.archives import run
from tests.watch.watchers import PATIENCE, Heard, story

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, to wait for processes of others")


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "first.txt").write_text(story(1))
    return place


@pytest.fixture(params=["1", "2"], ids=["one process", "several"])
def served(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A server of one process or several over a folder that is indexed."""
    run(tmp_path / "index", folder)
    line = [*CUTTINGS, "serve", "--watch", "--port", "0", "--processes", request.param, "--index", tmp_path / "index"]
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout is not None and process.stderr is not None
    log = Heard()
    log.listen(process.stderr)
    address = process.stdout.readline().split(" at ")[1].split()[0]
    log.until(lambda line: "the index is up to date" in line or "published generation" in line)
    yield Served(process, address, log)
    if process.poll() is None:
        with ended(Served(process, address, log).watcher()):
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
    process.stdout.close()


def test_a_file_that_is_dropped_is_found(served: Served, folder: Path) -> None:
    assert "Bridge 2 of" not in served.page("/search?q=cressing")
    (folder / "second.txt").write_text(story(2))
    line = served.log.until(lambda line: "1 new; published generation" in line)
    assert re.match(r"[\d-]+ [\d:,]+ INFO 1 new; published generation \d+ in [\d.]+ s: 2 articles in the index", line)
    assert "of <mark>Cressing</mark> is rebuilt" in served.page("/search?q=cressing")


def test_what_watches_is_replaced_when_it_dies(served: Served, folder: Path) -> None:
    first = served.watcher()
    with ended(first):
        os.kill(first, signal.SIGKILL)
    served.log.until(lambda line: "the process “watch” ended by SIGKILL" in line)
    (folder / "second.txt").write_text(story(2))
    served.log.until(lambda line: "1 new; published generation" in line)
    assert served.watcher() != first


def test_what_watches_ends_with_a_server_that_is_killed(served: Served) -> None:
    with ended(served.watcher()):
        served.process.kill()
    served.process.wait(PATIENCE)


def test_a_server_that_has_no_index_yet_waits_for_one(folder: Path, tmp_path: Path) -> None:
    line = [*CUTTINGS, "watch", "--for-server", "--index", str(tmp_path / "index")]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None and process.stdin is not None
    log = Heard()
    log.listen(process.stderr)
    run(tmp_path / "index", folder)
    log.until(lambda line: f"watching {folder}" in line)
    (folder / "second.txt").write_text(story(2))
    log.until(lambda line: "2 articles in the index" in line)
    process.stdin.close()
    assert process.wait(PATIENCE) == 0


def test_its_log_is_of_the_form_that_is_set(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    line = [*CUTTINGS, "watch", "--for-server", "--index", str(tmp_path / "index")]
    environment = {**os.environ, "CUTTINGS_LOG_FORMAT": "json"}
    told = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment)
    assert told.returncode == 0
    assert '"logger": "cuttings.watch", "message": "ended"' in told.stderr
