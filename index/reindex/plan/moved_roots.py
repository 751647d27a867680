"""Is a folder that was indexed somewhere else now? Told by its files: their names and sizes first, then their bytes."""

# Paths are strings here as in `index.reindex.scan.walk`.
# ruff: noqa: PTH110, PTH112, PTH118, PTH119
from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import ReadError
from index.readers.records import form_numbered
from index.reindex.manifest import Manifest
from index.reindex.scan.contents import MEMBER
from index.reindex.scan.digests import digest_of_records, record_seed, source_digest, stamp_of
from index.reindex.scan.file_records import scan
from index.reindex.scan.maildir import is_mail_folder
from index.reindex.scan.roots import Root, holds, join_roots, moved, unlinked
from index.reindex.scan.sources import Source, name_as_text, refusal
from index.reindex.scan.walk import find

# Of a folder that was moved more than half of the files are as they were, and no more than a quarter is lacking: what
# lacks leaves the index, and of one that cannot be found nothing must leave it because a part of it was copied.
# Folders that have nothing to do with each other share 0.0 to 0.3 % of their files
# (docs/measurements/moves.md).
_AS_BEFORE = 0.5
_LACKING = 0.25

_SAMPLE = 200  # files whose bytes are compared; of a share of a half that is 3.5 points off, as standard error
_BASES = 3  # folders that are looked at: the old one's files are in one, unless they were sorted anew
_ALIKE = 50  # files of one name and size that are asked which folder they speak for
_LARGE = 64_000_000  # bytes; of larger files the time is believed: the plan would not read them either


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """The moment in nanoseconds since 1970, the most bytes that a record may have, and the folder of the index."""

    now: int
    page_limit: int
    index: Path


def located(
    manifest: Manifest, known: tuple[Root, ...], paths: Sequence[Path], terms: SearchTerms
) -> tuple[tuple[Root, ...], dict[int, str]]:
    """The known roots, those that were moved at the paths where they are now, and these paths by the roots' numbers.

    A root that is gone or empty is looked for in the `paths` that a run was given, and nowhere else: a disk that is not
    there today is no reason to take a copy for it. The path is that of another root where the files were put among that
    one's; the root itself is forgotten then. Raises `SourceMissing` for a path that does not exist.
    """
    places = unlinked(known)
    known = moved(known, places)
    bare = _bare_roots(known, terms.index) if paths else []
    lost = [number for number in bare if (manifest.root == number).any()]
    if lost:
        joined, scans = join_roots(known, paths)
        gone = {joined[number].path for number in bare}
        sources = find(joined, (one for one in scans if one[1] not in gone), terms.index).sources
        found = _found_again(manifest, joined, lost, _NewFiles(joined, sources, manifest), terms)
        found |= _parents(known, set(bare) - set(lost), found)
        known, places = moved(known, found), places | found
    return known, places


def _bare_roots(roots: Sequence[Root], index: Path) -> list[int]:
    """The roots that are gone or empty now, by their numbers. One that cannot be looked at is neither."""
    others = {root.path for root in roots} | {os.path.realpath(index)}
    return [number for number, root in enumerate(roots) if root.path and _is_bare(root.path, others - {root.path})]


def _found_again(
    manifest: Manifest, roots: tuple[Root, ...], lost: Sequence[int], new: _NewFiles, terms: SearchTerms
) -> dict[int, str]:
    """Where the lost roots are among the new files, by their numbers: the largest has the first choice."""
    found = {}
    for number in sorted(lost, key=lambda n: -int((manifest.root == n).sum())):
        search = _Search(manifest, number, roots, new, terms)
        if (place := search.place()) is not None:
            found[number] = place
            new.take(search.places(place))
    return found


def _parents(roots: Sequence[Root], bare: set[int], found: Mapping[int, str]) -> dict[int, str]:
    """Where the roots are that held nothing but others which were found: where the others are, if they lie as before,
    else nowhere any more."""
    places = {}
    for number in bare:
        path = roots[number].path
        inner = [(roots[n].path[len(path) :], place) for n, place in found.items() if holds(path, roots[n].path)]
        if inner:
            around = {place[: -len(rest)] for rest, place in inner if place.endswith(rest)}
            places[number] = min(around, default=inner[0][1])
    return places


def _is_bare(path: str, others: set[str]) -> bool:
    if not os.path.exists(path):
        return not refusal(path)
    if not os.path.isdir(path):
        return False
    refused: list[OSError] = []
    for here, folders, files in os.walk(path, onerror=refused.append):
        if any(not name.startswith(".") and os.path.join(here, name) not in others for name in files):
            return False
        inner = [(name, os.path.join(here, name)) for name in folders]
        shown = [(name, path) for name, path in inner if not name.startswith(".") or is_mail_folder(path)]
        folders[:] = [name for name, path in shown if path not in others]
    return not refused


class _NewFiles:
    """The sources that the manifest does not know, by their places in the system and by their sizes."""

    def __init__(self, roots: Sequence[Root], sources: Sequence[Source], manifest: Manifest) -> None:
        known = set(manifest.paths)
        self.roots = [roots[number].path for number in dict.fromkeys(source.root for source in sources)]
        self.at = {
            name_as_text(source.stat.file.replace("\0", MEMBER)): source
            for source in sources
            if source.path not in known
        }
        self.by_name: dict[tuple[str, int], list[str]] = {}
        self.by_size: dict[int, list[str]] = {}
        for place, source in self.at.items():
            self.by_name.setdefault((os.path.basename(place), source.stat.size), []).append(place)
            self.by_size.setdefault(source.stat.size, []).append(place)

    def take(self, places: Iterator[str]) -> None:
        """Leave out what another root has taken."""
        for place in places:
            if (source := self.at.pop(place, None)) is not None:
                self.by_name[os.path.basename(place), source.stat.size].remove(place)
                self.by_size[source.stat.size].remove(place)


class _Search:
    """The search for one lost root among the new files."""

    def __init__(
        self, manifest: Manifest, number: int, roots: Sequence[Root], new: _NewFiles, terms: SearchTerms
    ) -> None:
        self._manifest = manifest
        self._root = roots[number]
        self._new = new
        self._terms = terms
        self._files = np.flatnonzero(manifest.root == number).tolist()
        self._names = [manifest.paths[n].removeprefix(self._root.prefix) for n in self._files]
        self._digests: dict[tuple[str, int], int] = {}
        self._called = name_as_text(os.path.basename(self._root.path))
        self._is_file = all(name == self._called or name.startswith(self._called + MEMBER) for name in self._names)

    def place(self) -> str | None:
        """Where the root is now, None where it is nowhere to be found."""
        return next((base for base in self._bases() if self._holds_it(base)), None)

    def places(self, base: str) -> Iterator[str]:
        """Where the root's files would be if it were at `base`."""
        return (self._at(base, name) for name in self._names)

    def _bases(self) -> list[str]:
        """Where the root may be, the likeliest first: the paths for which most files speak by name and size, of equal
        ones those called as the root was; then, as its files may have other names, all that there is."""
        votes: Counter[str] = Counter()
        for number, name in zip(self._files, self._names, strict=True):
            alike = self._new.by_name.get((os.path.basename(name), int(self._manifest.size[number])), [])
            votes.update(place[: -len(name) - 1] for place in alike[:_ALIKE] if place.endswith("/" + name))
        if self._is_file:
            votes = Counter({f"{folder}/{self._called}": count for folder, count in votes.items()})
            same_size = self._new.by_size.get(int(self._manifest.size[self._files[0]]), [])
            others = [place.partition(MEMBER)[0] if MEMBER in self._names[0] else place for place in same_size[:_ALIKE]]
        else:
            others = self._new.roots
        best = sorted(votes, key=lambda base: (-votes[base], os.path.basename(base) != self._called, base))
        return [base for base in dict.fromkeys([*best[:_BASES], *others]) if os.path.exists(base)]

    def _at(self, base: str, name: str) -> str:
        """Where a file is if the root is `base`."""
        return base + name[len(self._called) :] if self._is_file else f"{base}/{name}"

    def _holds_it(self, base: str) -> bool:
        """Whether the files are at `base`, or below it under other names, in such numbers that it is the lost root."""
        named = [*zip(self._files, self._names, strict=True)]
        near = sum(next(self._candidates(base, *one), None) is not None for one in named)
        if near <= _AS_BEFORE * len(named):
            return False
        asked = named[:: max(1, len(named) // _SAMPLE)]
        as_before = lacking = told = 0
        for number, name in asked:
            if any(self._is_same(number, place) for place in self._candidates(base, number, name)):
                as_before += 1
                told += int(self._manifest.size[number]) > 0
            elif self._at(base, name) not in self._new.at:
                lacking += 1
        return told > 0 and as_before > _AS_BEFORE * len(asked) and lacking <= _LACKING * len(asked)

    def _candidates(self, base: str, number: int, name: str) -> Iterator[str]:
        """Where a file may be: under its own name, then anything of its size below `base`."""
        size = int(self._manifest.size[number])
        place = self._at(base, name)
        source = self._new.at.get(place)
        if source is not None and source.stat.size == size:
            yield place
        for other in self._new.by_size.get(size, ())[:_ALIKE]:
            if other != place and (holds(base, other) or other.startswith(base + MEMBER)):
                yield other

    def _is_same(self, number: int, place: str) -> bool:
        source, digest = self._new.at[place], int(self._manifest.digest[number])
        stamp = stamp_of(source, self._terms.now)
        if stamp == self._manifest.stamp[number] and stamp and (not digest or source.stat.size > _LARGE):
            return True
        return digest != 0 and self._digest(source, place, int(self._manifest.form[number])) == digest

    def _digest(self, source: Source, place: str, form: int) -> int:
        """The digest of a source, if it is of that form; 0 where it cannot be read."""
        if (place, form) not in self._digests:
            try:
                if form:
                    records = scan(source.stat.file, form_numbered(form), self._terms.page_limit, record_seed(source))
                    digest = digest_of_records(records)
                else:
                    digest = source_digest(source)
            except (OSError, ReadError):
                digest = 0
            self._digests[place, form] = digest
        return self._digests[place, form]
