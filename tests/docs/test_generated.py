"""The documents that follow from the code are those that `make docs` would write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.facets import FACETS
from tools.docs.pages import PAGES, ROOT


@pytest.mark.parametrize(("path", "made"), PAGES.items(), ids=lambda value: getattr(value, "name", ""))
def test_a_document_is_what_the_code_says(path: Path, made: Callable[[], str]) -> None:
    assert path.read_text("utf-8") == made(), "run `make docs`"


def test_the_api_s_document_names_what_can_be_asked() -> None:
    text = (ROOT / "docs/api.md").read_text("utf-8")
    paths = (
        "/api/search",
        "/api/article/{id}",
        "/api/complete",
        "/health",
        "/search.json",
        "/search.csv",
        "/search.atom",
    )
    assert [path for path in paths if f"### `GET {path}`" not in text] == []
    assert [facet.name for facet in FACETS if f"| `{facet.name}` |" not in text] == []
    assert all(f"| {status} |" in text for status in (200, 400, 401, 404, 429, 503))
