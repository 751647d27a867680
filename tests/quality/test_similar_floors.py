"""What is listed as similar is alike, as often as was pinned, on pairs that were judged by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from index.store.snapshot import open_snapshot
from search.embedded.archive import Archive
from search.options import Options
from tools.similar_floor import judged_similar

# (alike and listed at least, not alike and listed at most) by half as measured on 30 November 2026, less or more one.
FLOORS = {"a": (18, 2), "b": (19, 8)}


def test_judged_pairs_are_told_apart(shared: Path, reindexed: Callable[..., Path]) -> None:
    archive = Archive(open_snapshot(reindexed(shared / "extract-dev" / "pages")), Options())
    counts = Counter((half, alike, listed) for half, _, alike, listed in judged_similar(archive))
    for half, (alike, others) in FLOORS.items():
        assert counts[half, True, True] >= alike, half
        assert counts[half, False, True] <= others, half
