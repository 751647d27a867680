"""Seen from outside: 64 readers with questions of their own, four exports and a reindex, all at once."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.programs import CUTTINGS
from tests.reindex.archives import run
from tests.web.outside import Address, Reply, process
from web.serving.lanes import OPEN_LANE, lane_of

READERS = 64
EXPORTS = ("/search.csv?q=", "/search.json?q=", "/search.atom?q=", "/search.csv?q=the")
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te")


def word(number: int) -> str:
    return "".join(SYLLABLES[number // 12**place % 12] for place in range(4))


def write(path: Path, first: int, articles: int) -> None:
    rng = Random(first)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(first, first + articles):
            text = " ".join(["the", *(word(rng.randrange(3000)) for _ in range(80))])
            dated = f"20{number % 20:02}-0{number % 9 + 1}-11"
            record = {"id": str(number), "title": f"Report {word(number)}", "text": text, "date": dated}
            lines.write(json.dumps(record) + "\n")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("load") / "sources"
    folder.mkdir()
    write(folder / "first.jsonl", 0, 3000)
    run(folder.parent / "index", folder)
    return folder


class Client(threading.Thread):
    """Asks for the addresses one after the other, all clients from the same moment on."""

    def __init__(self, server: Address, start: threading.Barrier, paths: Iterator[str]) -> None:
        super().__init__()
        self._server, self._start, self._paths = server, start, paths
        self.replies: list[tuple[str, Reply]] = []
        self.start()

    def run(self) -> None:
        self._start.wait()
        for path in self._paths:
            self.replies.append((path, self._server.get(path)))


def until(done: threading.Event, path: str) -> Iterator[str]:
    """The address again and again, ten times at least, until the others are done."""
    for number in itertools.count():
        if number >= 10 and done.is_set():
            return
        yield path


def reindexing(sources: Path, first: int) -> subprocess.Popen[bytes]:
    write(sources / f"more-{first}.jsonl", first, 300)
    command = [
        *CUTTINGS,
        "reindex",
        "--index",
        str(sources.parent / "index"),
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "CUTTINGS_WORKERS": "1"})


@pytest.mark.parametrize("wait", ["600", "0"])
def test_nobody_is_refused_within_the_wait(sources: Path, tmp_path: Path, wait: str) -> None:
    with process(sources.parent / "index", tmp_path / "log", CUTTINGS_WAIT_SECONDS=wait) as server:
        article = json.loads(server.get("/api/search?q=the").body)["hits"][0]["id"]
        watched = (f"/article/{article}", "/health", "/static/style.css", "/api/complete?q=ba", "/help")
        done = threading.Event()
        start = threading.Barrier(READERS + len(EXPORTS) + len(watched) + 1)
        questions = [f"/search?q={word(number * 40)}+{word(number * 40 + 7)}" for number in range(READERS)]
        readers = [Client(server, start, iter([path])) for path in (*questions, *EXPORTS)]
        watchers = [Client(server, start, until(done, path)) for path in watched]
        start.wait()
        index = reindexing(sources, 10_000 + int(wait))
        for reader in readers:
            reader.join()
        assert index.wait() == 0
        done.set()
        for watcher in watchers:
            watcher.join()
    seen = [(path, reply) for watcher in watchers for path, reply in watcher.replies]
    assert {reply.status for path, reply in seen if wait != "0" or lane_of(path) == OPEN_LANE} == {200}
    told = [reply for _, reply in seen if reply.status != 200]  # without a wait the next may come too early
    answers = [reply for reader in readers for _, reply in reader.replies]
    assert len(answers) == READERS + len(EXPORTS)
    assert {reply.status for reply in answers} <= ({200} if wait == "600" else {200, 503})
    assert all(int(reply.headers["retry-after"]) > 0 for reply in (*answers, *told) if reply.status != 200)
    assert {reply.status for reply in told} <= {503}
    assert all(len(reply.body) > 1000 for reply in answers if reply.status == 200)
    log = (tmp_path / "log").read_text("utf-8")
    assert [line for line in log.splitlines() if "refused: no place for a request" not in line] == []
    assert bool(log) == any(reply.status == 503 for reply in (*answers, *told))
