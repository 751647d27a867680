"""What does the first page cost beside a page of results? CPU milliseconds, the two asked in turn.

python -m tools.first_page INDEX
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time

from index.settings import Settings
from search.embedded.engine import open_engine
from web import paths
from web.site.app import create_app

_QUESTIONS = (
    "government",
    "police said",
    "climate change",
    "president",
    "minister talks",
    "court",
    "match win",
    "water",
)
_ROUNDS = 60


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    index: Path = parser.parse_args().index
    engine = open_engine(index, seconds=60.0)
    engine.warm()
    began = process_time()
    articles = engine.holdings().articles
    once = process_time() - began
    client = create_app(engine, replace(Settings(), index=index)).test_client()
    first: list[float] = []
    results: list[float] = []
    for number in range(_ROUNDS):
        asked = f"{_QUESTIONS[number % len(_QUESTIONS)]} OR zq{number}"  # no question twice
        for spent, path, query in ((first, paths.HOME, {}), (results, paths.SEARCH, {"q": asked})):
            began = process_time()
            client.get(path, query_string=query)
            spent.append(process_time() - began)
    home, page = median(first) * 1000, median(results) * 1000
    print(f"{articles:,} articles: what it shows {once * 1000:.1f} ms, once a generation")
    print(f"the first page {home:.1f} ms, a new question {page:.1f} ms: {home / page:.2f} of it")


if __name__ == "__main__":
    main()
