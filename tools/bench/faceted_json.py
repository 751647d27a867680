"""What does a faceted search in JSON take of the server? This program beside Datasette over SQLite FTS5, in one run.

    python -m tools.bench.faceted_json CORPUS --docs 10000 --work DIR [--asked 300] [--datasette PROGRAM]

Both serve the same articles by HTTP from one process, and are asked the same questions in turn, each once: the ten
first articles, how many there are, and the counts of five facets. Ours are in order of relevance with marked fragments,
and count every facet; Datasette's are rows with their titles. CPU is that of the servers' processes. Datasette is a
program of its own (`pip install datasette` in any environment): where neither `--datasette` nor the path names it, this
says so and ends well. Its limits of time are lifted, so that it counts every facet.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tools.bench.engines import COUNTED_FACETS, Cuttings, documents
from tools.bench.fresh import BenchQuestion, distinct
from tools.bench.http import at_rest, spent
from tools.docs.markdown import table
from tools.memory import serving

_KINDS = ("common", "rare", "and", "phrase", "term+facet", "term+date")  # what both can be asked for
_WARMING = 30
_PATIENCE = 60.0  # seconds until a server answers
_GOAL = 15


@dataclass(frozen=True, slots=True)
class JsonPeer:
    """A server that is asked: its process, the address of a question, and what a reply tells: articles, facets."""

    connection: HTTPConnection
    process: int
    address: Callable[[BenchQuestion], str]
    told: Callable[[dict[str, Any]], tuple[int, int]]

    def ask(self, question: BenchQuestion) -> tuple[int, int]:
        self.connection.request("GET", self.address(question))
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise RuntimeError(f"{reply.status}: {self.address(question)}")
        return self.told(json.loads(body))


def _words(question: BenchQuestion) -> str:
    if question["op"] == "phrase":
        return f'"{" ".join(question["terms"])}"'
    return " ".join(question["terms"])


def _ours(question: BenchQuestion) -> str:
    words = " AND ".join(question["terms"]) if question["op"] == "and" else _words(question)
    asked = {"q": words}
    if "source" in question:
        asked["publisher"] = question["source"]
    if "date" in question:
        asked |= dict(zip(("from", "to"), question["date"], strict=True))
    return "/api/search?" + urlencode(asked)


def _theirs(question: BenchQuestion) -> str:
    asked = [("_search", _words(question)), ("_size", "10"), ("_facet_size", "20"), ("_col", "title")]
    asked += [("_facet", name) for name in COUNTED_FACETS]
    if "source" in question:
        asked.append(("source", question["source"]))
    if "date" in question:
        days = [date.fromisoformat(day).toordinal() for day in question["date"]]
        asked += [("day__gte", str(days[0])), ("day__lte", str(days[1]))]
    return "/bench/articles.json?" + urlencode(asked)


def _database(corpus: Path, count: int, file: Path) -> None:
    """A table of the articles with an index of their words, as Datasette's documentation makes them."""
    names = ("title", "body", "source", "author", "section", "place", "year", "day")
    with sqlite3.connect(file) as db:
        db.execute(f"create table articles(id integer primary key, {', '.join(names)})")
        for row in documents(corpus, count):
            day = date.fromisoformat(row["date"])
            values = {**row, "year": day.year, "day": day.toordinal()}
            db.execute(f"insert into articles({', '.join(names)}) values (?,?,?,?,?,?,?,?)", [values[n] for n in names])
        db.execute(
            'create virtual table articles_fts using fts5(title, body, content="articles", content_rowid="id",'
            " tokenize='porter unicode61')"
        )
        db.execute("insert into articles_fts(articles_fts) values ('rebuild')")
    db.close()


@contextmanager
def _datasette(program: str, file: Path) -> Iterator[JsonPeer]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    limits = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "default_cache_ttl": 0}
    settings = [part for name, value in limits.items() for part in ("--setting", name, str(value))]
    command = [program, "serve", str(file), "--port", str(port), *settings]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > until or server.poll() is not None:
                    raise
                time.sleep(0.1)
        yield JsonPeer(
            HTTPConnection("127.0.0.1", port),
            server.pid,
            _theirs,
            lambda reply: (reply["filtered_table_rows_count"], len(reply["facet_results"])),
        )
    finally:
        server.terminate()
        server.wait()


def measure(peers: dict[str, JsonPeer], questions: list[BenchQuestion]) -> dict[str, float]:
    """CPU seconds that each server takes for the questions; each was asked some before."""
    for question in questions[:_WARMING]:
        for peer in peers.values():
            peer.ask(question)
    for peer in peers.values():
        at_rest(peer.process)
    before = {name: spent(peer.process) for name, peer in peers.items()}
    shown: set[str] = set()
    for question in questions[_WARMING:]:
        told = {name: peer.ask(question) for name, peer in peers.items()}
        if question["kind"] not in shown:
            shown.add(question["kind"])
            print(question["kind"], question["terms"], "articles and facets:", told, flush=True)
        if min((facets for total, facets in told.values() if total), default=len(COUNTED_FACETS)) < len(COUNTED_FACETS):
            raise RuntimeError(f"a facet was not counted: {question}")
    return {name: spent(peer.process) - before[name] for name, peer in peers.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--datasette", default="datasette")
    given = parser.parse_args()
    if (program := shutil.which(given.datasette)) is None:
        print("skipped: no Datasette here (pip install datasette in any environment, then --datasette PROGRAM)")
        return
    file, index = given.work / f"datasette-{given.docs}" / "bench.db", given.work / f"cuttings-{given.docs}"
    if not file.exists():
        file.parent.mkdir(parents=True)
        _database(given.corpus, given.docs, file)
    if not index.exists():
        Cuttings(given.corpus, given.docs, index)
    drawn = distinct(given.corpus, given.docs, 2 * (given.asked + _WARMING))
    questions = [question for question in drawn if question["kind"] in _KINDS][: given.asked + _WARMING]
    with serving(index) as (address, process), _datasette(program, file) as theirs:
        host, port = address.removeprefix("http://").split(":")
        ours = JsonPeer(
            HTTPConnection(host, int(port)), process, _ours, lambda reply: (reply["total"], len(reply["facets"]))
        )
        taken = measure({"cuttings": ours, "datasette": theirs}, questions)
    asked = len(questions) - _WARMING
    print(f"\n{given.docs:,} articles, {asked} questions, each asked once\n")
    rows = [(name, f"{1000 * seconds / asked:.1f}", f"{asked / seconds:.1f}") for name, seconds in taken.items()]
    print(table(("server", "CPU ms a page", "pages per CPU s"), rows))
    print(f"\nratio: {taken['datasette'] / taken['cuttings']:.1f} (goal {_GOAL})")


if __name__ == "__main__":
    main()
