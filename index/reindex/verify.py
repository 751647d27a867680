"""Is the published index what was written, whole and at one with itself? Reads every byte of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import authority
from index.copies.archive_copies import check as check_copies
from index.errors import CuttingsError, IndexDamaged, IndexOutdated, IndexUnreadable
from index.reindex import manifest
from index.reindex.agree.derivations import DERIVATIONS
from index.reindex.agree.settling import NAME as SETTLED
from index.reindex.agree.settling import NamesRecord
from index.reindex.manifest import Manifest
from index.reindex.plan.recipe import settling
from index.segment.arrays.identity import identity
from index.segment.arrays.records import CARD, decode_card
from index.segment.reader import Segment
from index.store import history, soundness
from index.store.history import History
from index.store.publication import generation_numbers
from index.store.snapshot import Snapshot, open_generation, open_snapshot
from index.versions.published_versions import newest_only
from index.versions.version_table import check as check_versions


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: nothing wrong where `problems` is empty.

    `passed_over` is that of the snapshot that was checked, `damage` what is wrong with it and with what is kept.
    """

    generation: int
    created: str
    articles: int
    segments: int
    passed_over: str
    damage: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """All that is wrong."""
        return (*filter(None, (self.passed_over,)), *self.damage)


def verify(folder: Path) -> Verdict:
    """Check the newest generation: frames and checksums of all files, every article readable, manifest and articles
    in agreement; then the one before it, which answers where the newest is damaged.

    Raises IndexMissing, IndexOutdated, IndexDamaged where nothing can be opened, or IndexUnreadable.
    """
    snapshot = open_snapshot(folder)
    return Verdict(
        snapshot.generation,
        snapshot.created,
        _shown(snapshot),
        len(snapshot.segments),
        snapshot.passed_over,
        (*_of_generation(snapshot, {}), *_of_kept(snapshot)),
    )


def _shown(snapshot: Snapshot) -> int:
    """How many articles readers see; where that cannot be told, with all their versions."""
    try:
        return newest_only(snapshot).snapshot.live_count
    except IndexDamaged:
        return snapshot.live_count


def _of_generation(snapshot: Snapshot, known: Mapping[str, Segment]) -> list[str]:
    """What is wrong with a generation, but for the segments that are `known`."""
    problems = list(soundness.problems(snapshot, known))
    if not problems:  # what is damaged is not worth reading
        for segment in snapshot.segments:
            if segment.name not in known:
                problems += [f"segment {segment.name}: {problem}" for problem in _of_segment(segment)]
    return [*problems, *_of_attached(snapshot)]


def _of_kept(snapshot: Snapshot) -> Iterator[str]:
    """What is wrong with older generations that are kept."""
    known = {segment.name: segment for segment in snapshot.segments}
    for number in generation_numbers(snapshot.folder):
        if number < snapshot.generation:
            problems = problems_of(snapshot.folder, number, known)
            if number in generation_numbers(snapshot.folder):  # else a writer removed it meanwhile
                yield from (
                    f"generation {number}, kept in case that the newest is damaged: {each}" for each in problems
                )


def problems_of(folder: Path, number: int, known: Mapping[str, Segment]) -> list[str]:
    """What is wrong with a generation by its number, but for the segments that are `known`.

    Nothing where it was removed meanwhile. Raises IndexUnreadable.
    """
    try:
        return _of_generation(open_generation(folder, number, known), known)
    except FileNotFoundError:
        return []
    except (IndexDamaged, IndexOutdated) as error:
        return [error.what]


def _of_segment(segment: Segment) -> list[str]:
    problem = _caught(lambda: _articles(segment))
    return [problem] if problem else []


def _articles(segment: Segment) -> None:
    """Every stored article can be read and has the id that the index has of it."""
    for document, known in enumerate(segment.identities.by_document.tolist()):
        segment.stored(document)
        place = decode_card(segment.articles.part(document, CARD)).id
        if identity(place) != known:
            raise IndexDamaged(f"article {document} has the place {place}, the index says otherwise")


def _of_attached(snapshot: Snapshot) -> Iterator[str]:
    """What is wrong with the files that were published with the generation, whatever they are called."""
    damaged = [_caught(partial(snapshot.extra, entry.name)) for entry in snapshot.record.attached]
    yield from filter(None, damaged)
    if not any(damaged):  # what is damaged is not worth reading
        yield from _of_tables(snapshot)


def _of_tables(snapshot: Snapshot) -> Iterator[str]:
    """What is wrong with what the tables of a run say."""
    known: list[Manifest] = []
    past: list[History] = []

    def read_manifest() -> None:
        if (data := snapshot.extra(manifest.NAME)) is not None:  # noqa: S610
            known.append(Manifest.decode(data))

    def read_derived() -> None:
        said = known[0].derived if known else {}
        for derivation in DERIVATIONS:
            derivation.last(said.get(derivation.name), snapshot.extra(derivation.name))  # noqa: S610

    def read_history() -> None:
        if (data := snapshot.extra(history.NAME)) is not None:  # noqa: S610
            past.append(History.decode(data))

    for check in (read_manifest, read_derived, read_history, lambda: _conclusions(snapshot)):
        if problem := _caught(check):
            yield problem
    if known:
        yield from _of_ids(snapshot, known[0], past[0] if past else History.empty())


def _conclusions(snapshot: Snapshot) -> None:
    """Versions are what follows from the articles, names and copies what follows from the newest of these."""
    check_versions(snapshot)
    newest = newest_only(snapshot).snapshot
    problems = filter(None, (_caught(lambda: _table_of_names(newest)), _caught(lambda: check_copies(newest))))
    if problem := "; ".join(problems):
        raise IndexDamaged(problem)


def _table_of_names(snapshot: Snapshot) -> None:
    """The table of names is what follows from the segments, and from what a person says of names."""
    known = NamesRecord.decode(snapshot.extra(SETTLED))  # noqa: S610
    published = authority.published(snapshot)
    if not settling().made(known.code):
        return  # by other code, or by none: the next run makes another
    if authority.settled(snapshot.segments, edits=known.book().edits).encode() != published.encode():
        raise IndexDamaged("the table of names is not what follows from the articles")


def _of_ids(snapshot: Snapshot, known: Manifest, past: History) -> Iterator[str]:
    """What does not agree in what manifest, segments and history say of the articles and their ids."""
    held = np.concatenate([_living(segment) for segment in snapshot.segments] or [np.empty((0, 2), np.uint64)])
    rows = known.rows.take(known.rows.reason == 0)
    if not np.array_equal(np.sort(held[:, 0]), np.sort(rows.id)):
        yield f"the manifest lists {len(rows):,} articles and the segments hold {len(held):,}, not all the same"
        return
    if not np.array_equal(held[np.argsort(held[:, 0]), 1], rows.article[np.argsort(rows.id)]):
        yield "the manifest and the segments do not give the articles the same ids"
    ids = np.concatenate([np.unique(rows.article), past.former, past.gone])  # versions of an article have its id
    if len(np.unique(ids)) < len(ids):
        yield "an id is of two articles"
    if not np.isin(past.target, np.concatenate([rows.article, past.gone])).all():
        yield "a former id leads nowhere"


def _living(segment: Segment) -> NDArray[np.uint64]:
    """The articles that are not deleted, a row each: the identity of its place, and its id."""
    ids = np.stack([segment.identities.by_document, segment.names.ids], axis=1)
    return ids if segment.live is None else ids[segment.live]


def _caught(check: Callable[[], object]) -> str:
    """What the check complains of, or "". Damage may show as any error of what decodes it."""
    try:
        check()
    except IndexUnreadable:
        raise
    except CuttingsError as error:
        return error.what
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
