"""Pages and replies show which versions an article has, lead from each to the others, and say what was changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from web.site.app import create_app

LINES = [
    "The ferry Halcyon ran aground on a sandbank off Port Marrow on Tuesday night.",
    "All of them were taken off by lifeboats before dawn, the coastguard said.",
    "The captain told the harbour office that a buoy was missing from its place.",
]
CHANGED = [LINES[0], LINES[1].replace("dawn", "midnight"), LINES[2], "The company has suspended the captain."]
SAVES = (("2016-05-03", LINES), ("2016-05-10", LINES), ("2016-09-13T08:30", CHANGED), ("2016-09-13T19:00", CHANGED))
ADDRESS = "https://quay.example/news/ferry"


def record(key: str, saved: str, lines: list[str], address: str = ADDRESS) -> str:
    text = "\n\n".join(lines)
    return json.dumps({"id": key, "title": "Ferry <aground>", "url": address, "retrieved": saved, "text": text}) + "\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, dict[str, str]]:
    folder = tmp_path_factory.mktemp("versions")
    records = [record(f"v{number}", *save) for number, save in enumerate(SAVES, 1)]
    records.append(
        record("once", "2016-05-03", ["A choir seeks tenors for its concert."], "https://quay.example/choir")
    )
    records += [record(f"s{n}", f"2017-01-0{n}", LINES, "https://quay.example/same") for n in (1, 2)]
    (folder / "a.jsonl").write_text("".join(records), "utf-8")
    run(folder / "index", folder / "a.jsonl")
    ids = {article.key: article.id for article in articles(folder / "index").values()}
    return create_app(open_engine(folder / "index")).test_client(), ids


def text(reader: FlaskClient, path: str) -> str:
    reply = reader.get(path)
    assert reply.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", reply.get_data(as_text=True)))


def test_the_newest_version_says_what_was_changed_since(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    assert {*ids} == {"v4", "once", "s2"}
    page = text(reader, f"/article/{ids['v4']}")
    assert "Changed since 10 May 2016: 2 paragraphs. See what was changed" in page
    shown = ["Saved 13 Sep 2016, 19:00", "Saved 13 Sep 2016, 08:30", "Saved 10 May 2016", "Saved 3 May 2016"]
    assert sorted(shown, key=page.index) == shown
    markup = reader.get(f"/article/{ids['v4']}").get_data(as_text=True)
    assert f'href="/compare?a={ids["v4"]}.2&amp;b={ids["v4"]}"' in markup
    assert 'rel="canonical"' not in markup
    assert "Versions" not in text(reader, f"/article/{ids['once']}")
    assert "Saved twice since 1 Jan 2017, each time with the same text." in text(reader, f"/article/{ids['s2']}")


def test_an_older_version_says_so_and_leads_to_the_newest(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    place = f"/article/{ids['v4']}"
    page = text(reader, f"{place}?version=1&q=dawn")
    assert "Version of 3 May 2016, not the newest one. Changed since: 2 paragraphs. Read the newest version" in page
    assert "1 match for dawn" in page
    markup = reader.get(f"{place}?version=1&q=dawn").get_data(as_text=True)
    assert f'<link rel="canonical" href="{place}">' in markup
    assert '<meta name="robots" content="noindex' in markup
    assert f'href="{place}?q=dawn"' in markup
    assert f'href="{place}?q=dawn&amp;version=1&amp;view=removed"' in markup, "its views are of the same version"
    assert "not the newest one. The text is the same." in text(reader, f"{place}?version=3")
    assert "not the newest" not in text(reader, f"{place}?version=4")


def test_what_is_no_version_is_not_found_with_a_sentence(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    for number in ("5", "0", "x", "1.1", "-1", "9" * 30):
        for path in ("/article/", "/api/article/"):
            reply = reader.get(f"{path}{ids['v4']}?version={number}")
            assert reply.status_code == 404
            assert f"The article has no version {number[:20]}: it has 4 versions." in reply.get_data(as_text=True)
    assert "it has 1 version." in reader.get(f"/article/{ids['once']}?version=2").get_data(as_text=True)
    assert reader.get(f"/article/{ids['once']}?version=1").status_code == 200
    assert "never was one" in reader.get("/article/0123456789abcdef?version=1").get_data(as_text=True)


def test_the_id_of_a_version_leads_to_its_page(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    for path in ("/article/", "/api/article/"):
        reply = reader.get(f"{path}{ids['v4']}.2")
        assert (reply.status_code, reply.headers["Location"]) == (301, f"{path}{ids['v4']}?version=2")
        assert reader.get(reply.headers["Location"]).status_code == 200


def test_the_reply_lists_the_versions(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    for number, (saved, lines) in enumerate(SAVES, 1):
        reply = reader.get(f"/api/article/{ids['v4']}?version={number}").get_json()
        assert (reply["version"], reply["saved"], reply["text"]) == (number, saved, "\n".join(lines))
        assert reply["id"] == (ids["v4"] if number == 4 else f"{ids['v4']}.{number}")
        assert [(one["id"], one["number"], one["saved"]) for one in reply["versions"]] == [
            (f"{ids['v4']}.{place}", place, when) for place, (when, _) in enumerate(SAVES, 1)
        ]
    once = reader.get(f"/api/article/{ids['once']}").get_json()
    assert (once["version"], once["versions"], once["saved"]) == (0, [], "2016-05-03")


def test_versions_are_compared_as_articles_are(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    article = ids["v4"]
    reply = reader.get(f"/api/compare?a={article}.1&b={article}").get_json()
    assert (reply["a"]["id"], reply["b"]["id"]) == (f"{article}.1", article)
    assert (reply["changed"], reply["added"], reply["cut"]) == (1, 1, 0)
    page = text(reader, f"/compare?a=/article/{article}?version=1%26q=x&b=http://localhost/article/{article}")
    assert "What differs between two versions" in page
    assert "saved 3 May 2016" in page and "saved 13 Sep 2016, 19:00" in page
    missing = reader.get(f"/api/compare?a={article}.1&b={article}.9")
    assert missing.status_code == 404 and "no version 9" in missing.get_json()["error"]


BESIDE = {
    "first": {"title": "Ferry aground", "authors": ["Ada Lindqvist"], "date": "2016-05-03"},
    "title": {"title": "Ferry <lost> aground", "authors": ["Ada Lindqvist"], "date": "2016-05-03"},
    "byline": {"title": "Ferry <lost> aground", "authors": ["Tom Okafor"], "date": "2016-05-03"},
}


@pytest.fixture(scope="module")
def retitled(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, str]:
    """An article whose text stayed, while its headline and then its byline changed."""
    folder = tmp_path_factory.mktemp("retitled")
    told = (
        {"id": key, "url": ADDRESS, "retrieved": f"2016-05-0{number}", "text": "\n\n".join(LINES)} | fields
        for number, (key, fields) in enumerate(BESIDE.items(), 3)
    )
    (folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in told), "utf-8")
    run(folder / "index", folder / "a.jsonl")
    (article,) = articles(folder / "index")
    return create_app(open_engine(folder / "index")).test_client(), article


def test_a_changed_headline_is_a_change(retitled: tuple[FlaskClient, str]) -> None:
    reader, article = retitled
    page = text(reader, f"/article/{article}")
    assert "Changed since 3 May 2016: headline. See what was changed" in page
    assert "not the newest one. Changed since: headline." in text(reader, f"/article/{article}?version=1")
    assert "not the newest one. The text is the same." in text(reader, f"/article/{article}?version=2")
    found = text(reader, "/search?q=halcyon+in:versions&copies=all")
    assert "Version of 3 May 2016, since changed" in found
    assert "Version of 4 May 2016 " in found


def test_a_changed_headline_is_told_before_paragraphs(tmp_path: Path) -> None:
    saves = [record("a", "2016-05-03", LINES), record("b", "2016-05-10", CHANGED).replace("aground>", "afloat>")]
    (tmp_path / "a.jsonl").write_text("".join(saves))
    run(tmp_path / "index", tmp_path / "a.jsonl")
    (article,) = articles(tmp_path / "index")
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    page = text(reader, f"/article/{article}")
    assert "Changed since 3 May 2016: headline and 2 paragraphs." in page


def test_words_that_only_an_older_version_holds_are_offered(tmp_path: Path) -> None:
    saves = record("a", "2016-05-03", LINES) + record("b", "2016-05-10", CHANGED)
    (tmp_path / "a.jsonl").write_text(
        saves + record("c", "2016-05-03", ["A dawning of day."], "https://quay.example/day")
    )
    run(tmp_path / "index", tmp_path / "a.jsonl")
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    for asked, said in (("dawn", "dawn"), ('"before dawn"', "before dawn"), ("lifeboats AND dawn", "AND dawn")):
        reply = reader.get("/search", query_string={"q": asked}).get_data(as_text=True)
        (line,) = re.findall(r'<p class="offered">(.*?)</p>', reply, re.DOTALL)
        assert "In older versions:" in line and said in line and ": 1 article" in line
        (href,) = re.findall(r'<a href="([^"]*in%3Aversions)">', line)
        assert reader.get(f"/api{href.replace('&amp;', '&')}").get_json()["total"] == 1
        told = reader.get("/api/search", query_string={"q": asked}).get_json()
        assert (told["corrected_from"], [offer["facet"] for offer in told["offers"]]) == ("", ["versions"])


def test_the_fields_that_differ_are_told(retitled: tuple[FlaskClient, str]) -> None:
    reader, article = retitled
    reply = reader.get(f"/api/compare?a={article}.1&b={article}").get_json()
    assert reply["fields"] == [
        {"name": "title", "before": "Ferry aground", "after": "Ferry <lost> aground"},
        {"name": "authors", "before": "Ada Lindqvist", "after": "Tom Okafor"},
    ]
    markup = reader.get(f"/compare?a={article}.1&b={article}").get_data(as_text=True).partition("</main>")[0]
    assert '<p class="lead">Headline and author changed. The two texts are the same.</p>' in markup
    assert re.findall(r"<dt>(.*?)</dt>", markup) == ["Headline", "Author"]
    headline, byline = re.findall(r"<dd[^>]*>(.*?)</dd>", markup)
    hidden = re.compile(r'<span class="unseen">(.*?)</span>')
    assert hidden.sub("", headline) == "Ferry <ins>&lt;lost&gt;</ins> aground"
    assert hidden.sub("", byline) == "<del>Ada Lindqvist</del><ins>Tom Okafor</ins>"
    assert hidden.findall(byline) == ["cut: ", " (end)", "added: ", " (end)"]
    same = reader.get(f"/compare?a={article}.3&b={article}").get_data(as_text=True)
    assert "<dl" not in same.partition("</main>")[0]
    assert reader.get(f"/api/compare?a={article}.3&b={article}").get_json()["fields"] == []


def test_results_hold_older_versions_where_they_are_asked_for(served: tuple[FlaskClient, dict[str, str]]) -> None:
    reader, ids = served
    article = ids["v4"]
    plain = reader.get("/api/search?q=halcyon").get_json()
    assert sorted((hit["id"], hit["older_version"]) for hit in plain["hits"]) == sorted(
        [(article, None), (ids["s2"], None)]
    )
    every = reader.get("/api/search?q=halcyon+in:versions").get_json()
    older = {hit["id"]: hit["older_version"] for hit in every["hits"]}
    assert {*older} == {article, *(f"{article}.{n}" for n in (1, 2, 3)), ids["s2"], f"{ids['s2']}.1"}
    assert older[f"{article}.1"]["saved"] == "2016-05-03"
    page = text(reader, "/search?q=halcyon+in:versions&copies=all")
    assert "Version of 3 May 2016, since changed" in page
    assert "Version of 13 Sep 2016 " in page
    markup = reader.get("/search?q=halcyon+in:versions&copies=all").get_data(as_text=True)
    assert f'href="/article/{article}?q=halcyon+in%3Aversions&amp;copies=all&amp;version=1' in markup
    assert "halcyon" in text(reader, f"/article/{article}?q=halcyon+in%3Aversions&version=1&at=2")
    rows = reader.get("/search.csv?q=halcyon").get_data(as_text=True)
    assert rows.count("Ferry") == 2


def test_what_an_address_of_a_version_once_led_to_leads_on(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    (folder / "a.jsonl").write_text(record("a", "2016-05-03", LINES) + record("b", "2016-05-10", CHANGED))
    run(index, folder)
    (before,) = articles(index)
    moved = ADDRESS.replace("news", "moved")
    (folder / "a.jsonl").write_text(record("a", "2016-05-03", LINES, moved) + record("b", "2016-05-10", CHANGED, moved))
    run(index, folder)
    (now,) = articles(index)
    assert now != before
    reader = create_app(open_engine(index)).test_client()
    reply = reader.get(f"/article/{before}?version=1&view=original")
    assert (reply.status_code, reply.headers["Location"]) == (301, f"/article/{now}?version=1&view=original")
    reply = reader.get(f"/compare?a={before}.1&b={before}")
    assert (reply.status_code, reply.headers["Location"]) == (301, f"/compare?a={now}.1&b={now}")
