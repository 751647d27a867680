"""`set`: which fields of an article can be set, and to what?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from index.article import ArticleDate, Certainty, Evidence
from index.corrections.keys import BY_BYLINE, BYS, ArticleKey
from index.corrections.source import Complaint, NodeKind, Wrong, YamlNode
from index.corrections.statements import SAID, Complain, SaidValue, Statements, Subject
from index.describe.dates import Found, Order, parse_stamp
from index.describe.model import CORRECTION_FILE
from index.extract import DescribedPage

ABOUT_FIELDS = "field"
_LONGEST = 1_000  # characters of a value
_MOST_NAMES = 100
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")


def read_fields(node: YamlNode, key: ArticleKey, complain: Complain) -> Iterator[tuple[Subject, SaidValue]]:
    """Each field and its value. An author that a correction by byline sets takes the place of that one alone."""
    if node.kind is not NodeKind.FIELDS:
        complain(Complaint(node.line, "says `set` without `name: value` behind it"))
    for name, value in node.fields():
        reader = SETTABLE.get(name.text)
        if reader is None:
            fields = ", ".join(SETTABLE)
            complain(Complaint(name.line, f"sets `{name.text[:40]}`, which cannot be set; what can be is {fields}"))
            continue
        try:
            part = key.value if name.text == key.by == BY_BYLINE else ""
            yield Subject(ABOUT_FIELDS, name.text, part), reader(value)
        except Wrong as wrong:
            complain(Complaint(wrong.complaint.line, f"sets {name.text} to {wrong.complaint.text}"))


def set_fields(known: DescribedPage, statements: Statements) -> DescribedPage:
    """The article with its fields set, each with its evidence; a field that its own correction file gives stays."""
    description = known.description
    values: dict[str, Any] = {}
    said_by: dict[str, list[str]] = {}
    given = {e.field for e in description.evidence if _is_given(e)}
    for subject, statement in statements.items():
        field = _FIELDS.get(subject.name, subject.name)
        if field in given or (subject.part and Subject(ABOUT_FIELDS, subject.name) in statements):
            continue
        before = values.get(field, getattr(description, field))
        values[field] = _with_part(before, subject.part, statement.value) if subject.part else statement.value
        said_by.setdefault(field, []).append(str(statement.key))
    kept = [e for e in description.evidence if e.field not in values or e.certainty is Certainty.REFUSED]
    told = [
        Evidence(field, _text(value), SAID, "; ".join(said_by[field]), Certainty.CORRECTED)
        for field, value in values.items()
    ]
    return replace(known, description=replace(description, **values, evidence=(*kept, *told)))


def _is_given(evidence: Evidence) -> bool:
    """Whether the article's own correction file says so."""
    return evidence.source.startswith(f"{CORRECTION_FILE} ") and evidence.certainty is Certainty.CORRECTED


def _with_part(before: tuple[str, ...], part: str, value: SaidValue) -> tuple[str, ...]:
    """The authors with others in the place of the one that is spelt so."""
    spelt = BYS[BY_BYLINE].spelt
    new = value if isinstance(value, tuple) else ()
    return tuple(dict.fromkeys(name for old in before for name in (new if spelt(old) == part else (old,))))


def _text(value: Any) -> str:
    if isinstance(value, ArticleDate):
        return value.isoformat()
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _words(node: YamlNode) -> str:
    """A text that may be empty: the article has no such value."""
    if node.kind is NodeKind.NOTHING:
        return ""
    if node.kind is not NodeKind.TEXT:
        raise Wrong(node.line, f"{node.kind}, where a text is meant")
    text = " ".join(node.text.split())
    if len(text) > _LONGEST:
        raise Wrong(node.line, f"more than {_LONGEST:,} characters")
    return text


def _title(node: YamlNode) -> str:
    text = _words(node)
    if not text:
        raise Wrong(node.line, "nothing, where a text is meant")
    return text


def _names(node: YamlNode) -> tuple[str, ...]:
    members = node.members if node.kind is NodeKind.LIST else (node,)
    if len(members) > _MOST_NAMES:
        raise Wrong(node.line, f"more than {_MOST_NAMES} names")
    return tuple(dict.fromkeys(filter(None, map(_words, members))))


def _date(node: YamlNode) -> ArticleDate | None:
    text = _words(node)
    if not text:
        return None
    written = Found(0, 4, int(text)) if _YEAR.fullmatch(text) else parse_stamp(text, Order.UNKNOWN)
    date = written.article_date() if written is not None and not written.ambiguous else None
    if date is None:
        raise Wrong(node.line, f"`{text[:40]}`, which is no date: write 2015-05-26, 2015-05 or 2015")
    return date


SETTABLE: dict[str, Callable[[YamlNode], SaidValue]] = {
    "publisher": _words,
    "byline": _names,
    "published": _date,
    "section": _words,
    "title": _title,
}
"""What can be set, and how what is written is read."""
_FIELDS = {"byline": "authors"}  # what an article calls otherwise
