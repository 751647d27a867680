"""Which version is newer, and which articles of an address are compared at all."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

from index.article import Article, ArticleDate, Precision
from index.versions.version_groups import MOST_AT_ADDRESS, version_groups
from index.versions.version_order import version_order

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away, it said."


def article(path: str, text: str = STORY, **known: ArticleDate) -> Article:
    return Article(id=path, key="k", path=path, text=text, **known)  # type: ignore[arg-type]


def day(number: int, hour: int = 0, offset: int | None = None) -> ArticleDate:
    zone = None if offset is None else timezone(timedelta(hours=offset))
    precision = Precision.MINUTE if hour else Precision.DAY
    return ArticleDate(datetime(2016, 5, number, hour, tzinfo=zone), precision)


def test_the_newer_one_was_saved_later_whatever_it_says_of_changes() -> None:
    in_order = [
        article("nothing-known"),
        article("z", published=day(2)),
        article("y", saved=day(3), modified=day(9)),
        article("x", modified=day(4), published=day(1)),
        article("w", saved=day(5, 9, 0)),
        article("v", saved=day(5, 9, -2)),
        article("page.html", saved=day(6)),
        article("page (1).html", saved=day(6)),
        article("page (2).html", saved=day(6)),
        article("page (10).html", saved=day(6)),
    ]
    shuffled = in_order.copy()
    random.Random(5).shuffle(shuffled)
    assert [one.path for one in sorted(shuffled, key=version_order)] == [one.path for one in in_order]
    assert version_order(
        article("u", saved=ArticleDate(datetime(2016, 5, 1, tzinfo=UTC), Precision.DAY))
    ) > version_order(article("t", saved=ArticleDate(datetime(2016, 1, 1), Precision.YEAR)))


def test_groups_do_not_hang_on_the_order_in_which_articles_come() -> None:
    texts = [
        STORY,
        "Ada Quill is mayor. " * 9,
        f"{STORY} And the ferry goes.",
        "Ada Quill is mayor. " * 8,
        "None of it.",
    ]
    articles = [article(f"{number}.html", text, saved=day(number + 1)) for number, text in enumerate(texts)]
    assert version_groups(articles) == [[0, 2], [1, 3], [4]]
    assert version_groups(articles[::-1]) == [[4, 2], [3, 1], [0]]


def test_an_address_of_very_many_articles_is_that_of_a_section() -> None:
    articles = [article(f"{number:03}.html") for number in range(MOST_AT_ADDRESS + 1)]
    assert version_groups(articles[1:]) == [[*range(MOST_AT_ADDRESS)]]
    assert version_groups(articles) == [[number] for number in range(MOST_AT_ADDRESS + 1)]
