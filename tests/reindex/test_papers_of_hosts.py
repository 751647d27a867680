"""One publisher a host: what most of its pages say, and every article of the host follows."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from index.article import Article
from index.errors import IndexDamaged
from index.reindex.agree.hosts import papers
from index.reindex.agree.said import PageSays, Said
from tests.reindex.archives import contents, run
from tests.reindex.movers import BODIES, site_name, web_page


def said(*pages: tuple[str, str], outright: bool = True) -> Said:
    words = ((host, name, "1" if outright else "") for host, name in pages)
    return Said.empty().changed((), [PageSays(number, page) for number, page in enumerate(words)])


def called(*names: str) -> str:
    return papers(said(*(("quay.example", name) for name in names)))["quay.example"].name


def test_most_pages_decide() -> None:
    assert called("Quay Post", "Weather", "Quay Post") == "Quay Post"
    assert called("Weather", "Weather", "Quay Post") == "Weather"
    assert called("Weather", "Quay Post") == "Quay Post", "of equally many the one that is like the host"
    assert called("QUAY POST", "Quay Post", "Quay Post", "quaypost") == "Quay Post"
    assert called("quaypost", "Quay Post") == "Quay Post"


def test_a_name_that_is_no_more_than_its_host_gives_way() -> None:
    assert called("quay", "quay", "The Quay") == "The Quay"
    assert called("quay.example", "quay.example", "Weather") == "quay.example"
    state = said(*[("quaypost.example", name) for name in ("quaypost", "quaypost", "Quaypost.example", "Quay Post")])
    assert papers(state)["quaypost.example"] == ("Quay Post", 4, 4)


def test_a_host_that_no_page_names_has_the_words_that_it_is_evidently_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    hosts = ("ottawacitizen.com", "quaypost.example", "www.thequay.example")
    lines = [
        {"id": host, "url": f"https://{host}/1", "text": BODIES[0], "title": f"A line of {host}"} for host in hosts
    ]
    (folder / "lines.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    run(tmp_path / "index", folder)
    assert set(publishers(tmp_path / "index")) == {"Ottawa Citizen", "quaypost.example", "The Quay"}


def test_a_spelling_counts_wherever_it_stands() -> None:
    state = said(("quay.example", "QUAY POST"), ("shop.example", "Quay Post"), ("news.example", "Quay Post"))
    assert {paper.name for paper in papers(state).values()} == {"Quay Post"}


def test_a_host_of_several_papers_is_called_nothing() -> None:
    names = ("Mole", "Pier", "Ferry", "Tide")
    assert "quay.example" not in papers(said(*(("quay.example", name) for name in names)))
    assert called("Mole", "Mole", "Pier", "Ferry") == "Mole"


def test_how_many_agree_is_told_in_small_numbers() -> None:
    pages = [("quay.example", "Quay Post")] * 6 + [("quay.example", "")]
    assert papers(said(*pages))["quay.example"] == ("Quay Post", 6, 7)
    assert papers(said(*pages * 10))["quay.example"] == ("Quay Post", 8, 10)


def test_the_table_is_read_as_it_was_written() -> None:
    state = said(("quay.example", "Quay Post"), ("", ""), ("quay.example", "波止場"))
    assert Said.decode(state.encode()) == state
    assert Said.decode(Said.empty().encode()) == Said.empty()
    with pytest.raises(IndexDamaged):
        Said.decode(b"no table")
    assert PageSays.of(1, ["half \ud83d"]).words == ("half ?",)


def publishers(index: Path) -> Counter[str]:
    return Counter(article.publisher for article in contents(index).values())


def write(folder: Path, *names: str, start: int = 0) -> None:
    for number, name in enumerate(names, start):
        (folder / f"{number}.html").write_text(web_page(number, "quay.example", site_name(name)))


def test_articles_of_any_format_follow_their_host(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    line = {"id": "a", "url": "https://quay.example/line", "text": BODIES[0], "title": "A line"}
    given = {**line, "id": "b", "url": "https://quay.example/other", "publisher": "Given Paper"}
    (folder / "lines.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(given)}\n")
    write(folder, "Weather", "")
    (folder / "1.meta.yaml").write_text("publisher: Corrected Paper\n")
    run(tmp_path / "index", folder)
    assert publishers(tmp_path / "index") == {"Weather": 2, "Given Paper": 1, "Corrected Paper": 1}
    write(folder, "Quay Post", "Quay Post", start=2)
    report = run(tmp_path / "index", folder)
    run(tmp_path / "anew", folder)
    assert contents(tmp_path / "index") == contents(tmp_path / "anew")
    assert publishers(tmp_path / "index") == {"Quay Post": 4, "Given Paper": 1, "Corrected Paper": 1}
    assert report.reread == 2, "the page and the line that had another publisher"
    for number in (2, 3):
        (folder / f"{number}.html").unlink()
    run(tmp_path / "index", folder)
    assert publishers(tmp_path / "index") == {"Weather": 2, "Given Paper": 1, "Corrected Paper": 1}


def test_a_page_more_of_a_large_host_reads_none_again(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    write(folder, *["Quay Post"] * 30, "Weather", "")
    run(tmp_path / "index", folder)
    write(folder, "Quay Post", start=32)
    assert run(tmp_path / "index", folder).reread == 0
    assert publishers(tmp_path / "index") == {"Quay Post": 33}
    article: Article = next(one for one in contents(tmp_path / "index").values() if one.key == "30")
    quotes = [proof.quote for proof in article.evidence if proof.source == "pages of the host"]
    assert quotes == ["9 10 quay.example"]
