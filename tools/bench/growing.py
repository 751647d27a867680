"""Which archive grows while it is served? A folder of JSON lines that runs of `reindex` are made over, one by one.

Each article that is added holds the word `MARK`, and each ten of them stand in ten sections: an answer that tells of a
part of a run, or of two generations, gives itself away.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.embedded.engine import open_engine
from search.query import Query
from tools.memory import InventedWords, invented

MARK = "zzmarked"
SECTIONS = 10
MARKED = f"/api/search?q={MARK}&copies=all&typed=1"


class GrowingArchive:
    """A folder of invented articles and its index, built at once; `work` is an empty folder."""

    def __init__(self, work: Path, articles: int) -> None:
        self._files, self.index = work / "files", work / "index"
        self._files.mkdir(parents=True)
        self._rng, self._words, self._added = random.Random(11), InventedWords(2026), 0
        with (self._files / "first.jsonl").open("w", encoding="utf-8") as lines:
            for article in invented(articles):
                row = {
                    "id": article.key,
                    "title": article.title,
                    "text": article.text,
                    "publisher": article.publisher,
                    "section": article.section,
                    "language": "en",
                    "date": article.published.moment.date().isoformat() if article.published else None,
                    "clean": True,
                }
                lines.write(json.dumps(row) + "\n")
        if self._run().wait():
            raise RuntimeError("the archive could not be indexed")

    def ids(self) -> list[str]:
        """The ids of up to a thousand of its articles."""
        engine = open_engine(self.index)
        return [found for page in range(1, 11) for found in engine.ids(Query("", page=page, per_page=100))]

    def grow(self, articles: int) -> subprocess.Popen[bytes]:
        """The run of `reindex` over so many articles more, which has begun. `articles` is a multiple of `SECTIONS`."""
        with (self._files / f"more-{self._added:06}.jsonl").open("w", encoding="utf-8") as lines:
            for number in range(self._added, self._added + articles):
                body = self._words.some(self._rng.randint(60, 440))
                row = {
                    "id": f"more-{number}",
                    "title": " ".join(body[:8]),
                    "text": f"{MARK} " + " ".join(body),
                    "publisher": "The marked",
                    "section": f"section {number % SECTIONS}",
                    "language": "en",
                    "date": "2025-01-01",
                    "clean": True,
                }
                lines.write(json.dumps(row) + "\n")
        self._added += articles
        return self._run()

    def _run(self) -> subprocess.Popen[bytes]:
        program = "from web.terminal.cli import main; main()"
        command = [sys.executable, "-c", program, "reindex", str(self._files), "--index", str(self.index)]
        return subprocess.Popen([*command, "--workers", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def torn(reply: Mapping[str, Any], step: int) -> bool:
    """Whether a reply to `MARKED` mixes generations, where each run adds `step` articles."""
    total, hits = reply["total"], reply["hits"]
    counts = [value["count"] for value in reply["facets"].get("section", ())]
    whole = total % step == 0 and len({hit["id"] for hit in hits}) == len(hits) == min(10, total)
    return not whole or counts != ([total // SECTIONS] * SECTIONS if total else [])
