"""What is a page as a reader hands it on: lines in order, and where they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.outline import Outline
from index.reasons import Trait

Int32s = NDArray[np.int32]

WIDE_CHARACTER = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uff60]")  # characters that take two columns


class Format(StrEnum):
    """What the bytes were, decided by looking at them before looking at the suffix."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSONL = "jsonl"
    MHTML = "mhtml"
    SAFARI = "webarchive"
    EMAIL = "email"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    FEED = "feed"
    JSON = "json"


OF_FIELDS = frozenset((Format.JSONL, Format.CSV, Format.FEED, Format.JSON))
"""The formats that give an article as named fields, its text among them."""


class Line(NamedTuple):
    """One line of a page: a paragraph, a heading, a list item, a menu entry.

    `text` is without leading or trailing white space; a text dump's blank lines are lines with empty text, so that
    the lines of a page joined by newlines are the page. `path` (HTML only) holds the element names from the body to
    the element that the line came from, such as `("div", "article", "p")`; whatever else the tree tells stands in
    the page's `Tree`. `indent` counts the white space that stood before the text in a dump, which is what is left of
    the page's nesting there (0 where the reader does not know).
    """

    text: str
    path: tuple[str, ...] = ()
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """What an HTML page or a document says about itself outside its visible text.

    `meta` maps a lower-case name, property or itemprop of `<meta>` to its values in page order; what the body marks
    stands there too, under `itemprop:author` (any itemprop of another element) and `rel:author`, with the text or
    the `content` or `datetime` attribute as the value. `json_ld` holds the parsed objects, flattened out of lists and
    `@graph`; `times` holds (`datetime` attribute, visible text) of `<time>`, `bylines` the short texts of elements
    whose class, id or role speaks of a writer. `base` is what relative addresses start from where the page says so,
    `saved_from` the address that the program that saved the page wrote into it, `saved` the moment, as it writes it,
    and `saver` says where it did: in a comment, the header of a file of many parts, or the properties of a document.
    `created` is when a document was made, as these say it.
    """

    title: str = ""
    language: str = ""
    canonical: str = ""
    base: str = ""
    saved_from: str = ""
    saved: str = ""
    saver: str = "comment"
    created: str = ""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    json_ld: tuple[Mapping[str, Any], ...] = ()
    times: tuple[tuple[str, str], ...] = ()
    bylines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """What an HTML page's elements tell about its lines; elements and lines are numbered in page order.

    Of each block element: `parent` (int32, -1 for the body), `tag` (its name), `first` and `end` (int32: its lines are
    `first <= line < end`), `hint` (int32: the words of its class, id and role as bits of `index.readers.html.HINTS`)
    and `look` (int32: elements of the same name and class below elements of the same look share a number). Of each
    line: `element` (int32, the innermost block element), `link_chars`, `links`, `bold_chars` (int32), `line_hint`
    (int32, hints of inline elements), `images` (int32, pictures since the line before), `fields` (int32, form controls
    since then).
    """

    parent: Int32s
    tag: tuple[str, ...]
    first: Int32s
    end: Int32s
    hint: Int32s
    look: Int32s
    element: Int32s
    link_chars: Int32s
    links: Int32s
    bold_chars: Int32s
    line_hint: Int32s
    images: Int32s
    fields: Int32s


class Bookmark(NamedTuple):
    """What an export says of a page that it does not hold: the page's address, and fields by the names that JSON lines
    have; `curated` where it is a bibliography, which a person keeps."""

    address: str
    fields: Mapping[str, Any]
    curated: bool = False


@dataclass(frozen=True, slots=True)
class RawPage:
    """A source decoded to lines.

    `path` is the source's path relative to the folder that was indexed, `/`-separated. `key` is the page's own name:
    a JSON line's id, else the file's stem. `given` holds values that the source states outright (front matter, a JSON
    line's fields, a mail's header), and `places` says where such a value stands where that is not its name
    ("header Subject"). `sender` is who sent a mail, as its header writes it. `clean` says whether the lines still need
    cleaning (false for JSON lines), `furniture` which lines the reader knows to be no text, each with the rule that it
    is left out by. `repairs` names what was done to the bytes ("decoded as windows-1252", "3 NUL bytes removed").
    `markup` is the HTML or Markdown source where there is one, else empty. `tree` is there for HTML, `outline` for HTML
    and Markdown. Where there is a `bookmark` there is no page but what is said of another one.
    """

    path: str
    key: str
    format: Format
    lines: tuple[Line, ...]
    head: Head | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    sender: str = ""
    furniture: Mapping[int, str] = field(default_factory=dict)
    clean: bool = True
    repairs: tuple[str, ...] = ()
    markup: str = ""
    tree: Tree | None = field(default=None, repr=False, compare=False)
    outline: Outline | None = field(default=None, repr=False, compare=False)
    bookmark: Bookmark | None = None


CORRECTED = "corrected"
"""The rule of a line that a correction leaves out."""


class Decision(NamedTuple):
    """What the cleaner decided about one line: kept where `rule` is empty, else dropped by that rule.

    `rule` is a name of the rule table (`index.clean.rules.catalogue`); `traits` are, for a model's decision,
    what weighed most.
    """

    line: int
    rule: str = ""
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's decisions, one for each line, in order: kept and dropped together are the page.

    `joins` holds the lines that go on the paragraph of the line before them: where a dump was wrapped at a column, the
    wrapping is undone in `paragraphs` only, so that the lines stay the page's own. `recurring` holds the lines that
    would be kept if the page's site were not known.
    """

    page: RawPage
    decisions: tuple[Decision, ...]
    extractor: str = "cuttings"
    joins: frozenset[int] = frozenset()
    recurring: frozenset[int] = frozenset()

    @property
    def kept(self) -> tuple[str, ...]:
        """Texts of the kept lines that are not blank, in page order."""
        return tuple(
            line.text for line, d in zip(self.page.lines, self.decisions, strict=True) if not d.rule and line.text
        )

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The kept text with wrapped lines joined: one paragraph each, in page order."""
        lines = self.page.lines
        return tuple(join_wrapped([lines[number].text for number in numbers]) for numbers in self.paragraph_lines)

    @property
    def paragraph_lines(self) -> tuple[Sequence[int], ...]:
        """Of each of `paragraphs` the numbers of its lines, one after another."""
        paragraphs: list[list[int]] = []
        before = -1
        for number, (line, decision) in enumerate(zip(self.page.lines, self.decisions, strict=True)):
            if decision.rule or not line.text:
                continue
            if number in self.joins and before == number - 1 and paragraphs:
                paragraphs[-1].append(number)
            else:
                paragraphs.append([number])
            before = number
        return tuple(paragraphs)


def join_wrapped(texts: Sequence[str]) -> str:
    """The lines as one paragraph: a space between them, none within a script that is written without spaces."""
    if len(texts) == 1:
        return texts[0]
    pieces = [texts[0]]
    for before, text in pairwise(texts):
        pieces.append("" if is_wide(before[-1]) and is_wide(text[0]) else " ")
        pieces.append(text)
    return "".join(pieces)


def is_wide(char: str) -> bool:
    """Whether the character takes two columns, as those of scripts without spaces between words do."""
    return WIDE_CHARACTER.match(char) is not None
