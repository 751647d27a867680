"""Which documents of a cluster are shown? Rows that name them."""

from __future__ import annotations

from typing import NamedTuple


class ClusterRow(NamedTuple):
    """A match that is shown: the document's `name` in the cluster, the `article` that it is of, its score, and whether
    it has all the words."""

    name: str
    article: str
    score: float
    all_words: bool


class BesideDocument(NamedTuple):
    """The articles beside that of a document: `similar`, the likest first and none of the story, and `story`, the
    earliest first."""

    similar: tuple[ClusterRow, ...]
    story: tuple[ClusterRow, ...]
