"""How many pairs that were judged by hand are told right: would the second stand under "Similar articles" of the first?

    python -m tools.similar_floor --index FOLDER [--half a]

FOLDER is an index of the pages `extract-dev/pages` of the reference data. The pairs were listed without a floor,
see `tests/gold/similar/README.md`; what is scored is the floor alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.store.snapshot import open_snapshot
from search.embedded.archive import Archive
from search.embedded.subject import alike
from search.options import Options
from search.rank.ranking import MatchRow

SIMILAR_PAIRS = Path(__file__).resolve().parents[1] / "tests" / "gold" / "similar" / "pairs.jsonl"

JudgedPair = tuple[str, str, bool, bool]
"""Half, draw, whether the pair was judged to be alike, whether it passes the floor."""


def judged_similar(archive: Archive) -> Iterator[JudgedPair]:
    """What becomes of each judged pair in the archive of all pages."""
    places = {
        segment.stored(doc).path: (number, doc)
        for number, segment in enumerate(archive.segments)
        for doc in range(segment.doc_count)
        if segment.live is None or segment.live[doc]
    }
    for line in SIMILAR_PAIRS.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["judged"] != "unsure":
            other = MatchRow(*places[row["listed"]], 0.0, all_words=True)
            passes = bool([*alike(archive, places[row["article"]], [other])])
            yield row["half"], row["draw"], row["judged"] == "alike", passes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--half", default="ab")
    arguments = parser.parse_args()
    counts = Counter(judged_similar(Archive(open_snapshot(arguments.index), Options())))
    print("| half | draw | alike, listed | alike, left out | others, listed | others, left out |")
    print("|---|---|---|---|---|---|")
    for half in arguments.half:
        for draw in ("any", "first"):
            cells = [counts[half, draw, is_alike, listed] for is_alike in (True, False) for listed in (True, False)]
            print("|", " | ".join(map(str, (half, draw, *cells))), "|")


if __name__ == "__main__":
    main()
