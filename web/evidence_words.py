"""How is a value known, in words? A plain sentence for each source of evidence that an index may hold."""

from __future__ import annotations

import re

from index.article import ArticleDate, Certainty, Evidence
from index.reasons import EvidenceCode
from web import words
from web.translation import gettext as _
from web.translation import noted

_SENTENCES = (
    (r"line (?P<number>\d+) \(h1\)", noted("The headline, in line %(number)s of the page")),
    (r"line (?P<number>\d+)", noted("Line %(number)s of the page")),
    (r"first line", noted("The first line of the text")),
    (r"file name", noted("The name of the file")),
    (r"correction file .*", noted("Corrected by hand, in the file beside the article’s own")),
    (r"corrected in .*", noted("Corrected by hand, in the corrections of the folder")),
    (r"front matter .*", noted("It is written on top of the file")),
    (r"field .*", noted("It is written in the saved record")),
    (r"header From", noted("The sender of the mail")),
    (r"header Subject", noted("The subject of the mail")),
    (r"header Date", noted("The date of the mail")),
    (r"header Received", noted("When the mail arrived")),
    (r"header List-Id", noted("The name of the mailing list")),
    (r"header (?:Archived-At|X-Archive-URL)", noted("The address that the mail gives for itself")),
    (r"header saved(?: from)?", noted("The head of the saved page")),
    (r"header .*", noted("The head of the mail")),
    (r"forwarded From", noted("The sender of the mail that was forwarded")),
    (r"forwarded Subject", noted("The subject of the mail that was forwarded")),
    (r"forwarded Date", noted("The date of the mail that was forwarded")),
    (r"link to view in browser", noted("The link to the mail on the web")),
    (r"comment .*", noted("A note that was left in the page when it was saved")),
    (r"document .*", noted("What the document says of itself")),
    (r"link rel=canonical", noted("The page gives this as its address")),
    (r"element title", noted("The title that a browser shows above the page")),
    (r"element time", noted("The page marks this as a time")),
    (r"element base", noted("Where the links of the page start from")),
    (r"byline element", noted("The page marks this as the line of its authors")),
    (r"JSON-LD BreadcrumbList", noted("The way to the page through its site, as it tells search engines")),
    (r"JSON-LD .*", noted("The page states it for search engines")),
    (r"meta (?:og:|twitter:|article[:.]).*", noted("The page states it for sites that link to it")),
    (r"meta (?:citation_|dc\.|dcterms\.).*", noted("The page states it for libraries")),
    (r"meta (?:itemprop|rel):.*", noted("The page marks it so in its text")),
    (r"meta .*", noted("The page states it where readers do not see it")),
    (r"(?:the )?address", noted("The address of the page")),
    (r"declared", noted("The page states it")),
    (r"identified", noted("The words of the text tell it")),
    (r"bookmark in (?P<file>.+): \S+", noted("A bookmark or bibliography in the archive, %(file)s")),
)
"""Patterns of sources and what each is, the first that fits counts. A colon and what stands there may follow."""
_CODES = {
    EvidenceCode.PAGES_OF_HOST: (
        r"(?P<votes>\d+) (?P<pages>\d+) (?P<host>.*)",
        noted("%(votes)s of %(pages)s pages of %(host)s agree on it"),
    ),
    EvidenceCode.HOST: (r"(?P<host>.*)", noted("The name of the site, %(host)s")),
}
"""How the quotation of each code is read, and its sentence, which holds what is quoted."""
_DATES = (
    (r"year from the weekday", noted("%(date)s; the year is worked out from the weekday")),
    (
        r"year from the weekday and the archive's years (?P<first>\d+) to (?P<last>\d+)",
        noted("%(date)s; the year is worked out from the weekday, among the archive’s years %(first)s to %(last)s"),
    ),
    (
        r"year from the archive's only year \d+",
        noted("%(date)s; the year is worked out: it is the only one in the archive"),
    ),
    (
        r"year from what the archive's articles of those days tell",
        noted("%(date)s; the year is worked out from other articles of those days"),
    ),
    (r"from the address", noted("%(date)s; worked out from the address of the page")),
    (r"day and month could change places", noted("%(date)s; day and month could change places")),
)
"""Patterns of what is said of a part of a date that no source states (`ArticleDate.inferred`), and their sentences."""
_COMPILED = tuple((re.compile(pattern), told) for pattern, told in _SENTENCES)


def sentence(proof: Evidence) -> str:
    """What says so, as a sentence without its end; of a source that nothing is known of, its own name."""
    if proof.source in _CODES:
        pattern, told = _CODES[EvidenceCode(proof.source)]
        if found := re.fullmatch(pattern, proof.quote):
            return _(told, **found.groupdict())
    for place, told in _COMPILED:
        if found := place.fullmatch(proof.source):
            return _(told, **found.groupdict())
    return proof.source


def quotation(proof: Evidence) -> str:
    """What stands there; "" where the sentence holds it."""
    return "" if proof.source in _CODES else proof.quote


def dated(when: ArticleDate | None) -> str:
    """The date as exactly as it is known, and which part was worked out from what: "24 February 2016; the year is
    worked out from the weekday"; "Undated" where there is none."""
    said = words.full_date(when)
    if when is None or not when.inferred:
        return said
    for pattern, told in _DATES:
        if found := re.fullmatch(pattern, when.inferred):
            return _(told, date=said, **found.groupdict())
    return _("%(date)s; worked out: %(how)s", date=said, how=when.inferred)


def is_worked_out(proof: Evidence) -> bool:
    """Whether no source states the value."""
    return proof.certainty is Certainty.INFERRED
