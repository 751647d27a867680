"""What do the pages of a host agree to be called, and which articles hang on it?

One page more can change what all pages of its host are called. To give what a rebuild would give, the archive keeps
the name that each page states; when what a host is called has changed, the articles of the host are read again. What
they tell of it is a ratio of small numbers (`HostPaper`), so that a page more seldom changes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from index.article import Article, Certainty, article_id
from index.reindex.agree.derivation import moved
from index.reindex.agree.said import PageSays, PageStatements, Said
from index.reindex.rows import Rows

if TYPE_CHECKING:
    from index.describe.model import HostPaper
    from index.page import RawPage

_OUTRIGHT = "1"
_MOST_EXACT = 10  # pages up to which they are counted one by one, then by tenths
_SEVERAL = 4  # pages of a host from which it may be one of several papers
_LEAST_SHARE = 1 / 3  # of the pages that name one: under it each page of the host keeps its own
_GIVEN = ("field", "front matter", "correction")  # how the places of evidence begin that no page of a host overrules


class Papers(PageStatements):
    """What each host is called. A table holds what each page puts in: its host, the name, whether it is outright."""

    name = "papers"

    def value(self, state: Said) -> dict[str, HostPaper]:
        return papers(state)

    def outdated(self, rows: Rows, before: Said, now: Said) -> NDArray[np.bool_]:
        hosts = [_number(host) for host in moved(papers(before), papers(now))]
        return np.asarray(np.isin(rows.host, np.array(hosts, np.uint64)) & (rows.host != 0))

    def seen(self, page: RawPage) -> PageSays | None:
        from index.address import shown_host  # noqa: PLC0415
        from index.describe.head import address_of, article_of  # noqa: PLC0415  loads what describes
        from index.describe.publishers import stated_name  # noqa: PLC0415

        if page.head is None or not (host := shown_host(address_of(page.head))):
            return None
        name, outright = stated_name(page, article_of(page.head), host)
        words = (host, name, _OUTRIGHT if outright else "")
        return PageSays.of(int(article_id(page.path, page.key), 16), words)

    def columns(self, article: Article) -> Mapping[str, int]:
        given = any(
            proof.field == "publisher"
            and proof.certainty is not Certainty.REFUSED
            and (proof.certainty is Certainty.CORRECTED or proof.source.startswith(_GIVEN))
            for proof in article.evidence
        )
        return {"host": 0 if given else _number(article.host)}

    def arguments(self, value: Mapping[str, HostPaper]) -> Callable[[RawPage], Mapping[str, Any]]:
        from index.entities.glued_words import glued_words  # noqa: PLC0415  loads the lists of words

        papers_of_hosts = {"papers": value, "words": glued_words}
        return lambda page: papers_of_hosts


def papers(said: Said) -> dict[str, HostPaper]:
    """What each host is called: the name that most of its pages state, in the spelling that the archive has most often.

    A host is called nothing where fewer than a third of the pages that name a paper agree: it has several.
    """
    from index.describe.model import HostPaper  # noqa: PLC0415
    from index.describe.papers import likeness, paper_key, site_label  # noqa: PLC0415  loads what describes

    pages = Counter[str]()
    named: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    spellings: dict[str, Counter[tuple[bool, str]]] = defaultdict(Counter)
    for host, name, outright in said.pages.values():
        pages[host] += 1
        if name:
            key = paper_key(name, site_label(host))
            named[host][key, outright == _OUTRIGHT] += 1
            spellings[key][outright == _OUTRIGHT, name] += 1
    spelt = {key: _commonest(counts) for key, counts in spellings.items()}
    called: dict[str, HostPaper] = {}
    for host, votes in named.items():
        totals = Counter[str]()
        for (key, _), count in votes.items():
            totals[key] += count
        best = max(
            totals,
            key=lambda key: (totals[key], votes[key, True], likeness(spelt[key], site_label(host)), spelt[key]),
        )
        if totals.total() >= _SEVERAL and totals[best] < _LEAST_SHARE * totals.total():
            continue
        called[host] = HostPaper(spelt[best], *_ratio(totals[best], pages[host]))
    return called


def _commonest(counts: Counter[tuple[bool, str]]) -> str:
    """The commonest spelling, first of those that tell words apart, then of those that are stated outright; of equal
    ones that with more capitals."""
    from index.describe.papers import is_plain  # noqa: PLC0415  loads what describes

    apart = {one for one in counts if not is_plain(one[1]) and not one[1].isupper()}
    return min(apart or counts, key=lambda one: (not one[0], -counts[one], one[1] == one[1].lower(), one[1]))[1]


def _ratio(part: int, whole: int) -> tuple[int, int]:
    """The two numbers as they are, or as so many of ten."""
    return (part, whole) if whole <= _MOST_EXACT else (max(1, part * _MOST_EXACT // whole), _MOST_EXACT)


def _number(host: str) -> int:
    """The host as a column of the manifest holds it, 0 for none."""
    return xxh3_64_intdigest(host.encode()) if host else 0
