"""A `corrections.yaml` at a root corrects its articles: they alone are read again, and their ids stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Certainty
from tests.reindex.desk import FILE, MENU, Desk
from tests.reindex.movers import BODIES


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run()
    return made


def test_a_host_s_articles_are_corrected_and_read_again_alone(desk: Desk) -> None:
    before = desk.named()
    report = desk.correct("- by: {host: www.harbour.example}\n  set: {publisher: The Harbour Gazette, section: ~}\n")
    after = desk.named()
    assert report.reread == 4
    assert {key for key in after if after[key] != before[key]} == {"p0", "p1", "p2", "p3"}
    assert {after[f"p{n}"].publisher for n in range(4)} == {"The Harbour Gazette"}
    (proof,) = [e for e in after["p0"].evidence if e.field == "publisher"]
    assert (proof.source, proof.certainty) == ("corrected in corrections.yaml", Certainty.CORRECTED)
    assert proof.quote == "host: harbour.example"
    assert desk.is_as_anew()


def test_no_id_changes_by_a_correction(desk: Desk) -> None:
    page = desk.page
    desk.write(desk.folder / "bare.txt", f"A bridge for the valley\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    page("twin.html", "", "Story number 0", "The Post")
    desk.run()
    ids = {key: article.id for key, article in desk.named().items()}
    rules = "".join(
        f"- by: {{id: {one}}}\n  set: {{title: Another title {n}, published: 2001}}\n  drop: {BODIES[0]}\n"
        for n, one in enumerate(ids.values())
    )
    desk.correct(rules)
    assert {key: article.id for key, article in desk.named().items()} == ids
    assert {article.title[:13] for article in desk.named().values()} == {"Another title"}
    desk.run(full=True)
    assert {article.title[:13] for article in desk.named().values()} == {"Another title"}
    assert {key: article.id for key, article in desk.named().items()} == ids
    assert desk.is_as_anew()


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("address: harbour.example/2/", {"p2"}),
        ("host: lines.example", {"line-0", "line-1", "line-2"}),
        ('publisher: "Harbour"', {"p0", "p1", "p2", "p3"}),
        ("byline: The Author", {"line-1", "line-2"}),
        ("title: Line 2", {"line-2"}),
        ("id: line-1", {"line-1"}),
        ("address: https://lines.example/0", {"line-0"}),
        ("section: Nowhere", set()),
    ],
)
def test_what_a_correction_goes_by_is_what_is_read_again(by: str, keys: set[str], desk: Desk) -> None:
    before = desk.named()
    report = desk.correct(f"- by: {{{by}}}\n  set: {{section: Put here}}\n")
    after = desk.named()
    assert {key for key in after if after[key].section == "Put here"} == keys
    assert {key for key in after if after[key] != before[key]} == keys
    assert report.reread == len(keys) == report.corrected
    assert [one.articles for one in report.corrections] == [len(keys)]
    assert desk.is_as_anew()
    assert desk.run().generation == 0
    (desk.folder / FILE).unlink()
    assert desk.run().reread == len(keys)
    assert desk.named() == before
    assert desk.run().generation == 0


def test_one_line_of_json_lines_is_corrected_by_its_article_s_id(desk: Desk) -> None:
    one = desk.named()["line-1"].id
    report = desk.correct(f"- by: {{id: {one}}}\n  set: {{title: The right one, byline: [Cy Dahl, Di Ek]}}\n")
    assert report.reread == 1
    article = desk.named()["line-1"]
    assert (article.title, article.authors, article.id) == ("The right one", ("Cy Dahl", "Di Ek"), one)
    assert desk.is_as_anew()


def test_an_id_of_before_still_leads_to_its_article(desk: Desk) -> None:
    old = desk.named()["p1"].id
    desk.page("p1.html", "https://harbour.example/moved", "Story number 1", "Harbour | Home")
    desk.run()
    now = desk.named()["p1"].id
    assert now != old
    desk.correct(f"- by: {{id: {old}}}\n  set: {{section: By the former id}}\n")
    assert desk.named()["p1"].section == "By the former id"
    desk.correct(f"- by: {{id: {old}}}\n  set: {{section: Former}}\n- by: {{id: {now}}}\n  set: {{section: Own}}\n")
    assert desk.named()["p1"].section == "Own"
    desk.run(full=True)
    assert desk.named()["p1"].section == "Own"


def test_an_id_is_found_when_its_article_moves_or_comes_later(desk: Desk) -> None:
    one = desk.named()["p1"].id
    desk.correct(f"- by: {{id: {one}}}\n  set: {{section: Mine}}\n")
    (desk.folder / "p1.html").rename(desk.folder / "moved.html")
    desk.run()
    assert desk.named()["moved"].section == "Mine"
    data = (desk.folder / "moved.html").read_text()
    (desk.folder / "moved.html").unlink()
    assert [one.articles for one in desk.run().corrections] == [0]
    desk.write(desk.folder / "again.html", data)
    desk.run()
    assert (desk.named()["again"].section, desk.named()["again"].id) == ("Mine", one)
    assert desk.is_as_anew()


def test_who_wins(desk: Desk) -> None:
    one = desk.named()["p0"].id
    rules = [
        ('publisher: "Harbour"', "value"),
        ("host: harbour.example", "host"),
        ("address: https://harbour.example/0", "address"),
        (f"id: {one}", "id"),
    ]
    text = ""
    for by, name in rules:
        text += f"- by: {{{by}}}\n  set: {{publisher: By {name}}}\n"
        desk.correct(text)
        assert desk.named()["p0"].publisher == f"By {name}"
    desk.write(desk.folder / "p0.meta.yaml", "publisher: By its own file\n")
    desk.run()
    assert desk.named()["p0"].publisher == "By its own file"
    assert desk.is_as_anew()


def test_front_matter_loses_to_a_value(desk: Desk) -> None:
    desk.write(desk.folder / "notes.md", f"---\npublisher: Old name\n---\n# Notes\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    desk.correct("- by: {publisher: Old name}\n  set: {publisher: New name}\n")
    assert desk.named()["notes"].publisher == "New name"


def test_of_several_authors_a_correction_by_byline_changes_the_one(desk: Desk) -> None:
    desk.correct("- by: {byline: The Author}\n  set: {byline: [Cy Dahl, Di Ek]}\n")
    assert desk.named()["line-1"].authors == ("Cy Dahl", "Di Ek", "Ann Lee")
    desk.correct("- by: {byline: The Author}\n  set: {byline: ~}\n- by: {byline: Ann Lee}\n  set: {byline: A. Lee}\n")
    assert desk.named()["line-1"].authors == ("A. Lee",)
    assert desk.named()["line-0"].authors == ("Bo Berg",)
    assert desk.is_as_anew()


def test_a_date_is_corrected_and_moves_the_archive_s_years(desk: Desk) -> None:
    desk.write(
        desk.folder / "undated.txt",
        f"The harbour\n\nLISBON, Feb 24 (Reuters) - The harbour reopened on Wednesday.\n\n{BODIES[0]}\n\n{BODIES[1]}\n",
    )
    desk.correct("- by: {address: https://harbour.example/0}\n  set: {published: 1987-06-05}\n")
    article = desk.named()["p0"]
    assert article.published is not None and article.published.isoformat() == "1987-06-05"
    assert desk.is_as_anew()


def test_lines_are_dropped_and_kept_whatever_the_cleaner_says(desk: Desk) -> None:
    before = desk.named()["p0"]
    kept, dropped = f"{BODIES[1]} p0.html", next(one for one in before.dropped if one.text == MENU)
    assert kept in before.text
    rules = f"- by: {{host: harbour.example}}\n  drop: ['{kept[:40]}']\n"
    desk.correct(rules + "  keep:\n  - |\n    Subscribe to our\n    free  newsletter\n")
    after = desk.named()["p0"]
    assert MENU in after.text and kept not in after.text
    assert [(one.text, one.rule) for one in after.dropped if one.text == kept] == [(kept, "corrected")]
    whole = sorted([*after.text.split("\n"), *(one.text for one in after.dropped)])
    assert whole == sorted(line for line in after.original.split("\n") if line)
    assert dropped.line not in {one.line for one in after.dropped}
    assert desk.is_as_anew()


def test_a_short_piece_has_to_be_a_whole_line(desk: Desk) -> None:
    desk.write(desk.folder / "short.txt", f"A bridge\n\n{BODIES[0]}\n\nbridge\n\n{BODIES[1]}\n")
    desk.correct("- by: {title: A bridge}\n  drop: bridge\n")
    article = desk.named()["short"]
    assert BODIES[0] in article.text
    assert [one.rule for one in article.dropped if one.text == "bridge"] == ["corrected"]


def test_a_page_that_was_taken_for_no_article_is_one_where_its_text_is_kept(desk: Desk) -> None:
    head = '<head><title>404</title><link rel="canonical" href="https://harbour.example/gone"></head>'
    text = "Page not found. The page that you asked for is not here."
    desk.write(desk.folder / "gone.html", f"<html>{head}<body><p>{text}</p></body></html>")
    assert [one.path for one in desk.run().skipped] == ["gone.html"]
    desk.correct("- by: {host: harbour.example}\n  keep: Another text that stands nowhere\n")
    assert "gone" not in desk.named()
    report = desk.correct("- by: {address: harbour.example/gone}\n  keep: The page that you asked for is not here\n")
    assert (report.skipped, report.corrected) == ((), 1)
    assert text in desk.named()["gone"].text
    assert desk.is_as_anew()
    (desk.folder / FILE).unlink()
    assert [one.path for one in desk.run().skipped] == ["gone.html"]
    assert desk.is_as_anew()
