"""A server of mail in this process, and what it took."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD = "archive", "the password of the tests"


@dataclass
class Mailbox:
    """What a server took; it refuses `strangers`, and does `first` before it says that it has taken a mail."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    readers: list[list[str]] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    reply: str = "250 taken"
    first: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.strangers:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.reply.startswith("250"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            self.mails.append(BytesParser(policy=default).parsebytes(content))
            self.readers.append(list(envelope.rcpt_tos))
        self.first()
        return self.reply


def _knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    given = (getattr(data, "login", b""), getattr(data, "password", b""))
    return AuthResult(success=given == (USER.encode(), PASSWORD.encode()), handled=False)


@contextmanager
def mailbox(context: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[Mailbox]:
    """A server that runs meanwhile: without secrecy, or with the context by STARTTLS (or `at_once` by TLS) and for who
    gives the password."""
    box = Mailbox()
    secret = {"auth_required": True, "authenticator": _knows} if context else {}
    if context and not at_once:
        secret |= {"tls_context": context, "require_starttls": True}
    if at_once:
        secret |= {"auth_require_tls": False}
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(
        box, hostname="127.0.0.1", port=box.port, ssl_context=context if at_once else None, server_kwargs=secret
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
