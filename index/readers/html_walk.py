"""Which lines does a parsed page hold? One walk over the tree, one line for each block of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborNode

from index.outline import NUMBERING, PLAIN_NAMES, InlineMarks, Outline, number_in
from index.page import Line, Tree
from index.readers.html_bylines import inside_comment
from index.readers.html_hints import HIDDEN, LONGEST_NAMES, WRITER, hint_of_names
from index.readers.invisible import visible

# fmt: off
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map",
    "select", "datalist", "textarea", "math", "head", "frameset", "rp", "rt", "rtc",
    "single-file-infobar", "singlefile-infobar",  # what SingleFile says of the page on top of it
})
# fmt: on
# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "input", "kbd", "label", "mark", "meta", "link", "nobr", "picture", "q", "rb", "ruby", "s", "samp",
    "small", "source", "span", "strike", "strong", "sub", "sup", "time", "track", "tt", "u", "var", "wbr",
})
# fmt: on
# fmt: off
_BLOCKS = frozenset({  # whatever is not named here is a block too; these are the common ones
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "section",
    "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
})
# fmt: on
_FIELDS = frozenset({"input", "button", "textarea", "select"})
_TEXT, _NOTHING, _HIDDEN_FIELD, _BREAK, _PICTURE, _INLINE_FIELD, _PLAIN = range(7)
_MARKED, _BOLD, _LINK, _BLOCK, _PRE, _BUTTON = range(7, 13)


class _Kinds(dict[str, int]):
    """What the walk does with a node, by its name: first what has no text below it, last what makes a line."""

    def __missing__(self, tag: str) -> int:
        if tag[:1] in "-!":
            return _NOTHING
        return _PLAIN if "-" in tag else _BLOCK


_KINDS = _Kinds(
    {
        "-text": _TEXT,
        **dict.fromkeys(_BLOCKS, _BLOCK),
        **dict.fromkeys(_SKIPPED, _NOTHING),
        **dict.fromkeys(_SKIPPED & _FIELDS, _HIDDEN_FIELD),
        **dict.fromkeys(("br", "hr"), _BREAK),
        **dict.fromkeys(_INLINE, _PLAIN),
        **dict.fromkeys(("img", "picture"), _PICTURE),
        **dict.fromkeys(PLAIN_NAMES, _MARKED),
        **dict.fromkeys(("b", "strong"), _BOLD),
        "input": _INLINE_FIELD,
        "a": _LINK,
        "pre": _PRE,
        "button": _BUTTON,
    }
)
_LONGEST_FIELD = 300
_MOST_WRITERS = 40  # elements that speak of a writer
_DEEPEST_PATH = 100
_DEEPEST_MARK = 200  # elements around a mark: each line begins with the marks that are open
_MOST_LINES = 30_000  # the longest of 616 reference pages has 1,600; what follows is one line, so that nothing is lost


@dataclass
class Walk:
    """The walk's state: lines and elements so far, and what has been gathered since the last line ended."""

    lines: list[Line] = field(default_factory=list)
    elements: list[tuple[int, int, int, int]] = field(default_factory=list)  # parent, first line, hint, look
    tag: list[str] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    looks: dict[tuple[str, str, int], int] = field(default_factory=dict)
    rows: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)
    writers: list[LexborNode] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    empty_cells: list[tuple[int, int]] = field(default_factory=list)
    inline: InlineMarks = field(default_factory=InlineMarks)
    pieces: list[str] = field(default_factory=list)
    link_chars: int = 0
    links: int = 0
    bold_chars: int = 0
    line_hint: int = 0
    images: int = 0
    fields: int = 0

    # One loop over all nodes, and an exception from the budgets: cut into methods, reading 60 pages took 5 % more CPU
    # (1.7 to 7.7 %) where what holds at a node travels in a bare tuple, 12 % (6.7 to 14.9 %) where it has names.
    def run(self, body: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915
        """Walk everything below `body` in page order, without recursion."""
        self._open_block("body", body.attributes, -1, _hint_of(body.attributes) & ~WRITER)
        pieces, kinds, open_mark, close_mark = self.pieces, _KINDS, self.inline.open, self.inline.close
        element = in_link = in_bold = inline_hint = 0
        pre = False
        stack: list[tuple[LexborNode, int, int, int, bool]] = []  # of each open element: its kind, what held before it
        node = body.first_child
        while node is not None or stack:
            if node is None:
                closed, kind, up, inline_hint, pre = stack.pop()
                if kind >= _BLOCK:
                    if pieces:
                        self._flush(element)
                    if element != up:
                        self.end[element] = len(self.lines)
                        element = up
                elif kind > _PLAIN:
                    if len(stack) < _DEEPEST_MARK:
                        close_mark(len(pieces))
                    if kind == _LINK:
                        in_link -= 1
                    elif kind == _BOLD:
                        in_bold -= 1
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
                if tag in ("td", "th"):
                    self.empty_cells.append((element, len(self.tag)))
                node = node.next
                continue
            stack.append((node, kind, element, inline_hint, pre))
            hint = _hint_of(attributes) if attributes else 0
            if hint & WRITER:
                hint ^= WRITER
                if len(self.writers) < _MOST_WRITERS:
                    self.writers.append(node)
            if kind >= _BLOCK:
                if pieces:
                    self._flush(element)
                inline_hint = 0
                pre = pre or kind == _PRE
                if len(self.paths[element]) < _DEEPEST_PATH and len(self.lines) < _MOST_LINES:
                    element = self._open_block(tag, attributes, element, hint)
            else:
                if kind == _LINK:
                    self.links += not in_link
                    in_link += 1
                    if pieces and self.link_chars and not pieces[-1][-1:].isspace():
                        pieces.append(" ")
                elif kind == _BOLD:
                    in_bold += 1
                if kind > _PLAIN and len(stack) <= _DEEPEST_MARK:
                    open_mark(PLAIN_NAMES[tag], len(pieces), attributes.get("href") or "")
                inline_hint |= hint
            node = child
        self._flush(0, last=True)
        self.end[0] = len(self.lines)

    def _open_block(self, tag: str, attributes: Mapping[str, str | None], parent: int, hint: int) -> int:
        number = len(self.tag)
        line = len(self.lines)
        above = self.elements[parent][3] if number else -1
        look = self.looks.setdefault((tag, attributes.get("class") or "", above), len(self.looks))
        self.elements.append((parent, line, hint, look))
        self.tag.append(tag)
        self.end.append(line)
        self.paths.append((*self.paths[parent], tag) if number else ())
        if tag in NUMBERING and (stated := number_in(attributes, tag)) >= 0:
            self.numbers[number] = stated
        return number

    def _flush(self, element: int, *, last: bool = False) -> None:
        if not self.pieces:
            return
        if len(self.lines) >= _MOST_LINES and not last:
            self.pieces.append(" ")  # no line any more, but no word runs into the next
            return
        text = " ".join(visible("".join(self.pieces)).split())
        if text:
            self._line(text, element)
        else:
            self.inline.no_line()
        self.pieces.clear()

    def _line(self, text: str, element: int) -> None:
        self.lines.append(Line(text, self.paths[element]))
        self.inline.end_line(self.pieces)
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
        if name and tag != "meta" and not (name.strip().lower() == "author" and inside_comment(node)):
            value = attributes.get("content") or attributes.get("datetime") or _short_text(node)
            self.marked.append((f"itemprop:{name.strip().lower()}", value.strip()))
        if tag == "a" and "author" in (attributes.get("rel") or "").lower().split():
            self.marked.append(("rel:author", _short_text(node)))

    def tree(self) -> Tree:
        """The arrays of everything walked."""
        parent, first, hint, look = _columns(self.elements, 4)
        rows = _columns(self.rows, 7)
        return Tree(parent, tuple(self.tag), first, np.array(self.end, np.int32), hint, look, *rows)

    def outline(self) -> Outline:
        """The elements walked, and what is marked in their lines."""
        parent, element = [row[0] for row in self.elements], [row[0] for row in self.rows]
        return Outline(parent, self.tag, element, self.numbers, self.empty_cells, self.inline)


def _hint_of(attributes: Mapping[str, str | None]) -> int:
    value = attributes.get
    names = f"{value('class') or ''} {value('id') or ''} {value('role') or ''}"
    hint = hint_of_names(names[:LONGEST_NAMES])
    if "hidden" in attributes:
        return hint | HIDDEN
    style = value("style")
    if style and style[:200].replace(" ", "").partition("display:")[2][:4] == "none":
        return hint | HIDDEN
    return hint


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> NDArray[np.int32]:
    flat = np.fromiter(chain.from_iterable(rows), np.int32, width * len(rows))
    return flat.reshape(-1, width).T.copy()


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
