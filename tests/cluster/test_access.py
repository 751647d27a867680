"""A real nginx before a real node: TLS, passwords, keys, a path; and what may be wrong with each."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.cluster.publishing import Replacing, publish_newest
from index.cluster.verification import verify_cluster
from index.settings import Settings
from index.store.snapshot import open_snapshot
from search.opening import engine_for
from search.query import Query
from tests.cluster.publications import made
from tests.programs import ROOT
from tests.web.proxies import free_port, listens, nginx_command, program
from tools.opensearch.local_cluster import LocalCluster
from web.site.app import create_app
from web.terminal.cli import main

USER, PASSWORD, KEY = "reader", "päss: wörd", "c2VjcmV0OmtleQ=="
WRONG_PASSWORD, WRONG_KEY, BROKEN_KEY = "not the right one", "bm90OnJpZ2h0", "two\nlines"
SECRETS = (PASSWORD, KEY, WRONG_PASSWORD, WRONG_KEY, BROKEN_KEY)
LETS_NOT_IN = "does not let this program in (401): look at CUTTINGS_CLUSTER_USER and CUTTINGS_CLUSTER_PASSWORD, or"
NO_PROOF = "does not prove by TLS who it is: certificate verify failed"
NOT_ONE = "is no OpenSearch (status"


@dataclass(frozen=True)
class Front:
    """A proxy: the port with TLS, that of a site without a cluster, and the file of who signed for the proxy."""

    secured: int
    plain: int
    authority: Path
    folder: Path

    def settings(self, **changed: str) -> dict[str, str]:
        """The environment of a command that is let in, but for what is `changed` of it."""
        given = {
            "index": f"opensearchs://localhost:{self.secured}/search/here/front",
            "workspace": str(self.folder / "index"),
            "cluster_user": USER,
            "cluster_password": PASSWORD,
            "cluster_certificates": str(self.authority),
            "cluster_replicas": "0",
            **changed,
        }
        return {f"CUTTINGS_{name.upper()}": value for name, value in given.items()}


def signed(folder: Path) -> None:
    """An authority, and the certificate and key of a host that it signed."""
    openssl = program("openssl")

    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)

    new = ["req", "-newkey", "rsa:2048", "-nodes"]
    run(*new, "-x509", "-days", "2", "-subj", "/CN=authority", "-keyout", "authority.key", "-out", "authority.pem")
    run(*new, "-subj", "/CN=localhost", "-keyout", "host.key", "-out", "host.request")
    (folder / "names").write_text("subjectAltName=DNS:localhost")
    given = ["-req", "-in", "host.request", "-days", "2", "-extfile", "names", "-out", "host.pem"]
    run("x509", *given, "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial")
    hashed = subprocess.run([openssl, "passwd", "-apr1", PASSWORD], check=True, capture_output=True, text=True)
    (folder / "users").write_text(f"{USER}:{hashed.stdout}")


def documented() -> str:
    """The example of the document."""
    (found,) = re.findall(r"```nginx\n(.+?)```", (ROOT / "docs/clusters.md").read_text("utf-8"), re.DOTALL)
    assert found.count("http://127.0.0.1:9200/;") == 1
    return str(found)


def servers(front: Front, node: str) -> str:
    """What stands before a node, and what is no cluster, as nginx reads it."""
    return f"""
    map $http_authorization $known {{ default 0; "ApiKey {KEY}" 1; }}
    server {{
        listen 127.0.0.1:{front.secured} ssl;
        ssl_certificate {front.folder}/host.pem;
        ssl_certificate_key {front.folder}/host.key;
        client_max_body_size 100m;
        location /search/here/ {{
            auth_basic "cluster";
            auth_basic_user_file {front.folder}/users;
            proxy_pass {node}/;
        }}
        location /keyed/ {{
            if ($known = 0) {{ return 401; }}
            proxy_pass {node}/;
        }}
        {documented().replace("http://127.0.0.1:9200", node)}
        location /small/ {{ client_max_body_size 1k; proxy_pass {node}/; }}
    }}
    server {{
        listen 127.0.0.1:{front.plain};
        location /page/ {{ return 200 "a page"; }}
        location /json/ {{ default_type application/json; return 200 "{{}}"; }}
        location /gone/ {{ default_type application/json; return 404 "{{}}"; }}
        location /moved/ {{ return 302 http://localhost/; }}
    }}
    """


@pytest.fixture(scope="module")
def front(node: LocalCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    signed(folder)
    here = Front(free_port(), free_port(), folder / "authority.pem", folder)
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(nginx_command(folder, servers(here, node.addresses[0])), stderr=said) as running,
    ):
        try:
            assert listens(here.secured, running), (folder / "said").read_text()
            made(folder / "index", {"1": "The council met.", "2": "The bridge opens."})
            settings = Settings.read(here.settings())
            assert publish_newest(settings, open_snapshot(folder / "index"), replacing=Replacing.ANY).problem == ""
            yield here
        finally:
            running.terminate()


def spoken(front: Front, command: list[str], **changed: str) -> tuple[int, str]:
    """The exit code of a command and all that it says."""
    environment = {name: "" for name in os.environ if name.startswith("CUTTINGS_") and name != "CUTTINGS_STRICT"}
    done = CliRunner().invoke(main, command, env={**environment, **front.settings(**changed)})
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


KEYED = {"index": "opensearchs://localhost:{secured}/keyed/front", "cluster_user": "", "cluster_password": ""}


DOCUMENTED = {"index": "opensearchs://localhost:{secured}/cluster/front", "cluster_user": "", "cluster_password": ""}


@pytest.mark.parametrize(
    "changed", [{}, {**KEYED, "cluster_key": KEY}, DOCUMENTED], ids=["password", "key", "the document"]
)
def test_who_is_let_in_publishes_searches_and_verifies(front: Front, changed: dict[str, str]) -> None:
    given = {name: value.format(**vars(front)) for name, value in changed.items()}
    for command, expected in (
        (["search", "bridge"], "1 article"),
        (["verify"], "sound: 2 articles"),
        (["copy-index", "--anew", str(front.folder / "index")], "2 documents written"),
    ):
        code, told = spoken(front, command, **given)
        assert (code, expected in told) == (0, True), told
    settings = Settings.read(front.settings(**given))
    assert verify_cluster(settings, open_snapshot(settings.index)) == ()
    assert engine_for(settings).search(Query("council")).total == 1


FAULTS = {
    "wrong password": ({"cluster_password": WRONG_PASSWORD}, LETS_NOT_IN),
    "no password": ({"cluster_user": ""}, LETS_NOT_IN),
    "wrong key": ({**KEYED, "cluster_key": WRONG_KEY}, LETS_NOT_IN),
    "broken key": ({"cluster_key": BROKEN_KEY}, "CUTTINGS_CLUSTER_KEY is no key"),
    "unknown certificate": ({"cluster_certificates": ""}, NO_PROOF),
    "another host": ({"index": "opensearchs://127.0.0.1:{secured}/search/here/front"}, NO_PROOF),
    "no certificates": ({"cluster_certificates": "{folder}/none.pem"}, "none.pem: there is no such file"),
    "not certificates": ({"cluster_certificates": "{folder}/users"}, "users: it holds no certificate"),
    "no TLS": ({"index": "opensearchs://localhost:{plain}/page/front"}, "does not prove by TLS who it is"),
    "TLS": ({"index": "opensearch://localhost:{secured}/front"}, "look at its address: opensearchs://, if it"),
    "a page": ({"index": "opensearch://localhost:{plain}/page/front"}, NOT_ONE),
    "other JSON": ({"index": "opensearch://localhost:{plain}/json/front"}, NOT_ONE),
    "JSON, not found": ({"index": "opensearch://localhost:{plain}/gone/front"}, NOT_ONE),
    "not found": ({"index": "opensearch://localhost:{plain}/nothing/front"}, NOT_ONE),
    "moved": ({"index": "opensearch://localhost:{plain}/moved/front"}, NOT_ONE),
    "nobody": ({"index": "opensearch://127.0.0.1:{free}/front"}, "cannot be reached: "),
    "no host": ({"index": "opensearch://no-such-host.invalid/front"}, "cannot be reached: Failed to resolve"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_the_way_to_a_cluster_is_one_line(front: Front, fault: str) -> None:
    changed, expected = FAULTS[fault]
    given = {name: value.format(**vars(front), free=free_port()) for name, value in changed.items()}
    code, told = spoken(front, ["search", "bridge"], **given)
    assert (code, told.count("\n"), told.startswith("cuttings: ")) == (1, 1, True), told
    assert expected in told
    assert not any(secret in told for secret in SECRETS)


@pytest.mark.parametrize("command", [["verify"], ["batch", "{folder}/authority.pem"], ["copy-index", "{folder}/index"]])
def test_each_command_says_so(front: Front, command: list[str]) -> None:
    given = [part.format(folder=front.folder) for part in command]
    code, told = spoken(front, given, cluster_password=WRONG_PASSWORD)
    assert code == 1
    assert "does not let this program in (401)" in told
    assert not any(secret in told for secret in SECRETS)


def test_what_was_read_stays_where_it_cannot_be_published(front: Front, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/one.txt").write_text("The harbour\n\nThe harbour of the town was opened by the mayor.\n")
    elsewhere = {"workspace": str(tmp_path / "index"), "cluster_password": WRONG_PASSWORD}
    code, told = spoken(front, ["reindex", str(tmp_path / "pages")], **elsewhere)
    assert code == 1
    assert "is up to date, but was not published: the cluster" in told
    assert open_snapshot(tmp_path / "index").live_count == 1


def test_a_proxy_with_little_room_is_named(front: Front) -> None:
    small = {"index": f"opensearchs://localhost:{front.secured}/small/small", "cluster_user": ""}
    code, told = spoken(front, ["copy-index", str(front.folder / "index")], **small)
    assert code == 1
    assert "refuses large requests (413)" in told


@pytest.mark.parametrize("fault", ["wrong password", "a page", "nobody"])
def test_pages_say_that_the_archive_cannot_be_read_and_no_secret(front: Front, fault: str) -> None:
    changed, expected = FAULTS[fault]
    given = {name: value.format(**vars(front), free=free_port()) for name, value in changed.items()}
    settings = Settings.read(front.settings(**given))
    client = create_app(engine_for(settings), settings).test_client()
    for path, status in (("/search?q=bridge", 503), ("/api/search?q=bridge", 503), ("/health", 503), ("/status", 200)):
        page = client.get(path)
        assert page.status_code == status
        assert expected.partition(":")[0] in page.text
        assert not any(secret in page.text for secret in SECRETS)
    assert client.get("/ready").status_code == 503


def test_secrets_are_in_no_list_of_settings(front: Front) -> None:
    code, told = spoken(front, ["settings"], cluster_key=KEY)
    assert code == 0
    assert not any(secret in told for secret in SECRETS)
    assert f"opensearchs://localhost:{front.secured}/search/here/front" in told
