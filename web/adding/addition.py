"""What is known of a file that somebody adds? First where it was received, then what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from index.errors import Skipped
from index.inbox.folder import StagedFile


class AdditionState(StrEnum):
    """What became of an added file; `WAITING` until that is known."""

    WAITING = "waiting"
    NEW = "new"
    KNOWN = "known"
    QUEUED = "queued"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an added file. `id` and `title` are of its first article, of `articles`; where it is refused,
    `status` is that of a reply, and `told` says why; where it is queued, `told` says what it waits for. `advice` says
    what to do about what was not taken. `why` is the reason of a refused file that was read, for pages, which tell it
    in the language of a reader."""

    state: AdditionState = AdditionState.WAITING
    articles: int = 0
    id: str = ""
    title: str = ""
    status: int = 0
    told: str = ""
    advice: str = ""
    why: Skipped | None = None


@dataclass(slots=True, eq=False)
class Addition:
    """A file that is being added, under the name that it was `given`; `address` is where it is from, "" if not known.

    `kept` is its name in the inbox, once it has one; `repeated`: that of an earlier file with the same bytes.
    """

    given: str
    address: str
    staged: StagedFile
    fate: Fate = field(default_factory=Fate)
    kept: str = ""
    repeated: bool = False
