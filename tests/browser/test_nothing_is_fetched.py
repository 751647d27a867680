"""A page as it was saved reaches nothing beyond the archive, in a Chromium with a profile as a reader's has one.

A listening socket stands for all other servers: it counts connections, also those over which nothing is asked.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, Playwright

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser.conftest import FLAGS, WAIT, found_chromium, serving
from tests.reindex.archives import articles, run
from tests.web.running import until
from web.site.app import create_app

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
TEMPTATIONS = {
    "hints": "<link rel=preconnect href={x}/pc><link rel=preconnect crossorigin href={x}/pc><LINK REL='dns-prefetch "
    "preconnect prefetch prerender' href={x}/all><link rel=preload as=image href={x}/pl><link rel=modulepreload "
    "href={x}/mp><link rel=manifest href={x}/m><link rel=icon href={x}/i><link rel=stylesheet href={x}/c>",
    "refresh": "<meta http-equiv=refresh content='0;url={x}/r'><meta http-equiv=x-dns-prefetch-control content=on>",
    "frames": "<iframe src={x}/f></iframe><iframe srcdoc='&lt;link rel=preconnect href={x}/s&gt;'></iframe><object "
    "data={x}/o></object><embed src={x}/e>",
    "pictures": "<img src={x}/1 srcset='{x}/2 2x'><picture><source srcset={x}/3><img></picture><video src={x}/4 "
    "poster={x}/5 autoplay></video><audio src={x}/6 autoplay></audio><input type=image src={x}/7><svg><image "
    "href={x}/8 /><use href={x}/9#a /></svg><table background={x}/10><tr><td background={x}/11></table>",
    "styles": "<style>@import url({x}/1); body{{background:url({x}/2)}} @font-face{{font-family:z;src:url({x}/3)}} "
    "p{{font-family:z}}</style><p style='background:url({x}/4)'>z",
    "scripts": "<script src={x}/1></script><script>fetch('{x}/2');new Image().src='{x}/3'</script><img src=data:x "
    'onerror="fetch(\'{x}/4\')"><script type=speculationrules>{{"prefetch":[{{"urls":["{x}/5"]}}]}}</script>',
    "reports": "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'; report-uri {x}/1\"><img src={x}/2>",
    "base": "<base href='{x}/'><img src=here><link rel=preconnect href=//{host}>",
}


class Listener:
    """All other servers of the world; `heard` counts who connected, `said` is what they asked."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.heard = 0
        self.said: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self.heard += 1
            threading.Thread(target=self._listen_to, args=(connection,), daemon=True).start()

    def _listen_to(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            self.said.append(connection.recv(10_000))


@pytest.fixture(scope="module")
def elsewhere() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def addresses(elsewhere: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of the saved pages, by what is in each."""
    folder = tmp_path_factory.mktemp("tempting")
    tried = {
        name: markup.format(x=f"http://{elsewhere.host}", host=elsewhere.host) for name, markup in TEMPTATIONS.items()
    }
    tried["links"] = (
        f"<meta name=referrer content=unsafe-url><a id=out referrerpolicy=unsafe-url "
        f"href='http://{elsewhere.host}/out' ping='http://{elsewhere.host}/ping'>out</a> <a id=own "
        f"target=_blank href='http://{elsewhere.host}/tab'>tab</a> <a id=near href=near.html>near</a> <a id=down "
        f"href=#end>down</a><form action='http://{elsewhere.host}/form'><button id=send>send</button></form><p id=end>"
    )
    for name, markup in tried.items():
        body = "".join(f"<p>{STORY} {name} {n}.</p>" for n in range(4))
        page = f"<!doctype html><head><title>On {name}</title>{markup}</head><body><h1>On {name}</h1>{body}"
        (folder / f"{name}.html").write_text(page)
    run(folder / "index", folder)
    found = {article.key: f"/article/{article.id}/page" for article in articles(folder / "index").values()}
    settings = replace(Settings(), index=folder / "index")
    for origin in serving(create_app(open_engine(folder / "index", seconds=60.0), settings)):
        yield {name: origin + path for name, path in found.items()}


@pytest.fixture(scope="module")
def profile(playwright_of_session: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser with a profile: one without opens no connections ahead, and so would prove nothing."""
    kind: BrowserType = playwright_of_session.chromium
    folder: Path = tmp_path_factory.mktemp("profile")
    flags = [flag for flag in FLAGS if "background-networking" not in flag]
    context = kind.launch_persistent_context(folder, executable_path=found_chromium(), args=flags)
    context.set_default_timeout(WAIT)
    yield context
    context.close()


def connected_ahead(profile: BrowserContext, listener: Listener) -> None:
    """Let the browser connect to a listener ahead of a request, and wait until it has."""
    before = listener.heard
    page = profile.new_page()
    page.set_content(f"<link rel=preconnect href=http://{listener.host}><p>a")
    until(lambda: listener.heard > before)
    page.close()


def opened(profile: BrowserContext, address: str) -> Page:
    """The page at an address, after all that the browser did ahead for it: what it was told to do later is done."""
    page = profile.new_page()
    page.goto(address)
    connected_ahead(profile, Listener())
    return page


@pytest.fixture
def page(profile: BrowserContext, addresses: dict[str, str]) -> Iterator[Page]:
    page = opened(profile, addresses["links"])
    yield page
    page.close()


def test_the_listener_hears_what_this_browser_does_ahead(profile: BrowserContext, elsewhere: Listener) -> None:
    connected_ahead(profile, elsewhere)  # else the tests below would hear nothing whatever happens


@pytest.mark.parametrize("tempted", TEMPTATIONS)
def test_nobody_is_connected_to(
    profile: BrowserContext, addresses: dict[str, str], elsewhere: Listener, tempted: str
) -> None:
    before = elsewhere.heard
    page = opened(profile, addresses[tempted])
    assert page.url == addresses[tempted]
    assert page.locator("h1").inner_text() == f"On {tempted}"
    assert elsewhere.heard == before
    page.close()


@pytest.mark.parametrize("tempted", TEMPTATIONS)
def test_nobody_is_connected_to_from_a_frame(
    profile: BrowserContext, addresses: dict[str, str], elsewhere: Listener, tempted: str
) -> None:
    before = elsewhere.heard
    page = opened(profile, addresses[tempted].removesuffix("/page") + "/saved")
    assert page.frame_locator("iframe").locator("h1").inner_text() == f"On {tempted}"
    assert elsewhere.heard == before
    page.close()


def test_in_a_frame_no_link_leads_out_and_the_strip_leads_back(
    profile: BrowserContext, addresses: dict[str, str], elsewhere: Listener
) -> None:
    article = addresses["links"].removesuffix("/page")
    for link in ("#out", "#own", "#send", "#near"):
        page = opened(profile, f"{article}/saved")
        said, windows, inner = sum(map(bool, elsewhere.said)), len(page.context.pages), page.frames[1]
        page.frame_locator("iframe").locator(link).click(no_wait_after=True)
        connected_ahead(page.context, Listener())
        assert (page.url, len(page.context.pages)) == (f"{article}/saved", windows)
        assert sum(map(bool, elsewhere.said)) == said, "a connection may be opened by the click, nothing is asked on it"
        assert inner.url == addresses["links"] or inner.url.startswith("chrome-error:"), inner.url
        page.get_by_role("link", name="Back to the article").click()
        page.wait_for_url(article)
        page.close()


def test_a_link_that_is_clicked_leads_out_and_tells_nothing(page: Page, elsewhere: Listener) -> None:
    page.click("#out", no_wait_after=True)
    until(lambda: any(said.startswith(b"GET /out ") for said in elsewhere.said))
    connected_ahead(page.context, Listener())
    asked = [said for said in elsewhere.said if said]
    assert {said.split()[1] for said in asked} <= {b"/out"}, "nothing is pinged"
    assert not any(b"referer" in said.lower() or b"/article/" in said for said in asked)


def test_no_window_opens_and_no_form_is_sent(page: Page, elsewhere: Listener) -> None:
    before, windows, address = elsewhere.heard, len(page.context.pages), page.url
    page.click("#send")
    connected_ahead(page.context, Listener())
    assert (elsewhere.heard, page.url) == (before, address)
    page.click("#own")
    connected_ahead(page.context, Listener())
    assert (len(page.context.pages), page.url) == (windows, address)


def test_a_link_within_the_page_is_followed(page: Page) -> None:
    page.click("#down")
    page.wait_for_url("**#end")


def test_a_relative_link_leads_to_a_page_of_the_archive_that_says_there_is_nothing(page: Page) -> None:
    page.click("#near")
    page.wait_for_url("**/near.html")
    assert page.locator("h1").inner_text() == "There is nothing at this address"
