"""A server of several processes, seen from outside: whichever dies, readers do not notice."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.segment.arrays.container import Container
from index.settings import Settings
from tests.reindex.archives import run
from tests.web.outside import Address, Reply, process
from tests.web.running import name_of, named, until
from tests.web.test_measures import figures
from tests.web.test_scrub import files, flip
from tools.bench.http import family
from web.terminal.cli import main
from web.terminal.processes import ProcessesRefused, count

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
OF_THE_MOMENT = ("date", "expires", "x-request-id", "etag")  # a tag hangs on the port, too
STORY = "The ferry to the outer islands was taken out of service on Friday after its engine had failed twice."


def write(folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.txt").write_text(
        f"Report {number} of the harbour\n\n{STORY}\n\n{STORY} So said number{number}.\n"
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    for number in range(3):
        write(tmp_path / "archive", number)
    run(tmp_path / "index", tmp_path / "archive")
    return tmp_path / "index"


@contextmanager
def two(index: Path, **environment: str) -> Iterator[Address]:
    """A server of two processes for pages, which are warm."""
    patient = {"CUTTINGS_PROCESSES": "2", "CUTTINGS_WAIT_SECONDS": "600"}  # however slow the machine is
    with process(index, index.with_name("log"), **patient, **environment) as server:
        until(lambda: len(named(server.number)) == 2 and len(family(server.number)) == 6)
        yield server


class Readers:
    """Four who ask for pages all the time; `replies` is what they got."""

    def __init__(self, server: Address, *paths: str) -> None:
        self.replies: list[Reply] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(server, path)) for path in (*paths,) * 4]
        for thread in self._threads:
            thread.start()

    def _ask(self, server: Address, path: str) -> None:
        while not self._stop.is_set():
            self.replies.append(server.get(path))

    def more(self, replies: int = 20) -> None:
        """Wait until they got so many more."""
        before = len(self.replies)
        until(lambda: len(self.replies) >= before + replies)

    def end(self) -> set[int]:
        """Let them go; the statuses of what they got."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return {reply.status for reply in self.replies}


def test_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count(Settings()) == len(os.sched_getaffinity(0))
    assert [count(Settings(processes=number)) for number in (1, 2, 7)] == [1, 2, 7]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert count(Settings()) == count(Settings(processes=1)) == 1
    with pytest.raises(ProcessesRefused, match="--processes 1"):
        count(Settings(processes=2))


def test_one_process_is_one_process(index: Path) -> None:
    with process(index, index.with_name("log"), CUTTINGS_PROCESSES="1") as server:
        assert server.get("/search?q=ferry").status == 200
        assert family(server.number) == [server.number]
        assert ("cuttings_processes",) not in figures(server.get("/metrics").body.decode())


def test_what_settings_forbid_is_one_sentence(tmp_path: Path) -> None:
    environment = {"CUTTINGS_INDEX": str(tmp_path), "CUTTINGS_PREFIX": "/search", "CUTTINGS_PROCESSES": "2"}
    result = CliRunner().invoke(main, ["serve", "--port", "0"], env=environment)
    assert result.exit_code == 1
    assert "CUTTINGS_PREFIX" in result.stderr and result.stderr.count("\n") == 1


def test_figures_and_guesses_are_counted_over_all_processes(index: Path) -> None:
    with two(index) as server:
        readers = Readers(server, "/search?q=ferry", "/api/search?q=ferry")
        readers.more(60)
        assert readers.end() == {200}
        told = figures(server.get("/metrics").body.decode())
        counted = sum(told["cuttings_requests_total", route, "200"] for route in ("/search", "/api/search"))
        assert counted == len(readers.replies)
        assert (told["cuttings_processes",], told["cuttings_processes_lost_total",]) == (3, 0)
        assert (told["cuttings_articles",], told["cuttings_ready",]) == (3, 1)
        assert len({reply.headers["x-request-id"] for reply in readers.replies}) == len(readers.replies)
    with two(index, CUTTINGS_TOKEN="a token that is long enough") as server:
        tried = [server.get("/search?q=ferry", Authorization=f"Bearer {number}").status for number in range(7)]
        assert tried == [401] * 5 + [429] * 2


def test_every_page_is_as_of_one_process(index: Path) -> None:
    with process(index, index.with_name("log"), CUTTINGS_PROCESSES="1", CUTTINGS_PREFIX="/news") as server:
        article = json.loads(server.get("/api/search?q=ferry").body)["hits"][0]["id"]
        paths = ("/", "/search?q=ferry&from=2x", f"/article/{article}?q=ferry", "/nowhere", "/article/0", "/status",
                 "/help", "/search.csv?q=ferry", "/search.json?q=ferry", "/search.atom?q=ferry", "/health",
                 "/api/complete?q=fer", "/static/style.css", "/opensearch.xml", "/api/status")  # fmt: skip
        alone = {path: server.get(path) for path in paths}
    with two(index, CUTTINGS_PREFIX="/news") as server:
        for path, expected in alone.items():
            reply = server.get(path)
            kept = {name: value for name, value in expected.headers.items() if name not in OF_THE_MOMENT}
            assert (path, reply.status) == (path, expected.status)
            assert {name: reply.headers.get(name) for name in kept} == kept
            assert timeless(reply.body) == timeless(expected.body)


def timeless(body: bytes) -> bytes:
    """A reply without how long it took and where it was asked for."""
    lines = body.replace(b"127.0.0.1:", b"\n").split(b"\n")
    return b"\n".join(line for line in lines if b"second" not in line and not line[:1].isdigit())


@pytest.mark.parametrize("name", ["page-0", "page-1", "side", "zygote"])
def test_whichever_is_killed_readers_go_on(index: Path, name: str) -> None:
    with two(index) as server:
        readers = Readers(server, "/search?q=ferry", "/health")
        for _ in range(2):
            readers.more()
            killed = named(server.number, name)[name]
            os.kill(killed, signal.SIGKILL)
            until(lambda: named(server.number, name).get(name, killed) != killed)  # noqa: B023
        readers.more()
        assert readers.end() == {200}
    log = index.with_name("log").read_text()
    assert "ended by SIGKILL" in log and "Traceback" not in log


def test_the_process_that_accepts_is_replaced(index: Path) -> None:
    with two(index) as server:
        before = named(server.number, "front", "page-0", "page-1", "side")
        os.kill(before["front"], signal.SIGKILL)
        until(lambda: named(server.number, "front").get("front", before["front"]) != before["front"])
        assert server.get("/search?q=ferry").status == 200
        until(lambda: len(named(server.number, *before)) == 4 and not any(map(name_of, before.values())))


@pytest.mark.parametrize("check", ["0", "1000"], ids=["a reader meets it", "the check may be first"])
def test_a_file_that_is_cut_in_place_ends_no_service(index: Path, check: str) -> None:
    write(index.with_name("archive"), 9)
    run(index, index.with_name("archive"))
    with two(index, CUTTINGS_SCRUB_MB=check, CUTTINGS_SCRUB_HOURS="0") as server:
        readers = Readers(server, "/search?q=number1", "/api/search?q=number1")
        readers.more()
        newest = max(files(index), key=lambda path: (path.name == "segment", path.stat().st_mtime_ns))
        assert newest.stat().st_size > os.sysconf("SC_PAGE_SIZE"), "what is mapped of less stays readable"
        os.truncate(newest, 100)
        # Nobody has asked for the article in the cut file, so no process keeps its text: whoever answers reads the
        # file. Without a check nothing else finds the damage; a check reads no mapped byte and leaves no such line.
        log = index.with_name("log")
        until(
            lambda: (
                server.get("/search?q=number9").status in {200, 503} and (check != "0" or "SIGBUS" in log.read_text())
            )
        )
        until(lambda: condition(server) == (503, False, "older"))
        readers.more()
        assert readers.end() <= {200, 503}
        until(lambda: server.get("/search?q=number1").status == 200)
        assert condition(server) == (503, False, "older")
        assert server.get("/search?q=number9").status == 200


def condition(server: Address) -> tuple[int, object, object]:
    """The status of the page on health and what it says; None where no process was there to say it."""
    reply = server.get("/health")
    health = json.loads(reply.body) if reply.headers["content-type"].startswith("application/json") else {}
    return reply.status, health.get("ok"), health.get("serving")


def test_what_reads_a_cut_file_is_replaced_with_what_it_was_forked_from(index: Path) -> None:
    with two(index) as server:
        readers = Readers(server, "/search?q=ferry")
        before = named(server.number, "zygote", "page-0")
        os.kill(before["page-0"], signal.SIGBUS)
        until(lambda: not set(named(server.number, *before).values()) & set(before.values()))
        until(lambda: len(named(server.number)) == 2)
        readers.more()
        assert readers.end() == {200}
    assert "ended by SIGBUS" in index.with_name("log").read_text()


def test_each_process_serves_what_is_published(index: Path) -> None:
    with two(index) as server:
        readers = Readers(server, "/api/search?q=ferry&copies=all")
        for number in range(3, 6):
            before = named(server.number)
            write(index.with_name("archive"), number)
            run(index, index.with_name("archive"))
            assert json.loads(server.get("/api/search?q=ferry&copies=all").body)["total"] == number + 1
            until(lambda: not set(named(server.number).values()) & set(before.values()))  # noqa: B023
            readers.more()
        assert readers.end() == {200}
        seen = [json.loads(reply.body) for reply in readers.replies]
        assert {(answer["total"], len(answer["hits"])) for answer in seen} <= {(n, n) for n in range(3, 7)}
        assert figures(server.get("/metrics").body.decode())["cuttings_generation",] == 4


def test_the_end_is_graceful_and_whole(index: Path) -> None:
    with two(index) as server:
        everyone = family(server.number)
        got: list[int] = []
        asked = threading.Barrier(9)

        def ask() -> None:
            with server.connect() as connection:
                asked.wait()
                connection.sendall(b"GET /search?q=ferry HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                got.append(int(connection.recv(100)[9:12] or b"0"))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        asked.wait()
        until(lambda: bool(got))
        for number in everyone:  # as systemd does; one may have ended since the one before was told
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGTERM)
        for thread in threads:
            thread.join()
    until(lambda: not any(map(name_of, everyone)))
    assert 200 in got and set(got) <= {0, 200}
    assert index.with_name("log").read_text() == ""


def test_damage_is_looked_for_once_and_told_by_all(index: Path) -> None:
    whole = sum(path.stat().st_size for path in files(index))
    with two(index, CUTTINGS_SCRUB_MB="1000", CUTTINGS_SCRUB_HOURS="0") as server:
        (looking,) = named(server.number, "zygote").values()
        until(lambda: read_by(looking) > 3 * whole)
        assert all(read_by(number) < read_by(looking) / 2 for number in named(server.number).values())
        (segment,) = [path for path in files(index) if path.name == "segment"]
        flip(segment, Container(segment).extent("published")[0])
        until(lambda: server.get("/health").status == 503)
        until(lambda: b"damaged" in server.get("/search?q=ferry").body)
        for _ in range(6):
            assert json_notes(server.get("/api/search?q=ferry"))
        assert json.loads(server.get("/health").body)["damaged"]


def json_notes(reply: Reply) -> bool:
    return any("damaged" in note for note in json.loads(reply.body)["notes"])


def read_by(process: int) -> int:
    """The bytes that a process has read from files."""
    return int(Path(f"/proc/{process}/io").read_text().split()[1])


def test_it_ends_whenever_it_is_told_to(index: Path) -> None:
    for _ in range(3):
        with process(index, index.with_name("log"), CUTTINGS_PROCESSES="2") as server:
            everyone = family(server.number)  # which have just begun; the first is told to end now
        until(lambda: not any(map(name_of, everyone)))  # noqa: B023


def test_no_process_outlives_the_first(index: Path) -> None:
    gone = False
    with pytest.raises(AssertionError), two(index) as server:  # as its end is not that of a server that was told to
        everyone = family(server.number)
        os.kill(server.number, signal.SIGKILL)
        until(lambda: not any(map(name_of, everyone)))
        gone = True
    assert gone
