"""A token keeps strangers out: it cannot be short, guesses are delayed by client, and each counted guess is logged."""

from __future__ import annotations

import logging
from base64 import b64encode
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.datastructures import Authorization
from werkzeug.exceptions import HTTPException

from index.settings import SettingInvalid
from tests.web.outside import process
from web.serving.tokens import CLIENTS, FREE, KNOWN, LONGEST_DELAY, SHORTEST_TOKEN, TokenGuard
from web.terminal.cli import main

TOKEN = "0123456789abcdef"


def given(token: str) -> Authorization:
    return Authorization("basic", {"username": "anyone", "password": token})


class Clients:
    """Clients of a guard, and its clock; `at(address, token)` is the status and the Retry-After of the answer."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.guard = TokenGuard(TOKEN, clock=lambda: self.now)

    def at(self, address: str, token: str | None = "wrong") -> tuple[int, int]:
        try:
            self.guard.check(address, None if token is None else given(token))
        except HTTPException as error:
            return error.code or 0, int(getattr(error, "retry_after", None) or 0)
        return 200, 0


@pytest.mark.parametrize(
    "token",
    [
        "a",
        " ",
        "x" * (SHORTEST_TOKEN - 1),
        " " * 40,
        "x" * (SHORTEST_TOKEN - 1) + " \t\n",
    ],
)
def test_a_short_token_is_refused_in_one_sentence(token: str, tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid):
        TokenGuard(token)
    told = {"CUTTINGS_TOKEN": token, "CUTTINGS_INDEX": str(tmp_path)}
    result = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--port", "0"], env=told)
    assert result.exit_code == 1
    assert str(SHORTEST_TOKEN) in result.stderr
    assert result.stderr.count("\n") == 1


def test_guesses_are_delayed_longer_and_longer() -> None:
    clients = Clients()
    assert [clients.at("192.0.2.1") for _ in range(FREE)] == [(401, 0)] * FREE
    waits = []
    for _ in range(20):
        status, wait = clients.at("192.0.2.1")
        assert status == 429
        assert clients.at("192.0.2.1", TOKEN)[0] == 429  # a right guess is not told from a wrong one
        waits.append(wait)
        clients.now += wait
        assert clients.at("192.0.2.1") == (401, 0)
    assert waits[:4] == [2, 3, 5, 9]
    assert waits[-1] == LONGEST_DELAY + 1
    assert waits == sorted(waits)
    assert clients.at("192.0.2.2", TOKEN) == (200, 0)


def test_who_mistyped_gets_in_after_the_delay_and_starts_anew() -> None:
    clients = Clients()
    for _ in range(FREE):
        clients.at("192.0.2.1")
    clients.now += clients.at("192.0.2.1")[1]
    assert clients.at("192.0.2.1", TOKEN) == (200, 0)
    assert [clients.at("192.0.2.1") for _ in range(FREE)] == [(401, 0)] * FREE


def test_readers_behind_one_proxy_are_not_kept_out_by_one_of_them() -> None:
    clients = Clients()
    assert clients.at("192.0.2.1", TOKEN) == (200, 0)
    answers = [clients.at("192.0.2.1")[0] for _ in range(FREE * 3)]
    assert answers == [401] * FREE + [429] * FREE * 2
    assert clients.at("192.0.2.1", TOKEN) == (200, 0)
    clients.now += KNOWN + 1
    for _ in range(FREE):
        clients.at("192.0.2.1")
    assert clients.at("192.0.2.1", TOKEN)[0] == 429


def test_no_token_is_no_guess() -> None:
    clients = Clients()
    assert [clients.at("192.0.2.1", None) for _ in range(100)] == [(401, 0)] * 100
    assert clients.at("192.0.2.1", TOKEN) == (200, 0)


def test_one_machine_of_many_addresses_is_one_client() -> None:
    clients = Clients()
    answers = [clients.at(f"2001:db8::{number:x}")[0] for number in range(FREE + 1)]
    assert answers == [401] * FREE + [429]
    assert clients.at("2001:db8:0:1::1")[0] == 401


def test_what_is_remembered_is_bounded() -> None:
    clients = Clients()
    for number in range(CLIENTS + 100):
        clients.at(f"10.0.{number // 250}.{number % 250}")
    assert len(clients.guard._clients) == CLIENTS


def test_counted_guesses_are_logged_without_the_token(caplog: pytest.LogCaptureFixture) -> None:
    clients = Clients()
    with caplog.at_level(logging.WARNING):
        for number in range(FREE * 10):
            clients.at("192.0.2.1", f"a secret of another service {number}")
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [f"wrong token from 192.0.2.1, {number} in a row" for number in range(1, FREE + 1)]


def test_from_outside(archive: Path, tmp_path: Path) -> None:
    def basic(token: str) -> str:
        return "Basic " + b64encode(f"me:{token}".encode()).decode()

    with process(archive, tmp_path / "log", CUTTINGS_TOKEN=TOKEN) as server:
        assert server.get("/search?q=the").status == 401
        wrong = [server.get("/search?q=the", Authorization=basic("wr\u00f6ng\n")) for _ in range(FREE * 4)]
        assert [reply.status for reply in wrong[:FREE]] == [401] * FREE
        assert 429 in {reply.status for reply in wrong}
        assert all(int(reply.headers["retry-after"]) > 0 for reply in wrong if reply.status == 429)
        assert b"Too many wrong tokens" in next(reply.body for reply in wrong if reply.status == 429)
    log = (tmp_path / "log").read_text("utf-8")
    assert "WARNING wrong token from 127.0.0.1, 1 in a row\n" in log
    assert "ng\\n" not in log and TOKEN not in log
