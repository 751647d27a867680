"""Can a form of a page of ours be sent? Where the browser says of which site it is."""

from __future__ import annotations

from ipaddress import ip_address

from flask import request

from index.address import host_of


def can_send() -> bool:
    """Whether a browser says of which site a form is: over https, and to the machine that it runs on."""
    host = host_of(f"//{request.host}")
    try:
        is_own = ip_address(host).is_loopback
    except ValueError:
        is_own = host == "localhost" or host.endswith(".localhost")
    return request.is_secure or is_own
