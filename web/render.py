"""How does text become HTML? The only place that makes markup of a text: escape, mark by offset, then bleach.

Everything that an article, a URL or an index holds is text until it comes here or to a template's own escaping.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from bleach.sanitizer import Cleaner
from markdown import Markdown
from markupsafe import Markup

from search.results import Marked, Span

MAX_STEPS = 500  # matches that get a number and a way to the next one; an article of 2,000 would weigh 600 KB
MAX_MARKDOWN = 100_000  # characters: news text of that length is rendered and cleaned in 0.5 s
MAX_BRACKETS = 50  # opening brackets in a paragraph: a text of nothing else takes 1.5 s at the longest
MAX_TAGS = 5_000  # tags that bleach reads in 0.8 s
NEVER_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

_PLAIN = re.compile(
    r"""(?:[^<>&\r]++|&(?:amp|lt|gt);|</?(?:mark|p)>|<mark\ id="m[0-9]{1,6}">|<span\ class="(?:step|count)">|</span>
    |<a\ href="\#m[0-9]{1,6}">|</a>)*+""",
    re.VERBOSE,
)
_BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "th", "td")
_TAGS = {*_BLOCKS, "thead", "tbody", "a", "em", "strong", "code", "br", "hr", "mark", "span", "del", "sup", "sub"}


@dataclass(frozen=True, slots=True)
class Body:
    """An article's body as safe HTML, and how many of its matches have an anchor `m1`, `m2`, ... in it."""

    html: Markup
    matches: int = 0


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return value.startswith(("http://", "https://", "#m"))
    if tag == "span" and name == "class":
        return value in {"step", "count"}
    if name == "id":
        return tag == "mark" and re.fullmatch(r"m[0-9]{1,6}", value) is not None
    return tag == "ol" and name == "start" and value.isdigit()


_CLEANER = Cleaner(
    tags=_TAGS,
    attributes=_allowed,
    protocols={"http", "https"},
    strip=True,
    strip_comments=True,
)


def sanitise(html: str) -> Markup:
    """`html` without anything but the tags and attributes that an article's text may have.

    Escaped text with no other tag than those that this module puts around plain text is what bleach gives back
    unchanged (tests hold the two to each other), so it is not parsed again: 0.2 ms a snippet, 0.6 s a megabyte.
    """
    if _PLAIN.fullmatch(html):
        return Markup(html)  # noqa: S704  (checked by the expression above)
    cleaned = _CLEANER.clean(html)
    return Markup(cleaned.replace('<a href="http', '<a rel="noopener nofollow" href="http'))  # noqa: S704  (by bleach)


def text(value: str) -> str:
    """`value` without characters that no reader sees and that HTML does not allow; none of them is printable."""
    return value if value.isprintable() else NEVER_SHOWN.sub("", value)


def single_line(value: str) -> str:
    """`value` for places that cannot isolate directions, such as a window's title: one line, no bidi controls."""
    return " ".join(BIDI.sub("", text(value)).split())


def marked(value: Marked) -> Markup:
    """A title or snippet with its matches in `<mark>`."""
    return sanitise("".join(_marks(value)))


def body(value: Marked) -> Body:
    """Plain text as paragraphs, one a line, with numbered matches."""
    total = min(len(value.spans), MAX_STEPS)
    pieces = _Cutter(value)
    out: list[str] = []
    start = 0
    for line in value.text.split("\n"):
        end = start + len(line)
        if line.strip():
            piece, number, continued = pieces.cut(start, end)
            out += ["<p>", *_marks(piece, number, total, continued=continued), "</p>\n"]
        start = end + 1
    return Body(sanitise("".join(out)), total)


def lines(value: Marked, sizes: Iterable[int], most: int) -> list[Markup]:
    """The lines of `value`, which have `sizes` characters, with numbered matches, each cut after `most` characters."""
    total = min(len(value.spans), MAX_STEPS)
    pieces = _Cutter(value)
    out = []
    start = 0
    for size in sizes:
        piece, number, continued = pieces.cut(start, start + min(size, most))
        out.append(sanitise("".join(_marks(piece, number, total, continued=continued))))
        start += size + 1
    return out


def markdown_body(source: str, value: Marked) -> Body:
    """Markdown as HTML with numbered matches.

    The matches are spans of the plain text, so they are carried over by counting characters that are not white space;
    where the Markdown says other words than the text, or would take long to render, the plain text is shown.
    """
    html = _from_markdown(text(source))
    if html is None:
        return body(value)
    if not value.spans:
        return Body(Markup(html))  # noqa: S704  (made by sanitise)
    pieces = _Pieces(html)
    spans = _carried(value, "".join(pieces.texts()))
    if spans is None:
        return body(value)
    total = min(len(spans), MAX_STEPS)
    return Body(sanitise("".join(pieces.marked(spans, total))), total)


class _Cut(NamedTuple):
    """A piece of a marked text, the number (from 1) of its first span, and whether that began in an earlier piece."""

    piece: Marked
    number: int
    continued: bool


class _Cutter:
    """Cuts a marked text into pieces, each with its own spans."""

    def __init__(self, value: Marked) -> None:
        self._value = value
        self._starts = [span.start for span in value.spans]
        self._ends = [span.end for span in value.spans]

    def cut(self, start: int, end: int) -> _Cut:
        """The piece from `start` to `end`."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        spans = tuple(
            Span(max(0, span.start - start), min(end, span.end) - start) for span in self._value.spans[first:last]
        )
        continued = bool(spans) and self._starts[first] < start
        return _Cut(Marked(self._value.text[start:end], spans), first + 1, continued)


def _marks(piece: Marked, number: int = 0, total: int = 0, *, continued: bool = False) -> Iterator[str]:
    """Escaped text with its spans marked, and numbered from `number` where that is not 0.

    A span that was cut in two (`continued`) has its number in its first part.
    """
    place = 0
    for offset, span in enumerate(piece.spans):
        yield _escaped(piece.text[place : span.start])
        yield _mark(
            piece.text[span.start : span.end], 0 if not number or (continued and not offset) else number + offset, total
        )
        place = span.end
    yield _escaped(piece.text[place:])


def _mark(words: str, number: int, total: int) -> str:
    if not 0 < number <= total:
        return f"<mark>{_escaped(words)}</mark>"
    return f'<mark id="m{number}">{_escaped(words)}</mark>{_step(number, total)}'


def _step(number: int, total: int) -> str:
    """The bar that is shown while its match is the address's target: "Match 2 of 8" with previous and next."""
    before, after = number - 1 or total, number % total + 1
    if total == 1:
        return '<span class="step"><span class="count">Match 1 of 1</span></span>'
    return (
        f'<span class="step"><a href="#m{before}">Previous</a><span class="count">Match {number} of {total}</span>'
        f'<a href="#m{after}">Next</a></span>'
    )


def _escaped(value: str) -> str:
    return escape(text(value), quote=False)


def _from_markdown(source: str) -> str | None:
    """Safe HTML of Markdown, or None where rendering it could take long; HTML within the Markdown stays text.

    The renderer's time grows with the square of the open brackets in a paragraph (20,000 of them: 69 s) and of the
    tags in a page, so both are kept from it.
    """
    if len(source) > MAX_MARKDOWN or _most_brackets(source) > MAX_BRACKETS:
        return None
    renderer = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    renderer.preprocessors.deregister("html_block")
    renderer.inlinePatterns.deregister("html")
    try:
        made = renderer.convert(source)
    except RecursionError:  # lists within lists within lists
        return None
    return str(sanitise(_lower_headings(made))) if made.count("<") <= MAX_TAGS else None


def _most_brackets(source: str) -> int:
    """The most opening brackets that a paragraph has."""
    most = open_brackets = 0
    for line in source.split("\n"):
        open_brackets = open_brackets + line.count("[") + line.count("<") if line.strip() else 0
        most = max(most, open_brackets)
    return most


def _lower_headings(html: str) -> str:
    """The article's title is the page's h1, so a heading in its text is one level lower."""
    return re.sub(r"(</?h)([1-5])(?=[ >])", lambda m: f"{m[1]}{int(m[2]) + 1}", html)


def _carried(value: Marked, shown: str) -> list[Span] | None:
    """The spans of `value` as spans of `shown`, which has the same characters but for white space; else None."""
    places = [place for place, character in enumerate(shown) if not character.isspace()]
    kept = [place for place, character in enumerate(value.text) if not character.isspace()]
    if [shown[place] for place in places] != [value.text[place] for place in kept]:
        return None
    rank = {place: number for number, place in enumerate(kept)}
    out = []
    for span in value.spans:
        inside = [rank[place] for place in range(span.start, span.end) if place in rank]
        if inside:
            out.append(Span(places[inside[0]], places[inside[-1]] + 1))
    return out


class _Pieces(HTMLParser):
    """Clean HTML as its tags and texts in order, so that texts can be marked and tags stay whole."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[tuple[bool, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._parts.append((True, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self._parts.append((True, f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        self._parts.append((False, data))

    def texts(self) -> Iterator[str]:
        return (part for is_tag, part in self._parts if not is_tag)

    def marked(self, spans: list[Span], total: int) -> Iterator[str]:
        """HTML with the spans marked; a match that a tag cuts in two is marked in both parts and numbered once."""
        pieces = _Cutter(Marked("".join(self.texts()), tuple(spans)))
        place = 0
        for is_tag, part in self._parts:
            if is_tag:
                yield part
            else:
                piece, number, continued = pieces.cut(place, place + len(part))
                yield from _marks(piece, number, total, continued=continued)
                place += len(part)
