"""The documents that `make docs` writes: another one is a line of `PAGES` and a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.docs import api, decisions, dependencies, format, language, licences, rules, settings

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ROOT / "tests/web/api_fields.json"
PAGES: dict[Path, Callable[[], str]] = {
    ROOT / "docs/api.md": api.text,
    ROOT / "docs/query-language.md": language.text,
    ROOT / "docs/settings.md": settings.text,
    ROOT / "docs/rules.md": rules.text,
    ROOT / "docs/dependencies.md": dependencies.text,
    ROOT / "docs/licences.md": licences.text,
    ROOT / "docs/format.md": format.text,
    ROOT / "docs/decisions/README.md": decisions.text,
}
