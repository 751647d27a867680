"""Where does what was saved of an article lie? Of the version that an id names, or of the newest."""

from __future__ import annotations

from index.originals.original import Original
from search.embedded.archive import Archive
from search.embedded.shown_versions import ShownVersions


def original(archive: Archive, article_id: str) -> Original | None:
    """As `search.engine.Engine.original`."""
    place = ShownVersions(archive).find(article_id)
    return archive.originals.of(*place) if place and archive.originals else None
