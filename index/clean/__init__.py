"""Which lines of a page are its article? Each line is kept, or dropped by a named rule."""

from __future__ import annotations

from index.clean.rules.catalogue import RULES
from index.clean.rules.template import TemplateCounter, TemplateLines, line_hashes, site_of
from index.page import Cleaned, RawPage

__all__ = ["RULES", "TemplateCounter", "TemplateLines", "clean", "line_hashes", "site_of"]


def clean(page: RawPage, template: TemplateLines | None = None) -> Cleaned:
    """Decide about each line of a page; `template` holds the lines known to recur on this publisher's pages."""
    from index.clean.verdict import clean as decide  # noqa: PLC0415  loads the models: 0.3 s that JSON lines do not need

    return decide(page, template)
