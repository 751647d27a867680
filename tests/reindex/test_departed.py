"""Where an id leads whose article is gone: to a copy, to the page saved anew, never to another story at its address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.store.history import SKETCH, Deleted, History, Moved
from index.store.tables import encode_table, json_array
from index.versions.same_article import VersionText
from index.versions.text_sketch import recalls, sketch_of
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, articles, run

ADDRESS = "https://post.example/news/today"
BRIDGE = (
    "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away. Engineers "
    "said that the work would take two years and cost more than the city had put aside for it."
)
CHOIR = (
    "The choir of the cathedral has fewer tenors than ever and looks for boys who read music. Its master has written "
    "to all schools of the county and had three answers so far, he told a meeting of parents."
)
LATER = " The mayor wants to hear an expert before the money is spent."


class Folder:
    """A folder of Markdown and JSON lines, and its index."""

    def __init__(self, place: Path) -> None:
        self.folder, self.index = place / "archive", place / "index"
        self.folder.mkdir()
        self.moment = NOW

    def page(self, name: str, text: str, *, title: str = "Today", url: str = ADDRESS, published: str = "") -> None:
        head = {"title": title, "url": url, "date": published}
        lines = [f"{key}: {value}" for key, value in head.items() if value]
        (self.folder / f"{name}.md").write_text("\n".join(["---", *lines, "---", text, ""]))

    def lines(self, *texts: str) -> None:
        rows = [json.dumps({"title": "Today", "text": text, "url": ADDRESS}) for text in texts]
        (self.folder / "feed.jsonl").write_text("\n".join(rows) + "\n")

    def delete(self, name: str) -> None:
        (self.folder / f"{name}.md").unlink()

    def run(self) -> dict[str, str]:
        """The id of each article by the second word of its text, after a run a day later."""
        self.moment += timedelta(days=1)
        run(self.index, self.folder, now=self.moment)
        return {article.text.split()[1]: article.id for article in articles(self.index).values()}

    def former(self, article: str) -> Moved | Deleted | None:
        return open_engine(self.index).former(article)


@pytest.fixture
def archive(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def led(ids: Mapping[str, str], story: str) -> str:
    assert [*ids] == [story]
    return ids[story]


def test_another_story_that_comes_at_the_address_of_a_deleted_one_has_an_id_of_its_own(archive: Folder) -> None:
    archive.page("a", BRIDGE)
    bridge = led(archive.run(), "council")
    archive.delete("a")
    archive.page("b", CHOIR)
    choir = led(archive.run(), "choir")
    assert choir != bridge
    assert isinstance(archive.former(bridge), Deleted)


def test_another_story_that_comes_later_at_the_address_has_an_id_of_its_own(archive: Folder) -> None:
    archive.page("a", BRIDGE)
    archive.page("kept", CHOIR, url="")
    bridge = archive.run()["council"]
    archive.delete("a")
    archive.run()
    archive.page("b", CHOIR.replace("The choir", "The band"))
    assert archive.run()["band"] != bridge
    assert isinstance(archive.former(bridge), Deleted)
    archive.page("a", BRIDGE)
    assert archive.run()["council"] == bridge, "its own bytes"


def test_a_line_without_a_key_is_not_another_one_at_its_address(archive: Folder) -> None:
    archive.lines(BRIDGE)
    bridge = led(archive.run(), "council")
    archive.lines(CHOIR)
    assert led(archive.run(), "choir") != bridge
    assert isinstance(archive.former(bridge), Deleted)


def test_a_line_without_a_key_that_was_edited_is_the_same_article(archive: Folder) -> None:
    archive.lines(BRIDGE)
    bridge = led(archive.run(), "council")
    archive.lines(BRIDGE + LATER)
    assert led(archive.run(), "council") == bridge


def test_a_page_saved_anew_in_another_file_is_the_same_article_in_one_run_and_in_two(archive: Folder) -> None:
    archive.page("a", BRIDGE)
    archive.page("kept", CHOIR, url="")
    bridge = archive.run()["council"]
    archive.delete("a")
    archive.page("b", BRIDGE + LATER, title="Today at last")
    assert archive.run()["council"] == bridge
    archive.delete("b")
    archive.run()
    assert isinstance(archive.former(bridge), Deleted)
    archive.page("c", BRIDGE, title="A bridge")
    assert archive.run()["council"] == bridge


def test_an_id_leads_to_a_copy_of_what_it_stood_for_where_its_article_was_edited_and_deleted(archive: Folder) -> None:
    archive.page("a", BRIDGE, url="")
    first = archive.run()["council"]
    archive.page("b", BRIDGE, url="")
    archive.run()
    (copied,) = {*articles(archive.index)} - {first}
    archive.page("a", BRIDGE, title="Today at last", url="")
    archive.run()
    assert isinstance(archive.former(first), Moved)
    archive.delete("a")
    archive.run()
    assert archive.former(first) == Moved(copied)
    archive.delete("b")
    archive.page("kept", CHOIR, url="")
    archive.run()
    assert isinstance(archive.former(first), Deleted)
    archive.page("c", BRIDGE, url="")
    now = archive.run()["council"]
    assert now == first or archive.former(first) == Moved(now)


def test_an_id_leads_to_an_article_that_gets_the_bytes_of_a_deleted_one(archive: Folder) -> None:
    archive.page("a", BRIDGE, url="")
    archive.page("b", BRIDGE, title="A bridge", url="")
    archive.run()
    first = next(article.id for article in articles(archive.index).values() if article.title == "Today")
    archive.delete("a")
    led(archive.run(), "council")
    assert isinstance(archive.former(first), Deleted)
    archive.page("b", BRIDGE, url="")
    now = led(archive.run(), "council")
    assert archive.former(first) == Moved(now)


def test_a_form_that_is_filled_in_anew_is_not_the_deleted_one() -> None:
    day = date(2016, 5, 3).toordinal()
    old = sketch_of(VersionText(BRIDGE, day))
    assert recalls(VersionText(BRIDGE + LATER, day + 1), old)
    assert recalls(VersionText(BRIDGE, 0), old)
    assert not recalls(VersionText(BRIDGE, day + 30), old)
    assert not recalls(VersionText(CHOIR, day), old)
    assert not recalls(VersionText("", 0), sketch_of(VersionText("", 0)))


def test_the_table_that_earlier_programs_wrote_is_read() -> None:
    """It does not say which bytes a former id stood for, nor what a deleted article said."""
    one = np.array([7], np.uint64)
    ids = {"former": np.array([3], np.uint64), "target": one, "gone": one, "base": one, "source": one}
    times: dict[str, np.ndarray] = {
        "added": np.array([5], np.int64),
        "day": np.array([NOW.date().toordinal()], np.int32),
    }
    head = json_array({"version": 1, "titles": ["Today"]})
    known = History.decode(encode_table({"head": head, **ids, **times}))
    assert known.find(f"{3:016x}") == known.find(f"{7:016x}") == Deleted("Today", NOW.date())
    assert known.stood_for.tolist() == [0]
    assert known.sketch.shape == (1, SKETCH)
    assert not known.sketch.any()
    again = History.decode(known.encode())
    assert again.find(f"{3:016x}") == Deleted("Today", NOW.date())
    with pytest.raises(IndexDamaged):
        History.decode(replace(known, sketch=known.sketch[:, :5]).encode())
