"""Which lines of a page are its article? Each line is kept, or dropped by a named rule."""

from __future__ import annotations

from index.clean.rules import RULES
from index.clean.template import TemplateCounter, TemplateLines, line_hashes, site_of
from index.clean.verdict import clean

__all__ = ["RULES", "TemplateCounter", "TemplateLines", "clean", "line_hashes", "site_of"]
