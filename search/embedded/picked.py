"""Which articles does a list of ids name? Those that are there, in its order, with the marks of a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.store.history import Moved
from search.article_versions import taken_apart, version_id
from search.embedded.archive import Archive
from search.embedded.asked import Asked
from search.embedded.display import TOO_LATE
from search.embedded.ordered import Ordered, ordered_places
from search.embedded.shown_versions import ShownVersions
from search.notes import Note, NoteCode
from search.results import Results

_TOLD, _LONGEST = 20, 40  # ids that a note names, and characters of each


@dataclass(frozen=True, slots=True)
class Picked:
    """The articles of a list of ids: the `order` in which they are shown, and the ids that no article has."""

    asked: Asked
    order: Ordered
    unknown: tuple[str, ...]

    def results(self) -> Results:
        """The answer without hits and facets; partial where an article is missing."""
        late = (TOO_LATE,) if self.order.partial else ()
        named, count = tuple(identity[:_LONGEST] for identity in self.unknown[:_TOLD]), len(self.unknown)
        missing = (Note(NoteCode.ARTICLES_UNKNOWN, ids=named, count=count),) if self.unknown else ()
        total = len(self.order.numbers)
        return Results(
            self.asked.query,
            total,
            (),
            total_groups=total,
            total_all_words=self.order.all_words,
            partial=bool(late or missing),
            notes=(*self.asked.notes, *missing, *late),
        )


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
