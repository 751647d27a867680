"""An archive of the seeds and of pages that mean harm, and a client of the application over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from web.site.app import create_app

HARM = "<script>alert(1)</script>"
QUOTES = "\"'><img src=x onerror=alert(1)>"
HOSTILE = {
    "id": "harm",
    "title": f"Harmless {HARM} & {QUOTES} \u202egnuoy\u0007",
    "text": f"The zymurgy of {HARM} begins.\n\n{QUOTES} zymurgy </p></main></body> javascript:alert(1) &lt;b&gt;.\n"
    "\u202e evil",
    "authors": [f"Ann {HARM}", QUOTES],
    "publisher": f"The {QUOTES} Post",
    "section": HARM,
    "url": "javascript:alert(1)",
    "date": "2015-05-26",
    "language": "en",
}
MARKDOWN = f"""---
title: Harmful Markdown {HARM}
author: Ann
---
The zymurgy of [links](javascript:alert(1)) and ![pictures](https://evil.example/x.png).

{HARM} <iframe src="https://evil.example"></iframe> zymurgy {QUOTES}
"""


@pytest.fixture(scope="session")
def archive(seeds: Path, reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the seeds and the hostile pages."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "harm.jsonl").write_text(json.dumps(HOSTILE) + "\n", "utf-8")
    (folder / "harm.md").write_text(MARKDOWN, "utf-8")
    return reindexed(seeds, folder)


@pytest.fixture(scope="session")
def reader(archive: Path) -> FlaskClient:
    engine = open_engine(archive)
    return create_app(engine, replace(Settings(), index=archive)).test_client()
