"""One Chromium and one server over an index of the seeds for all tests in a browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.web.adding import TOKEN
from web.site.app import create_app

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WAIT = 60_000.0  # milliseconds that a test waits for what a page is to show, however slow the machine is
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": -1}
"""What `--slow-browser` makes of each reply: milliseconds before it begins, and bytes a second."""


@dataclass
class Watched:
    """A page of a browser, and what it asked for and complained of."""

    page: Page
    origin: str
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page


def serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def origin(seeds: Path, reindexed: Callable[..., Path]) -> Iterator[str]:
    """The address of a server over an index of the seeds."""
    folder = reindexed(seeds)
    yield from serving(create_app(lambda: open_engine(folder, seconds=60.0), replace(Settings(), index=folder)))


@pytest.fixture
def origin_with_token(seeds: Path, reindexed: Callable[..., Path], tmp_path: Path) -> Iterator[str]:
    """The address of a server over an index of the seeds that has a token and keeps nothing yet."""
    folder = reindexed(seeds)
    settings = replace(Settings(), index=folder, token=TOKEN, state=str(tmp_path / "state.sqlite"))
    yield from serving(create_app(lambda: open_engine(folder), settings))


@pytest.fixture(scope="session")
def without_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has no index yet."""
    folder = tmp_path_factory.mktemp("empty")
    yield from serving(create_app(lambda: open_engine(folder, seconds=60.0), replace(Settings(), index=folder)))


@pytest.fixture(scope="session")
def older(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over an index of the seeds that answers from an older generation."""
    folder = tmp_path_factory.mktemp("older")
    (folder / "more.txt").write_text("The bridge\n\nThe council agreed to rebuild the bridge in the valley.\n")
    for source in (seeds, folder / "more.txt"):
        run(folder / "index", source, file_seconds=60.0)
    newest = max(folder.glob("index/_MAIN_*.toc"))
    newest.write_bytes(newest.read_bytes()[:-1])
    settings = replace(Settings(), index=folder / "index", threads=32)
    yield from serving(create_app(lambda: open_engine(settings.index, seconds=60.0), settings))


def found_chromium() -> str:
    """The path of the browser; the test fails where there is none."""
    found = os.environ.get("CUTTINGS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("no Chromium: install the package chromium or name its program in CUTTINGS_CHROMIUM", pytrace=False)
    return found


@pytest.fixture(scope="session")
def playwright_of_session() -> Iterator[Playwright]:
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session", autouse=True)
def slowed(pytestconfig: pytest.Config) -> Iterator[None]:
    """With `--slow-browser` each reply comes late and in pieces, and scripts run slowly: a test that reads a page which
    is still to come fails then, and not only where the machine is busy."""
    new_page = BrowserContext.new_page

    def slow_page(context: BrowserContext) -> Page:
        page = new_page(context)
        session = context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        return page

    with pytest.MonkeyPatch.context() as patch:
        if pytestconfig.getoption("--slow-browser"):
            patch.setattr(BrowserContext, "new_page", slow_page)
        yield


@pytest.fixture(scope="session")
def chromium(playwright_of_session: Playwright) -> Iterator[Browser]:
    browser = playwright_of_session.chromium.launch(executable_path=found_chromium(), args=list(FLAGS))
    yield browser
    browser.close()


@contextmanager
def page_of(
    browser: Browser, *, width: int = 1280, height: int = 800, scheme: str = "light", scripts: bool = True
) -> Iterator[Page]:
    """A page of a reader who has given the token."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        http_credentials={"username": "reader", "password": TOKEN},
    )
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


Opener = Callable[..., Watched]


@pytest.fixture
def opened(chromium: Browser, origin: str) -> Iterator[Opener]:
    """Opens a page of its own: `opened(width=360, scheme="dark", scripts=False)`."""
    contexts: list[BrowserContext] = []

    def open_page(
        width: int = 1280, scheme: str = "light", *, scripts: bool = True, at: str = origin, language: str = "en"
    ) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            locale=language,
        )
        contexts.append(context)
        context.set_default_timeout(WAIT)
        watched = Watched(context.new_page(), at)

        def asked(request: Request) -> None:
            if not request.url.startswith((at, "data:")):
                watched.strangers.append(request.url)

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
                watched.complaints.append(message.text)

        watched.page.on("request", asked)
        watched.page.on("console", said)
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        return watched

    yield open_page
    for context in contexts:
        context.close()
