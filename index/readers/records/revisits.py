"""Which answer does a revisit of a web archive stand for, and what does it add? Answers of the same file alone.

A crawler that gets a page again that it has already writes no more than that (a `revisit`). What comes of it is a page
where its address is another one, or where it was seen again on a later day: of each such address the last time counts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from xxhash import xxh3_64_intdigest

from index.address import canonical

MOST_ADDRESSES = 20
"""Other addresses that one answer is given: what more have is no article, but what a site says of all that it lacks."""

REVISIT = "revisit"
_ELSEWHERE = "revisit of another file"
_SEEN_AGAIN = frozenset(("", "304"))
_NOT_MODIFIED = "server-not-modified"
_SECONDS = 14  # digits of a moment to the second
_DAY = 10**6  # its digits below those of the day
_NONE = 0  # the key of what is not said


class Bytes(NamedTuple):
    """Where the bytes of a record are."""

    start: int
    length: int


class Revisited(NamedTuple):
    """A revisit that gives a page: its number in the file, its bytes, and those of the answer that it stands for."""

    number: int
    revisit: Bytes
    answer: Bytes


class Revisits:
    """The answers and revisits of a file, in their order; 88 bytes of memory for each."""

    def __init__(self) -> None:
        self._answers, self._revisits = _Seen(), _Seen()

    def answered(self, record: Any, number: int, place: Bytes) -> None:
        """Take in a record that holds a page."""
        says = _Says(record)
        keys = (says.key("WARC-Record-ID"), says.moment_key("WARC-Target-URI", "WARC-Date"))
        self._answers.add(number, place, says, (*keys, says.key("WARC-Payload-Digest"), says.address))

    def seen_again(self, record: Any, status: str, number: int, place: Bytes) -> bool:
        """Take in a revisit; False where the server answered with something that is no page."""
        if not status.startswith("2") and status not in _SEEN_AGAIN:
            return False
        says = _Says(record)
        unsaid = status == "304" or says.of("WARC-Profile").rstrip("/").endswith(_NOT_MODIFIED)
        keys = (says.key("WARC-Refers-To"), says.moment_key("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"))
        self._revisits.add(
            number, place, says, (*keys, says.key("WARC-Payload-Digest"), says.address if unsaid else _NONE)
        )
        return True

    def resolved(self, passed: Counter[str]) -> Iterator[Revisited]:
        """The revisits that give a page, in their order; the others are counted by what they are."""
        answers, revisits = self._answers, self._revisits
        find = _AnswerFinder(answers)
        last: dict[tuple[int, int], int] = {}
        addresses: Counter[int] = Counter()
        for revisit in range(len(revisits.number)):
            answer = find.answer(revisits.keys_of(revisit), revisits.number[revisit])
            if answer < 0:
                passed[_ELSEWHERE] += 1
                continue
            address = revisits.address[revisit]
            before = last.get((answer, address), -1)
            if address == answers.address[answer]:
                later = revisits.moment[revisit] // _DAY > answers.moment[answer] // _DAY
            else:
                later = before >= 0 or addresses[answer] < MOST_ADDRESSES
                addresses[answer] += before < 0
            if before >= 0:
                later = later and revisits.moment[revisit] > revisits.moment[before]
            if not later or before >= 0:
                passed[REVISIT] += 1
            if later:
                last[answer, address] = revisit
        for revisit, answer in sorted((revisit, answer) for (answer, _), revisit in last.items()):
            yield Revisited(revisits.number[revisit], revisits.place(revisit), answers.place(answer))


class _Says:
    """What the header of a record says."""

    def __init__(self, record: Any) -> None:
        self._headers = record.rec_headers
        target = self.of("WARC-Target-URI")
        self.address = _hash(canonical(target) or target)

    def of(self, name: str) -> str:
        return str(self._headers.get_header(name) or "").strip("<> ")

    def key(self, name: str) -> int:
        said = self.of(name)
        return _hash(f"{name.replace('Refers-To', 'Record-ID')} {said}") if said else _NONE

    def moment_key(self, address: str, moment: str) -> int:
        """The key of what an address gave at a moment."""
        where, when = self.of(address), self.of(moment)
        return _hash(f"at {_moment(when)} {canonical(where) or where}") if where and when else _NONE

    @property
    def moment(self) -> int:
        """When the page was saved, as digits of the year to those of the second; 0 where that is not said."""
        return _moment(self.of("WARC-Date"))


def _hash(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _moment(text: str) -> int:
    digits = "".join(char for char in text if "0" <= char <= "9")[:_SECONDS]
    return int(digits.ljust(_SECONDS, "0") or 0)


class _Seen:
    def __init__(self) -> None:
        self.number, self._start, self._length = array("i"), array("q"), array("q")
        self.moment, self.address, self.keys = array("q"), array("Q"), array("Q")

    def add(self, number: int, place: Bytes, says: _Says, keys: tuple[int, ...]) -> None:
        self.number.append(number)
        self._start.append(place.start)
        self._length.append(place.length)
        self.moment.append(says.moment)
        self.address.append(says.address)
        self.keys.extend(keys)

    def place(self, which: int) -> Bytes:
        return Bytes(self._start[which], self._length[which])

    def keys_of(self, which: int) -> array[int]:
        return self.keys[4 * which : 4 * which + 4]


class _AnswerFinder:
    """Finds an answer by a key: the record's id, else its address and moment, else its payload, else its address."""

    def __init__(self, answers: _Seen) -> None:
        keys = np.frombuffer(answers.keys, np.uint64) if answers.keys else np.zeros(0, np.uint64)
        order = np.argsort(keys, kind="stable")
        self._keys = array("Q", keys[order].tobytes())
        self._answers = array("q", (order // 4).astype(np.int64).tobytes())
        self._numbers = answers.number

    def answer(self, keys: array[int], number: int) -> int:
        """The answer of the first key that there is; of several the last before the record of this number, -1 for
        none."""
        for key in keys:
            low = bisect_left(self._keys, key) if key != _NONE else 0
            high = bisect_right(self._keys, key, low) if key != _NONE else 0
            if low < high:
                before = bisect_left(self._answers, number, low, high, key=self._numbers.__getitem__)
                return self._answers[max(before - 1, low)]
        return -1
