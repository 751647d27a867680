"""`keep` and `drop`: which lines of a page belong to its article, whatever the cleaner says?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from index.corrections.kept_pieces import bare
from index.corrections.keys import ArticleKey
from index.corrections.source import Complaint, NodeKind, YamlNode
from index.corrections.statements import Complain, SaidValue, Statements, Subject
from index.extract import DescribedPage
from index.page import CORRECTED, Decision

ABOUT_TEXT = "text"
SHORTEST = 20
"""Characters, blanks aside, from which on a piece may be a part of a line; a shorter one has to be whole lines. Of the
lines that cleaning drops from 900 pages 20 % of those below five characters stand in a line that is kept, too, 4 % of
those of five to nine, 1.3 % of those of 20 to 24."""
_MOST = 1_000
LONGEST_PIECE = 100_000  # characters of a piece, blanks aside


def reader(name: str, *, kept: bool) -> Callable[[YamlNode, ArticleKey, Complain], Iterator[tuple[Subject, SaidValue]]]:
    """The reader of the pieces behind `keep` or `drop`: a text, or a list of them. White space makes no difference."""

    def read(node: YamlNode, key: ArticleKey, complain: Complain) -> Iterator[tuple[Subject, SaidValue]]:
        members = node.members if node.kind is NodeKind.LIST else (node,)
        if len(members) > _MOST:
            complain(Complaint(node.line, f"has more than {_MOST:,} pieces of text behind `{name}`"))
            return
        for member in members:
            piece = bare(member.text)
            if member.kind is not NodeKind.TEXT or not piece:
                complain(Complaint(member.line, f"has {member.kind} behind `{name}`, where a piece of text is meant"))
            elif len(piece) > LONGEST_PIECE:
                complain(Complaint(member.line, f"has more than {LONGEST_PIECE:,} characters behind `{name}`"))
            else:
                yield Subject(ABOUT_TEXT, piece), kept

    return read


def decide_lines(known: DescribedPage, statements: Statements) -> DescribedPage:
    """The article with the lines in which the pieces stand kept or dropped: the stronger statement counts, of one
    correction's the one that keeps."""
    lines = [bare(line.text) for line in known.page.lines]
    starts = [0, *accumulate(map(len, lines))]
    page = "".join(lines)
    decisions = list(known.cleaned.decisions)
    decided: set[int] = set()
    ordered = sorted(statements.items(), key=lambda item: (item[1].rank, not item[1].value))
    for subject, statement in ordered:
        for number in _standing(subject.name, page, starts):
            if number not in decided and lines[number]:
                decided.add(number)
                decisions[number] = Decision(number, "" if statement.value else CORRECTED)
    kept = frozenset(number for number in decided if not decisions[number].rule)
    return replace(known, cleaned=replace(known.cleaned, decisions=tuple(decisions)), kept=kept)


def _standing(piece: str, page: str, starts: Sequence[int]) -> Iterator[int]:
    """The numbers of the lines in which the piece stands, wholly or in part; `starts` is where each begins."""
    place = page.find(piece)
    while place >= 0:
        end = place + len(piece)
        first, last = bisect_right(starts, place) - 1, bisect_right(starts, end - 1) - 1
        if len(piece) >= SHORTEST or (starts[first] == place and starts[last + 1] == end):
            yield from range(first, last + 1)
        place = page.find(piece, end)
