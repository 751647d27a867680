"""How does text become HTML? The only place that makes markup of a text: escape, mark by offset, then bleach.

Everything that an article, a URL or an index holds is text until it comes here or to a template's own escaping.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from bleach.sanitizer import Cleaner
from markupsafe import Markup

from search.results import Marked, Span
from web.translation import gettext as _

MAX_STEPS = 500  # matches that get a number and a way to the next one; an article of 2,000 would weigh 600 KB
NEVER_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

PASSAGE_LINK = "passage-link"
"""The id of the element that names the links to passages."""
_LINK = "noopener noreferrer nofollow"
_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "figure", "figcaption", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "em", "strong", "code", "mark", "span", "div"),
}
_PASSAGES = {"p", "h2", "h3", "h4", "h5", "h6", "li"}  # what may have an anchor
_VALUES = {  # of the attributes that hold one of a few
    ("a", "rel"): {_LINK},
    ("a", "class"): {"pilcrow"},
    ("a", "aria-labelledby"): {PASSAGE_LINK},
    ("span", "class"): {"step", "count"},
    ("li", "class"): {"own"},
    ("div", "class"): {"table"},
    ("div", "tabindex"): {"0"},
    ("div", "role"): {"group"},
    ("div", "aria-label"): {"Table"},
}
_PLAIN = re.compile(
    r"""(?>(?:[^<>&\r]++|&(?:amp|lt|gt);
    |</?(?:mark|p|h[2-6]|[uo]l|li|blockquote|pre|fig(?:ure|caption)|table|thead|tbody|t[rhd]|em|strong|code)>|</a>|<br>
    |<mark\ id="m[0-9]{1,6}">|<span\ class="(?:step|count)">|</span>|<a\ href="\#m[0-9]{1,6}">
    |<ol\ start="[0-9]{1,6}">|<li\ class="own">
    |<(?:p|h[2-6]|li|li\ class="own")\ id="p-[0-9a-f]{8}(?:-[0-9]{1,6})?">
    |<a\ class="pilcrow"\ href="\#p-[0-9a-f]{8}(?:-[0-9]{1,6})?"\ aria-labelledby="passage-link">
    |<div\ class="table"\ tabindex="0"\ role="group"\ aria-label="Table">|</div>
    |<a\ href="(?P<target>(?:https?://|mailto:)(?>(?:[^"<>&\s]++|&amp;)*))"\ rel="noopener\ noreferrer\ nofollow"
     \ title="(?P=target)">
    ){0,9999})""",  # so many pieces at a time, as each takes 300 bytes until the end
    re.VERBOSE,
)


class Subhead(NamedTuple):
    """A heading in a body: its anchor, its text, and its level, 2 for the highest."""

    anchor: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    """An article's body as safe HTML, how many of its matches have an anchor `m1`, `m2`, ... in it, and its headings
    that have one."""

    html: Markup
    matches: int = 0
    subheads: tuple[Subhead, ...] = ()


def _is_plain(html: str) -> bool:
    end = 0
    while (found := _PLAIN.match(html, end)) and found.end() > end:
        end = found.end()
    return end == len(html)


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name in ("href", "title"):
        return value.startswith(("http://", "https://", "mailto:", "#m", "#p-"))
    if name == "id":
        pattern = r"m[0-9]{1,6}" if tag == "mark" else r"p-[0-9a-f]{8}(?:-[0-9]{1,6})?"
        return (tag == "mark" or tag in _PASSAGES) and re.fullmatch(pattern, value) is not None
    if name == "start":
        return tag == "ol" and value.isdigit()
    return value in _VALUES.get((tag, name), ())


_CLEANER = Cleaner(
    tags=_TAGS,
    attributes=_allowed,
    protocols={"http", "https", "mailto"},
    strip=True,
    strip_comments=True,
)


def sanitise(html: str) -> Markup:
    """`html` without anything but the tags and attributes that an article's text may have.

    Escaped text with no other tags than those that `web.prose` and this module put around it is what bleach gives back
    unchanged (tests hold the two to each other), so it is not parsed again: 0.2 ms a snippet, 0.6 s a megabyte.
    """
    return Markup(html if _is_plain(html) else _CLEANER.clean(html))  # noqa: S704  (checked, or by bleach)


def text(value: str) -> str:
    """`value` without characters that no reader sees and that HTML does not allow; none of them is printable."""
    return value if value.isprintable() else NEVER_SHOWN.sub("", value)


def single_line(value: str) -> str:
    """`value` for places that cannot isolate directions, such as a window's title: one line, no bidi controls."""
    return " ".join(BIDI.sub("", text(value)).split())


def message(said: str, values: Mapping[str, object]) -> Markup:
    """A sentence of the catalogues with `values` for its `%(name)s`; what is no markup is escaped."""
    safe = {name: value if type(value) is Markup else Markup.escape(text(str(value))) for name, value in values.items()}
    return Markup(said % safe)  # noqa: S704  (a catalogue is a part of the program, and the values are safe)


def marked(value: Marked) -> Markup:
    """A title or snippet with its matches in `<mark>`."""
    return sanitise("".join(marks(Cut(value), 0)))


def opening(value: Marked, end: int) -> Markup:
    """The first characters of `value`, up to `end`, with its matches numbered."""
    return sanitise("".join(marks(Cutter(value).cut(0, end), min(len(value.spans), MAX_STEPS))))


def numbered(cut: Cut, total: int) -> Markup:
    """A piece of a text with its matches marked, those up to `total` with their numbers."""
    return sanitise("".join(marks(cut, total)))


class Cut(NamedTuple):
    """A piece of a marked text, the number (from 1) of its first span, and whether that began in an earlier piece."""

    piece: Marked
    number: int = 1
    continued: bool = False


class Cutter:
    """Cuts a marked text into pieces, each with its own spans."""

    def __init__(self, value: Marked) -> None:
        self._value = value
        self._starts = [span.start for span in value.spans]
        self._ends = [span.end for span in value.spans]

    def cut(self, start: int, end: int) -> Cut:
        """The piece from `start` to `end`."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        spans = tuple(
            Span(max(0, span.start - start), min(end, span.end) - start) for span in self._value.spans[first:last]
        )
        continued = bool(spans) and self._starts[first] < start
        return Cut(Marked(self._value.text[start:end], spans), first + 1, continued)


def marks(cut: Cut, total: int, bars: list[str] | None = None) -> Iterator[str]:
    """Escaped text with its spans marked; those up to `total` have numbers, and bars that lead to the next.

    A span that was cut in two has its number in its first part. The bars follow their marks, or go into `bars`.
    """
    place = 0
    for offset, span in enumerate(cut.piece.spans):
        yield escaped(cut.piece.text[place : span.start])
        words = escaped(cut.piece.text[span.start : span.end])
        number = cut.number + offset
        if number > total or (cut.continued and not offset):
            yield f"<mark>{words}</mark>"
        else:
            yield f'<mark id="m{number}">{words}</mark>'
            if bars is None:
                yield _step(number, total)
            else:
                bars.append(_step(number, total))
        place = span.end
    yield escaped(cut.piece.text[place:])


def _step(number: int, total: int) -> str:
    """The bar that is shown while its match is the address's target: "Match 2 of 8" with previous and next."""
    before, after = number - 1 or total, number % total + 1
    told = escaped(_("Match %(number)s of %(total)s", number=number, total=total))
    count = f'<span class="count">{told}</span>'
    if total == 1:
        return f'<span class="step">{count}</span>'
    back, on = escaped(_("Previous")), escaped(_("Next"))
    return f'<span class="step"><a href="#m{before}">{back}</a>{count}<a href="#m{after}">{on}</a></span>'


def escaped(value: str) -> str:
    """`value` as text of HTML."""
    return escape(text(value), quote=False)
