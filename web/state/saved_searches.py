"""Which searches have readers saved? A row each: its name, its address, and up to when its articles were seen and told.

Moments of arrival are seconds since 1970, as the index has them: what came later than one is new. They are those of the
archive that answered, never of a clock, so that what a run publishes later than it began is new all the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from index.errors import CuttingsError
from web.state.database import StateDatabase

MOST_SAVED = 200
"""How many searches are saved at most: each is counted twice when the page of them is made."""
LONGEST_SEARCH_NAME = 200

SEARCH_STEPS = (
    """CREATE TABLE saved_searches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        question TEXT NOT NULL UNIQUE,
        saved TEXT NOT NULL,
        seen INTEGER NOT NULL,
        alerted INTEGER NOT NULL
    ) STRICT""",
)
"""What makes the table of a file that has none."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that was saved at a moment (ISO 8601). Its `address` is without host and prefix; two searches with one
    `question`, which is that address without order and form of the results, are the same.

    `seen` and `alerted` are the last arrivals (seconds since 1970) that a reader has seen and that a mail has told.
    """

    id: int
    name: str
    address: str
    question: str
    saved: str
    seen: int
    alerted: int


class AlreadySaved(CuttingsError):
    """The search has been saved before, as `search`."""

    def __init__(self, search: SavedSearch) -> None:
        super().__init__(f"this search is saved already, as “{search.name}”")
        self.search = search


class TooManySaved(CuttingsError):
    """There is no room for another saved search."""

    def __init__(self) -> None:
        super().__init__(f"{MOST_SAVED} searches are saved, which is the most", "delete one that is not needed")


class SavedSearches:
    """The saved searches of a database. Every method raises `web.state.database.StateUnusable`."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def all(self) -> tuple[SavedSearch, ...]:
        """All of them, in the order in which they were saved."""
        with self._database.reading() as connection:
            return tuple(SavedSearch(*row) for row in connection.execute("SELECT * FROM saved_searches ORDER BY id"))

    def get(self, identity: int) -> SavedSearch | None:
        """The one with this id, None where there is none."""
        with self._database.reading() as connection:
            return _first(connection.execute("SELECT * FROM saved_searches WHERE id = ?", (identity,)))

    def of_question(self, question: str) -> SavedSearch | None:
        """The one with this question, None where it is not saved."""
        with self._database.reading() as connection:
            return _with(connection, question)

    def add(self, name: str, address: str, question: str, last_arrival: int, now: datetime) -> SavedSearch:
        """Save a search whose articles have been seen up to `last_arrival`. Raises `AlreadySaved` and
        `TooManySaved`."""
        with self._database.writing() as connection:
            if known := _with(connection, question):
                raise AlreadySaved(known)
            if connection.execute("SELECT count(*) FROM saved_searches").fetchone()[0] >= MOST_SAVED:
                raise TooManySaved
            saved = now.isoformat(timespec="seconds")
            values = (name, address, question, saved, last_arrival, last_arrival)
            made = connection.execute("INSERT INTO saved_searches VALUES (NULL, ?, ?, ?, ?, ?, ?)", values)
            return SavedSearch(made.lastrowid or 0, *values)

    def rename(self, identity: int, name: str) -> bool:
        """Give one another name; False where there is none with this id."""
        return self._changed("UPDATE saved_searches SET name = ? WHERE id = ?", (name, identity))

    def delete(self, identity: int) -> bool:
        """Forget one; False where there is none with this id."""
        return self._changed("DELETE FROM saved_searches WHERE id = ?", (identity,))

    def see(self, identity: int, last_arrival: int) -> bool:
        """Note that a reader has seen what came up to a moment, never less than before; False where there is none with
        this id."""
        return self._changed("UPDATE saved_searches SET seen = max(seen, ?) WHERE id = ?", (last_arrival, identity))

    def alert(self, identities: Iterable[int], last_arrival: int) -> None:
        """Note for all of these that a mail has told what came up to a moment, never less than before."""
        changed = [(last_arrival, identity) for identity in identities]
        with self._database.writing() as connection:
            connection.executemany("UPDATE saved_searches SET alerted = max(alerted, ?) WHERE id = ?", changed)

    def _changed(self, statement: str, values: tuple[str | int, ...]) -> bool:
        if not self._database.path.exists():
            return False  # nothing is kept yet, and no file is made for it
        with self._database.writing() as connection:
            return connection.execute(statement, values).rowcount > 0


def _with(connection: sqlite3.Connection, question: str) -> SavedSearch | None:
    return _first(connection.execute("SELECT * FROM saved_searches WHERE question = ?", (question,)))


def _first(rows: sqlite3.Cursor) -> SavedSearch | None:
    row = rows.fetchone()
    return SavedSearch(*row) if row else None
