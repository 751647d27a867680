"""A server that takes additions, and clients that add to it."""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from tests.reindex.archives import run
from tests.web.outside import PATIENCE, Address, process
from tests.web.running import until
from tools.bench.http import family

TOKEN = "a secret of the tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
_TOWNS = ("Grenburg", "Altenfurt", "Brunsdorf", "Seefeld", "Oberhain", "Lindental", "Kaltenbach", "Weidenau")
_THINGS = ("mill", "bridge", "harbour", "library", "market", "tower", "school", "railway", "theatre", "brewery")


def article(number: int) -> bytes:
    """A text that is an article, and another one for each number."""
    town, thing = _TOWNS[number % len(_TOWNS)], _THINGS[number // len(_TOWNS) % len(_THINGS)]
    title = f"The {thing} of {town} and the word{number}"
    told = (
        f"The {thing} of {town} was opened again on Monday, {number + 3} years after it was closed, said the mayor.",
        f"Some {number * 7 + 40} people came, and word{number} was the word that each of them used when asked.",
        f"The council of {town} will decide in spring what the {thing} may cost, and who is to pay for its roof.",
    )
    return ("\n\n".join((title, *told)) + "\n").encode()


def form(parts: dict[str, str | tuple[str, bytes]]) -> tuple[bytes, str]:
    """The body of a form, whose files are pairs of a name and bytes, and its content type."""
    boundary = secrets.token_hex(8)
    out = b""
    for name, value in parts.items():
        given = f'; filename="{value[0]}"' if isinstance(value, tuple) else ""
        data = value[1] if isinstance(value, tuple) else value.encode()
        out += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{given}\r\n\r\n'.encode() + data + b"\r\n"
    return out + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


@dataclass(frozen=True)
class Told:
    """A reply: its status, headers in small letters, and what its JSON says ({} where it is none)."""

    status: int
    headers: dict[str, str]
    said: dict[str, Any]


@dataclass(frozen=True)
class Adding:
    """A server with a token, and its folders."""

    address: Address
    index: Path
    inbox: Path

    def ask(self, method: str, path: str, headers: Mapping[str, str] = BEARER, body: bytes | None = None) -> Told:
        """A request with these headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers))
            reply = connection.getresponse()
            data = reply.read()
            is_json = reply.getheader("Content-Type", "").startswith("application/json")
            return Told(
                reply.status, {k.lower(): v for k, v in reply.getheaders()}, json.loads(data) if is_json else {}
            )
        finally:
            connection.close()

    def add(self, name: str, data: bytes, url: str = "", headers: Mapping[str, str] = BEARER) -> Told:
        """What `POST /api/articles` says to a file."""
        body, kind = form({"file": (name, data)} | ({"url": url} if url else {}))
        return self.ask("POST", "/api/articles", {"Content-Type": kind, **headers}, body)

    def found(self, question: str) -> list[dict[str, Any]]:
        """The hits of a search."""
        hits: list[dict[str, Any]] = self.ask("GET", f"/api/search?q={question}").said["hits"]
        return hits

    def files(self) -> dict[str, bytes]:
        """What lies in the inbox, also hidden."""
        if not self.inbox.exists():
            return {}
        files = (path for path in self.inbox.rglob("*") if path.is_file())
        return {path.relative_to(self.inbox).as_posix(): path.read_bytes() for path in files}


def small_index(folder: Path) -> Path:
    """The folder of an index of two articles, in `folder`."""
    articles = folder / "articles"
    articles.mkdir(parents=True)
    for number in (900, 901):
        (articles / f"{number}.txt").write_bytes(article(number))
    run(folder / "index", articles, file_seconds=60.0)
    return folder / "index"


@contextmanager
def adding(index: Path, **environment: str) -> Iterator[Adding]:
    """A running server over an index that takes additions."""
    told = {"CUTTINGS_TOKEN": TOKEN, "CUTTINGS_FILE_SECONDS": "60", **environment}
    with process(index, index.with_name("log"), **told) as address:
        yield Adding(address, index, Path(environment.get("CUTTINGS_INBOX", str(index.with_name("inbox")))))


def add_many(server: Adding, numbers: range) -> None:
    """Add articles from eight clients while another reads; fails where one is lost, twice there, or a reader is."""
    done = Event()

    def read() -> set[int]:
        statuses = set()
        while not done.is_set():
            statuses.add(server.ask("GET", "/api/search?q=word900").status)
        return statuses

    with ThreadPoolExecutor(9) as clients:
        reading = clients.submit(read)
        try:
            told = list(clients.map(lambda number: server.add(f"{number % 9}.txt", article(number)), numbers))
        finally:
            done.set()
        assert reading.result() == {200}
    assert {one.status for one in told} <= {201, 202}
    until(lambda: all(len(server.found(f"word{number}")) == 1 for number in numbers))
    assert sorted(server.files().values()) == sorted(map(article, numbers))
    assert server.add("again.txt", article(numbers[-1])).status == 200


def intake_of(server: Adding) -> list[int]:
    """The numbers of the processes that read additions just now."""
    found = []
    for number in family(server.address.number):
        with suppress(OSError):
            if b"intake_process" in Path(f"/proc/{number}/cmdline").read_bytes():
                found.append(number)
    return found
