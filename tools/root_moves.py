"""By how many of its files is a moved folder known? Measures the thresholds of `index.reindex.plan.moved_roots`.

    python -m tools.root_moves FOLDER...

Says of each two folders of saved pages which share of the files of one is in the other byte by byte, and of the first
how often it is known again after part of its files were edited, deleted or left behind.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from pathlib import Path

from index.reindex.manifest import FileRow, Manifest
from index.reindex.plan.moved_roots import SearchTerms, located
from index.reindex.rows import Rows
from index.reindex.scan.digests import source_digest, stamp_of
from index.reindex.scan.roots import Root
from index.reindex.scan.walk import find

_NOW = 4_000_000_000_000_000_000  # of a day on which no file is new
_NOWHERE = Path("/nowhere")
_DRAWS = 10
_SHARES = ((0.1, 0), (0.3, 0), (0.45, 0), (0.55, 0), (0.7, 0), (0.3, 0.1), (0.3, 0.15), (0, 0.2), (0, 0.3), (0, 0.4))


def manifest_of(folder: Path) -> Manifest:
    """What an index would know of the files of a folder."""
    roots = (Root(str(folder)),)
    files = []
    for source in find(roots, ((0, str(folder)),), _NOWHERE).sources:
        digest = source_digest(source)
        rows = Rows.of([digest], [0])
        files.append(FileRow(source.path, 0, source.stat.size, stamp_of(source, _NOW), digest, 0, rows))
    return Manifest.of(roots, files, Manifest.empty().reasons)


def shared(one: Manifest, other: Manifest) -> float:
    """The share of the files of one folder that are in the other."""
    there = set(other.digest.tolist())
    return sum(digest in there for digest in one.digest.tolist()) / len(one.digest)


def known_again(folder: Path, edited: float, deleted: float, rng: random.Random) -> bool:
    """Whether a folder is known after such shares of its files were edited and deleted on the way."""
    with tempfile.TemporaryDirectory() as place:
        old, new = Path(place) / "old", Path(place) / "new"
        shutil.copytree(folder, old)
        manifest = manifest_of(old)
        old.rename(new)
        for path in new.rglob("*"):
            drawn = rng.random()
            if path.is_file() and drawn < edited:
                path.write_bytes(path.read_bytes()[:-1] + b"!")  # of the same size, which only its bytes tell
            elif path.is_file() and drawn < edited + deleted:
                path.unlink()
        return bool(located(manifest, manifest.roots, (new,), SearchTerms(_NOW, 50_000_000, _NOWHERE))[1])


def seconds(folder: Path) -> float:
    """The time of the processor that it takes to know a folder that was moved as it is."""
    with tempfile.TemporaryDirectory() as place:
        old, new = Path(place) / "old", Path(place) / "new"
        shutil.copytree(folder, old)
        manifest = manifest_of(old)
        old.rename(new)
        began = time.process_time()
        located(manifest, manifest.roots, (new,), SearchTerms(_NOW, 50_000_000, _NOWHERE))
        return time.process_time() - began


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    folders: list[Path] = parser.parse_args().folders
    manifests = {folder: manifest_of(folder.resolve()) for folder in folders}
    print("| folder | files | share in another, at most |\n|---|---|---|")
    for folder, one in manifests.items():
        most = max((shared(one, other) for place, other in manifests.items() if place != folder), default=0)
        print(f"| {folder.name} | {len(one.paths):,} | {most:.3f} |")
    print("\n| edited | deleted | known again |\n|---|---|---|")
    rng = random.Random(7)
    for edited, deleted in _SHARES:
        times = sum(known_again(folders[0], edited, deleted, rng) for _ in range(_DRAWS))
        print(f"| {edited:.0%} | {deleted:.0%} | {times} of {_DRAWS} |")
    print(f"\n{len(manifests[folders[0]].paths):,} files were known in {seconds(folders[0]):.2f} s of CPU")


if __name__ == "__main__":
    main()
