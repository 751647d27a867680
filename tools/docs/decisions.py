"""`docs/decisions/README.md`: which decisions are there? By the titles of their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.docs.markdown import made_from, table

DECISIONS = Path(__file__).resolve().parents[2] / "docs/decisions"
_TITLE = re.compile(r"# (\d{4})\. (.+)\n\nDate: (\S+)\n")


def text() -> str:
    """The list, in the order of the numbers."""
    parts = [
        "# Decisions",
        made_from("the titles of the pages"),
        "One page each: what was decided, the number that decided it, what it beat. A decision that is taken back "
        "keeps its page, with a line that says which one took its place. All numbers: "
        "[measurements](../measurements/README.md).",
        table(("number", "decision", "date"), _rows()),
    ]
    return "\n\n".join(parts) + "\n"


def _rows() -> Iterator[tuple[str, str, str]]:
    for path in sorted(DECISIONS.glob("[0-9]*.md")):
        if title := _TITLE.match(path.read_text("utf-8")):
            yield title[1], f"[{title[2]}]({path.name})", title[3]
