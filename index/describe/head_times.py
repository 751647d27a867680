"""What times does an HTML page state beside its fields? That of its saving, and elements that hold one."""

from __future__ import annotations

from collections.abc import Iterator

from index.article import Certainty
from index.describe.claims import Claim, Known, Origin
from index.describe.dates import parse_stamp
from index.describe.model import Hints
from index.describe.plausible import dated, first_believed
from index.describe.titles import fold
from index.page import Head


def moments_saved(head: Head, hints: Hints) -> Iterator[Claim]:
    """When the page was saved, as the program that saved it says."""
    claim = Claim("saved", "", Origin.SAVED_FROM, f"{head.saver} saved", head.saved)
    yield dated(parse_stamp(head.saved), claim, hints)


def moments_made(head: Head, hints: Hints) -> Iterator[Claim]:
    """When a document was made, as its properties say: it was published then, where nothing says more."""
    claim = Claim("published", "", Origin.DOCUMENT, f"{head.saver} created", head.created, Certainty.INFERRED)
    yield dated(parse_stamp(head.created), claim, hints)


def times(head: Head, known: Known, lines: frozenset[str], hints: Hints) -> Iterator[Claim]:
    """The first `<time>` that the page shows above its text (`lines`, folded), else its first; where no date is known.

    Looked at on all pages they cost .6 % of what describing does.
    """
    if known.date("published") is not None:
        return
    shown = [stamp or text for stamp, text in head.times if fold(text) in lines]
    values = shown or [stamp or text for stamp, text in head.times[:1]]
    yield from first_believed((Claim("published", "", Origin.TIME, "element time", value) for value in values), hints)
