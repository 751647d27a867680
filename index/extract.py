"""How does a page become an article? Clean it, describe it, and keep what was left out with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from index.article import Article, Dropped, Metadata, article_id
from index.clean import TemplateLines, clean
from index.describe import FILE_NAME, NO_HINTS, Description, Hints, describe
from index.naming import Name, name_of
from index.page import CORRECTED, Cleaned, Decision, Format, RawPage
from index.structure import structured


@dataclass(frozen=True, slots=True)
class DescribedPage:
    """A page that is cleaned and described: what its article is made of. `kept` are lines that corrections keep,
    `no_names` what is no name in it, as `index.entities.name_edits.spelt` has it; one that is `alone` is no copy."""

    page: RawPage
    cleaned: Cleaned
    description: Description
    kept: frozenset[int] = frozenset()
    no_names: frozenset[str] = frozenset()
    alone: bool = False

    def article(self, sha256: str = "") -> Article:
        """The article; `sha256` is the digest of the page's bytes."""
        return _article(self.page, self.cleaned, self.description, sha256)

    def name(self, sha256: str) -> Name:
        """What the article's id is made of."""
        title = _own_title(self.description)
        return name_of(self.description.url, title, _own_text(self.cleaned), sha256)


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
    return described(page, hints, template, corrections).article()


def described(
    page: RawPage,
    hints: Hints = NO_HINTS,
    template: TemplateLines | None = None,
    corrections: Mapping[str, Any] | None = None,
) -> DescribedPage:
    """What the article of a page is made of; see `extract`."""
    cleaned = clean(page, template) if page.clean else _all_kept(page)
    description = describe(page, cleaned, hints, corrections)
    return DescribedPage(page, _without_roles(cleaned, description), description)


def _own_title(description: Description) -> str:
    """The title, "" where it is the name of the file."""
    named_by = next((e.source for e in description.evidence if e.field == "title"), "")
    return "" if named_by == FILE_NAME else description.title


def _own_text(cleaned: Cleaned) -> Iterator[str]:
    """The lines of the body, with those that only the rest of the archive tells to be its site's template."""
    for line, decision in zip(cleaned.page.lines, cleaned.decisions, strict=True):
        if not decision.rule or decision.line in cleaned.recurring:
            yield line.text


def _all_kept(page: RawPage) -> Cleaned:
    return Cleaned(page, tuple(Decision(n) for n in range(len(page.lines))))


def _without_roles(cleaned: Cleaned, description: Description) -> Cleaned:
    """The same decisions, but a kept line that is the title, a byline or a date is dropped as that."""
    if not description.roles:
        return cleaned
    decisions = list(cleaned.decisions)
    for number, rule in description.roles.items():
        if not decisions[number].rule:
            decisions[number] = Decision(number, rule)
    return replace(cleaned, decisions=tuple(decisions))


def _article(page: RawPage, cleaned: Cleaned, description: Description, sha256: str) -> Article:
    text = "\n".join(cleaned.paragraphs)
    whole = "\n".join(line.text for line in page.lines)
    dropped = tuple(
        Dropped(decision.line, line.text, decision.rule, " ".join(decision.traits))
        for line, decision in zip(page.lines, cleaned.decisions, strict=True)
        if decision.rule and line.text
    )
    without = any(one.rule == CORRECTED for one in dropped)  # the Markdown would show them all the same
    known: dict[str, Any] = {field.name: getattr(description, field.name) for field in fields(Metadata)}
    return Article(
        **known,
        id=article_id(page.path, page.key),
        key=page.key,
        path=page.path,
        text=text,
        blocks=structured(cleaned, description.url),
        dropped=dropped,
        original="" if whole == text else whole,
        markdown=page.markup if page.format is Format.MARKDOWN and not without else "",
        format=str(page.format),
        extractor=cleaned.extractor,
        repairs=(*page.repairs, *description.faults),
        sha256=sha256,
    )
