"""What does a question name beside the texts? A byline, a site, a day, or words that only removed lines hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.address import pasted
from index.facets import DATE, SITE
from search.query import FacetFilter, Field, LeafNode, Node, Parsed, Published, Query, Ranked, Selection, Word, mapped
from search.query.dates import canonical_span, days_of
from search.results import FORM, QUESTIONS, REMOVED, Offer
from search.words.missing import Missing
from search.words.readings import other_readings
from search.words.suggest import FacetValues

MOST_OFFERED = 3

Total = Callable[[Query], tuple[int, bool]]
"""How many articles a question finds, and whether there was time to count them all."""


def taken(query: Query, facet: str, value: str) -> Query:
    """The query with a facet's value, or with what else is offered, in the place of its words; its filters stay."""
    if facet == SITE:
        return replace(query, text=str(Parsed(FacetFilter(SITE, value))), page=1, exact=False, as_typed=False)
    if facet in QUESTIONS:
        return replace(query, text=f"in:removed {value}" if facet == REMOVED else value, page=1)
    kept = tuple(s for s in query.selections if s.facet != facet)
    return replace(
        query,
        text="",
        selections=(*kept, Selection(facet, value)),
        page=1,
        all_words=False,
        exact=False,
        as_typed=False,
    )


def plain_words(root: Node) -> str:
    """The words of a question that is nothing but words side by side; "" for any other."""
    nodes = root.wanted if isinstance(root, Ranked) and not (root.required or root.excluded) else (root,)
    words = [node.text for node in nodes if isinstance(node, Word) and node.field is Field.ANY and not node.exact]
    return " ".join(words) if len(words) == len(nodes) else ""


def offers(
    query: Query, root: Node, missing: Missing, values: FacetValues | None, total: Total
) -> tuple[tuple[Offer, ...], bool]:
    """At most three values that hold the question's words, the period that it is, what can be had for words that no
    article's text holds, and its other readings, as far as `total` finds articles for them under the query's filters;
    the most frequent first. And whether there was time to count them all."""
    named = _named(root, values) + _sited(query.text) + _dated(query.text) + _instead(missing, root, values)
    named += other_readings(query.text, root)
    counted = [(facet, value, total(taken(query, facet, value))) for facet, value in named]
    offered = [Offer(facet, value, count) for facet, value, (count, _) in counted if count]
    offered.sort(key=lambda offer: -offer.count)
    return tuple(offered), all(whole for _, _, (_, whole) in counted)


def _named(root: Node, values: FacetValues | None) -> list[tuple[str, str]]:
    words = plain_words(root) if values else ""
    return [(row.facet, row.value) for row in values.holding(words)[:MOST_OFFERED]] if values and words else []


def _instead(missing: Missing, root: Node, values: FacetValues | None) -> list[tuple[str, str]]:
    """For words that no article's text holds and no value has: the removed lines that do, or a word of their stem."""
    removed = [node for node in missing.removed if not (values and values.articles(node.text))]
    forms = [
        (FORM, _with(root, node, form)) for node, form in missing.derived if not (values and values.articles(node.text))
    ]
    return [(REMOVED, str(Parsed(node))) for node in removed[:MOST_OFFERED]] + forms[:MOST_OFFERED]


def _with(root: Node, typed: Word, form: str) -> str:
    """The question with another form of a word."""

    def change(leaf: LeafNode) -> LeafNode:
        return replace(typed, text=form) if leaf == typed else leaf

    return str(Parsed(mapped(root, change)))


def _sited(text: str) -> list[tuple[str, str]]:
    """The site of the address or host that a question is, and nothing beside it."""
    host = pasted(text).host.partition(":")[0]
    return [(SITE, host)] if host else []


def _dated(text: str) -> list[tuple[str, str]]:
    days = days_of(text)
    return [(DATE, canonical_span(Published(days.first, days.last)))] if days else []
