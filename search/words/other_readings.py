"""As what else could a question be read? With operators, as alternatives, with its last words as a date, or a date as
words.

Each is a whole question that can be asked with one click. None of them is what the question is read as: `war and peace`
is a title, `AC/DC` a name, and 1984 may be a book.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from search.notes import unheard
from search.query import And, LeafNode, Node, Or, Parsed, Published, Ranked, Word, mapped, parse
from search.query.dates import is_period, published
from search.query.joined import joined_words
from search.query.normal import normalised
from search.query.tree import is_plain_word
from search.results import ALTERNATIVES, AS_WORDS, OPERATORS, PERIOD

_MOST_WORDS = 8  # in a longer question, and/or/not are those of a sentence: as in `search.query.tidying`
_SMALL = re.compile(r"(?<![^\s(])(?:and|or|not)(?![^\s)])")
_NUMBERED = re.compile(r"(?<!\S)([nw])(\d|[1-5][05])(?!\S)", re.IGNORECASE)  # of EBSCO; N95 is a mask
# What stands before a day where all articles of that day are meant: "articles from 21 December 2023".
_OF_ALL = frozenset(
    {
        "article",
        "articles",
        "news",
        "stories",
        "story",
        "all",
        "the",
        "from",
        "of",
        "on",
        "in",
        "artikel",
        "meldungen",
        "nachrichten",
        "alle",
        "am",
        "aus",
        "im",
        "vom",
        "von",
        "actualités",
        "nouvelles",
        "tous",
        "les",
        "le",
        "du",
        "de",
        "en",
        "noticias",
        "artículos",
        "todos",
        "los",
        "del",
    }
)
_ANY_DAY = date(2000, 6, 15)  # which words are days that count from today does not depend on the day


def other_readings(text: str, root: Node) -> list[tuple[str, str]]:
    """(kind, question) of each other reading of a question that is read as `root`."""
    readings = (
        (OPERATORS, _with_operators(text)),
        (ALTERNATIVES, _any_of(root)),
        (PERIOD, _in_period(root)),
        (AS_WORDS, _as_words(text, root)),
    )
    return [(kind, str(Parsed(node))) for kind, node in readings if node]


def _with_operators(text: str) -> Node | None:
    """The question with its small and, or and not (and n5, w5) as operators, if each has something to join."""
    typed = normalised(text)
    pieces = typed.split('"')
    if sum(len(piece.split()) for piece in pieces) > _MOST_WORDS:
        return None
    pieces[::2] = [_NUMBERED.sub(_distance, _SMALL.sub(lambda word: word.group().upper(), p)) for p in pieces[::2]]
    joined = '"'.join(pieces)
    if joined == typed:  # as nearly always: reading it twice would take .2 ms
        return None
    plain, read = parse(text, today=_ANY_DAY), parse(joined, today=_ANY_DAY)
    return None if read.root == plain.root or len(read.notes) > len(plain.notes) else read.root


def _distance(match: re.Match[str]) -> str:
    return f"{'NEAR' if match.group(1) in 'nN' else 'w'}/{match.group(2)}"


def _any_of(root: Node) -> Node | None:
    """The question with two words that are joined without a space as alternatives."""

    def change(leaf: LeafNode) -> Node:
        if not isinstance(leaf, Word) or not (words := joined_words(leaf.text)):
            return leaf
        return Or(tuple(replace(leaf, text=word) for word in words))

    changed = mapped(root, change)
    return changed if changed != root else None


def _in_period(root: Node) -> Node | None:
    """The question with the day, month, year or time at its end as a filter; None where it is nothing else."""
    if not isinstance(root, Ranked):
        return None
    for count in (3, 2, 1):
        tail = root.wanted[-count:]
        if len(tail) < count or not all(map(is_plain_word, tail)):
            continue
        time = published("date", " ".join(node.text for node in tail if isinstance(node, Word)), _ANY_DAY, unheard)
        if time:
            before = root.wanted[:-count]
            if all(isinstance(node, Word) and node.text.casefold() in _OF_ALL for node in before):
                before = ()
            rest = Ranked(before, (*root.required, time), root.excluded)
            return rest if len(root.wanted) > count or root.required or root.excluded else None
    return None


def _as_words(text: str, root: Node) -> Node | None:
    """The words of a question that is read as a time; None for any other."""
    typed = normalised(text).split()
    if not isinstance(root, Published) or not is_period(" ".join(typed), _ANY_DAY):
        return None
    words = tuple(Word(word.strip(",.")) for word in typed)
    return replace(words[0], exact=True) if len(words) == 1 else And(words)
