"""Under which path is the service mounted? What all addresses begin with while a request is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PREFIX: ContextVar[str] = ContextVar("prefix", default="")


@contextmanager
def mounted(prefix: str) -> Iterator[None]:
    """Let all addresses that are written meanwhile begin with `prefix`: "" or a path such as `/news`."""
    before = _PREFIX.set(prefix)
    try:
        yield
    finally:
        _PREFIX.reset(before)


def prefix() -> str:
    """What addresses begin with now."""
    return _PREFIX.get()


def address(path: str) -> str:
    """The address of a path of this service."""
    return _PREFIX.get() + path


def inner(prefix: str, path: str) -> str:
    """The path of this service that a request for `path` means.

    A proxy may hand on the prefix or have taken it off, so that both are read; no page begins with the prefix.
    """
    path = "/" + path.lstrip("/")  # as the server hands it to the application
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return "/" + path[len(prefix) :].lstrip("/")
    return path
