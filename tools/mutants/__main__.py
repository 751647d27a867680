"""Try the sample of mutants: `python -m tools.mutants [AREA...]`.

Prints for each area how many were tried, killed, survived, were not reached by any test (survived, too) and timed
out (killed, too), and each survivor. Ends with 1
where fewer than `FLOOR` are killed, or where a survivor is not in survivors.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tools.mutants.areas import AREAS, Area
from tools.mutants.sample import SEED, SIZE, Mutant, drawn
from tools.mutants.survivors import read
from tools.mutants.trial import VERDICTS, copied, load_libraries, reached, verdict

ROOT = Path(__file__).resolve().parent.parent.parent
FLOOR = 0.8  # of the mutants of an area


@dataclass(frozen=True)
class Tried:
    """What became of the sample of an area."""

    area: Area
    mutants: tuple[Mutant, ...]
    verdicts: tuple[str, ...]
    seconds: float

    @property
    def killed(self) -> float:
        """The part that the tests noticed."""
        return 1 - len(self.survivors()) / len(self.mutants)

    def survivors(self) -> list[tuple[Mutant, str]]:
        """Those that no test noticed, each with its verdict."""
        pairs = zip(self.mutants, self.verdicts, strict=True)
        return [(mutant, said) for mutant, said in pairs if said in {"survived", "not reached"}]


def main() -> None:
    """Try the areas that are named, or all; print, and end with 1 where the tests notice too little."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("areas", nargs="*", metavar="AREA", help=", ".join(area.name for area in AREAS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants at a time")
    parser.add_argument("--seed", type=int, default=SEED, help="which mutants are drawn")
    parser.add_argument("--size", type=int, default=SIZE, help="how many an area")
    arguments = parser.parse_args()
    unknown = set(arguments.areas) - {area.name for area in AREAS}
    if unknown:
        parser.error(f"no area is called {', '.join(sorted(unknown))}")
    os.environ.setdefault("CUTTINGS_SHARED", str(ROOT.parent / "shared"))
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    load_libraries()
    sound = True
    for area in AREAS:
        if not arguments.areas or area.name in arguments.areas:
            mutants = drawn(ROOT, area.sources(ROOT), arguments.seed, arguments.size)
            sound &= _report(_tried(area, mutants, arguments.jobs))
    sys.exit(0 if sound else 1)


def _tried(area: Area, mutants: list[Mutant], jobs: int) -> Tried:
    """Try each mutant, `jobs` at a time, each job in a copy of its own."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        folders = [Path(scratch) / str(job) for job in range(jobs)]
        for folder in folders:
            copied(ROOT, folder)
        watched = reached(folders[0], area, mutants)
        trials = [(mutant, *watched.selected(number)) for number, mutant in enumerate(mutants)]
        dearest = sorted(range(len(trials)), key=lambda number: trials[number][2])
        shares = [dearest[job::jobs] for job in range(jobs)]
        with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
            answers = pool.map(_verdicts, folders, [[trials[number] for number in share] for share in shares])
            verdicts = {
                number: said
                for share, part in zip(shares, answers, strict=True)
                for number, said in zip(share, part, strict=True)
            }
    return Tried(
        area, tuple(mutants), tuple(verdicts[number] for number in range(len(mutants))), time.monotonic() - begin
    )


def _verdicts(folder: Path, trials: list[tuple[Mutant, list[str], float]]) -> list[str]:
    """What the tests say of a job's share of the mutants, one after another; each is told as it comes."""
    verdicts = []
    for mutant, tests, seconds in trials:
        verdicts.append(verdict(folder, mutant, tests, seconds))
        print(f"{verdicts[-1]}: {mutant.file}:{mutant.change.line} {mutant.name}", file=sys.stderr, flush=True)
    return verdicts


def _report(tried: Tried) -> bool:
    """Print what became of an area; whether the floor holds and every survivor is known."""
    counts = Counter(tried.verdicts)
    numbers = ", ".join(f"{counts[said]} {said}" for said in VERDICTS)
    minutes = f"in {tried.seconds / 60:.1f} minutes"
    print(f"{tried.area.name}: {len(tried.mutants)} sampled, {numbers}: {tried.killed:.0%} noticed, {minutes}")
    known = read(tried.area.name)
    survivors = tried.survivors()
    for mutant, said in survivors:
        lines = (ROOT / mutant.file).read_text("utf-8")
        state = "listed" if mutant.name in known else "not listed"
        print(f"  {mutant.file}:{mutant.change.line} {said}, {state}: {mutant.name}")
        print(f"    - {_line(lines, mutant.change.line)}")
        print(f"    + {_line(mutant.change.applied(lines), mutant.change.line)}")
    names = {mutant.name for mutant, _ in survivors}
    for name in sorted(known.keys() - names):
        print(f"  in survivors.md, but does not survive: {name}")
    sys.stdout.flush()
    return tried.killed >= FLOOR and names <= known.keys()


def _line(source: str, number: int) -> str:
    return source.split("\n")[number - 1].strip()


if __name__ == "__main__":
    main()
