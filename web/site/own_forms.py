"""Can a form of a page of ours be sent, and which number does its field hold?"""

from __future__ import annotations

from ipaddress import ip_address

from flask import request

from index.address import host_of

LARGEST_ID = 2**53 - 1
"""The largest number of what readers keep: programs that read JSON know none beyond it exactly."""
_MOST_DIGITS = len(str(LARGEST_ID))


def can_send() -> bool:
    """Whether a browser says of which site a form is: over https, and to the machine that it runs on."""
    host = host_of(f"//{request.host}")
    try:
        is_own = ip_address(host).is_loopback
    except ValueError:
        is_own = host == "localhost" or host.endswith(".localhost")
    return request.is_secure or is_own


def number_in(field: str) -> int:
    """The number that a field of the form that was sent holds, `LARGEST_ID` at most; 0 for anything else."""
    given = request.form.get(field, "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else 0
    return min(number, LARGEST_ID)
