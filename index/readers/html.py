"""What does an HTML page say, line by line? One parse, one walk over the tree, one line for each block of text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.page import Format, Head, Line, RawPage, Tree

HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("comment", ("comment", "disqus", "discuss", "replies", "reply", "respond")),
    ("share", ("share", "sharing", "social", "follow", "tweet", "facebook", "whatsapp")),
    ("related", ("related", "recirc", "recommend", "more-", "popular", "trending", "most-", "teaser", "promo", "card")),
    ("ad", ("advert", "sponsor", "dfp", "banner", "anzeige", "werbung", "gpt-", "outbrain", "taboola")),
    ("nav", ("nav", "menu", "breadcrumb", "footer", "header", "masthead", "toolbar", "paginat", "pager", "skip")),
    ("newsletter", ("newsletter", "subscri", "signup", "sign-up", "paywall", "regwall", "login")),
    ("caption", ("caption", "credit", "figure", "gallery", "slideshow", "image", "photo", "media")),
    ("byline", ("author", "byline", "meta", "date", "time", "publish", "kicker", "contributor", "bio")),
    ("body", ("article", "story", "body", "content", "entry", "post", "text", "main", "paragraph", "prose")),
    ("aside", ("side", "rail", "widget", "sticky", "module", "box", "aux", "complementary")),
    ("cookie", ("cookie", "consent", "gdpr", "modal", "popup", "overlay", "dialog")),
    ("tags", ("topic", "keyword", "categor", "taxonomy")),
    ("lead", ("lead", "standfirst", "subtitle", "subhead", "summary", "deck", "dek", "intro", "excerpt", "headline")),
)
HIDDEN = 1 << len(HINTS)
_WHOLE_WORDS = {"ad": "ad", "ads": "ad", "tag": "tags", "tags": "tags"}
_BITS = {name: 1 << bit for bit, (name, _) in enumerate(HINTS)}
_PARTS = [(part, _BITS[name]) for name, parts in HINTS for part in parts]
_LETTERS = re.compile(r"[a-z]+")

# fmt: off
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map",
    "select", "datalist", "textarea", "math", "head", "frameset",
})
# fmt: on
# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "input", "kbd", "label", "mark", "meta", "link", "nobr", "picture", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "source", "span", "strike", "strong", "sub", "sup", "time", "track", "tt", "u", "var", "wbr",
})
# fmt: on
_FIELDS = frozenset({"input", "button", "textarea", "select"})
_TEXT, _NOTHING, _HIDDEN_FIELD, _BREAK, _PICTURE, _INLINE_FIELD, _PLAIN, _BOLD, _LINK, _BLOCK, _PRE, _BUTTON = range(12)


class _Kinds(dict[str, int]):
    """What the walk does with a node, by its name: first what has no text below it, last what makes a line."""

    def __missing__(self, tag: str) -> int:
        if tag[:1] in "-!":
            return _NOTHING
        return _PLAIN if "-" in tag else _BLOCK


_KINDS = _Kinds(
    {
        "-text": _TEXT,
        **dict.fromkeys(_SKIPPED, _NOTHING),
        **dict.fromkeys(_SKIPPED & _FIELDS, _HIDDEN_FIELD),
        **dict.fromkeys(("br", "hr"), _BREAK),
        **dict.fromkeys(_INLINE, _PLAIN),
        **dict.fromkeys(("img", "picture"), _PICTURE),
        **dict.fromkeys(("b", "strong"), _BOLD),
        "input": _INLINE_FIELD,
        "a": _LINK,
        "pre": _PRE,
        "button": _BUTTON,
    }
)
# fmt: off
_OPTIONAL_END = frozenset({
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "col",
    "br", "img", "input", "hr", "meta", "link", "area", "base", "source", "wbr", "param", "track", "embed",
})
# fmt: on
_NO_DEPTH = frozenset(("", *(slash + tag for tag in _OPTIONAL_END for slash in ("", "/"))))
_OPEN_OR_CLOSE = re.compile(  # a comment, or a tag's name; both end where a parser ends them
    r"<(?:(/?+[a-zA-Z][^ \t\n\f\r/>]*+)|!--(?!-?>)[^-]*+(?:-(?!-!?>)[^-]*+)*+)"
)
_LONG_TAG = 6000
_ATTRIBUTES = r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+"""
_TAG = re.compile(  # a start tag; the text of a script or style goes with it, so that its "<" begins no tag
    rf"<[a-zA-Z](?:(?<=[sS])(?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE])\b({_ATTRIBUTES})"
    rf"(?:>[^<]*+(?:<(?!/[sS](?:[cC][rR]|[tT][yY]))[^<]*+)*+)?+|{_ATTRIBUTES})"
)
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
# 766 saved pages nest 62 deep, 633 with shapes that close themselves; a parser's work grows with the square
_DEEPEST = 700
_MOST_ATTRIBUTES = 2000
_LONGEST_FIELD = 300
_LONGEST_NAMES = 400
_DEEPEST_PATH = 100
_MOST_LINES = 30_000  # the longest of 616 reference pages has 1,600; what follows is one line, so that nothing is lost


def read_html(markup: str, path: str, key: str, repairs: Sequence[str] = ()) -> RawPage:
    """The page of `markup`: a line for each block of visible text, the tree above the lines, and its head.

    Never raises on any string. Text that a browser would not show as text (scripts, styles, select lists) is no line.
    """
    parser = LexborHTMLParser(safe_markup(markup))
    walk = _Walk()
    body = parser.body
    if body is not None:
        walk.run(body)
    return RawPage(
        path=path,
        key=key,
        format=Format.HTML,
        lines=tuple(walk.lines),
        head=_head(parser, walk),
        repairs=tuple(repairs),
        markup=markup,
        tree=walk.tree(),
    )


@dataclass
class _Walk:
    """The walk's state: lines and elements so far, and what has been gathered since the last line ended."""

    lines: list[Line] = field(default_factory=list)
    elements: list[tuple[int, int, int, int]] = field(default_factory=list)  # parent, first line, hint, look
    tag: list[str] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    looks: dict[tuple[str, str, int], int] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    link_chars: int = 0
    links: int = 0
    bold_chars: int = 0
    line_hint: int = 0
    images: int = 0
    fields: int = 0

    def run(self, body: LexborNode) -> None:  # noqa: PLR0912, PLR0915 - one loop over all nodes; calls cost a third
        """Walk everything below `body` in page order, without recursion."""
        self._open_block("body", body.attributes, -1)
        pieces, kinds = self.pieces, _KINDS
        element = in_link = in_bold = inline_hint = 0
        pre = False
        stack: list[tuple[LexborNode, int, int, int, bool]] = []  # of each open element: its kind, what held before it
        node = body.first_child
        while node is not None or stack:
            if node is None:
                closed, kind, up, inline_hint, pre = stack.pop()
                if kind == _LINK:
                    in_link -= 1
                elif kind == _BOLD:
                    in_bold -= 1
                elif kind >= _BLOCK:
                    if pieces:
                        self._flush(element)
                    if element != up:
                        self.end[element] = len(self.lines)
                        element = up
                node = closed.next
                continue
            tag = node.tag or ""
            kind = kinds[tag]
            if kind == _TEXT:
                text = node.text_content or ""
                if pre and "\n" in text:
                    self._preformatted(text, element)
                elif text.isspace():
                    if pieces:
                        pieces.append(" ")
                elif text:
                    pieces.append(text)
                    if in_link or in_bold or inline_hint:
                        size = len(text.strip())
                        self.link_chars += size if in_link else 0
                        self.bold_chars += size if in_bold else 0
                        self.line_hint |= inline_hint
                node = node.next
                continue
            if kind <= _BREAK:
                if kind == _BREAK:
                    self._flush(element)
                elif kind == _HIDDEN_FIELD:
                    self.fields += 1
                node = node.next
                continue
            if kind == _PICTURE:
                self.images += 1
            elif kind in (_INLINE_FIELD, _BUTTON):
                self.fields += 1
            attributes = node.attributes
            if attributes and ("itemprop" in attributes or "rel" in attributes or tag == "time"):
                self._mark(node, tag, attributes)
            child = node.first_child
            if child is None:
                node = node.next
                continue
            stack.append((node, kind, element, inline_hint, pre))
            if kind >= _BLOCK:
                if pieces:
                    self._flush(element)
                inline_hint = 0
                pre = pre or kind == _PRE
                if len(self.paths[element]) < _DEEPEST_PATH and len(self.lines) < _MOST_LINES:
                    element = self._open_block(tag, attributes, element)
            else:
                if kind == _LINK:
                    self.links += not in_link
                    in_link += 1
                    if pieces and self.link_chars and not pieces[-1][-1:].isspace():
                        pieces.append(" ")
                elif kind == _BOLD:
                    in_bold += 1
                if attributes:
                    inline_hint |= self._hint_of(attributes)
            node = child
        self._flush(0, last=True)
        self.end[0] = len(self.lines)

    def _open_block(self, tag: str, attributes: Mapping[str, str | None], parent: int) -> int:
        number = len(self.tag)
        line = len(self.lines)
        above = self.elements[parent][3] if number else -1
        look = self.looks.setdefault((tag, attributes.get("class") or "", above), len(self.looks))
        self.elements.append((parent, line, self._hint_of(attributes) if attributes else 0, look))
        self.tag.append(tag)
        self.end.append(line)
        self.paths.append((*self.paths[parent], tag) if number else ())
        return number

    def _hint_of(self, attributes: Mapping[str, str | None]) -> int:
        words = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
        hint = self.hints.get(words, -1)
        if hint < 0:
            hint = 0
            for word in words[:_LONGEST_NAMES].split():
                hint |= _hint_of_word(word)
            self.hints[words] = hint
        if "hidden" in attributes:
            return hint | HIDDEN
        style = attributes.get("style")
        if style and style[:200].replace(" ", "").partition("display:")[2][:4] == "none":
            return hint | HIDDEN
        return hint

    def _flush(self, element: int, last: bool = False) -> None:
        if not self.pieces:
            return
        if len(self.lines) >= _MOST_LINES and not last:
            self.pieces.append(" ")  # no line any more, but no word runs into the next
            return
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self._line(text, element)

    def _line(self, text: str, element: int) -> None:
        self.lines.append(Line(text, self.paths[element]))
        self.rows.append(
            (element, self.link_chars, self.links, self.bold_chars, self.line_hint, self.images, self.fields)
        )
        self.link_chars = self.links = self.bold_chars = self.line_hint = self.images = self.fields = 0

    def _preformatted(self, text: str, element: int) -> None:
        first, *rest = text.split("\n")
        self.pieces.append(first)
        for piece in rest:
            self._flush(element)
            self.pieces.append(piece)

    def _mark(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> None:
        """Note what the body marks up as a time or a property."""
        if tag == "time":
            self.times.append(((attributes.get("datetime") or "").strip(), _short_text(node)))
        name = attributes.get("itemprop")
        if name and tag != "meta":
            value = attributes.get("content") or attributes.get("datetime") or _short_text(node)
            self.marked.append((f"itemprop:{name.strip().lower()}", value.strip()))
        if tag == "a" and "author" in (attributes.get("rel") or "").lower().split():
            self.marked.append(("rel:author", _short_text(node)))

    def tree(self) -> Tree:
        """The arrays of everything walked."""
        parent, first, hint, look = _columns(self.elements, 4)
        rows = _columns(self.rows, 7)
        return Tree(parent, tuple(self.tag), first, np.array(self.end, np.int32), hint, look, *rows)


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> NDArray[np.int32]:
    flat = np.fromiter(chain.from_iterable(rows), np.int32, width * len(rows))
    return flat.reshape(-1, width).T.copy()


@lru_cache(maxsize=1 << 15)
def _hint_of_word(word: str) -> int:
    """The hints of one class name; remembered, because the pages of a site share their names."""
    word = word.lower()
    hint = 0
    for part, bit in _PARTS:
        if part in word:
            hint |= bit
    if "ad" in word or "tag" in word:
        for letters in _LETTERS.findall(word):
            name = _WHOLE_WORDS.get(letters, "")
            hint |= _BITS.get(name, 0)
    return hint


def _short_text(node: LexborNode) -> str:
    """The beginning of the element's text, read without walking more of it than that."""
    size = 0
    pieces: list[str] = []
    for below in node.traverse(include_text=True):
        if below.tag == "-text":
            text = below.text_content or ""
            pieces.append(text)
            size += len(text)
            if size > _LONGEST_FIELD:
                break
    return " ".join("".join(pieces).split())[:_LONGEST_FIELD]


def _head(parser: LexborHTMLParser, walk: _Walk) -> Head:
    title = canonical = ""
    meta: dict[str, list[str]] = {}
    valued: dict[str, str] = {}  # what meta tags call their value that have no content
    json_ld = []
    for node in parser.css("title, meta, link, script"):
        tag, attributes = node.tag, node.attributes
        if tag == "title" and not title:
            title = " ".join((node.text() or "").split())
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content and content.strip():
                meta.setdefault(name.strip().lower(), []).append(" ".join(content.split()))
            elif name and (value := (attributes.get("value") or "").strip()):
                valued.setdefault(name.strip().lower(), " ".join(value.split()))
        elif tag == "link" and not canonical and "canonical" in (attributes.get("rel") or "").lower().split():
            canonical = (attributes.get("href") or "").strip()
        elif tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            json_ld.append(node.text() or "")
    for name, value in valued.items():
        meta.setdefault(name, [value])
    for name, value in walk.marked:
        if value:
            meta.setdefault(name, []).append(value)
    root = parser.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return Head(
        title=title,
        language=language.strip(),
        canonical=canonical,
        meta={name: tuple(values) for name, values in meta.items()},
        json_ld=tuple(found for text in json_ld for found in _flattened(_parsed(text))),
        times=tuple(walk.times),
    )


_CONTROLS = re.compile(r"[\x00-\x1f]+")


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>")
    for repaired in (str, _without_controls, html.unescape):  # the last where the quotes were escaped
        try:
            return orjson.loads(repaired(text))
        except ValueError:
            continue
    return None


def _without_controls(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _flattened(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD document in order, out of lists and `@graph`."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting.extend(reversed(found))
        elif isinstance(found, dict):
            graph = found.get("@graph")
            if graph is not None:
                waiting.append(graph)
            if graph is None or len(found) > 2:
                yield found


def safe_markup(markup: str) -> str:
    """`markup` without what would cost a parser quadratic time; the same string for any page meant to be read."""
    return _limit_nesting(_limit_attributes(markup))


def _limit_nesting(markup: str) -> str:
    """`markup` without the start tags that nest deeper than any page does: they cost a parser quadratic time.

    An end tag closes an element only where one of its name is open, as for a parser.
    """
    counts: dict[str, int] = {}
    depth = 0
    for tag in map(str.lower, _OPEN_OR_CLOSE.findall(markup)):
        if tag in _NO_DEPTH:
            continue
        if tag[0] != "/":
            counts[tag] = counts.get(tag, 0) + 1
            depth += 1
            if depth > _DEEPEST:
                return _without_deep(markup)
        elif counts.get(tag[1:]):
            counts[tag[1:]] -= 1
            depth -= 1
    return markup


def _without_deep(markup: str) -> str:
    kept: list[str] = []
    counts: dict[str, int] = {}
    depth = last = 0
    for match in _OPEN_OR_CLOSE.finditer(markup):
        tag = match[1].lower() if match[1] else ""
        if tag in _NO_DEPTH:
            continue
        if tag[0] == "/":
            if counts.get(tag[1:]):
                counts[tag[1:]] -= 1
                depth -= 1
        elif depth < _DEEPEST:
            counts[tag] = counts.get(tag, 0) + 1
            depth += 1
        else:
            kept += (markup[last : match.start()], "<wbr")
            last = match.end()
    kept.append(markup[last:])
    return "".join(kept)


def _limit_attributes(markup: str) -> str:
    """`markup` without start tags of thousands of attributes, which cost a parser quadratic time."""
    pieces: list[str] = []
    last = 0
    for match in _TAG.finditer(markup):
        start, end = match.span()
        if end - start <= _LONG_TAG:
            continue
        if match.end(1) >= 0:
            end = match.end(1)
        if end - start > _LONG_TAG and len(_QUOTED.sub("", markup[start:end]).split()) > _MOST_ATTRIBUTES:
            pieces += (markup[last:start], "<wbr")
            last = end
    return "".join((*pieces, markup[last:])) if pieces else markup
