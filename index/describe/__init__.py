"""What is known about an article, from where, and how surely? Metadata with evidence for each value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.article import YearlessDay
from index.describe.claims import Claim, Origin, Settled, settle, settle_marks
from index.describe.given import LineCorrections, read_corrections, read_line_corrections
from index.describe.model import NO_HINTS, Description, Hints
from index.describe.stages import FILE_NAME, hear
from index.describe.titles import without_site
from index.page import Cleaned, RawPage

_WITH_SITE = (
    Origin.H1,
    Origin.SHOWN_TITLE,
    Origin.HEAD_TITLE,
    Origin.CUT_TITLE,
    Origin.HEADLINE,
    Origin.BOOKMARK,
)
__all__ = [
    "FILE_NAME",
    "NO_HINTS",
    "Description",
    "Hints",
    "LineCorrections",
    "describe",
    "read_corrections",
    "read_line_corrections",
]


def describe(
    page: RawPage, cleaned: Cleaned, hints: Hints = NO_HINTS, corrections: Mapping[str, Any] | None = None
) -> Description:
    """The metadata of a cleaned page: what stands of all that its sources claim (`index.describe.claims.RANKS`).

    What the page offers and is not believed is among the evidence as REFUSED.
    """
    hearing = hear(page, cleaned, hints, corrections or {})
    settled = settle(hearing.claims)
    known: dict[str, Any] = {name: claim.value for name, claim in settled.standing.items()}
    title = settled.standing.get("title")
    if title is not None and title.source in _WITH_SITE:
        known["title"] = without_site(title.text, [known.get("publisher", "")])
    return Description(
        **known,
        yearless=_yearless(settled),
        evidence=tuple(map(Claim.evidence, settled.told)),
        roles=settle_marks(hearing.marks),
        others=settled.others,
        faults=tuple(hearing.faults),
    )


def _yearless(settled: Settled) -> YearlessDay | None:
    """The day that the page gives as its own without a year, where no source is believed that has one."""
    days = (claim.yearless for claim in settled.told if claim.field == "published")
    return next(filter(None, days), None)
