"""How does the archive write two words that stand side by side? Read from the texts of a few articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from index.analysis.characters import plain_joiners
from index.article import body_of
from index.segment.reader import Segment

PAIR_GAP = r"[ \u00a0\-\u2010\u2011]"
_QUOTE = "['\u2018\u2019\u02bc]"


class TextPlace(Protocol):
    """Where a text stands."""

    def text(self) -> str:
        """The text."""
        ...


class Place(NamedTuple):
    """A field of an article."""

    segment: Segment
    field: str
    doc: int

    def text(self) -> str:
        """The text of the field."""
        card = self.segment.card(self.doc)
        return card.title if self.field == "title" else body_of(card.standfirst, self.segment.text(self.doc))


def written(firsts: Iterable[str], second: str, places: Sequence[TextPlace]) -> str:
    """One of `firsts` and `second` (exact forms) side by side as most of the texts have them; "" where none has.

    What stands in capitals throughout (a headline) tells nothing where another text has it otherwise.
    """
    before = re.compile(rf"(?<!\w)(?:{any_of(firsts)}){PAIR_GAP}(?=\w)", re.IGNORECASE)  # once for all second words
    surfaces = Counter(filter(None, (_beside(before, second, place.text()) for place in places)))
    return max(surfaces, key=lambda surface: (not surface.isupper(), surfaces[surface]), default="")


def _beside(before: re.Pattern[str], second: str, text: str) -> str:
    """What `before` matches with `second` right behind it, or ""."""
    for match in before.finditer(text):
        end = match.end() + len(second)
        is_whole = not text[end : end + 1].isalnum()
        if is_whole and plain_joiners(text[match.end() : end]).casefold() == second:
            return text[match.start() : end]
    return ""


def names(firsts: Iterable[str], places: Sequence[TextPlace]) -> Counter[str]:
    """The names of two words that begin with one of `firsts` (exact forms), each with the texts that hold it."""
    pattern = re.compile(rf"(?<!\w)(?:{any_of(firsts)}) [^\W\d_]\w+", re.IGNORECASE)
    counts: Counter[str] = Counter()
    for place in places:
        counts.update({surface for surface in pattern.findall(place.text()) if is_name(surface)})
    return counts


def is_name(surface: str) -> bool:
    """Whether both words begin with a capital and go on in small letters."""
    words = surface.split()
    return len(words) == 2 and all(word[:1].isupper() for word in words) and not surface.isupper()


def any_of(forms: Iterable[str]) -> str:
    """The expression that fits any of some exact forms, whatever their quotation marks."""
    return "|".join(re.escape(form).replace("'", _QUOTE) for form in sorted(forms))
