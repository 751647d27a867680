"""What did the program that saved a page write into it? Where it took it from, and when: in a comment."""

from __future__ import annotations

import re

_BEGINNING = 10_000  # characters; behind the doctype; SingleFile and HTTrack write it behind `<html>`
_END = 2_000  # characters; web archives write theirs behind the page
_COMMENT = re.compile(
    r"""<!--\s{0,20}(?:
        saved\ from\ url=\(\d{1,6}\)                        # browsers that save a page with its files
        | (?:Page\ saved\ with|Archive\ processed\ by)\ SingleFile\s{1,20}url:\s{0,20}
        | Saved\ from\ (?=\S{4,2000}\ at\ \S{1,40}\ using\ monolith)
        | (?P<mirrored>Mirrored\ from\s{1,20})                # HTTrack, which leaves the scheme out
    )(?P<address>[^\s<>"]{4,2000})""",
    re.VERBOSE,
)
_MOMENT = re.compile(
    r"""\s{1,20}saved\ date:\s{0,20}(?P<single>[^\n<>]{8,80})
        | \ at\ (?P<monolith>\d[\d:TZ+-]{8,40})\ using\ monolith
        | \s{1,20}by\ HTTrack[^<>]{1,80}\],\s{0,20}(?P<mirrored>[^\n<>]{8,40}?)\s{0,20}-->""",
    re.VERBOSE,
)
_ARCHIVED = re.compile(
    r"<!--\s{0,20}FILE ARCHIVED ON (\d\d?:\d\d)(?::\d\d)? ([A-Z][a-z]{2,8} \d\d?, \d{4}) AND RETRIEVED"
)
_PAGE = re.compile(r"https?://[^/]+/.", re.IGNORECASE)  # `about:internet` and `http://internet.e-mail` are of no page


def saved_from(markup: str) -> str:
    """The address that a comment of a saving program names; "" where there is none, or it names no page."""
    match = _COMMENT.search(markup[:_BEGINNING])
    if match is None:
        return ""
    address = f"http://{match['address']}" if match["mirrored"] else match["address"]
    return address if is_page(address) else ""


def is_page(address: str) -> bool:
    """Whether an address that a program wrote down is that of a web page."""
    return _PAGE.match(address) is not None


def saved_at(markup: str) -> str:
    """The moment that a comment of a saving program or of a web archive names, as it stands there; "" for none."""
    beginning = markup[:_BEGINNING]
    if (match := _COMMENT.search(beginning)) and (moment := _MOMENT.match(beginning, match.end())):
        return (moment["single"] or moment["mirrored"] or moment["monolith"]).strip()
    archived = _ARCHIVED.search(markup[-_END:])
    return f"{archived[2]} {archived[1]} GMT" if archived else ""
