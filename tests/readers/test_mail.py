"""A mail is read as what it carries: its HTML or text, and what its header says of it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from index.article import Article, Certainty
from index.errors import ReadError
from index.extract import extract
from index.page import Format, RawPage
from index.readers import page_key, read
from index.readers.mail import read_mail
from index.reasons import SkipCode
from tests.reindex.archives import run

STORY = "The weir at Holm Mill was opened on Tuesday, for the first time since the flood of 1954. "
STORY += "Nobody had expected the gate to move. It moved, and the mill pond was empty by noon."


def mail(*fields: str, body: str = STORY) -> bytes:
    given = () if any(field.startswith("Subject:") for field in fields) else ("Subject: At Holm Mill",)
    return "\n".join(("Message-ID: <1@b.example>", *given, *fields, "", body, "")).encode()


def page_of(data: bytes, path: str = "a.eml") -> RawPage:
    (page,) = read(data, path)
    assert isinstance(page, RawPage)
    return page


def article_of(data: bytes, path: str = "a.eml") -> Article:
    return extract(page_of(data, path))


def source_of(article: Article, field: str) -> str:
    return next(e.source for e in article.evidence if e.field == field and e.certainty is not Certainty.REFUSED)


def test_the_header_gives_title_time_and_list_with_evidence() -> None:
    subject = "Subject: =?utf-8?B?V2VociDDtmZmbmV0?= =?iso-8859-1?Q?_nach_70_Jahren?="
    article = article_of(
        mail(
            subject,
            "Date: Tue, 3 May 2016 12:05:09 +0200 (CEST)",
            "From: Mill Post <news@mill.example>",
            "List-Id: The Mill Post <post.mill.example>",
            "Archived-At: <https://mill.example/letters/7>",
        )
    )
    assert article.title == "Wehr öffnet nach 70 Jahren"
    assert article.published is not None and article.published.isoformat() == "2016-05-03T12:05+02:00"
    assert (article.publisher, article.url) == ("The Mill Post", "https://mill.example/letters/7")
    assert article.text == STORY
    assert article.format == Format.EMAIL
    places = {"title": "Subject", "published": "Date", "publisher": "List-Id", "url": "Archived-At"}
    assert {field: source_of(article, field) for field in places} == {f: f"header {p}" for f, p in places.items()}


@pytest.mark.parametrize(
    ("sender", "authors", "publisher"),
    [
        ("Jane Doe via The Mill Post <jane@mill.example>", ("Jane Doe",), "The Mill Post"),
        ("Jane Doe at Mill Post <jane@letters.example>", ("Jane Doe",), "Mill Post"),
        ("The Mill Post | Jane Doe <news@mill.example>", ("Jane Doe",), "The Mill Post"),
        ("=?utf-8?Q?J=C3=BCrgen_Doe?= <juergen.doe@post.example>", ("Jürgen Doe",), ""),
        ('"Doe, Jane" <jane@post.example>', ("Jane Doe",), ""),
        ("Jane Doe <janedoe@substack.com>", ("Jane Doe",), ""),
        ("Mill Post <post@mill.example>", (), "Mill Post"),
        ("Valley Courier <noreply@sender.example>", (), "Valley Courier"),
        ("Bank of Holm <bank@holm.example>", (), "Bank of Holm"),
        ("news@mill.example", (), ""),
        ("jane@post.example (Jane Doe)", ("Jane Doe",), ""),
        ("", (), ""),
    ],
)
def test_the_sender_is_a_person_a_publication_or_both(sender: str, authors: tuple[str, ...], publisher: str) -> None:
    article = article_of(mail(f"From: {sender}"))
    assert (article.authors, article.publisher) == (authors, publisher)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tue, 3 May 2016 12:05:09 -0000", "2016-05-03T12:05+00:00"),
        ("Tue, 03 May 16 12:05:09 EST", "2016-05-03T12:05-05:00"),
        ("3 May 2016 12:05 GMT", "2016-05-03T12:05+00:00"),
        ("yesterday", ""),
    ],
)
def test_the_date_of_a_mail_is_when_it_was_published(written: str, read: str) -> None:
    article = article_of(mail(f"Date: {written}"))
    assert (article.published.isoformat() if article.published else "") == read


def test_a_mail_without_a_date_was_published_when_it_was_received() -> None:
    article = article_of(mail("Received: from a by b; Tue, 3 May 2016 12:05:09 +0000"))
    assert article.published is not None and article.published.isoformat() == "2016-05-03T12:05+00:00"
    assert source_of(article, "published") == "header Received"


ALTERNATIVES = """--x
Content-Type: text/plain

Not this.
--x
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: base64

{}
--x--"""


def test_html_goes_before_text_and_is_read_in_its_character_set() -> None:
    markup = f"<h1>The weir</h1><p>“{STORY}” – said the miller, who has kept the gate since 1954.</p>"
    packed = base64.encodebytes(markup.encode("cp1252")).decode()
    page = page_of(mail("Content-Type: multipart/alternative; boundary=x", body=ALTERNATIVES.format(packed)))
    assert page.lines[0].text == "The weir"
    assert page.lines[1].text.startswith(f"“{STORY}” – said")
    assert page.head is not None and page.tree is not None


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<a href="https://mill.example/7">View this email in your browser</a>', "https://mill.example/7"),
        ('<a href="https://mill.example/7"> Read  <b>online</b> </a>', "https://mill.example/7"),
        ('<a href="https://mill.example/7">Im Browser ansehen</a>', "https://mill.example/7"),
        ('<a href="https://mill.example/7">Voir la version en ligne</a>', "https://mill.example/7"),
        ('<a href="https://click.mill.example/7">View in browser</a>', ""),
        ('<a href="https://mill.example/7?to=a@b.example">View in browser</a>', ""),
        ('<a href="mailto:a@b.example">View in browser</a>', ""),
        ('<a href="https://mill.example/7">Read our report on the browser that the council views</a>', ""),
        ('<a href="https://mill.example/7">Unsubscribe</a>', ""),
    ],
)
def test_a_link_that_says_so_plainly_is_the_address(markup: str, address: str) -> None:
    article = article_of(mail("Content-Type: text/html", body=f"<p>{markup}</p><p>{STORY}</p>"))
    assert article.url == address
    assert article.text == STORY or not address
    if address:
        assert source_of(article, "url") == "link to view in browser"


def test_a_text_names_its_address_on_the_next_line() -> None:
    body = f"View this email in your browser:\nhttps://mill.example/7\n\n{STORY}"
    assert article_of(mail(body=body)).url == "https://mill.example/7"
    assert article_of(mail(body=f"See the council's page:\nhttps://mill.example/7\n\n{STORY}")).url == ""


def test_the_line_ends_of_a_mail_are_undone() -> None:
    flowed = STORY.replace(" The ", " \nThe ").replace("Nobody", "\nNobody").replace("1954. ", "1954. ")
    for head, body in (("Content-Type: text/plain; format=flowed", flowed), ("", _wrapped(STORY))):
        fields = [head] if head else []
        assert [line.text for line in page_of(mail(*fields, body=body)).lines if line.text] == [STORY]
    verse = "The miller slept,\nthe water crept,\nand nobody knew how it ran."
    assert len([line for line in page_of(mail(body=verse)).lines if line.text]) == 3


def _wrapped(text: str, width: int = 66) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))


def test_the_mail_that_is_forwarded_is_the_article() -> None:
    sender = "Mill Post <news@mill.example>"
    inner = f"From: {sender}\nSubject: The weir opens\nDate: Mon, 2 May 2016 08:00:00 +0000\n\n{STORY}"
    attached = f"--x\nContent-Type: text/plain\n\nFor you.\n--x\nContent-Type: message/rfc822\n\n{inner}\n--x--"
    article = article_of(mail("Subject: Fwd: The weir", "Content-Type: multipart/mixed; boundary=x", body=attached))
    assert (article.title, article.publisher, article.text) == ("The weir opens", "Mill Post", STORY)
    assert article.published is not None and article.published.isoformat() == "2016-05-02T08:00+00:00"
    written = f"For you.\n\n-----Original Message-----\nVon: {sender}\nBetreff: The weir opens\n\n{STORY}"
    page = page_of(mail("Subject: WG: weir", "From: Jane Doe <jane@b.example>", body=written))
    article = extract(page)
    assert (article.title, article.publisher, article.authors) == ("The weir opens", "Mill Post", ())
    assert [d.text for d in article.dropped if d.rule == "mail_header"] == written.split("\n")[2:5]
    assert article_of(mail("Subject: Re: weir", body=written)).title == "Re: weir"


def test_attachments_are_counted_and_not_read() -> None:
    parts = [f"--x\nContent-Type: text/plain\n\n{STORY}"]
    parts += [f"--x\nContent-Disposition: attachment; filename=n{n}.txt\n\nNumber {n}" for n in range(7)]
    parts += ["--x\nContent-Type: image/png\nContent-ID: <logo>\n\n\x01", "--x--"]
    article = article_of(mail("Content-Type: multipart/mixed; boundary=x", body="\n".join(parts)))
    assert article.text == STORY
    assert "7 attachments not read: n0.txt, n1.txt, n2.txt, n3.txt, n4.txt, …" in article.repairs


@pytest.mark.parametrize(
    ("fields", "body", "code"),
    [
        (("Content-Type: multipart/encrypted; boundary=x",), "--x\n\nA\n--x--", SkipCode.ENCRYPTED),
        (("Content-Type: application/pkcs7-mime; smime-type=enveloped-data",), "AAAA", SkipCode.ENCRYPTED),
        ((), "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", SkipCode.ENCRYPTED),
        (("Content-Type: image/png",), "AAAA", SkipCode.NO_TEXT_PART),
        ((), " \n", SkipCode.NO_TEXT_PART),
    ],
)
def test_a_mail_without_text_to_read_is_refused(fields: tuple[str, ...], body: str, code: SkipCode) -> None:
    with pytest.raises(ReadError) as refused:
        read_mail(mail(*fields, body=body), "a.eml", "a")
    assert refused.value.reason.code is code


def test_a_mail_is_known_by_what_programs_write_or_by_where_it_lies() -> None:
    typed = f"From: the editor\nSubject: The bridge\nDate: 3 May 2016\n\n{STORY}\n".encode()
    assert page_of(typed, "story.txt").format is Format.TEXT
    for path in ("story.eml", "Mail/cur/1462269909.M1P2.host:2,S", "new/1462269909.M1P2.host"):
        assert page_of(typed, path).format is Format.EMAIL
    assert page_of(mail("From: a@b.example"), "story.txt").format is Format.EMAIL
    assert page_key("Mail/cur/1462269909.M1P2.host:2,RS") == page_key("Mail/new/1462269909.M1P2.host")


def test_a_folder_of_mails_is_indexed(tmp_path: Path) -> None:
    folder = tmp_path / "mail" / "cur"
    folder.mkdir(parents=True)
    (folder / "1.host:2,S").write_bytes(mail("From: Mill Post <news@mill.example>", "Subject: The weir"))
    report = run(tmp_path / "index", tmp_path / "mail", keep_empty=False)
    assert (report.new, report.skipped) == (1, ())
