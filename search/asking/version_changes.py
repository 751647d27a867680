"""What was changed among the versions of an article?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.article_versions import ArticleVersion, ArticleVersions
from search.difference.changed_fields import other_words
from search.difference.paragraph_count import changed_paragraphs


def versions_shown(told: Sequence[ArticleVersion], number: int, text_of: Callable[[int], str]) -> ArticleVersions:
    """The versions of an article, the oldest first, of which the one of a number (from 1) is shown; 0: the newest.
    `text_of` gives the text of the version of a number."""
    shown = number or len(told)
    newest = text_of(len(told))
    candidates = range(len(told) - 1, 0, -1) if shown == len(told) else (shown,)
    for candidate in candidates:
        text, before = text_of(candidate), told[candidate - 1]
        headline = other_words(before.title, told[-1].title)
        paragraphs = changed_paragraphs(text, newest) if text != newest else 0
        if headline or paragraphs:
            return ArticleVersions(tuple(told), shown, before, paragraphs, headline)
    return ArticleVersions(tuple(told), shown)
