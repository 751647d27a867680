"""How well are near-copies found, and how fast?

    python -m tools.copies [--shared FOLDER] [--misses]
    python -m tools.copies --growth ARCHIVE EXTRA

prints the tables of docs/measurements/copies.md: the benchmark by kind, the judged pairs by half, draw and coverage,
and what groups put together. `--misses` names the pairs of half `a` that are told wrong. `--growth` takes two files
that the script of the bench corpus writes, and prints how long the first takes and a hundred articles of the second.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.copies.benchmark import HARD, BenchmarkScores, load_benchmark, scores
from tools.copies.gold import GoldArchive, GoldPair, GoldScore, load_gold, score, searched_gold
from tools.copies.growth import growth
from tools.copies.searched import SearchedTexts
from tools.docs.markdown import table

_ROOT = Path(__file__).resolve().parents[2]
_GOLD = _ROOT / "tests/gold/copies"
_BINS = ((0.0, 0.35), (0.35, 0.8), (0.8, 1.01))


def benchmark_tables(result: BenchmarkScores) -> str:
    """The benchmark by kind, and what it costs."""
    searched = result.searched
    count = len(searched.table.counts)
    rows = [(kind, str(found), str(total), f"{found / total:.3f}") for kind, (found, total) in result.right.items()]
    others = [kind for kind in result.right if kind != HARD]
    total = ("all", "", "", f"{result.recall():.4f}"), (f"all but {HARD}", "", "", f"{result.recall(*others):.4f}")
    wrong = [(kind, str(found), str(total)) for kind, (found, total) in result.wrong.items()]
    return "\n\n".join(
        (
            table(("copies", "found", "of", "recall"), (*rows, *total)),
            table(("no copies", "pairs found", "of pairs, or texts of a form"), wrong),
            f"{count} articles, {count / searched.seconds:.0f} a CPU second, {searched.stored():.0f} bytes an article",
        )
    )


def gold_table(archive: GoldArchive, searched: SearchedTexts) -> str:
    """The judged pairs by half, draw and coverage."""
    rows = []
    for half in ("a", "b"):
        for draw in (("main", "near"), ("others",)):
            for low, high in _BINS:
                chosen = score(
                    archive,
                    searched,
                    lambda pair: pair.half == half and pair.draw in draw and low <= pair.coverage < high,  # noqa: B023
                )
                rows.append((half, " + ".join(draw), f"{low}-{min(high, 1)}", *_cells(chosen)))
        rows.append((half, "all", "", *_cells(score(archive, searched, lambda pair: pair.half == half))))  # noqa: B023
    return table(("half", "draw", "coverage", "copies", "grouped", "right", "precision", "recall"), rows)


def _cells(row: GoldScore) -> tuple[str, ...]:
    return str(row.copies), str(row.grouped), str(row.right), f"{row.precision:.3f}", f"{row.recall:.3f}"


def misses(archive: GoldArchive, searched: SearchedTexts) -> list[tuple[bool, GoldPair]]:
    """The pairs of half `a` that are told wrong, and whether they were grouped."""
    rows = [(searched.grouped(pair.first, pair.second), pair) for pair in archive.pairs if pair.half == "a"]
    return [(grouped, pair) for grouped, pair in rows if grouped != (pair.kind == "copy")]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--shared", type=Path, default=_ROOT.parent / "shared")
    arguments.add_argument("--misses", action="store_true", help="name the pairs of half a that are told wrong")
    arguments.add_argument("--growth", type=Path, nargs=2, metavar=("ARCHIVE", "EXTRA"), help="time a large archive")
    options = arguments.parse_args()
    if options.growth:
        print(table(("what", "CPU seconds"), growth(*options.growth)))
        return
    print(benchmark_tables(scores(load_benchmark(options.shared))), flush=True)
    for dated in (True, False):
        archive = load_gold(_GOLD, options.shared, dated=dated)
        searched = searched_gold(archive)
        print(f"\nJudged pairs, {'with the days of the newswire' if dated else 'without days'}\n")
        print(gold_table(archive, searched), flush=True)
        for grouped, pair in misses(archive, searched) if options.misses else ():
            print("grouped" if grouped else "apart", pair)


if __name__ == "__main__":
    main()
