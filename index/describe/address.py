"""What does a page's own address say? Which one it is, the names of its site, and often the day."""

from __future__ import annotations

import re

from index.address import host_of, parsed
from index.article import Certainty
from index.describe.dates import parse_stamp
from index.describe.model import FROM_ADDRESS, Findings, Hints, Statement
from index.describe.plausible import dated

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])?(?=[/_-])", re.I)
_MONTHS = {
    m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}


def take_url(
    value: str, findings: Findings, source: str, quote: str = "", certainty: Certainty = Certainty.STATED
) -> None:
    """Take the page's address; what cannot be one is refused, so that the next best source is asked."""
    if parsed(value) is None:
        findings.refuse("url", value[:300], source, f"no address: {value}")
    else:
        findings.say("url", value, source, quote, certainty)


def domain(url: str) -> str:
    """The longest part of an address's host but its last: `guardian` of `www.guardian.co.uk`."""
    return max(host_of(url).split(".")[:-1], key=len, default="")


def site_names(url: str) -> tuple[str, ...]:
    """The names of the site at an address: its host and its `domain`; none where it has no host."""
    host = host_of(url)
    return (host, domain(url)) if host else ()


def take_url_date(findings: Findings, hints: Hints, *, whole: bool = False) -> None:
    """The date in the page's address, where nothing else gave one: /2015/05/26/, or unless `whole` also /2015/05/."""
    url = findings.values.get("url", "")
    address = parsed(url)
    match = _URL_DATE.search(address.path if address is not None and address.host else url)
    if not match or "published" in findings.dates or (whole and not match[3]):
        return
    month = _MONTHS.get(match[2].lower()) or (int(match[2]) if match[2].isdigit() else 0)
    if month:
        stamp = f"{match[1]}-{month:02}-{match[3] or '00'}"
        found = parse_stamp(stamp)
        if found:
            statement = Statement("published", "address", url)
            findings.say_date(dated(found, statement, findings, hints, FROM_ADDRESS), statement)
