"""`cuttings alerts` tells what came, once, and never loses it: not where no server takes the mail, nor in a crash."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.alerts.mail_server import PASSWORD, USER, Mailbox, mailbox
from tests.programs import CUTTINGS
from tests.reindex.archives import NOW, run
from tests.web.adding import article, small_index
from tests.web.running import until
from web.state.reader_state import ReaderState

LATER = NOW + timedelta(days=1)
ADDRESS = "https://archive.example/news"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return small_index(tmp_path)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as running:
        yield running


def save(index: Path, **questions: str) -> None:
    state = ReaderState(index.with_name("state.sqlite"))
    for name, question in questions.items():
        address = f"/search?q={question}"
        state.searches.add(name, address, address, int(NOW.timestamp()), datetime.now(UTC))
    state.database.close()


def add(index: Path, *numbers: int, moment: datetime = LATER) -> None:
    for number in numbers:
        (index.with_name("articles") / f"{number}.txt").write_bytes(article(number))
    run(index, index.with_name("articles"), file_seconds=60.0, now=moment)


def environment(box: Mailbox | None, **more: str) -> dict[str, str]:
    told = {"SMTP_HOST": "127.0.0.1", "SMTP_FROM": "news@archive.example", "SMTP_TO": "ann@reader.example"}
    told |= {"SMTP_SECURITY": "none", "SMTP_PORT": str(box.port if box else 1), "ADDRESS": ADDRESS} | more
    return os.environ | {
        (name if name.startswith("SSL") else f"CUTTINGS_{name}"): value for name, value in told.items()
    }


def alerts(index: Path, *options: str, box: Mailbox | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    command = [*CUTTINGS, "alerts", "--index", str(index), *options]
    return subprocess.run(command, env=environment(box, **more), capture_output=True, text=True, timeout=120)


def parts(box: Mailbox, number: int = -1) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    mail = box.mails[number]
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text and html
    return text.get_content(), html.get_content()


def test_what_came_is_printed_and_stays_new(index: Path) -> None:
    save(index, Mayors="mayor", Nothing="zzyzx")
    assert alerts(index).stdout == "Nothing is new in 2 saved searches.\n"
    add(index, 7)
    for _ in range(2):
        told = alerts(index)
        assert told.returncode == 0 and told.stderr == ""
        lines = told.stdout.splitlines()
        assert lines[0] == "Mayors: 1 new article" and "  The mill of Weidenau and the word7" in lines
        assert re.search(rf"^  {ADDRESS}/article/[0-9a-f]+\?q=mayor$", told.stdout, re.M)
        assert "Nothing" not in told.stdout
    report = json.loads(alerts(index, "--json").stdout)
    (search,) = report["searches"]
    assert (search["name"], search["new"], search["articles"][0]["title"]) == (
        "Mayors", 1, "The mill of Weidenau and the word7",
    )  # fmt: skip
    assert report["until"] == int(LATER.timestamp())


def test_without_a_saved_search_there_is_nothing_to_tell(index: Path) -> None:
    assert alerts(index).stdout == "No search is saved.\n"
    assert json.loads(alerts(index, "--json").stdout)["searches"] == []
    assert not index.with_name("state.sqlite").exists()


def test_a_mail_tells_each_article_once(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor", Mills="mill", Nothing="zzyzx")
    assert alerts(index, "--send", box=box).returncode == 0 and box.mails == []
    add(index, 7)
    assert alerts(index, "--send", box=box).returncode == 0
    (mail,) = box.mails
    assert mail["From"] == "news@archive.example" and mail["To"] == "ann@reader.example"
    assert mail["Subject"] == "2 new articles in 2 saved searches"
    assert mail["Date"] and mail["Message-ID"].endswith("@archive.example>") and mail["Auto-Submitted"]
    text, html = parts(box)
    assert text.count("The mill of Weidenau") == 2 and "Nothing" not in text
    links = re.findall(r'href="([^"]+)"', html)
    assert all(link.startswith(f"{ADDRESS}/") for link in links) and f"{ADDRESS}/saved" in links
    assert alerts(index, "--send", box=box).returncode == 0 and len(box.mails) == 1
    add(index, 8, moment=LATER + timedelta(hours=1))
    alerts(index, "--send", box=box)
    text, _ = parts(box)
    assert "word8" in text and "word7" not in text
    assert box.mails[-1]["Subject"] == "Mayors: 1 new article"


def test_many_articles_are_told_by_their_number(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor")
    add(index, *range(10, 33))
    alerts(index, "--send", box=box)
    text, html = parts(box)
    assert text.startswith("Mayors: 23 new articles") and "and 3 more" in text
    assert html.count("<li>") == 20


def test_since_tells_again_what_came_later(index: Path) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    assert "3 new articles" in alerts(index, "--since", "2026").stdout
    assert "1 new article\n" in alerts(index, "--since", "2026-03-02").stdout
    assert "1 new article\n" in alerts(index, "--since", LATER.strftime("%Y-%m-%dT%H:%M:%S")).stdout
    assert "Nothing" in alerts(index, "--since", "2026-03-03").stdout
    wrong = alerts(index, "--since", "yesteryear")
    assert wrong.returncode == 2 and "2026-11-30" in wrong.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"SMTP_HOST": ""}, "CUTTINGS_SMTP_HOST"),
        ({"SMTP_TO": " , "}, "CUTTINGS_SMTP_TO"),
        ({"SMTP_TO": "ann"}, "no address of mail"),
        ({"SMTP_FROM": "a@b\nBcc: c@d"}, "CUTTINGS_SMTP_FROM"),
        ({"SMTP_SECURITY": "perhaps"}, "starttls, tls or none"),
        ({"ADDRESS": ""}, "CUTTINGS_ADDRESS"),
        ({"ADDRESS": "archive.example"}, "CUTTINGS_ADDRESS"),
        ({}, "CUTTINGS_SMTP_HOST"),
    ],
)
def test_where_no_mail_can_be_sent_one_sentence_says_why_and_nothing_is_lost(
    index: Path, more: dict[str, str], said: str
) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    told = alerts(index, "--send", box=None, **more)
    assert told.returncode == 1 and told.stderr.startswith("cuttings: ") and said in told.stderr
    assert told.stderr.count("\n") == 1 and "Traceback" not in told.stderr
    assert "1 new article" in alerts(index).stdout


def test_what_is_refused_is_told_the_next_time(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    box.strangers = {"ann@reader.example"}
    told = alerts(index, "--send", box=box)
    assert told.returncode == 1 and "550 nobody of that name" in told.stderr and "CUTTINGS_SMTP_TO" in told.stderr
    box.strangers, box.reply = set(), "451 no room"
    told = alerts(index, "--send", box=box)
    assert told.returncode == 1 and "451 no room" in told.stderr
    assert box.mails == []
    box.reply = "250 taken"
    assert alerts(index, "--send", box=box).returncode == 0 and len(box.mails) == 1


def test_of_two_readers_one_is_refused(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    box.strangers = {"bob@reader.example"}
    both = {"SMTP_TO": "bob@reader.example, ann@reader.example"}
    told = alerts(index, "--send", box=box, **both)
    assert told.returncode == 1 and "bob@reader.example: 550" in told.stderr
    assert box.readers == [["ann@reader.example"]]
    assert alerts(index, "--send", box=box, **both).returncode == 0 and len(box.mails) == 1


def test_a_crash_after_the_mail_was_taken_sends_it_twice_and_loses_nothing(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    command = [*CUTTINGS, "alerts", "--send", "--index", str(index)]
    running = subprocess.Popen(command, env=environment(box), stdout=subprocess.DEVNULL)
    box.first = lambda: os.kill(running.pid, signal.SIGKILL)
    assert running.wait(timeout=120) == -signal.SIGKILL
    until(lambda: len(box.mails) == 1)
    box.first = lambda: None
    assert alerts(index, "--send", box=box).returncode == 0
    assert parts(box, 0)[0] == parts(box, 1)[0]
    alerts(index, "--send", box=box)
    assert len(box.mails) == 2


def test_of_two_that_send_at_once_one_sends(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    taken, told = threading.Event(), threading.Event()

    def keep_waiting() -> None:  # the mail is in the server's hands, which has not said so yet
        taken.set()
        told.wait(60.0)

    box.first = keep_waiting
    command = [*CUTTINGS, "alerts", "--send", "--index", str(index)]
    first = subprocess.Popen(command, env=environment(box), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert taken.wait(60.0)
    assert "1 new article" in alerts(index).stdout, "who only looks is not kept waiting"
    save(index, Mills="mill")  # readers are not kept waiting either
    with mailbox() as other:
        second = alerts(index, "--send", box=other)
        assert other.mails == []
    told.set()
    assert first.wait(timeout=120) == 0 and len(box.mails) == 1
    first.communicate()
    assert second.returncode == 1 and "another process is sending" in second.stderr and second.stdout == ""
    box.first = lambda: None
    assert alerts(index, "--send", box=box).returncode == 0
    assert [mail["Subject"].split(":")[0] for mail in box.mails] == ["Mayors", "Mills"]


def test_a_file_that_cannot_be_read_is_told(index: Path, box: Mailbox) -> None:
    index.with_name("state.sqlite").write_bytes(b"no database" * 1000)
    told = alerts(index, "--send", box=box)
    assert told.returncode == 1 and "state.sqlite" in told.stderr and "Traceback" not in told.stderr


def test_names_and_titles_become_no_markup_and_no_header(index: Path, box: Mailbox) -> None:
    save(index, **{'<b>"x"</b>\r\nBcc: eve@elsewhere.example': "mayor"})
    state = sqlite3.connect(index.with_name("state.sqlite"))
    state.execute("UPDATE saved_searches SET question = '/search?q=%22%3E%3Cscript%3E'")
    state.close()
    text = article(7).decode().replace("The mill", "<script>alert(1)</script> The mill").encode()
    (index.with_name("articles") / "7.txt").write_bytes(text)
    run(index, index.with_name("articles"), file_seconds=60.0, now=LATER)
    assert alerts(index, "--send", box=box).returncode == 0
    assert box.readers == [["ann@reader.example"]] and box.mails[0]["Bcc"] is None
    assert "<script>" not in parts(box)[1] and "<b>" not in parts(box)[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and its certificate, for 127.0.0.1."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not there")
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "certificate.pem").read_bytes())
    return both


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_and_password_go_by_tls_to_a_server_that_proves_itself(
    index: Path, certificate: Path, security: str
) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    known = {"SSL_CERT_FILE": str(certificate), "SMTP_SECURITY": security, "SMTP_USER": USER}
    with mailbox(context, at_once=security == "tls") as box:
        stranger = alerts(index, "--send", box=box, **{**known, "SSL_CERT_FILE": os.devnull, "SMTP_PASSWORD": PASSWORD})
        assert stranger.returncode == 1 and "certificate" in stranger.stderr.lower()
        wrong = alerts(index, "--send", box=box, **known, SMTP_PASSWORD="another")
        assert wrong.returncode == 1 and "refuses name and password" in wrong.stderr and "another" not in wrong.stderr
        assert box.mails == []
        right = alerts(index, "--send", box=box, **known, SMTP_PASSWORD=PASSWORD)
        assert right.returncode == 0, right.stderr
        assert len(box.mails) == 1


def test_a_server_without_starttls_gets_no_mail(index: Path, box: Mailbox) -> None:
    save(index, Mayors="mayor")
    add(index, 7)
    told = alerts(index, "--send", box=box, SMTP_SECURITY="starttls")
    assert told.returncode == 1 and "CUTTINGS_SMTP_SECURITY" in told.stderr and box.mails == []


def test_settings_do_not_show_the_password() -> None:
    told = subprocess.run(
        [*CUTTINGS, "settings"], env=os.environ | {"CUTTINGS_SMTP_PASSWORD": PASSWORD}, capture_output=True, text=True
    )
    assert PASSWORD not in told.stdout and "CUTTINGS_SMTP_PASSWORD" in told.stdout
