"""What do fields say that programs write which clip web pages? An address under a name of another field is told as
one, links in front matter as their texts, and of two moments which is that of saving."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from index.address import canonical

_OF_PAGES = ("original", "original_url", "url", "link", "source_url", "canonical", "uri", "href", "permalink")
"""Names under which the address of a page stands, those of the page itself before those of a copy of it."""
_OF_PAPERS = ("source", "site", "publisher", "site_name", "publication", "newspaper")
_SAVED_NAMES = (
    *("saved", "saved_at", "date_saved", "clipped", "clipped_at", "date_clipped", "date_added", "time_added"),
    *("retrieved", "accessed", "archived", "crawled", "crawl_date"),
)
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]|]{1,500})(?:\|([^\[\]|]{1,500}))?\]\]")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\((?:<[^<>]{0,2000}>|[^()\s]{0,2000})\)")
_TARGET = re.compile(r"(?:\[[^\[\]]{0,500}\]\(\s*)?<?(https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)?", re.I)
_DEEPEST = 8  # lists within each other; `author: [[Name]]` without quotation marks is two


def with_address(given: Mapping[str, Any], giver: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields with the address of their page under `url`, and of fields under other names than they had where those
    stand ("field source"). Fields for papers that hold the address of one page are of no paper."""
    told = dict(given)
    named = [(name, _address(told.get(name))) for name in (*_OF_PAGES, *_OF_PAPERS)]
    name, address = next(((name, address) for name, address in named if canonical(address)), ("", ""))
    if not address:
        return told, {}
    for paper, held in named[len(_OF_PAGES) :]:
        if held:
            del told[paper]
    told["url"] = address
    return told, {"url": f"{giver} {name}"} if name != "url" else {}


def clip_of(front_matter: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The same of front matter, whose links become their texts. Of a page at an address `created` is when it was
    clipped: programs that clip write the day of the page as `published`."""
    given, places = with_address(front_matter, "front matter")
    given = {name: value if name == "url" else _without_links(value) for name, value in given.items()}
    if canonical(_address(given.get("url"))):
        made = given.pop("created", None)
        if made and not any(given.get(name) for name in _SAVED_NAMES):
            given["saved"], places["saved"] = made, "front matter created"
    return given, places


def _address(value: object) -> str:
    """The web address that a text is, as such or as the target of a link; "" where it is none."""
    found = _TARGET.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 3_000 else None
    return found[1] if found else ""


def _without_links(value: Any, depth: int = 0) -> Any:
    """A value with the texts of its links in their place: `[[Bo Berg]]`, `[[people/bo|Bo Berg]]`, `[Bo Berg](...)`."""
    if isinstance(value, str):
        return _LINK.sub(r"\1", _WIKI_LINK.sub(_shown, value)) if "[" in value else value
    if isinstance(value, list) and depth < _DEEPEST:
        members = [_without_links(member, depth + 1) for member in value]
        return members[0] if len(members) == 1 and isinstance(value[0], list) else members
    return value


def _shown(link: re.Match[str]) -> str:
    """What a wiki link shows: its second part, else the name of its note without folder and heading."""
    return link[2] or link[1].partition("#")[0].rpartition("/")[2] or link[1]
