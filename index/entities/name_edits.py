"""What may a person say of names? Which are one, which are not, of which type they are, which are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from index.entities.labels import EntityType


class NameEdit(NamedTuple):
    """What is said of a name: by which `entry` (a number), of which `type` it is (None: as it was) and under which
    `value` it counts, "" for a name that is none. `apart` says it of this spelling alone, without those that count as
    it."""

    entry: int
    type: EntityType | None
    value: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Edits:
    """All that is said of names, by what `spelt` makes of each; the entries are numbered below `entries`."""

    said: Mapping[str, NameEdit] = field(default_factory=dict)
    entries: int = 0

    def of(self, name: str, value: str) -> NameEdit | None:
        """What is said of a name that counts under a value: of itself, else of the value; None where nothing is."""
        edit = self.said.get(spelt(name))
        if edit is None and value != name:
            edit = self.said.get(spelt(value))
            edit = None if edit is not None and edit.apart else edit
        return edit


NO_EDITS = Edits()


def spelt(name: str) -> str:
    """A name as it is looked up: capitals and white space make no difference."""
    return " ".join(name.split()).casefold()
