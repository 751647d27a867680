"""A client that saves searches, and an archive to which articles come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, run
from tests.web.adding import BEARER, TOKEN, article
from web.site.app import create_app

JSON = {"Content-Type": "application/json", **BEARER}
LATER = NOW + timedelta(days=1)


def client_of(index: Path, **knobs: str) -> FlaskClient:
    settings = replace(Settings(), index=index, **{"token": TOKEN, **knobs})  # type: ignore[arg-type]
    return create_app(lambda: open_engine(index), settings).test_client()


def save(client: FlaskClient, address: str, name: str = "") -> TestResponse:
    return client.post("/api/saved", headers=BEARER, json={"address": address, "name": name})


def told(client: FlaskClient) -> list[dict[str, Any]]:
    reply = client.get("/api/saved", headers=BEARER)
    assert reply.status_code == 200
    searches: list[dict[str, Any]] = reply.get_json()["searches"]
    return searches


def send(client: FlaskClient, **fields: object) -> TestResponse:
    """Send a form of the page."""
    return client.post("/saved", headers={"Sec-Fetch-Site": "same-origin"}, auth=("x", TOKEN), data=fields)


def page(client: FlaskClient, path: str = "/saved") -> str:
    return client.get(path, headers=BEARER).get_data(as_text=True)


def add(index: Path, *numbers: int, moment: datetime = LATER) -> None:
    """Let articles come into the archive at a moment."""
    for number in numbers:
        (index.with_name("articles") / f"{number}.txt").write_bytes(article(number))
    run(index, index.with_name("articles"), file_seconds=60.0, now=moment)
