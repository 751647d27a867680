"""Are names of one person one value? Precision and recall on pairs of names from real texts, by half.

    python -m tools.entities.person_scores GOLD SHARED [--every N] [--misses]

GOLD is the folder of the pairs, SHARED that of the texts which they name. The archive is those texts, every Nth of
the other articles of the newswire, and all others of the collections; the tagger names its persons, with the vote.
Each name of a pair is asked as a person of the article that the pair names for it, without titles, whether the tagger
takes it for a person or not: what is judged is which names are one. A pair is one person where both names end in one
value: that of the article first, then that of the archive. `--misses` prints the wrong pairs of half `a`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import html
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from index.entities.articles import mentions, tag_articles
from index.entities.features import word_numbers
from index.entities.gazetteer import TITLES, WORD_SALT, load_gazetteer
from index.entities.labels import EntityType
from index.entities.person_values import article_values, person_values
from index.entities.tagger import TaggedText
from index.entities.votes import NO_TALLY, changed, verdicts
from index.hashing import key

_AT_ONCE = 400  # texts that are tagged together
_TAG = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.S | re.I)
_LANGUAGE = re.compile(r"<html[^>]*\slang=[\"']?([\w-]+)", re.I)
_LONGEST = 60  # characters of a name; what is longer is no name


@dataclass(frozen=True, slots=True)
class PersonPair:
    """Two `names`, the article that each stands in (`places`), and whether they are `one` person."""

    half: str
    names: tuple[str, str]
    places: tuple[str, str]
    kind: str
    one: bool


@dataclass(frozen=True, slots=True)
class GoldText:
    """An article: its `place` as the pairs name it, its title, its body and its language."""

    place: str
    title: str
    body: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class PersonScores:
    """How well pairs are told: `precision` of those that are said to be one person, `recall` of those that are."""

    precision: float
    recall: float


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--misses", action="store_true")
    chosen = arguments.parse_args()
    pairs = read_pairs(chosen.gold)
    said = told(pairs, persons(archive(chosen.shared, pairs, chosen.every)))
    for half in ("a", "b"):
        rows = [(pair, values) for pair, values in zip(pairs, said, strict=True) if pair.half == half]
        score = scores(rows)
        print(f"half {half}: precision {score.precision:.3f}, recall {score.recall:.3f}")
        wrong = [(pair, values) for pair, values in rows if pair.one != (values[0] == values[1])]
        total = Counter((pair.one, pair.kind) for pair, _ in rows)
        for kind, count in sorted(Counter((pair.one, pair.kind) for pair, _ in wrong).items()):
            print(f"  {'missed' if kind[0] else 'wrongly one'}: {kind[1]} {count} of {total[kind]}")
        if chosen.misses and half == "a":
            for pair, values in wrong:
                print("   ", *(f"{n} ({p}) -> {v};" for n, p, v in zip(pair.names, pair.places, values, strict=True)))


def read_pairs(folder: Path) -> list[PersonPair]:
    """The pairs of both files."""
    pairs = []
    for file, one in (("merges.tsv", True), ("separate.tsv", False)):
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                names, places = (row["name_1"], row["name_2"]), (row["where_1"], row["where_2"])
                pairs.append(PersonPair(row["half"], names, places, row["kind"], one))
    return pairs


def archive(shared: Path, pairs: Iterable[PersonPair], every: int) -> Iterator[GoldText]:
    """The articles that pairs name, every so many others of the newswire, and all others of the small collections."""
    named = {place for pair in pairs for place in pair.places}
    with lzma.open(shared / "bench-corpus" / "sources.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if number % every == 0 or f"src:{number}" in named:
                row = json.loads(line)
                yield GoldText(f"src:{number}", row["t"], row["b"])
    for collection in ("fnc-a", "time"):
        with (shared / "relevance-dev" / collection / "corpus.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield GoldText(f"{collection}:{row['_id']}", row.get("title") or "", row["text"])
    for collection in ("extract-dev", "extract-dev-more"):
        for path in sorted((shared / collection / "pages").iterdir()):
            place = f"{collection}/{path.name.partition('.')[0]}"
            if place in named or every == 1:
                yield _page(place, path)


def _page(place: str, path: Path) -> GoldText:
    """A saved page without its tags, in the language that it states."""
    page = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    language = _LANGUAGE.search(page)
    lines = html.unescape(_TAG.sub("\n", page)).splitlines()
    body = "\n".join(line.strip() for line in lines if line.strip())
    return GoldText(place, "", body, language.group(1) if language else "en")


def persons(texts: Iterable[GoldText]) -> dict[str, list[str]]:
    """The names of persons in each text by its place, in order, as the tagger and the vote of all have them."""
    tagged: list[tuple[GoldText, TaggedText]] = []
    names: dict[str, list[str]] = {}
    rest = iter(texts)
    while batch := list(islice(rest, _AT_ONCE)):
        names.update((text.place, []) for text in batch)
        for language in sorted({text.language for text in batch}):
            group = [text for text in batch if text.language == language]
            said = tag_articles([(text.title, text.body) for text in group], language)
            tagged += zip(group, said or [], strict=said is not None)
    votes = verdicts(changed(NO_TALLY, (one.ballot() for _, one in tagged)))
    for text, one in tagged:
        for mention in mentions(text.title, text.body, one, votes):
            surface = " ".join(mention.surface.split())
            if mention.type is EntityType.PERSON and len(surface) < _LONGEST:
                names[text.place].append(surface)
    return names


def told(pairs: Sequence[PersonPair], names: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The values of both names of each pair, in an archive where each article has some names of persons."""
    asked: dict[str, list[str]] = {}
    for pair in pairs:
        for name, place in zip(pair.names, pair.places, strict=True):
            asked.setdefault(place, []).append(untitled(name))
    within = {place: article_values([*known, *asked.get(place, ())]) for place, known in names.items()}
    values = person_values(Counter(name for row in within.values() for name in set(row.values())))
    rows = []
    for pair in pairs:
        first, second = (
            values[within[place][untitled(name)]] for name, place in zip(pair.names, pair.places, strict=True)
        )
        rows.append((first, second))
    return rows


def untitled(name: str) -> str:
    """A name without the titles before it, as the tagger trims it."""
    words = name.split()
    gazetteer = load_gazetteer()
    numbers = word_numbers(" ".join(word.rstrip(".").lower() for word in words))
    titles = gazetteer.lists[gazetteer.rows(key(numbers, WORD_SALT))] & TITLES > 0
    first = int(np.argmin(titles[:-1])) if len(words) > 1 and not titles[:-1].all() else len(words) - 1
    return " ".join(words[first:])


def scores(rows: Sequence[tuple[PersonPair, tuple[str, str]]]) -> PersonScores:
    """The scores of some pairs by the values of their names."""
    hits = [pair.one for pair, (first, second) in rows if first == second]
    return PersonScores(sum(hits) / max(len(hits), 1), sum(hits) / max(sum(pair.one for pair, _ in rows), 1))


if __name__ == "__main__":
    main()
