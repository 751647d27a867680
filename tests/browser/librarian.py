"""The archive that librarians walk through in tests, and what its raw texts say: nothing here asks the program.

Invented records in lines of JSON, whose fields and texts are the gold, stand beside the pages of
`tests/corpus/newsroom`.
"""

from __future__ import annotations

import json
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.reindex.archives import run
from tests.stories.story_corpus import told

Record = dict[str, Any]
NEWSROOM = Path(__file__).resolve().parent.parent / "corpus" / "newsroom"
PERSON, SUBJECT = "Tessa Holloway", "dredger"
BARGE, SLUICE, TIDE = "The Barge", "The Sluice", "Tide Press"
FIRST_RUN, SECOND_RUN = datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2026, 12, 8, 12, tzinfo=UTC)
# The paper and the year of each record on the dredger, who wrote it, and whether the person is named in it.
_DREDGER = [
    (BARGE, 2011, "Nils Abend", False), (BARGE, 2012, "Nils Abend", True), (SLUICE, 2012, "Orla Quist", False),
    (BARGE, 2012, "Orla Quist", False), (SLUICE, 2013, "Nils Abend", True), (BARGE, 2013, "Nils Abend", True),
    (TIDE, 2013, "Pia Moos", True), (SLUICE, 2013, "Orla Quist", False), (BARGE, 2014, "Nils Abend", False),
    (SLUICE, 2014, "Pia Moos", True), (TIDE, 2014, "Nils Abend", True), (BARGE, 2015, "Pia Moos", False),
    (SLUICE, 2015, "Nils Abend", False), (SLUICE, 2015, "Orla Quist", True),
]  # fmt: skip
_WORDS = [
    "harbour",
    "council",
    "quay",
    "mud",
    "channel",
    "engine",
    "crew",
    "budget",
    "winter",
    "spring",
    "ship",
    "pilot",
    "contract",
    "rope",
    "anchor",
    "buoy",
    "tide",
    "lamp",
    "deck",
    "crane",
    "barrel",
    "cargo",
    "storm",
    "coast",
    "island",
    "village",
    "bridge",
    "market",
    "school",
    "tower",
    "wind",
    "boat",
]


def _sentences(number: int, count: int) -> list[str]:
    """Sentences of words in an order that no other number gives."""
    rng = random.Random(number)
    lines = [f"The {' and the '.join(rng.sample(_WORDS, 7))} of row {number * 10 + line}" for line in range(count)]
    return [f"{line} were named in the report." for line in lines]


def _dredger(number: int) -> Record:
    paper, year, author, named = _DREDGER[number]
    text = _sentences(number, 5)
    text.insert(1, f"The {SUBJECT} lay in the bay for {number + 2} days.")
    if named:
        text.insert(2, f"Mayor {PERSON} said on Monday that the town would pay for it.")
    return {
        "id": f"dredger-{number}",
        "title": f"Report {number} on the {SUBJECT}",
        "text": "\n\n".join(text),
        "language": "en",
        "date": f"{year}-{number % 9 + 2:02}-1{number % 10}",
        "publisher": paper,
        "authors": [author],
    }


DREDGER: list[Record] = [_dredger(number) for number in range(len(_DREDGER))]
_WIRE = ["A whale swam up the river as far as the weir.", *_sentences(90, 6)]
COPIES: list[Record] = [
    {
        "id": f"whale-{number}",
        "title": title,
        "text": " ".join(text),
        "language": "en",
        "date": f"2014-03-0{number + 1}",
        "publisher": paper,
    }
    for number, (title, text, paper) in enumerate(
        [
            ("A whale at the weir", _WIRE, TIDE),
            ("Whale in the river", [*_WIRE[:6], *_sentences(91, 1)], BARGE),
            ("The whale at the weir", _WIRE, SLUICE),
        ]
    )
]
STORIES: list[Record] = [
    {
        "id": one.key,
        "title": one.title,
        "text": one.text,
        "language": "en",
        "publisher": one.publisher,
        "date": one.published.moment.date().isoformat() if one.published else "",
    }
    for one in told()
]
LATE: list[Record] = [
    {
        "id": f"late-{number}",
        "title": f"The clock of the town hall is mended, part {number}",
        "text": "\n\n".join(_sentences(100 + number, 4)),
        "language": "en",
        "date": f"2012-06-0{number + 1}",
        "publisher": TIDE,
    }
    for number in range(2)
]
ALL: list[Record] = [*DREDGER, *COPIES, *STORIES, *LATE]


def gold() -> list[Record]:
    """What a person noted of each page of the newsroom."""
    return [json.loads(line) for line in (NEWSROOM / "gold.jsonl").read_text("utf-8").splitlines()]


def archive(folder: Path) -> Path:
    """The folder of an index of all of it, made by two runs; what is `LATE` came with the second."""
    pages = folder / "pages"
    pages.mkdir(parents=True)
    for one in gold():
        shutil.copyfile(NEWSROOM / str(one["file"]), pages / str(one["file"]))
    for name, records, now in (
        ("records.jsonl", [*DREDGER, *COPIES, *STORIES], FIRST_RUN),
        ("late.jsonl", LATE, SECOND_RUN),
    ):
        (pages / name).write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        report = run(folder / "index", pages, now=now, file_seconds=60.0)
        assert report.skipped == ()
    return folder / "index"


def titles(records: list[Record]) -> list[str]:
    return [str(record["title"]) for record in records]


def year(record: Record) -> int:
    return int(str(record["date"])[:4])
