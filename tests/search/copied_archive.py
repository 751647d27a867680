"""An archive of stories that several papers print, and what is known of each article by whoever wrote it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.reindex.archives import run

_WORDS = [f"{start}{end}" for start in ("tal", "mor", "ves", "lin", "qua") for end in ("ep", "ist", "or", "une", "ab")]
MARKERS = ("copper", "silver", "nickel")
PAPERS = ("The Barge", "The Sluice", "Tide Press", "Harbour News", "")
WRITERS = ("Ann Lee", "Bo Berg", "Cy Dahl")
PERSONS = ("Angela Merkel", "Boris Johnson", "")
# From here stories run over the end of a month or of a year.
_BEGINNINGS = (datetime(2014, 12, 30), datetime(2015, 5, 30), datetime(2015, 8, 3), datetime(2016, 2, 10))
STORIES = 36


@dataclass(frozen=True)
class Printed:
    """An article: of which `story` it is a print, and what it says beside the text of the story."""

    key: str
    story: int
    when: datetime | None
    paper: str
    writers: tuple[str, ...]
    person: str
    markers: tuple[str, ...]
    sentences: int

    def line(self) -> str:
        """The article as a line of JSON lines."""
        story = [_sentence(100 * self.story + number) for number in range(self.sentences)]
        told = f"The {' '.join(self.markers)} stood there." if self.markers else ""
        fields = {
            "id": self.key,
            "title": f"{self.person} and {_sentence(self.story)[:12]}".removeprefix(" and "),
            "text": "\n\n".join([*story, told]).strip(),
            "language": "en",
            "publisher": self.paper,
            "authors": list(self.writers),
            "date": self.when.isoformat(timespec="minutes") if self.when else "",
        }
        return json.dumps({name: value for name, value in fields.items() if value}) + "\n"


def _sentence(number: int) -> str:
    return " ".join(random.Random(number).choices(_WORDS, k=30)).capitalize() + "."


def prints() -> list[Printed]:
    """All articles, in the order of their keys; stories of one, two and more prints."""
    chance = random.Random(8)
    articles = []
    for story in range(STORIES):
        start = chance.choice(_BEGINNINGS)
        for number in range(chance.choice((1, 1, 2, 3, 5, 7))):
            when = start + timedelta(days=chance.randrange(4), minutes=chance.randrange(1440))
            articles.append(
                Printed(
                    key=f"{story:02}-{number}",
                    story=story,
                    when=None if number == 2 and chance.random() < 0.5 else when,  # one at most: nothing sorts two
                    paper=chance.choice(PAPERS),
                    writers=tuple(chance.sample(WRITERS, chance.choice((0, 1, 2)))),
                    person=chance.choice(PERSONS),
                    markers=tuple(chance.sample(MARKERS, chance.choice((0, 1, 1, 2)))),
                    sentences=chance.choice((4, 5, 6)),
                )
            )
    return articles


def published(folder: Path, articles: Sequence[Printed], batches: int = 3) -> list[Printed]:
    """Write and index `articles` in several runs, of which the last one deletes some; returns those that are left."""
    shuffled = random.Random(11).sample(articles, len(articles))
    for number in range(batches):
        (folder / f"{number}.jsonl").write_text("".join(a.line() for a in shuffled[number::batches]), "utf-8")
        run(folder / "index", folder / f"{number}.jsonl")
    left = [article for article in shuffled[0::batches] if article.key[-1] != "1"]
    (folder / "0.jsonl").write_text("".join(article.line() for article in left), "utf-8")
    run(folder / "index")
    kept = [*left, *(article for number in range(1, batches) for article in shuffled[number::batches])]
    return sorted(kept, key=lambda article: article.key)
