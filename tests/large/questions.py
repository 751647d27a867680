"""Questions, each with the articles that answer it by the plain record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf

from tests.large.world import EVERYWHERE, LEFT, PLAIN, RARE, REMOVED, RIGHT, Record, World

Answer = Callable[[World], set[int]]


def beside(first: str, second: str) -> Callable[[Record], bool]:
    """Whether the two stand side by side, in this order."""
    return lambda record: any((first, second) in set(pairwise(field)) for field in (record.title, record.body))


def near(first: str, second: str, between: int) -> Callable[[Record], bool]:
    """Whether at most `between` words stand between the two, in either order."""
    return lambda record: any(_gap(field, first, second) <= between for field in (record.title, record.body))


def _gap(words: Sequence[str], first: str, second: str) -> float:
    """The fewest words between the two."""
    least, last = inf, (-1, "")
    for place, word in _places(words, {first, second}):
        if last[1] and last[1] != word:
            least = min(least, place - last[0] - 1)
        last = place, word
    return least


def _places(words: Sequence[str], wanted: set[str]) -> Iterator[tuple[int, str]]:
    return ((place, word) for place, word in enumerate(words) if word in wanted)


def _both(world: World) -> set[int]:
    return world.holding(LEFT) & world.holding(RIGHT)


QUESTIONS: dict[str, Answer] = {
    "": lambda world: set(world.records),
    EVERYWHERE: lambda world: world.holding(EVERYWHERE),
    f"{LEFT} AND {RIGHT}": _both,
    f"{LEFT} OR {RIGHT}": lambda world: world.holding(LEFT, RIGHT),
    f"{LEFT} AND NOT {RIGHT}": lambda world: world.holding(LEFT) - world.holding(RIGHT),
    f"{EVERYWHERE} -{PLAIN[0]}": lambda world: world.holding(EVERYWHERE) - world.holding(PLAIN[0]),
    f"{PLAIN[1]} AND {PLAIN[50]}": lambda world: world.holding(PLAIN[1]) & world.holding(PLAIN[50]),
    RARE[0]: lambda world: world.holding(RARE[0]),
    f"{RARE[1]} AND {EVERYWHERE}": lambda world: world.holding(RARE[1]) & world.holding(EVERYWHERE),
    " OR ".join(RARE): lambda world: world.holding(*RARE),
    f'"{LEFT} {RIGHT}"': lambda world: world.where(beside(LEFT, RIGHT), _both(world)),
    f"{LEFT} NEAR/3 {RIGHT}": lambda world: world.where(near(LEFT, RIGHT, 3), _both(world)),
    f"{LEFT} NEAR/30 {RIGHT}": lambda world: world.where(near(LEFT, RIGHT, 30), _both(world)),
    f"atleast4 {EVERYWHERE}": lambda world: world.where(
        lambda record: list(record.words).count(EVERYWHERE) >= 4, world.holding(EVERYWHERE)
    ),
    f"title:{PLAIN[0]}": lambda world: world.where(lambda record: PLAIN[0] in record.title),
    f"lead:{EVERYWHERE}": lambda world: world.where(lambda record: EVERYWHERE in record.body[:100]),
    f"in:removed {REMOVED}": lambda world: world.where(lambda record: REMOVED in record.removed),
    "wc>2000": lambda world: world.where(lambda record: len(record.body) > 2_000),
    "lang:de": lambda world: world.where(lambda record: record.language == "de"),
    f"place:wexford {EVERYWHERE}": lambda world: world.where(
        lambda record: record.place == "Wexford", world.holding(EVERYWHERE)
    ),
    f"date:1990..1999 AND {LEFT}": lambda world: world.where(
        lambda record: record.day is not None and 1990 <= record.day.year <= 1999, world.holding(LEFT)
    ),
}
