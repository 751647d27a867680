"""By what is a text format known that only programs write? Each question is about the beginning of a decoded text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping

_HEAD = 65_536  # characters that are looked at
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):(?:[ \t]+(.*)|$)")
_FROM = re.compile(r"From \S+(?: at \S+)? {1,3}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_HTTP = re.compile(r"HTTP/\d(?:\.\d)? [1-5]\d\d\b")
# Fields that mail programs write and nobody types: a text that begins with From, Date and Subject lines has none.
_MACHINE_FIELDS = (
    "received message-id mime-version return-path delivered-to dkim-signature content-transfer-encoding references "
    "in-reply-to list-id list-unsubscribe x-mailer x-original-to arc-seal authentication-results user-agent "
    "snapshot-content-location content-location x-mimeole thread-index"
)
_MACHINE = frozenset(_MACHINE_FIELDS.split())
_SENT = frozenset(("received", "message-id", "to", "delivered-to", "return-path", "list-id", "list-unsubscribe"))
_TYPED = frozenset(("date", "subject", "to"))
_PROLOGUE = re.compile(
    r"(?:\s|<\?xml[^>]{0,1000}\?>|<!--.{0,5000}?-->|<!DOCTYPE\s[^>\[]{0,1000}(?:\[[^\]]{0,5000}\]\s*)?>){0,50}",
    re.S | re.I,
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})(?=[\s/>])")
_FEEDS = frozenset(("rss", "feed", "rdf:rdf"))
_SITEMAPS = frozenset(("urlset", "sitemapindex"))
_HTML_ELEMENTS = (
    "html head body meta title link style script base noscript template main article section nav aside header footer "
    "address h1 h2 h3 h4 h5 h6 hgroup p hr pre blockquote ol ul menu li dl dt dd figure figcaption div a em strong "
    "small s cite q dfn abbr ruby rt rp data time code var samp kbd sub sup i b u mark bdi bdo span br wbr ins del "
    "picture source img iframe embed object param video audio track map area table caption colgroup col tbody thead "
    "tfoot tr td th form label input button select datalist optgroup option textarea output progress meter fieldset "
    "legend details summary dialog slot canvas center font tt big strike nobr marquee frameset frame noframes "
    "acronym basefont dir applet"
)
_HTML = frozenset(_HTML_ELEMENTS.split())
_CODE_END = re.compile(r"(?:[;{}]|\*/|\);?|\],?)\s*$")
_CODE_LINE = re.compile(
    r"^\s*(?:def \w+\(|class \w+[:(]|import [\w.]+|from [\w.]+ import |return\b|#include\b|#!|//|/\*|--\s|"
    r"(?:if|for|elif|else|try|except|with|while)\b.{0,200}:\s*$|@[\w.]+(?:\(|\s*$)|"
    r"(?:var|let|const|function|public|private|static)\s|"
    r"[\w.\[\]\"']{1,60}(?:\s?[-+*/|]?=\s?|\()|[\w-]{1,40}:\s?[^\s]{1,40};)"
)
_SQL = re.compile(r"^(?:CREATE TABLE|INSERT INTO|DROP TABLE|CREATE INDEX|COPY)\b.{1,200}[(;]", re.M)
_SQL_START = re.compile(r"\s{0,100}(?:--|/\*|(?:CREATE|INSERT|DROP|SET|BEGIN|COPY|USE|PRAGMA|ALTER|LOCK)\b)")
# Of 5,675 real pages and dumps three articles about programming had 0.7; none has 0.85 and begins as code does.
_CODE_LEAST, _CODE_SHARE = 5, 0.85


def is_mhtml(text: str) -> bool:
    """A web page with its pictures as one message (.mht, .mhtml), which nobody sent."""
    fields = _header(text)
    kind = fields.get("content-type", "").lower()
    if "snapshot-content-location" in fields:
        return True
    return "mime-version" in fields and kind.startswith("multipart/related") and _SENT.isdisjoint(fields)


def is_mailbox(text: str) -> bool:
    """Mails one after another, each behind a line that begins with `From ` and an address."""
    start = text.lstrip("\n")
    return bool(_FROM.match(start)) and bool(_header(start.partition("\n")[2]))


def is_mail(text: str) -> bool:
    """A mail with the fields that mail programs write."""
    return not _MACHINE.isdisjoint(_header(text))


def has_header(text: str) -> bool:
    """Fields that mails have, whoever wrote them: who sent it, and another."""
    fields = _header(text)
    return "from" in fields and not _TYPED.isdisjoint(fields)


def is_http(text: str) -> bool:
    """What a web server sends: a status line, a header, a page."""
    return bool(_HTTP.match(text)) and bool(_header(text.partition("\n")[2]))


def is_feed(text: str) -> bool:
    return _root(text) in _FEEDS


def is_sitemap(text: str) -> bool:
    return _root(text) in _SITEMAPS


def is_xml(text: str) -> bool:
    """An element that HTML does not know holds the whole text, or an XML declaration stands before it."""
    root = _root(text)
    if not root or root in _HTML:
        return False
    declared = text.lstrip("\ufeff \t\n")[:5].lower() == "<?xml"
    return declared or bool(re.search(rf"</{re.escape(root)}\s*>\s*$", text[-200:], re.I))


def is_json(text: str) -> bool:
    """One JSON value over the whole text. JSON lines are asked for before."""
    bare = text.strip()
    if not bare.startswith(("{", "[")) or not bare.endswith(("}", "]")):
        return False
    try:
        return isinstance(json.loads(bare), dict | list)
    except (ValueError, RecursionError):
        return False


def is_table(text: str) -> bool:
    """A heading of short names, and below it nothing but rows of as many fields."""
    sample = text.lstrip("\ufeff\n")[:_HEAD]
    first = sample.partition("\n")[0]
    return any(_rows_fit(sample, mark, cut=len(text) > _HEAD) for mark in ",;\t" if first.count(mark) >= 2)


def is_source(text: str) -> bool:
    """Most lines end or begin as those of programs, style sheets and database dumps do, and few as sentences do."""
    lines = [line for line in text[:_HEAD].split("\n") if line.strip()]
    if len(lines) < _CODE_LEAST or not _is_code(lines[0]):
        return False
    return sum(map(_is_code, lines)) >= _CODE_SHARE * len(lines)


def is_sql(text: str) -> bool:
    """The statements that a database writes to be filled again from."""
    return bool(_SQL_START.match(text)) and len(_SQL.findall(text[:_HEAD])) >= 2


def _is_code(line: str) -> bool:
    return bool(_CODE_END.search(line[-40:]) or _CODE_LINE.match(line[:300]))


def _header(text: str) -> Mapping[str, str]:
    """The fields, in small letters, of a block of `Name: value` lines that begins a text and ends with a blank line."""
    fields: dict[str, str] = {}
    name = ""
    for line in text[:_HEAD].lstrip("\ufeff\n").split("\n"):
        if not line.strip():
            break
        if line[0] in " \t" and name:
            fields[name] += " " + line.strip()
        elif found := _FIELD.match(line):
            name = found[1].lower()
            fields[name] = found[2] or ""
        else:
            return {}
    return fields


def _root(text: str) -> str:
    """The name of the element that begins a text, in small letters; "" where none does."""
    start = _PROLOGUE.match(text[:_HEAD].lstrip("\ufeff"))
    found = _ROOT.match(text[:_HEAD].lstrip("\ufeff"), start.end() if start else 0)
    return found[1].lower() if found else ""


def _rows_fit(sample: str, mark: str, *, cut: bool) -> bool:
    try:
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=mark) if row]
    except csv.Error:
        return False
    rows = rows[:-1] if cut else rows
    if len(rows) < 3 or any(len(row) != len(rows[0]) for row in rows[1:]):
        return False
    names = rows[0]
    plain = all(0 < len(name) <= 40 and len(name.split()) <= 4 and not name[0].isspace() for name in names)
    return plain and len(set(names)) == len(names) and not any(name[-1] in ".!?…" for name in names)
