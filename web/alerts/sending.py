"""How does a mail leave? To the server of the settings, over a way that is kept secret as they say."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from index.errors import CuttingsError
from index.settings import SettingInvalid, Settings

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_PATIENCE = 60.0  # seconds for each step: a server that looks at a mail before it takes it answers after some


class MailNotSent(CuttingsError):
    """No server has taken the mail; what is new is told the next time."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails go, who sends them and who gets them."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    readers: tuple[str, ...]

    @classmethod
    def read(cls, settings: Settings) -> MailServer:
        """That of the settings. Raises `SettingInvalid` where one is missing or cannot be used."""
        security = settings.smtp_security.strip().lower()
        if security not in _PORTS:
            raise SettingInvalid(f"CUTTINGS_SMTP_SECURITY is {settings.smtp_security!r}", "say starttls, tls or none")
        readers = tuple(one.strip() for one in settings.smtp_to.split(",") if one.strip())
        needed = {"HOST": settings.smtp_host.strip(), "FROM": settings.smtp_from.strip(), "TO": ", ".join(readers)}
        for name, value in needed.items():
            if not value or not value.isprintable():
                raise SettingInvalid(f"CUTTINGS_SMTP_{name} is {value!r}", "it is needed to send mails")
        for address in (needed["FROM"], *readers):
            if "@" not in address:
                raise SettingInvalid(f"{address!r} is no address of mail", "give one as news@archive.example")
        port = settings.smtp_port or _PORTS[security]
        user, password = settings.smtp_user, settings.smtp_password
        return cls(needed["HOST"], port, security, user, password, needed["FROM"], readers)

    def send(self, message: EmailMessage) -> Mapping[str, str]:
        """Hand a mail over; returns once the server has taken it, with the readers that it refused, each with why.

        Raises `MailNotSent` where it has taken it for nobody.
        """
        try:
            client = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise self._failed(error) from error
        try:
            if self.user:
                client.login(self.user, self.password)
            refused = client.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise self._failed(error) from error
        finally:
            with suppress(
                smtplib.SMTPException, OSError
            ):  # the mail is taken, or it is not: a farewell changes nothing
                client.quit()
        return {reader: _told(*why) for reader, why in refused.items()}

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE, context=context)
        client = smtplib.SMTP(self.host, self.port, timeout=_PATIENCE)
        if self.security == "starttls":
            try:
                client.starttls(context=context)
            except BaseException:
                client.close()
                raise
        return client

    def _failed(self, error: Exception) -> MailNotSent:
        place = f"{self.host} port {self.port}"
        match error:
            case smtplib.SMTPRecipientsRefused():
                why = "; ".join(f"{reader}: {_told(*told)}" for reader, told in error.recipients.items())
                return MailNotSent(f"{place} takes mail for nobody: {why}", "correct CUTTINGS_SMTP_TO")
            case smtplib.SMTPAuthenticationError():
                told = _told(error.smtp_code, error.smtp_error)
                return MailNotSent(
                    f"{place} refuses name and password: {told}", "correct CUTTINGS_SMTP_USER and _PASSWORD"
                )
            case smtplib.SMTPNotSupportedError():
                return MailNotSent(f"{place} cannot do what is needed: {error}", "look at CUTTINGS_SMTP_SECURITY")
            case smtplib.SMTPResponseException():
                return MailNotSent(f"{place} does not take the mail: {_told(error.smtp_code, error.smtp_error)}")
            case ssl.SSLError():
                return MailNotSent(f"{place}: {error.reason or error}", "look at CUTTINGS_SMTP_SECURITY and the port")
        return MailNotSent(f"{place}: {getattr(error, 'strerror', None) or error}", "look at CUTTINGS_SMTP_HOST")


def _told(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {text}".split())
