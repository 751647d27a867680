"""A search that is saved tells what came since it was seen, and what is kept outlasts runs and damage."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.reindex.archives import run
from tests.web.adding import BEARER, TOKEN, small_index
from tests.web.saving import LATER, add, client_of, page, save, send, told


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return small_index(tmp_path)


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return client_of(index)


def test_what_came_since_is_new_until_it_is_marked_as_seen(client: FlaskClient, index: Path) -> None:
    made = save(client, "/search?q=mayor", "Mayors")
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/saved/{made.get_json()['id']}"
    assert (made.get_json()["results"], made.get_json()["new"]) == (2, 0)
    add(index, 7)
    client = client_of(index)
    (one,) = told(client)
    assert (one["name"], one["results"], one["new"]) == ("Mayors", 3, 1)
    hits = client.get(one["new_address"].replace("/search", "/api/search"), headers=BEARER).get_json()["hits"]
    assert [hit["title"] for hit in hits] == ["The mill of Weidenau and the word7"]
    feed = client.get(one["feed"], headers=BEARER).get_data(as_text=True)
    assert feed.count("<entry>") == 3 and feed.index("word7") < feed.index("word900")
    until = re.search(r'name="until" value="(\d+)"', page(client))
    assert until and int(until[1]) == int(LATER.timestamp())
    add(index, 8, moment=LATER + timedelta(hours=1))  # after the page with the form was made
    client = client_of(index)
    assert send(client, do="see", id=one["id"], until=until[1]).status_code == 303
    (one,) = told(client)
    assert (one["results"], one["new"]) == (4, 1)
    assert client.get(one["new_address"], headers=BEARER).status_code == 200
    assert told(client)[0]["new"] == 1, "to look at what is new is not to mark it"
    send(client, do="see", until=int(LATER.timestamp()) + 9999)
    assert told(client)[0]["new"] == 0


def test_a_form_cannot_mark_what_is_still_to_come(client: FlaskClient, index: Path) -> None:
    save(client, "/search?q=mayor")
    send(client, do="see", id=1, until=2**50)
    send(client, do="save", address="/search?q=bridge", until=2**50)
    add(index, 9)
    assert [one["new"] for one in told(client_of(index))] == [1, 1]


def test_what_a_run_publishes_later_than_it_began_is_new(client: FlaskClient, index: Path) -> None:
    """Its articles bear the moment at which it began, which may be before the search was saved."""
    before = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    save(client, "/search?q=mayor")
    add(index, 7, moment=before)
    assert told(client_of(index))[0]["new"] == 1


def test_the_same_question_is_saved_once(client: FlaskClient) -> None:
    first = save(client, "/search?q=mill&language=en", "Mills")
    again = save(client, "http://localhost/search?language=en&q=mill&sort=oldest&copies=all&page=2")
    assert (first.status_code, again.status_code) == (201, 409)
    assert f"id is {first.get_json()['id']}" in again.get_json()["error"] and "Mills" in again.get_json()["error"]
    assert send(client, do="save", address="/search?q=mill&language=en").headers["Location"] == "/saved#s1"
    assert len(told(client)) == 1


def test_one_is_renamed_and_deleted(client: FlaskClient) -> None:
    save(client, "/search?q=mill&sort=newest", "Mills")
    assert client.get("/api/saved/1", headers=BEARER).get_json()["name"] == "Mills"
    renamed = client.patch("/api/saved/1", headers=BEARER, json={"name": " Mills\n of\u202e today "})
    assert renamed.get_json()["name"] == "Mills of today"
    assert client.patch("/api/saved/2", headers=BEARER, json={"name": "x"}).status_code == 404
    deleted = client.delete("/api/saved/1", headers=BEARER)
    assert (deleted.status_code, deleted.data) == (204, b"")
    for reply in (client.delete("/api/saved/1", headers=BEARER), client.get("/api/saved/1", headers=BEARER)):
        assert reply.status_code == 404 and "saved search" in reply.get_json()["error"]
    assert client.delete(f"/api/saved/{2**70}", headers=BEARER).status_code == 404
    assert told(client) == []


def test_what_was_deleted_by_mistake_is_saved_again(client: FlaskClient, index: Path) -> None:
    save(client, "/search?q=mill&sort=newest", "Mills & <more>")
    add(index, 7)
    client = client_of(index)
    after = send(client, do="delete", id=1)
    assert after.status_code == 303 and told(client) == []
    shown = page(client, after.headers["Location"])
    assert "Mills &amp; &lt;more&gt;" in shown
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown)[:4])
    send(
        client,
        **{
            name: value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
            for name, value in fields.items()
        },
    )
    (one,) = told(client)
    assert (one["name"], one["address"], one["new"]) == ("Mills & <more>", "/search?q=mill&sort=newest", 1)


def test_without_a_token_nothing_is_kept_or_shown(index: Path) -> None:
    save(client_of(index), "/search?q=mill")
    client = client_of(index, token="")
    assert client.get("/api/saved").get_json() == {"searches": []}
    assert client.get("/api/saved/1").status_code == 404
    for reply in (
        client.post("/api/saved", json={"address": "/search"}),
        client.patch("/api/saved/1", json={"name": "x"}),
        client.delete("/api/saved/1"),
        client.post("/saved", data={"do": "save"}),
    ):
        assert reply.status_code == 405
    shown = client.get("/saved").get_data(as_text=True)
    assert "no token" in shown and '<form action="/saved"' not in shown
    results = client.get("/search?q=mayor").get_data(as_text=True)
    assert "Save this search" not in results and "as a feed" in results and "Saved</a>" not in results


def test_the_results_say_whether_their_search_is_saved(client: FlaskClient, index: Path) -> None:
    assert "Save this search" in page(client, "/search?q=mayor")
    assert "Save this search" in page(client, "/search?q=zzyzxx"), "what is not there yet can be waited for"
    save(client, "/search?q=mayor", "Mayors")
    shown = page(client, "/search?q=mayor&sort=oldest")
    assert "Save this search" not in shown and 'href="/saved#s1"' in shown
    add(index, 7)
    client = client_of(index)
    news = page(client, told(client)[0]["new_address"])
    assert "New in" in news and "Mark as seen" in news
    assert "Save this search" in page(client, "/search?q=mill")


def test_forms_are_shown_where_a_browser_can_send_them(index: Path) -> None:
    client = client_of(index, trusted_hosts="archive.example")
    save(client, "/search?q=mayor")
    for base, shown in (("https://archive.example", True), ("http://archive.example", False)):
        results = client.get("/search?q=bridge", base_url=base, headers=BEARER).get_data(as_text=True)
        saved = client.get("/saved", base_url=base, headers=BEARER).get_data(as_text=True)
        assert ("Save this search" in results) is shown and ('value="delete"' in saved) is shown
        assert ("over https" in saved) is not shown


def test_a_form_of_another_site_changes_nothing(client: FlaskClient) -> None:
    save(client, "/search?q=mayor")
    reply = client.post(
        "/saved", auth=("x", TOKEN), headers={"Sec-Fetch-Site": "cross-site"}, data={"do": "delete", "id": 1}
    )
    assert reply.status_code == 403 and len(told(client)) == 1


@pytest.mark.parametrize("data", [b"no database at all" * 300, None])
def test_a_damaged_file_is_told_and_searching_goes_on(index: Path, data: bytes | None) -> None:
    place = index.with_name("state.sqlite")
    if data is None:
        place.mkdir()
    else:
        place.write_bytes(data)
    client = client_of(index)
    for reply in (
        client.get("/saved", headers=BEARER),
        client.get("/api/saved", headers=BEARER),
        save(client, "/search?q=mill"),
        send(client, do="see", id=1, until=1),
    ):
        assert reply.status_code == 503
        assert str(place) in reply.get_data(as_text=True)
    assert "Save this search" in page(client, "/search?q=mayor")
    assert client.get("/", headers=BEARER).status_code == 200


def test_a_reindex_of_everything_leaves_what_is_saved(client: FlaskClient, index: Path) -> None:
    save(client, "/search?q=mayor", "Mayors")
    run(index, index.with_name("articles"), file_seconds=60.0, full=True, now=LATER)
    assert [(one["name"], one["new"]) for one in told(client_of(index))] == [("Mayors", 0)]


def test_names_become_no_markup(client: FlaskClient) -> None:
    save(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&publisher=%22%3E%3Cimg%3E", "<b>\"'>")
    for path in ("/saved", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&publisher=%22%3E%3Cimg%3E"):
        shown = page(client, path)
        assert "<script>alert" not in shown and "<img>" not in shown and '<b>"' not in shown
