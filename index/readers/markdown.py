"""How does Markdown become a page? Front matter is taken as given; each block of the text is one line."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

import yaml
from markdown import Markdown

from index.outline import BREAK, NUMBERING, PLAIN_NAMES, InlineMarks, Outline, number_in
from index.page import Format, Line, RawPage
from index.readers.clips import clip_of
from index.readers.decode import mend_surrogates
from index.readers.lenient import MOST_DIGITS
from index.readers.text import PLAINLY, lines_of

EXTENSIONS = ("tables", "fenced_code", "sane_lists")
_OPENING = re.compile(r"\s{0,20}(---|\+\+\+)[ \t]{0,20}\n")
_BLOCKS = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "td", "th", "dt", "dd", "blockquote", "div", "figcaption")
)
_ELEMENTS = _BLOCKS | {"ul", "ol", "table", "tr", "figure"}
_MOST_OPEN = 100  # elements; those within are beside one another
_UNSEEN = frozenset(("script", "style", "template"))
_MAX_FRONT_MATTER = 16_384  # characters: PyYAML takes 1 s for 50,000
MAX_VALUES = 2_000  # of a page's own fields
_BRACKETS = re.compile(r"[\[\]()<>]|\n[ \t]*\n")
_OPENED_BY = {"]": "[", ")": "(", ">": "<"}
_DEEPEST = 100  # brackets open at once in a paragraph: the library takes 7 s for 5,000, 0.01 s for 100; articles have 4
_MARKS = re.compile("[\x02\x03]")  # the Markdown library's own placeholders


def read_markdown(text: str, path: str, key: str, repairs: Sequence[str] = (), *, plain: bool = False) -> RawPage:
    """The page of a Markdown text: its blocks as plain lines, front matter as `given`, its Markdown as `markup`.

    Front matter that cannot be parsed stays in the text as lines, and `repairs` says why. The text needs no cleaning
    unless the front matter says `clean: true`. With `plain`, and where the library would take too long or fails, the
    body becomes a page of plain text.
    """
    given, body, problem = split_front_matter(text)
    clean = given.pop("clean", False) is True
    given, places = clip_of(given)
    blocks = None if plain or _is_intricate(body) else _read(body)
    notes = (*repairs, problem) if problem else tuple(repairs)
    return RawPage(
        path=path,
        key=key,
        format=Format.TEXT if blocks is None else Format.MARKDOWN,
        lines=lines_of(body) if blocks is None else tuple(blocks.lines),
        given=given,
        places=places,
        clean=clean,
        repairs=(*notes, PLAINLY) if blocks is None else notes,
        markup="" if blocks is None else body,
        outline=None if blocks is None else blocks.outline(),
    )


def split_front_matter(text: str) -> tuple[dict[str, Any], str, str]:
    """(fields, the text after them, why they could not be parsed or empty): YAML between `---`, TOML between `+++`."""
    start = _OPENING.match(text)
    if not start:
        return {}, text, ""
    fence = start[1]
    end = re.compile(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]*$", re.M).search(
        text, start.end(), start.end() + _MAX_FRONT_MATTER
    )
    if not end:
        return {}, text, "front matter has no closing line: kept as text"
    rest = text[end.end() :].lstrip("\n")
    try:
        return parse_fields(text[start.end() : end.start()], toml=fence == "+++"), rest, ""
    except ValueError as error:
        return {}, text, f"front matter {error}: kept as text"


class _Loader(yaml.SafeLoader):
    """The safe loader; a scalar that looks like a date or a number and is none (2015-13-45) stays text."""


def _scalar(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        value = yaml.SafeLoader.yaml_constructors[node.tag](loader, node)
        return hex(value) if isinstance(value, int) and value.bit_length() > 3 * MOST_DIGITS else value
    except (ValueError, OverflowError, AttributeError, LookupError):
        return loader.construct_scalar(node)


for _kind in ("int", "float", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _scalar)


def parse_fields(block: str, *, toml: bool = False, most: int = MAX_VALUES) -> dict[str, Any]:
    """The fields of a YAML (or TOML) text, with values as JSON knows them; ValueError in words where it has none.

    They have at most so many values after aliases are followed: a few lines of YAML can name billions.
    """
    if most == MAX_VALUES and _is_intricate(block):
        raise ValueError("is nested too deeply")
    try:
        fields = tomllib.loads(block) if toml else yaml.load(block, _Loader)  # noqa: S506  a safe loader
        return {} if fields is None else _plain_fields(fields, most)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError("is not YAML" + (f" (line {mark.line + 1})" if mark else "")) from None
    except tomllib.TOMLDecodeError:
        raise ValueError("is not TOML") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _read(markdown: str) -> _Blocks | None:
    """The text as a reader sees it: one block (paragraph, heading, list item) a line, with its element as the path.

    None where the library fails: at nesting of thousands of quotes, a broken declaration.
    """
    blocks = _Blocks()
    try:
        blocks.feed(Markdown(extensions=list(EXTENSIONS)).convert(_MARKS.sub("", markdown)))
        blocks.close()
    except (RecursionError, AssertionError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return blocks


def _is_intricate(markdown: str) -> bool:
    """Whether more brackets are open at once in a paragraph than anybody writes: the library's time grows with the
    cube of it."""
    depth = {"[": 0, "(": 0, "<": 0}
    for found in _BRACKETS.finditer(markdown):
        mark = found[0]
        if mark in depth:
            depth[mark] += 1
            if depth[mark] > _DEEPEST:
                return True
        elif mark in _OPENED_BY:
            depth[_OPENED_BY[mark]] = max(0, depth[_OPENED_BY[mark]] - 1)
        else:
            depth = dict.fromkeys(depth, 0)
    return False


class _Blocks(HTMLParser):
    """Collects the text of the HTML that the Markdown library writes, cut where a block starts or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._text: list[str] = []
        self._block = ""
        self._unseen = 0
        self._parent, self._tag = [-1], ["body"]
        self._open = [0]  # elements
        self._within = -1  # the element that the text began in
        self._element: list[int] = []  # of each line
        self._numbers: dict[int, int] = {}
        self._inline = InlineMarks()
        self._open_marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == BREAK:
            self._break()
        elif tag in PLAIN_NAMES and len(self._open_marks) < _MOST_OPEN:
            self._open_marks.append(PLAIN_NAMES[tag])
            self._inline.open(PLAIN_NAMES[tag], len(self._text), dict(attrs).get("href") or "")
        elif tag in _ELEMENTS:
            if tag in _BLOCKS:
                self._cut(tag)
            self._open_element(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif PLAIN_NAMES.get(tag) in self._open_marks:
            while self._open_marks:
                self._inline.close(len(self._text))
                if self._open_marks.pop() == PLAIN_NAMES[tag]:
                    break
        elif tag in _ELEMENTS:
            if tag in _BLOCKS:
                self._cut("")
            self._close_element(tag)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._within < 0 and not data.isspace():
            self._within = self._open[-1]
        if self._tag[self._open[-1]] != "pre":
            self._text.append(data)
            return
        first, *rest = data.split("\n")
        self._text.append(first)
        for line in rest:
            self._break()
            self._text.append(line)

    def close(self) -> None:
        super().close()
        self._cut("")

    def outline(self) -> Outline:
        """The elements around the lines, and what is marked in these."""
        return Outline(self._parent, self._tag, self._element, self._numbers, (), self._inline)

    def _break(self) -> None:
        self._inline.open(BREAK, len(self._text))
        self._inline.close(len(self._text))
        self._text.append(" ")

    def _open_element(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        number = len(self._tag)
        if tag in NUMBERING and (stated := number_in(attributes, tag)) >= 0:
            self._numbers[number] = stated
        self._parent.append(self._open[-1])
        self._tag.append(tag)
        if len(self._open) < _MOST_OPEN:
            self._open.append(number)

    def _close_element(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._tag[self._open[place]] == tag:
                del self._open[place:]
                return

    def _cut(self, tag: str) -> None:
        if text := " ".join("".join(self._text).split()):
            self.lines.append(Line(text, (self._block,) if self._block else ()))
            self._element.append(max(self._within, 0))
            self._inline.end_line(self._text)
        else:
            self._inline.no_line()
        self._text.clear()
        self._within = -1
        self._block = tag


def _plain_fields(fields: object, most: int) -> dict[str, Any]:
    if not isinstance(fields, Mapping):
        raise ValueError("holds no fields (name: value)")
    left = [most]
    try:
        return {str(name): _plain(value, left) for name, value in fields.items()}
    except OverflowError:
        raise ValueError(f"holds more than {most:,} values") from None


def _plain(value: Any, left: list[int]) -> Any:
    """A YAML value without the types that JSON lacks: dates as ISO text, names as text, surrogates mended."""
    left[0] -= 1
    if left[0] < 0:
        raise OverflowError
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, str):
        return mend_surrogates(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(member, left) for name, member in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(member, left) for member in value]
    return value if isinstance(value, bool | int | float | None) else str(value)
