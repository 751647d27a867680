"""What the server has confirmed outlives its processes, and a full disk: nothing is lost, nothing half is kept."""

from __future__ import annotations

import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.web.adding import Adding, adding, article, intake_of, small_index
from tests.web.running import named, until


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of an index that the test has to itself."""
    return small_index(tmp_path)


def test_a_killed_server_leaves_whole_files_and_forgets_none_that_it_has_confirmed(own: Path) -> None:
    numbers = range(100, 110)
    with adding(own) as server, ThreadPoolExecutor(4) as clients:
        asked = {number: clients.submit(_answered, server, number) for number in numbers}
        for moment in (101, 105):
            asked[moment].result()
            for process_number in (*intake_of(server), *named(server.address.number, "front").values())[:2]:
                with suppress(ProcessLookupError):
                    os.kill(process_number, signal.SIGKILL)
        confirmed = [number for number in numbers if asked[number].result()]
        until(lambda: all(len(server.found(f"word{number}")) == 1 for number in confirmed))
        visible = [data for name, data in server.files().items() if not name.startswith(".")]
        assert len(set(visible)) == len(visible)
        assert {article(n) for n in confirmed} <= set(visible) <= {article(n) for n in numbers}
        for number in numbers:
            assert server.add("again.txt", article(number)).status in (200, 201, 202)
        until(lambda: all(len(server.found(f"word{number}")) == 1 for number in numbers))


def test_a_full_disk_is_told_and_what_was_confirmed_is_read_when_there_is_room(own: Path) -> None:
    with adding(own) as server:
        until(lambda: bool(named(server.address.number, "front")))
        front = named(server.address.number, "front")["front"]
        usual = resource.prlimit(front, resource.RLIMIT_FSIZE)
        resource.prlimit(front, resource.RLIMIT_FSIZE, (200, usual[1]))
        told = server.add("full.txt", article(20))
        assert told.status == 503 and told.said["advice"] and not server.files()
        resource.prlimit(front, resource.RLIMIT_FSIZE, (600, usual[1]))  # the file fits, the index does not
        told = server.add("waits.txt", article(20))
        assert told.status == 202, told
        resource.prlimit(front, resource.RLIMIT_FSIZE, usual)
        until(lambda: bool(server.found("word20")))
        assert len(server.found("word20")) == 1


def _answered(server: Adding, number: int) -> bool:
    """Whether the server said that it has a file."""
    try:
        return server.add(f"{number}.txt", article(number)).status in (200, 201, 202)
    except (OSError, HTTPException):
        return False
