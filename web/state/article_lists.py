"""Which lists of articles do readers keep? A row for each list, and a row for each article in it, with a note.

An article is named by the id that it had when it was put there; where that has moved, or the article has left, is asked
of the archive. Its title is kept, so that what has left can be told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from index.errors import CuttingsError
from web.state.database import StateDatabase

MOST_LISTS = 200
MOST_IN_LIST = 400
"""How many articles a list has at most: an address can name so many, so that all of a list can be exported."""
LONGEST_LIST_NAME = 200
LONGEST_NOTE = 5_000

LIST_STEPS = (
    """CREATE TABLE article_lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        made TEXT NOT NULL,
        used INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE listed_articles (
        list INTEGER NOT NULL REFERENCES article_lists ON DELETE CASCADE,
        article TEXT NOT NULL,
        title TEXT NOT NULL,
        note TEXT NOT NULL,
        added TEXT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (list, article)
    ) STRICT""",
    "CREATE INDEX lists_of_articles ON listed_articles (article)",
)
"""What makes the tables of a file that has none. `used` counts up: the list with the highest was added to last."""


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A list that was made at a moment (ISO 8601), and how many articles it has."""

    id: int
    name: str
    made: str
    size: int


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article of a list: the id and the title that it had when it was added at a moment (ISO 8601), and a note."""

    article: str
    title: str
    note: str
    added: str


class ListNameTaken(CuttingsError):
    """There is a list with this name: `id`."""

    def __init__(self, name: str, identity: int) -> None:
        super().__init__(f"there is a list “{name}” already", "choose another name")
        self.id = identity


class TooManyLists(CuttingsError):
    """There is no room for another list."""

    def __init__(self) -> None:
        super().__init__(f"there are {MOST_LISTS} lists, which is the most", "delete one that is not needed")


class TooManyListed(CuttingsError):
    """There is no room in a list for so many more; none of them was added."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the list “{name}” would have more than {MOST_IN_LIST} articles, so that nothing was added",
            "make another list, or take articles out of this one",
        )


class ArticleLists:
    """The lists of a database. Every method raises `web.state.database.StateUnusable`."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def all(self) -> tuple[ArticleList, ...]:
        """All lists, the one that was added to last first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """SELECT id, name, made, (SELECT count(*) FROM listed_articles WHERE list = id)
                FROM article_lists ORDER BY used DESC"""
            )
            return tuple(ArticleList(*row) for row in rows)

    def get(self, identity: int) -> tuple[ArticleList, tuple[ListedArticle, ...]] | None:
        """A list and its articles in their order; None where there is none."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT name, made FROM article_lists WHERE id = ?", (identity,)).fetchone()
            if found is None:
                return None
            rows = connection.execute(
                "SELECT article, title, note, added FROM listed_articles WHERE list = ? ORDER BY place", (identity,)
            )
            articles = tuple(ListedArticle(*row) for row in rows)
            return ArticleList(identity, found[0], found[1], len(articles)), articles

    def holding(self, articles: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
        """Of each of these ids that is in a list, the ids of its lists."""
        marks = ", ".join("?" * len(articles))
        held: dict[str, tuple[int, ...]] = {}
        with self._database.reading() as connection:
            asked = f"SELECT article, list FROM listed_articles WHERE article IN ({marks}) ORDER BY list"  # noqa: S608
            for article, identity in connection.execute(asked, tuple(articles)):
                held[article] = (*held.get(article, ()), identity)
        return held

    def listed(self) -> frozenset[str]:
        """The ids of all articles that are in a list."""
        with self._database.reading() as connection:
            return frozenset(article for (article,) in connection.execute("SELECT article FROM listed_articles"))

    def make(self, name: str, now: datetime) -> ArticleList:
        """A new list. Raises `ListNameTaken` and `TooManyLists`."""
        with self._database.writing() as connection:
            _free(connection, name)
            if connection.execute("SELECT count(*) FROM article_lists").fetchone()[0] >= MOST_LISTS:
                raise TooManyLists
            made = now.isoformat(timespec="seconds")
            row = connection.execute("INSERT INTO article_lists VALUES (NULL, ?, ?, 0)", (name, made))
            _use(connection, row.lastrowid or 0)
            return ArticleList(row.lastrowid or 0, name, made, 0)

    def rename(self, identity: int, name: str) -> bool:
        """Give a list another name; False where there is none. Raises `ListNameTaken`."""
        with self._database.writing() as connection:
            _free(connection, name, identity)
            row = connection.execute("UPDATE article_lists SET name = ? WHERE id = ?", (name, identity))
            return row.rowcount > 0

    def delete(self, identity: int) -> bool:
        """Forget a list and what is in it; False where there is none."""
        if not self._database.path.exists():
            return False  # nothing is kept yet, and no file is made for it
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM article_lists WHERE id = ?", (identity,)).rowcount > 0

    def add(self, identity: int, articles: Iterable[tuple[str, str]], now: datetime) -> int | None:
        """Put articles, given by id and title, at the end of a list; those that it has stay where they are. Returns how
        many are new, None where there is no such list. Raises `TooManyListed`."""
        added = now.isoformat(timespec="seconds")
        with self._database.writing() as connection:
            name = connection.execute("SELECT name FROM article_lists WHERE id = ?", (identity,)).fetchone()
            if name is None:
                return None
            ((place, before),) = connection.execute(
                "SELECT coalesce(max(place), 0), count(*) FROM listed_articles WHERE list = ?", (identity,)
            )
            rows = [
                (identity, article, title, "", added, place + number)
                for number, (article, title) in enumerate(articles, 1)
            ]
            connection.executemany("INSERT OR IGNORE INTO listed_articles VALUES (?, ?, ?, ?, ?, ?)", rows)
            ((after,),) = connection.execute("SELECT count(*) FROM listed_articles WHERE list = ?", (identity,))
            if after > MOST_IN_LIST:
                raise TooManyListed(*name)
            _use(connection, identity)
            return int(after - before)

    def remove(self, identity: int, articles: Iterable[str]) -> int:
        """Take articles out of a list. Returns how many were in it."""
        if not self._database.path.exists():
            return 0
        with self._database.writing() as connection:
            statement = "DELETE FROM listed_articles WHERE list = ? AND article = ?"
            return sum(connection.execute(statement, (identity, article)).rowcount for article in articles)

    def annotate(self, identity: int, article: str, note: str) -> bool:
        """Write the note of an article in a list anew; False where it is not there."""
        with self._database.writing() as connection:
            statement = "UPDATE listed_articles SET note = ? WHERE list = ? AND article = ?"
            return connection.execute(statement, (note, identity, article)).rowcount > 0

    def move(self, identity: int, article: str, by: int) -> bool:
        """Move an article of a list by so many places, down where `by` is positive, at most to its end; False where it
        is not there."""
        with self._database.writing() as connection:
            order = [
                row[0]
                for row in connection.execute(
                    "SELECT article FROM listed_articles WHERE list = ? ORDER BY place", (identity,)
                )
            ]
            if article not in order:
                return False
            place = order.index(article)
            order.insert(max(0, min(place + by, len(order) - 1)), order.pop(place))
            _arrange(connection, identity, order)
            return True

    def arrange(self, identity: int, articles: Sequence[str]) -> bool:
        """Put the articles of a list into this order; False where they are not exactly those of it."""
        with self._database.writing() as connection:
            rows = connection.execute("SELECT article FROM listed_articles WHERE list = ?", (identity,))
            if sorted(row[0] for row in rows) != sorted(articles):
                return False
            _arrange(connection, identity, articles)
            return True


def _free(connection: sqlite3.Connection, name: str, own: int = 0) -> None:
    """Raises `ListNameTaken` where another list than `own` has the name."""
    found = connection.execute("SELECT name, id FROM article_lists WHERE name = ? AND id != ?", (name, own)).fetchone()
    if found:
        raise ListNameTaken(*found)


def _use(connection: sqlite3.Connection, identity: int) -> None:
    connection.execute(
        "UPDATE article_lists SET used = (SELECT max(used) + 1 FROM article_lists) WHERE id = ?", (identity,)
    )


def _arrange(connection: sqlite3.Connection, identity: int, articles: Iterable[str]) -> None:
    rows = [(place, identity, article) for place, article in enumerate(articles, 1)]
    connection.executemany("UPDATE listed_articles SET place = ? WHERE list = ? AND article = ?", rows)
