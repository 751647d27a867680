"""Which page do named fields give, one of which is the text? Those of a row of a table, of an entry of an export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from index.errors import ReadError
from index.page import Format, Line, RawPage
from index.readers.jsonl import TEXT_NAMES, page_of
from index.readers.records.bookmark_fields import bookmark_of
from index.readers.records.column_names import by_fields
from index.reasons import SkipCode, SkipReason

_MARKUP = re.compile(
    r"</(?:p|div|article|section|span|a|ul|ol|li|h[1-6]|blockquote|em|strong|b|i)\s*>|<br\s*/?>|<p>", re.I
)


def page_of_fields(fields: Mapping[str, Any], path: str, number: str, kind: Format) -> RawPage:
    """The page of fields by the names of JSON lines or columns; `number` is its key where they have no id. A text in
    HTML is read as that. What has an address and no text is a bookmark. Raises `ReadError` where there is neither."""
    given, places = by_fields({name: value for name, value in fields.items() if value not in (None, "", [])})
    given |= {name: joined for name in TEXT_NAMES if (joined := _joined(given.get(name)))}
    text = next((value for name in TEXT_NAMES if isinstance(value := given.get(name), str)), "")
    lines = lines_of_markup(text) if _MARKUP.search(text) else None
    if not text.strip() or lines == ():
        return _without_text(given, path, number, kind)
    page = page_of(given, path, number)
    page = replace(page, format=kind, places={**places, **page.places})
    return replace(page, lines=lines) if lines is not None else page


def _joined(value: Any) -> str:
    """The paragraphs of a text that is a list of them."""
    return "\n\n".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else ""


def _without_text(given: Mapping[str, Any], path: str, number: str, kind: Format) -> RawPage:
    bookmark = bookmark_of(given)
    if bookmark is None:
        raise ReadError(SkipReason(SkipCode.NO_TEXT, fields=TEXT_NAMES))
    return RawPage(path, number, kind, (), clean=False, bookmark=bookmark)


def lines_of_markup(markup: str) -> tuple[Line, ...]:
    """The lines of HTML that holds an article and no site around it; scripts and styles give none."""
    from index.readers.html import read_html  # noqa: PLC0415  parsers take 0.1 s to load: when there is need

    return tuple(Line(line.text) for line in read_html(markup, "", "").lines if line.text)


def text_of_markup(markup: str) -> str:
    """The text of HTML as one line."""
    return " ".join(" ".join(line.text.split()) for line in lines_of_markup(markup))
