"""No published address goes to another article, or to nothing while its article is there.

The twin knows nothing of how ids are made. Every article of the archive holds a secret word of its own; what the test
remembers is which word each published address has led to, and which words stand in which files.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from index.reindex.verify import verify
from index.store.history import Deleted, Moved
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, articles, run

BODY = (
    "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away.",
    "Engineers said that the work would take two years and cost more than the city had put aside for it.",
    "A spokeswoman for the ministry declined to say when the money would arrive, or whether it would come at all.",
    "Farmers in the valley complained that the detour added an hour to every journey to the market.",
)
TITLES = ("A bridge for the valley", "The harbour is open again")
ADDRESSES = ("https://post.example/news/1", "https://www.post.example/news/2/?utm_source=x", "https://post.example/")
FORMS = ("txt", "html", "jsonl")


@dataclass
class Piece:
    """One article of a file as the test writes it. `opening` stands before the others of its lines."""

    secret: str
    title: str
    address: str = ""
    key: str = ""
    opening: str = ""
    more: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        said = f"It was {self.secret} who spoke to the council of {self.secret} about the bridge and the road to it."
        body = [self._of_its_own(line) for line in BODY]
        return [*([self.opening] if self.opening else []), *body, said, *self.more]

    def _of_its_own(self, line: str) -> str:
        """The line with the secret word in it so often that no other article has four of its words in a row: else two
        at one address were versions of one article."""
        words = line.split()
        return " ".join(f"{word} {self.secret}" if number % 3 == 2 else word for number, word in enumerate(words))

    def as_text(self) -> str:
        return "\n\n".join([self.title, *self.lines()]) + "\n"

    def as_html(self) -> str:
        link = f'<link rel="canonical" href="{self.address}">' if self.address else ""
        body = "".join(f"<p>{line}</p>" for line in self.lines())
        head = f"<head><title>{self.title}</title>{link}</head>"
        return f"<!DOCTYPE html><html>{head}<body><article><h1>{self.title}</h1>{body}</article></body></html>"

    def as_record(self) -> str:
        record = {"id": self.key, "title": self.title, "text": "\n".join(self.lines()), "url": self.address}
        return json.dumps({name: value for name, value in record.items() if value})


@dataclass
class Archive:
    """A folder, what stands in each of its files, and every address that was ever published with its secret word."""

    place: Path
    folder: Path
    files: dict[str, list[Piece]] = field(default_factory=dict)
    led_to: dict[str, str] = field(default_factory=dict)
    stood: dict[str, str] = field(default_factory=dict)  # the bytes that each address stood for last
    titles: dict[str, set[str]] = field(default_factory=dict)
    count: int = 0
    moment: datetime = NOW

    def secret(self) -> str:
        self.count += 1
        return f"Zq{self.count}xw"

    def write(self, name: str, pieces: list[Piece]) -> None:
        self.files[name] = pieces
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".jsonl"):
            path.write_text("".join(piece.as_record() + "\n" for piece in pieces))
        else:
            path.write_text(_written(name, pieces[0]))
        self.touched(path)

    def touched(self, path: Path) -> None:
        self.count += 1
        os.utime(path, (NOW.timestamp() - 1_000_000 + 10 * self.count,) * 2)

    def rename(self, old: str, new: str) -> None:
        self.files[new] = self.files.pop(old)
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)

    def copy(self, old: str, new: str) -> None:
        self.files[new] = list(self.files[old])
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.folder / old, self.folder / new)
        self.touched(self.folder / new)

    def delete(self, name: str) -> None:
        del self.files[name]
        (self.folder / name).unlink()

    def move(self) -> Path:
        """Move the whole folder; returns where it was."""
        self.count += 1
        old, self.folder = self.folder, self.place / f"moved-{self.count}"
        old.rename(self.folder)
        return old

    def reindex(self, index: Path, *, forget: tuple[Path, ...] = (), full: bool = False) -> None:
        run(index, self.folder, forget=forget, full=full, now=self.moment)

    def published(self, index: Path) -> dict[str, str]:
        """The secret word that each address leads to."""
        led: dict[str, str] = {}
        for number, article in articles(index).items():
            name = article.path.removeprefix(f"{self.folder.name}/")  # of a later root
            (piece,) = (piece for piece in self.files[name] if piece.secret in article.text)
            led[number] = piece.secret
            self.stood[number] = _written(name, piece)
            self.titles.setdefault(piece.secret, set()).add(article.title)
        return led

    def check(self, index: Path) -> None:
        """The law."""
        now = self.published(index)
        pieces = [(name, piece) for name, pieces in self.files.items() for piece in pieces]
        # Copies of a file that states an address are versions of one article.
        addressed = {(piece.secret, piece.address) for name, piece in pieces if _states_page(name, piece)}
        there = Counter(piece.secret for name, piece in pieces if not _states_page(name, piece))
        there += Counter(secret for secret, _ in addressed)
        assert Counter(now.values()) == there, "every article of the files is published, and nothing else"
        bytes_there = {_written(name, piece) for name, pieces in self.files.items() for piece in pieces}
        engine = open_engine(index)
        for number, secret in self.led_to.items():
            former = engine.former(number)
            if number in now:
                assert now[number] == secret, f"{number} led to {secret}, and leads to {now[number]}"
                assert former is None
            elif isinstance(former, Moved):
                assert now[former.id] == secret, f"{number} led to {secret}, and goes on to {now[former.id]}"
            else:
                assert isinstance(former, Deleted), f"{number} led to {secret}, and leads nowhere"
                assert self.stood[number] not in bytes_there, f"{number} led to {secret}, which is there"
                assert former.title in self.titles[secret]
        self.led_to |= now
        assert engine.former("0123456789abcdef") is None
        assert not verify(index).problems


def _states_page(name: str, piece: Piece) -> bool:
    """Whether the file says at which address the piece stands, and that is a page."""
    return piece.address in ADDRESSES[:2] and not name.endswith(".txt")


def _written(name: str, piece: Piece) -> str:
    """The bytes of a piece in a file of that name."""
    kinds = {"html": piece.as_html, "jsonl": piece.as_record, "txt": piece.as_text}
    return kinds[name.rpartition(".")[2]]()


def names(archive: Archive) -> list[str]:
    return sorted(archive.files)


@dataclass(frozen=True)
class Change:
    """What happens to one file between two runs; numbers choose among what is there."""

    kind: str
    file: int
    other: int
    part: int

    def carry_out(self, archive: Archive, busy: set[str]) -> None:
        free = [name for name in names(archive) if name not in busy]
        if not free:
            return
        name = free[self.file % len(free)]
        suffix = name.rpartition(".")[2]
        target = f"{('', 'sub/')[self.other % 2]}{self.other}.{suffix}"
        if self.kind == "edit":
            archive.write(name, _edited(archive.files[name], self.part))
        elif self.kind == "delete" and len(archive.files) > 1:
            archive.delete(name)
        elif self.kind in ("rename", "copy") and target not in busy and target != name:
            getattr(archive, self.kind)(name, target)
            busy.add(target)
        elif self.kind == "new" and target not in archive.files and target not in busy:
            archive.write(
                target, [_piece(archive, self.part, number) for number in range(3 if "json" in suffix else 1)]
            )
            busy.add(target)
        busy.add(name)


def _piece(archive: Archive, part: int, number: int) -> Piece:
    address = (*ADDRESSES, "", "")[(part + number) % 5]
    return Piece(archive.secret(), TITLES[part % 2], address, f"k{number}" if (part + number) % 3 else "")


def _edited(pieces: list[Piece], part: int) -> list[Piece]:
    """The pieces with one of them edited, or in another order. What has neither key nor address keeps its beginning:
    nothing could tell that it is the same."""
    number = part % len(pieces)
    old = pieces[number]
    kinds: list[Callable[[], Piece]] = [
        lambda: Piece(old.secret, old.title, old.address, old.key, old.opening, (*old.more, "The work goes on.")),
        lambda: Piece(old.secret, f"{old.title} at last", old.address, old.key, old.opening, old.more),
        lambda: Piece(old.secret, old.title, old.address, old.key, "Nobody had expected it in the town.", old.more),
        lambda: Piece(old.secret, old.title, ADDRESSES[part % 3], old.key, old.opening, old.more),
        lambda: Piece(old.secret, old.title, "", old.key, old.opening, old.more),
    ]
    if len(pieces) > 1 and part % 7 == 0:
        return [*pieces[1:], pieces[0]]
    if len(pieces) > 1 and not old.key:
        return [*pieces[:number], kinds[0](), *pieces[number + 1 :]]
    return [*pieces[:number], kinds[part % len(kinds)](), *pieces[number + 1 :]]


changes = st.builds(
    Change,
    st.sampled_from(["edit", "edit", "rename", "copy", "delete", "new"]),
    st.integers(0, 9),
    st.integers(0, 7),
    st.integers(0, 20),
)
intervals = st.one_of(st.lists(changes, min_size=1, max_size=3), st.just("move"))


@settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)  # without shrinking: a history is read as it is, and making one smaller takes minutes
@given(
    st.lists(st.tuples(st.sampled_from(FORMS), st.integers(0, 20)), min_size=2, max_size=5),
    st.lists(st.tuples(intervals, st.booleans()), min_size=1, max_size=7),
)
def test_no_address_goes_to_another_article_or_nowhere(
    first: list[tuple[str, int]], history: list[tuple[list[Change] | str, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        archive = Archive(Path(place), Path(place) / "archive")
        for number, (form, part) in enumerate(first):
            pieces = [_piece(archive, part, each) for each in range(3 if form == "jsonl" else 1)]
            archive.write(f"{number}.{form}", pieces)
        index = Path(place) / "index"
        archive.reindex(index)
        archive.check(index)
        for step, full in history:
            before = Path(place) / "before"
            shutil.rmtree(before, ignore_errors=True)
            shutil.copytree(index, before)
            forget: tuple[Path, ...] = ()
            archive.moment += timedelta(days=1)
            if isinstance(step, str):
                forget = (archive.move(),)
            else:
                busy: set[str] = set()
                for change in step:
                    change.carry_out(archive, busy)
            archive.reindex(index, forget=forget, full=full)
            archive.reindex(before, forget=forget, full=not full)
            assert articles(index) == articles(before), "a full run and an incremental one give the same ids"
            archive.check(index)
