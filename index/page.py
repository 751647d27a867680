"""What is a page as a reader hands it on: lines in order, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """What the bytes were, decided by looking at them before looking at the suffix."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: a paragraph, a heading, a list item, a menu entry.

    `text` is without leading or trailing white space; a text dump's blank lines are lines with empty text, so that
    the lines of a page joined by newlines are the page. `path` (HTML only) holds the element names from the body to
    the element that the line came from, such as `("div", "article", "p")`; the cleaner keeps whatever else it wants
    to know of the tree to itself.
    """

    text: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What an HTML page says about itself outside its visible text.

    `meta` maps a lower-case name, property or itemprop to its values in page order; `json_ld` holds the parsed
    objects, flattened out of lists and `@graph`; `times` holds (`datetime` attribute, visible text) of `<time>`.
    """

    title: str = ""
    language: str = ""
    canonical: str = ""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    json_ld: tuple[Mapping[str, Any], ...] = ()
    times: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RawPage:
    """A source decoded to lines.

    `path` is the source's path relative to the folder that was indexed, `/`-separated. `key` is the page's own name:
    a JSON line's id, else the file's stem. `given` holds values that the source states outright (front matter, a JSON
    line's fields); `clean` says whether the lines still need cleaning (false for JSON lines). `repairs` names what
    was done to the bytes ("decoded as windows-1252", "3 NUL bytes removed"). `markup` is the HTML or Markdown source
    where there is one, else empty.
    """

    path: str
    key: str
    format: Format
    lines: tuple[Line, ...]
    head: Head | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    clean: bool = True
    repairs: tuple[str, ...] = ()
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the cleaner decided about one line: kept where `rule` is empty, else dropped by that rule.

    `rule` is a name of the rule table (`index.clean.rules`); `why` is the reason in words a reader understands,
    which for a model's decision names what weighed most.
    """

    line: int
    rule: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's decisions, one for each line, in order: kept and dropped together are the page."""

    page: RawPage
    decisions: tuple[Decision, ...]
    extractor: str = "cuttings"

    @property
    def kept(self) -> tuple[str, ...]:
        """Texts of the kept lines that are not blank, in page order."""
        return tuple(
            line.text for line, d in zip(self.page.lines, self.decisions, strict=True) if not d.rule and line.text
        )
