"""The same address saved at different times is one article, of which the newest version is shown.

The twin knows nothing of how texts are compared: each page is of a story, the stories share no sentence, and each
version of a story has some of its sentences. Two pages of one story at one address are versions, all others are not.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from index.copies.copy_table import NAME as COPIES
from index.reindex.verify import verify
from index.store.history import Deleted, Moved
from index.store.snapshot import open_snapshot
from index.versions.version_table import NAME as VERSIONS
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, articles, contents, names, run, tables_of_names, versions
from tests.reindex.saved_stories import ADDRESSES, sentence

FORMS = ("html", "md", "jsonl")


@dataclass(frozen=True)
class SavedPage:
    """A page as it was saved: so many sentences of a story, at an address, on a day of May 2016 (0: it is not said)."""

    story: int
    address: int
    day: int
    sentences: int

    @property
    def unit(self) -> tuple[int, int] | None:
        """What its versions share; None where it has no address of a page."""
        return (self.address, self.story) if self.address < 2 else None

    def written(self, name: str) -> str:
        """The bytes in a file of that name. The day is said in the way of the form."""
        title, saved = f"Story {self.story}", f"2016-05-{self.day:02}"
        lines = [sentence(self.story, number) for number in range(2 + self.sentences)]
        url = ADDRESSES[self.address]
        if name.endswith("html"):
            moment = f"Tue May {self.day:02} 2016 12:00:00 GMT"
            said = f"<!-- Page saved with SingleFile \n url: {url} \n saved date: {moment} -->" if self.day else ""
            head = f"<head><link rel=canonical href='{url}'></head>"
            body = "".join(f"<p>{line}</p>" for line in lines)
            return f"<!DOCTYPE html><html>{said}{head}<body><h1>{title}</h1>{body}</body></html>"
        if name.endswith("md"):
            fields = [f"title: {title}", f"url: {url}", *([f"saved: {saved}"] if self.day else [])]
            return "\n".join(["---", *fields, "---", "\n\n".join(lines)]) + "\n"
        day = f'"retrieved": "{saved}", ' if self.day else ""
        text = "\\n".join(lines)
        return f'{{"id": "one", {day}"title": "{title}", "url": "{url}", "text": "{text}"}}\n'


@dataclass
class Shelf:
    """A folder of saved pages, and what each address has led to."""

    folder: Path
    pages: dict[str, SavedPage] = field(default_factory=dict)
    led_to: dict[str, tuple[object, int]] = field(default_factory=dict)
    seconds: int = 0

    def put(self, name: str, page: SavedPage) -> None:
        self.pages[name] = page
        path = self.folder / name
        path.write_text(page.written(name))
        self.seconds += 10
        os.utime(path, (NOW.timestamp() - 1_000_000 + self.seconds,) * 2)

    def take(self, name: str) -> None:
        del self.pages[name]
        (self.folder / name).unlink()

    def expected(self) -> Counter[tuple[str, ...]]:
        """The files of each article, the oldest version first."""
        units: dict[object, list[str]] = {}
        for name, page in self.pages.items():
            units.setdefault(page.unit or name, []).append(name)
        return Counter(tuple(sorted(unit, key=self._moment)) for unit in units.values())

    def _several_stories(self, unit: object) -> bool:
        """Whether articles of several stories ever stood at the address of one; true of one without an address."""
        units = {one for one, _ in self.led_to.values() if isinstance(one, tuple)}
        units |= {page.unit for page in self.pages.values() if page.unit}
        return not isinstance(unit, tuple) or len({story for address, story in units if address == unit[0]}) > 1

    def _moment(self, name: str) -> tuple[int, bool, str]:
        """What puts saves in order: HTML says noon, the others the day alone, which is its beginning."""
        day = self.pages[name].day
        return day, day > 0 and name.endswith("html"), name

    def check(self, index: Path) -> None:
        """What the index shows is what was saved, and every address that was published leads to its story."""
        several, shown = versions(index), articles(index)
        found = Counter(
            tuple(Path(one.path).name for one in several.get(number, [article])) for number, article in shown.items()
        )
        assert found == self.expected()
        engine = open_engine(index)
        stories = {number: self.pages[Path(article.path).name].story for number, article in shown.items()}
        there = {page.unit or name for name, page in self.pages.items()}
        for number, (unit, story) in self.led_to.items():
            former = engine.former(number)
            if number in stories:
                assert (stories[number], former) == (story, None)
            elif isinstance(former, Moved):
                assert stories[former.id] == story
            else:
                assert isinstance(former, Deleted)
                assert unit not in there or self._several_stories(unit), "else the address alone tells that it is back"
        for number, article in shown.items():
            name = Path(article.path).name
            page = self.pages[name]
            self.led_to[number] = page.unit or name, page.story
        assert not verify(index).problems


pages = st.builds(SavedPage, st.integers(0, 2), st.sampled_from((0, 0, 0, 1, 2)), st.integers(0, 4), st.integers(0, 3))
changes = st.tuples(st.sampled_from(("put", "put", "take")), st.integers(0, 5), st.sampled_from(FORMS), pages)


@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@example(
    [
        [("put", 1, "html", SavedPage(0, 0, 2, 1))],
        [("put", 2, "html", SavedPage(0, 0, 1, 0))],
        [("take", 1, "html", SavedPage(0, 0, 2, 1))],
    ]
)
@given(st.lists(st.lists(changes, min_size=1, max_size=3), min_size=1, max_size=6))
def test_what_was_saved_at_one_address_is_one_article(history: list[list[tuple[str, int, str, SavedPage]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        shelf, index = Shelf(Path(place) / "archive"), Path(place) / "index"
        shelf.folder.mkdir()
        shelf.put("other.md", SavedPage(7, 2, 0, 1))
        moment = NOW
        for step in history:
            for kind, number, form, page in step:
                name = f"{number}-{page.story}.{form}"
                if kind == "put":
                    shelf.put(name, page)
                elif name in shelf.pages:
                    shelf.take(name)
            moment += timedelta(days=1)
            run(index, shelf.folder, now=moment)
            shelf.check(index)
        anew = Path(place) / "anew"
        run(anew, shelf.folder, now=moment)
        assert contents(index) == contents(anew)
        assert names(index) == names(anew)
        assert tables_of_names(index) == tables_of_names(anew)
        tables = [[open_snapshot(at).extra(name) for name in (VERSIONS, COPIES)] for at in (index, anew)]
        assert tables[0] == tables[1]
