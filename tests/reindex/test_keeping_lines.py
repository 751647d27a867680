"""A removed line that a reader says belongs to the article is in it after the next run, and out again when that is
taken back; wherever the article's file lies."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.article import Article
from index.line_corrections import LineWish, NothingWritten, Refusal, write_wish
from tests.reindex.archives import articles, contents, run
from tests.reindex.desk import FILE, MENU, Desk
from tests.reindex.movers import BODIES, web_page
from tests.reindex.test_zips import zipped

LATE = "Subscribe to our free newsletter and never miss a story"
MAIL = """From ann@example.org Mon May 25 10:00:00 2015
From: Ann <ann@example.org>
Subject: The harbour
Date: Mon, 25 May 2015 10:00:00 +0000

{text}

"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run()
    return made


def numbers(article: Article, text: str) -> tuple[int, ...]:
    return tuple(one.line for one in article.dropped if one.text == text)


def test_a_line_comes_into_the_article_and_goes_again(desk: Desk) -> None:
    before = desk.named()
    one = before["p0"]
    done = write_wish(desk.index, LineWish(one.id, numbers(one, MENU), sha256=one.sha256))
    assert (done.texts, done.folder, done.changed) == ((MENU,), str(desk.folder), True)
    assert desk.named() == before, "nothing changes before a run"
    report = desk.run()
    after = desk.named()
    assert (report.reread, report.corrected, report.skipped) == (1, 1, ())
    assert MENU in after["p0"].text and after["p0"].id == one.id
    assert MENU not in [dropped.text for dropped in after["p0"].dropped]
    assert {key for key in after if after[key] != before[key]} == {"p0"}
    assert desk.is_as_anew()
    again = write_wish(desk.index, LineWish(one.id, texts=(MENU,), keep=False))
    assert again.changed and not (desk.folder / FILE).exists()
    desk.run()
    assert desk.named() == before
    assert desk.is_as_anew()


def test_it_is_kept_in_full_runs_after_other_changes_and_under_another_name(desk: Desk) -> None:
    one = desk.named()["p1"]
    write_wish(desk.index, LineWish(one.id, rules=(one.dropped[-1].rule,)))
    (desk.folder / "p1.html").rename(desk.folder / "moved.html")
    desk.run()
    assert MENU in desk.named()["moved"].text
    desk.run(full=True)
    assert MENU in desk.named()["moved"].text
    assert desk.is_as_anew()
    desk.page("moved.html", "https://harbour.example/elsewhere", "Story number 1", "Harbour | Home")
    desk.run()
    now = desk.named()["moved"]
    assert now.id != one.id and MENU in now.text, "an id of before leads to it"
    write_wish(desk.index, LineWish(now.id, texts=(MENU,), keep=False))
    desk.run()
    assert MENU not in desk.named()["moved"].text


def test_what_a_person_wrote_in_the_file_stays_and_still_counts(desk: Desk) -> None:
    text = "# mine\n- by: {host: harbour.example}\n  set: {section: Sea}   # for now\n"
    desk.correct(text)
    one = desk.named()["p2"]
    write_wish(desk.index, LineWish(one.id, numbers(one, MENU)))
    assert (desk.folder / FILE).read_text().startswith(text)
    desk.run()
    assert {key: (a.section, MENU in a.text) for key, a in desk.named().items() if key[0] == "p"} == {
        "p0": ("Sea", False),
        "p1": ("Sea", False),
        "p2": ("Sea", True),
        "p3": ("Sea", False),
    }
    assert desk.is_as_anew()


@pytest.mark.parametrize("kind", ["zip", "mbox", "jsonl"])
def test_the_file_may_be_one_of_several_articles(kind: str, tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    menu = f"{LATE}\n\n{BODIES[0]}\n\n{BODIES[1]}\n\nShare on Facebook"
    if kind == "zip":
        page = web_page(1, "quay.example", "").replace("</body>", "<p>Share on Facebook</p></body>")
        (folder / "all.zip").write_bytes(zipped({"pages/1.html": page, "pages/2.html": page.replace("1", "2")}))
    elif kind == "mbox":
        (folder / "all.mbox").write_text(MAIL.format(text=menu) + MAIL.format(text=menu.replace("the", "a")))
    else:
        lines = [{"id": str(n), "title": f"Number {n}", "text": menu.replace("the", "one" * n)} for n in (1, 2)]
        (folder / "all.jsonl").write_text("\n".join(map(json.dumps, lines)))
        drops = (f"- by: {{title: Number {n}}}\n  drop: Share on Facebook\n" for n in (1, 2))
        (folder / FILE).write_text("".join(drops))
    run(index, folder)
    out = [one for one in articles(index).values() if "Share on Facebook" in [d.text for d in one.dropped]]
    assert out
    wanted = out[0]
    write_wish(index, LineWish(wanted.id, numbers(wanted, "Share on Facebook")))
    run(index, folder)
    after = articles(index)
    assert "Share on Facebook" in after[wanted.id].text
    assert [one.id for one in after.values() if "Share on Facebook" in one.text] == [wanted.id]
    run(tmp_path / "anew", folder)
    assert contents(index) == contents(tmp_path / "anew")


def test_an_article_of_no_folder_that_can_hold_a_correction_is_refused(desk: Desk) -> None:
    one = desk.named()["p0"]
    shutil.move(desk.folder / "p0.html", desk.place / "p0.html")
    refused(desk.index, LineWish(one.id, numbers(one, MENU)), Refusal.NO_FOLDER, "not there now")
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()  # where a disk was mounted
    refused(desk.index, LineWish(one.id, numbers(one, MENU)), Refusal.NO_FOLDER, "not there now")
    assert list(desk.folder.iterdir()) == []
    alone = desk.place / "alone"
    run(alone, desk.place / "p0.html")
    (lone,) = articles(alone).values()
    refused(alone, LineWish(lone.id, numbers(lone, MENU)), Refusal.NO_FOLDER, "by itself")
    assert not (desk.place / FILE).exists()


def test_what_is_no_removed_line_of_this_article_is_refused(desk: Desk) -> None:
    one = desk.named()["p0"]
    for wish, why in (
        (LineWish("0" * 16, (0,)), Refusal.UNKNOWN),
        (LineWish(one.id), Refusal.NO_SUCH_LINE),
        (LineWish(one.id, (*numbers(one, MENU), 10_000)), Refusal.NO_SUCH_LINE),
        (LineWish(one.id, texts=(BODIES[0],)), Refusal.NO_SUCH_LINE),
        (LineWish(one.id, rules=("comments",)), Refusal.NO_SUCH_LINE),
        (LineWish(one.id, texts=(MENU,), keep=False), Refusal.NO_SUCH_LINE),
        (LineWish(one.id, numbers(one, MENU), sha256="0" * 64), Refusal.CHANGED),
    ):
        refused(desk.index, wish, why)
    assert not (desk.folder / FILE).exists()


def test_a_file_that_is_wrong_is_left_as_it_is(desk: Desk) -> None:
    one = desk.named()["p0"]
    (desk.folder / FILE).write_text("- by: {host: a.example\n")
    refused(desk.index, LineWish(one.id, numbers(one, MENU)), Refusal.FILE, "corrections.yaml is not YAML (line 2)")
    assert (desk.folder / FILE).read_text() == "- by: {host: a.example\n"
    (desk.folder / FILE).unlink()
    (desk.folder / FILE).mkdir()
    refused(desk.index, LineWish(one.id, numbers(one, MENU)), Refusal.DISK, "could not be written")


def refused(index: Path, wish: LineWish, why: Refusal, told: str = "") -> None:
    with pytest.raises(NothingWritten) as error:
        write_wish(index, wish)
    assert error.value.why is why and told in str(error.value)
