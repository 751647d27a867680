"""What does the page show that teaches how to ask? Examples of this archive, then all that can be typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, current_app, render_template

from index.errors import CuttingsError
from search.holdings import Lesson, WorkedExample
from search.query import MAX_RESULTS, Query
from search.query.help import HELP_ENTRIES, HelpEntry
from web import paths, urls, words
from web.shelf import engine
from web.translation import gettext as _
from web.translation import language, noted

routes = Blueprint("help_page", __name__)
_TAUGHT: Mapping[Lesson, str] = {
    Lesson.WORD: noted("A word or a name, with its endings and other spellings."),
    Lesson.PHRASE: noted("In quotation marks: these words side by side."),
    Lesson.BOTH: noted("AND between them: both must be there."),
    Lesson.NEAR: noted("Near each other: ten words between them at most."),
    Lesson.WITHOUT: noted("A minus sign before a word: without it."),
    Lesson.TITLE: noted("Only in titles."),
    Lesson.YEAR: noted("Of one year; a month or a day does, too."),
    Lesson.PAPER: noted("From one paper."),
}


@dataclass(frozen=True, slots=True)
class ShownExample:
    """A question as it is typed, where it leads, what it teaches, and how many articles it finds, in words."""

    text: str
    href: str
    taught: str
    articles: str


class HelpGroup(NamedTuple):
    """What can be typed of one kind, in the language of the page."""

    name: str
    entries: tuple[HelpEntry, ...]


@routes.get(paths.HELP)
def page() -> str:
    return render_template(
        "help.html",
        worked=[*map(_shown, _worked())],
        groups=_groups(language()),
        asking=Query,
        most=MAX_RESULTS,
        keeps=bool(current_app.config["SETTINGS"].token),
    )


def _worked() -> Iterator[WorkedExample]:
    """Those of the archive; none where there is nothing to answer from: what can be typed is told all the same."""
    try:
        yield from engine().worked_examples()
    except CuttingsError:
        return


def _shown(example: WorkedExample) -> ShownExample:
    href = urls.search(Query(example.text))
    return ShownExample(example.text, href, _(_TAUGHT[example.lesson]), words.articles(example.articles))


@cache
def _groups(_language: str) -> tuple[HelpGroup, ...]:
    return tuple(
        HelpGroup(_(name), tuple(replace(one, operator=_(one.operator), sentence=_(one.sentence)) for one in entries))
        for name, entries in groupby(HELP_ENTRIES, lambda entry: entry.group)
    )
