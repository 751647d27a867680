"""An archive of 110,000 short articles in one segment: lists of more than 100,000 articles, and gaps as long."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from index.article import Article, article_id
from index.store.transaction import open_store
from tests.large.world import NOW, coded

ARTICLES = 110_000
ALWAYS = "sonatikam"  # in every article, at least once
OFTEN = "pelorimam"  # in most
NOW_AND_THEN = "gravosimuk"  # in one of 500
FAR = {5: "wenzalopum", 100_000: "wenzalopum"}  # a word in two articles, more than 65,535 apart


@dataclass(frozen=True)
class Lists:
    """The words of each article, by number."""

    texts: tuple[tuple[str, ...], ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each id."""
        return {article_id("long", str(number)): number for number in range(len(self.texts))}


def words(rng: Random, number: int) -> tuple[str, ...]:
    often = rng.choice((1, 1, 2, 3)) if rng.random() < 0.9 else 0
    always = 40 if rng.random() < 0.002 else rng.choice((1, 1, 1, 2, 4))
    found = [ALWAYS] * always + [OFTEN] * often + [coded(rng.randrange(5_000), 3) + "m"]
    if rng.random() < 0.002:
        found.append(NOW_AND_THEN)
    if number in FAR:
        found.append(FAR[number])
    rng.shuffle(found)
    return tuple(found)


def build_lists(folder: Path, seed: int) -> Lists:
    """Publish the archive into `folder` as one segment."""
    rng = Random(seed)
    lists = Lists(tuple(words(rng, number) for number in range(ARTICLES)))
    with open_store(folder, now=NOW) as store:
        for number, text in enumerate(lists.texts):
            key = str(number)
            store.add(
                Article(id=article_id("long", key), key=key, path="long", title="", text=" ".join(text), language="en")
            )
        store.publish()
    return lists
