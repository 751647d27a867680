"""What is the headline? A page's own titles without the site's name, and in a dump the line that the body is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SEPARATOR = re.compile(r"\s+[|–—\-:•·»«/~]+\s+|\s*[|»]\s*")
_ANCHOR = re.compile(r"(?:\s*[¶🔗§]|\s#)\s*$")
_WORD = re.compile(r"\w+")
# Letters to lower case, what is of no word to a space: a third of the time of an expression.
_LETTERS = bytes(ord(chr(code).lower()) if _WORD.match(chr(code)) else ord(" ") for code in range(128)) + bytes(128)
_SIGNS = "’‘“”–—•…\xa0"  # the commonest that are neither ASCII nor of a word
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u093c\u094d\u3099\u309a]+")


def fold(text: str) -> str:
    """The text's words in lower case without accents, joined by single spaces."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """The text's words in lower case without accents."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
        if not text.isascii():
            return _WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold())
    return _ascii_words(text)


def words_in(text: str) -> list[str]:
    """The text's words in lower case."""
    return _ascii_words(text) if text.isascii() else _WORD.findall(text.casefold())


def _ascii_words(text: str) -> list[str]:
    return text.encode("ascii").translate(_LETTERS).decode("ascii").split()


def without_anchor(heading: str) -> str:
    """The heading without the sign that links to it: "Ropes¶", "Ropes #"."""
    return _ANCHOR.sub("", heading)


def without_site(title: str, site_names: Iterable[str] = (), lines: frozenset[str] = frozenset()) -> str:
    """The title without the site's name and section at its ends.

    The longest run of parts that stands as a line of its own on the page (`lines`, folded) is the headline; else a
    part that is one of `site_names` goes. A title without separators stays.
    """
    title = without_anchor(" ".join(title.split()))
    for name in filter(None, site_names):
        if title.casefold().startswith(f"{name.casefold()}: "):
            title = title[len(name) + 2 :]
    cuts = [(0, 0), *((m.start(), m.end()) for m in _SEPARATOR.finditer(title)), (len(title), len(title))]
    pieces = len(cuts) - 1
    if pieces < 2:
        return title
    spans = [(cuts[i][1], cuts[j][0]) for i in range(min(pieces, 8)) for j in range(i + 1, min(pieces, 8) + 1)]
    spans.sort(key=lambda span: span[0] - span[1])
    for start, end in spans:
        part = title[start:end].strip()
        if len(part) * 2 >= len(title) and fold(part) in lines:
            return part
    names = {fold(name) for name in site_names if name}
    names |= {name.replace(" ", "") for name in names}
    start, end = 0, pieces
    while end - start > 1 and _is_site(title[cuts[end - 1][1] : cuts[end][0]], names):
        end -= 1
    while end - start > 1 and _is_site(title[cuts[start][1] : cuts[start + 1][0]], names):
        start += 1
    return title[cuts[start][1] : cuts[end][0]].strip()


def _is_site(part: str, names: set[str]) -> bool:
    folded = fold(part)
    tight = folded.replace(" ", "")
    return (
        not folded
        or tight in names
        or any(len(name) > 3 and tight.startswith(name) and len(tight) < len(name) + 6 for name in names)
    )
