"""A day without a year gets the year in which the archive's articles of those days tell the same, else none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.article import Article, Certainty
from tests.reindex import dispatches
from tests.reindex.archives import NOW, contents, run
from tests.reindex.dispatches import DISPATCH, OLDER, OTHER_YEARS, SAME_EVENT, TITLE
from tests.reindex.test_incremental import World

Told = Mapping[str, tuple[str, str]]


class Archive:
    """A folder with the dispatch, and its index."""

    def __init__(self, place: Path, *paragraphs: str) -> None:
        (place / "archive").mkdir()
        self.place, self.world = place, World(place / "archive")
        self.write("dispatch.txt", dispatches.page(TITLE, *(paragraphs or DISPATCH)))

    def write(self, name: str, text: str) -> None:
        self.world.write(self.world.folder / name, text)

    def tell(self, told: Told) -> None:
        for day, (title, text) in told.items():
            self.write(f"{day}.txt", dispatches.dated(day, title, text))

    def forget(self, told: Told) -> None:
        for day in told:
            (self.world.folder / f"{day}.txt").unlink()

    def dispatch(self, **more: object) -> Article:
        """The dispatch after a run, which gives what building the index anew gives."""
        run(self.place / "index", self.world.folder, **more)  # type: ignore[arg-type]
        run(self.place / "anew", self.world.folder, full=True)
        assert contents(self.place / "index") == contents(self.place / "anew")
        return contents(self.place / "index")["dispatch.txt", "dispatch"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def days(article: Article) -> list[str]:
    return [str(day) for day in article.possible_days]


def test_the_year_whose_articles_tell_the_same_stands_as_inferred(archive: Archive) -> None:
    archive.tell({**OLDER, **OTHER_YEARS, **SAME_EVENT})
    found = archive.dispatch()
    assert found.published is not None and found.published.isoformat() == "2014-10-14"
    assert found.published.inferred.startswith("year from what the archive's articles of those days tell: ")
    (proof,) = [proof for proof in found.evidence if proof.field == "published"]
    assert proof.certainty is Certainty.INFERRED
    assert "2 articles of 2014-10-09 to 2014-10-17" in proof.quote
    assert {"Osterlind", "Falkenberg"} <= set(found.published.inferred.partition(": ")[2].split(", "))
    assert days(found) == []


def test_one_article_of_the_same_event_is_enough(archive: Archive) -> None:
    archive.tell({**OLDER, **OTHER_YEARS, "2014-10-09": SAME_EVENT["2014-10-09"]})
    found = archive.dispatch()
    assert found.published is not None and found.published.moment.year == 2014


def test_without_articles_of_the_event_it_stays_undecided(archive: Archive) -> None:
    archive.tell({**OLDER, **OTHER_YEARS})
    found = archive.dispatch()
    assert found.published is None
    assert days(found) == ["2008-10-14", "2014-10-14", "2025-10-14"]


def test_articles_of_the_event_in_two_years_leave_it_undecided(archive: Archive) -> None:
    again = {day.replace("2014", "2025"): told for day, told in SAME_EVENT.items()}
    archive.tell({**OLDER, **SAME_EVENT, **again})
    assert archive.dispatch().published is None


def test_articles_of_the_event_months_away_tell_nothing(archive: Archive) -> None:
    away = {day.replace("-10-", "-12-"): told for day, told in SAME_EVENT.items()}
    archive.tell({**OLDER, **OTHER_YEARS, **away})
    assert archive.dispatch().published is None


def test_a_few_common_words_tell_nothing(archive: Archive) -> None:
    weak = {
        "2014-10-12": ("Brunvik", "The union met in Brunvik. It said that the company had sent nobody to the talks.")
    }
    archive.tell({**OLDER, **weak})
    assert archive.dispatch().published is None


def test_undated_articles_tell_each_other_nothing(archive: Archive) -> None:
    archive.write("again.txt", dispatches.page("Another", *DISPATCH))
    archive.tell(OLDER)
    assert archive.dispatch().published is None


def test_without_a_weekday_every_year_is_possible_and_the_texts_tell_it_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path, *(part.replace(" on Tuesday", "").replace(" from Friday", "") for part in DISPATCH))
    archive.tell({**OLDER, **OTHER_YEARS})
    found = archive.dispatch()
    assert found.published is None
    assert days(found) == [f"{year}-10-14" for year in range(2007, 2026)]
    archive.tell(SAME_EVENT)
    found = archive.dispatch()
    assert found.published is not None and found.published.isoformat() == "2014-10-14"


def test_what_is_told_comes_and_goes_with_the_articles(archive: Archive) -> None:
    archive.tell({**OLDER, **OTHER_YEARS})
    assert archive.dispatch().published is None
    archive.tell(SAME_EVENT)
    assert archive.dispatch().published is not None
    archive.forget(SAME_EVENT)
    assert archive.dispatch().published is None
    archive.tell(SAME_EVENT)
    archive.write("2014-10-09.txt", dispatches.dated("2014-10-09", "Rain", "It has rained for eleven days."))
    archive.write("2014-10-17.txt", dispatches.dated("2014-10-17", "Rain", "It has rained for twelve days."))
    assert archive.dispatch().published is None


def test_lines_tell_as_pages_do(archive: Archive) -> None:
    told = {**OLDER, **OTHER_YEARS, **SAME_EVENT}
    rows = [{"id": day, "title": title, "text": text, "date": day} for day, (title, text) in told.items()]
    archive.write("lines.jsonl", "\n".join(map(json.dumps, rows)))
    found = archive.dispatch(processes=True)
    assert found.published is not None and found.published.moment.year == 2014


def test_a_dry_run_foretells_what_is_told(archive: Archive) -> None:
    archive.tell({**OLDER, **OTHER_YEARS})
    archive.dispatch()
    archive.tell(SAME_EVENT)
    index, folder = archive.place / "index", archive.world.folder
    foretold = run(index, folder, dry_run=True)
    assert foretold.reread == run(index, folder).reread == 1


def test_articles_far_in_the_archive_are_read_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of the articles around a day is kept: the next run reads only what is new."""
    from index.reindex.agree import texts

    archive.tell({**OLDER, **OTHER_YEARS, **SAME_EVENT})
    archive.dispatch()
    read: list[str] = []
    words_of = texts.words_of

    def counted(title: str, text: str) -> NDArray[np.uint32]:
        read.append(title)
        return words_of(title, text)

    monkeypatch.setattr(texts, "words_of", counted)
    archive.tell(
        {
            "2014-10-20": (
                "Frost",
                "There was frost in the valley, and the growers lost half of the apples, the weather service said.",
            )
        }
    )
    run(archive.place / "index", archive.world.folder)
    assert read == ["Frost"]


def test_a_day_later_nothing_else_is_told(archive: Archive) -> None:
    archive.tell({**OLDER, **OTHER_YEARS, **SAME_EVENT})
    archive.dispatch()
    later = NOW + timedelta(days=300)
    run(archive.place / "index", archive.world.folder, now=later)
    run(archive.place / "later", archive.world.folder, now=later)
    assert contents(archive.place / "index") == contents(archive.place / "later")


def test_only_what_has_other_articles_around_its_day_is_compared_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.reindex.agree import likeness

    archive.tell({**OLDER, **OTHER_YEARS, **SAME_EVENT})
    archive.dispatch()
    compared: list[int] = []
    likeliest = likeness._likeliest

    def counted(*given: Any) -> Any:
        compared.append(given[1])
        return likeliest(*given)

    monkeypatch.setattr(likeness, "_likeliest", counted)
    archive.tell(
        {"2011-05-20": ("Frost", "There was frost in the valley, and the growers lost half of the apples, they said.")}
    )
    run(archive.place / "index", archive.world.folder)
    assert compared == []
    archive.tell(
        {"2008-10-19": ("Fog", "There was fog in the valley, and the ferry stayed in the harbour, the port said.")}
    )
    run(archive.place / "index", archive.world.folder)
    assert len(compared) == 1
