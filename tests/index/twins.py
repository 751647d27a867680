"""Random articles and the naive twin of an index: a dictionary of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
from hypothesis import strategies as st

from index.analysis import analyse, bounds
from index.analysis.text import PARAGRAPH, SENTENCE
from index.article import Article, ArticleDate, Certainty, Dropped, Evidence, Precision
from index.schema import NO_TIME, TEXT_FIELDS
from index.segment.reader import Segment
from index.store.snapshot import Snapshot
from tests.search.oracle.texts import shown_body

NOW = datetime(2024, 5, 17, 9, 30)
WORDS = (
    "talks", "talk", "talking", "Minsk", "the", "the", "the", "U.S.", "façade", "facade", "S-300", "cease-fire",
    "220,000", "Łódź", "停戦交渉", "السلام", "Assad's", "go.\n", "said.", "\n\n", "naïve", "\x00", "𝔘",
)  # fmt: skip
_texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
_names = st.sampled_from(["", "Reuters", "AFP", "Jane Doe", "An-Nahar", "Ärzteblatt", "\ud800"])
_dates = st.none() | st.builds(
    ArticleDate,
    st.datetimes(
        datetime(1999, 1, 1),
        datetime(2030, 1, 1),
        timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-9.5))]),
    ),
    st.sampled_from(Precision),
    st.sampled_from(["", "year from the weekday"]),
    st.sampled_from(["", "IST"]),
)
articles = st.builds(
    Article,
    id=st.integers(0, 12).map("{:016x}".format) | st.sampled_from(["short", "Ω", "ffffffffffffffff"]),
    key=st.just("k"),
    path=st.sampled_from(["a.txt", "b/c.html"]),
    title=_texts,
    standfirst=st.just("") | _names | _texts,
    text=_texts,
    authors=st.lists(_names.filter(bool), max_size=3).map(tuple),
    publisher=_names,
    agency=_names,
    place=_names,
    language=st.sampled_from(["en", "en", "de", "ar", "ja", ""]),
    published=_dates,
    modified=_dates,
    evidence=st.lists(st.builds(Evidence, _names, _names, _names, _names, st.sampled_from(Certainty)), max_size=2).map(
        tuple
    ),
    dropped=st.lists(st.builds(Dropped, st.integers(0, 9), _texts, _names), max_size=2).map(tuple),
    original=_texts,
    markdown=_names,
)


def live_documents(snapshot: Snapshot) -> Iterator[tuple[Segment, int]]:
    for segment in snapshot.segments:
        for doc in range(segment.doc_count):
            if segment.live is None or segment.live[doc]:
                yield segment, doc


def field_text(article: Article, field: str) -> str:
    removed = "\n".join(dropped.text for dropped in article.dropped)
    return {"title": article.title, "body": shown_body(article), "removed": removed}[field]


def naive_postings(article: Article, field: str) -> dict[bytes, list[int]]:
    """Each term's positions by the plain statement of the analysis."""
    text = field_text(article, field)
    found: dict[bytes, list[int]] = {}
    for token in analyse(text, article.language):
        found.setdefault(token.term.encode(), []).append(token.position)
    edges = bounds(text, article.language)
    for mark, positions in ((SENTENCE, edges.sentences), (PARAGRAPH, edges.paragraphs)):
        if positions:
            found[mark.encode()] = list(positions)
    return found


def index_postings(snapshot: Snapshot, field: str) -> dict[str, dict[bytes, list[int]]]:
    """Every live article's terms and positions, read term by term out of the index."""
    found: dict[str, dict[bytes, list[int]]] = {seg.article_id(doc): {} for seg, doc in live_documents(snapshot)}
    for segment in snapshot.segments:
        for number, term in enumerate(segment.terms(field)):
            postings = segment.postings(field, number)
            assert postings is not None
            offsets, positions = postings.positions()
            lead = postings.lead_frequencies().tolist()
            assert np.diff(offsets).tolist() == postings.frequencies().tolist()
            for n, doc in enumerate(postings.docs.tolist()):
                own = positions[offsets[n] : offsets[n + 1]].tolist()
                assert lead[n] == sum(position < 100 for position in own)
                if segment.live is None or segment.live[doc]:
                    found[segment.article_id(doc)][term] = own
    return found


def facet_counts(snapshot: Snapshot, name: str) -> Counter[str]:
    """How many live articles have each value of a facet."""
    counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        first, last = segment.facets.facet(name)
        for ordinal in range(first, last):
            docs = segment.facets.documents(ordinal)
            counts[segment.facets.values[ordinal]] += (
                len(docs) if segment.live is None else int(segment.live[docs].sum())
            )
    return +counts


def minute_of(article: Article) -> int:
    """Whole minutes from the day's midnight in UTC to the article's moment; NO_TIME where it has none."""
    when = article.filed_under
    if when is None or when.precision is not Precision.MINUTE:
        return NO_TIME
    moment = (when.moment if when.moment.tzinfo else when.moment.replace(tzinfo=UTC)).replace(second=0, microsecond=0)
    midnight = datetime(when.moment.year, when.moment.month, when.moment.day, tzinfo=UTC)
    return int((moment - midnight).total_seconds() / 60)


def check_twin(snapshot: Snapshot, twin: dict[str, Article]) -> None:
    """The index holds exactly the articles of the dictionary, and says of them what the plain rule says."""
    assert snapshot.live_count == len(twin)
    assert {seg.article_id(doc): seg.stored(doc) for seg, doc in live_documents(snapshot)} == twin
    for field in TEXT_FIELDS:
        assert index_postings(snapshot, field) == {key: naive_postings(a, field) for key, a in twin.items()}
    assert facet_counts(snapshot, "publisher") == Counter(a.publisher for a in twin.values())
    bylines = Counter(name for a in twin.values() for name in set(a.authors) or {""})
    assert facet_counts(snapshot, "byline") == bylines
    for key, article in twin.items():
        found = snapshot.find(key)
        assert found is not None
        segment, doc = found
        assert segment.text(doc) == article.text
        assert segment.card(doc).title == article.title
        assert segment.published[doc] == (article.filed_under.moment.toordinal() if article.filed_under else 0)
        assert segment.minutes[doc] == minute_of(article)
    for segment in snapshot.segments:
        for field in TEXT_FIELDS:
            live = segment.lengths(field) if segment.live is None else segment.lengths(field)[segment.live]
            assert segment.total_length(field) == live.sum()
