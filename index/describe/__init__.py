"""What is known about an article, from where, and how surely? Metadata with evidence for each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from index.article import Certainty
from index.describe.address import take_url_date
from index.describe.given import LineCorrections, read_corrections, read_line_corrections, take_given
from index.describe.head import take_head, take_times
from index.describe.headlines import headline_of
from index.describe.languages import language_of
from index.describe.layout import Layout, layout_of
from index.describe.lines import take_lines
from index.describe.marked import marked_byline
from index.describe.model import NO_HINTS, Description, Findings, Hints
from index.describe.titles import fold, without_site
from index.page import Cleaned, Format, RawPage

_LONGEST_TITLE = 120
_SHORT_TEXT = 60  # characters of a body whose language its title helps to tell
_SAMPLE = 300  # characters of which the language is told
FILE_NAME = "file name"
"""The source of a title that nothing in the page gives."""
_ABOVE = 80  # lines above the body that are compared with titles in the head
__all__ = [
    "FILE_NAME",
    "NO_HINTS",
    "Description",
    "Hints",
    "LineCorrections",
    "describe",
    "read_corrections",
    "read_line_corrections",
]


def describe(
    page: RawPage, cleaned: Cleaned, hints: Hints = NO_HINTS, corrections: Mapping[str, Any] | None = None
) -> Description:
    """The metadata of a cleaned page.

    Best first: the correction file, front matter or a JSON line's fields, what the head says, what the lines say. What
    the page offers and is not believed is among the evidence as REFUSED.
    """
    findings = Findings()
    if corrections:
        take_given(corrections, findings, hints, "correction file", Certainty.CORRECTED)
    if page.given:
        source, certainty = (
            ("field", Certainty.STATED) if page.format is Format.JSONL else ("front matter", Certainty.CORRECTED)
        )
        take_given(page.given, findings, hints, source, certainty)
    if page.format is not Format.JSONL or page.clean:
        with findings.guarded("metadata", "the page"):
            layout = _take_page(page, layout_of(cleaned), findings, hints)
            _take_title(layout, findings)
    with findings.guarded("language", "the text"):
        _take_language(page, cleaned, findings)
    _take_first_line(page, findings)
    return _description(findings)


def _take_page(page: RawPage, layout: Layout, findings: Findings, hints: Hints) -> Layout:
    """Say what the head and the lines give; the layout with the headline found."""
    head = page.head
    lines: frozenset[str] = frozenset()
    if head is not None:
        headings = {n: line.text for n, line in enumerate(page.lines) if "h1" in line.path}
        lines = frozenset(fold(layout.texts[n]) for n in (*layout.head[-_ABOVE:], *layout.opening, *headings))
        take_head(head, findings, hints, lines, headings)
    with findings.guarded("title", "the lines"):
        layout = replace(layout, title=_title_line(page, layout, findings))
    if head is not None:
        with findings.guarded("authors", "marked elements"):
            _take_marked(page, findings)
        with findings.guarded("published", "the address"):
            take_url_date(findings, hints, whole=True)
        with findings.guarded("published", "element time"):
            take_times(head, findings, hints, lines)
    take_lines(layout, findings, hints, head)
    with findings.guarded("published", "the address"):
        take_url_date(findings, hints)
    if findings.waiting is not None:
        people, source = findings.waiting
        findings.say_authors(people, source, "; ".join(people))
    return layout


def _title_line(page: RawPage, layout: Layout, findings: Findings) -> int:
    """The headline's line: where the known title stands nearest above the body, else the likeliest line."""
    title = fold(findings.values.get("title", ""))
    if not title and page.format is Format.MARKDOWN:
        return next((n for n, line in enumerate(page.lines) if line.path in (("h1",), ("h2",))), -1)
    if not title:
        return headline_of(layout)
    size = len(findings.values["title"])
    alike = (n for n, text in enumerate(layout.texts) if size - 8 <= len(text) <= size + 8)
    same = [n for n in alike if fold(layout.texts[n]) == title]
    above = [n for n in same if n <= layout.first]
    return above[-1] if above else same[0] if same else -1


def _take_marked(page: RawPage, findings: Findings) -> None:
    if page.head is None or findings.authors or "agency" in findings.values:
        return
    if found := marked_byline(page.head.bylines, findings.values.get("publisher", "")):
        byline, text = found
        for agency in byline.agencies:
            findings.say("agency", agency, "byline element", text)
        findings.say("place", byline.place, "byline element", text)
        findings.say_authors(byline.authors, "byline element", text)


def _take_language(page: RawPage, cleaned: Cleaned, findings: Findings) -> None:
    if "language" in findings.values:
        return
    kept = (line.text for line, d in zip(page.lines, cleaned.decisions, strict=True) if not d.rule and line.text)
    sample = _beginning(kept) or _beginning(line.text for line in page.lines if line.text)
    declared = page.head.language if page.head else ""
    code, how = language_of(sample, declared)
    findings.say("language", code, how, declared, Certainty.STATED if how == "declared" else Certainty.INFERRED)


def _beginning(texts: Iterable[str]) -> str:
    """As many of the texts as a language is told by."""
    sample: list[str] = []
    size = 0
    for text in texts:
        sample.append(text[:_SAMPLE])
        size += len(text)
        if size > _SAMPLE:
            break
    return "\n".join(sample)


def _take_title(layout: Layout, findings: Findings) -> None:
    if layout.title >= 0:
        text = layout.texts[layout.title]
        findings.say("title", text, f"line {layout.title + 1}", text, Certainty.INFERRED)
    folded = fold(findings.values.get("title", ""))
    size = len(folded)
    for n in (*layout.head, *layout.opening):
        if layout.kept[n] and size <= len(layout.texts[n]) + 8 <= 2 * size + 40 and fold(layout.texts[n]) == folded:
            findings.roles[n] = "title"
    stated = next((e for e in findings.evidence if e.field == "title"), None)
    if stated is not None and stated.certainty is not Certainty.CORRECTED and not stated.source.startswith("field"):
        findings.values["title"] = without_site(stated.value, [findings.values.get("publisher", "")])


def _take_first_line(page: RawPage, findings: Findings) -> None:
    """A title for a page without any: the beginning of its text, else its file's name."""
    if "title" in findings.values:
        return
    first = next((line.text for line in page.lines if line.text), "")
    cut = first if len(first) <= _LONGEST_TITLE else first[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    findings.say("title", cut or page.key, "first line" if cut else FILE_NAME, first, Certainty.INFERRED)


def _description(findings: Findings) -> Description:
    known: dict[str, Any] = findings.values | findings.dates
    return Description(
        **known,
        authors=findings.authors,
        evidence=tuple(findings.evidence),
        roles=findings.roles,
        faults=tuple(findings.faults),
    )
