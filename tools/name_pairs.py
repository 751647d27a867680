"""How many pairs of `tests/gold/pairs` does a search bring together or keep apart, as it should?

    python -m tools.name_pairs [--half a] [--misses] [--alone]

An archive is made in which every name of one half stands in an article of its own, with a given name before it and once
without; all spellings of a name have the same given name, in the script of the name, and others have another one of 24
drawn by hash. A second archive has no given names. A pair is together where the search for either finds the other's
article with all the words.

With `--alone` the archive has only the second name of each pair, and what is asked for is the first where no pair has
it as its second: does it find, or offer to correct, the second?
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index.analysis import fold
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Listing, Query
from tools.docs.markdown import table

_GOLD = Path(__file__).resolve().parents[1] / "tests/gold/pairs"
_GIVEN = {
    "LATIN": "Anton Boris Carla Dmitri Elena Fadil Gregor Halim Irina Jonas Karim Lidia Marko Nadia Oskar Pavel Renata "
    "Samir Tamara Viktor Walid Yasmin Zoran Bruno",
    "CYRILLIC": "Антон Борис Карла Дмитрий Елена Фадиль Грегор Халим Ирина Йонас Карим Лидия Марко Надя Оскар Павел "
    "Рената Самир Тамара Виктор Валид Ясмин Зоран Бруно",
    "GREEK": "Άντον Μπόρις Κάρλα Ντμίτρι Έλενα Φαντίλ Γκρέγκορ Χαλίμ Ιρίνα Γιόνας Καρίμ Λίντια Μάρκο Νάντια Όσκαρ "
    "Πάβελ Ρενάτα Σαμίρ Ταμάρα Βίκτορ Βαλίντ Γιασμίν Ζόραν Μπρούνο",
    "ARABIC": "أنطون بوريس كارلا ديمتري إيلينا فاضل غريغور حليم إيرينا يوناس كريم ليديا ماركو نادية أوسكار بافل ريناتا "
    "سمير تمارا فيكتور وليد ياسمين زوران برونو",
    "HEBREW": "אנטון בוריס קרלה דמיטרי ילנה פאדיל גרגור חלים אירינה יונאס כרים לידיה מרקו נדיה אוסקר פאבל רנטה סמיר "
    "תמרה ויקטור ואליד יסמין זוראן ברונו",
}
_LANGUAGES = {"CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HANGUL": "ko"}

Pair = tuple[str, str, str]  # one, other, kind


def pairs(name: str, half: str) -> list[Pair]:
    """The pairs of one file and half of the gold."""
    with (_GOLD / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [(row["one"], row["other"], row["kind"]) for row in rows if row["half"] == half]


def together(engine: Engine, one: str, other: str) -> bool:
    """Whether a search for either name finds the article with the other."""
    return _finds(engine, one, other) and _finds(engine, other, one)


def _finds(engine: Engine, asked: str, wanted: str) -> bool:
    results = engine.search(Query(asked, per_page=100, copies=Listing.ALL))
    return any(hit.key == wanted and hit.all_words for hit in results.hits)


def articles(spellings: Sequence[Pair], others: Sequence[Pair], *, given: bool) -> Iterator[dict[str, str]]:
    """An article for each name of the pairs."""
    bearers = _bearers(spellings)
    for name in dict.fromkeys(name for one, other, _ in (*spellings, *others) for name in (one, other)):
        script = unicodedata.name(name[0]).partition(" ")[0]
        first = _GIVEN.get(script, "").split()
        called = first[zlib.crc32(bearers.get(name, name).encode()) % len(first)] if first and given else ""
        text = (
            f"2014: {called} {name}, 17.\n\n{name}. 2015: {called} {name}."
            if called
            else f"2014: {name}, 17.\n\n{name}."
        )
        yield {"id": name, "title": "2014", "text": text, "language": _LANGUAGES.get(script, "en")}


def _bearers(spellings: Sequence[Pair]) -> dict[str, str]:
    """The first spelling of each name."""
    bearers: dict[str, str] = {}
    for one, other, _ in spellings:
        bearers[other] = bearers.setdefault(one, bearers.get(other, one))
    return bearers


def report(half: str, *, given: bool, misses: bool) -> None:
    """Ask each pair of a half and print the shares by kind."""
    spellings, others = pairs("spellings", half), pairs("lookalikes", half)
    with tempfile.TemporaryDirectory() as place:
        engine = _archive(articles(spellings, others, given=given), Path(place))
        print(f"\nHalf {half}, {'with' if given else 'without'} given names\n")
        rows, right = [], {"spellings": 0, "lookalikes": 0}
        for name, group in (("spellings", spellings), ("lookalikes", others)):
            by_kind: dict[str, list[bool]] = defaultdict(list)
            for one, other, kind in group:
                joined = fold(one) == fold(other) or together(engine, one, other)
                by_kind[kind].append(joined)
                right[name] += joined
                if misses and joined != (name == "spellings"):
                    print(f"    {name} {kind}: {one} / {other}")
            rows += [
                [name, kind, len(seen), sum(seen), f"{sum(seen) / len(seen):.2f}"] for kind, seen in by_kind.items()
            ]
        print(table(("file", "kind", "pairs", "together", "share"), (tuple(map(str, row)) for row in rows)))
        precision = right["spellings"] / max(sum(right.values()), 1)
        print(
            f"\nrecall {right['spellings'] / len(spellings):.3f}, precision {precision:.3f}, "
            f"look-alikes kept apart {1 - right['lookalikes'] / len(others):.3f}"
        )


def report_alone(half: str, *, misses: bool) -> None:
    """Ask for the first name of each pair of a half in an archive without it."""
    spellings, others = pairs("spellings", half), pairs("lookalikes", half)
    held = {other for _, other, _ in (*spellings, *others)}
    folded = set(map(fold, held))
    rows = [row for row in articles(spellings, others, given=True) if row["id"] in held]
    told = []
    with tempfile.TemporaryDirectory() as place:
        engine = _archive(rows, Path(place))
        for name, group in (("spellings", spellings), ("lookalikes", others)):
            asked = [(one, other) for one, other, _ in group if fold(one) not in folded]
            found = [_finds(engine, one, other) for one, other in asked]
            offers = [fold(other) == fold(engine.search(Query(one)).suggestion) for one, other in asked]
            told.append((f"{name} {half}", len(asked), sum(found), sum(map(int.__gt__, offers, found))))
            if misses:
                for pair, is_found in zip(asked, found, strict=True):
                    if is_found != (name == "spellings"):
                        print(f"    {name}: {' / '.join(pair)}")
    print(table(("pairs", "asked", "found", "else offered"), (tuple(map(str, row)) for row in told)))


def _archive(rows: Iterable[dict[str, str]], place: Path) -> Engine:
    file = place / "names.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [str(Path(sys.executable).with_name("cuttings")), "reindex", str(file), "--index", f"{place}/index"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return open_engine(place / "index", seconds=60.0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--half", choices=("a", "b"), action="append")
    arguments.add_argument("--misses", action="store_true", help="name the pairs of half a that are wrong")
    arguments.add_argument("--alone", action="store_true", help="ask for names that the archive does not hold")
    options = arguments.parse_args()
    for half in options.half or ("a", "b"):
        if options.alone:
            report_alone(half, misses=options.misses and half == "a")
            continue
        for given in (True, False):
            report(half, given=given, misses=options.misses and half == "a")


if __name__ == "__main__":
    main()
