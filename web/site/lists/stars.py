"""Which of the articles on a page are in a list of a reader, and where does a star put one? Nothing without a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from web.shelf import engine
from web.site.lists.list_rows import id_of_now
from web.site.own_forms import can_send
from web.site.reader_keeping import keeping
from web.state.article_lists import ArticleList, ArticleLists
from web.state.database import StateUnusable
from web.translation import in_each_language, noted

_MOST_ASKED = 2_000  # listed articles that are asked for the ids that they have now: 9 us each


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A list that an article is in, and the id that it has there."""

    list: ArticleList
    id: str


@dataclass(frozen=True, slots=True)
class Stars:
    """All lists, that which was added to last first, the places of each article that is in one, and the address of the
    page without the prefix, to which a reader comes back."""

    lists: tuple[ArticleList, ...]
    places: Mapping[str, tuple[ListPlace, ...]]
    back: str

    @property
    def starred(self) -> ArticleList | None:
        """Where a star puts an article, as far as that is there."""
        return starred(self.lists)

    def of(self, article_id: str) -> tuple[ListPlace, ...]:
        """Where an article is."""
        return self.places.get(article_id, ())


def starred(lists: Sequence[ArticleList]) -> ArticleList | None:
    """The list that a star puts articles into: by its name in any language, as it keeps that in which it was made."""
    names = {name.casefold() for name in in_each_language(noted("Starred"))}
    return next((one for one in lists if one.name.casefold() in names), None)


def stars(ids: Sequence[str]) -> Stars | None:
    """The stars of a page with these articles; None where nothing is kept, or no form can be sent."""
    state = keeping()
    if state is None or not can_send():
        return None
    try:
        every = state.lists.all()
        return Stars(every, _places(state.lists, every, ids), request.full_path.rstrip("?"))
    except StateUnusable:  # searching goes on without it
        return None


def places(ids: Sequence[str]) -> Mapping[str, tuple[ListPlace, ...]]:
    """Of each of these articles that is in lists, where; none where nothing is kept."""
    state = keeping()
    return _places(state.lists, state.lists.all(), ids) if state else {}


def _places(
    kept: ArticleLists, every: Sequence[ArticleList], ids: Sequence[str]
) -> Mapping[str, tuple[ListPlace, ...]]:
    """The same by all the lists, which were asked for once."""
    found: dict[str, tuple[ListPlace, ...]] = {}
    names = dict(_names(kept, ids)) if every else {}
    if not names:
        return found
    by_id = {one.id: one for one in every}
    for there, identities in kept.holding(list(names)).items():
        held = (ListPlace(by_id[one], there) for one in identities if one in by_id)
        found[names[there]] = (*found.get(names[there], ()), *held)
    return found


def _names(kept: ArticleLists, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Of the ids of a page, and former ids of their articles, those that are in a list, with the id of now."""
    shown, listed = set(ids), kept.listed()
    moved = sorted(listed) if len(listed) <= _MOST_ASKED else ()
    former = [(one, now) for one in moved if one not in shown and (now := id_of_now(engine(), one)) in shown]
    return [*((one, one) for one in ids if one in listed), *former]
