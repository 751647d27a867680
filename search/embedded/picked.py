"""Which articles does a list of ids name? Those that are there, in its order, with the marks of a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.store.history import Moved
from search.article_versions import taken_apart, version_id
from search.asking.picked_results import picked_results
from search.embedded.archive import Archive
from search.embedded.asked import Asked
from search.embedded.ordered import Ordered, ordered_places
from search.embedded.shown_versions import ShownVersions
from search.results import Results


@dataclass(frozen=True, slots=True)
class Picked:
    """The articles of a list of ids: the `order` in which they are shown, and the ids that no article has."""

    asked: Asked
    order: Ordered
    unknown: tuple[str, ...]

    def results(self) -> Results:
        """The answer without hits and facets; partial where an article is missing."""
        total, whole = len(self.order.numbers), self.order.all_words
        return picked_results(self.asked, total, whole, self.unknown, late=self.order.partial)


def asked_archive(archive: Archive, identities: Iterable[str]) -> Archive:
    """The archive that has the articles of the ids: that with all versions where one names a version."""
    return archive.every if any(taken_apart(identity)[1] for identity in identities) else archive


def picked(asked: Asked, identities: Iterable[str]) -> Picked:
    """The articles of the ids, each once; a former id stands for the article that once had it."""
    found: dict[tuple[int, int], None] = {}
    unknown = []
    for identity in dict.fromkeys(identities):
        place = next((at for one in _names(asked.archive, identity) if (at := _place(asked.archive, one))), None)
        if place is None:
            unknown.append(identity)
        else:
            found[place] = None
    return Picked(asked, ordered_places(asked, list(found)), tuple(unknown))


def _names(archive: Archive, identity: str) -> Iterator[str]:
    """The id, and the one that its article has now where it is a former one."""
    yield identity
    article_id, number = taken_apart(identity)
    moved = archive.history.find(article_id)
    if isinstance(moved, Moved):
        yield version_id(moved.id, number) if number else moved.id


def _place(archive: Archive, identity: str) -> tuple[int, int] | None:
    place = ShownVersions(archive).find(identity)
    if place is None:
        return None
    return next(number for number, segment in enumerate(archive.segments) if segment is place[0]), place[1]
