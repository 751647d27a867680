"""What is wrong with the index stands in the log of a server, once; its first line and its warnings are of its form."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from index.segment.arrays.container import Container
from tests.programs import CUTTINGS
from tests.web.outside import process
from tests.web.running import until


@pytest.fixture
def index(archive: Path, tmp_path: Path) -> Path:
    """A copy of the index, which may be damaged."""
    return Path(shutil.copytree(archive, tmp_path / "index"))


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_is_wrong_with_the_index_is_logged_once(index: Path, tmp_path: Path, processes: str) -> None:
    entry = next((index / "segments").rglob("segment"))
    data = bytearray(entry.read_bytes())
    first, last = Container(entry).extent("published")
    data[first:last] = bytes(byte ^ 1 for byte in data[first:last])
    entry.write_bytes(data)
    log = tmp_path / "log"
    variables = {"CUTTINGS_LOG_FORMAT": "json", "CUTTINGS_PROCESSES": processes, "CUTTINGS_SCRUB_MB": "1000"}
    with process(index, log, **variables) as server:
        until(lambda: "ERROR" in log.read_text())
        until(lambda: server.get("/health").status == 503)
        for _ in range(3):
            server.get("/search?q=a")
    entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    (error,) = [entry["message"] for entry in entries if entry["level"] == "ERROR"]
    assert "section published does not match its checksum" in error
    assert f"cuttings repair --index {index}" in error


def test_an_index_that_cannot_be_opened_is_logged_when_the_server_begins(index: Path, tmp_path: Path) -> None:
    for record in index.glob("_MAIN_*.toc"):
        record.write_bytes(record.read_bytes()[:-1])
    with process(index, tmp_path / "log") as server:
        assert server.get("/ready").status == 503
        until(lambda: "its end is missing" in (tmp_path / "log").read_text())
    assert (tmp_path / "log").read_text().count(" ERROR ") == 1


def test_the_first_line_is_json_where_the_log_is(index: Path) -> None:
    command = [*CUTTINGS, "serve", "--port", "0", "--index", str(index)]
    variables = {**os.environ, "CUTTINGS_LOG_FORMAT": "json"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables) as server:
        assert server.stdout
        entry = json.loads(server.stdout.readline())
        server.terminate()
    assert entry["level"] == "INFO" and entry["message"].startswith(f"Serving {index} at http://127.0.0.1:")


def test_a_setting_that_is_none_is_warned_of_once(index: Path, tmp_path: Path) -> None:
    with process(index, tmp_path / "log", CUTTINGS_LOG_FORMAT="json", CUTTINGS_TRUSTED_HOST="a") as server:
        assert server.get("/ready").status == 200
    entries = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    (told,) = [entry["message"] for entry in entries if entry["level"] == "WARNING"]
    assert told.endswith("did you mean CUTTINGS_TRUSTED_HOSTS?")
