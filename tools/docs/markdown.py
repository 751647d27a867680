"""How do the parts of a document look in Markdown?"""

from __future__ import annotations

from collections.abc import Iterable


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """The lines of a table, without a line end behind the last; a bar in a cell is escaped."""
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """The text as it is typed; of several, see `codes`."""
    return f"``{text}``" if "`" in text else f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Each text as it is typed, with commas between."""
    return ", ".join(map(code, texts))


def made_from(place: str) -> str:
    """A comment that tells where the document comes from; readers of the page do not see it."""
    return f"<!-- Made by `make docs` from {place}: what is changed here is lost. -->"
