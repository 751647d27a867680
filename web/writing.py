"""Which requests change something? These and no others; all else is GET, and changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.settings import Settings
from web import paths

MULTIPART, JSON, URL_ENCODED = "multipart/form-data", "application/json", "application/x-www-form-urlencoded"
ONE = "{id}"  # the part of a path that names one of several things
FILE_PART, ADDRESS_PART = "file", "url"
"""The parts of a form: a file, and the address on the web where its article was."""
_AROUND = 1_000_000  # bytes that a form has beside its files


@dataclass(frozen=True, slots=True)
class WritingRoute:
    """A request that writes: method and path, what its body may be (nothing: it has none), how many files that has at
    most, and how large it is in files of the largest size.

    One `at_door` changes the archive, so that the process that accepts requests carries it out; the others write what
    readers keep and ask the archive for it, so that a process that answers does.
    """

    method: str
    path: str
    types: tuple[str, ...]
    files: int = 0
    sizes: int = 0
    at_door: bool = False

    def fits(self, path: str) -> bool:
        """Whether `path`, which has no prefix, is the path of the route."""
        return re.fullmatch(re.escape(self.path).replace(re.escape(ONE), "[^/]+"), path) is not None

    def rule(self, converter: str) -> str:
        """The path as a rule of Flask, what names one thing read by a converter, such as `int`."""
        return self.path.replace(ONE, f"<{converter}:identity>")

    def limit(self, settings: Settings) -> int:
        """How many bytes the body may have."""
        return self.sizes * file_limit(settings) + _AROUND


WRITING_ROUTES = (
    WritingRoute("POST", paths.API_ARTICLES, (MULTIPART, JSON), 1, 1, at_door=True),
    WritingRoute("POST", paths.ADD, (MULTIPART,), 200, 4, at_door=True),
    WritingRoute("POST", paths.SAVED_SEARCHES, (URL_ENCODED,)),
    WritingRoute("POST", paths.API_SAVED, (JSON,)),
    WritingRoute("PATCH", f"{paths.API_SAVED}/{ONE}", (JSON,)),
    WritingRoute("DELETE", f"{paths.API_SAVED}/{ONE}", ()),
    WritingRoute("POST", paths.OWN_LISTS, (URL_ENCODED,)),
    WritingRoute("POST", paths.API_LISTS, (JSON,)),
    WritingRoute("PATCH", f"{paths.API_LISTS}/{ONE}", (JSON,)),
    WritingRoute("DELETE", f"{paths.API_LISTS}/{ONE}", ()),
    WritingRoute("POST", f"{paths.API_LISTS}/{ONE}{paths.OF_LIST}", (JSON,)),
    WritingRoute("DELETE", f"{paths.API_LISTS}/{ONE}{paths.OF_LIST}", ()),
    WritingRoute("POST", f"{paths.API_ARTICLE}{ONE}{paths.KEEP_LINES}", (JSON,), at_door=True),
    WritingRoute("POST", f"{paths.ARTICLE}{ONE}{paths.KEEP_LINES}", (URL_ENCODED,), at_door=True),
)
"""All of them."""

MAX_FORM = 128 * 1024
"""Bytes of a form that asks, as many as of an address: a list of names is longer than proxies let an address be."""
_ASKING = (paths.BATCH, f"{paths.BATCH}.csv")


def asks_by_form(path: str, method: str) -> bool:
    """Whether a request asks what an address could ask, too, with a form in its body; it changes nothing. `path` has no
    prefix."""
    return method == "POST" and path in _ASKING


def writing_route(path: str, method: str) -> WritingRoute | None:
    """The route of a request that writes, None for one that reads; `path` has no prefix."""
    return next((one for one in WRITING_ROUTES if one.method == method and one.fits(path)), None)


def file_limit(settings: Settings) -> int:
    """How many bytes one file may have."""
    return settings.file_mb * 1_000_000
