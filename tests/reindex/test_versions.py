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

from index.reindex.salvaging import salvage
from index.reindex.verify import verify
from index.store.history import Deleted, Moved
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, articles, contents, names, run, tables_of_names, versions

WORDS = ("harbour", "bridge", "council", "winter", "engine", "market", "valley", "orchard", "letter", "station")
ADDRESSES = ("https://quay.example/news/1", "https://www.quay.example/news/2/?utm_source=x", "https://quay.example/")
FORMS = ("html", "md", "jsonl")


def sentence(story: int, number: int) -> str:
    """A sentence of a story: every second word is the story's own."""
    own = f"Qz{story}w"
    return " ".join(f"{WORDS[(number * 7 + place) % 10]} {own}" for place in range(9)).capitalize() + "."


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
                assert unit not in there
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


def saved(folder: Path, day: int, *stories: int) -> Path:
    """A page of some stories that was saved at one address on a day."""
    lines = [sentence(story, number) for story in stories for number in range(4)]
    path = folder / f"{day}.md"
    fields = "\n".join(("---", "title: A", f"url: {ADDRESSES[0]}", f"saved: 2016-05-0{day}", "---"))
    path.write_text(fields + "\n" + "\n\n".join(lines) + "\n")
    os.utime(path, (NOW.timestamp() - 1_000_000,) * 2)
    return path


def shown(index: Path) -> dict[str, list[str]]:
    """The files of the versions of each article, by its id."""
    several = versions(index)
    return {
        number: [Path(one.path).stem for one in several.get(number, [article])]
        for number, article in articles(index).items()
    }


def test_articles_that_turn_out_to_be_one_are_one_and_part_again(tmp_path: Path) -> None:
    """What joins and parts articles need not be one of them: those were not read again, and get other ids all the
    same."""
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    saved(folder, 1, 1)
    saved(folder, 3, 3)
    run(index, folder)
    (first,) = (number for number, files in shown(index).items() if files == ["1"])
    (third,) = (number for number, files in shown(index).items() if files == ["3"])
    between = saved(folder, 2, 1, 3)
    run(index)
    assert shown(index) == {first: ["1", "2", "3"]}
    assert open_engine(index).former(third) == Moved(first)
    assert not verify(index).problems
    between.unlink()
    run(index)
    parted = shown(index)
    assert parted[first] == ["3"], "the address led to what was saved last"
    assert sorted(parted.values()) == [["1"], ["3"]]
    assert third not in parted and open_engine(index).former(third) == Moved(first)
    assert not verify(index).problems
    anew = tmp_path / "anew"
    run(anew, folder)
    assert contents(index) == contents(anew)
    assert sorted(shown(anew).values()) == sorted(parted.values())


def test_the_one_before_is_the_article_again_where_the_newest_is_gone(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    saved(folder, 2, 1)
    run(index, folder)
    (article,) = shown(index)
    saved(folder, 3, 1, 2)
    saved(folder, 1, 1, 4)
    run(index)
    assert shown(index) == {article: ["1", "2", "3"]}
    (folder / "3.md").unlink()
    run(index)
    assert shown(index) == {article: ["1", "2"]}
    (folder / "2.md").unlink()
    run(index)
    assert shown(index) == {article: ["1"]}
    (folder / "1.md").unlink()
    (folder / "other.md").write_text("The choir seeks tenors.\n")
    run(index)
    assert isinstance(open_engine(index).former(article), Deleted)
    saved(folder, 2, 1)
    saved(folder, 3, 1, 2)
    run(index)
    assert shown(index)[article] == ["2", "3"]
    assert not verify(index).problems


def test_what_is_said_of_an_id_is_said_of_all_versions(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    for day in (1, 2):
        saved(folder, day, 1)
    run(index, folder)
    (article,) = shown(index)
    (folder / "corrections.yaml").write_text(f"- by: {{id: {article}}}\n  set: {{publisher: Quay Post}}\n")
    foretold = run(index, dry_run=True)
    report = run(index)
    assert foretold.counts == report.counts and foretold.corrections == report.corrections
    assert [one.publisher for one in versions(index)[article]] == ["Quay Post"] * 2
    saved(folder, 3, 1)
    run(index)
    assert [one.publisher for one in versions(index)[article]] == ["Quay Post"] * 3


def test_names_and_copies_are_told_of_the_newest_versions_alone(tmp_path: Path) -> None:
    folder, index, plain = tmp_path / "archive", tmp_path / "index", tmp_path / "plain"
    folder.mkdir()
    for day in (1, 2, 3):
        saved(folder, day, 1)
    (folder / "copy.md").write_text("\n\n".join(sentence(1, number) for number in range(4)) + "\n")
    run(index, folder)
    for day in (1, 2):
        (folder / f"{day}.md").unlink()
    run(plain, folder)
    assert names(index) == names(plain)
    assert tables_of_names(index)[0] == tables_of_names(plain)[0]
    groups = [engine.group(next(iter(articles(at)))) for at in (index, plain) for engine in [open_engine(at)]]
    assert groups[0] is not None and groups[1] is not None
    assert groups[0].size == groups[1].size == 2
    assert open_engine(index).health().articles == verify(index).articles == 2
    assert [source.articles for source in open_engine(index).status().sources] == [2]


def test_salvaged_versions_are_versions_again(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    for day in (1, 2, 3):
        saved(folder, day, *range(1, day + 1))
    run(index, folder)
    rescued = salvage(index, tmp_path / "rescued")
    again = tmp_path / "again"
    run(again, rescued.path)
    assert {one: [each.text for each in all_of] for one, all_of in versions(again).items()} == {
        one: [each.text for each in all_of] for one, all_of in versions(index).items()
    }
