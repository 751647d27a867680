"""What is there of the articles of a list? Those that moved under their ids of now, and of what left what was kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.article import Article
from index.store.history import Deleted, Moved
from search.article_versions import SEPARATOR
from search.engine import Engine
from web import render, urls
from web.state.article_lists import ListedArticle
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ListRow:
    """An article of a list: what was kept of it, its id of now, and the article, None where it is not there. `since` is
    the day on which it was noticed that it has left, where that is known."""

    listed: ListedArticle
    id: str
    article: Article | None
    since: date | None = None

    @property
    def title(self) -> str:
        """What it is called, or was when it was added."""
        return render.single_line((self.article or self.listed).title) or _("Untitled")


def list_rows(engine: Engine, listed: Iterable[ListedArticle]) -> tuple[ListRow, ...]:
    """The articles of a list in their order."""
    return tuple(_row(engine, one) for one in listed)


def named_rows(engine: Engine, ids: Iterable[str]) -> tuple[ListRow, ...]:
    """The same of articles that are in no list yet, by their ids."""
    return list_rows(engine, (ListedArticle(one, "", "", "") for one in ids))


def id_of_now(engine: Engine, identity: str) -> str:
    """The id that an article of a list has now; that which it had where it has left, or has it still."""
    became = engine.former(identity)
    return became.id if isinstance(became, Moved) else identity


def _row(engine: Engine, one: ListedArticle) -> ListRow:
    marked = engine.article(one.article)
    if marked:
        return ListRow(one, marked.article.id, marked.article)
    identity, _sep, version = one.article.partition(SEPARATOR)
    became = engine.former(identity)
    if isinstance(became, Deleted):
        return ListRow(one, one.article, None, became.day)
    moved = engine.article(urls.versioned(became.id, version)) if isinstance(became, Moved) else None
    return ListRow(one, moved.article.id, moved.article) if moved else ListRow(one, one.article, None)
