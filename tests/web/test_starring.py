"""A star puts an article into one list, whatever list was used last and whatever language the reader speaks."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.adding import BEARER
from tests.web.test_article_lists import ask, folder, ids, reader, send

__all__ = ["folder", "ids", "reader"]  # fixtures


def test_stars_are_one_list_in_every_language(reader: FlaskClient, ids: list[str]) -> None:
    send(reader, add="", ids=ids[1])
    for article, language in zip(ids, ("de", "fr", "en"), strict=True):
        reader.post("/lists", data={"star": article}, headers=BEARER | {"Accept-Language": language})
    lists = ask(reader, "GET", "")[1]["lists"]
    assert [one["size"] for one in lists] == [3, 1]
    assert lists[0]["name"] == "Gemerkt" and lists[1]["name"].startswith("Picked on")
