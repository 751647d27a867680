"""What becomes of a reader's word that lines belong to an article? Its folder's `corrections.yaml` says so then."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from index.article import Article, Dropped
from index.corrections import CORRECTIONS_FILE
from index.corrections.changed_file import StillEdited, change_file
from index.corrections.kept_lines import NotCorrected, with_kept, without_kept
from index.corrections.kept_pieces import bare, kept_in
from index.errors import CuttingsError
from index.inbox.intake import past_of, wait_for_cluster
from index.originals.original import Original
from index.originals.place import original_places
from index.originals.saved_bytes import is_there
from index.reindex.environment import Environment
from index.reindex.phases import ReindexRequest, reindex
from index.store.history import NAME as HISTORY
from index.store.history import History, Moved
from index.store.snapshot import Snapshot, open_snapshot

MOST_LINES = 1_000  # that one word may be about: a file of corrections takes as many behind one `keep`
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Refusal(StrEnum):
    """Why nothing was written."""

    UNKNOWN = "unknown"  # there is no such article
    NO_SUCH_LINE = "no such line"
    CHANGED = "changed"  # the article is not the one that was seen
    NO_FOLDER = "no folder"  # it lies in none that is indexed and may be written
    FILE = "file"  # its `corrections.yaml` cannot be changed as asked
    DISK = "disk"


class NothingWritten(CuttingsError):
    """No file was changed."""

    def __init__(self, why: Refusal, what: str, advice: str = "") -> None:
        super().__init__(what, *([advice] if advice else []))
        self.why = why


@dataclass(frozen=True, slots=True)
class LineWish:
    """What is to be done with lines of the article with an id: to keep those that were left out, or to take that back
    (`keep` is false).

    Lines are chosen by their `numbers` in the page, from 0, by their `texts`, or by the `rules` that left them out.
    `sha256` is that of the article's source when its lines were seen, "" for whatever it is now.
    """

    article: str
    numbers: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sha256: str = ""
    keep: bool = True


@dataclass(frozen=True, slots=True)
class WrittenWish:
    """What was written: the texts that the wish was about, the folder of the file, and whether that has changed."""

    texts: tuple[str, ...]
    folder: str
    changed: bool


def write_wish(index: Path, wish: LineWish) -> WrittenWish:
    """Write a wish into the `corrections.yaml` of the folder that the article was indexed in; no index is changed.

    Raises `NothingWritten`, and what `open_snapshot` raises.
    """
    snapshot = open_snapshot(index)
    found = snapshot.find(wish.article)
    places = original_places(snapshot)
    original = places.of(*found) if found and places else None
    if found is None or original is None:
        raise NothingWritten(Refusal.UNKNOWN, "there is no article with this id")
    article = found[0].stored(found[1])
    if wish.sha256 and wish.sha256 != article.sha256:
        raise NothingWritten(Refusal.CHANGED, "the article was read anew since you saw it", "look at its lines again")
    folder = _folder(original)
    leads_here = partial(_leads_to, _history(snapshot), wish.article)
    texts = _left_out(article, wish) if wish.keep else _kept(article, wish, kept_in(folder, leads_here))
    edit: Callable[[bytes], bytes]
    if wish.keep:
        edit = partial(with_kept, article_id=wish.article, title=article.title, texts=texts)
    else:
        edit = partial(without_kept, leads_here=leads_here, texts=texts)
    return WrittenWish(tuple(texts), folder, _written(Path(folder), edit))


def read_again(folders: Sequence[str], environment: Environment) -> None:
    """Bring the index up to date with those of the folders that are there. Raises as `reindex`, and `AdditionsWait`."""
    past_of(environment.settings)
    there = tuple(Path(folder) for folder in folders if os.path.isdir(folder))  # noqa: PTH112  as the walk does
    if there:
        wait_for_cluster(reindex(ReindexRequest(there), environment))


def _history(snapshot: Snapshot) -> History:
    data = snapshot.extra(HISTORY)  # noqa: S610  (no query of a database)
    return History.empty() if data is None else History.decode(data)


def _leads_to(history: History, article_id: str, other: str) -> bool:
    if other == article_id:
        return True
    now = history.find(other)
    return isinstance(now, Moved) and now.id == article_id


def _folder(original: Original) -> str:
    """The folder that the article was indexed in, which must be there with its file: one that is empty because its disk
    is not mounted would seem to have lost its files when it holds another one."""
    if not original.root:
        raise NothingWritten(
            Refusal.NO_FOLDER,
            "the folder of the article’s file is not indexed any more",
            "index that folder again",
        )
    if os.path.isfile(original.root):  # noqa: PTH113  as the walk does
        raise NothingWritten(
            Refusal.NO_FOLDER,
            f"the article’s file was indexed by itself, and a {CORRECTIONS_FILE} holds for a folder that is indexed",
            "index the folder in which the file lies, or write one into the ZIP file that it is in",
        )
    if not is_there(original):
        raise NothingWritten(
            Refusal.NO_FOLDER, f"the file {original.path} is not there now", "bring it back, or mount its disk"
        )
    return original.root


def _left_out(article: Article, wish: LineWish) -> list[str]:
    """The texts of the removed lines that a wish is about. Raises `NothingWritten` where it names one that is none."""
    by_number = {one.line: one for one in article.dropped}
    by_text = {bare(one.text): one for one in article.dropped}
    chosen: list[Dropped | None] = [by_number.get(number) for number in wish.numbers]
    chosen += [by_text.get(bare(text)) for text in wish.texts]
    chosen += [one for one in article.dropped if one.rule in wish.rules]
    if not chosen or None in chosen:
        raise NothingWritten(Refusal.NO_SUCH_LINE, "this is no line that was left out of the article")
    return _different(one.text for one in chosen if one is not None)


def _kept(article: Article, wish: LineWish, kept: Collection[str]) -> list[str]:
    """The pieces that corrections keep and a wish is about. Raises as `_left_out`."""
    lines = (article.original or article.text).split("\n")
    by_piece = {bare(piece): piece for piece in kept}
    wanted = [*wish.texts, *(lines[number] if number < len(lines) else "" for number in wish.numbers)]
    chosen = [by_piece.get(bare(text)) for text in wanted]
    if not chosen or None in chosen:
        raise NothingWritten(Refusal.NO_SUCH_LINE, "no correction by the article’s id keeps this line")
    return _different(piece for piece in chosen if piece is not None)


def _different(texts: Iterable[str]) -> list[str]:
    """The texts that differ by more than white space. Raises `NothingWritten` where there are too many."""
    found = {bare(text): text for text in texts}
    if len(found) > MOST_LINES:
        raise NothingWritten(Refusal.NO_SUCH_LINE, f"more than {MOST_LINES:,} lines are too many at once")
    return list(found.values())


def _written(folder: Path, edit: Callable[[bytes], bytes]) -> bool:
    try:
        return change_file(folder, edit)
    except NotCorrected as error:
        what = error.what.replace("the file", f"the file {CORRECTIONS_FILE}", 1)
        raise NothingWritten(Refusal.FILE, what, "".join(map(str, error.advice))) from None
    except StillEdited:
        raise NothingWritten(
            Refusal.FILE, f"another program is writing {CORRECTIONS_FILE}", "try again in a moment"
        ) from None
    except OSError as error:
        told = (error.strerror or str(error)).lower()
        if error.errno in _REFUSED:
            advice = "let the server write there, or write the correction by hand"
            raise NothingWritten(Refusal.NO_FOLDER, f"{CORRECTIONS_FILE} may not be written ({told})", advice) from None
        raise NothingWritten(Refusal.DISK, f"{CORRECTIONS_FILE} could not be written ({told})") from None
