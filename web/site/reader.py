"""What does the page of one article show? Its text in three views, and what is known of it and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from index.article import Article, Dropped
from index.entity import ArticleEntity, EntityKind
from search.marked_article import MarkedArticle
from search.query import Query
from web import render, urls, words
from web.prose import prose
from web.removals import removal_sentence
from web.site.facts import ArticleFacts, LinkedValue, article_facts
from web.site.name_links import KIND_PLURALS, linked

CLEAN_VIEW, REMOVED_VIEW, ORIGINAL_VIEW = "clean", "removed", "original"
VIEWS = {CLEAN_VIEW: "Clean text", REMOVED_VIEW: "What was removed", ORIGINAL_VIEW: "Original page"}
NAMES_SHOWN = 12  # of a kind that are shown at once; the others open
MAX_LINE = 10_000  # characters shown of one line; a page may be one line of 10 MB
MAX_LINES = 5_000  # lines of an original shown on one page; a dump of a million lines would stop a browser


@dataclass(frozen=True, slots=True)
class Tab:
    shown: str
    href: str
    current: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class OriginalLine:
    """A line of the page as it was, numbered from 1; `rule` is what removed it, "" where it was kept."""

    number: int
    text: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A removed line, numbered from 1, with its matches; `href` leads to its place in the original page."""

    number: int
    text: Markup
    rule: str
    why: str
    href: str


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
    rules: tuple[tuple[str, str], ...]
    removed: tuple[Removed, ...]
    matches: int
    elsewhere: str
    original: tuple[OriginalLine, ...]
    cut: int
    named: tuple[NamedKind, ...]
    names: NamesSwitch | None


def page(marked: MarkedArticle, query: Query, showing: urls.Showing) -> Page:
    """The article as its template needs it; an unknown view is the clean text."""
    article = marked.article
    view = showing.view if showing.view in VIEWS else CLEAN_VIEW
    lines = _original(article) if view == ORIGINAL_VIEW else ()
    body = _body(marked, names=showing.names) if view == CLEAN_VIEW else render.Body(Markup(""))
    removed = _removed(marked, query, showing) if view == REMOVED_VIEW else ()
    matches = {CLEAN_VIEW: marked.body.spans, REMOVED_VIEW: marked.removed.spans}.get(view, ())
    hidden = query.text and not marked.body.spans and marked.removed.spans
    return Page(
        article=article,
        title=render.marked(marked.title) if marked.title.text.strip() else Markup("Untitled"),
        language=words.tag(article.language),
        direction=words.direction(article.language),
        view=view,
        tabs=_tabs(article, query, view, showing),
        standfirst=_standfirst(marked, view),
        body=body,
        facts=article_facts(article),
        permalink=urls.article(article.id, Query()),
        rules=_rules(article),
        removed=removed,
        matches=len(matches),
        elsewhere=urls.article(article.id, query, showing._replace(view=REMOVED_VIEW), "m1") if hidden else "",
        original=lines[:MAX_LINES],
        cut=max(0, len(article.dropped if view == REMOVED_VIEW else lines) - MAX_LINES),
        named=tuple(_named(marked.entities)),
        names=_names_switch(marked, query, showing._replace(view="")) if view == CLEAN_VIEW else None,
    )


def _named(entities: Iterable[ArticleEntity]) -> Iterator[NamedKind]:
    """The different values, in the order in which each first stands there."""
    for kind, label in KIND_PLURALS.items():
        values = dict.fromkeys(entity.value for entity in entities if entity.kind == kind)
        links = tuple(LinkedValue(value, urls.name(kind, value)) for value in values)
        if links:
            yield NamedKind(kind, label, links[:NAMES_SHOWN], links[NAMES_SHOWN:])


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
    counts = {REMOVED_VIEW: words.count(len(article.dropped), "line")}
    return tuple(
        Tab(
            shown,
            urls.article(article.id, query, showing._replace(view="" if name == CLEAN_VIEW else name)),
            name == view,
            counts.get(name, ""),
        )
        for name, shown in VIEWS.items()
    )


def _rules(article: Article) -> tuple[tuple[str, str], ...]:
    """Each rule that removed something, most used first, with how many lines it removed."""
    counts: dict[str, int] = {}
    for dropped in article.dropped:
        counts[dropped.rule] = counts.get(dropped.rule, 0) + 1
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((rule, words.count(n, "line")) for rule, n in most)


def _original(article: Article) -> tuple[OriginalLine, ...]:
    by_line = {dropped.line: dropped for dropped in article.dropped}
    nothing = Dropped(-1, "", "")
    rows = []
    for number, line in enumerate((article.original or article.text).split("\n")):
        dropped = by_line.get(number, nothing)
        rows.append(OriginalLine(number + 1, _cut(line), dropped.rule, removal_sentence(dropped)))
    return tuple(rows)


def _cut(line: str) -> str:
    return line[:MAX_LINE] + _more(line)


def _more(line: str) -> str:
    more = len(line) - MAX_LINE
    return "" if more <= 0 else f" … ({words.count(more, 'more character')})"


def _removed(marked: MarkedArticle, query: Query, showing: urls.Showing) -> tuple[Removed, ...]:
    """The removed lines, the first ones."""
    article = marked.article
    dropped = article.dropped[:MAX_LINES]
    texts = render.lines(marked.removed, [len(one.text) for one in dropped], MAX_LINE)
    rows = []
    for one, text in zip(dropped, texts, strict=True):
        place = urls.article(article.id, query, showing._replace(view=ORIGINAL_VIEW), f"l{one.line + 1}")
        rows.append(Removed(one.line + 1, text + _more(one.text), one.rule, removal_sentence(one), place))
    return tuple(rows)
