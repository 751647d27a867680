"""Who really asks, and by which name and scheme? What a trusted proxy says of a request, and what nobody else may say.

A client can send any header. So they are believed of the addresses in `Settings.trusted_proxies` alone, and of a list
in them only what those addresses wrote: it is read from its end, where the nearest proxy writes, up to the first
address that is no proxy of ours.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.settings import SettingInvalid

FORWARDED = "Forwarded"
FOR, PROTO, HOST, PORT = "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"
PROXY_HEADERS = (
    FORWARDED,
    FOR,
    PROTO,
    HOST,
    PORT,
    "X-Forwarded-By",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-Real-IP",
)
"""What a client may not say of itself."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PAIR = re.compile(
    r'[ \t]*(?:(?P<name>[A-Za-z-]+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<token>[^\s",;]+)))?[ \t]*(?P<end>[;,]|$)'
)
_HIDDEN = re.compile(r"(?:unknown|_[A-Za-z0-9._-]{1,64})")  # names that RFC 7239 allows in the place of an address
_HOST = re.compile(r"[^\s/\\@?#,]{1,300}")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Header = Callable[[str], str]


class ForwardingInvalid(ValueError):
    """A trusted proxy sent headers that cannot be read, or that cannot be believed beside one another."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the client's address, the scheme and the host that it asked by; "" for what is not said."""

    client: str
    scheme: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The addresses and networks whose word counts."""

    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()

    @classmethod
    def read(cls, setting: str) -> TrustedProxies:
        """Of addresses and networks with commas between them. Raises `SettingInvalid`."""
        names = [name.strip() for name in setting.split(",") if name.strip()]
        try:
            return cls(tuple(ipaddress.ip_network(name, strict=False) for name in names))
        except ValueError as error:
            raise SettingInvalid(
                f"CUTTINGS_TRUSTED_PROXIES is {setting!r}", f"give addresses or networks, as 127.0.0.1: {error}"
            ) from None

    def holds(self, name: str) -> bool:
        """Whether `name` is the address of a trusted proxy."""
        if not self.networks or (address := _address(name)) is None:
            return False
        return any(address in network for network in self.networks if network.version == address.version)

    def origin(self, peer: str, header: Header) -> Asker | None:
        """What the headers of a request from the address `peer` say; None where `peer` is nobody to believe.

        `header` gives a header's value by its name, "" for none. Raises `ForwardingInvalid`.
        """
        if not self.holds(peer):
            return None
        if header(FORWARDED):
            if any(map(header, (FOR, PROTO, HOST, PORT))):
                raise ForwardingInvalid(
                    "The proxy sent Forwarded and X-Forwarded headers, and one of them may be the client’s own: "
                    "let it remove the ones that it does not write."
                )
            return self._nearest(peer, _hops(header(FORWARDED)))
        clients, schemes, hosts, ports = (_listed(header(name)) for name in (FOR, PROTO, HOST, PORT))
        hops = 1
        while hops < len(clients) and self.holds(clients[-hops]):
            hops += 1
        scheme = _from_end(schemes, hops)
        host = _with_port(_from_end(hosts, hops), _from_end(ports, hops), scheme)
        return _checked(_from_end(clients, hops) or peer, scheme, host)

    def _nearest(self, peer: str, hops: Sequence[dict[str, str]]) -> Asker:
        """What is said of the first client from the end that is no proxy of ours."""
        known: dict[str, str] = {}
        for hop in reversed(hops):
            known.update(hop)
            if not self.holds(hop.get("for", "")):
                break
        return _checked(known.get("for", peer), known.get("proto", ""), known.get("host", ""))


def _address(name: str) -> IPAddress | None:
    """The address in `name`, which may have a port; None where there is none."""
    bare = name
    if name.startswith("["):
        bare = name[1:].partition("]")[0]
    elif name.count(":") == 1:
        bare = name.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _from_end(values: Sequence[str], hops: int) -> str:
    """What the proxy so many steps away wrote; the farthest one that wrote anything where there are fewer."""
    return values[max(0, len(values) - hops)] if values else ""


def _with_port(host: str, port: str, scheme: str) -> str:
    """The host with its port, where only the port's own header names it."""
    named = host.rpartition("]")[2] if host.startswith("[") else host
    return f"{host}:{port}" if host and port and ":" not in named and port != _DEFAULT_PORTS.get(scheme) else host


def _hops(value: str) -> list[dict[str, str]]:
    """The elements of a `Forwarded` header (RFC 7239), names in small letters. Raises `ForwardingInvalid`."""
    hops: list[dict[str, str]] = [{}]
    position = 0
    while position < len(value):
        pair = _PAIR.match(value, position)
        if pair is None or pair.end() == position:
            raise ForwardingInvalid("The proxy’s Forwarded header cannot be read.")
        if pair["name"]:
            text = re.sub(r"\\(.)", r"\1", pair["quoted"]) if pair["quoted"] is not None else pair["token"]
            hops[-1][pair["name"].lower()] = text
        if pair["end"] == ",":
            hops.append({})
        position = pair.end()
    return [hop for hop in hops if hop]


def _checked(client: str, scheme: str, host: str) -> Asker:
    address = _address(client)
    if address is None and not _HIDDEN.fullmatch(client):
        raise ForwardingInvalid("The proxy names a client that is no address.")
    if scheme.lower() not in {"", *_DEFAULT_PORTS}:
        raise ForwardingInvalid("The proxy names a scheme that is neither http nor https.")
    if host and not _HOST.fullmatch(host):
        raise ForwardingInvalid("The proxy names a host that is none.")
    return Asker(str(address or client), scheme.lower(), host)
