"""Which copies has an article that is shown? Looked up in the groups of its archive."""

from __future__ import annotations

from index.copies.published_groups import NO_GROUP
from search.article_copies import ArticleGroup, CopiedArticle
from search.embedded.archive import Archive

MOST_COPIES = 10
"""How many copies are shown with an article: each is a record to read, and a page may show two hundred articles."""


class ShownGroups:
    """The groups of the articles that are shown together; each is read once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._heads: dict[int, dict[tuple[int, int], CopiedArticle]] = {}

    def of(self, segment: int, doc: int) -> ArticleGroup | None:
        """The group of a document of a segment, given its number in the archive; None where it has no copies."""
        groups = self._archive.groups
        number = int(groups.ordinals[segment][doc])
        if number == NO_GROUP:
            return None
        if (head := self._heads.get(number)) is None:
            head = self._heads[number] = self._head(number)
        first = next(iter(head.values())).id
        others = tuple(copy for place, copy in head.items() if place != (segment, doc))
        return ArticleGroup(first, int(groups.sizes[number]), others[:MOST_COPIES])

    def _head(self, number: int) -> dict[tuple[int, int], CopiedArticle]:
        """The first articles of a group by segment and document."""
        head = {}
        for member in self._archive.groups.members(number)[: MOST_COPIES + 1]:
            card = self._archive.segments[member.segment].card(member.doc)
            said = card.id, card.title, card.publisher, card.published, card.url
            head[member.segment, member.doc] = CopiedArticle(*said, member.share)
        return head
