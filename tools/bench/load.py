"""What do readers ask of a server, and how long do they wait? Clients without a pause, and arrivals by chance."""

from __future__ import annotations

import random
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tools.memory import InventedWords, questions

_PATIENCE = 60.0  # seconds until a client gives up
_SHARES = (("search", 57), ("second page", 8), ("facet", 10), ("article", 20), ("completion", 5))


@dataclass(slots=True)
class Waits:
    """The seconds until each good reply was there, and how many were refused (503) or went wrong."""

    good: list[float] = field(default_factory=list)
    refused: int = 0
    wrong: int = 0
    seconds: float = 0.0

    def add(self, status: int, seconds: float) -> None:
        if status == 200:
            self.good.append(seconds)
        elif status == 503:
            self.refused += 1
        else:
            self.wrong += 1

    def at(self, share: float) -> float:
        """The wait in ms that this share of the good replies did not exceed; 0 where there are none."""
        ordered = sorted(self.good)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def cells(self, spent: float) -> tuple[str, ...]:
        """Good replies a second, and a CPU second of the `spent` ones; p50 and p99 in ms; refused; wrong."""
        good = len(self.good)
        rates = f"{good / self.seconds:.0f}", f"{good / spent:.0f}"
        return (*rates, f"{self.at(0.5):.1f}", f"{self.at(0.99):.1f}", str(self.refused), str(self.wrong))


def addresses(count: int, ids: Sequence[str], seed: int = 7) -> list[str]:
    """Distinct addresses of an archive of invented articles, as readers ask for them: of 100 there are 57 searches, 8
    second pages, 10 clicks on a facet, 20 articles (of `ids`) with their question, 5 completions."""
    rng, words = random.Random(seed), InventedWords(2026)
    kinds = [kind for kind, share in _SHARES for _ in range(share)]
    found: dict[str, None] = {}
    searches = iter(questions(count, seed))
    while len(found) < count:
        kind = rng.choice(kinds)
        asked = urllib.parse.quote_plus(" ".join(words.some(rng.randint(1, 3))))
        if kind == "search":
            address = next(searches)
        elif kind == "second page":
            address = f"/search?q={asked}&page=2"
        elif kind == "facet":
            address = f"/search?q={asked}&section=section+{rng.randrange(10)}"
        elif kind == "article":
            address = f"/article/{rng.choice(ids)}?q={asked}"
        else:
            address = f"/api/complete?q={asked[: rng.randint(2, 5)].rstrip('%')}+{rng.randrange(10_000)}"
        found[address] = None
    return list(found)


class Client:
    """Asks over one connection, as a browser does."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._socket: socket.socket | None = None

    def get(self, path: str) -> int:
        """The status of the reply, read to its end; 0 where the connection broke."""
        return self.read(path)[0]

    def read(self, path: str) -> tuple[int, bytes]:
        """The status of the reply and its body; 0 and nothing where the connection broke."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(self._where, timeout=_PATIENCE)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {self._where[0]}\r\n\r\n".encode())
            return self._reply(self._socket)
        except OSError:
            self.close()
            return 0, b""

    def _reply(self, connection: socket.socket) -> tuple[int, bytes]:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += _some(connection)
        head = data[:end].lower()
        length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        body = bytearray(data[end + 4 :])
        while len(body) < length:
            body += _some(connection)
        if b"\r\nconnection: close" in head:
            self.close()
        return int(head.split(b" ", 2)[1]), bytes(body)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 18)
    if not data:
        raise ConnectionError
    return data


def without_pause(where: tuple[str, int], asked: Iterator[str], clients: int, seconds: float) -> Waits:
    """So many clients, each asking for the next address as soon as it has its reply, for so many seconds."""
    until = time.perf_counter() + seconds
    return while_true(where, asked, clients, lambda: time.perf_counter() < until)


def while_true(where: tuple[str, int], asked: Iterator[str], clients: int, going_on: Callable[[], bool]) -> Waits:
    """So many clients, each asking for the next address as soon as it has its reply, while `going_on` says so."""
    waits, lock, begun = Waits(), threading.Lock(), time.perf_counter()

    def ask() -> None:
        client = Client(*where)
        while going_on():
            with lock:
                path = next(asked)
            start = time.perf_counter()
            status = client.get(path)
            took = time.perf_counter() - start
            with lock:
                waits.add(status, took)
        client.close()

    _together([threading.Thread(target=ask) for _ in range(clients)])
    waits.seconds = time.perf_counter() - begun
    return waits


def by_chance(where: tuple[str, int], asked: Sequence[str], rate: float, seed: int = 3) -> Waits:
    """Readers who come independently, `rate` in a second, each with a connection of its own."""
    waits, lock, rng = Waits(), threading.Lock(), random.Random(seed)
    due, dues = 0.0, []
    for _ in asked:
        due += rng.expovariate(rate)
        dues.append(due)
    begun = time.perf_counter()
    left = iter(zip(dues, asked, strict=True))

    def ask() -> None:
        while True:
            with lock:
                following = next(left, None)
            if following is None:
                return
            moment, path = begun + following[0], following[1]
            time.sleep(max(0.0, moment - time.perf_counter()))
            client = Client(*where)
            status = client.get(path)
            client.close()
            with lock:
                waits.add(status, time.perf_counter() - moment)

    _together([threading.Thread(target=ask) for _ in range(40)])
    waits.seconds = time.perf_counter() - begun
    return waits


def _together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
