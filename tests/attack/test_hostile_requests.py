"""20,000 requests that nobody means: none is an error of the server, and none takes it two seconds of CPU."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.attack.hostile_requests import requests
from tests.reindex.archives import articles
from tests.web.outside import Address
from tools.memory import serving, spent
from web.site.app import create_app

REQUESTS = 20_000
MOST_SECONDS = 2.0  # of CPU, for one request; what a search may take is 1 s


@pytest.mark.attack
def test_any_request(seeds: Path, reindexed: Callable[..., Path], seed: int, times: int) -> None:
    index = reindexed(seeds)
    rules = create_app(open_engine(index), replace(Settings(), index=index)).url_map.iter_rules()
    made = requests([rule.rule for rule in rules], sorted(articles(index)), random.Random(seed))
    seen: Counter[str] = Counter()
    slowest = 0.0
    with serving(index) as (address, process):
        server = Address(int(address.rsplit(":", 1)[1].strip("/")))
        before = spent(process)
        for number, request in enumerate(islice(made, REQUESTS * times)):
            reply = server.send(request.data)
            took, before = spent(process) - before, spent(process)
            slowest = max(slowest, took)
            reply = reply.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
            status = reply.split(b" ", 2)[1].decode() if reply else ""
            seen[status] += 1
            told = f"--seed {seed}: request {number}, {request.data!r}, {status}, {took:.2f} s"
            assert took < MOST_SECONDS, told
            assert status in ("", "503") or status < "500" or (status == "501" and request.strange_coding), told
        assert server.get("/health").status == 200
    print(f"{dict(seen)}; the slowest took {slowest:.2f} s")
    assert seen["200"] > REQUESTS // 3
