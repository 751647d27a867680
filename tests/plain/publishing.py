"""Publishes generated articles in an index on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.article import Article
from index.store.transaction import open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def publish(folder: Path, added: Sequence[Article], removed: Sequence[str] = ()) -> None:
    """One publication: articles without those of the ids `removed`, and with those `added`."""
    with open_store(folder, now=NOW) as store:
        for article_id in removed:
            store.remove(article_id)
        for article in added:
            store.add(article)
        store.publish()
