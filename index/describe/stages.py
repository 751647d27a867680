"""In which order are a page's sources asked? Part by part, from the given to the guessed.

Sources are functions that yield claims and know nothing of each other. Some have to know what better parts say, and get
it as an argument (`Hearing.known`): titles and author fields of the head (which names are the site's?), marked bylines
and `<time>` (is anything known?), the headline's line, the likeliest byline and date, the line on rights, and what is
guessed where nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from index.address import canonical
from index.article import Certainty
from index.describe import head as heads
from index.describe import head_times, lines
from index.describe.address import address_dates, captures
from index.describe.bookmarked import OF_BOOKMARKS, bookmarked
from index.describe.bylines import parse_byline
from index.describe.claims import Claim, Known, Mark, Origin
from index.describe.dates import find_dates
from index.describe.given import NAMES, given_field
from index.describe.headlines import headline_of
from index.describe.hearing import Hearing
from index.describe.languages import language_of
from index.describe.layout import Layout, layout_of
from index.describe.marked import marked_bylines
from index.describe.model import CORRECTION_FILE, Hints
from index.describe.publishers import of_host, publishers
from index.describe.sections import sections
from index.describe.senders import senders
from index.describe.titles import fold
from index.page import OF_FIELDS, Cleaned, Format, Head, RawPage

FILE_NAME = "file name"
"""The source of a title that nothing in the page gives."""
_LONGEST_TITLE = 120
_PROPERTIES = {"element title": "document title", "meta author": "document author"}
_SAMPLE = 300  # characters of which the language is told
_ABOVE = 80  # lines above the body that are compared with titles in the head
_CORRECTION = Claim("", "", Origin.CORRECTION, CORRECTION_FILE, certainty=Certainty.CORRECTED)
_FRONT_MATTER = Claim("", "", Origin.GIVEN, "front matter", certainty=Certainty.CORRECTED)
_FIELDS = Claim("", "", Origin.GIVEN, "field")  # of a JSON line, a row of a table and the like
_NOWHERE: Mapping[str, str] = {}
_HEADER = Claim("", "", Origin.GIVEN, "header")  # of a mail
_GIVERS = {Format.MARKDOWN: _FRONT_MATTER, Format.EMAIL: _HEADER}


def hear(page: RawPage, cleaned: Cleaned, hints: Hints, corrections: Mapping[str, Any]) -> Hearing:
    """All that the sources of a cleaned page say; `corrections` are the fields of its correction file."""
    hearing = Hearing()
    if corrections:
        _ask_fields(corrections, _CORRECTION, hearing, hints)
    if page.given:
        _ask_fields(page.given, _GIVERS.get(page.format, _FIELDS), hearing, hints, page.places)
    if page.sender:
        hearing.ask("authors", "the sender", senders(page.sender, page.places.get("sender", "header From")))
    if page.head is None:
        url = hearing.known(before=Origin.CANONICAL).text("url")
        hearing.ask("publisher", "the address", of_host(url, hints, page) if url else ())
    if page.format not in OF_FIELDS or page.clean:
        with hearing.guarded("metadata", "the page"):
            _ask_page(page, layout_of(cleaned), hearing, hints)
    else:
        _ask_bookmarks(hearing, hints)
    hearing.ask("saved", "the address", captures(tuple(hearing.claims), hints))
    fields = {claim.field for claim in hearing.claims if claim.source not in OF_BOOKMARKS}
    if "language" not in fields:
        hearing.ask("language", "the text", _language(page, cleaned))
    if "title" not in fields:
        hearing.ask("title", "the text", _first_line(page))
    return hearing


def _ask_fields(
    fields: Mapping[str, Any], giver: Claim, hearing: Hearing, hints: Hints, places: Mapping[str, str] = _NOWHERE
) -> None:
    """Ask fields that were written down by name; `giver` says by whom, `places` where those stand that are no names."""
    for name, aliases in NAMES.items():
        if not fields.keys().isdisjoint(aliases):
            claims = given_field(name, fields, giver, hints)
            place = places.get(name)
            hearing.ask(name, giver.place, (claim._replace(place=place) for claim in claims) if place else claims)


def _ask_page(page: RawPage, layout: Layout, hearing: Hearing, hints: Hints) -> None:
    """Ask what the head says and what the lines do."""
    if page.head is not None:
        _ask_head(page.head, page, layout, hearing, hints)
    else:
        url = hearing.known(before=Origin.CANONICAL).text("url")
        hearing.ask("published", "the address", address_dates(url, hints, of_head=False))
    _ask_bookmarks(hearing, hints)
    known = hearing.known(before=Origin.BREADCRUMB)
    with hearing.guarded("title", "the lines"):
        layout = replace(layout, title=_title_line(page, layout, known.text("title")))
    _ask_lines(page.head, layout, known, hearing, hints)
    hearing.ask("title", "the lines", _headline(layout, known.text("title")))


def _ask_bookmarks(hearing: Hearing, hints: Hints) -> None:
    """Ask what exports in the archive say of the page's address: before its lines, where a title that is known is no
    longer looked for."""
    if hints.bookmarks and (saved := hints.bookmarks.get(canonical(Known(hearing.claims).text("url")))):
        hearing.ask("bookmarks", "the archive", bookmarked(saved, hints))


def _ask_head(head: Head, page: RawPage, layout: Layout, hearing: Hearing, hints: Hints) -> None:
    """Ask what the head says, and marked elements and the address."""
    article: Mapping[str, Any] = {}
    with hearing.guarded("metadata", "JSON-LD"):
        article = heads.article_of(head)
    headings = _headings(page)
    shown = frozenset([fold(layout.texts[n]) for n in (*layout.head[-_ABOVE:], *layout.opening, *headings)])
    hearing.ask("url", "the head", heads.addresses(head))
    url = hearing.known(before=Origin.MARKED).text("url")
    hearing.ask("publisher", "the head", publishers(page, article, url, hints))
    known = hearing.known(before=Origin.MARKED)
    hearing.ask("section", "the head", sections(head, article, url, hints))
    hearing.ask("title", "the head", _named(head, heads.titles(head, article, known, shown, headings)))
    for name in ("published", "modified"):
        hearing.ask(name, "the head", heads.stamps(name, head, article, hints))
    if head.created:
        hearing.ask("published", "the properties", head_times.moments_made(head, hints))
    if head.saved:
        hearing.ask("saved", "the head", head_times.moments_saved(head, hints))
    hearing.ask("authors", "the head", _named(head, heads.authors(head, article, known)))
    known = hearing.known(before=Origin.MARKED)
    hearing.ask("authors", "marked elements", marked_bylines(head.bylines, known, of_house=heads.names_author(head)))
    hearing.ask("published", "the address", address_dates(known.text("url"), hints, of_head=True))
    hearing.ask("published", "element time", head_times.times(head, known, shown, hints))


def _named(head: Head, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, of a document with the places as its properties are called. Whom these name made the file: what its
    own lines say of a writer is surer."""
    for claim in claims:
        place = _PROPERTIES.get(claim.place) if head.saver == "document" else None
        made = place is not None and claim.field == "authors"
        yield claim._replace(place=place, source=Origin.DOCUMENT if made else claim.source) if place else claim


def _headings(page: RawPage) -> dict[int, str]:
    """The `h1` lines of an HTML page by their numbers: by its elements, for the lines' paths take six times as long."""
    if page.tree is None:
        return {n: line.text for n, line in enumerate(page.lines) if line.path == ("h1",)}
    elements = (number for number, tag in enumerate(page.tree.tag) if tag == "h1")
    return {n: page.lines[n].text for number in elements for n in range(page.tree.first[number], page.tree.end[number])}


def _ask_lines(head: Head | None, layout: Layout, known: Known, hearing: Hearing, hints: Hints) -> None:
    """Ask what the lines around the body say."""
    described = (head.meta.get("description") or head.meta.get("og:description") or ("",))[0] if head else ""
    least = lines.LEAST_OF_DUMP if head is None or head.saver == "document" else lines.LEAST_OF_HTML
    of_house = head is not None and not known.authors and heads.names_author(head)
    for name, claims in (
        ("section", lines.sections(layout)),
        ("standfirst", lines.standfirsts(layout, described)),
        ("agency", lines.suppliers(layout, known)),
        ("authors", lines.bylines(layout, known, least, of_house=of_house)),
        ("published", lines.dates(layout, known, hints, head.language if head else "")),
        ("place", lines.datelines(layout, hints)),
        ("photo_credit", lines.photo_credits(layout)),
        ("publisher", lines.publishers(layout, known)),
    ):
        hearing.ask(name, "the lines", claims)


def _title_line(page: RawPage, layout: Layout, known: str) -> int:
    """The headline's line: where the title that is `known` stands, in an `h1` first, else nearest above the body; where
    it stands nowhere the likeliest line."""
    title = fold(known)
    if not title and page.tree is None and page.format is not Format.TEXT:
        heading = next((n for n, line in enumerate(page.lines) if line.path in (("h1",), ("h2",))), -1)
        return heading if heading >= 0 or page.format is not Format.DOCX else _above_text(layout)
    if not title:
        return headline_of(layout)
    size = len(known)
    alike = (n for n, text in enumerate(layout.texts) if size - 8 <= len(text) <= size + 8)
    same = [n for n in alike if fold(layout.texts[n]) == title]
    if len(same) > 1 and (headings := _headings(page)):
        same = [n for n in same if n in headings] or same
    above = [n for n in same if n <= layout.first]
    return above[-1] if above else same[0] if same else -1


def _above_text(layout: Layout) -> int:
    """The headline's line in a document without headings: the likeliest, else the first above the body that is neither
    a byline nor a date; -1 where there is none, for what is of the body is not to be taken out."""
    likeliest = headline_of(layout)
    if likeliest < layout.first:
        return likeliest
    return next((n for n in layout.head if not find_dates(layout.texts[n]) and not parse_byline(layout.texts[n])), -1)


def _language(page: RawPage, cleaned: Cleaned) -> Iterator[Claim]:
    """The language of the text."""
    kept = (line.text for line, d in zip(page.lines, cleaned.decisions, strict=True) if not d.rule and line.text)
    sample = _beginning(kept) or _beginning(line.text for line in page.lines if line.text)
    declared = page.head.language if page.head else ""
    code, how = language_of(sample, declared)
    certainty = Certainty.STATED if how == "declared" else Certainty.INFERRED
    yield Claim("language", code, Origin.WORDS, how, declared, certainty)


def _beginning(texts: Iterable[str]) -> str:
    """As many of the texts as a language is told by."""
    sample: list[str] = []
    size = 0
    for text in texts:
        sample.append(text[:_SAMPLE])
        size += len(text)
        if size > _SAMPLE:
            break
    return "\n".join(sample)


def _headline(layout: Layout, known: str) -> Iterator[Claim | Mark]:
    """The headline's line, and the kept lines that say no more than the title: the `known` one, else the headline."""
    headline = layout.texts[layout.title] if layout.title >= 0 else ""
    yield Claim("title", headline, Origin.HEADLINE, f"line {layout.title + 1}", headline, Certainty.INFERRED)
    folded = fold(known or headline)
    size = len(folded)
    for n in (*layout.head, *layout.opening):
        if layout.kept[n] and size <= len(layout.texts[n]) + 8 <= 2 * size + 40 and fold(layout.texts[n]) == folded:
            yield Mark(n, "title")


def _first_line(page: RawPage) -> Iterator[Claim]:
    """A title for a page without any: the beginning of its text, else its file's name."""
    first = next((line.text for line in page.lines if line.text), "")
    cut = first if len(first) <= _LONGEST_TITLE else first[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    yield Claim("title", cut, Origin.FIRST_LINE, "first line", first, Certainty.INFERRED)
    yield Claim("title", page.key, Origin.FILE, FILE_NAME, first, Certainty.INFERRED)
