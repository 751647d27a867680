"""Compares a snippet with the text that it was cut out of."""

from __future__ import annotations

from search.results import Marked

Spans = list[tuple[int, int]]


def check_snippet(snippet: Marked, text: str, spans: Spans) -> None:
    """The snippet is a piece of the text, and its marks are those of the piece; where there are any, it shows some."""
    assert [tuple(span) for span in snippet.spans] in _cut(snippet.text, text, spans), (snippet, spans)
    assert snippet.spans or not spans, (snippet, spans)


def _cut(piece: str, text: str, spans: Spans) -> list[Spans]:
    """The spans inside the piece, for each place of the text where it may have been cut out."""
    size = len(piece)
    starts = [start for start in range(len(text) - size + 1) if text.startswith(piece, start)]
    return [[(a - start, b - start) for a, b in spans if start <= a and b <= start + size] for start in starts]
