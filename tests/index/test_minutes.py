"""The minutes of a segment's articles: what does not agree with the days is found, and merging keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

from index.article import Article, ArticleDate, Precision, article_id
from index.schema import NO_TIME
from index.segment.compaction import compact
from index.segment.reader import Segment, open_segment
from index.segment.writer import SegmentBuilder
from index.store.soundness import of_segment

FAR_EAST, FAR_WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-10))
DATES = (
    ArticleDate(datetime(2017, 3, 15, 0, 20, tzinfo=FAR_EAST), Precision.MINUTE),
    ArticleDate(datetime(2017, 3, 15, 23, 50, tzinfo=FAR_WEST), Precision.MINUTE),
    ArticleDate(datetime(2017, 3, 15, 9, 5), Precision.MINUTE, zone="IST"),
    ArticleDate(datetime(2017, 3, 15), Precision.DAY),
    None,
)
MINUTES = [20 - 14 * 60, 23 * 60 + 50 + 10 * 60, 9 * 60 + 5, NO_TIME, NO_TIME]


def segment(folder: Path) -> Segment:
    builder = SegmentBuilder(folder)
    for number, date in enumerate(DATES):
        key = str(number)
        builder.add(Article(id=article_id("x", key), key=key, path=key, title=key, text="Rain.", published=date))
    built = builder.finish()
    assert built is not None
    return open_segment(built.path)


def test_minutes_are_counted_from_the_beginning_of_the_local_day_in_utc(tmp_path: Path) -> None:
    made = segment(tmp_path / "one")
    assert made.minutes.tolist() == MINUTES
    assert len(set(made.published[:4].tolist())) == 1
    assert list(of_segment(made)) == []


def test_a_merge_keeps_the_minutes_of_what_lives(tmp_path: Path) -> None:
    made = segment(tmp_path / "one").with_deleted(np.array([1], np.int32), "deleted-2")
    merged = compact([made, made], tmp_path / "two")
    assert merged is not None
    assert open_segment(merged.path).minutes.tolist() == [MINUTES[0], *MINUTES[2:]] * 2


def test_a_time_that_no_day_has_is_found(tmp_path: Path) -> None:
    for document, minute in ((4, 9 * 60), (2, 3 * 24 * 60)):
        made = segment(tmp_path / f"of-{document}")
        made.minutes = made.minutes.copy()
        made.minutes[document] = minute
        assert list(of_segment(made)) == ["minutes: a document has a time that no day has"]
