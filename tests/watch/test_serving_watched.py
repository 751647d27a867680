"""A server that watches: what is dropped into a folder is found by the next question; what watches lives as it does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import CUTTINGS
from tests.reindex.archives import run
from tests.watch.serving import Served, ended, serving_watched
from tests.watch.watchers import PATIENCE, Heard, story

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, to wait for processes of others")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "first.txt").write_text(story(1))
    return place


@pytest.fixture(params=[1, 2], ids=["one process", "several"])
def served(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A server of one process or several over a folder that is indexed."""
    run(tmp_path / "index", folder)
    with serving_watched(tmp_path / "index", request.param) as server:
        yield server


def test_a_file_that_is_dropped_is_found(served: Served, folder: Path) -> None:
    assert "Bridge 2 of" not in served.page("/search?q=cressing")
    (folder / "second.txt").write_text(story(2))
    line = served.log.until(lambda line: "1 new; published generation" in line)
    assert re.match(r"[\d-]+ [\d:,]+ INFO 1 new; published generation \d+ in [\d.]+ s: 2 articles in the index", line)
    assert "Bridge 2 of Cressing is rebuilt" in served.page("/search?q=cressing")


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
