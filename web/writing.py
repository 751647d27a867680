"""Which requests change the archive? These and no others; all else is GET, and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from index.settings import Settings
from web import paths

MULTIPART, JSON = "multipart/form-data", "application/json"
FILE_PART, ADDRESS_PART = "file", "url"
"""The parts of a form: a file, and the address on the web where its article was."""
_AROUND = 1_000_000  # bytes that a form has beside its files


@dataclass(frozen=True, slots=True)
class WritingRoute:
    """A request that adds to the archive: method and path, what its body may be, how many files that has at most, and
    how large it is in files of the largest size."""

    method: str
    path: str
    types: tuple[str, ...]
    files: int
    sizes: int

    def limit(self, settings: Settings) -> int:
        """How many bytes the body may have."""
        return self.sizes * file_limit(settings) + _AROUND


WRITING_ROUTES = (
    WritingRoute("POST", paths.API_ARTICLES, (MULTIPART, JSON), 1, 1),
    WritingRoute("POST", paths.ADD, (MULTIPART,), 200, 4),
)
"""All of them."""


FORM_TYPE = "application/x-www-form-urlencoded"
MAX_FORM = 128 * 1024
"""Bytes of a form that asks, as many as of an address: a list of names is longer than proxies let an address be."""
_ASKING = (paths.BATCH, f"{paths.BATCH}.csv")


def asks_by_form(path: str, method: str) -> bool:
    """Whether a request asks what an address could ask, too, with a form in its body; it changes nothing. `path` has no
    prefix."""
    return method == "POST" and path in _ASKING


def writing_route(path: str, method: str) -> WritingRoute | None:
    """The route of a request that writes, None for one that reads; `path` has no prefix."""
    return next((one for one in WRITING_ROUTES if (one.path, one.method) == (path, method)), None)


def file_limit(settings: Settings) -> int:
    """How many bytes one file may have."""
    return settings.file_mb * 1_000_000
