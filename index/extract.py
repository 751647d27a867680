"""How does a page become an article? Clean it, describe it, and keep what was left out with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from index.article import Article, Dropped, Metadata, article_id
from index.clean import RULES, TemplateLines, clean
from index.describe import NO_HINTS, Description, Hints, describe
from index.page import Cleaned, Decision, Format, RawPage


def extract(
    page: RawPage,
    hints: Hints = NO_HINTS,
    template: TemplateLines | None = None,
    corrections: Mapping[str, Any] | None = None,
) -> Article:
    """The article of a page.

    `template` holds the lines known to recur on this publisher's pages, `corrections` the fields of a correction file.
    The text's lines and the dropped lines together are the page's lines that are not blank.
    """
    cleaned = clean(page, template) if page.clean else _all_kept(page)
    description = describe(page, cleaned, hints, corrections)
    cleaned = _without_roles(cleaned, description)
    return _article(page, cleaned, description)


def _all_kept(page: RawPage) -> Cleaned:
    return Cleaned(page, tuple(Decision(n) for n in range(len(page.lines))))


def _without_roles(cleaned: Cleaned, description: Description) -> Cleaned:
    """The same decisions, but a kept line that is the title, a byline or a date is dropped as that."""
    if not description.roles:
        return cleaned
    decisions = list(cleaned.decisions)
    for number, rule in description.roles.items():
        if not decisions[number].rule:
            decisions[number] = Decision(number, rule, RULES[rule])
    return replace(cleaned, decisions=tuple(decisions))


def _article(page: RawPage, cleaned: Cleaned, description: Description) -> Article:
    text = "\n".join(cleaned.paragraphs)
    whole = "\n".join(line.text for line in page.lines)
    dropped = tuple(
        Dropped(decision.line, line.text, decision.rule, decision.why)
        for line, decision in zip(page.lines, cleaned.decisions, strict=True)
        if decision.rule and line.text
    )
    known: dict[str, Any] = {field.name: getattr(description, field.name) for field in fields(Metadata)}
    return Article(
        **known,
        id=article_id(page.path, page.key),
        key=page.key,
        path=page.path,
        text=text,
        dropped=dropped,
        original="" if whole == text else whole,
        markdown=page.markup if page.format is Format.MARKDOWN else "",
        format=str(page.format),
        extractor=cleaned.extractor,
        repairs=(*page.repairs, *description.faults),
    )
