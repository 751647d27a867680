"""How many pairs that were judged by hand are told right: is one more on the story of the other?

    python -m tools.stories SHARED

SHARED is the folder of the reference data. Each source is an archive of its own, with its copies, and each pair is
asked twice: is the second offered on the page of the first, and the first on that of the second? Where the texts stand
and of which days they are taken to be says `tests/gold/stories/README.md`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from math import sqrt
from pathlib import Path
from typing import Any

from index.article import Article, ArticleDate, Precision, article_id
from index.copies.archive_copies import concluded
from index.copies.prints import fingerprints
from index.segment.finders import Finders
from index.segment.writer import SegmentBuilder
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.embedded.archive import Archive
from search.embedded.story import story
from search.embedded.word_scores import held_term
from search.options import Options

STORY_PAIRS = Path(__file__).resolve().parents[1] / "tests" / "gold" / "stories" / "pairs.jsonl"
_NEWSWIRE, _SNIPPETS = range(1, 16_728), range(18_953, 26_553)  # lines of the bench corpus
_BENCH, _SITES, _WEEKLY = (
    "bench-corpus/sources.jsonl.xz",
    "relevance-dev/fnc-a/corpus.jsonl",
    "relevance-dev/time/corpus.jsonl",
)
_PAGES = ("extract-dev/gold.jsonl", "extract-dev-more/gold.jsonl")

STORY_SOURCES = (_BENCH, _SITES, _WEEKLY, *_PAGES)
_FIRST = date(1987, 2, 26).toordinal()

TextKey = tuple[str, str | int]


@dataclass(frozen=True, slots=True)
class StoryScore:
    """Of some pairs, each asked in both directions: how many tell one story, are offered, and are both."""

    stories: int
    offered: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / max(self.offered, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.stories, 1)


def wilson(right: int, count: int) -> tuple[float, float]:
    """The interval of 95 % in which a share lies of which `right` of `count` were seen."""
    z = 1.96
    middle, margin = right + z * z / 2, z * sqrt(right * (count - right) / max(count, 1) + z * z / 4)
    return (middle - margin) / (count + z * z), (middle + margin) / (count + z * z)


def texts(shared: Path) -> dict[str, list[tuple[TextKey, str, str, int]]]:
    """Of each archive (key, title, text, day as an ordinal) of its texts."""
    archives: dict[str, list[tuple[TextKey, str, str, int]]] = {
        "reuters": [],
        "ag": [],
        "fnc": [],
        "time": [],
        "web": [],
    }
    with lzma.open(shared / _BENCH, "rt", encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines), 1):
            said = (_BENCH, number), row["t"], row["b"]
            if number in _NEWSWIRE:
                archives["reuters"].append((*said, _FIRST + number // 300))
            elif number in _SNIPPETS:
                archives["ag"].append((*said, _FIRST + (number - _SNIPPETS[0]) // 60))
    archives["fnc"] = [((_SITES, row["_id"]), "", row["text"], _FIRST) for row in _rows(shared / _SITES)]
    archives["time"] = [
        ((_WEEKLY, row["_id"]), "", row["text"], date.fromisoformat(row["metadata"]["date"]).toordinal())
        for row in _rows(shared / _WEEKLY)
        if row.get("metadata", {}).get("date")
    ]
    archives["web"] = [
        ((name, row["id"]), row["title"] or "", row["text"], date.fromisoformat(row["date"][:10]).toordinal())
        for name in _PAGES
        for row in _rows(shared / name)
        if row["text"] and row["date"] and row["lang"] == "en"
    ]
    return archives


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def published(
    rows: list[tuple[TextKey, str, str, int]], folder: Path
) -> tuple[Archive, Mapping[TextKey, tuple[int, int]]]:
    """An archive of the texts with their copies, and where each stands in it."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    finders = Finders(prints=lambda articles: fingerprints([article.text for article in articles]))
    ids = {key: article_id("stories", str(key)) for key, *_ in rows}
    with open_store(folder, now=now) as store:
        builder = SegmentBuilder(store.workspace / "stories", finders=finders)
        builder.add_many([_article(ids[key], *said) for key, *said in rows])  # type: ignore[arg-type]
        built = builder.finish()
        assert built is not None
        store.adopt(built)
        store.conclude(partial(concluded, store.snapshot))
        store.publish()
    archive = Archive(open_snapshot(folder), Options())
    numbers = {segment.name: number for number, segment in enumerate(archive.segments)}
    places = {}
    for key, name in ids.items():
        found = archive.snapshot.find(name)
        assert found is not None
        places[key] = numbers[found[0].name], found[1]
    return archive, places


def _article(name: str, title: str, text: str, day: int) -> Article:
    stated = ArticleDate(datetime.fromordinal(day), Precision.DAY)
    return Article(id=name, key=name, path="stories", title=title, text=text, language="en", published=stated)


def offered(archive: Archive, place: tuple[int, int]) -> set[tuple[int, int]]:
    """What is offered of an article's story."""
    article = archive.segments[place[0]].stored(place[1])
    words = archive.surface_terms.of(article.language, article.title, article.text)
    rows = story(archive, place, words, "en", cache(partial(held_term, archive)))
    return {(row.segment, row.doc) for row in rows}


def judged(shared: Path, work: Path) -> Iterator[tuple[str, str, str, bool]]:
    """(source, half, kind, whether it is offered) of each pair in each direction."""
    pairs = [row for row in _rows(STORY_PAIRS) if row["kind"] not in ("copy", "unsure")]
    for source, rows in texts(shared).items():
        archive, places = published(rows, work / source)
        for row in pairs:
            if row["draw"].partition("-")[0] == source:
                one, other = (places[row[side]["source"], row[side]["id"]] for side in "ab")
                yield source, row["half"], row["kind"], other in offered(archive, one)
                yield source, row["half"], row["kind"], one in offered(archive, other)


def scores(told: list[tuple[str, str, str, bool]]) -> dict[tuple[str, str], StoryScore]:
    """The score of each source in each half, and of all (`all`)."""
    counts: Counter[tuple[str, str, bool, bool]] = Counter()
    for source, half, kind, is_offered in told:
        for name in (source, "all"):
            counts[name, half, kind == "story", is_offered] += 1
    return {
        (name, half): StoryScore(
            counts[name, half, True, True] + counts[name, half, True, False],
            counts[name, half, True, True] + counts[name, half, False, True],
            counts[name, half, True, True],
        )
        for name, half in dict.fromkeys((name, half) for name, half, *_ in counts)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", default="ab")
    arguments = parser.parse_args()
    missing = [name for name in STORY_SOURCES if not (arguments.shared / name).exists()]
    if missing:
        parser.error(f"not there: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="cuttings-stories-") as work:
        told = list(judged(arguments.shared, Path(work)))
    print("| source | half | offered | right | precision | of 95 % | stories | recall |")
    print("|---|---|---|---|---|---|---|---|")
    for (name, half), score in sorted(scores(told).items(), key=lambda item: (item[0][1], item[0][0] == "all")):
        if half in arguments.half:
            low, high = wilson(score.right, score.offered)
            cells = (name, half, score.offered, score.right, f"{score.precision:.3f}", f"{low:.2f} to {high:.2f}")
            print("|", " | ".join(map(str, (*cells, score.stories, f"{score.recall:.2f}"))), "|")


if __name__ == "__main__":
    main()
