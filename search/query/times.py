"""Which times does a question name in its words? They become filters in its tree."""

from __future__ import annotations

from datetime import date

from search.notes import NoteTaker
from search.query.dates import days_of, is_period, published
from search.query.days import is_time_in_words
from search.query.nodes import And, Everything, Field, Node, Or, Phrase, Published, Ranked, Word
from search.query.shape import Group

_SIGNS = {"aft": ">", "bef": "<", "geq": ">=", "leq": "<=", "equals": "="}
_MOST_TIMED = 8  # as many words as a question with operators has that is no sentence, see `search.query.tidying`


def with_times(root: Node, today: date | None, note: NoteTaker) -> Node:
    """`root` with the times that its words name as filters: one that is the whole question, those that stand among
    other words, and days in quotation marks. `note` is told of those that count from `today`."""
    return _dated(_timed(_published_in(root, today, note), today, note))


def _published_in(root: Node, today: date | None, note: NoteTaker) -> Node:
    """`root` as a filter where the whole question is a day, a month of a year, or a time that counts from today.

    Such words hardly stand in the articles of that time. A year by itself stays a word: it may be a number or a title.
    """
    nodes = root.wanted if isinstance(root, Ranked) and not (root.required or root.excluded) else (root,)
    texts = _texts(nodes)
    if not all(texts) or not is_period(" ".join(texts), today):
        return root
    return published("date", " ".join(texts), today, note) or root


def _timed(root: Node, today: date | None, note: NoteTaker) -> Node:
    """`root` with the times that stand among its words as filters: `past 30 days`, `date aft 2014`.

    A sentence tells how long something took: of more than `_MOST_TIMED` words none is a time. Times are looked for in
    the tree, so that brackets around some of their words make no difference: where they were found in the text alone, a
    canonical form could hold one that the text did not.
    """
    if isinstance(root, Ranked) and len(root.wanted) > _MOST_TIMED:
        return root
    while isinstance(root, Ranked) and (place := _place_of_time(root.wanted, today)) is not None:
        name, value = _time_in(_texts(root.wanted[place : place + 3]))
        time = published(name, value, today, note)
        group = Group()
        group.wanted = [*root.wanted[:place], *root.wanted[place + 3 :]]
        group.required = [*root.required, *((time,) if time else ())]
        group.excluded = [*root.excluded]
        root = group.node() or Everything()
    return root


def _place_of_time(wanted: tuple[Node, ...], today: date | None) -> int | None:
    """Where three words stand that are a time, or None."""
    for place in range(len(wanted) - 2):
        name, value = _time_in(_texts(wanted[place : place + 3]))
        if name and days_of(value.lstrip("<>="), today):
            return place
    return None


def _texts(nodes: tuple[Node, ...]) -> list[str]:
    """The words in small letters, "" for what is not a plain word."""
    return [
        node.text.casefold() if isinstance(node, Word) and node.field is Field.ANY and not node.exact else ""
        for node in nodes
    ]


def _time_in(texts: list[str]) -> tuple[str, str]:
    """The field and value that three words are; ("", "") where they are none."""
    if is_time_in_words(text := " ".join(texts)):
        return "date", text
    first, sign, last = texts
    return ("date", f"{_SIGNS[sign]}{last}") if first == "date" and sign in _SIGNS else ("", "")


def _dated(root: Node) -> Node:
    """`root` where a phrase that names a day also finds what was published on that day.

    The line with an article's date is no part of its text, so that "26 May 2015" would find quotations of it only.
    """
    match root:
        case Phrase(text, Field.ANY, None, False):
            days = days_of(text)
            one_day = days is not None and days.first == days.last and not text.isdigit()
            return Or((root, Published(days.first, days.last))) if days and one_day else root
        case And(operands):
            return And(_dated_phrases(operands))
        case Ranked(wanted, required, excluded):
            return Ranked(_dated_phrases(wanted), _dated_phrases(required), excluded)
        case _:
            return root


def _dated_phrases(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(_dated(node) if isinstance(node, Phrase) else node for node in nodes)
