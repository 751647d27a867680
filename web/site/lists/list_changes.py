"""What do readers change in their lists? What pages and programs ask for, checked against the archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from werkzeug.exceptions import NotFound

from web import regional, render
from web.shelf import engine
from web.site.change_requests import ChangeRefused
from web.site.lists.list_rows import id_of_now, named_rows
from web.site.own_forms import LARGEST_ID
from web.site.reader_keeping import changing, keeping
from web.state.article_lists import (
    LONGEST_LIST_NAME,
    LONGEST_NOTE,
    MOST_IN_LIST,
    MOST_LISTS,
    ArticleList,
    ArticleLists,
    ListedArticle,
    ListNameTaken,
    TooManyListed,
    TooManyLists,
)
from web.translation import gettext as _
from web.translation import noted

LIST_ID = f"int(max={LARGEST_ID})"  # the converter of Flask that reads one
NO_SUCH_LIST = noted("No list has this id.")
NOT_LISTED = noted("The article is not in this list.")


def lists() -> ArticleLists:
    """The lists of the application that is handling a request. Raises `NothingAdded` where it keeps nothing."""
    return changing().lists


def found(identity: int) -> tuple[ArticleList, tuple[ListedArticle, ...]]:
    """A list with its articles. Raises `NotFound`."""
    state = keeping()
    known = state.lists.get(identity) if state else None
    if known is None:
        raise NotFound(_(NO_SUCH_LIST))
    return known


def make(name: str) -> ArticleList:
    """A new list. Raises `ChangeRefused`."""
    try:
        return lists().make(_name(name), datetime.now(UTC))
    except ListNameTaken as error:
        raise _taken(name, error) from None
    except TooManyLists:
        raise ChangeRefused(422, _("There are %(most)s lists, which is the most.", most=MOST_LISTS)) from None


def rename(identity: int, name: str) -> None:
    """Give a list another name. Raises `ChangeRefused` and `NotFound`."""
    try:
        if not lists().rename(identity, _name(name)):
            raise NotFound(_(NO_SUCH_LIST))
    except ListNameTaken as error:
        raise _taken(name, error) from None


def add(identity: int, ids: Iterable[str]) -> int:
    """Put articles of the archive at the end of a list, under their ids of now; how many are new there. Those that are
    in it under a former id stay as they are. Raises `ChangeRefused`, where an id is none of an article nothing is
    added, and `NotFound`."""
    listed, articles = found(identity)
    there = {id_of_now(engine(), row.article) for row in articles}
    asked = named_rows(engine(), ids)
    if unknown := [row.id[:40] for row in asked if row.article is None]:
        named = ", ".join(unknown[:20])
        raise ChangeRefused(422, _("No article has the id %(ids)s, so that nothing was added.", ids=named))
    new = {row.id: row.title for row in asked if row.id not in there}
    try:
        added = lists().add(identity, new.items(), datetime.now(UTC))
    except TooManyListed:
        told = _(
            "The list “%(name)s” would have more than %(most)s articles, so that nothing was added.",
            name=listed.name, most=MOST_IN_LIST,
        )  # fmt: skip
        raise ChangeRefused(422, told) from None
    if added is None:
        raise NotFound(_(NO_SUCH_LIST))
    return added


def annotate(identity: int, article: str, note: str) -> None:
    """Write the note of an article anew, as `checked_note` gives it. Raises `NotFound`."""
    if not lists().annotate(identity, article, note):
        raise NotFound(_(NOT_LISTED))


def checked_note(given: str) -> str:
    """A note as it is kept. Raises `ChangeRefused` where it is too long."""
    note = render.text(given.replace("\r\n", "\n")).strip()
    if len(note) > LONGEST_NOTE:
        most, size = regional.number(LONGEST_NOTE), regional.number(len(note))
        told = _(
            "A note has %(most)s characters at most; this one has %(size)s, and was not kept.", most=most, size=size
        )
        raise ChangeRefused(422, told, _("Go back and make it shorter."))
    return note


def _name(given: str) -> str:
    name = render.single_line(given)
    if not 0 < len(name) <= LONGEST_LIST_NAME:
        raise ChangeRefused(422, _("A list’s name has 1 to %(most)s characters.", most=LONGEST_LIST_NAME))
    return name


def _taken(name: str, error: ListNameTaken) -> ChangeRefused:
    told = _("There is a list “%(name)s” already.", name=_name(name))
    return ChangeRefused(409, told, _("Its id is %(id)s.", id=error.id))
