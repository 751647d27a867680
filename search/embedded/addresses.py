"""Which article stands at an address? Read from the articles' own records when the first address is asked for."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from index.address import parsed
from index.segment.reader import Segment

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether `text` is a web address and nothing else."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def keys(address: str) -> tuple[str, ...]:
    """How an address is compared: as it is, then without what stands after its question mark. Scheme, `www.`, the
    part after `#` and a slash at the end make no difference. Empty where it is no address."""
    parts = parsed(address)
    if parts is None or not parts.host:
        return ()
    plain = parts.host + parts.path.rstrip("/")
    return (f"{plain}?{parts.query}", plain) if parts.query else (plain,)


class Addresses:
    """The addresses of one segment's articles. The segment has no column of them, so that the records are read once,
    40 us each; where the time is up before the last, the next question reads on."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._documents: dict[str, list[int]] = {}
        self._read = 0
        self._lock = threading.Lock()

    def find(self, key: str, late: Callable[[], bool]) -> str:
        """The id of the live article that was added last of those at an address, or ""."""
        segment = self._segment
        with self._lock:
            while self._read < segment.doc_count and not late():
                spellings = keys(segment.card(self._read).url)
                if spellings:
                    self._documents.setdefault(spellings[0], []).append(self._read)
                self._read += 1
        live = segment.live
        docs = (doc for doc in reversed(self._documents.get(key, [])) if live is None or live[doc])
        return next(map(segment.article_id, docs), "")
