"""What do the files of a generation say of its words? Opened where a server keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from index.cluster.values import ValueTable, open_values
from index.cluster.word_files import DELETED_WORDS, OLDER_WORDS, VALUE_FILE, WORD_TABLES
from index.cluster.words import WordTable, open_words
from search.cluster.knowledge.word_tables import ShownWords


def open_shown_words(files: Mapping[str, Path], *, versions: bool = False) -> list[ShownWords]:
    """The words of each segment of a generation, from its files by name: those of the newest `versions` of articles, or
    of all of them. Raises IndexDamaged, IndexOutdated and IndexUnreadable."""
    gone = (DELETED_WORDS,) if versions else (DELETED_WORDS, OLDER_WORDS)
    segments = sorted(name.removeprefix(f"{WORD_TABLES}/") for name in files if name.startswith(f"{WORD_TABLES}/"))
    tables: dict[str, list[WordTable]] = {segment: [] for segment in segments}
    for kind in gone:
        for name in files:
            if name.startswith(f"{kind}/"):
                part = name.removeprefix(f"{kind}/")
                tables[part if part in tables else part.rpartition("-")[0]].append(open_words(files[name]))
    return [ShownWords(open_words(files[f"{WORD_TABLES}/{segment}"]), tuple(tables[segment])) for segment in segments]


def open_published_values(files: Mapping[str, Path]) -> ValueTable:
    """The values of a generation. Raises as `open_shown_words`."""
    return open_values(files[VALUE_FILE])
