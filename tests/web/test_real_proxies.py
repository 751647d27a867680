"""A real nginx and a real Caddy, set up as docs/behind-a-proxy.md says, before a real server: TLS, under /news/."""

from __future__ import annotations

import http.client
import re
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.programs import ROOT
from tests.web.outside import PATIENCE, Address, Reply, process
from tests.web.proxies import free_port, listens, nginx_command, program

HOST = "news.example.org"
TOKEN = "a token that is long enough"


@dataclass(frozen=True)
class Outside:
    """The site as its readers reach it; `behind` is the server that they do not see."""

    port: int
    behind: Address

    def get(self, path: str, **headers: str) -> Reply:
        told = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        unproved = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=unproved)
        try:
            connection.request("GET", path, headers=told)
            reply = connection.getresponse()
            return Reply(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()


def example(language: str) -> str:
    """The one example of the document in a language."""
    found = re.findall(rf"```{language}\n(.+?)```", (ROOT / "docs/behind-a-proxy.md").read_text("utf-8"), re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def moved(text: str, *places: tuple[str, object]) -> str:
    """The text with each of the places, which stand in it once, in another one."""
    for old, new in places:
        assert text.count(old) == 1, old
        text = text.replace(old, str(new))
    return text


def nginx(folder: Path, outer: int, inner: int) -> list[str]:
    """The command that runs the example for nginx, whole, with the places and ports of this test."""
    server = moved(
        example("nginx"),
        ("listen 443 ssl", f"listen 127.0.0.1:{outer} ssl"),
        ("/etc/ssl/news.example.org.pem", folder / "certificate"),
        ("/etc/ssl/news.example.org.key", folder / "key"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{inner}"),
    )
    return nginx_command(folder, server)


def caddy(folder: Path, outer: int, inner: int) -> list[str]:
    """The same for Caddy, with a certificate of its own instead of one from the web."""
    command = program("caddy")
    server = moved(
        example("caddy"),
        ("news.example.org {", f"https://{HOST}:{outer} {{\nbind 127.0.0.1\ntls {folder}/certificate {folder}/key"),
        ("127.0.0.1:8000", f"127.0.0.1:{inner}"),
    )
    common = (
        f"admin off\nauto_https disable_redirects\nskip_install_trust\ndefault_sni {HOST}\nstorage file_system {folder}"
    )
    (folder / "Caddyfile").write_text(f"{{\n{common}\n}}\n{server}")
    return [command, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def site(request: pytest.FixtureRequest, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("proxy")
    outer = free_port()
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    paths = ["-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run([program("openssl"), *made, *paths], check=True, capture_output=True)
    settings = {
        "CUTTINGS_PREFIX": "/news",
        "CUTTINGS_TRUSTED_HOSTS": HOST,
        "CUTTINGS_TRUSTED_PROXIES": "127.0.0.1",
        "CUTTINGS_TOKEN": TOKEN,
    }
    with process(archive, folder / "log", **settings) as behind:
        command = request.param(folder, outer, behind.port)
        with (folder / "said").open("wb") as said, subprocess.Popen(command, stderr=said) as running:
            try:
                assert listens(outer, running), (folder / "said").read_text()
                yield Outside(outer, behind)
            finally:
                running.terminate()


def test_every_link_of_a_page_leads_somewhere(site: Outside) -> None:
    auth = {"Authorization": f"Bearer {TOKEN}"}
    page = site.get("/news/search?q=the", **auth)
    assert (page.status, page.headers["cache-control"]) == (200, "no-store")
    links = set(re.findall(r'(?:href|action|src|data-complete)="(/[^"]+)"', page.body.decode()))
    assert len(links) > 20
    assert {link: site.get(link.replace("&amp;", "&"), **auth).status for link in links} == dict.fromkeys(links, 200)


def test_feeds_and_the_search_description_have_the_outer_address(site: Outside) -> None:
    auth = {"Authorization": f"Bearer {TOKEN}"}
    feed = ElementTree.fromstring(site.get("/news/search.atom?q=the", **auth).body)
    links = [
        link.attrib["href"] for link in feed.iter("{http://www.w3.org/2005/Atom}link") if link.get("rel") != "related"
    ]
    assert len(links) > 10
    assert [link for link in links if not link.startswith(f"https://{HOST}/news/")] == []
    described = site.get("/news/opensearch.xml", **auth).body.decode()
    assert f'template="https://{HOST}/news/search?q={{searchTerms}}"' in described


def test_what_a_client_says_of_itself_is_not_believed(site: Outside) -> None:
    forged = {
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "http",
        "Forwarded": "for=6.6.6.6;host=evil.example",
    }
    told = site.get("/news/opensearch.xml", Authorization=f"Bearer {TOKEN}", **forged)
    assert told.status == 200
    assert b"evil" not in told.body and f"https://{HOST}/news/".encode() in told.body
    assert site.get("/news/help", Authorization="Bearer wrong", X_Forwarded_For="6.6.6.6").status == 401
    assert "wrong token from 127.0.0.1, 1 in a row" in site.behind.log.read_text("utf-8")


def test_what_is_for_the_machine_alone_is_not_shown(site: Outside) -> None:
    assert site.get("/news/metrics", Authorization=f"Bearer {TOKEN}").status == 404
