"""What the style sheet says of a page is said of no element, so that neither takes the other's looks."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "web" / "site" / "templates"
PAGE = re.compile(r"{% block page %}(.*?){% endblock %}")
ELEMENT = re.compile(r'<(?!body)[a-z][^<>]*? class="([^"]*)"')
NAME = re.compile(r"[a-z][a-z-]*")


def test_no_element_has_the_class_of_a_page() -> None:
    texts = [path.read_text() for path in sorted(TEMPLATES.glob("*.html"))]
    pages = {name for text in texts for named in PAGE.findall(text) for name in NAME.findall(named.split("{{")[0])}
    elements = {name for text in texts for named in ELEMENT.findall(text) for name in NAME.findall(named)}
    assert {"home", "search", "opened", "batch"} <= pages
    assert {"card", "paper", "sidebar"} <= elements
    assert pages & elements == set()
