"""Which copies has an article that is shown? Looked up in the groups of its archive."""

from __future__ import annotations

from itertools import islice

from index.copies.published_groups import NO_GROUP, GroupMember
from search.article_copies import ArticleGroup, CopiedArticle, GroupRecord
from search.embedded.archive import Archive

MOST_COPIES = 10
"""How many copies are shown with an article: each is a record to read, and a page may show two hundred articles."""

MOST_LISTED = 1_000
"""How many articles are listed of one group: 80 us each. A fingerprint that more than 400 articles hold groups none."""


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
        return ArticleGroup(first, groups.size(number), others[:MOST_COPIES])

    def record(self, segment: int, doc: int) -> GroupRecord:
        """All articles of the group of a document of a segment, or the document alone."""
        groups, notices = self._archive.groups, self._archive.notices
        number = int(groups.ordinals[segment][doc])
        members = groups.members(number) if number != NO_GROUP else [GroupMember(segment, doc, 0, 0, 0)]
        return GroupRecord(
            tuple(self._told(member, members[0]) for member in islice(members, MOST_LISTED)), len(members), notices
        )

    def _head(self, number: int) -> dict[tuple[int, int], CopiedArticle]:
        """The first articles of a group by segment and document."""
        members = self._archive.groups.members(number)[: MOST_COPIES + 1]
        return {(member.segment, member.doc): self._told(member, members[0]) for member in members}

    def _told(self, member: GroupMember, first: GroupMember) -> CopiedArticle:
        card = self._archive.segments[member.segment].card(member.doc)
        said = card.id, card.title, card.publisher, card.published, card.url, member.share
        length = self._length(member) / max(self._length(first), 1)
        where = card.modified, card.agency, card.host, card.language
        return CopiedArticle(*said, *where, member.words, member.same, member.runs, length)

    def _length(self, member: GroupMember) -> int:
        return int(self._archive.segments[member.segment].lengths("body")[member.doc])
