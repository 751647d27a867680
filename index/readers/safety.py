"""Is this markup safe to parse? Without the start tags that would cost an HTML parser quadratic time, it is."""

from __future__ import annotations

import re

_NAME = rb"[a-zA-Z][^ \t\n\f\r/>]*+"
_VALUE = rb"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)"""
# A group repeats in an atomic one: Python 3.11.0 to 3.11.4 match `)*+` wrongly (python/cpython#106052).
_ATTRIBUTE = rb"[ \t\n\f\r/]*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?>(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?>%b?))?)" % _VALUE
_MOST_ATTRIBUTES = 2000  # of one tag; a parser compares each with all before it: 20,000 take a second
_END = rb"[ \t\n\f\r/]*+(?:>|\Z)"
_COMMENT = rb"!--(?!-?>)[^-]*+(?>(?:-(?!-!?>)[^-]*+)*)"
_START_TAG = re.compile(rb"<%b(?>(?:%b)*)" % (_NAME, _ATTRIBUTE))
_SOME_ATTRIBUTES = rb"""(?>(?: [a-zA-Z-]++="[^"]*+"|%b){0,%d})""" % (_ATTRIBUTE, _MOST_ATTRIBUTES)  # usual form first
# Markup that holds no tag of too many attributes, read as a parser reads it: so many tags, as each takes 200 bytes.
_FEW_ATTRIBUTES = re.compile(
    rb"[^<]*+(?>(?:<(?:/[^<]*+"
    # the text of a script or style goes with its tag, so that its "<" begins no tag
    rb"|(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])(?=[ \t\n\f\r/>])%(attributes)b%(end)b"
    rb"[^<]*+(?>(?:<(?!/[sS](?:[cC][rR]|[tT][yY]))[^<]*+)*)"
    rb"|%(name)b%(attributes)b%(end)b[^<]*+|%(comment)b[^<]*+|(?![a-zA-Z])[^<]*+)){0,9999})"
    % {b"attributes": _SOME_ATTRIBUTES, b"end": _END, b"name": _NAME, b"comment": _COMMENT}
)

# fmt: off
_OPTIONAL_END = frozenset({
    b"p", b"li", b"dt", b"dd", b"option", b"optgroup", b"tr", b"td", b"th", b"thead", b"tbody", b"tfoot", b"colgroup",
    b"col", b"br", b"img", b"input", b"hr", b"meta", b"link", b"area", b"base", b"source", b"wbr", b"param", b"track",
    b"embed",
})
# fmt: on
_NO_DEPTH = frozenset((b"", *(slash + tag for tag in _OPTIONAL_END for slash in (b"", b"/"))))
_OPEN_OR_CLOSE = re.compile(rb"<(?:(/?+%b)|%b)" % (_NAME, _COMMENT))  # both end where a parser ends them
# 766 saved pages nest 62 deep, 633 with shapes that close themselves; a parser's work grows with the square
_DEEPEST = 700
_FEW_TAGS = 4000  # so many cost a parser 23 ms at most, however they nest


def safe_markup(markup: str) -> str:
    """`markup` without what would cost a parser quadratic time; the same string for any page meant to be read."""
    return safe_bytes(markup).decode()


def safe_bytes(markup: str) -> bytes:
    """The UTF-8 of `safe_markup`, as a parser takes it; without surrogates, which have none."""
    return _limit_nesting(_limit_attributes(markup.encode("utf-8", "ignore")))


def _limit_attributes(markup: bytes) -> bytes:
    """`markup` without start tags of thousands of attributes."""
    pieces: list[bytes] = []
    last = 0
    while (here := _end_of_few_attributes(markup, last)) < len(markup):
        pieces += (markup[last:here], b"<wbr")
        last = _end(_START_TAG, markup, here)
    return b"".join((*pieces, markup[last:])) if pieces else markup


def _end_of_few_attributes(markup: bytes, start: int) -> int:
    while (here := _end(_FEW_ATTRIBUTES, markup, start)) > start:
        start = here
    return start


def _end(pattern: re.Pattern[bytes], markup: bytes, start: int) -> int:
    found = pattern.match(markup, start)
    return found.end() if found else len(markup)


def _limit_nesting(markup: bytes) -> bytes:
    """`markup` without the start tags that nest deeper than any page does.

    An end tag closes an element only where one of its name is open, as for a parser.
    """
    if markup.count(b"<") <= _FEW_TAGS:
        return markup
    counts: dict[bytes, int] = {}
    depth = 0
    for tag in map(bytes.lower, _OPEN_OR_CLOSE.findall(markup)):
        if tag in _NO_DEPTH:
            continue
        if tag[:1] != b"/":
            counts[tag] = counts.get(tag, 0) + 1
            depth += 1
            if depth > _DEEPEST:
                return _without_deep(markup)
        elif counts.get(tag[1:]):
            counts[tag[1:]] -= 1
            depth -= 1
    return markup


def _without_deep(markup: bytes) -> bytes:
    kept: list[bytes] = []
    counts: dict[bytes, int] = {}
    depth = last = 0
    for match in _OPEN_OR_CLOSE.finditer(markup):
        tag = match[1].lower() if match[1] else b""
        if tag in _NO_DEPTH:
            continue
        if tag[:1] == b"/":
            if counts.get(tag[1:]):
                counts[tag[1:]] -= 1
                depth -= 1
        elif depth < _DEEPEST:
            counts[tag] = counts.get(tag, 0) + 1
            depth += 1
        else:
            kept += (markup[last : match.start()], b"<wbr")
            last = match.end()
    kept.append(markup[last:])
    return b"".join(kept)
