"""Where do readers reach the service from outside? For links in mails, which no request tells the address of."""

from __future__ import annotations

from dataclasses import dataclass

from index.address import host_of, spelled
from index.settings import SettingInvalid, Settings


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An address in its parts: `https://archive.example`, `archive.example` and the prefix, `/news` or ""."""

    origin: str
    host: str
    prefix: str


def public_address(settings: Settings) -> PublicAddress:
    """That of CUTTINGS_ADDRESS; without one all parts are empty. Raises `SettingInvalid`."""
    given = settings.address.strip().rstrip("/")
    if not given:
        return PublicAddress("", "", "")
    parts = spelled(given)
    plain = given.isascii() and given.isprintable() and " " not in given
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not host_of(given)
        or parts.query
        or parts.fragment
        or not plain
    ):
        raise SettingInvalid(f"CUTTINGS_ADDRESS is {settings.address!r}", "give it as https://archive.example/news")
    return PublicAddress(f"{parts.scheme}://{parts.authority}", parts.authority.lower(), parts.path)
