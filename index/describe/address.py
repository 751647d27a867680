"""What does a page's own address say? Which one it is, the names of its site, often the day, and when it was saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.address import parsed
from index.describe.claims import Claim, Origin
from index.describe.dates import parse_stamp
from index.describe.model import FROM_ADDRESS, Hints
from index.describe.plausible import dated

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])?(?=[/_-])", re.I)
_MONTHS = {
    m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
# Under which a web archive keeps a page: the moment and, whole, the page's address, `/web/20160503120000/https://a.org/1`.
_CAPTURE = re.compile(
    r"(?:https?://[^/\s]{1,200})?/(?:[\w-]{1,40}/){0,3}((?:19|20)\d{6})(\d{4})?(?:\d\d)?(?:[a-z]{2}_)?/(https?):/{1,2}(\S+)",
    re.IGNORECASE,
)


_parsed = lru_cache(maxsize=64)(parsed)  # a page's address is taken apart seven times


def addressed(claim: Claim) -> Claim:
    """The claim of an address, refused where it cannot be one. Under a web archive's it is that of the page itself."""
    value = claim.text
    if "/http" in value and (capture := _CAPTURE.fullmatch(value)):
        value = f"{capture[3].lower()}://{capture[4]}"
        claim = claim._replace(value=value)
    return claim if _parsed(value) is not None else claim.refused(value[:300], f"no address: {value}")


def captures(claims: Iterable[Claim], hints: Hints) -> Iterator[Claim]:
    """When a web archive saved the page, by the addresses that are claimed for it."""
    for claim in claims:
        if claim.field == "url" and "/http" in claim.quote and (capture := _CAPTURE.fullmatch(claim.quote)):
            day, time = capture[1], capture[2]
            moment = f"{day[:4]}-{day[4:6]}-{day[6:]}" + (f"T{time[:2]}:{time[2:]}Z" if time else "")
            saved = Claim("saved", "", Origin.CAPTURED, claim.place, claim.quote)
            yield dated(parse_stamp(moment), saved, hints)


def domain(url: str) -> str:
    """The longest part of an address's host but its last: `guardian` of `www.guardian.co.uk`."""
    return max(_host(url).split(".")[:-1], key=len, default="")


def _host(url: str) -> str:
    address = _parsed(url)
    return address.host if address is not None else ""


def site_names(url: str) -> tuple[str, ...]:
    """The names of the site at an address: its host and its `domain`; none where it has no host."""
    host = _host(url)
    return (host, domain(url)) if host else ()


def address_dates(url: str, hints: Hints, *, of_head: bool) -> Iterator[Claim]:
    """The date in the page's address: /2015/05/26/, or /2015/05/. A page with a head gives whole days twice."""
    address = _parsed(url)
    match = _URL_DATE.search(address.path if address is not None and address.host else url)
    if not match:
        return
    month = _MONTHS.get(match[2].lower()) or (int(match[2]) if match[2].isdigit() else 0)
    written = parse_stamp(f"{match[1]}-{month:02}-{match[3] or '00'}") if month else None
    if written is None:
        return
    claim = dated(written, Claim("published", "", Origin.ADDRESS, "address", url), hints, FROM_ADDRESS)
    if of_head and match[3]:
        yield claim._replace(source=Origin.ADDRESS_DAY)
    yield claim
