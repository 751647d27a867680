"""Which articles of a segment have copies, and which stood first? As the groups of a generation say."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.copies.published_groups import CopyGroups
from search.sets import Mask


class CopiesOfDocuments(Protocol):
    """Which documents of a segment have copies, and which stood first."""

    def counts(self) -> NDArray[np.int64]:
        """int64: of each document how many copies it has elsewhere in the archive."""
        ...

    def first(self) -> Mask:
        """bool: of each document whether it stood nowhere before."""
        ...


class SegmentCopies(NamedTuple):
    """The groups of copies of an archive as far as they concern its segment `number`, of so many `documents`. Without
    groups no article has copies."""

    documents: int
    groups: CopyGroups | None = None
    number: int = 0

    def counts(self) -> NDArray[np.int64]:
        """int64: of each document how many copies it has elsewhere in the archive."""
        return self.groups.copies(self.number) if self.groups else np.zeros(self.documents, np.int64)

    def first(self) -> Mask:
        """bool: of each document whether it stood nowhere before."""
        return self.groups.first(self.number) if self.groups else np.ones(self.documents, np.bool_)
