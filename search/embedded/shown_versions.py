"""Which versions has an article that is shown? Looked up in the table of its archive."""

from __future__ import annotations

from index.segment.reader import Segment
from index.versions.published_versions import VersionPlace
from search.article_versions import ArticleVersion, ArticleVersions, taken_apart, version_id
from search.asking.version_changes import versions_shown
from search.difference.changed_fields import other_words
from search.embedded.archive import Archive


class ShownVersions:
    """The versions of the articles of an `archive`. An article with one version is that version, number 1."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def find(self, identity: str) -> tuple[Segment, int] | None:
        """The segment and document of an article, or of a version of one; None where there is none."""
        article_id, number = taken_apart(identity)
        places = self.archive.newest.versions.of_article.get(article_id, ())
        if not places:
            return self.archive.snapshot.find(article_id) if number in (0, 1) else None
        return self._place(places[number - 1]) if 0 <= number <= len(places) else None

    def of(self, identity: str) -> ArticleVersions | None:
        """The versions of an article, None where it has one; `identity` is its own or that of the version shown."""
        article_id, number = taken_apart(identity)
        places = self.archive.newest.versions.of_article.get(article_id, ())
        if not places:
            return None
        told = tuple(self._told(article_id, number, place) for number, place in enumerate(places, 1))
        return versions_shown(told, number, lambda each: self._text(places[each - 1]))

    def older(self, segment: int, doc: int, article_id: str) -> ArticleVersion | None:
        """The older version that stands there; None for the newest one of an article."""
        places = self.archive.newest.versions.of_article.get(article_id, ())
        place = VersionPlace(segment, doc)
        if place not in places[:-1]:
            return None
        told = self._told(article_id, places.index(place) + 1, place)
        newest = self._told(article_id, len(places), places[-1])
        changed = other_words(told.title, newest.title) or self._text(place) != self._text(places[-1])
        return told._replace(changed=changed)

    def _place(self, place: VersionPlace) -> tuple[Segment, int]:
        return self.archive.segments[place.segment], place.doc

    def _text(self, place: VersionPlace) -> str:
        segment, doc = self._place(place)
        return segment.text(doc)

    def _told(self, article_id: str, number: int, place: VersionPlace) -> ArticleVersion:
        segment, doc = self._place(place)
        card = segment.card(doc)
        return ArticleVersion(
            version_id(article_id, number), number, card.title, card.saved, card.modified, card.published
        )
