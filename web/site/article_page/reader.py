"""What does the page of one article show? Its text in three views, and what is known of it and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from index.article import Article
from index.entity import ArticleEntity, EntityKind
from search.marked_article import MarkedArticle
from search.query import Query
from web import regional, render, urls, words
from web.paths import CLEAN_VIEW, ORIGINAL_VIEW, REMOVED_VIEW
from web.prose import prose
from web.site.article_page.facts import ArticleFacts, LinkedValue, article_facts
from web.site.article_page.name_links import KIND_PLURALS, linked
from web.site.article_page.removed_view import (
    NOTHING_HELD,
    Keeping,
    LineRun,
    RemovedView,
    page_runs,
    removed_view,
)
from web.translation import gettext as _
from web.translation import ngettext, noted

VIEWS = {
    CLEAN_VIEW: noted("Clean text"),
    REMOVED_VIEW: noted("What was removed"),
    ORIGINAL_VIEW: noted("Original page"),
}
NAMES_SHOWN = 12  # of a kind that are shown at once; the others open


@dataclass(frozen=True, slots=True)
class Tab:
    shown: str
    href: str
    current: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class NamedKind:
    """What an article names of one kind: the links to the pages of the first names, and of the `rest`."""

    kind: EntityKind
    label: str
    links: tuple[LinkedValue, ...]
    rest: tuple[LinkedValue, ...]


@dataclass(frozen=True, slots=True)
class NamesSwitch:
    """Whether the names in the text are marked, and where the link leads that turns that round."""

    on: bool
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """`named` is what the article names, whatever the view; `names` the switch that marks it in the text. `matches` are
    those in the view, the first `render.MAX_STEPS` of which have an anchor `m1`, `m2`, ...; `elsewhere` leads to those
    among the removed lines where the text has none. `cut` lines of the view are left out. `permalink` is
    the address without what was asked."""

    article: Article
    title: Markup
    language: str
    direction: str
    view: str
    tabs: tuple[Tab, ...]
    standfirst: Markup
    body: render.Body
    facts: ArticleFacts
    permalink: str
    removed: RemovedView | None
    matches: int
    elsewhere: str
    original: tuple[LineRun, ...]
    keeping: Keeping
    cut: int
    named: tuple[NamedKind, ...]
    names: NamesSwitch | None


def page(marked: MarkedArticle, query: Query, showing: urls.Showing, held: Keeping = NOTHING_HELD) -> Page:
    """The article as its template needs it; an unknown view is the clean text. `held` is what its folder says of its
    lines, and whether more may be said."""
    article = marked.article
    view = showing.view if showing.view in VIEWS else CLEAN_VIEW
    runs, cut = page_runs(article, showing.line) if view == ORIGINAL_VIEW else ((), 0)
    body = _body(marked, names=showing.names) if view == CLEAN_VIEW else render.Body(Markup(""))
    removed = removed_view(marked, query, showing, held) if view == REMOVED_VIEW else None
    matches = removed.matches if removed else len(marked.body.spans) if view == CLEAN_VIEW else 0
    hidden = query.text and not marked.body.spans and marked.removed.spans
    return Page(
        article=article,
        title=render.marked(marked.title) if marked.title.text.strip() else render.message(_("Untitled"), {}),
        language=words.tag(article.language),
        direction=words.direction(article.language),
        view=view,
        tabs=_tabs(article, query, view, showing),
        standfirst=_standfirst(marked, view),
        body=body,
        facts=article_facts(article),
        permalink=urls.article(article.id, Query()),
        removed=removed,
        matches=matches,
        elsewhere=urls.article(article.id, query, showing._replace(view=REMOVED_VIEW, line=0), "m1") if hidden else "",
        original=runs,
        keeping=held,
        cut=removed.cut if removed else cut,
        named=tuple(_named(marked.entities)),
        names=_names_switch(marked, query, showing._replace(view="", line=0)) if view == CLEAN_VIEW else None,
    )


def _named(entities: Iterable[ArticleEntity]) -> Iterator[NamedKind]:
    """The different values, in the order in which each first stands there."""
    for kind, label in KIND_PLURALS.items():
        values = dict.fromkeys(entity.value for entity in entities if entity.kind == kind)
        links = tuple(LinkedValue(value, urls.name(kind, value)) for value in values)
        if links:
            yield NamedKind(kind, _(label), links[:NAMES_SHOWN], links[NAMES_SHOWN:])


def _names_switch(marked: MarkedArticle, query: Query, showing: urls.Showing) -> NamesSwitch | None:
    """None where the text names nothing."""
    if not any(entity.spans for entity in marked.entities):
        return None
    other = urls.article(marked.article.id, query, showing._replace(names=not showing.names))
    return NamesSwitch(showing.names, other)


def _standfirst(marked: MarkedArticle, view: str) -> Markup:
    """The standfirst above the text, "" where none is shown; its matches are numbered where those of the text are."""
    above = marked.standfirst
    return render.opening(marked.body, len(above.text)) if view == CLEAN_VIEW else render.marked(above)


def _body(marked: MarkedArticle, *, names: bool) -> render.Body:
    body = prose(marked.body, marked.article.blocks, marked.text_start, passages=True)
    return linked(body, marked.article.text, marked.entities) or body if names else body


def _tabs(article: Article, query: Query, view: str, showing: urls.Showing) -> tuple[Tab, ...]:
    lines = len(article.dropped)
    counts = {REMOVED_VIEW: ngettext("%(n)s line", "%(n)s lines", lines, n=regional.number(lines))}
    return tuple(
        Tab(
            _(shown),
            urls.article(article.id, query, showing._replace(view="" if name == CLEAN_VIEW else name, line=0)),
            name == view,
            counts.get(name, ""),
        )
        for name, shown in VIEWS.items()
    )
