"""`cuttings serve`: how does the archive get to the browser?"""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import socket
from pathlib import Path
from typing import Any

import click

from index.errors import CuttingsError
from index.settings import Settings, unknown
from web.serving.warming import share_heap
from web.terminal import hand_on, index_option, misspelt


class AddressRefused(CuttingsError):
    """The server cannot, or will not, listen on the address."""


@click.command("serve")
@index_option
@click.option("--host", help="Address to listen on [127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on [8000]; 0 takes a free one.")
@click.option("--processes", type=click.IntRange(0, 512), help="Processes that answer searches [one a processor].")
@click.option("--watch/--no-watch", default=None, help="Bring the index up to date when files change.")
@click.option("--allow-remote", is_flag=True, help="Let other machines in without a token.")
def command(index: Path | None, *, allow_remote: bool, **given: Any) -> None:
    """Show the archive in the browser.

    Only this machine can reach it, unless CUTTINGS_TOKEN holds a secret that every request must carry, or
    --allow-remote says that a network or proxy in front of it decides who gets in.
    """
    settings = Settings.read(os.environ, index=index, **given)
    hand_on(settings)
    refuse_strangers(settings, allow_remote=allow_remote)
    share_heap()
    listener = listen(settings.host, settings.port)
    from web.serving import log
    from web.terminal import processes as running

    log.start(settings.log_format)
    serve = running.ready(settings, listener)
    for variable, meant in unknown(os.environ):
        logging.getLogger(__name__).warning("%s", misspelt(variable, meant))
    click.echo(log.beginning(settings.log_format, f"Serving {settings.place} at {address_of(listener)}"))
    serve()


def refuse_strangers(settings: Settings, *, allow_remote: bool) -> None:
    """Raise where other machines could read the archive although nobody said that they may."""
    if not (is_loopback(settings.host) or settings.token or allow_remote):
        raise AddressRefused(
            f"{settings.host} can be reached by other machines",
            "set CUTTINGS_TOKEN to a secret, or say --allow-remote if everybody who can reach it may read the archive",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address. A name counts as what it stands for, all of it."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        pass
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return bool(entries) and all(
        ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_loopback for entry in entries
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address, so that it is known to be free before anything slow begins."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except BaseException:
            listener.close()
            raise
    except OSError as error:
        raise _refused(error, host, port) from error
    return listener


def _refused(error: OSError, host: str, port: int) -> AddressRefused:
    if isinstance(error, socket.gaierror):
        return AddressRefused(f"there is no address {host}", "name one of this machine's with --host")
    if error.errno == errno.EADDRINUSE:
        return AddressRefused(f"port {port} on {host} is in use", "end the other server, or choose another with --port")
    if error.errno == errno.EACCES:
        return AddressRefused(f"port {port} is reserved for the system", "choose one above 1023 with --port")
    if error.errno == errno.EADDRNOTAVAIL:
        return AddressRefused(f"{host} is not an address of this machine", "name another with --host")
    return AddressRefused(f"cannot listen on {host} port {port}: {error.strerror}")


def address_of(listener: socket.socket) -> str:
    """The address for a browser."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
