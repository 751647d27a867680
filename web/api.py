"""What does the JSON say? The same `Results` and `Reading` as the pages, as objects."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from index.article import Article
from index.facets import derived
from search.engine import FacetCounts, Health, Hit, Reading, Results
from search.notes import Note
from web import parameters, render, urls
from web.exports.formats import date_object, hit_object, marks, note_codes
from web.former import elsewhere
from web.sentences import sentence
from web.shelf import engine

Object = dict[str, Any]
routes = Blueprint("api", __name__)


def reply(value: Object, status: int = 200) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, mimetype="application/json")


@routes.get(urls.API_SEARCH)
def search() -> Response:
    query, notes = parameters.read(request.args.items(multi=True))
    return reply(results(engine().search(query), notes))


@routes.get(f"{urls.API_ARTICLE}<article_id>")
def article(article_id: str) -> Response:
    query, _ = parameters.read(request.args.items(multi=True))
    found = engine().article(article_id, query if query.text else None)
    if found is None:
        return elsewhere(urls.API_ARTICLE, article_id)
    return reply(reading(found))


@routes.get(urls.API_COMPLETE)
def complete() -> Response:
    return reply({"completions": list(engine().complete(request.args.get(urls.Name.TEXT, "")))})


@routes.get(urls.HEALTH)
def health() -> Response:
    state: Health = engine().health()
    told = {
        "ok": state.ok,
        "articles": state.articles,
        "generation": state.generation,
        "published_at": state.published_at,
        "problem": str(state.error or "") or (sentence(state.problem) if state.problem else ""),
    }
    return reply(told, 200 if state.ok else 503)


def results(found: Results, notes: tuple[Note, ...] = ()) -> Object:
    """`snippets` are HTML: escaped text with `<mark>`; `quotes` hold the same as text and character spans."""
    first = (found.query.page - 1) * found.query.per_page + 1
    return {
        "total": found.total,
        "total_all_words": found.total_all_words,
        "page": found.query.page,
        "per_page": found.query.per_page,
        "query": found.query.text,
        "reading": found.reading,
        "notes": list(map(sentence, (*notes, *found.said))),
        **note_codes((*notes, *found.said)),
        "partial": found.partial,
        "suggestion": found.suggestion,
        "corrected_from": found.corrected_from,
        "expansions": [{"word": e.word, "added": list(e.added)} for e in found.expansions],
        "term_counts": [{"term": term, "count": count} for term, count in found.term_counts],
        "filter_gains": [{"filter": words, "count": count} for words, count in found.filter_gains],
        "hits": [_hit(rank, hit) for rank, hit in enumerate(found.hits, first)],
        "facets": {facet.name: _facet(facet) for facet in found.facets},
        "related": [
            {"facet": r.facet, "value": r.value, "count": r.count, "articles": r.articles} for r in found.related
        ],
        "offers": [{"facet": o.facet, "value": o.value, "count": o.count} for o in found.offers],
        "seconds": round(found.seconds, 6),
    }


def reading(found: Reading) -> Object:
    """Everything that is known of an article, with the matches as spans of its text."""
    article = found.article
    return {
        **_known(article),
        "text": article.text,
        "original": article.original,
        "markdown": article.markdown,
        "evidence": [
            {"field": e.field, "value": e.value, "source": e.source, "quote": e.quote, "certainty": e.certainty.value}
            for e in article.evidence
        ],
        "dropped": [{"line": d.line, "text": d.text, "rule": d.rule, "why": d.why} for d in article.dropped],
        "marks": {"title": marks(found.title), "text": marks(found.text)},
        "notes": list(map(sentence, found.said)),
        **note_codes(found.said),
    }


def _known(article: Article) -> Object:
    same = ("id", "key", "path", "title", "standfirst", "publisher", "agency", "place", "section", "language")
    more = ("photo_credit", "url", "format", "extractor")
    return {
        **{name: getattr(article, name) for name in same + more},
        "authors": list(article.authors),
        "repairs": list(article.repairs),
        **date_object("published", article.published),
        **date_object("modified", article.modified),
        "added": article.added.isoformat() if article.added else None,
        "host": article.host,
        "sha256": article.sha256,
        **derived(article),
    }


def _hit(rank: int, hit: Hit) -> Object:
    return {
        **hit_object(rank, hit),
        "snippets": [str(render.marked(snippet)) for snippet in hit.snippets],
        "reasons": [
            {"word": r.word, "field": r.field, "occurrences": r.occurrences, "articles": r.rarity, "share": r.share}
            for r in hit.reasons
        ],
    }


def _facet(facet: FacetCounts) -> list[Object]:
    return [{"value": v.value, "count": v.count, "selected": v.selected, "excluded": v.excluded} for v in facet.values]
