"""Where is an article that is no longer under an id? Under another one, or gone: what addresses of old still lead to.

The history is published with each generation and carried along by every run, a full one too. It holds what the files
cannot tell, so that an index that was lost and built anew has none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.naming import id_text
from index.store.tables import encode_table, json_array, json_of, opened_table
from index.wellformed import well_formed

VERSION = 2
_FIRST_VERSION = 1  # did not say which bytes former ids stood for, nor what deleted articles said
NAME = "history"
SKETCH = 33
"""The numbers of the sketch of a text."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The article has another id now."""

    id: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """The article has left the archive: its title ("": not known) and the day (UTC) of the run that noticed."""

    title: str
    day: date


@dataclass(frozen=True, slots=True)
class History:
    """Ids that no article has any more.

    `former` (uint64, ascending) are ids that an article had before, `target` (uint64) the one that it has now or had
    when it was deleted, `stood_for` its bytes when it had the former one: the first 64 bits of the SHA-256, 0 for not
    known. `gone` (uint64, ascending) are the last ids of deleted articles; of each its `base` (`index.naming`),
    `source` (its bytes, in the same way), when it was `added` (int64, seconds since 1970), the `day` of its deletion
    (int32, ordinal), a `sketch` of its text (`index.versions.text_sketch`, uint32[gone, SKETCH]; all 0 where it stated
    no address) and its title.
    """

    former: NDArray[np.uint64]
    target: NDArray[np.uint64]
    stood_for: NDArray[np.uint64]
    gone: NDArray[np.uint64]
    base: NDArray[np.uint64]
    source: NDArray[np.uint64]
    added: NDArray[np.int64]
    day: NDArray[np.int32]
    sketch: NDArray[np.uint32]
    titles: tuple[str, ...]

    @classmethod
    def empty(cls) -> Self:
        return cls(**{name: _blank(name, 0) for name in _ARRAYS}, titles=())

    def find(self, article_id: str) -> Moved | Deleted | None:
        """What became of the article that once had this id; None where none ever had it."""
        number = _number_of(article_id)
        if (place := _place(self.former, number)) >= 0:
            number = int(self.target[place])
        elif _place(self.gone, number) < 0:
            return None
        if (place := _place(self.gone, number)) >= 0:
            return Deleted(self.titles[place], date.fromordinal(int(self.day[place])))
        return Moved(id_text(number))

    def encode(self) -> bytes:
        """The history as bytes: a zip of plain arrays, each with its checksum."""
        head = {"version": VERSION, "titles": [well_formed(title) for title in self.titles]}
        return encode_table({"head": json_array(head), **{name: getattr(self, name) for name in _ARRAYS}})

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The history of `encode`. Raises `IndexDamaged` for anything else."""
        with opened_table(data, "the table of former addresses") as arrays:
            head = json_of(arrays["head"])
            if head["version"] not in (_FIRST_VERSION, VERSION):
                raise IndexDamaged(f"the table of former addresses has version {head['version']}")
            blank = {"stood_for": len(arrays["former"]), "sketch": len(arrays["gone"])}
            later = {name: _blank(name, size) for name, size in blank.items() if head["version"] == _FIRST_VERSION}
            read = {name: arrays[name] for name in _ARRAYS if name not in later}
            known = cls(**read, **later, titles=tuple(head["titles"]))
        known.check()
        return known

    def check(self) -> None:
        """Raise `IndexDamaged` where the parts do not fit together."""
        of_former = {len(getattr(self, name)) for name in _OF_FORMER}
        of_gone = {len(getattr(self, name)) for name in _ARRAYS if name not in _OF_FORMER} | {len(self.titles)}
        ascending = all(bool((ids[1:] > ids[:-1]).all()) for ids in (self.former, self.gone))
        if len(of_former) > 1 or len(of_gone) > 1 or self.sketch.shape[1:] != (SKETCH,) or not ascending:
            raise IndexDamaged("the parts of the table of former addresses do not fit together")


_OF_FORMER = ("former", "target", "stood_for")
_ARRAYS: dict[str, Any] = {
    field.name: {"added": np.int64, "day": np.int32, "sketch": np.uint32}.get(field.name, np.uint64)
    for field in fields(History)
    if field.name != "titles"
}


def _blank(name: str, size: int) -> NDArray[Any]:
    """The column `name` for so many ids of which it is not known."""
    return np.zeros((size, SKETCH) if name == "sketch" else size, _ARRAYS[name])


def _number_of(article_id: str) -> int:
    """The number that the id stands for, -1 where it is no id of a published article."""
    try:
        number = int(article_id, 16)
    except ValueError:
        return -1
    return number if id_text(number) == article_id else -1


def _place(ids: NDArray[np.uint64], number: int) -> int:
    """Where the id stands in an ascending table, -1 where it does not."""
    if number < 0 or not len(ids):
        return -1
    place = int(np.searchsorted(ids, np.uint64(number)))
    return place if place < len(ids) and int(ids[place]) == number else -1
