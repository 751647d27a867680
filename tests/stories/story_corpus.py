"""Invented news: stories of several articles, articles that only look like more of them, and others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from index.article import Article, ArticleDate, Precision, article_id

_FILE = Path(__file__).with_name("stories.txt")
_FIRST, _DAYS, _OTHERS = date(2019, 1, 1), 1_200, 400
_EVERYDAY = _FILE.with_name("everyday.txt").read_text("utf-8").split()


def day(when: date) -> ArticleDate:
    return ArticleDate(datetime(when.year, when.month, when.day), Precision.DAY)


def made(key: str, title: str, text: str, published: ArticleDate | None, publisher: str = "") -> Article:
    return Article(
        id=article_id("stories", key), key=key, path="stories", title=title, text=text, language="en",
        published=published, publisher=publisher, url=f"https://example.org/{key}",
    )  # fmt: skip


def told() -> list[Article]:
    """The articles of `stories.txt`. The key is the story's name, a dot and a number; of the articles that stand alone
    each has a name of its own."""
    articles: list[Article] = []
    lines = iter(_FILE.read_text("utf-8").splitlines())
    for head in lines:
        name, when, rest = head.removeprefix("# ").split(" ", 2)
        publisher, title = rest.split(" | ")
        published = None if when == "-" else day(date.fromisoformat(when))
        articles.append(made(f"{name}.{len(articles)}", title, next(lines), published, publisher))
    return articles


def others() -> Iterator[Article]:
    """Articles of invented words about nothing, so that the words of the told ones are as rare as in an archive."""
    rng = Random(11)
    words = ["".join(rng.choices(["ba", "re", "mo", "ti", "lu", "so", "ven", "dar"], k=3)) for _ in range(600)]
    for number in range(_OTHERS):
        text = " ".join(rng.choice(_EVERYDAY if rng.random() < 0.5 else words) for _ in range(120))
        when = _FIRST + timedelta(days=rng.randrange(_DAYS))
        yield made(f"other.{number}", " ".join(rng.sample(words, 5)), text, day(when))
