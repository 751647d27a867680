"""How are changes put together into requests? As many as a request may have bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

_BULK_BYTES = 4_000_000  # of a request: larger ones went no faster, and breakers refuse them in small heaps


def chunks(actions: Iterable[tuple[Mapping[str, Any], bytes | None]]) -> Iterator[list[bytes]]:
    """Actions, each with its document as JSON, None for a deletion, as lines of requests."""
    chunk: list[bytes] = []
    size = 0
    for action, document in actions:
        piece = orjson.dumps(action) + b"\n" + (document + b"\n" if document is not None else b"")
        if chunk and size + len(piece) > _BULK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(piece)
        size += len(piece)
    if chunk:
        yield chunk
