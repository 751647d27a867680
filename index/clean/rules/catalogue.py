"""Which rules may drop a line? Their names; what each says to a reader stands in `web.removals`."""

from __future__ import annotations

from index.page import CORRECTED

RULES = frozenset(
    (
        "title",
        "standfirst",
        "byline",
        "date",
        "source",
        "caption",
        "credit",
        "share",
        "comments",
        "form",
        "rating",
        "advertisement",
        "related",
        "newsletter",
        "cookies",
        "tags",
        "navigation",
        "legal",
        "author_note",
        "symbols",
        "repeated",
        "template",
        "hidden",
        "mail_header",
        "page_number",
        "running_head",
        "not_body",
        "other_extractor",
        CORRECTED,
    )
)
