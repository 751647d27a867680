"""What is said where nothing is found? Which words no article has, and what finds something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search.query import Query
from search.results import Results
from web import urls
from web.site.result_list.list_tools import Link
from web.translation import gettext as _
from web.translation import ngettext


@dataclass(frozen=True, slots=True)
class NothingFound:
    """`lead` says why in a sentence; `either` leads to the articles that have one of the words, `count` of them, and is
    None where that is no other question or finds nothing."""

    lead: str
    either: Link | None
    count: int = 0


def nothing_found(results: Results, count: Callable[[Query], int]) -> NothingFound | None:
    """What is said of an answer without results, as `count` counts questions; None of any other."""
    if results.total:
        return None
    present = [term for term, articles in results.term_counts if articles]
    either = Query(" OR ".join(present))
    found = count(either) if len(present) > 1 else 0
    return NothingFound(_lead(results), Link(either.text, urls.search(either)) if found else None, found)


def _lead(results: Results) -> str:
    if results.partial:
        return _("Nothing was found before the time was up.")
    query, terms = results.query, results.term_counts
    filtered = any((query.selections, query.first, query.last, query.arrival, query.undated))
    missing = [_("“%(phrase)s”", phrase=term) for term, articles in terms if not articles]
    if missing:
        return ngettext(
            "No article has the word %(words)s.",
            "No article has any of the words %(words)s.",
            len(missing),
            words=", ".join(missing),
        )
    if not terms:
        return _("No article fits these filters together.") if filtered else _("No article fits this question.")
    if filtered:
        return ngettext(
            "The archive has this word, but in no article that fits the filters.",
            "The archive has each of these words, but no article that fits the filters has what you ask for.",
            len(terms),
        )
    return ngettext(
        "The archive has this word, but no article as you ask for it.",
        "The archive has each of these words, but no article has them as you ask for them.",
        len(terms),
    )
