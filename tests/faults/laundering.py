"""An index whose next run merges all of it, everything that it can be asked, and the law for a wrong bit."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexDamaged, IndexOutdated
from index.reindex.verify import verify
from index.schema import TEXT_FIELDS
from index.store.snapshot import Snapshot, open_snapshot
from tests.index.twins import index_postings, live_documents
from tests.reindex.archives import run

WORDS = (
    "bridge", "flood", "council", "Geneva", "talks", "talking", "Minsk", "the", "the", "said", "U.S.", "façade",
    "停戦交渉", "السلام", "river", "rebuilt",
)  # fmt: skip
SEGMENTS = 7  # one more is a merge


def _line(number: int, chance: random.Random) -> str:
    text = ". ".join(" ".join(chance.choices(WORDS, k=9)) for _ in range(6))
    return json.dumps(
        {
            "id": f"a{number}",
            "title": f"{chance.choice(WORDS)} {number}",
            "text": f"{text}.\n\n" + "the " * 40 * (number % 3) + f"only{number}",
            "authors": chance.sample(["Ann Lee", "Jo Doe", "Ärzte Blatt"], number % 3),
            "publisher": chance.choice(["The Post", "An-Nahar"]),
            "date": f"20{10 + number % 7}-0{1 + number % 9}-11",
            "language": chance.choice(["en", "en", "de", "ar"]),
        }
    )


def _page(number: int) -> str:
    lines = [f"Page {number} of the valley", "Read more in our app", "The bridge that the flood had carried away. " * 3]
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + f"<p>Page {number} ends. " * 3 + "</body>"


def write_run(sources: Path, number: int) -> None:
    """The articles of the run `number`."""
    chance = random.Random(number)
    lines = [_line(100 * number + n, chance) for n in range(4)]
    (sources / f"{number}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (sources / f"page-{number}.html").write_text(_page(number), "utf-8")


@dataclass(frozen=True)
class Made:
    """An index of several segments and the folder of its sources, where more has come since."""

    sources: Path
    index: Path

    def copy(self, folder: Path) -> Path:
        shutil.copytree(self.index, folder)
        return folder


def make(folder: Path) -> Made:
    """Such an index in a new folder."""
    made = Made(folder / "sources", folder / "index")
    made.sources.mkdir(parents=True)
    for number in range(SEGMENTS):
        write_run(made.sources, number)
        if number == 5:  # deletions, in two segments
            for old in (1, 2):
                file = made.sources / f"{old}.jsonl"
                file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
        run(made.index, made.sources)
    assert len(open_snapshot(made.index).segments) == SEGMENTS
    write_run(made.sources, SEGMENTS)
    return made


def answers(index: Path) -> dict[str, Any]:
    """Everything that an index can be asked, by article and not by segment, read without any checksum."""
    snapshot = open_snapshot(index)
    documents = [(segment.article_id(doc), segment, doc) for segment, doc in live_documents(snapshot)]
    return {
        "ids": Counter(key for key, _, _ in documents),
        "found": {key: snapshot.find(key) is not None for key, _, _ in documents},
        "articles": {key: segment.stored(doc) for key, segment, doc in documents},
        "days": {key: (int(s.published[doc]), int(s.modified[doc])) for key, s, doc in documents},
        "postings": {field: index_postings(snapshot, field) for field in TEXT_FIELDS},
        "starts": {field: _starts(snapshot, field) for field in TEXT_FIELDS},
        "surface": {field: _surface(snapshot, field) for field in TEXT_FIELDS},
        "facets": _facets(snapshot),
        "forms": {entry for segment in snapshot.segments for entry in segment.forms},
    }


def _starts(snapshot: Snapshot, field: str) -> dict[tuple[bytes, str], list[int]]:
    """The positions of each posting, asked for one by one: by another way than all of a term's."""
    found = {}
    for segment in snapshot.segments:
        for term in segment.terms(field):
            postings = segment.postings(field, term)
            assert postings is not None
            for at, doc in enumerate(postings.docs.tolist()):
                if segment.live is None or segment.live[doc]:
                    _, positions = postings.positions(np.array([at]))
                    found[term, segment.article_id(doc)] = positions.tolist()
    return found


def _surface(snapshot: Snapshot, field: str) -> dict[str, bytes]:
    found = {}
    for segment, doc in live_documents(snapshot):
        starts = segment.field(field).starts
        found[segment.article_id(doc)] = bytes(segment.field(field).forward[starts[doc] : starts[doc + 1]])
    return found


def _facets(snapshot: Snapshot) -> set[tuple[str, str, str]]:
    found = set()
    for segment in snapshot.segments:
        for name in segment.facets.names:
            first, last = segment.facets.facet(name)
            for ordinal in range(first, last):
                for doc in segment.facets.documents(ordinal).tolist():
                    if segment.live is None or segment.live[doc]:
                        found.add((name, segment.facets.values[ordinal], segment.article_id(doc)))
    return found


def flip_bit(path: Path, byte: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[byte] ^= 1 << bit
    path.write_bytes(content)


def _files(index: Path) -> dict[str, bytes]:
    """All files of an index but the lock, the roots and what a run tells of itself, which every run writes."""
    files = (
        path for path in index.rglob("*") if path.is_file() and path.name not in ("LOCK", "roots.json", "run.json")
    )
    return {str(path.relative_to(index)): path.read_bytes() for path in files}


def complaint_of(index: Path) -> str:
    """What `verify` says, "" for sound."""
    try:
        return "; ".join(verify(index).problems)
    except (IndexDamaged, IndexOutdated) as error:
        return str(error)


def law(index: Path, sources: Path, undamaged: dict[str, Any]) -> str:
    """Reindex over an index of which a bit is wrong; returns what `verify` says then, "" for sound."""
    before = _files(index)
    try:
        run(index, sources)
    except IndexDamaged as error:
        assert re.match(r"generation \d is damaged: |attached/\d/", str(error))
        assert _files(index) == before, "what is damaged stays as it is"
        complaint = complaint_of(index)
        assert complaint, f"refused ({error}) and then called sound"
        return complaint
    complaint = complaint_of(index)
    if not complaint:
        assert answers(index) == undamaged
    return complaint
