"""One saved page in the forms that programs save pages in, for tests and measurements: all are the same article."""

from __future__ import annotations

import base64
import quopri
import random
import re
from email.header import Header

_OPENS = re.compile(r"<html[^>]*>", re.I)
_PICTURE = re.compile(r"(<img\b[^>]*?\ssrc=)(\"[^\"]*\"|'[^']*')", re.I)
_MOST_PICTURES = 3
SAVED = "Tue May 03 2016 12:05:09 GMT+0200 (Central European Summer Time)"


def with_pictures(markup: str, seed: int, size: int = 30_000) -> str:
    """The page with some pictures inside it, of `size` bytes each."""
    rng = random.Random(seed)
    left = _MOST_PICTURES

    def inside(found: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        data = base64.b64encode(rng.randbytes(size)).decode()
        return f'{found[1]}"data:image/webp;base64,{data}"' if left >= 0 else found[0]

    return _PICTURE.sub(inside, markup)


def single_file(markup: str, url: str, seed: int = 0) -> bytes:
    """As SingleFile writes it: its comment behind `<html>`, pictures in the addresses."""
    comment = f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: {SAVED}\n-->"
    opening = _OPENS.search(markup)
    end = opening.end() if opening else 0
    start = markup[:end] if opening else "<html>"
    return with_pictures(start + comment + markup[end:], seed).encode("utf-8", "replace")


def mhtml(markup: str, url: str, *, base64_root: bool = False, charset: str = "utf-8") -> bytes:
    """As Chrome writes it, or with the root in Base64 as Internet Explorer does."""
    raw = markup.encode(charset, "xmlcharrefreplace")
    root = base64.encodebytes(raw) if base64_root else quopri.encodestring(raw)
    encoding = "base64" if base64_root else "quoted-printable"
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\n"
        f"Subject: {Header('A page – saved').encode()}\r\nDate: Tue, 3 May 2016 12:05:09 +0200\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Multipart--b1----"\r\n\r\n\r\n'
    )
    picture = base64.encodebytes(random.Random(1).randbytes(2_000))
    return b"".join(
        (
            head.encode(),
            f"------Multipart--b1----\r\nContent-Type: text/html; charset={charset}\r\n"
            f"Content-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: {encoding}\r\n"
            f"Content-Location: {url}\r\n\r\n".encode(),
            root,
            b"\r\n------Multipart--b1----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
            b"Content-Location: https://img.example/1.png\r\n\r\n",
            picture,
            b"\r\n------Multipart--b1----\r\nContent-Type: text/html\r\nContent-ID: <frame-2@mhtml.blink>\r\n"
            b"Content-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>An advertisement in a frame.</p></body></html>",
            b"\r\n------Multipart--b1------\r\n",
        )
    )


def eml(markup: str, url: str, title: str, sent: str = "") -> bytes:
    """The page as the HTML of a mail that somebody sends on a list, beside a text that says less."""
    body = quopri.encodestring(markup.encode("utf-8", "replace"))
    date = f"Date: {sent}\r\n" if sent else ""
    head = (
        f"Received: from mx.letters.example by mx.home.example; Wed, 4 May 2016 08:00:00 +0000\r\n{date}"
        f"From: Letters <news@letters.example>\r\nTo: reader@home.example\r\n"
        f"Subject: {Header(title, 'utf-8', maxlinelen=70).encode()}\r\n"
        f"Archived-At: <{url}>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b2"\r\n\r\nThis is a message of several parts.\r\n'
    )
    text = "--b2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour reader shows no HTML.\r\n"
    start = "--b2\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return b"".join((head.encode(), text.encode(), start.encode(), body, b"\r\n--b2--\r\n"))
