"""Which articles of one address are versions of one another? Those whose texts are related, in the order of saving."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article
from index.versions.same_article import VersionText, related
from index.versions.version_order import version_order

MOST_AT_ADDRESS = 400
"""So many articles of one address can be versions; an address of more is that of a section, whose articles are their
own. Comparing as many that are not related takes a second."""

_MOST_COMPARED = 8  # the groups that an article is compared with, those that were saved last first


def version_groups(articles: Sequence[Article]) -> list[list[int]]:
    """The articles of one address, by their numbers: each list is of the versions of one, the oldest first; the lists
    are in the order of their newest. What is alone is a list of its own.

    It is a function of the articles, whatever their order. Each is compared with the newest before it of each group.
    """
    order = sorted(range(len(articles)), key=lambda number: version_order(articles[number]))
    groups: list[list[int]] = []
    if len(articles) > MOST_AT_ADDRESS:
        return [[number] for number in order]
    texts = [VersionText.of(article) for article in articles]
    for number in order:
        near = (group for group in groups[: -_MOST_COMPARED - 1 : -1] if related(texts[group[-1]], texts[number]))
        group = next(near, None)
        if group is not None:
            groups.remove(group)
        groups.append([*(group or ()), number])
    return groups
