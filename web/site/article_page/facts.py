"""What is known of an article, and how? A line of facts, all of them as words and links, and what says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index.article import Article, Certainty, Evidence, Precision
from index.facets import BY_NAME, PUBLISHER, TOLD, Facet, Kind
from search.query import Query, Selection
from web import evidence_words, urls, words
from web.translation import gettext as _
from web.translation import noted

BYLINE = "byline"
_LABELS = {
    "title": noted("Headline"),
    "standfirst": noted("Standfirst"),
    "published": noted("Published"),
    "modified": noted("Changed"),
    "saved": noted("Saved"),
    "photo_credit": noted("Photo"),
    "url": noted("Address"),
}
"""Of the fields of an article that are no facets, in the order in which they are told; the others stand between."""
_DATES = ("published", "modified", "saved")


@dataclass(frozen=True, slots=True)
class LinkedValue:
    """A value and the search for all articles that have it ("" where there is none)."""

    shown: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of the article, and its values."""

    label: str
    values: tuple[LinkedValue, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What says so: a sentence without its end, what stands there ("" where that says no more), and whether the value
    was worked out of it."""

    sentence: str
    quote: str
    worked_out: bool


@dataclass(frozen=True, slots=True)
class ProvenFact:
    """How one thing is known; `refused` is the value that a source offers and nobody believes, "" where it stands."""

    label: str
    proofs: tuple[Proof, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """`paper` (None where it is not known), `day` and `authors` make the line under the headline, `rows` are all that
    is known, `proven` how, `refused` what the page offers and is not believed."""

    paper: LinkedValue | None
    day: str
    machine_day: str
    authors: tuple[LinkedValue, ...]
    rows: tuple[Fact, ...]
    proven: tuple[ProvenFact, ...]
    refused: tuple[ProvenFact, ...]


def article_facts(article: Article) -> ArticleFacts:
    """What the page of the article tells of it."""
    filed = article.filed_under
    return ArticleFacts(
        paper=next(iter(_links(BY_NAME[PUBLISHER], article)), None),
        day=words.day_filed_under(article.published, article.modified, article.yearless),
        machine_day=filed.isoformat() if filed else "",
        authors=_links(BY_NAME[BYLINE], article),
        rows=tuple(_rows(article)),
        proven=tuple(_proven(article)),
        refused=tuple(_refused(article)),
    )


def chosen(*selections: tuple[str, str], day: date | None = None) -> Query:
    """The question for all articles that have the values of facets, and are of the day."""
    return Query(selections=tuple(Selection(*one) for one in selections), first=day, last=day)


def day_of(article: Article) -> date | None:
    """The day that an article is filed under; None where only its month or year is known."""
    filed = article.filed_under
    return filed.moment.date() if filed and filed.precision in (Precision.DAY, Precision.MINUTE) else None


def _rows(article: Article) -> Iterator[Fact]:
    """A field without a value is left out, but for the date."""
    labels = {field: _(label) for field, label in _LABELS.items()}
    yield Fact(labels["published"], (LinkedValue(_published(article)),))
    if article.modified and article.modified != article.published:
        yield Fact(labels["modified"], (LinkedValue(evidence_words.dated(article.modified)),))
    for facet in TOLD:
        if facet.kind is Kind.LANGUAGE and article.photo_credit:
            yield Fact(labels["photo_credit"], (LinkedValue(article.photo_credit),))
        if values := _links(facet, article):
            yield Fact(words.heading(facet.name), values)
    if article.saved:
        yield Fact(labels["saved"], (LinkedValue(words.full_date(article.saved)),))


def _published(article: Article) -> str:
    """When it was published, as exactly as that is known."""
    if article.published is None and article.yearless is not None:
        return words.yearless(article.yearless)
    return evidence_words.dated(article.published)


def _links(facet: Facet, article: Article) -> tuple[LinkedValue, ...]:
    """A facet's values, each with the search for the articles that have it."""
    return tuple(
        LinkedValue(words.value(facet.name, value), urls.search(chosen((facet.name, value))))
        for value in facet.values_of(article)
        if value
    )


def _proven(article: Article) -> Iterator[ProvenFact]:
    believed = [proof for proof in article.evidence if proof.certainty is not Certainty.REFUSED]
    for field, label in _field_labels().items():
        if proofs := tuple(_proof(proof) for proof in believed if proof.field == field and proof.source):
            yield ProvenFact(label, proofs)


def _refused(article: Article) -> Iterator[ProvenFact]:
    labels = _field_labels()
    for proof in article.evidence:
        if proof.certainty is Certainty.REFUSED:
            yield ProvenFact(labels.get(proof.field, proof.field), (_proof(proof),), proof.value)


def _proof(proof: Evidence) -> Proof:
    quote = evidence_words.quotation(proof)
    repeated = proof.certainty is Certainty.REFUSED and quote == proof.value
    return Proof(evidence_words.sentence(proof), "" if repeated else quote, evidence_words.is_worked_out(proof))


def _field_labels() -> Mapping[str, str]:
    """What the fields of an article are called that evidence speaks of, in the order in which they are told."""
    facets = {facet.known_by or facet.field or facet.name: words.heading(facet.name) for facet in TOLD}
    own = {field: _(label) for field, label in _LABELS.items()}
    first = {field: own[field] for field in ("title", "standfirst", *_DATES[:2])}
    return first | facets | own
