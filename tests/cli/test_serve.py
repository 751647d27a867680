"""The server listens where it may, says in one sentence why it does not, and answers real requests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.settings import Settings
from tests.programs import CUTTINGS
from tests.reindex.archives import run
from web.terminal.cli import main
from web.terminal.serve import AddressRefused, address_of, is_loopback, listen, refuse_strangers


@contextmanager
def serving(*args: object, **environment: str) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    server = subprocess.Popen(
        [*CUTTINGS, "serve", "--port", "0", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        assert " at http://" in line, server.communicate()[1]
        yield line.split(" at ")[1].split()[0]
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate()
    assert (server.returncode, errors) == (0, "")


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_answers_searches_and_sees_a_new_publication(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    story = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
    (folder / "bridge.txt").write_text(f"A bridge for the valley\n\n{story}\n\n{story} Again.\n")
    with serving("--index", tmp_path / "index") as address:
        status, page = get(f"{address}/search?q=bridge")
        assert status == 503
        assert "cuttings reindex" in page
        run(tmp_path / "index", folder)
        status, page = get(f"{address}/search?q=bridge")
        assert status == 200
        assert "A bridge for the valley" in page
        assert "to rebuild the <mark>bridge</mark> that" in page
        assert get(f"{address}/health")[0] == 200


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    with serving("--index", tmp_path / "index", CUTTINGS_TOKEN="a secret that is long enough") as address:
        assert get(f"{address}/search?q=x")[0] == 401


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 1
    assert "is in use" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_machines_are_not_let_in_by_accident(host: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--host", host, "--port", "0"])
    assert result.exit_code == 1
    assert "CUTTINGS_TOKEN" in result.stderr
    assert result.stderr.count("\n") == 1
    refuse_strangers(Settings(host=host), allow_remote=True)
    refuse_strangers(Settings(host=host, token="secret"), allow_remote=False)


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)],
)
def test_what_is_loopback(host: str, *, answer: bool) -> None:
    assert is_loopback(host) is answer


def test_an_address_that_is_not_here_is_named() -> None:
    with pytest.raises(AddressRefused, match="not an address of this machine"):
        listen("192.0.2.1", 0)
    with listen("127.0.0.1", 0) as listener:
        assert address_of(listener).startswith("http://127.0.0.1:")
