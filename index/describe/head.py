"""What does an HTML page say about itself? JSON-LD, meta tags, marked-up elements and its address, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.address import absolute, canonical, host_of
from index.describe.address import addressed, domain, site_names
from index.describe.announcing import mark_of
from index.describe.bylines import marked_names, parse_byline, speaks_of_role, stated_names
from index.describe.claims import Claim, Known, Origin
from index.describe.crediting import helpers
from index.describe.model import Hints
from index.describe.papers import tight
from index.describe.persons import is_person, looks_personal
from index.describe.plausible import first_believed
from index.describe.titles import fold, without_site
from index.page import Head

_ARTICLE = re.compile(r"(?:article|posting|report|review|recipe|newsevent)", re.I)
_PUBLISHED = tuple(
    """
    article:published_time og:article:published_time og:published_time itemprop:datepublished datepublished
    article:published article.published parsely-pub-date sailthru.date cxenseparse:recs:publishtime
    rnews:datepublished citation_publication_date citation_date dc.date.issued dcterms.issued dcterms.date
    dcterms.created dc.date.created dc.date pubdate publish-date publishdate publisheddate publish_date
    publication_date published_time published article_date_original originalpublicationdate displaydate
    shareaholic:article_published_time article.created date.created date timestamp created itemprop:datecreated
    """.split()  # noqa: SIM905
)
_MODIFIED = tuple(
    """
    article:modified_time og:article:modified_time og:modified_time og:updated_time itemprop:datemodified datemodified
    dcterms.modified dc.date.modified article:modified article.updated modified_time lastmod last-modified revised
    """.split()  # noqa: SIM905
)
_STAMPS = {"published": ("datePublished", _PUBLISHED), "modified": ("dateModified", _MODIFIED)}
_TELLS_PUBLICATION = re.compile(
    r"(?<![a-z])publi(?:sh(?:ed)?|cation)[_.:-]?(?:date|time|on)|(?:date|time)[_.:-]?publi(?:sh|c)"
)
_AUTHORS = tuple(
    """
    author parsely-author article:author article:author_name sailthru.author byl cxenseparse:author citation_author
    citation_authors dc.creator dcterms.creator authors article.author articleauthor itemprop:author rel:author
    """.split()  # noqa: SIM905
)
_OF_BODY = ("meta itemprop:", "meta rel:")  # how the places of fields begin that elements of the body mark
_OF_PAPERS = ("meta citation_author", "meta dc.creator")
_MOST_MARKED = 4  # authors of one article; longer lists came from comments and teasers
_ALIKE = 0.2  # of 0.2, 0.3 and 0.4 the best on the development pages


def article_of(head: Head) -> Mapping[str, Any]:
    """The JSON-LD object that is an article, one with a headline and a date first, else a page that has an author;
    empty where there is none."""
    articles = [item for item in head.json_ld if _ARTICLE.search(_type(item))]
    headed = (item for item in articles if item.get("headline") and item.get("datePublished"))
    signed = (item for item in head.json_ld if item.get("author") and _type(item).endswith("WebPage"))
    return next(headed, next(iter(articles), next(signed, {})))


def _type(item: Mapping[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def addresses(head: Head) -> Iterator[Claim]:
    """The page's address. Relative ones start from where the page says, else from one that is not relative; a site
    alone is no page's address where another source names the page."""
    sources = (
        (Origin.CANONICAL, "link rel=canonical", head.canonical),
        (Origin.OG_URL, "meta og:url", _meta(head, "og:url")),
        (Origin.SAVED_FROM, f"{head.saver} saved from", head.saved_from),
        (Origin.BASE, "element base", head.base),
    )
    texts = [text for _, _, text in sources]
    start = next(filter(host_of, reversed(texts)), "")
    for number, (source, place, text) in enumerate(sources):
        claim = addressed(Claim("url", absolute(text, start), source, place, text))
        of_site = host_of(text) and not canonical(text)
        if of_site and any(map(canonical, texts[number + 1 :])) and not claim.is_refused:
            claim = claim.refused(text, f"a site, not a page: {text}")
        if source is not Origin.BASE or host_of(text):
            yield claim


def address_of(head: Head) -> str:
    """The page's address as its head alone tells it, "" where it does not."""
    return Known([claim for claim in addresses(head) if claim.value]).text("url")


def titles(
    head: Head, article: Mapping[str, Any], known: Known, lines: frozenset[str], headings: Mapping[int, str]
) -> Iterator[Claim]:
    """The `h1` that shares words with a title in the head, then the head's titles: these are often shortened.

    On the development pages the headline alone is right on 89 %, the best title of the head on 80 %. `lines` are the
    page's lines above its text, folded, `headings` its `h1` lines; `known` are publisher and address.
    """
    names = [known.text("publisher"), domain(known.text("url"))]
    candidates = (
        ("JSON-LD headline", _first_text(article.get("headline"))),
        ("meta og:title", _meta(head, "og:title")),
        ("element title", head.title),
        ("meta twitter:title", _meta(head, "twitter:title")),
    )
    places: dict[str, str] = {}  # of each title the first
    for place, value in candidates:
        places.setdefault(without_site(value, names, lines), place)
    likeness = {n: max(_likeness(text, value) for value in places) for n, text in headings.items()}
    best = max(likeness, key=lambda n: (likeness[n], -n), default=-1)
    if best >= 0 and likeness[best] >= _ALIKE and " " in headings[best]:
        yield Claim("title", headings[best], Origin.H1, f"line {best + 1} (h1)", headings[best])
    for value, place in places.items():
        shown = Origin.SHOWN_TITLE if fold(value) in lines else Origin.HEAD_TITLE
        yield Claim("title", value, Origin.CUT_TITLE if value.endswith(("...", "…")) else shown, place, value)


def _likeness(text: str, title: str) -> float:
    """The cosine of two titles' words: 1 where they are the same, 0 where no word is."""
    one, other = set(fold(text).split()), set(fold(title).split())
    return len(one & other) / math.sqrt(max(1, len(one) * len(other)))


def stamps(name: str, head: Head, article: Mapping[str, Any], hints: Hints) -> Iterator[Claim]:
    """When the page was published or modified, as its JSON-LD says and as its meta tags do."""
    key, metas = _STAMPS[name]
    values = [article.get(key), *(item.get(key) for item in head.json_ld if item is not article)]
    written = (value for value in values if isinstance(value, str))
    yield from first_believed((Claim(name, "", Origin.JSON_LD, f"JSON-LD {key}", value) for value in written), hints)
    named = [meta for meta in metas if meta in head.meta]
    if name == "published":
        named += [meta for meta in head.meta if _TELLS_PUBLICATION.search(meta) and meta not in named]
    yield from first_believed(
        (Claim(name, "", Origin.META, f"meta {meta}", _meta(head, meta)) for meta in named), hints
    )


def names_author(head: Head) -> bool:
    """Whether the head has a field that holds an article's author, a person or a house; a page's is its owner."""
    article = article_of(head)
    signed = _ARTICLE.search(_type(article)) and any(_people(article.get("author"), head))
    return bool(signed) or any(meta in head.meta for meta in _AUTHORS[:2])


_Names = tuple[tuple[str, ...], tuple[str, ...]]


def authors(head: Head, article: Mapping[str, Any], known: Known) -> Iterator[Claim]:
    """Whom the fields for authors name; an agency counts that stands before or beside the first person.

    What is called an author and is no person is a claim of another source, in case the page shows a byline.
    """
    site = (known.text("publisher"), *site_names(known.text("url")))
    named = bool(known.authors)
    fields = _shown_first(list(_author_fields(head, article, site)), head.bylines)
    lists = list(_whole_lists(fields, head.bylines))
    for source, place, values in fields:
        people = _without_helpers(_people_of(values), head.bylines)
        if not named:
            for agency in (agency for _, agencies in values for agency in agencies):
                yield Claim("agency", agency, source, place, agency)
        if people:
            people = next((whole for whole in lists if set(people) < set(whole)), people)
            personal = any(looks_personal(name) or _is_shown(name, head.bylines) for name in people)
            named = named or personal
            yield Claim("authors", people, source if personal else Origin.NAMELESS, place, "; ".join(people))


def _whole_lists(fields: Sequence[_AuthorField], bylines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The people of fields that name every author where others name the first: those of papers, and links to authors
    where one byline shows all of them."""
    for _, place, values in fields:
        people = _people_of(values)
        if place.startswith(_OF_PAPERS) or (
            place == "meta rel:author" and any(all(name in text for name in people) for text in bylines)
        ):
            yield people


def _people_of(values: Sequence[_Names]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names, _ in values for name in names))


def _without_helpers(people: tuple[str, ...], bylines: Sequence[str]) -> tuple[str, ...]:
    """The people without those who helped by what marked bylines say, where somebody is left."""
    helped = tuple(helpers(bylines))
    return tuple(name for name in people if not any(name in text for text in helped)) or people


def _is_shown(name: str, bylines: Sequence[str]) -> bool:
    """Whether the first of the marked bylines begins with the name."""
    return bool(bylines) and re.match(rf"{re.escape(name)}\b", bylines[0]) is not None


_AuthorField = tuple[Origin, str, list[_Names]]


def _shown_first(fields: list[_AuthorField], bylines: Sequence[str]) -> list[_AuthorField]:
    """The fields from the first one whose people marked bylines show: whom no byline shows is the house, or whoever put
    the page up. Where they show none all, but where a byline announces somebody not what the body marks: its items are
    teasers and comments."""
    for number, (_, _, values) in enumerate(fields):
        people = [name for names, _ in values for name in names if looks_personal(name)]
        if any(name in byline for byline in bylines for name in people):
            return fields[number:]
    announced = (parse_byline(text) for text in bylines if mark_of(text))
    if any(byline is not None and byline.marked and byline.authors for byline in announced):
        return [field for field in fields if not field[1].startswith(_OF_BODY)]
    return fields


def _author_fields(
    head: Head, article: Mapping[str, Any], site: Sequence[str]
) -> Iterator[tuple[Origin, str, list[_Names]]]:
    """(source, place, (authors, agencies) of each value) of the fields that are there to hold authors, best first."""
    for key in ("author", "creator"):
        names = tuple(dict.fromkeys(_people(article.get(key), head)))
        persons = {name for name in _persons(article.get(key)) if _bears_name(site, name)}
        yield (
            Origin.JSON_LD,
            f"JSON-LD {key}",
            [stated_names(name, () if name in persons else site) for name in names],
        )
    for meta in _AUTHORS:
        values = tuple(dict.fromkeys(head.meta.get(meta, ())))
        marked = f"meta {meta}".startswith(_OF_BODY)
        if marked and len(values) > _MOST_MARKED:
            values = values[:1]  # the article's, then those of comments and teasers
        if meta.startswith(("dc", "citation")):
            values = tuple(_in_spoken_order(value) for value in values)
        names_in = marked_names if marked else stated_names
        yield Origin.META, f"meta {meta}", [names_in(value, site) for value in values]


def _people(value: Any, head: Head, depth: int = 0) -> Iterator[str]:
    """The names of a JSON-LD author: text, a person, a reference by @id, or a list of these."""
    if depth > 4:
        return
    if isinstance(value, list):
        for member in value[:30]:
            yield from _people(member, head, depth + 1)
    elif isinstance(value, Mapping):
        name = value.get("name") or " ".join(
            part for part in (value.get("givenName"), value.get("familyName")) if isinstance(part, str)
        )
        if not name and value.get("@id"):
            same = (item.get("name") for item in head.json_ld if item.get("@id") == value["@id"])
            name = next(filter(None, same), None)
        yield from _people(name, head, depth + 1)
    elif isinstance(value, str) and value.strip():
        yield " ".join(value.split())


def _bears_name(site: Sequence[str], name: str) -> bool:
    """Whether the site's host is the name of a person: its owner writes there."""
    return is_person(name) and not speaks_of_role(name) and tight(name) in site[1:]


def _persons(value: Any) -> Iterator[str]:
    """The names of those whom a JSON-LD author calls a person outright."""
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, Mapping) and one.get("@type") == "Person" and isinstance(one.get("name"), str):
            yield " ".join(one["name"].split())


def _in_spoken_order(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe", as library metadata turns names around."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and len(last.split()) <= 2 else name


def _meta(head: Head, name: str) -> str:
    values = head.meta.get(name, ())
    return values[0] if values else ""


def _first_text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""
