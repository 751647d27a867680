"""How soon does a new process answer, and in how much memory? Opens an index of ours and asks all queries once.

    python -m tools.bench.start CORPUS --index DIR

Start-up is opening and the first result, the program being loaded; it is measured of the CPU and by the clock. Memory
is what the process holds besides mapped files (the index is mapped, and its pages are the system's to take back).
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path

from index.settings import Settings
from search.opening import engine_for
from search.query import Query


def resident() -> float:
    """MB of memory that are no mapped files; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    match = re.search(r"RssAnon:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(match[1]) / 1024 if match else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    arguments = parser.parse_args()
    queries = [json.loads(line) for line in (arguments.corpus / "queries.jsonl").read_text().splitlines()]
    cpu, clock = time.process_time(), time.perf_counter()
    engine = engine_for(Settings(index=arguments.index))
    opened = time.process_time() - cpu
    engine.search(Query(queries[0]["terms"][0]))
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    before = resident()
    for query in queries:
        engine.search(Query(" ".join(query["terms"])))
    print(f"open {opened * 1000:.0f} ms of CPU; first result {cpu * 1000:.0f} ms ({clock * 1000:.0f} by the clock)")
    print(f"memory beyond mapped files: {before:.0f} MB after the first result, {resident():.0f} MB after all queries")


if __name__ == "__main__":
    main()
