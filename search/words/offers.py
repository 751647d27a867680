"""What does a question name beside the texts? A byline, a site, a day, or words that only removed lines or older
versions hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.address import pasted
from index.facets import DATE, SETTLED, SITE
from search.query import (
    FacetFilter,
    LeafNode,
    Node,
    Or,
    Parsed,
    Phrase,
    Published,
    Query,
    Ranked,
    Selection,
    Word,
    mapped,
)
from search.query.dates import canonical_span, days_of
from search.query.rewrite import is_timed
from search.query.tree import is_plain_word
from search.results import ENDINGS, FORM, IN_VERSIONS, POSSIBLE, REMOVED, REWORDED, Offer
from search.words.missing import Missing
from search.words.other_readings import other_readings
from search.words.suggest import FacetValues
from search.words.suggest.values import NamedPart

MOST_OFFERED = 3
MOST_VERBATIM = 10  # with a page of articles that hold the very words, other forms are not looked for: 5 ms of 20
MOST_COUNTED = 6  # values named by a part of the question of which the articles are counted

_SETTLED = frozenset(facet.name for facet in SETTLED)

Named = tuple[str, str, str]  # facet, value, and the rest of the question

Total = Callable[[Query], tuple[int, bool]]
"""How many articles a question finds, and whether there was time to count them all."""


def taken(query: Query, facet: str, value: str, rest: str = "") -> Query:
    """The query with a facet's value, or with what else is offered, in the place of its words but for `rest`; its
    filters stay."""
    if facet == SITE:
        return replace(query, text=str(Parsed(FacetFilter(SITE, value))), page=1, exact=False, as_typed=False)
    if facet == POSSIBLE:
        return replace(query, possible=True, page=1)
    if facet in REWORDED:
        asked = {REMOVED: f"in:removed {value}", IN_VERSIONS: f"{value} in:versions"}.get(facet, value)
        return replace(query, text=asked, page=1)
    kept = tuple(s for s in query.selections if s.facet != facet)
    chosen = replace(query, text=rest, selections=(*kept, Selection(facet, value)), page=1)
    if rest:
        return chosen
    return replace(chosen, all_words=False, exact=False, as_typed=False)


def plain_words(root: Node) -> str:
    """The words of a question that is nothing but words side by side; "" for any other."""
    nodes = root.wanted if isinstance(root, Ranked) and not (root.required or root.excluded) else (root,)
    words = [node.text for node in nodes if is_plain_word(node)]
    return " ".join(words) if len(words) == len(nodes) else ""


def offers(
    query: Query, root: Node, missing: Missing, values: FacetValues | None, total: Total
) -> tuple[tuple[Offer, ...], bool]:
    """At most three values that the question's words name, the site or period that it is, what can be had for words
    that no article holds, its phrases in other forms, and its other readings, as far as `total` finds articles for them
    under the query's filters; the most frequent first, but names in the texts last. Where the words name nothing
    together, at most three values that some of them name, with the rest of the question. And whether there was time to
    count them all."""
    named = _named(root, values) + _sited(query.text) + _dated(query.text, root)
    readings = [(facet, value, "") for facet, value in other_readings(query.text, root)]
    whole, timely = _counted(query, [*named, *_instead(missing, root), *readings], total)
    wider, wider_timely = _loosened(query, root, total)
    whole, timely = [*whole, *wider], timely and wider_timely
    whole.sort(key=lambda offer: (offer.facet in _SETTLED, -offer.count))
    if named or values is None:
        return tuple(whole), timely
    parts, all_timely = _counted(query, _parts(query, root, values), total)
    return (*whole, *parts[:MOST_OFFERED]), timely and all_timely


def possible_offer(query: Query, root: Node, total: Total) -> tuple[tuple[Offer, ...], bool]:
    """The offer of further articles that can be of the time asked for, where there are any; and whether there was time
    to count them."""
    if query.possible or query.undated or not (query.first or query.last or is_timed(root)):
        return (), True
    (more, in_time), (known, timely) = total(replace(query, possible=True)), total(query)
    offered = (Offer(POSSIBLE, "", more - known),) if more > known and in_time and timely else ()
    return offered, in_time and timely


def _counted(query: Query, named: Sequence[Named], total: Total) -> tuple[list[Offer], bool]:
    """What gives articles, and whether there was time to count them all."""
    counts = [total(taken(query, *one)) for one in named]
    pairs = zip(named, counts, strict=True)
    offered = [Offer(facet, value, count, rest) for (facet, value, rest), (count, _) in pairs if count]
    return offered, all(timely for _, timely in counts)


def _loosened(query: Query, root: Node, total: Total) -> tuple[list[Offer], bool]:
    """The question with its phrases in any form, where it finds few articles and so more; and whether there was time to
    count them."""

    def loose(leaf: LeafNode) -> LeafNode:
        return replace(leaf, slop=0) if isinstance(leaf, Phrase) and leaf.verbatim else leaf

    wider = mapped(root, loose, negated=False)
    if wider == root or query.exact:
        return [], True
    count, timely = total(replace(query, text=str(Parsed(root)), page=1))
    if count > MOST_VERBATIM:
        return [], timely
    offered, all_timely = _counted(query, [(ENDINGS, str(Parsed(wider)), "")], total)
    return [offer for offer in offered if offer.count > count], timely and all_timely


def _named(root: Node, values: FacetValues | None) -> list[Named]:
    words = plain_words(root) if values else ""
    return [(row.facet, row.value, "") for row in values.holding(words)[:MOST_OFFERED]] if values and words else []


def _parts(query: Query, root: Node, values: FacetValues) -> list[Named]:
    """The values that words side by side name, those of most words first, each with the question without the words."""
    if not isinstance(root, Ranked):
        return []
    parts: list[NamedPart] = []
    for run in _runs(root.wanted):
        typed = [node.text for _, node in run]
        begin, _ = run[0]
        parts += [
            NamedPart(begin + first, begin + last, named)
            for first, last, named in values.parts(typed, len(root.wanted) - 1)
            if Selection(named.facet, named.value) not in query.selections
        ]
    parts.sort(key=lambda part: part.first - part.last)
    return [(named.facet, named.value, _without(root, first, last)) for first, last, named in parts[:MOST_COUNTED]]


def _runs(nodes: Sequence[Node]) -> Iterator[list[tuple[int, Word]]]:
    """The plain words that stand side by side, with their places."""
    run: list[tuple[int, Word]] = []
    for place, node in enumerate(nodes):
        if is_plain_word(node):
            run.append((place, node))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _without(root: Ranked, first: int, last: int) -> str:
    """The question without some of its words."""
    wanted = (*root.wanted[:first], *root.wanted[last:])
    alone = len(wanted) == 1 and not (root.required or root.excluded)
    return str(Parsed(wanted[0] if alone else replace(root, wanted=wanted)))


def _instead(missing: Missing, root: Node) -> list[Named]:
    """For words that no article holds: the removed lines or older versions that do, or a word of their stem."""
    removed = [(REMOVED, str(Parsed(node)), "") for node in missing.removed]
    forms = [(FORM, _with(root, node, form), "") for node, form in missing.derived]
    older = [(IN_VERSIONS, _operand(node), "") for node in ((root,) if missing.only_older else missing.older)]
    return removed[:MOST_OFFERED] + older[:MOST_OFFERED] + forms[:MOST_OFFERED]


def _operand(node: Node) -> str:
    """The node as more can be asked behind it."""
    text = str(Parsed(node))
    return f"({text})" if isinstance(node, Or) else text


def _with(root: Node, typed: Word, form: str) -> str:
    """The question with another form of a word."""

    def change(leaf: LeafNode) -> LeafNode:
        return replace(typed, text=form) if leaf == typed else leaf

    return str(Parsed(mapped(root, change)))


def _sited(text: str) -> list[Named]:
    """The site of the address or host that a question is, and nothing beside it."""
    host = pasted(text).host.partition(":")[0]
    return [(SITE, host, "")] if host else []


def _dated(text: str, root: Node) -> list[Named]:
    """The time that a question is, where it is not read as one already."""
    days = None if isinstance(root, Published) else days_of(text)
    return [(DATE, canonical_span(Published(days.first, days.last)), "")] if days else []
