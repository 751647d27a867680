"""What does a page say of an article's copies? Which papers had them, how long after the first, and how alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.article import ArticleDate
from search.article_copies import ArticleGroup, CopiedArticle
from search.query import Query
from search.results import Hit
from web import regional, urls, words
from web.intervals import later
from web.translation import gettext as _
from web.translation import ngettext

_CUT = 0.95  # of the length of another text: from there on one is told to be longer
NAMED_PAPERS = 3  # papers that stand in the line that opens
_SAME = 0.995  # from there on two texts are told to be the same: a word in 200 may be a slip of cleaning


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy: where it stood, when, how long after the first, and how much of it is as in the first. `differs` leads to
    what differs between it and the article beside which it stands."""

    id: str
    href: str
    title: str
    language: str
    direction: str
    source: str
    dated: str
    machine_date: str
    later: str
    alike: str
    proof: str
    differs: str


@dataclass(frozen=True, slots=True)
class CopyList:
    """The copies of an article: how many (`+3 copies`), where the first ones stood, these, and their own page."""

    count: str
    names: str
    rows: tuple[CopyRow, ...]
    href: str
    stood_first: bool


def of_hit(hit: Hit, query: Query) -> CopyList | None:
    """The copies of a result; their pages mark what `query` found. None where it has none."""
    return copy_list(hit.group, hit.id, hit.filed_under, query)


def copy_list(
    group: ArticleGroup | None, article_id: str, filed_under: ArticleDate | None, query: Query
) -> CopyList | None:
    """The copies of an article that is filed under a date; None where it has none."""
    if group is None:
        return None
    first = next((copy.filed_under for copy in group.copies if copy.id == group.id), filed_under)

    def told(copy: CopiedArticle) -> CopyRow:
        return copy_row(copy, first, urls.article(copy.id, query), urls.compare(article_id, copy.id))

    return CopyList(
        count=ngettext("%(n)s copy", "%(n)s copies", group.size - 1, n=regional.number(group.size - 1)),
        names=_names(group.copies, group.size - 1),
        rows=tuple(map(told, group.copies)),
        href=urls.group(article_id),
        stood_first=article_id == group.id,
    )


def copy_row(copy: CopiedArticle, first: ArticleDate | None, href: str, differs: str) -> CopyRow:
    """A copy whose page is at `href`, the `first` of its group being filed under a date."""
    is_first = not copy.words
    dated = copy.filed_under
    return CopyRow(
        id=copy.id,
        href=href,
        title=copy.title.strip() or _("Untitled"),
        language=words.tag(copy.language),
        direction=words.direction(copy.language),
        source=source(copy),
        dated=words.filed_under(copy.published, copy.modified, None),
        machine_date=dated.isoformat() if dated else "",
        later="" if is_first or not (first and dated) else later(first, dated),
        alike=_("stood first") if is_first else _alike(copy),
        proof="" if is_first else _proof(copy),
        differs=differs,
    )


def source(copy: CopiedArticle) -> str:
    """Where a copy stood: its paper, else its agency or host; "" where nothing says it."""
    return copy.publisher or copy.agency or copy.host


def _names(copies: Iterable[CopiedArticle], count: int) -> str:
    """ "AP, The Guardian and 2 others": the different papers of the first copies, and how many copies are left."""
    named = [source(copy) for copy in copies]
    different = list(dict.fromkeys(filter(None, named)))[:NAMED_PAPERS]
    rest = count - sum(name in different for name in named)
    if not different:
        return ""
    names = ", ".join(different)
    if not rest:
        return names
    return ngettext(
        "%(names)s and %(n)s other", "%(names)s and %(n)s others", rest, names=names, n=regional.number(rest)
    )


def _alike(copy: CopiedArticle) -> str:
    """How a copy's text is beside that of the first: the same, a part of it, all of it and more, or as far alike."""
    if copy.share < _SAME:
        return _("%(share)s as in the first", share=regional.percent(copy.share))
    if copy.length < _CUT:
        return _("cut to %(share)s of the first", share=regional.percent(copy.length))
    return _("the same text as the first") if copy.length * _CUT <= 1 else _("all of the first, and more")


def _proof(copy: CopiedArticle) -> str:
    """ "310 of the shorter text’s 402 words stand in both, in 3 pieces"."""
    same, total = regional.number(copy.same), regional.number(copy.words)
    pieces = ngettext("%(n)s piece", "%(n)s pieces", copy.runs, n=regional.number(copy.runs))
    if copy.same < copy.words:
        return ngettext(
            "%(same)s of the shorter text’s %(n)s word stand in both, in %(pieces)s",
            "%(same)s of the shorter text’s %(n)s words stand in both, in %(pieces)s",
            copy.words,
            same=same,
            n=total,
            pieces=pieces,
        )
    if copy.runs > 1:
        return ngettext(
            "All %(n)s word of the shorter text stand in both, in %(pieces)s",
            "All %(n)s words of the shorter text stand in both, in %(pieces)s",
            copy.words,
            n=total,
            pieces=pieces,
        )
    return ngettext(
        "All %(n)s word of the shorter text stand in both",
        "All %(n)s words of the shorter text stand in both",
        copy.words,
        n=total,
    )
