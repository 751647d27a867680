"""Articles are added in a browser: by choice, by dropping, by an extension; and never by a page of another site."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import FLAGS, found_chromium, page_of
from tests.browser.test_pages_for_everyone import violations
from tests.web.adding import TOKEN, Adding, adding, article, small_index
from tests.web.outside import PATIENCE
from tests.web.running import until

_WAIT = PATIENCE * 1000
# What SingleFile sends to a “REST Form API”, whose fields are called `file` and `url`: from the worker of an extension
# that may ask every host, with the headers as a Map.
_WORKER = """
self.upload = async (address, token, content, url) => {
  const form = new FormData();
  form.append("file", new File([new Blob([content], {type: "text/html"})], "SingleFile.html", {type: "text/html"}));
  form.append("url", url);
  const headers = new Map([["Authorization", "Bearer " + token], ["Accept", "multipart/form-data"]]);
  const reply = await fetch(address, {method: "POST", body: form, headers});
  return [reply.status, await reply.json()];
};
"""
_MANIFEST = {
    "manifest_version": 3,
    "name": "Upload",
    "version": "1",
    "background": {"service_worker": "worker.js"},
    "host_permissions": ["<all_urls>"],
}
_SAVED = (
    "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://lights.example/tower \n"
    " saved date: Mon Nov 30 2026 10:00:00 GMT+0000 (Coordinated Universal Time)\n-->"
    "<head><title>A light in the tower</title></head><body><article><h1>A light in the tower</h1>"
    "<p>The lamp of the tower of Seefeld burns again since Monday, after eleven dark years, the keeper said.</p>"
    "<p>The town paid for the lamp, and the ships paid for the oil, which is the old custom of the coast.</p>"
    "</article></body></html>"
)
_FORM = """
<form action="{action}" method="post" enctype="multipart/form-data"><input type="file" name="file"></form>
<script>
const chosen = new DataTransfer();
chosen.items.add(new File([{text}], "foreign.txt"));
document.querySelector("input").files = chosen.files;
document.querySelector("form").submit();
</script>
"""
_DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  for (const kind of ["dragover", "drop"]) {
    document.querySelector("main").dispatchEvent(
      new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    with adding(small_index(tmp_path_factory.mktemp("adding"))) as running:
        yield running


def origin(server: Adding) -> str:
    return f"http://127.0.0.1:{server.address.port}"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chosen_file_is_found_and_a_reload_adds_nothing(
    chromium: Browser, server: Adding, tmp_path: Path, *, scripts: bool
) -> None:
    number = 30 + scripts
    (tmp_path / "mill.txt").write_bytes(article(number))
    (tmp_path / "empty.html").touch()
    with page_of(chromium, scripts=scripts) as page:
        page.goto(origin(server))
        page.get_by_role("link", name="Add", exact=True).click()
        page.get_by_label("Files").set_input_files([tmp_path / "mill.txt", tmp_path / "empty.html"])
        page.get_by_role("button", name="Add").click()
        lines = page.locator(".added li")
        expect(lines).to_have_count(2, timeout=_WAIT)
        expect(lines.nth(0)).to_contain_text("Added")
        expect(lines.nth(1)).to_contain_text("Refused The file is empty.")
        before = server.files()
        page.reload()
        expect(lines).to_have_count(2)
        assert server.files() == before
        lines.nth(0).get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"word{number}")
        page.goto(f"{origin(server)}/search?q=word{number}")
        expect(page.locator("#summary")).to_contain_text("1 article")


def test_a_dropped_file_is_added(chromium: Browser, server: Adding) -> None:
    with page_of(chromium) as page:
        page.goto(f"{origin(server)}/add")
        page.evaluate(_DROP, ["dropped.txt", article(32).decode()])
        expect(page.locator(".added li")).to_contain_text("Added", timeout=_WAIT)
    assert len(server.found("word32")) == 1


def test_the_keyboard_alone_is_enough(chromium: Browser, server: Adding, tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_bytes(article(33))
    with page_of(chromium) as page:
        # From here on the browser hands choosers over. Asked for only with the key, it may open one of its own first.
        page.on("filechooser", lambda _: None)
        page.goto(f"{origin(server)}/add")
        page.get_by_label("Files").focus()
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(tmp_path / "keys.txt")
        for _ in range(2):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Add"
        page.keyboard.press("Enter")
        expect(page.locator(".added li")).to_contain_text("Added", timeout=_WAIT)


@pytest.mark.parametrize("path", ["/add", "/api/articles"])
def test_a_form_of_another_site_adds_nothing(chromium: Browser, server: Adding, path: str) -> None:
    text = json.dumps(article(34).decode())
    body = _FORM.format(action=f"{origin(server)}{path}", text=text).encode()
    before = server.files()
    with other_site(body) as elsewhere, page_of(chromium) as page:
        page.goto(f"{origin(server)}/add")  # so that the browser has the token and sends it by itself
        with page.expect_response(lambda reply: reply.request.method == "POST") as posted:
            page.goto(elsewhere, wait_until="commit")
        assert posted.value.status == 403
    assert server.files() == before
    assert server.found("word34") == []


def test_a_script_of_another_site_adds_nothing_with_the_token_either(chromium: Browser, server: Adding) -> None:
    before = server.files()
    ask = """async ([to, token]) => { const form = new FormData(); form.append("file", new File(["a"], "a.txt"));
        try { await fetch(to, {method: "POST", body: form, headers: {Authorization: `Bearer ${token}`}}); return "" }
        catch (error) { return error.name } }"""
    with other_site(b"<p>Elsewhere") as elsewhere, page_of(chromium) as page:
        page.goto(elsewhere)
        assert page.evaluate(ask, [f"{origin(server)}/api/articles", TOKEN]) == "TypeError"
    assert server.files() == before


def test_an_extension_adds_what_it_saved_as_singlefile_does(
    playwright_of_session: Playwright, server: Adding, tmp_path: Path
) -> None:
    extension = tmp_path / "extension"
    extension.mkdir()
    (extension / "manifest.json").write_text(json.dumps(_MANIFEST))
    (extension / "worker.js").write_text(_WORKER)
    loaded = [f"--disable-extensions-except={extension}", f"--load-extension={extension}", "--headless=new"]
    context = playwright_of_session.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=found_chromium(), headless=False, args=[*FLAGS, *loaded]
    )
    context.set_default_timeout(_WAIT)
    try:
        worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
        given = [f"{origin(server)}/api/articles", TOKEN, _SAVED, "https://lights.example/tower"]
        status, told = worker.evaluate("(given) => upload(...given)", given)
    finally:
        context.close()
    assert status in (201, 202), told
    assert told["file"] == "A-light-in-the-tower.html"
    until(lambda: bool(server.found("lights.example/tower")))
    assert f"{told['file']}.meta.yaml" not in server.files()  # the page names its address itself


def test_the_page_can_be_used_by_everyone(chromium: Browser, server: Adding, tmp_path: Path) -> None:
    (tmp_path / "empty.html").touch()
    for scheme, width in (("light", 1280), ("dark", 1280), ("dark", 320)):
        with page_of(chromium, width=width, scheme=scheme) as page:
            page.goto(f"{origin(server)}/add")
            assert violations(page) == []
            page.get_by_label("Files").set_input_files(tmp_path / "empty.html")
            page.get_by_role("button", name="Add").click()
            expect(page.locator(".added li")).to_have_count(1, timeout=_WAIT)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@contextmanager
def other_site(body: bytes) -> Iterator[str]:
    """The address of a page of another site."""

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    site = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://localhost:{site.server_port}/"
    site.shutdown()
    site.server_close()


@pytest.mark.parametrize("path", ["/", "/saved", "/lists", "/add"])
def test_the_name_of_the_program_stays_on_one_line_of_a_phone(chromium: Browser, server: Adding, path: str) -> None:
    with page_of(chromium, width=320) as page:
        page.goto(origin(server) + path)
        name, ways = page.locator(".wordmark").bounding_box(), page.locator(".site").bounding_box()
        assert name and ways
        assert name["height"] < 40
        assert name["x"] == 16
        beside, below = name["x"] + name["width"] <= ways["x"], name["y"] + name["height"] <= ways["y"]
        assert beside or below
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
