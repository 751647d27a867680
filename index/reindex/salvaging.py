"""What can be got out of an index whose sources are gone, also of a damaged one? Its articles, as JSON lines.

A line holds the clean text and what is known of the article, under names that `index.describe.given` reads, so that
`reindex` makes the same article of it. Its id is the article's, as keys of different sources may be the same. What a
run works out anew, and what a page had beside its text, is not in it: evidence, dropped lines, originals, Markdown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from index.article import Article
from index.errors import FolderRefused, IndexDamaged, IndexMissing, IndexOutdated, unopened
from index.reindex.expected import Expected, Lost, expected
from index.segment.arrays.disk import private_file, private_folder, replace
from index.segment.arrays.wreckage import Wreckage
from index.segment.reader import SEGMENT_FILE
from index.store.publication import SEGMENTS, generation_numbers, read_generation
from index.store.replica import refuse_nested
from index.wellformed import well_formed

NAME = "articles.jsonl"
_FIELDS = ("title", "standfirst", "publisher", "agency", "place", "section", "language", "photo_credit", "url")
_DATES = ("published", "modified", "saved")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was written: the file, and its articles. `lost` are those that are not in it, `older` those that are in it
    as they were before their last change. Where `exact` is false others may be lost, and deleted ones be in it."""

    path: Path
    articles: int
    lost: tuple[Lost, ...]
    older: tuple[Lost, ...]
    exact: bool

    @property
    def whole(self) -> bool:
        """Whether it is sure that nothing is missing."""
        return self.exact and not self.lost and not self.older


def salvage(folder: Path, target: Path) -> Salvaged:
    """Write the articles of the index into `articles.jsonl` in a folder, which must not hold one.

    Raises FolderRefused, IndexMissing where there is nothing to read, IndexOutdated, IndexUnreadable, and OSError where
    the target cannot be written; then there is no such file.
    """
    refuse_nested(folder, target)
    path = target / NAME
    if path.exists():
        raise FolderRefused(f"{path} is there already", "name another folder")
    paths = _segments(folder)
    if not paths:
        raise IndexMissing(f"there is no index in {folder}", "name its folder with --index")
    _refuse_other_version(folder)
    known = expected(folder)
    private_folder(target, exist_ok=True)
    aside = target / f".{NAME}.part"  # hidden: no run takes it for articles
    try:
        with private_file(aside, "wb") as file:
            taking = _Taking(known, file)
            for chosen in (taking.current, taking.any_text):
                if taking.incomplete:
                    _take_all(paths, chosen)
            file.flush()
            os.fsync(file.fileno())
        replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    return Salvaged(path, taking.count, known.lost(taking.missing), known.lost(taking.older), known.exact)


def _refuse_other_version(folder: Path) -> None:
    """Raise IndexOutdated where another version wrote the index: it may lay out an article in another way."""
    for number in generation_numbers(folder):
        try:
            read_generation(folder, number)
        except IndexOutdated as error:
            raise IndexOutdated(error.parts, "salvage it with the version of this program that wrote it") from error
        except (IndexDamaged, FileNotFoundError):
            continue
        return


def _segments(folder: Path) -> list[Path]:
    """The files of all segments in the folder, the newest first."""
    try:
        names = [path.name for path in (folder / SEGMENTS).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unopened(error, SEGMENTS) from error
    numbers = {name: tuple(int(part) for part in name.split("-") if part.isdigit()) for name in names}
    ordered = sorted(names, key=lambda name: numbers[name], reverse=True)
    return [path for name in ordered if (path := folder / SEGMENTS / name / SEGMENT_FILE).is_file()]


def _take_all(paths: list[Path], take: Any) -> None:
    wreckage = Wreckage(paths)
    for path in paths:
        try:
            for article in wreckage.articles(path):
                take(article)
        except FileNotFoundError:  # a writer has removed it meanwhile
            continue
        except OSError as error:
            raise unopened(error, f"{SEGMENTS}/{path.parent.name}/{path.name}") from error


class _Taking:
    """Writes each article once. `missing` are the rows of the manifest whose article is not written yet, `older` those
    whose article is written as it was before."""

    def __init__(self, known: Expected, file: IO[bytes]) -> None:
        self._known = known
        self._file = file
        rows = known.manifest.rows
        self._rows = {int(rows.id[row]): row for row in known.numbers.tolist()}
        self.missing = set(self._rows.values())
        self.older: set[int] = set()
        self.count = 0
        self._strangers: set[str] = set()
        self._keys: set[str] = set()

    @property
    def incomplete(self) -> bool:
        return bool(self.missing) or not self._known.exact

    def current(self, article: Article) -> None:
        """Take an article that is as it was published last."""
        row = self._rows.get(int(article.id, 16))
        if row is not None and row in self.missing:
            source = int(self._known.manifest.rows.source[row])
            if not source or article.sha256[:16] == f"{source:016x}":
                self._write(article, row)

    def any_text(self, article: Article) -> None:
        """Take an article of which nothing newer is left, or which no manifest tells of."""
        row = self._rows.get(int(article.id, 16))
        if row is not None and row in self.missing:
            self.older.add(row)
            self._write(article, row)
        elif row is None and not self._known.exact and article.id not in self._strangers:
            self._strangers.add(article.id)
            self._write(article, None)

    def _write(self, article: Article, row: int | None) -> None:
        key = article.id if row is None else self._known.lost([row])[0].id
        key = article.id if key in self._keys else key  # versions of one have its id
        self._keys.add(key)
        self._file.write(line_of(article, key))
        self.count += 1
        self.missing.discard(-1 if row is None else row)


def line_of(article: Article, key: str) -> bytes:
    """The article as a JSON line under the id `key`."""
    return orjson.dumps(dict(_values(article, key))) + b"\n"


def _values(article: Article, key: str) -> Iterator[tuple[str, Any]]:
    yield "id", key
    for name in _FIELDS:
        if value := getattr(article, name):
            yield name, well_formed(value)
    if article.authors:
        yield "authors", [well_formed(name) for name in article.authors]
    for name in _DATES:
        if (date := getattr(article, name)) is not None:
            yield name, date.isoformat()
    yield "text", well_formed(article.text)
