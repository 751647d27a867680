"""Publishes generated articles in an index on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from index.article import Article
from index.copies.archive_copies import concluded
from index.copies.prints import fingerprints
from index.segment.arrays.named import NewNames
from index.segment.finders import Finders
from index.segment.writer import SegmentBuilder
from index.store.transaction import open_store
from index.versions.version_table import NAME, version_table

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def publish(folder: Path, added: Sequence[Article], removed: Sequence[str] = ()) -> None:
    """One publication: articles without those of the ids `removed`, and with those `added`."""
    with open_store(folder, now=NOW) as store:
        for article_id in removed:
            store.remove(article_id)
        for article in added:
            store.add(article)
        store.publish()


def publish_copies(folder: Path, added: Sequence[Article]) -> None:
    """One publication of articles among which copies are looked for."""
    finders = Finders(prints=lambda articles: fingerprints([article.text for article in articles]))
    with open_store(folder, now=NOW) as store:
        builder = SegmentBuilder(store.workspace / "copied", finders=finders)
        builder.add_many(added)
        built = builder.finish()
        assert built is not None
        store.adopt(built)
        store.conclude(partial(concluded, store.snapshot))
        store.publish()


def publish_versions(folder: Path, added: Sequence[Sequence[Article]]) -> None:
    """One publication of articles: each list is of the versions of one, whose id is that of the first of them."""
    ids = {int(version.id, 16): int(versions[0].id, 16) for versions in added for version in versions}
    places = np.array(sorted(ids), np.uint64)
    with open_store(folder, now=NOW) as store:
        store.add_many(version for versions in added for version in versions)
        store.name(
            NewNames(places, np.array([ids[place] for place in sorted(ids)], np.uint64), np.zeros(len(ids), "i8"))
        )
        store.conclude(lambda segments: {NAME: version_table(segments).encode()})
        store.publish()


def publish_arrivals(folder: Path, added: Sequence[tuple[Article, int]]) -> None:
    """One publication of articles, each with when it came into the archive, in seconds since 1970 (0: not known)."""
    moments = {int(article.id, 16): moment for article, moment in added}
    places = np.array(sorted(moments), np.uint64)
    with open_store(folder, now=NOW) as store:
        store.add_many(article for article, _ in added)
        store.name(NewNames(places, places, np.array([moments[place] for place in sorted(moments)], "i8")))
        store.publish()
