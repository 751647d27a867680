"""Is a word written as a name in the archive, and which names stand beside it? Looked up in a few of its articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis import analyse_query, fold, words
from index.segment import Segment

_ARTICLES = 24  # of each segment's first ones that hold the word
_SHARE = 0.8  # of a name's occurrences begin with a capital
_TITLES = frozenset(
    """
    mr mrs ms dr sir lord lady king queen prince princess president premier minister prime foreign defence defense
    secretary general colonel judge senator professor pope saint north south east west new the this that with from
    """.split()  # noqa: SIM905
)


class Witness:
    """What the texts of some segments say of a word; each word is looked up once."""

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str] = ("en",)) -> None:
        self._segments = segments
        self._languages = languages
        self._known: dict[str, frozenset[str]] = {}

    def company(self, word: str) -> frozenset[str]:
        """The names (folded) that stand directly before or after `word`; none where it is not written as a name."""
        if word not in self._known:
            self._known[word] = self._company(word)
        return self._known[word]

    def _company(self, word: str) -> frozenset[str]:
        pattern = re.compile(rf"(?:\b(\w+) )?\b({re.escape(word)})\b(?: (\w+)\b)?", re.IGNORECASE)
        seen = named = 0
        beside: set[str] = set()
        for text in self._texts(word):
            for match in pattern.finditer(text):
                surface = match.group(2)
                if surface.isupper():
                    continue
                seen += 1
                named += surface[0].isupper()
                beside |= {other for other in (match.group(1), match.group(3)) if other and _is_name(other)}
        if not seen or named < _SHARE * seen:
            return frozenset()
        return frozenset(map(fold, beside)) - _TITLES

    def _texts(self, word: str) -> list[str]:
        tokens = analyse_query(word, self._languages)
        if len(tokens) != 1 or len(words(word)) != 1:
            return []
        texts = []
        for segment in self._segments:
            for term in tokens[0].plain[:2]:
                postings = segment.postings("body", term.encode("utf-8", "surrogatepass"))
                docs = postings.docs[:_ARTICLES].tolist() if postings is not None else []
                texts += [segment.text(doc) for doc in docs if segment.live is None or segment.live[doc]]
        return texts


def _is_name(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.isupper()
