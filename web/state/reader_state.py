"""What is all that readers keep? A kind of it is a module beside this one, with its steps and its operations."""

from __future__ import annotations

from pathlib import Path

from web.state.article_lists import LIST_STEPS, ArticleLists
from web.state.database import StateDatabase
from web.state.saved_searches import SEARCH_STEPS, SavedSearches

STEPS: tuple[str, ...] = (*SEARCH_STEPS, *LIST_STEPS)
"""What makes of an empty file one of today. New steps of any kind stand last: files of before have had the others."""


class ReaderState:
    """What is kept in the file at an absolute path, which is made when the first of it is kept."""

    def __init__(self, path: Path) -> None:
        self.database = StateDatabase(path, STEPS)
        self.searches = SavedSearches(self.database)
        self.lists = ArticleLists(self.database)
