"""What do pages say that only counts where others say it too? A few words of each page, in a table of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np

from index.errors import IndexDamaged
from index.reindex.agree.derivation import Change, Derivation
from index.store.tables import encode_table, json_array, json_of, opened_table


class PageSays(NamedTuple):
    """What a page says, as so many words as its derivation asks of each; `id` is that of its article's place."""

    id: int
    words: tuple[str, ...]

    @classmethod
    def of(cls, number: int, words: Iterable[str]) -> Self:
        """Half a surrogate pair, which a page can hold and no table, becomes a question mark."""
        return cls(number, tuple(word.encode("utf-8", "replace").decode() for word in words))


@dataclass(frozen=True, slots=True)
class Said:
    """What all pages say, by the ids of their articles' places."""

    pages: Mapping[int, tuple[str, ...]]

    @classmethod
    def empty(cls) -> Self:
        return cls({})

    def changed(self, without: Iterable[int], added: Iterable[PageSays]) -> Said:
        """The same object where nothing has gone or come."""
        pages = dict(self.pages)
        for number in without:
            pages.pop(number, None)
        pages.update(added)
        return self if pages == self.pages else Said(pages)

    def encode(self) -> bytes:
        """The table as bytes: a zip of plain arrays."""
        spelt = sorted({word for words in self.pages.values() for word in words})
        number = {word: n for n, word in enumerate(spelt)}
        words = [[number[word] for word in words] for words in self.pages.values()]
        return encode_table(
            {
                "spelt": json_array(spelt),
                "id": np.array([*self.pages], np.uint64),
                "first": np.cumsum([0, *map(len, words)], dtype=np.int64),
                "words": np.array([word for page in words for word in page], np.int32),
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The table of `encode`. Raises `IndexDamaged` for anything else."""
        with opened_table(data, "a table of what pages say") as arrays:
            spelt = json_of(arrays["spelt"])
            first, words = arrays["first"].tolist(), [spelt[word] for word in arrays["words"].tolist()]
            ids = arrays["id"].tolist()
            if len(first) != len(ids) + 1:
                raise IndexDamaged("the parts of a table of what pages say do not fit together")
            return cls({page: tuple(words[first[n] : first[n + 1]]) for n, page in enumerate(ids)})


class PageStatements(Derivation[Said]):
    """A derivation from what each page states by itself, which a table of its own holds."""

    early = True

    def last(self, said: Any, table: bytes | None) -> Said:
        return Said.decode(table) if table is not None else Said.empty()

    def encode(self, state: Said) -> bytes:
        return state.encode()

    def changed(self, state: Said, change: Change) -> Said:
        return state.changed(change.without, change.added)

    def packed(self, seen: PageSays) -> list[Any]:
        return [*seen]

    def unpacked(self, packed: list[Any]) -> PageSays:
        page, words = packed
        return PageSays(page, tuple(words))
