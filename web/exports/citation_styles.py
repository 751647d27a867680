"""How is an article cited? In APA (7th edition) and in Chicago (17th edition, bibliography), as newspaper articles are.

Both are English styles: their words and months are English in any language of the pages. Capitals of titles stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.article import ArticleDate, Precision
from web.exports.cited_names import CitedName
from web.exports.reference import Reference
from web.shown_address import shown_address

_APA_MOST, _APA_FIRST = 20, 19  # authors that are named: up to so many all, of more the first ones and the last
_CHICAGO_MOST, _CHICAGO_FIRST = 10, 7  # up to so many all, of more the first ones
_UNTITLED = "Untitled newspaper article"
_ENDS = ("?", "!", ".", "…", "。", "？", "！", "؟")
_CLOSING = "”’\"'"
_ENGLISH = ("", "en")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Run(NamedTuple):
    """A piece of a citation, in italics or not; one that is `apart` reads from left to right, in any text."""

    text: str
    italic: bool = False
    apart: bool = False


Citation = tuple[Run, ...]


def plain(citation: Citation) -> str:
    """The citation as text without italics."""
    return "".join(run.text for run in citation)


def apa(reference: Reference) -> Citation:
    """`Lee, A. (2015, May 26). Title. *Paper*. https://...`"""
    title = [Run(_ended(reference.title, reference.language) if reference.title else f"[{_UNTITLED}].")]
    date = [Run(" "), Run(f"({_apa_date(reference.issued)})", apart=True), Run(".")]
    authors = _apa_authors(reference.authors)
    runs = [Run(_stopped(authors)), *date, Run(" "), *title] if authors else [*title, *date]
    if reference.source and reference.source != authors:
        runs += [Run(" "), Run(reference.source, italic=True), Run(".")]
    return (*runs, *([Run(" "), Run(shown_address(reference.url), apart=True)] if reference.url else ()))


def _apa_authors(authors: Sequence[CitedName]) -> str:
    names = [", ".join(part for part in (one.surname, one.initials, one.suffix) if part) for one in authors]
    if len(names) > _APA_MOST:
        return f"{', '.join(names[:_APA_FIRST])}, . . . {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _apa_date(when: ArticleDate | None) -> str:
    """The year first; what the article does not say stands in square brackets."""
    if when is None:
        return "n.d."
    year, rest = f"{when.moment.year:04}", _day(when)
    if not when.inferred:
        return f"{year}, {rest}" if rest else year
    if _only_the_year(when) or not rest:
        return f"[{year}], {rest}" if rest else f"[{year}]"
    return f"[{year}, {rest}]"


def chicago(reference: Reference) -> Citation:
    """`Lee, Ann. “Title.” *Paper*, May 26, 2015. https://....`; an unsigned article stands under its paper."""
    paper, authors = _without_the(reference.source), _chicago_authors(reference.authors)
    if reference.title:
        title = Run(f"“{_ended(_inner_quotations(reference.title), reference.language)}”")
    else:
        title = Run(f"{_UNTITLED}.")
    runs: list[Run] = []
    if authors:
        runs += [Run(f"{_stopped(authors)} "), title]
        if paper and paper != authors:
            runs += [Run(" "), Run(paper, italic=True), Run(",")]
    else:
        runs += [*([Run(paper, italic=True), Run(". ")] if paper else ()), title]
    return (*runs, *_chicago_end(reference))


def _chicago_authors(authors: Sequence[CitedName]) -> str:
    names = [one.straight if place else one.inverted for place, one in enumerate(authors)]
    if len(names) > _CHICAGO_MOST:
        return f"{', '.join(names[:_CHICAGO_FIRST])}, et al."
    return f"{', '.join(names[:-1])}, and {names[-1]}" if len(names) > 1 else "".join(names)


def _chicago_end(reference: Reference) -> Iterator[Run]:
    """The sentences behind the paper."""
    date, when = _chicago_date(reference), reference.issued
    behind = []
    if when is None and reference.url and reference.accessed:
        day = reference.accessed
        behind.append(f"Accessed {_MONTHS[day.month - 1]} {day.day}, {day.year}")
    if reference.url:
        behind.append(shown_address(reference.url))
    for number, sentence in enumerate((date.removesuffix("."), *behind)):
        yield Run(". " if number else " ")
        yield Run(sentence, apart=True)
    yield Run(".")


def _chicago_date(reference: Reference) -> str:
    when = reference.issued
    if when is None:
        return "n.d."
    year, rest = f"{when.moment.year:04}", _day(when)
    comma = "" if when.precision is Precision.MONTH else ","
    if when.inferred and (_only_the_year(when) or not rest):
        date = f"{rest}{comma} [{year}]".strip(", ") if rest else f"[{year}]"
    else:
        date = f"{rest}{comma} {year}" if rest else year
        date = f"[{date}]" if when.inferred else date
    return f"last modified {date}" if reference.changed else date


def _day(when: ArticleDate) -> str:
    """`May 26`, `May` or "" as exactly as it is known."""
    if when.precision is Precision.YEAR:
        return ""
    month = _MONTHS[when.moment.month - 1]
    return month if when.precision is Precision.MONTH else f"{month} {when.moment.day}"


def _only_the_year(when: ArticleDate) -> bool:
    """Whether the year alone was worked out, and the article says the day."""
    return when.inferred.partition(" from ")[0] == "year"


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _ended(title: str, language: str) -> str:
    """The title with a full stop where it has no end of its own: in English before closing quotation marks."""
    bare = title.rstrip(_CLOSING)
    if bare.endswith(_ENDS):
        return title
    inside = language.partition("-")[0] in _ENGLISH and len(title) - len(bare) and bare
    return f"{bare}.{title[len(bare) :]}" if inside else f"{title}."


def _inner_quotations(title: str) -> str:
    """Double quotation marks as single ones, as the title will stand in double ones; pairs of straight ones, too."""
    pieces = title.replace("“", "‘").replace("”", "’").split('"') if "„" not in title else [title]
    told, opened = pieces[0], False
    for piece in pieces[1:]:
        opened = not opened
        told += ("‘" if opened else "’") + piece
    return told


def _without_the(paper: str) -> str:
    return paper.removeprefix("The ") or paper
