"""Where does an article stand in its story? Between what was before, in order of time, and what came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.article import Article, ArticleDate
from search.results import Hit
from web.site.result_list.cards import Card, similar


@dataclass(frozen=True, slots=True)
class StoryList:
    """The articles of a story that stood before the one that is shown, and those that came after it or on its day."""

    before: list[Card]
    after: list[Card]


def story_list(story: tuple[Hit, ...], article: Article) -> StoryList | None:
    """The list around the place of the article in time; None where nothing is of its story."""
    if not story or article.filed_under is None:
        return None
    own = _time(article.filed_under)
    earlier = [hit for hit in story if hit.filed_under and _time(hit.filed_under) < own]
    return StoryList(similar(earlier), similar(story[len(earlier) :]))


def _time(filed: ArticleDate) -> tuple[date, bool, int]:
    """The day and the minute of it, by which the articles of a story are ordered: what has no time stands last."""
    minute = filed.minute()
    return filed.moment.date(), minute is None, minute or 0
