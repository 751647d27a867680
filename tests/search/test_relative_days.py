"""A question that counts from today is answered for the day of asking, whatever was kept of the day before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from index.article import Article, ArticleDate, Precision, article_id
from search.embedded.engine import open_engine
from search.notes import NoteCode
from search.options import Options
from search.query import Query
from search.words.aliases import Aliases
from tests.search import corpora

FIRST = date(2023, 12, 20)
PUBLISHED = [FIRST + timedelta(days=number * number % 29) for number in range(40)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = [
        Article(
            id=article_id("archive", str(number)),
            key=str(number),
            path="archive",
            title=f"Ferry {number}",
            text="A ferry leaves the harbour.",
            language="en",
            published=ArticleDate(datetime(day.year, day.month, day.day), Precision.DAY),
        )
        for number, day in enumerate(PUBLISHED)
    ]
    corpora.store(tmp_path, articles, batches=2)
    return tmp_path


def test_the_days_move_on_with_the_day_of_asking(folder: Path) -> None:
    today = FIRST
    engine = open_engine(folder, aliases=Aliases(), seconds=60.0, options=Options(today=lambda: today))
    for number in range(1, 40):
        today = FIRST + timedelta(days=number)
        for text, first, last in (
            ("ferry since:yesterday", today - timedelta(days=1), date.max),
            ("ferry past 10 days", today - timedelta(days=10), today),
            ("date:today", today, today),
        ):
            expected = sum(first <= day <= last for day in PUBLISHED)
            results = engine.search(Query(text))
            assert results.total == expected == engine.count(Query(text)), (text, today)
            assert [note.code for note in results.notes] == [NoteCode.RELATIVE_DATE]
